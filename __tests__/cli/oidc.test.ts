/** `verify-oidc` against the STS front with the trust policies of the Terraform. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimsOf } from '../../src/aws/oidc-claims.js';
import { type Outcome, runCli } from '../support/cli.js';
import type { JobFacts } from '../support/github-claims.js';
import type { JobOptions } from '../support/oidc-issuer.js';
import { ROLE_NAMES, type RoleName } from '../support/role-policies.js';
import { JOBS, roleArn, startWebIdentityRig, type WebIdentityRig } from '../support/web-identity.js';

let rig: WebIdentityRig;
beforeAll(async () => {
  rig = await startWebIdentityRig();
});
afterAll(() => rig.close());

async function verify(job: JobFacts | null, args: readonly string[], options: JobOptions = {}): Promise<Outcome> {
  const given = job === null ? null : rig.issuer.job(job, options);
  return await runCli(
    {
      ...{ cwd: '/', now: Date.now() },
      environment: {
        AWS_ENDPOINT_URL_STS: rig.sts.url,
        AWS_REGION: 'eu-west-1',
        ...(given === null
          ? {}
          : { ACTIONS_ID_TOKEN_REQUEST_URL: given.requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: given.requestToken }),
      },
    },
    'verify-oidc',
    ...args,
  );
}
const trusted = (...roles: readonly RoleName[]): string[] =>
  roles.flatMap((role) => ['--role-to-assume', roleArn(role)]);
const refused = (...roles: readonly RoleName[]): string[] => roles.flatMap((role) => ['--refused', roleArn(role)]);

/** No token, request token or credential that was handed out is in it. */
function expectNoSecret({ stdout, stderr }: Outcome): void {
  const secrets = [...rig.issuer.issued, ...rig.sts.issued];
  expect(secrets.length).toBeGreaterThan(0);
  for (const secret of secrets) {
    expect(`${stdout}${stderr}`).not.toContain(secret);
    // A third of a token is its signature, and one is enough to read the claims that are not shown.
    for (const part of secret.split('.')) if (part.length > 20) expect(`${stdout}${stderr}`).not.toContain(part);
  }
}

