/**
 * Every folder __tests__/fixtures/rules/<RULE>/<case>/ is a case: `tree/` is what is judged, `base/` (if it is there)
 * what it is compared with, `case.json` what has to come out. A new case needs no code. See docs/rules/README.md.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { compareRuns, lostThroughChange } from '../../src/rules/compare.js';
import { RULES, ruleById } from '../../src/rules/registry.js';
import { runRules } from '../../src/rules/run.js';
import type { Finding, Rule } from '../../src/rules/types.js';
import { filesBelow } from '../support/memory-snapshot.js';
import { type ContextOptions, changeBetween, contextOf } from '../support/rule-context.js';

const ROOT = fileURLToPath(new URL('../fixtures/rules', import.meta.url));

interface ExpectedFinding {
  readonly anchor: string;
  readonly path: string;
  /** Line of the first piece of evidence: the one that is annotated. */
  readonly line: number;
  /** Path of the first piece of evidence, when it is not `path`. */
  readonly on?: string;
  readonly status?: 'new' | 'older';
  /** Texts that each part has to contain. */
  readonly title?: string;
  readonly what?: string | readonly string[];
  readonly fix?: string | readonly string[];
}

interface Case extends ContextOptions {
  /** One sentence: what the case shows. */
  readonly why: string;
  readonly state?: 'evaluated' | 'not-applicable' | 'not-evaluated';
  readonly expect: readonly ExpectedFinding[];
  readonly unproven?: readonly string[];
  readonly lost?: readonly string[];
  readonly renames?: Readonly<Record<string, string>>;
}

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const folder = join(ROOT, id);
  const cases = readdirSync(folder).map((name) => ({ name, ...readCase(join(folder, name, 'case.json')) }));

  it('has cases that fire and cases that stay silent', () => {
    expect(cases.filter((each) => each.expect.length > 0).length).toBeGreaterThanOrEqual(1);
    expect(cases.filter((each) => each.expect.length === 0).length).toBeGreaterThanOrEqual(
      id === 'unreadable-file' ? 1 : 3,
    );
  });

  it.each(cases)('$name: $why', async ({ name, ...expected }) => {
    await verify(rule, join(folder, name), expected);
  });
});

function readCase(path: string): Case {
  return JSON.parse(readFileSync(path, 'utf8')) as Case;
}

async function verify(rule: Rule, folder: string, expected: Case): Promise<void> {
  const tree = filesBelow(join(folder, 'tree'));
  const baseFolder = join(folder, 'base');
  const baseTree = existsSync(baseFolder) ? filesBelow(baseFolder) : null;
  const subject = await contextOf(tree, baseTree === null ? expected : { ...expected, before: baseTree });
  const runs = runRules([rule], subject);
  const outcome = runs[0]!.outcome;
  expect(outcome.state).toBe(expected.state ?? 'evaluated');
  expect(outcome.state === 'evaluated' ? outcome.unproven.map(({ key }) => key) : []).toEqual(expected.unproven ?? []);

  if (baseTree === null) {
    const findings = compareRuns(runs, null, null).findings.map(({ finding }) => finding);
    for (const finding of findings) expectVoice(finding);
    expect(findings.map(identityOf)).toEqual(
      expected.expect.map(({ anchor, path, line, on }) => ({ anchor, path, line, on: on ?? path })),
    );
    for (const [index, finding] of findings.entries()) expectTexts(finding, expected.expect[index]!);
    return;
  }
  const base = await contextOf(baseTree, expected);
  const baseRuns = runRules([rule], base);
  const change = changeBetween(baseTree, tree, expected.renames);
  const compared = compareRuns(runs, baseRuns, { subject, base, change }).findings;
  for (const { finding } of compared) expectVoice(finding);
  expect(compared.map(({ finding, status }) => ({ ...identityOf(finding), status }))).toEqual(
    expected.expect.map(({ anchor, path, line, on, status }) => ({
      anchor,
      path,
      line,
      on: on ?? path,
      status: status ?? 'new',
    })),
  );
  for (const [index, { finding }] of compared.entries()) expectTexts(finding, expected.expect[index]!);
  expect(lostThroughChange(runs, baseRuns).map(({ key }) => key)).toEqual(expected.lost ?? []);
}

function identityOf({ anchor, path, evidence: [first] }: Finding): {
  anchor: string;
  path: string;
  line: number;
  on: string;
} {
  return { anchor, path, line: first.startLine, on: first.path };
}

function expectTexts(finding: Finding, expected: ExpectedFinding): void {
  if (expected.title !== undefined) expect(finding.title).toContain(expected.title);
  for (const part of ['what', 'fix'] as const) {
    const texts = expected[part] ?? [];
    for (const text of typeof texts === 'string' ? [texts] : texts) expect(finding[part]).toContain(text);
  }
}

/** What voice.md asks of every message. */
function expectVoice(finding: Finding): void {
  const rule = ruleById(finding.ruleId)!;
  expect(finding.ruleVersion).toBe(rule.version);
  expect(finding.title).not.toMatch(/\.$|\n/);
  expect(finding.title.length).toBeLessThanOrEqual(160);
  for (const text of [finding.what, finding.why]) expect(text).toMatch(/^\S[^\n]*\.$/);
  expect(finding.fix).toMatch(/^\S[^\n]*\S$/);
  expect(finding.fix).not.toMatch(/undefined|\[object/);
  expect(`${finding.title} ${finding.what} ${finding.why} ${finding.fix}`).not.toMatch(
    /violat|polic[yi]es|non-compliant/i,
  );
  for (const entry of finding.evidence) {
    expect(entry.path === '' ? entry.startLine === 0 : entry.startLine > 0).toBe(true);
    // Of a file that cannot be read there is no line to show.
    if (finding.ruleId !== 'unreadable-file') expect(entry.excerpt).not.toBe('');
    expect(entry.label.split(' ').length).toBeLessThanOrEqual(6);
  }
}
