import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { compareStates } from '../../src/drift/compare.js';
import { type DriftIssueContext, driftIssue, driftIssueKey } from '../../src/drift/issue.js';
import { DRIFT_KINDS } from '../../src/drift/render-blocks.js';
import type { DriftAbout } from '../../src/drift/render-sentences.js';
import { readMarker } from '../../src/github/issue-marker.js';
import { planIssue } from '../../src/github/issue-plan.js';
import type { LastChange } from '../../src/repository/git-history.js';
import { baselineOf, type Files, stateOf } from './support.js';

const RUN = 'https://github.com/octo-org/app/actions/runs/77';
const CONTEXT: DriftIssueContext = {
  repositoryId: 42,
  branch: 'main',
  runUrl: RUN,
  by: null,
  accept: { command: 'gh workflow run drift-check.yml -f mode=accept -f reason="why"', next: '' },
  docs: 'https://github.com/PhaseMirror/evaluate/blob/v1.0.0/docs/drift.md',
  notes: [],
  digest: 'd'.repeat(64),
  acceptedRunUrl: 'https://github.com/octo-org/app/actions/runs/1',
};
const WHO: LastChange = { commit: 'e'.repeat(40), author: 'Grace', date: '2026-03-04T05:06:07Z', subject: 's' };

/** Links of ours go to the repository and to the documentation. */
const OUR_LINK = /<a href="https:\/\/github\.com\/(?:octo-org\/app|PhaseMirror\/evaluate)\/[^"]*">/g;

const workflow = (access: string, action = 'actions/checkout@v4'): string =>
  `on: push\npermissions: {}\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    permissions:\n      contents: ${access}\n    steps:\n      - uses: ${action}\n`;
const BEFORE: Files = { '.github/workflows/a.yml': workflow('read'), CODEOWNERS: '* @ada\n', 'renovate.json': '{}' };

async function issueOf(
  after: Files,
  {
    before = BEFORE,
    about: more = {},
    context = {},
    who,
    reason = 'first state',
  }: {
    readonly before?: Files;
    readonly about?: Partial<DriftAbout>;
    readonly context?: Partial<DriftIssueContext>;
    readonly who?: ReadonlyMap<string, LastChange>;
    readonly reason?: string;
  } = {},
) {
  const accepted = await baselineOf({ files: before }, { reason });
  const drift = compareStates(accepted, await stateOf({ files: after }, accepted), who);
  const about = { accepted: accepted.header, commit: 'f'.repeat(40), maxMagnitude: 0.3, tooLarge: false, ...more };
  return driftIssue({ drift, about }, { ...CONTEXT, ...context });
}