describe('verify-oidc', () => {
  it('prints what the job presents, and who trusts it', async () => {
    const others = ROLE_NAMES.filter((role) => role !== 'evaluate');
    const outcome = await verify({ event: 'pull_request' }, [...trusted('evaluate'), ...refused(...others)]);
    expect(outcome.status).toBe(0);
    expect(outcome.stdout.split('\n')).toEqual([
      'This job presents',
      '  iss                  https://token.actions.githubusercontent.com',
      '  sub                  repo:octo-org/octo-repo:pull_request',
      '  aud                  sts.amazonaws.com',
      '  ref                  refs/pull/7/merge',
      '  repository           octo-org/octo-repo',
      '  repository_id        456789',
      '  repository_owner_id  123456',
      '  job_workflow_ref     octo-org/octo-repo/.github/workflows/phase-mirror.yml@refs/pull/7/merge',
      '  workflow_ref         octo-org/octo-repo/.github/workflows/phase-mirror.yml@refs/pull/7/merge',
      '  event_name           pull_request',
      `ok     ${roleArn('evaluate')} trusts this job`,
      ...others.map((role) => `ok     ${roleArn(role)} does not trust this job, or does not exist`),
      '',
    ]);
    expectNoSecret(outcome);
  });

  it.each(ROLE_NAMES)('says of the job of %s that its role trusts it, in both forms of subjects', async (role) => {
    for (const immutable of [false, true]) {
      const outcome = await verify({ ...JOBS[role], immutable }, trusted(role));
      expect([outcome.status, outcome.stderr]).toEqual([0, '']);
      expect(outcome.stdout).toContain(`ok     ${roleArn(role)} trusts this job\n`);
      expectNoSecret(outcome);
    }
  });

  it.each([
    ['a role that refuses and should not', trusted('record')],
    ['a role that trusts and should not', refused('evaluate')],
    ['a role that does not exist', ['--role-to-assume', roleArn('evaluate').replace('evaluate', 'typo')]],
  ])('ends with 2 for %s', async (_, args) => {
    const outcome = await verify({ event: 'pull_request' }, args);
    expect(outcome.status).toBe(2);
    expect(outcome.stdout).toMatch(/^WRONG {2}arn:/m);
    expectNoSecret(outcome);
  });

  it('as JSON', async () => {
    const outcome = await verify(JOBS.accept, [...trusted('accept'), ...refused('record'), '--format', 'json']);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      claims: { sub: 'repo:octo-org/octo-repo:environment:phase-mirror-accept', environment: 'phase-mirror-accept' },
      roles: [
        { arn: roleArn('accept'), trusts: true, ok: true },
        { arn: roleArn('record'), trusts: false, ok: true },
      ],
      ok: true,
    });
    expectNoSecret(outcome);
  });

  it('obeys no command that a branch name hides', async () => {
    const ref = 'refs/heads/\u001b[2Jx\n::set-output name=a::b';
    const outcome = await verify({ ref }, refused('record'));
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).not.toContain('\u001b');
    expect(outcome.stdout).not.toMatch(/^::/m);
  });

  it('says what the job lacks', async () => {
    const outcome = await verify(null, trusted('evaluate'));
    expect([outcome.status, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toContain('id-token: write');
  });

  it.each([
    ['is forged', { fault: 'forged-key' }],
    ['has expired', { fault: 'expired' }],
  ] as const)('does not blame the role where the token %s', async (_, options) => {
    const outcome = await verify(JOBS.record, refused('record'), options);
    expect([outcome.status, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toContain('IDENTITY_REFUSED');
    expectNoSecret(outcome);
  });

  it.each([
    [[], '--role-to-assume'],
    [['staging', ...trusted('evaluate')], '"staging"'],
    [[...trusted('evaluate'), '--format', 'xml'], 'xml'],
    [[...trusted('evaluate'), '--roles', 'x'], '--roles'],
  ])('refuses %j as usage', async (args, named) => {
    const outcome = await verify({}, args);
    expect(outcome.status).toBe(64);
    expect(outcome.stderr).toContain(named);
  });

  it('refuses what is no ARN, and does not repeat it', async () => {
    const outcome = await verify({}, ['--role-to-assume', 'AKIAIOSFODNN7EXAMPLE']);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain('is not the ARN of a role');
    expect(outcome.stderr).not.toContain('AKIA');
  });
});

describe('claims of a token', () => {
  const token = (payload: string): string => `h.${Buffer.from(payload).toString('base64url')}.s`;
  it.each([
    ['{"sub":"a","aud":"b","x":"c"}', { sub: 'a', aud: 'b' }],
    ['{"sub":12,"aud":["b"]}', {}],
    ['{"aud":"0123456789abc"}', { aud: '0123456789' }],
    ['{"__proto__":{"sub":"a"}}', {}],
    ['null', {}],
    ['"text"', {}],
    ['{', {}],
  ])('of %s', (payload, claims) => {
    expect(claimsOf(token(payload), ['sub', 'aud'], 10)).toEqual(claims);
  });

  it.each([[''], ['one'], ['a.b'], ['a.%%%.c']])('of %j are none', (text) => {
    expect(claimsOf(text, ['sub'], 10)).toEqual({});
  });
});

it('verify-oidc.sh is `verify-oidc`', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phase-mirror-oidc-'));
  try {
    const log = join(folder, 'log');
    writeFileSync(join(folder, 'node'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${log}'\n`);
    chmodSync(join(folder, 'node'), 0o755);
    const args = ['--role-to-assume', 'an arn', '--refused', 'another'];
    execFileSync(resolve('scripts/verify-oidc.sh'), args, { env: { PATH: `${folder}:/usr/bin:/bin` } });
    const [cli = '', ...rest] = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(resolve(cli)).toBe(resolve('dist/cli/index.js'));
    expect(rest).toEqual(['verify-oidc', ...args]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
