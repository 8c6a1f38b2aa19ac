/**
 * Names that are made to break the sentence around them: line breaks, control characters, text direction, backticks.
 * They are here and not in a fixture folder because such paths cannot be checked out everywhere.
 */
import { describe, expect, it } from '@jest/globals';
import { oneLineText, quotedName, shownName, shownPath } from '../../src/repository/names.js';
import { compareRuns } from '../../src/rules/compare.js';
import { requiredCheckUnresolved } from '../../src/rules/md-001-required-check-unresolved.js';
import { requiredCheckPathFiltered } from '../../src/rules/md-003-required-check-path-filtered.js';
import { gateSkipsGreen } from '../../src/rules/md-004-gate-skips-green.js';
import { duplicateRequiredCheck } from '../../src/rules/md-005-duplicate-required-check.js';
import { runRules } from '../../src/rules/run.js';
import type { Finding, Rule } from '../../src/rules/types.js';
import { unreadableFile } from '../../src/rules/unreadable-file.js';
import { changeBetween, contextOf } from '../support/rule-context.js';

const NAME = 'a`b\n::error::\u001b[31m\u202e|<img>';
const FILE = '.github/workflows/a`b\n::error::\u001b[31m\u202e.yml';
const TWIN = '.github/workflows/`twin\r.yml';
const job = (id: string, extra = ''): string =>
  `  ${id}:\n    name: ${JSON.stringify(NAME)}\n${extra}    runs-on: x\n    steps: [{ run: make }]\n`;
const workflow = (on: string, ...jobs: string[]): string => `on: ${on}\njobs:\n${jobs.join('')}`;
const OLD = { [FILE]: workflow('pull_request', job('a')) };

/** Rule, files before and after the change. */
const CASES: readonly (readonly [string, Rule, Record<string, string>, Record<string, string>])[] = [
  ['a deleted file', requiredCheckUnresolved, OLD, { 'x.yml': '' }],
  ['an emptied file', requiredCheckUnresolved, OLD, { [FILE]: '' }],
  ['another trigger', requiredCheckUnresolved, OLD, { [FILE]: workflow('schedule', job('a')) }],
  ['a renamed job', requiredCheckUnresolved, OLD, { [FILE]: OLD[FILE]!.replace('::error', '::warning') }],
  [
    'a filter',
    requiredCheckPathFiltered,
    OLD,
    { [FILE]: workflow('{ pull_request: { paths: [x] } }', job('a')), 'README`\n.md': '' },
  ],
  [
    'a gate',
    gateSkipsGreen,
    OLD,
    { [FILE]: workflow('pull_request', job('a', '    needs: b\n'), '  b: { runs-on: x, steps: [{ run: make }] }\n') },
  ],
  ['a twin', duplicateRequiredCheck, OLD, { ...OLD, [TWIN]: workflow('pull_request', job('a')) }],
  ['a broken file', unreadableFile, OLD, { [FILE]: 'on: [' }],
  ['a strange job id', unreadableFile, OLD, { [FILE]: `on: push\njobs:\n  ${JSON.stringify(NAME)}: {}\n` }],
  ['a key that is there twice', unreadableFile, OLD, { [FILE]: `on: push\n"\`\\n": 1\n"\`\\n": 2\n` }],
];

describe('messages about hostile names', () => {
  it.each(CASES)('%s', async (_, rule, before, after) => {
    const options = { api: [{ context: NAME }], branch: 'ma`in' };
    const [base, subject] = [await contextOf(before, options), await contextOf(after, { ...options, before })];
    const runs = runRules([rule], subject);
    const plain = compareRuns(runs, null, null).findings;
    const retold = compareRuns(runs, runRules([rule], base), {
      base,
      subject,
      change: changeBetween(before, after),
    });
    expect(retold.errors).toEqual([]);
    expect(plain).toHaveLength(1);
    for (const { finding } of [...plain, ...retold.findings]) expectSafe(finding);
  });

  it('are safe where nothing can be proven', async () => {
    const outcome = requiredCheckUnresolved.check(
      await contextOf({ [FILE]: workflow('workflow_dispatch', job('a')) }, { api: [{ context: NAME }] }),
    );
    const texts = outcome.state === 'evaluated' ? outcome.unproven.map(({ what }) => what) : [];
    expect(texts).toHaveLength(1);
    for (const text of texts) expect(text).not.toMatch(UNSAFE);
  });
});

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Nothing unseen, and every backtick is ours: what stands between two of them is code, never half of a name. */
function expectSafe({ title, what, why, fix }: Finding): void {
  for (const text of [title, what, why, fix]) {
    expect(text).not.toMatch(UNSAFE);
    const pieces = text.split('`');
    expect(pieces.length % 2).toBe(1);
    for (const code of pieces.filter((_, index) => index % 2 === 1)) expect(code).not.toMatch(/^b|twin/);
  }
}

describe('a name in a sentence', () => {
  it.each([
    ['a\n\tb  c', 'a b c'],
    ['a`b', 'a\\u{60}b'],
    ['\u001b[31m\u202e', '\\u{1b}[31m\\u{202e}'],
    ['\ud800', '\\u{d800}'],
    ['x'.repeat(101), `${'x'.repeat(99)}…`],
    ['größer ✓ 日本', 'größer ✓ 日本'],
  ])('%j: %s', (name, text) => {
    expect(shownName(name)).toBe(text);
    expect(quotedName(name)).toBe(`"${text}"`);
  });

  it('keeps every character of a path', () => {
    expect(shownPath('a\nb\r\tc  d`')).toBe('a\\nb\\r\\tc  d\\u{60}');
    expect(shownPath('x'.repeat(20), 5)).toBe('xxxx…');
  });

  it('keeps the backticks of our own sentences', () => {
    expect(oneLineText('has no `on`\u001b\n at all', 100)).toBe('has no `on`\\u{1b} at all');
    expect(oneLineText('x'.repeat(20), 5)).toBe('xxxx…');
  });
});
