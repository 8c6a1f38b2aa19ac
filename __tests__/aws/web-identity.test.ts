/** From the OIDC token of a job to credentials: real HTTP, the real SDK client, the project's issuer and STS front. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sessionName, type WebIdentityOptions } from '../../src/aws/credentials.js';
import type { JobFacts } from '../support/github-claims.js';
import type { JobOptions, TokenFault } from '../support/oidc-issuer.js';
import type { RoleName } from '../support/role-policies.js';
import { failureOf, roleArn, startWebIdentityRig, type WebIdentityRig } from '../support/web-identity.js';

let rig: WebIdentityRig;
beforeAll(async () => {
  rig = await startWebIdentityRig();
});
afterAll(() => rig.close());

type ProviderOptions = JobOptions & { readonly with?: Partial<WebIdentityOptions> };
const refusal = (role: RoleName, job?: JobFacts, options?: ProviderOptions) =>
  failureOf(() => rig.provider(role, job, options)());

describe('a job that may', () => {
  it('gets credentials for 15 minutes, under a name that says what ran', async () => {
    const before = Date.now();
    const credentials = await rig.provider('evaluate', { event: 'pull_request' })();
    expect(credentials.accessKeyId).toMatch(/^ASIA/);
    const lasts = (credentials.expiration?.getTime() ?? 0) - before;
    expect(lasts).toBeGreaterThan(899_000);
    expect(lasts).toBeLessThan(960_000);
    const session = rig.sts.sessions.get(credentials.accessKeyId);
    expect(session).toMatchObject({ roleArn: roleArn('evaluate'), sessionName: 'phase-mirror-evaluate-900100' });
  });

  it('asks for the audience of AWS, and for another one where it is told to', async () => {
    const start = rig.issuer.requests.length;
    await rig.provider('record')();
    await refusal('record', {}, { with: { audience: 'sts.amazonaws.com.cn' } });
    expect(rig.issuer.requests.slice(start).map(({ audience }) => audience)).toEqual([
      'sts.amazonaws.com',
      'sts.amazonaws.com.cn',
    ]);
  });

  it('shares one exchange between callers, keeps it, and renews it five minutes before its end', async () => {
    let time = Date.now();
    const provider = rig.provider('record', {}, { with: { clock: { now: () => time } } });
    const start = rig.sts.calls.length;
    const [first, second] = await Promise.all([provider(), provider()]);
    expect(second).toBe(first);
    time += 9 * 60_000;
    expect(await provider()).toBe(first);
    time += 2 * 60_000;
    expect((await provider()).accessKeyId).not.toBe(first.accessKeyId);
    expect(rig.sts.calls.length - start).toBe(2);
  });

  it('believes an outage for a minute, then asks again', async () => {
    let time = Date.now();
    const flaky = await startWebIdentityRig({ failures: Array(6).fill(503) });
    try {
      const provider = flaky.provider('record', {}, { with: { clock: { now: () => time } } });
      expect((await failureOf(provider)).code).toBe('UNAVAILABLE');
      expect((await failureOf(provider)).retryable).toBe(true);
      expect(flaky.sts.calls).toHaveLength(3);
      time += 61_000;
      expect((await failureOf(provider)).code).toBe('UNAVAILABLE');
      expect(flaky.sts.calls).toHaveLength(6);
      time += 61_000;
      expect((await provider()).accessKeyId).toMatch(/^ASIA/);
    } finally {
      await flaky.close();
    }
  });

  it('keeps old credentials through an outage until one minute before their end', async () => {
    let time = Date.now();
    const closing = await startWebIdentityRig();
    const provider = closing.provider('record', {}, { with: { clock: { now: () => time } } });
    const first = await provider();
    await closing.close();
    time += 11 * 60_000;
    expect(await provider()).toBe(first);
    expect(await provider()).toBe(first);
    time += 3.5 * 60_000;
    expect((await failureOf(provider)).code).toBe('UNAVAILABLE');
  });

  it('tells every secret to the edge before it is used', async () => {
    const masked: string[] = [];
    const credentials = await rig.provider('record', {}, { with: { onSecret: (secret) => masked.push(secret) } })();
    expect(masked).toHaveLength(5);
    expect(masked[1]).toBe(rig.issuer.issued.at(-1));
    expect(masked.slice(2)).toEqual([credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken]);
  });

  it('puts nothing into the environment', async () => {
    const before = { ...process.env };
    await rig.provider('record')();
    expect({ ...process.env }).toEqual(before);
  });
});

describe('a token that nobody may accept', () => {
  const refused: readonly [TokenFault, string][] = [
    ['forged-key', 'InvalidIdentityToken'],
    ['unknown-key', 'InvalidIdentityToken'],
    ['altered', 'InvalidIdentityToken'],
    ['expired', 'ExpiredTokenException'],
    ['not-yet-valid', 'InvalidIdentityToken'],
    ['wrong-audience', 'InvalidIdentityToken'],
    ['wrong-issuer', 'InvalidIdentityToken'],
    ['hs256-public-key', 'InvalidIdentityToken'],
  ];
  it.each(refused)('%s: refused once, and not asked again', async (fault, outcome) => {
    const start = rig.sts.calls.length;
    const provider = rig.provider('record', {}, { fault });
    const error = await failureOf(provider);
    expect(error.code).toBe('IDENTITY_REFUSED');
    expect(error.retryable).toBe(false);
    expect(await failureOf(provider)).toBe(error);
    expect(rig.sts.calls.slice(start).map((call) => call.outcome)).toEqual([outcome]);
  });

  it('alg=none: not even sent', async () => {
    const start = rig.sts.calls.length;
    expect((await refusal('record', {}, { fault: 'alg-none' })).code).toBe('UNEXPECTED');
    expect(rig.sts.calls.length).toBe(start);
  });

  it('alg=none, sent by somebody else: refused by STS', async () => {
    const token = await rig.issuer.token({}, { fault: 'alg-none' });
    const form = { Action: 'AssumeRoleWithWebIdentity', RoleArn: roleArn('record'), RoleSessionName: 'mallory' };
    const body = new URLSearchParams({ ...form, WebIdentityToken: token });
    const response = await fetch(rig.sts.url, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidIdentityToken</Code>');
  });
});

describe('a role that does not accept the job', () => {
  it('is asked once, and the message shows what was presented', async () => {
    const start = rig.sts.calls.length;
    const provider = rig.provider('record', { event: 'pull_request' });
    const error = await failureOf(provider);
    expect(await failureOf(provider)).toBe(error);
    expect(error.code).toBe('ROLE_REFUSED');
    expect(error.message).toBe(
      'The role arn:aws:iam::123456789012:role/phase-mirror-record does not exist or does not accept this job: it presented ' +
        'sub "repo:octo-org/octo-repo:pull_request", aud "sts.amazonaws.com", ref "refs/pull/7/merge", job_workflow_ref ' +
        '"octo-org/octo-repo/.github/workflows/phase-mirror.yml@refs/pull/7/merge" (ROLE_REFUSED). Compare this with ' +
        'the conditions in the trust policy of the role.',
    );
    expect(rig.sts.calls.slice(start).map((call) => call.outcome)).toEqual(['AccessDenied']);
  });

  it('says the same of a role that does not exist', async () => {
    const provider = rig.provider({ arn: 'arn:aws:iam::123456789012:role/team/none' });
    expect((await failureOf(provider)).message).toContain('role/team/none does not exist or does not accept this job');
  });

  it('shows names of branches harmlessly', async () => {
    const ref = `refs/heads/a"\u001b[31m::error::b${'x'.repeat(300)}`;
    const { message } = await refusal('record', { ref });
    expect(message).toContain('ref "refs/heads/a??[31m::error::b');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(message).not.toMatch(/[\u0000-\u001f]/);
    expect(message).not.toContain('x'.repeat(200));
  });
});

describe('the session name', () => {
  it.each([
    ['evaluate', '12345', 'phase-mirror-evaluate-12345'],
    ['drift check', '1/2', 'phase-mirror-drift-check-1-2'],
    ['ü\n'.repeat(40), '9'.repeat(80), `phase-mirror-${'-'.repeat(20)}-${'9'.repeat(30)}`],
  ])('of %j in run %j', (action, run, name) => {
    expect(sessionName(action, run)).toBe(name);
    expect(sessionName(action, run)).toMatch(/^[\w+=,.@-]{2,64}$/);
  });
});

describe('secrets', () => {
  it('are in no error: not in its message, its fields, its stack or what it came from', async () => {
    const errors = [
      await refusal('record', { event: 'pull_request' }),
      await refusal('record', {}, { fault: 'forged-key' }),
      await refusal('record', {}, { fault: 'alg-none' }),
      await refusal('record', {}, { failures: [403] }),
      await refusal('record', {}, { failures: [500, 500, 500] }),
      await refusal('record', {}, { body: '{"value":"planted' }),
      await refusal('record', {}, { with: { endpoints: { sts: 'http://127.0.0.1:9' } } }),
    ];
    const secrets = [...rig.issuer.issued, ...rig.sts.issued, 'planted'];
    expect(secrets.length).toBeGreaterThan(10);
    for (const error of errors) {
      expect(error.cause).toBe(undefined);
      const text = [error.message, error.stack, JSON.stringify(error), String(error)].join('\n');
      expect(text).not.toMatch(/request-[0-9a-f]{48}/);
      expect(text).not.toMatch(/eyJ/);
      for (const secret of secrets) expect(text.includes(secret)).toBe(false);
    }
  });
});
