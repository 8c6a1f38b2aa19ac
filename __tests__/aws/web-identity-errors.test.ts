/** What a person is told when a job has no credentials: by GitHub, by STS, and before anybody was asked. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ID_TOKEN_PERMISSIONS } from '../../src/aws/credential-errors.js';
import { type WebIdentityOptions, webIdentityCredentials } from '../../src/aws/credentials.js';
import { createHttpClient } from '../../src/aws/http.js';
import { PhaseMirrorError } from '../../src/errors.js';
import type { JobFacts } from '../support/github-claims.js';
import { listen } from '../support/loopback.js';
import type { JobOptions } from '../support/oidc-issuer.js';
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

describe('GitHub', () => {
  it('is asked three times while it is out of order', async () => {
    const start = rig.issuer.requests.length;
    const pauses: number[] = [];
    const pause = async (ms: number): Promise<void> => {
      pauses.push(ms);
    };
    await rig.provider('record', {}, { failures: [500, 429], with: { pause } })();
    expect(rig.issuer.requests.slice(start).map(({ status }) => status)).toEqual([500, 429, 200]);
    expect(pauses).toEqual([200, 800]);
    const error = await refusal('record', {}, { failures: [502, 502, 503, 200] });
    expect(error.code).toBe('UNAVAILABLE');
    expect(error.message).toContain("GitHub's OIDC service answered 503, 3 times");
  });

  it.each([400, 401, 403, 404])('is not asked again after %i', async (status) => {
    const start = rig.issuer.requests.length;
    const provider = rig.provider('record', {}, { failures: [status] });
    const error = await failureOf(provider);
    expect(error.code).toBe('TOKEN_REFUSED');
    expect(error.message).toContain(`(${status})`);
    expect(await failureOf(provider)).toBe(error);
    expect(rig.issuer.requests.length - start).toBe(1);
  });

  it.each(['', 'null', '{"value":""}', '{"value":7}', '{"value":"a.b"}', `{"value":"${'a'.repeat(70_000)}"}`])(
    'is not believed when it answers otherwise (case %#)',
    async (body) => {
      expect((await refusal('record', {}, { body })).message).toContain('answered something that is no token');
    },
  );

  it('is told to be out of reach by the code alone', async () => {
    const { url, close } = await listen(async () => {});
    await close();
    const error = await refusal('record', {}, { with: { requestUrl: `${url}/secret-path` } });
    expect(error.message).toContain('could not be reached (ECONNREFUSED), 3 times');
    expect(error.message).not.toContain('secret-path');
  });
});

describe('the deadline', () => {
  it('ends a pause between two attempts', async () => {
    const error = await failureOf(
      webIdentityCredentials({
        ...rig.issuer.job({}, { failures: Array(9).fill(500) }),
        ...{ roleToAssume: roleArn('record'), region: 'eu-west-1', sessionName: 'phase-mirror-test-1' },
        ...{ http: rig.http, clock: { now: Date.now }, deadlineMs: 400 },
      }),
    );
    expect(error.code).toBe('TIMEOUT');
  });
});

describe('a proxy', () => {
  it('is used for the token of the job, except where NO_PROXY says otherwise', async () => {
    const asked: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const through = async (requestUrl: string) => {
      const https = `http://user:planted@127.0.0.1:${port}`;
      const http = createHttpClient({ requestTimeoutMs: 1_000, proxy: { https, noProxy: '127.0.0.1' } });
      const error = await refusal('record', {}, { with: { http, requestUrl } });
      http.destroy();
      expect(error.code).toBe('UNAVAILABLE');
      expect(error.message).not.toContain('planted');
    };
    await through('https://pipelines.example/token');
    expect(asked).toEqual(Array(3).fill('pipelines.example:443'));
    await through('https://127.0.0.1:9/token');
    expect(asked).toHaveLength(3);
    await new Promise((resolve) => proxy.close(resolve));
  });
});

describe('STS', () => {
  const answering = async (status: number, body: string) => {
    const server = await listen(async (request, response) => {
      request.resume();
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
    try {
      return await refusal('record', {}, { with: { endpoints: { sts: server.url } } });
    } finally {
      await server.close();
    }
  };
  const xml = (code: string): string =>
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Code>${code}</Code><Message>eyJh secret</Message></Error></ErrorResponse>`;

  it.each([
    [400, 'IDPCommunicationError', 'UNAVAILABLE', 'could not ask GitHub for the keys'],
    [400, 'IDPRejectedClaim', 'IDENTITY_REFUSED', 'does not accept the token of this job (IDPRejectedClaim)'],
    [403, 'RegionDisabledException', 'INVALID', 'is eu-west-1, where STS is not enabled'],
    [400, 'ValidationError', 'INVALID', 'was not taken by STS'],
    [400, 'Throttling', 'UNAVAILABLE', 'after up to 3 attempts (Throttling, status 400)'],
    [418, 'Teapot', 'UNEXPECTED', 'refused with Teapot, status 418'],
  ])('%i %s is %s', async (status, name, code, text) => {
    const error = await answering(status, xml(name));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(error.message).not.toContain('eyJh');
  });

  it('is not believed without credentials in its answer', async () => {
    const empty =
      '<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult/></AssumeRoleWithWebIdentityResponse>';
    expect((await answering(200, empty)).message).toContain('answered without credentials');
  });

  it('that never answers costs a bounded time', async () => {
    const server = await listen(() => new Promise(() => {}));
    try {
      const error = await refusal('record', {}, { with: { endpoints: { sts: server.url }, deadlineMs: 150 } });
      expect(error.code).toBe('TIMEOUT');
      expect(error.message).toMatch(/^STS in [\w-]+ did not answer within 150 ms/);
    } finally {
      await server.close();
    }
  });

  it('is the one of the region', async () => {
    const hosts: string[] = [];
    const token = await rig.issuer.token();
    const http: WebIdentityOptions['http'] = {
      handle: async ({ hostname, port, ...request }, options) => {
        hosts.push(hostname);
        if (hostname === '127.0.0.1')
          return rig.http.handle({ hostname, ...(port ? { port } : {}), ...request }, options);
        throw Object.assign(new Error(`no way to ${token}`), { code: 'ENOTFOUND' });
      },
    };
    const error = await refusal('record', {}, { with: { http, endpoints: {}, region: 'ap-southeast-2' } });
    expect(error.message).toContain('STS in ap-southeast-2 could not be used, after up to 3 attempts (ENOTFOUND)');
    expect(hosts).toEqual(['127.0.0.1', ...Array(3).fill('sts.ap-southeast-2.amazonaws.com')]);
  });
});

describe('before any request', () => {
  const given = (more: Partial<WebIdentityOptions>) => () => {
    const http = { handle: () => Promise.reject(new Error('nothing may be sent')) };
    return webIdentityCredentials({
      ...{ roleToAssume: roleArn('record'), region: 'eu-west-1', sessionName: 'phase-mirror-test-1' },
      ...{ requestUrl: 'https://pipelines.example/token?x=1', requestToken: 'request-token' },
      ...{ http, clock: { now: () => 0 } },
      ...more,
    });
  };

  it.each([
    ['', 'is empty'],
    ['phase-mirror-record', 'is not the ARN of a role'],
    ['arn:aws:iam::12345:role/x', 'is not the ARN of a role'],
    ['arn:aws:iam::123456789012:user/x', 'is not the ARN of a role'],
    ['arn:aws:sts::123456789012:assumed-role/x/y', 'is not the ARN of a role'],
    ['arn:aws:iam::123456789012:role/', 'is not the ARN of a role'],
    [`arn:aws:iam::123456789012:role/${'x'.repeat(3000)}`, 'is not the ARN of a role'],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'is not the ARN of a role'],
  ])('refuses what is no role without repeating it (case %#)', async (roleToAssume, text) => {
    const error = await failureOf(given({ roleToAssume }));
    expect(error.code).toBe('INVALID');
    expect(error.message).toBe(
      `role-to-assume ${text} (INVALID). Give the ARN of a role, such as arn:aws:iam::123456789012:role/name.`,
    );
  });

  it.each(['arn:aws-cn:iam::123456789012:role/a', 'arn:aws-us-gov:iam::123456789012:role/p/a+=,.@-_b'])(
    'takes %s',
    (roleToAssume) => {
      expect(given({ roleToAssume })).not.toThrow();
    },
  );

  it.each(['', 'europe', 'eu-west-1.example.com', 'eu-west-1/x'])('refuses the region %s', async (region) => {
    expect((await failureOf(given({ region }))).message).toMatch(/^aws-region is (?:empty|not a region) \(INVALID\)/);
  });

  it('refuses an audience and a session name that AWS would not take', async () => {
    expect((await failureOf(given({ audience: 'a b' }))).code).toBe('INVALID');
    expect((await failureOf(given({ sessionName: 'a b' }))).code).toBe('INVALID');
  });

  it.each(['ftp://x.example/', 'http://pipelines.example/token', 'not an address', 'https://u:p@pipelines.example/'])(
    'sends no bearer token to %s',
    async (requestUrl) => {
      const error = await failureOf(given({ requestUrl }));
      expect(error.message).toContain('ACTIONS_ID_TOKEN_REQUEST_URL is not an https address');
      expect(error.message).not.toContain(requestUrl);
    },
  );

  it.each([{ requestUrl: undefined }, { requestToken: undefined }, { requestUrl: '' }])(
    'gives the YAML that is missing: %o',
    async (missing) => {
      const error = await failureOf(given(missing));
      expect(error.code).toBe('NO_OIDC');
      expect(error).toBeInstanceOf(PhaseMirrorError);
      expect(error.kind).toBe('user');
      expect(error.message).toBe(
        [
          'role-to-assume needs an OIDC token, and this job may not ask GitHub for one (NO_OIDC). Add this to the job:',
          '',
          'permissions:',
          '  contents: read',
          '  id-token: write',
          '',
          'A job that calls a reusable workflow needs it too.',
        ].join('\n'),
      );
      expect(error.message).toContain(ID_TOKEN_PERMISSIONS);
    },
  );

  it.each([
    ['fork', 'FORK', 'GitHub gives no OIDC token to a pull request from a fork'],
    ['dependabot', 'DEPENDABOT', 'GitHub gives no OIDC token to a run that Dependabot started'],
  ] as const)('tells a %s run that it decides from files', async (restricted, code, text) => {
    const error = await failureOf(given({ restricted, requestUrl: undefined, requestToken: undefined }));
    expect(error.code).toBe(code);
    expect(error.kind).toBe('evidence');
    expect(error.message).toContain(text);
    expect(error.message).toContain('this run decides from files alone');
    expect(error.message).not.toContain('permissions:');
  });
});
