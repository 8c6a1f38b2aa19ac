/**
 * The property the whole command rests on: what replay says of a change is what `evaluate` says of that commit with its
 * first parent as base. Histories are made up, so that everything a tree can do between two commits happens in them.
 */
import { chmodSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PhaseMirrorError } from '../../src/errors.js';
import { evaluate, replayHistory } from '../../src/oracle.js';
import type { ReplayResult } from '../../src/replay/types.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

const NOW = Date.parse('2026-01-01T00:00:00Z');

const workflow = (job: string, more = '', on = 'pull_request'): string =>
  `on:\n  ${on}:\njobs:\n  ${job}:\n    runs-on: ubuntu-latest\n${more}    steps:\n      - run: echo\n`;
const gate = (condition: string): string =>
  `on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: a }]\n  ci-ok:\n    needs: test\n${condition}    runs-on: ubuntu-latest\n    steps: [{ run: b }]\n`;
const settings = (...contexts: string[]): string =>
  `branches:\n  - name: main\n    protection:\n      required_status_checks:\n        contexts: [${contexts.join(', ')}]\n`;
const LOCAL_OIDC =
  'runs:\n  using: composite\n  steps:\n    - uses: aws-actions/configure-aws-credentials@v4\n      with: { role-to-assume: "arn:aws:iam::1:role/x", aws-region: eu-west-1 }\n';

/** Contents that make rules speak, fall silent, or fail. */
const CONTENTS: Readonly<Record<string, readonly string[]>> = {
  '.github/workflows/ci.yml': [
    workflow('lint'),
    workflow('lint', '    name: checkstyle\n'),
    workflow('lint', '    if: always()\n', "push:\n    paths: ['src/**']\n  pull_request"),
    gate(''),
    gate('    if: always()\n'),
    'on: pull_request\njobs: [',
    '# parked\n',
    `${workflow('lint', '    name: checkstyle\n')}# phase-mirror: ignore MD-001 reason="known" until=2026-03-01\n`,
    `${workflow('lint')}# phase-mirror: ignore MD-001\n`,
  ],
  '.github/workflows/call.yml': [
    'on: pull_request\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ./tool\n',
    workflow('lint'),
    "on:\n  pull_request:\n    paths: ['docs/**', './src/**']\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: a }]\n",
  ],
  'tool/action.yml': [LOCAL_OIDC, 'runs:\n  using: composite\n  steps: [{ run: a, shell: bash }]\n', 'runs: ['],
  '.github/settings.yml': [settings('lint'), settings('lint', 'ci-ok'), settings('test'), 'branches: {{', settings()],
  CODEOWNERS: ['* @octo\n/src/ @octo\n', '/gone/ @your-org/team\n', '* @octo\n'],
  '.phase-mirror.yml': [
    'version: 1\nrequired-checks: [ci-ok]\n',
    'version: 1\nrules:\n  MD-001: { level: warn }\n',
    'version: 1\nsuppressions:\n  - { rule: MD-001, path: .github/settings.yml, reason: known, until: "2026-03-01" }\n',
    'version: 1\nrules: nonsense\n',
    'version: 1\nschemas:\n  - { schema: api.json, version: { path: VERSION } }\n',
  ],
  'api.json': ['{ "type": "object" }\n', '{ "type": "object", "required": ["a"] }\n', '{'],
  VERSION: ['1\n', '2\n'],
  'src/main.c': ['int a;\n', 'int b;\n', 'int c;\n'],
  'docs/index.md': ['# a\n', '# b\n'],
};
const PATHS = Object.keys(CONTENTS);

type Edit =
  | { readonly kind: 'write'; readonly path: string; readonly content: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'move'; readonly path: string; readonly to: string }
  | { readonly kind: 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'chmod'; readonly path: string };

const path = fc.constantFrom(...PATHS);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 8,
    arbitrary: path.chain((one) =>
      fc.constantFrom(...(CONTENTS[one] ?? [])).map((content): Edit => ({ kind: 'write', path: one, content })),
    ),
  },
  { weight: 2, arbitrary: path.map((one): Edit => ({ kind: 'remove', path: one })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(path, fc.constantFrom('.github/workflows/moved.yml', 'src/moved.c', '.github/CODEOWNERS'))
      .map(([one, to]): Edit => ({ kind: 'move', path: one, to })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, fc.constantFrom('src/main.c', '../outside', '.github/workflows/ci.yml'))
      .map(([one, to]): Edit => ({ kind: 'link', path: one, to })),
  },
  { weight: 1, arbitrary: path.map((one): Edit => ({ kind: 'chmod', path: one })) },
);

function apply(repo: TestRepo, tree: Map<string, string>, one: Edit): void {
  const take = (at: string): void => {
    if (tree.has(at)) repo.remove(at);
    tree.delete(at);
  };
  switch (one.kind) {
    case 'write':
      take(one.path);
      repo.write(one.path, one.content);
      tree.set(one.path, one.content);
      return;
    case 'remove':
      take(one.path);
      return;
    case 'move': {
      const content = tree.get(one.path);
      if (content === undefined || one.to === one.path) return;
      take(one.to);
      repo.move(one.path, one.to);
      tree.delete(one.path);
      tree.set(one.to, content);
      return;
    }
    case 'link':
      take(one.path);
      repo.link(one.path, one.to);
      tree.set(one.path, one.to);
      return;
    case 'chmod':
      if (tree.has(one.path) && lstatSync(join(repo.dir, one.path)).isFile())
        chmodSync(join(repo.dir, one.path), 0o755);
  }
}

