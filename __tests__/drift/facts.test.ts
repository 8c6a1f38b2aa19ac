/** Facts where a folder of files would say little: single values, bounds, files that cannot be read. */
import { describe, expect, it } from '@jest/globals';
import { compareStates } from '../../src/drift/compare.js';
import { pinOf } from '../../src/drift/facts/workflows.js';
import { governedTerraform } from '../../src/drift/terraform.js';
import type { Fact } from '../../src/drift/types.js';
import type { Snapshot } from '../../src/repository/types.js';
import { memorySnapshot } from '../support/memory-snapshot.js';
import { baselineOf, stateOf } from './support.js';

const SHA = '0123456789abcdef0123456789abcdef01234567';

describe('how an action is pinned', () => {
  it.each([
    [`Octo-Org/Tool/sub/Dir@${SHA}`, 'octo-org/tool/sub/Dir', `sha:${SHA}`],
    ['o/t@v1', 'o/t', 'tag:v1'],
    ['o/t@1.2.3-beta.1', 'o/t', 'tag:1.2.3-beta.1'],
    ['o/t@refs/tags/nightly', 'o/t', 'tag:refs/tags/nightly'],
    ['o/t@main', 'o/t', 'branch:main'],
    ['o/t@refs/heads/x', 'o/t', 'branch:refs/heads/x'],
    ['o/t@release', 'o/t', 'ref:release'],
    ['o/t@0123456', 'o/t', 'tag:0123456'],
    ['./tools/x', './tools/x', 'local'],
    ['$/actions/x', '$/actions/x', 'local'],
    ['docker://alpine', 'docker://alpine', 'tag:latest'],
    ['docker://ghcr.io:443/o/i:3', 'docker://ghcr.io:443/o/i', 'tag:3'],
    ['docker://alpine:3@sha256:abc', 'docker://alpine', 'sha:abc'],
  ])('%s', (uses, name, ref) => {
    expect(pinOf(uses)).toEqual({ name, ref });
  });

  it('is nothing for what is no action', () => {
    expect([pinOf('nothing'), pinOf('@v1'), pinOf('')]).toEqual([null, null, null]);
  });
});

describe('files that cannot be read', () => {
  it('are named with the reason, each in its own words', async () => {
    const bytes = {
      '.github/workflows/a.yml': 'on: push',
      '.github/settings.yml': 'x',
      CODEOWNERS: 'x',
      'a/action.yml': 'x',
    };
    const accepted = await baselineOf({ files: {} });
    const state = await stateOf({ files: bytes });
    expect(state.unreadable.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      '.github/workflows/a.yml has no `jobs`',
      'a/action.yml is not a mapping of `name`, `runs` …',
    ]);
    expect(compareStates(accepted, state).files.filter(({ severity }) => severity === 'high')).toHaveLength(2);
  });

  it.each<[string, object, string]>([
    ['too large', { reason: 'too-large', bytes: 9, limit: 5 }, 'has 9 bytes; at most 5 are read'],
    [
      'a link that leaves',
      { reason: 'symlink-outside', target: '/x' },
      'is a symbolic link that leaves the repository',
    ],
    ['a folder', { reason: 'not-a-file', kind: 'directory' }, 'is a directory, not a file'],
    ['a link to what is not governed', { reason: 'missing' }, 'is a symbolic link to a file that is not governed'],
    ['out of reach', { reason: 'unreadable', detail: 'EACCES' }, 'cannot be read (EACCES)'],
  ])('%s', async (_what, failure, words) => {
    const files = { CODEOWNERS: '* @ada\n' };
    const accepted = await baselineOf({ files });
    const state = await stateOf({ files: { CODEOWNERS: '* @bob\n' } }, accepted, {
      ...memorySnapshot(files),
      readMany: async (paths) => paths.map(() => ({ ok: false, failure }) as never),
    });
    const [file] = compareStates(accepted, state).files;
    expect(file?.facts).toMatchObject([
      { kind: 'unreadable', severity: 'high', sentence: `what \`CODEOWNERS\` says is not known: it ${words}` },
    ]);
  });
});