describe('the issue of a drift', () => {
  it('says what changed, where, who did it, against what, and what to do', async () => {
    const issue = await issueOf(
      { ...BEFORE, '.github/workflows/a.yml': workflow('write', 'actions/checkout@v5'), 'renovate.json': '{"a": 1}' },
      { who: new Map([['.github/workflows/a.yml', WHO]]), context: { notes: ['The baseline is unsigned.'] } },
    );
    expect(issue).toMatchObject({ key: 'drift:42:main', state: 'open', labels: ['governance', 'priority-high'] });
    expect(issue.title).toBe(
      'Drift on main: `.github/workflows/a.yml` changed in what follows, and its content changed, and 1 more',
    );
    expect(issue.body).toBe(`**2 of 3 governed files changed (67 %)** in what governs this repository.

Accepted for \`main\`: cccccccccccc, on 2026-01-02 by ada: "first state". Now: ffffffffffff.

Something may be done now that could not be done in the accepted state.

### High

- \`.github/workflows/a.yml\` changed in what follows, and its content changed
  <br>file last changed by Grace in eeeeeeeeeeee (2026-03-04)
  - **high** job \`publish\` gained \`contents: write\` (before: \`read\`) [\`:7\`](https://github.com/octo-org/app/blob/ffffffffffffffffffffffffffffffffffffffff/.github/workflows/a.yml#L7)
  - **low** action \`actions/checkout\` moved from \`v4\` to \`v5\` [\`:9\`](https://github.com/octo-org/app/blob/ffffffffffffffffffffffffffffffffffffffff/.github/workflows/a.yml#L9)

### Low

- \`renovate.json\` changed

### What to do

**It is right:** accept it, from the default branch, with a reason.

\`\`\`sh
gh workflow run drift-check.yml -f mode=accept -f reason="why"
\`\`\`

**It is not:** put back what changed, as any other change.

Either way the next complete check closes this issue.

What it means, and when it is right: [permissions](https://github.com/PhaseMirror/evaluate/blob/v1.0.0/docs/drift.md#permissions), [action](https://github.com/PhaseMirror/evaluate/blob/v1.0.0/docs/drift.md#action), [file](https://github.com/PhaseMirror/evaluate/blob/v1.0.0/docs/drift.md#file).

The baseline is unsigned.

Seen by [the run](https://github.com/octo-org/app/actions/runs/77).`);
  });

  it('links what is gone in the commit that had it, and nothing where no address is known', async () => {
    const after = { '.github/workflows/a.yml': workflow('read'), 'renovate.json': '{}' };
    const issue = await issueOf(after);
    expect(issue.body).toContain(`/blob/${'c'.repeat(40)}/CODEOWNERS#L1`);
    expect(issue.body).toContain(`when it is right: [codeowners](${CONTEXT.docs}#codeowners).`);
    expect(issue.labels).toContain('priority-high');
    const plain = await issueOf(after, { context: { runUrl: '' } });
    expect(plain.body).not.toContain('/blob/c');
    expect(plain.body).not.toContain('Seen by');
    const odd = await issueOf(after, { context: { runUrl: 'https://x/<y>' } });
    expect(odd.body).toContain('Seen by the run `https://x/<y>`.');
  });

  it('labels a schema, and what is too large', async () => {
    const before = {
      ...BEFORE,
      '.phase-mirror.yml': 'version: 1\nschemas: [{ schema: s.json, version: { path: package.json, key: version } }]\n',
    };
    const files = { ...before, 's.json': '{}', 'package.json': '{"version": "1.0.0"}' };
    const issue = await issueOf({ ...files, 's.json': '{"a": 1}' }, { before: files });
    expect(issue.labels).toEqual(['governance', 'schema-drift']);
    const large = await issueOf({ ...BEFORE, 'renovate.json': '[]' }, { about: { tooLarge: true } });
    expect(large.labels).toEqual(['governance', 'priority-high']);
    expect(large.body).toContain('raise `drift.max-magnitude` on the default branch first');
    expect(large.body).toContain('It is too large for one acceptance: see above.');
  });

  it('is about the changes and the content, and neither about counts, commits nor times', async () => {
    const after = { ...BEFORE, CODEOWNERS: '* @bob\n' };
    const one = await issueOf(after);
    const later = await issueOf(after, {
      who: new Map([['CODEOWNERS', WHO]]),
      about: { commit: 'a'.repeat(40) },
      context: { runUrl: `${RUN}8` },
    });
    expect(later.about).toBe(one.about);
    expect(later.items?.map(({ id }) => id)).toEqual(one.items?.map(({ id }) => id));
    const edited = await issueOf({ ...after, CODEOWNERS: '\n\n* @bob\n' });
    expect(edited.about).not.toBe(one.about);
    expect(edited.items?.[0]?.id).not.toBe(one.items?.[0]?.id);
    const other = await issueOf({ ...after, CODEOWNERS: '* @eve\n' });
    expect(other.about).not.toBe(one.about);
    expect(other.items?.[0]?.id).not.toBe(one.items?.[0]?.id);
    expect(one.items?.[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}$/),
      text: '**high** owners of `*`: `@bob` came, `@ada` went (`CODEOWNERS:1`)',
    });
  });

  it('says what resolved it', async () => {
    const gone = await issueOf(BEFORE);
    expect(gone).toMatchObject({ state: 'closed', title: 'No drift on main', body: '', items: [] });
    const said =
      'ada accepted `cccccccccccc` on 2026-01-02: first state ([the run](https://github.com/octo-org/app/actions/runs/1))';
    expect(gone.resolved).toBe(`Gone: the governed state of \`main\` is the accepted one again. ${said}`);
    expect(gone.resolvedByBasis).toBe(`Accepted: ${said}`);
    expect((await issueOf(BEFORE, { context: { by: 'accepted' } })).resolved).toBe(`Accepted: ${said}`);
    expect((await issueOf(BEFORE, { context: { acceptedRunUrl: '' } })).resolvedByBasis).toBe(
      'Accepted: ada accepted `cccccccccccc` on 2026-01-02: first state',
    );
  });

  it('says what comes after accepting into a file', async () => {
    const accept = { command: 'phase-mirror drift accept', next: 'Then open a pull request with `it`.' };
    const issue = await issueOf({}, { context: { accept } });
    expect(issue.body).toContain('```sh\nphase-mirror drift accept\n```\n\nThen open a pull request with `it`.\n');
  });
});

it('has a page for every kind', () => {
  const page = readFileSync('docs/drift.md', 'utf8');
  const headings = [...page.matchAll(/^### (\S+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual([...DRIFT_KINDS]);
});

describe('the key', () => {
  it('is the branch where it can be, and its digest elsewhere', () => {
    expect(driftIssueKey(42, 'release/1.x')).toBe('drift:42:release/1.x');
    expect(driftIssueKey(42, 'a--b')).toMatch(/^drift:42:sha256:[0-9a-f]{32}$/);
    expect(driftIssueKey(42, 'ä')).not.toBe(driftIssueKey(42, 'a'));
    expect(driftIssueKey(42, 'x'.repeat(151))).not.toBe(driftIssueKey(42, 'x'.repeat(152)));
  });

  it('can be hidden in a body, whatever the branch is called', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('-', '>', '<', '!', ' ', '\n', 'a', '/', '@', 'ä'), maxLength: 300 }),
        (branch) => {
          const desired = {
            key: driftIssueKey(1, branch),
            state: 'open',
            title: 't',
            body: 'b',
            labels: [],
            about: 'x',
          } as const;
          const [step] = planIssue(desired, [], 0).steps;
          expect(step?.do).toBe('create');
          expect(readMarker(step?.do === 'create' ? step.body : '')?.key).toBe(desired.key);
        },
      ),
    );
  });
});

