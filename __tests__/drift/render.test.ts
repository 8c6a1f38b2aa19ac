import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareStates } from '../../src/drift/compare.js';
import { ISSUE_LENGTH, renderDriftMarkdown } from '../../src/drift/render-markdown.js';
import type { DriftAbout } from '../../src/drift/render-sentences.js';
import { renderDriftText } from '../../src/drift/render-text.js';
import type { LastChange } from '../../src/repository/git-history.js';
import { baselineOf, type Files, stateOf } from './support.js';

const WORKFLOW = (body: string): string => `on: push\npermissions: {}\njobs:\n${body}`;
const JOB = (id: string, access: string, action = 'actions/checkout@v4'): string =>
  `  ${id}:\n    runs-on: ubuntu-latest\n    permissions:\n      contents: ${access}\n    steps:\n      - uses: ${action}\n`;

async function drift(
  before: Files,
  after: Files,
  parts: { readonly who?: ReadonlyMap<string, LastChange>; readonly uncommitted?: readonly string[] } = {},
) {
  const accepted = await baselineOf({ files: before });
  const state = await stateOf({ files: after, uncommitted: parts.uncommitted ?? [] }, accepted);
  return { accepted, drift: compareStates(accepted, state, parts.who) };
}

function about(accepted: Awaited<ReturnType<typeof baselineOf>>, more: Partial<DriftAbout> = {}): DriftAbout {
  return { accepted: accepted.header, commit: 'f'.repeat(40), maxMagnitude: 0.3, tooLarge: false, ...more };
}

const WHO: LastChange = { commit: 'e'.repeat(40), author: 'Mallory @org', date: '2026-03-04T05:06:07Z', subject: 's' };

describe('the text for a terminal', () => {
  it('tells what, where, how bad and who', async () => {
    const files = {
      '.github/workflows/a.yml': WORKFLOW(JOB('publish', 'read')),
      CODEOWNERS: '* @ada\n',
      'renovate.json': '{}',
    };
    const found = await drift(
      files,
      {
        '.github/workflows/a.yml': WORKFLOW(JOB('publish', 'write') + JOB('other', 'write')),
        CODEOWNERS: '* @bob\n',
        'renovate.json': '{"a": 1}',
        '.mergify.yml': 'a',
      },
      { who: new Map([['.github/workflows/a.yml', WHO]]), uncommitted: ['renovate.json'] },
    );
    expect(renderDriftText(found.drift, about(found.accepted, { tooLarge: true }), { width: 80, color: false })).toBe(
      `DRIFT  4 of 4 governed files changed (100 %)
Accepted for \`main\`: cccccccccccc, on 2026-01-02 by ada: "first state". Now:
  ffffffffffff.
That is more than one acceptance may change (30 %): to accept it, raise
  \`drift.max-magnitude\` on the default branch first.

high  \`.github/workflows/a.yml\` changed in what follows, and its content changed
    high  :7  job \`publish\` gained \`contents: write\` (before: \`read\`)
    high  :13  new job \`other\` has \`contents: write\`
    file last changed by Mallory @org in eeeeeeeeeeee (2026-03-04)

high  owners of \`*\`: \`@bob\` came, \`@ada\` went
    CODEOWNERS:1

low  \`.mergify.yml\` is new

low  \`renovate.json\` changed
    not committed
`,
    );
  });

  it('tells once what many files share', async () => {
    const of = (action: string): Files =>
      Object.fromEntries(
        ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [
          `.github/workflows/${name}.yml`,
          WORKFLOW(JOB('x', 'read', action)),
        ]),
      );
    const found = await drift(of('octo/tool@v1'), of('octo/tool@v2'), {
      who: new Map(
        ['a', 'b', 'c', 'd', 'e'].map((name, at) => [
          `.github/workflows/${name}.yml`,
          { ...WHO, author: `author ${at}` },
        ]),
      ),
    });
    const text = renderDriftText(found.drift, about(found.accepted), { width: 200, color: false });
    expect(text.match(/octo\/tool/g)).toHaveLength(1);
    expect(text).toContain('and 2 more places');
    expect(text).toContain('; and 2 more');
    expect(text).not.toContain('`.github/workflows/a.yml` changed');
  });

  it('says so when there is none, and what was not compared', async () => {
    const found = await drift({ CODEOWNERS: '* @ada\n' }, { CODEOWNERS: '* @ada\n' });
    const gaps = { ...found.drift, notCompared: ['GitHub was not asked'] };
    expect(renderDriftText(gaps, about(found.accepted, { commit: null }), { width: 10, color: true })).toBe(
      `\u001b[1;32mNO DRIFT\u001b[0m  none of 1 governed files\n          changed\nAccepted for \`main\`: cccccccccccc, on\n  2026-01-02 by ada: "first state".\nNot compared: GitHub was not asked.\n`.replace(
        'files\n          changed',
        'file\n          changed',
      ),
    );
  });

  it('cuts what is endless', async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`.mergify/${at}.yml`, String(at)]));
    const jobs = WORKFLOW(Array.from({ length: 40 }, (_, at) => JOB(`j${at}`, 'write')).join(''));
    const found = await drift({}, { ...many, '.github/workflows/a.yml': jobs });
    const text = renderDriftText(found.drift, about(found.accepted), { width: 80, color: true });
    expect(text).toContain('51 more: see them');
    expect(text).toMatch(/^ {4}10 more$/m);
    expect(text).toContain('\u001b[1;31mhigh\u001b[0m');
  });
});

