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
  it('is looked at within bounds, and what was left out is said', async () => {
    const paths = Array.from({ length: 2001 }, (_, at) => `f${String(at).padStart(4, '0')}/main.tf`);
    const content = 'token.actions.githubusercontent.com';
    const snapshot: Snapshot = memorySnapshot({ [paths[1] ?? '']: content, [paths[2000] ?? '']: content });
    const { paths: found, gaps } = await governedTerraform(snapshot, paths, new Set());
    expect([...found]).toEqual([paths[1]]);
    expect(gaps).toEqual(['Of 2001 Terraform files the first 2000 were looked at']);
    const known = await governedTerraform(snapshot, paths, new Set([`${'f2000'}/old.tf`]));
    expect([...known.paths]).toEqual([paths[1], paths[2000]]);
    expect(known.gaps).toEqual([]);
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