describe('limits', () => {
  const many = (count: number, length: number): Files =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `.mergify/${'n'.repeat(length)}${String(at).padStart(5, '0')}.yml`,
        'x',
      ]),
    );

  it('folds the tail, worst first, with the marker still at the end', async () => {
    const issue = await issueOf(
      { ...BEFORE, ...many(3000, 100), '.github/workflows/a.yml': workflow('write') },
      { about: { tooLarge: true } },
    );
    const [step] = planIssue(issue, [], 0).steps;
    const body = step?.do === 'create' ? step.body : '';
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.length).toBeGreaterThan(60_000);
    expect(body).not.toContain('*Cut here');
    const shown = issue.body.match(/is new/g)?.length ?? 0;
    expect(issue.body).toContain(
      `\n\nAnd ${3000 - shown} more (${3000 - shown} low), in the report of [the run](${RUN}).\n`,
    );
    expect(issue.body.indexOf('### High')).toBeLessThan(issue.body.indexOf('### Low'));
    expect(issue.body).toContain('```sh\ngh workflow run');
    expect(readMarker(body)?.seen).toHaveLength(200);
    expect(issue.title).toBe(
      "Drift on main: job `publish` gained `contents: write` (before: `read`), and the file's content changed, and 3000 more",
    );
  });

  it('names the worst even where all of it would not fit', async () => {
    const scopes = Array.from(
      { length: 40 },
      (_, at) => `  ${'<'.repeat(90)}${at}:\n    runs-on: x\n    permissions: write-all\n`,
    );
    const jobs = `on: push\npermissions: {}\njobs:\n${scopes.join('').replaceAll('<', '_')}`;
    const long = `.github/workflows/${'&'.repeat(180)}.yml`;
    const issue = await issueOf({ ...BEFORE, [long]: jobs });
    expect(issue.body.length).toBeLessThanOrEqual(62_536);
    expect(issue.body).toContain('### Critical');
    expect(issue.body).toMatch(/\n {2}- 10 more, in the report\n/);
  });

  it('is one line of visible text as a title', async () => {
    const issue = await issueOf(
      { ...BEFORE, [`.mergify/\u202e${'y'.repeat(400)}\n`]: 'x' },
      { context: { branch: 'b\u202e' } },
    );
    expect(issue.title.length).toBeLessThanOrEqual(200);
    expect(issue.title).toMatch(/^Drift on b\\u\{202e\}: /);
    expect(issue.title).not.toMatch(/[\u202e\n]/);
  });
});

describe('hostile text', () => {
  it('mentions nobody, links nothing and breaks out of nothing', async () => {
    const piece = fc.constantFrom(
      '@org',
      '#1',
      '<img>',
      '-->',
      '```',
      '`',
      '\n',
      '\n\n# h\n',
      '](http://x)',
      '[a',
      '|',
      '##[',
      '::',
      'x',
      '\u202e',
      '&',
      '(',
      ')',
      '<!--',
    );
    const text = fc.array(piece, { maxLength: 10 }).map((pieces) => `x${pieces.join('')}`);
    await fc.assert(
      fc.asyncProperty(text, text, text, async (name, author, reason) => {
        const path = `.mergify/${name}x`;
        const issue = await issueOf(
          { ...BEFORE, [path]: 'x', CODEOWNERS: `* @bob\n${name.replaceAll('\n', ' ')} @bob\n` },
          {
            who: new Map([[path, { ...WHO, author }]]),
            reason,
            context: { branch: `b${name}`, accept: { command: `gh x ${name}`, next: '' }, notes: [author] },
          },
        );
        for (const said of [
          issue.body,
          issue.changed,
          issue.resolved,
          ...(issue.items ?? []).map((item) => item.text),
        ]) {
          const html = micromark(said ?? '', {
            ...{ extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true },
          });
          expect(html.replaceAll(OUR_LINK, '').match(/<(?:a|img)\b|<!--|<h[12]/g)).toBeNull();
          expect((said ?? '').match(/\u202e|^\s*::|##\[/gm)).toBeNull();
          // GitHub makes mentions and references in what is left after code.
          const text = html.replace(/<(code|pre)\b[^>]*>[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, '');
          expect(text.match(/@(?!\u200b)|#(?=\d)/g)).toBeNull();
        }
        const [step] = planIssue(issue, [], 0).steps;
        expect(readMarker(step?.do === 'create' ? step.body : '')?.key).toBe(issue.key);
      }),
      { numRuns: 80 },
    );
  });
});