describe('markdown', () => {
  it('escapes what people and repositories write', async () => {
    const found = await drift(
      { '.github/workflows/a.yml': WORKFLOW(JOB('publish', 'read')) },
      { '.github/workflows/a.yml': WORKFLOW(JOB('publish', 'write')), '.mergify/<b>@octocat.yml': 'x' },
      { who: new Map([['.github/workflows/a.yml', WHO]]) },
    );
    const text = renderDriftMarkdown(
      found.drift,
      about({ ...found.accepted, header: { ...found.accepted.header, reason: 'see #1 <img src=x> @octocat' } }),
    );
    expect(text).toContain(
      "- **high** job `publish` gained `contents: write` (before: `read`), and the file's content changed\n  <br>`.github/workflows/a.yml:7`",
    );
    expect(text).toContain('by Mallory @&#8203;org in eeeeeeeeeeee');
    expect(text).toContain('`.mergify/<b>@octocat.yml` is new');
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/(?<!`[^`]*)@octocat(?![^`]*`)/);
  });

  it('stays within the length of an issue and counts the rest', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2000 }, (_, at) => [`.mergify/${'n'.repeat(100)}${at}.yml`, String(at)]),
    );
    const found = await drift({}, many);
    const text = renderDriftMarkdown(found.drift, about(found.accepted));
    expect(text.length).toBeLessThanOrEqual(ISSUE_LENGTH);
    const shown = text.match(/is new/g)?.length ?? 0;
    expect(text).toContain(`${2000 - shown} more changes are in the report of the run.`);
    expect(shown).toBeGreaterThan(400);
    const short = renderDriftMarkdown(found.drift, about(found.accepted), { maxLength: 600 });
    expect(short.length).toBeLessThanOrEqual(600);
  });

  it('names places and items, and cuts both', async () => {
    const of = (action: string): Files =>
      Object.fromEntries(
        Array.from({ length: 8 }, (_, at) => [`.github/workflows/${at}.yml`, WORKFLOW(JOB('x', 'read', action))]),
      );
    const jobs = WORKFLOW(Array.from({ length: 40 }, (_, at) => JOB(`j${at}`, 'write')).join(''));
    const found = await drift({ ...of('octo/tool@v1') }, { ...of('octo/tool@v2'), '.github/workflows/z.yml': jobs });
    const text = renderDriftMarkdown(found.drift, about(found.accepted, { tooLarge: true }));
    expect(text).toContain('and 3 more places');
    expect(text).toContain('\n  - 10 more\n');
    expect(text).toContain('  - **high** new job `j0` has `contents: write` `:7`');
    expect(text).toContain('raise `drift.max-magnitude`');
  });

  it('never holds a line that a runner obeys or a mention, whatever names say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('::', '##[', '@a', '`', '\n', '<', '|', 'x', '\u202e'), maxLength: 12 }),
        async (name) => {
          const found = await drift({ CODEOWNERS: '* @ada\n' }, { CODEOWNERS: '* @bob\n', [`.mergify/${name}`]: 'x' });
          const text = renderDriftText(found.drift, about(found.accepted), { width: 60, color: false });
          for (const line of text.split('\n')) expect(line).not.toMatch(/^\s*::|##\[/);
          expect(renderDriftMarkdown(found.drift, about(found.accepted))).not.toMatch(/##\[|\u202e/);
        },
      ),
      { numRuns: 50 },
    );
  });
});
