import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkL0 } from '../../src/l0/check.js';
import { jobState } from '../../src/l0/state.js';
import { l0PermissionBits } from '../../src/rules/l0-permission-bits.js';
import { misspeltScopes, permissionBits } from '../../src/rules/support/permission-bits.js';
import { contextOf } from '../support/rule-context.js';

const PATH = '.github/workflows/ci.yml';
const workflow = (permissions: string, on = 'push', extra = ''): string =>
  `on: ${on}\n${permissions}jobs:\n  build:\n    runs-on: ubuntu-latest\n${extra}    steps: []\n`;

async function bitsOf(files: Readonly<Record<string, string>>, path = PATH): Promise<number> {
  const { model } = await contextOf(files);
  const found = model.workflows.find((each) => each.path === path)!;
  return permissionBits(model, found, found.jobs[0]!);
}

describe('permissionBits', () => {
  it.each([
    ['actions', 0],
    ['artifact-metadata', 1],
    ['attestations', 1],
    ['checks', 2],
    ['statuses', 2],
    ['code-quality', 2],
    ['contents', 3],
    ['deployments', 4],
    ['pages', 4],
    ['discussions', 5],
    ['id-token', 6],
    ['issues', 7],
    ['repository-projects', 7],
    ['packages', 8],
    ['pull-requests', 9],
    ['security-events', 10],
    ['copilot-requests', 11],
    ['drives', 11],
  ])('%s: write is bit %i, and read none', async (scope, bit) => {
    expect(await bitsOf({ [PATH]: workflow(`permissions:\n  ${scope}: write\n`) })).toBe(1 << bit);
    expect(await bitsOf({ [PATH]: workflow(`permissions:\n  ${scope}: read\n`) })).toBe(0);
    expect(await bitsOf({ [PATH]: workflow(`permissions:\n  ${scope}: none\n`) })).toBe(0);
  });

  it.each([
    ['write-all', 0x1fff],
    ['read-all', 0],
    ['{}', 0],
    ['{ contents: write, issues: write }', 0x88],
    ['{ models: write, vulnerability-alerts: write }', 0],
    ['{ memory: write }', 0],
    ['{ content: write }', 0x2000],
    ['{ content: none, contents: write }', 0x2008],
    ['some-shorthand', 0],
  ])('permissions: %s gives %i', async (text, bits) => {
    expect(await bitsOf({ [PATH]: workflow(`permissions: ${text}\n`) })).toBe(bits);
    expect(await bitsOf({ [PATH]: workflow('permissions: write-all\n', 'push', `    permissions: ${text}\n`) })).toBe(
      bits,
    );
  });

  it('knows nothing of a token that nothing declares', async () => {
    expect(await bitsOf({ [PATH]: workflow('') })).toBe(0);
  });

  it('leaves out what a caller takes away, and keeps what a caller elsewhere may give', async () => {
    const callee = '.github/workflows/callee.yml';
    const files = { [callee]: workflow('permissions: { contents: write, issues: write }\n', 'workflow_call') };
    const caller = `on: push\njobs:\n  call:\n    permissions: { contents: write }\n    uses: ./${callee}\n`;
    expect(await bitsOf({ ...files, [PATH]: caller }, callee)).toBe(0x08);
    expect(await bitsOf(files, callee)).toBe(0x88);
  });

  it('gives bits that L0 passes exactly when there is neither write-all nor a misspelt scope', async () => {
    for (const text of [
      'write-all',
      'read-all',
      '{}',
      '{ content: read }',
      '{ contents: write }',
      '{ memory: write }',
    ]) {
      const bits = await bitsOf({ [PATH]: workflow(`permissions: ${text}\n`) });
      expect(checkL0(jobState(bits), 0) === 0).toBe(!/write-all|content:/.test(text));
    }
  });
});

describe('misspeltScopes', () => {
  const at = { path: PATH, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const meant = (scope: string): string[] =>
    misspeltScopes({ kind: 'scopes', at, scopes: [{ scope, access: 'read', at }] } as never).map(
      (entry) => entry.meant,
    );

  it.each([
    ['content', 'contents'],
    ['Contents', 'contents'],
    ['pull_requests', 'pull-requests'],
    ['pull-request', 'pull-requests'],
    ['id_token', 'id-token'],
    ['idtoken', 'id-token'],
    ['status', 'statuses'],
    ['page', 'pages'],
    ['security-event', 'security-events'],
    ['attestation', 'attestations'],
    ['actoins', 'actions'],
  ])('%s is %s', (scope, real) => {
    expect(meant(scope)).toEqual([real]);
  });

  it.each([
    'contents',
    'models',
    'vulnerability-alerts',
    'memory',
    'cntnt',
    'metadata',
    'workflows',
    'id',
    '',
    'security',
  ])('%s is none', (scope) => {
    expect(meant(scope)).toEqual([]);
  });

  it('ends at once for any text', () => {
    expect(meant('x'.repeat(5_000_000))).toEqual([]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (scope) => {
        expect(meant(scope).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('jobs that declare nothing', () => {
  it('are counted, because their token was not judged', async () => {
    const gaps = async (files: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
      const outcome = l0PermissionBits.check(await contextOf(files));
      return outcome.state === 'evaluated' ? outcome.gaps : [outcome.state];
    };
    expect(await gaps({ [PATH]: workflow('') })).toEqual([
      {
        evidence: 'the token of one job that declares no `permissions`',
        reason: "the repository's setting decides",
        next: 'Declare `permissions:` in the workflow',
        cause: 'not-asked',
      },
    ]);
    expect(await gaps({ [PATH]: workflow(''), '.github/workflows/b.yml': workflow('') })).toMatchObject([
      { evidence: 'the token of 2 jobs that declare no `permissions`' },
    ]);
    expect(await gaps({ [PATH]: workflow('permissions: {}\n') })).toEqual([]);
    // What a called workflow has, its caller declares.
    const callee = '.github/workflows/callee.yml';
    const call = `on: push\npermissions: {}\njobs:\n  call:\n    uses: ./${callee}\n`;
    expect(await gaps({ [PATH]: call, [callee]: workflow('', 'workflow_call') })).toEqual([]);
  });
});
