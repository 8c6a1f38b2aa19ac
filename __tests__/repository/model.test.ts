import { describe, expect, it } from '@jest/globals';
import { buildModel, isGoverned, localActionPath, ParseCache } from '../../src/repository/model.js';
import type { ReadFailure, Snapshot, Step } from '../../src/repository/types.js';
import { memorySnapshot } from '../support/memory-snapshot.js';

const CI = 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: ./.github/actions/one\n';

describe('buildModel', () => {
  it('reads what governs and leaves the rest alone', async () => {
    const { model, protectionFiles } = await buildModel(
      memorySnapshot({
        '.github/workflows/ci.yml': CI,
        '.github/workflows/parked.yml': '# on: push\n',
        '.github/actions/one/action.yml': 'runs:\n  using: composite\n  steps: [{uses: ./.github/actions/two}]\n',
        '.github/actions/two/action.yaml': 'runs: {using: node24}\n',
        '.github/settings.yml': 'branches: [{name: main, protection: {required_status_checks: {contexts: [a]}}}]\n',
        '.github/CODEOWNERS': '* @octo-org/all\n',
        'testdata/broken/action.yml': '{',
        'src/a.ts': 'x',
      }),
    );
    expect(model.workflows.map(({ path }) => path)).toEqual(['.github/workflows/ci.yml']);
    expect(model.actions.map(({ path }) => path)).toEqual([
      '.github/actions/one/action.yml',
      '.github/actions/two/action.yaml',
    ]);
    expect(model.protections).toMatchObject([{ requiredChecks: [{ context: 'a' }] }]);
    expect(protectionFiles).toEqual([{ path: '.github/settings.yml', silent: null }]);
    expect(model.codeowners?.rules).toHaveLength(1);
    expect(model.producers.map(({ jobPath }) => jobPath)).toEqual([['a']]);
    expect(model.problems).toEqual([]);
    expect(model.paths).toContain('src/a.ts');
    expect(model.excerpt({ path: '.github/workflows/ci.yml', startLine: 6 })).toBe('- uses: ./.github/actions/one');
    expect(model.excerpt({ path: 'src/a.ts', startLine: 1 })).toBe('');
  });

  it('lists broken files with their places, and keeps the rest', async () => {
    const { model } = await buildModel(
      memorySnapshot({
        '.github/workflows/bad.yml': 'on: push\njobs: [\n',
        '.github/workflows/big.yml': `# ${'x'.repeat(2_000_000)}`,
        '.github/workflows/ci.yml': CI,
        '.github/actions/one/action.yml': 'name: nothing\n',
        '.asf.yaml': Buffer.from('github: { protected_branches: { main: {} } } # \u00ff', 'latin1'),
      }),
    );
    expect(model.problems.map(({ path, kind, role }) => [path, kind, role])).toEqual([
      ['.asf.yaml', 'encoding', 'protection'],
      ['.github/actions/one/action.yml', 'shape', 'action'],
      ['.github/workflows/bad.yml', 'syntax', 'workflow'],
      ['.github/workflows/big.yml', 'too-large', 'workflow'],
    ]);
    expect(model.workflows).toHaveLength(1);
  });

  it.each<[ReadFailure, string, string]>([
    [{ reason: 'symlink-outside', target: '/etc/passwd' }, 'symlink', 'is a symbolic link that leaves the repository'],
    [{ reason: 'not-a-file', kind: 'folder' }, 'unreadable', 'is a folder, not a file'],
    [{ reason: 'missing' }, 'unreadable', 'is listed but its content is missing'],
    [{ reason: 'unreadable', detail: 'EACCES' }, 'unreadable', 'cannot be read (EACCES)'],
  ])('turns %j into a problem', async (failure, kind, reason) => {
    const tree = memorySnapshot({ '.github/workflows/ci.yml': '' });
    const failing: Snapshot = {
      ...tree,
      readMany: (paths) => Promise.resolve(paths.map(() => ({ ok: false, failure }))),
    };
    const { model } = await buildModel(failing);
    expect(model.problems).toMatchObject([{ path: '.github/workflows/ci.yml', kind, reason }]);
  });

  it('parses the same bytes once', async () => {
    const cache = new ParseCache();
    const bytes = new TextEncoder().encode(CI);
    const one = await buildModel(memorySnapshot({ '.github/workflows/ci.yml': bytes }), { cache });
    const two = await buildModel(memorySnapshot({ '.github/workflows/ci.yml': bytes }), { cache });
    expect(two.model.workflows[0]).toBe(one.model.workflows[0]);
    const moved = await buildModel(memorySnapshot({ '.github/workflows/moved.yml': bytes }), { cache });
    expect(moved.model.workflows[0]?.path).toBe('.github/workflows/moved.yml');
  });
});

describe('localActionPath', () => {
  const step = (uses: string): Step => ({
    at: { path: 'x', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    with: new Map(),
    env: new Map(),
    uses: { value: uses, at: { path: 'x', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 } },
  });
  const known = new Set(['action.yml', 'a/b/action.yaml']);
  it.each([
    ['./', 'action.yml'],
    ['./a/b', 'a/b/action.yaml'],
    ['./a/./x/../b/', 'a/b/action.yaml'],
    ['./../../a/b', 'a/b/action.yaml'],
    ['./none', null],
    ['actions/checkout@v7', null],
  ])('%s is %s', (uses, path) => {
    expect(localActionPath(step(uses), known)).toBe(path);
  });
});

describe('isGoverned', () => {
  it('holds for what is read', () => {
    expect(
      [
        '.github/workflows/a.yml',
        'CODEOWNERS',
        'docs/CODEOWNERS',
        '.phase-mirror.yml',
        'x/action.yml',
        '.asf.yaml',
      ].every(isGoverned),
    ).toBe(true);
    expect(['src/a.ts', 'x/workflows/a.yml', 'MYCODEOWNERS'].some(isGoverned)).toBe(false);
  });
});