interface Said {
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly fresh: readonly string[];
}

/** What replay said of each commit: its outcome is the count that grew. */
async function replayed(repo: TestRepo): Promise<Map<string, Said>> {
  const said = new Map<string, Said>();
  let before: ReplayResult['counts'] | null = null;
  const result = await replayHistory({
    folder: repo.dir,
    environment: TEST_ENVIRONMENT,
    onChange: ({ counts, last, flagged }) => {
      const outcome = (['pass', 'warn', 'block', 'failed'] as const).find((key) => counts[key] > (before?.[key] ?? 0));
      const change = flagged.find(({ sha }) => sha === last);
      said.set(last ?? '', {
        outcome: outcome ?? '',
        reasons: change === undefined ? [] : change.reasons.map(({ text }) => text),
        fresh:
          change === undefined ? [] : change.findings.map(({ findingId, title }) => `${findingId} ${title}`).sort(),
      });
      before = counts;
    },
  });
  expect(result.counts.changes).toBe(said.size);
  return said;
}

/** What evaluate says of the commit that is checked out. */
async function evaluated(repo: TestRepo, sha: string): Promise<Said> {
  repo.git('checkout', '--quiet', '--force', sha);
  try {
    const { decision, findings } = await evaluate({
      folder: repo.dir,
      event: { kind: 'terminal', base: `${sha}^` },
      environment: TEST_ENVIRONMENT,
      clock: () => NOW,
      strict: false,
      apiExpected: false,
      eventName: 'terminal',
      timings: false,
    });
    const fresh = findings.filter(({ status, level }) => status === 'new' && level !== 'off');
    const flagged = fresh.length > 0 || decision.reasons.some(({ kind }) => kind === 'unproven');
    return {
      outcome: decision.outcome,
      reasons: flagged ? decision.reasons.map(({ text }) => text) : [],
      fresh: fresh.map(({ findingId, title }) => `${findingId} ${title}`).sort(),
    };
  } catch (error) {
    if (error instanceof PhaseMirrorError) return { outcome: 'failed', reasons: [], fresh: [] };
    throw error;
  }
}

async function agree(steps: readonly (readonly Edit[])[]): Promise<Set<string>> {
  const repo = workshop.repo();
  const tree = new Map<string, string>();
  repo.commitFiles({ 'README.md': 'a\n' });
  const shas: string[] = [];
  for (const edits of steps) {
    for (const one of edits) apply(repo, tree, one);
    shas.push(repo.commit());
  }
  // What a clone knows: its remote's default branch.
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  const said = await replayed(repo);
  const outcomes = new Set<string>();
  for (const sha of shas) {
    const expected = await evaluated(repo, sha);
    expect({ sha, ...said.get(sha) }).toEqual({ sha, ...expected });
    outcomes.add(expected.outcome);
  }
  return outcomes;
}

const write = (at: string, index: number): Edit => ({ kind: 'write', path: at, content: CONTENTS[at]?.[index] ?? '' });
const link = (to: string): Edit => ({ kind: 'link', path: '.github/workflows/call.yml', to });

describe('replay and evaluate', () => {
  it('agree on every change of a made-up history', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 12 }),
        async (steps) => {
          for (const outcome of await agree(steps)) seen.add(outcome);
        },
      ),
      { numRuns: Number(process.env['REPLAY_RUNS'] ?? 8), seed: 20260131, endOnFailure: true },
    );
    // A property that only ever saw one kind of change would say little.
    expect([...seen].sort()).toEqual(['block', 'failed', 'pass', 'warn']);
  }, 300_000);

  it('agree on what only a second look shows', async () => {
    const ci = '.github/workflows/ci.yml';
    const outcomes = await agree([
      [write(ci, 0), write('.github/settings.yml', 0), write('src/main.c', 0)],
      // Nothing that a rule reads.
      [write('src/main.c', 1)],
      // The producer is renamed away and comes back under another path.
      [write(ci, 1)],
      [write('src/main.c', 2)],
      [write(ci, 0), { kind: 'move', path: ci, to: '.github/workflows/moved.yml' }],
      // An action that a workflow begins to use, and that then changes.
      [write('tool/action.yml', 1), write('.github/workflows/call.yml', 0)],
      [write('tool/action.yml', 0)],
      // A configuration that is broken, and mended.
      [write('.phase-mirror.yml', 3)],
      [write('src/main.c', 0)],
      [write('.phase-mirror.yml', 2)],
      // A link in place of a workflow, to a file that then changes.
      [link('../../src/main.c')],
      [write('src/main.c', 1)],
      // Schemas that the configuration names from now on, and then one of them alone.
      [write('api.json', 0), write('VERSION', 0)],
      [write('.phase-mirror.yml', 4)],
      [write('api.json', 1)],
      [write('api.json', 0), write('VERSION', 1)],
      // A comment that suppresses, one that is refused, and work beside it.
      [write(ci, 7)],
      [write('src/main.c', 2)],
      [write(ci, 8)],
      [write('src/main.c', 1)],
    ]);
    expect(outcomes.size).toBeGreaterThan(2);
  }, 120_000);

  it('agree on a link that stays a link and leads elsewhere', async () => {
    const outcomes = await agree([
      [write('.github/workflows/ci.yml', 0), write('.github/settings.yml', 0), write('src/main.c', 0), link('ci.yml')],
      [link('../../src/main.c')],
      [link('ci.yml')],
    ]);
    expect([...outcomes]).toContain('block');
  }, 60_000);
});