describe('Terraform', () => {
  it.each([
    ['git::https://example.com/iam.git//gh_oidc_role', true],
    ['octo/oidc-provider/aws//modules/github', true],
    ['octo/oidc-for-high-security/aws', false],
    ['git::https://github.com/octo/vpc', false],
  ])('a module from %s: %s', async (source, governed) => {
    const files = { 'infra/main.tf': `module "ci" {\n  source = "${source}"\n}\n` };
    const { paths, gaps } = await governedTerraform(memorySnapshot(files), Object.keys(files), new Set());
    expect([paths.size, gaps]).toEqual([governed ? 1 : 0, []]);
  });

  it('that is too large to be looked at is said, unless its folder is governed anyway', async () => {
    const files = {
      'a/big.tf': ' '.repeat(300_000),
      'b/big.tf': ' '.repeat(300_000),
      'b/m.tf': 'github_team_repository',
    };
    const { paths, gaps } = await governedTerraform(memorySnapshot(files), Object.keys(files), new Set());
    expect([...paths]).toEqual(['b/big.tf', 'b/m.tf']);
    expect(gaps).toEqual(['Terraform that cannot be read, or is larger than 262144 bytes: `a/big.tf`']);
  });

  it('is looked at within bounds, and what was left out is said', async () => {
    const paths = Array.from({ length: 2001 }, (_, at) => `f${String(at).padStart(4, '0')}/main.tf`);
    const content = 'token.actions.githubusercontent.com';
    const snapshot: Snapshot = memorySnapshot({ [paths[1] ?? '']: content, [paths[2000] ?? '']: content });
    const { paths: found, gaps } = await governedTerraform(snapshot, paths, new Set());
    expect([...found]).toEqual([paths[1]]);
    expect(gaps).toEqual([
      'Of 2001 Terraform files the first 2000 were looked at',
      'Terraform that cannot be read, or is larger than 262144 bytes: `f0000/main.tf`, `f0002/main.tf`, `f0003/main.tf`, `f0004/main.tf` and 1995 more',
    ]);
    const known = await governedTerraform(snapshot, paths, new Set([`${'f2000'}/old.tf`]));
    expect([...known.paths]).toEqual([paths[1], paths[2000]]);
    expect(known.gaps).toEqual([expect.stringMatching(/^Terraform that cannot be read/)]);
  });

  it('that only Terraform knows is never said to be wider', async () => {
    const trust = (values: string) =>
      `data "aws_iam_policy_document" "t" {\n  statement {\n    actions = ["sts:AssumeRoleWithWebIdentity"]\n    principals {\n      type = "Federated"\n      identifiers = ["arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"]\n    }\n    condition {\n      test = "StringLike"\n      variable = "token.actions.githubusercontent.com:sub"\n      values = ${values}\n    }\n  }\n}\nresource "aws_iam_role" "r" {\n  assume_role_policy = data.aws_iam_policy_document.t.json\n}\n`;
    const accepted = await baselineOf({ files: { 'infra/a.tf': trust('["repo:o/a:*"]') } });
    const state = await stateOf({ files: { 'infra/a.tf': trust('[module.x.subject]') } }, accepted);
    const subjects = state.facts.filter(({ kind, key }) => kind === 'oidc' && key[1] === 'sub');
    expect(subjects.map(({ value }) => value)).toEqual(['…']);
    expect(compareStates(accepted, state).files[0]?.facts.map(({ sentence }) => sentence)).toEqual([
      'OIDC subject of `infra/aws_iam_role.r` may let more in: `…` is only known to Terraform',
      'OIDC subject of `infra/aws_iam_role.r` no longer lets `repo:o/a:*` in',
    ]);
  });
});

describe('large CODEOWNERS', () => {
  it('are compared by the lines that changed', async () => {
    const rules = Array.from({ length: 1100 }, (_, at) => `/f${at}/ @ada`);
    const accepted = await baselineOf({ files: { CODEOWNERS: rules.join('\n') } });
    const state = await stateOf({ files: { CODEOWNERS: rules.filter((_, at) => at !== 7).join('\n') } }, accepted);
    expect(compareStates(accepted, state).files[0]?.facts).toMatchObject([
      { sentence: 'CODEOWNERS no longer covers `/f7/`, which `@ada` owned', place: { line: 8, gone: true } },
    ]);
  });
});

describe('facts of an unsigned baseline', () => {
  it('are shown safely, whatever they hold', async () => {
    const accepted = await baselineOf({ files: {} });
    const fact: Fact = { kind: 'github', key: ['environment', '`@x`\n'], value: '`', path: '', line: 0 };
    const header = { ...accepted.header, api: ['environments' as const] };
    const state = { ...(await stateOf({ files: {} })), api: header.api };
    expect(compareStates({ ...accepted, header, facts: [fact] }, state).others[0]?.sentence).toBe(
      'environment `\\u{60}@x\\u{60} ` is gone from GitHub',
    );
  });
});

describe('an action below a folder of tests', () => {
  const workflow = (uses: string): string =>
    `on: push\njobs: {b: {runs-on: ubuntu-latest, steps: [{uses: ${uses}}]}}\n`;
  const action = (uses: string): string => `name: a\nruns: {using: composite, steps: [{uses: ${uses}}]}\n`;

  it('is governed when a workflow uses it, or an action that one uses', async () => {
    const state = await stateOf({
      files: {
        '.github/workflows/ci.yml': workflow('./tests/setup'),
        'tests/setup/action.yml': action('./tests/inner'),
        'tests/inner/action.yml': action('octo/tool@v1'),
        'tests/other/action.yml': action('octo/tool@v1'),
      },
    });
    expect(state.files.map(({ path }) => path)).toEqual([
      '.github/workflows/ci.yml',
      'tests/inner/action.yml',
      'tests/setup/action.yml',
    ]);
    expect(state.facts.filter(({ path }) => path === 'tests/inner/action.yml')).toMatchObject([{ value: 'tag:v1' }]);
  });

  it('stays governed when nothing uses it any more', async () => {
    const files = { '.github/workflows/ci.yml': workflow('./tests/a'), 'tests/a/action.yml': action('octo/tool@v1') };
    const accepted = await baselineOf({ files });
    const now = { ...files, '.github/workflows/ci.yml': workflow('octo/tool@v1') };
    expect((await stateOf({ files: now }, accepted)).files).toHaveLength(2);
  });
});

describe('CODEOWNERS that is not UTF-8', () => {
  it('cannot be read, and is not gone', async () => {
    const accepted = await baselineOf({ files: { CODEOWNERS: '* @ada\n' } });
    const state = await stateOf({ files: { CODEOWNERS: Buffer.from('* @ada # \xe9\n', 'latin1') } }, accepted);
    expect(compareStates(accepted, state).files.flatMap(({ facts }) => facts)).toMatchObject([
      { kind: 'unreadable', severity: 'high', sentence: 'what `CODEOWNERS` says is not known: it is not UTF-8 text' },
    ]);
  });
});
