/** What a run on AWS counts, and that sending it changes nothing. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsAccess, openAwsAccess } from '../../src/oracle/aws-access.js';
import { countRates } from '../../src/oracle/calibrate-metrics.js';
import { changeNonces } from '../../src/oracle/operator-secrets.js';
import { measured, nonceAge, observeNonceAge, openedBy } from '../../src/oracle/run-metrics.js';
import { rotate } from '../../src/privacy/rotation.js';
import { StoreError } from '../../src/stores/errors.js';
import type { Block, BlockCounter } from '../../src/stores/ports.js';
import { bodyOf, type Loopback, listen } from '../support/loopback.js';

const NOW = 1_800_000_000_000;
const clock = { now: () => NOW };
const environment = { ...process.env };
let server: Loopback;
/** Metric and dimensions → values, of every request in turn. */
let sent: Record<string, string[]>[];
/** Answers of SSM, by operation; each is used once. */
let ssm: Record<string, { status: number; body: object }[]>;
let cloudWatch: number;
let authorizations: string[];

beforeEach(async () => {
  [sent, ssm, cloudWatch, authorizations] = [[], {}, 200, []];
  server = await listen(async (request, response) => {
    const body = (await bodyOf(request)).toString('utf8');
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1];
    if (operation === undefined) {
      authorizations.push(String(request.headers.authorization));
      if (cloudWatch === 200) sent.push(read(new URLSearchParams(body)));
      return void response.writeHead(cloudWatch).end();
    }
    const answer = ssm[operation]?.shift() ?? { status: 200, body: {} };
    response
      .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(answer.body));
  });
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' },
  });
});
afterEach(async () => {
  process.env = { ...environment };
  await server.close();
});

function read(form: URLSearchParams): Record<string, string[]> {
  const series: Record<string, string[]> = {};
  for (let member = 1; form.has(`MetricData.member.${member}.MetricName`); member += 1) {
    const at = `MetricData.member.${member}`;
    const dimensions = [1, 2].map((index) => form.get(`${at}.Dimensions.member.${index}.Value`)).filter(Boolean);
    const values: string[] = [];
    for (let index = 1; form.has(`${at}.Values.member.${index}`); index += 1) {
      values.push(form.get(`${at}.Values.member.${index}`) ?? '');
    }
    series[[form.get(`${at}.MetricName`), ...dimensions].join(' ')] = values;
  }
  return series;
}

const notes: string[] = [];
beforeEach(() => void notes.splice(0));
const access = (more: Partial<AwsAccess> = {}): AwsAccess => ({
  ...{ environment: 'staging', region: 'eu-central-1', session: { action: 'record', runId: '1' } },
  ...{ oidc: { requestUrl: undefined, requestToken: undefined }, restricted: null },
  onNote: (text) => void notes.push(text),
  ...more,
});
const run = { action: 'record', clock } as const;
const throttled = { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };

describe('a run that is measured', () => {
  it('sends zeros when nothing happened, once, and says nothing', async () => {
    expect(await measured(run, access(), async () => 'answer')).toBe('answer');
    expect(sent).toEqual([
      {
        ...{ 'ActionErrors staging': ['0'], 'ActionErrors staging record': ['0'], 'BreakerOpened staging': ['0'] },
        ...{ 'ParameterAccessErrors staging': ['0'], 'StoreThrottled staging': ['0'] },
      },
    ]);
    expect(notes).toEqual([]);
  });

  it('throws what it threw, and counts it', async () => {
    const error = new Error('of its own');
    await expect(measured(run, access(), () => Promise.reject(error))).rejects.toBe(error);
    expect(sent[0]).toMatchObject({ 'ActionErrors staging': ['1'], 'ParameterAccessErrors staging': ['0'] });
  });

  it('counts what a result says it failed with', async () => {
    const failure = (result: { failure?: unknown }): unknown => result.failure;
    await measured({ ...run, failure }, access(), async () => ({ failure: 'incomplete' }));
    await measured({ ...run, failure }, access(), async () => ({}));
    expect(sent.map((series) => series['ActionErrors staging record'])).toEqual([['1'], ['0']]);
  });

  it.each([
    ['NOT_FOUND', '1'],
    ['ACCESS_DENIED', '1'],
    ['CORRUPT', '1'],
    ['UNAVAILABLE', '1'],
    ['CONFLICT', '0'],
    ['INVALID', '0'],
  ] as const)('%s of a parameter counts %s, however deep it lies', async (code, count) => {
    const cause = new StoreError({
      operation: 'NonceSource.load',
      code,
      reason: 'failed',
      ids: { parameter: '/g/s/n' },
    });
    const error = new Error('outer', { cause: new Error('inner', { cause }) });
    await expect(measured(run, access(), () => Promise.reject(error))).rejects.toBe(error);
    expect(sent[0]?.['ParameterAccessErrors staging']).toEqual([count]);
  });

  it('a store that fails with something else is no parameter', async () => {
    const error = new StoreError({ operation: 'x', code: 'ACCESS_DENIED', reason: 'failed', ids: { table: 't' } });
    await expect(measured(run, access(), () => Promise.reject(error))).rejects.toBe(error);
    expect(sent[0]).toMatchObject({ 'ActionErrors staging': ['1'], 'ParameterAccessErrors staging': ['0'] });
  });

  it('counts every throttled answer, those that a retry healed too', async () => {
    ssm = { GetParametersByPath: [throttled, throttled] };
    await measured(run, access(), async (counted) => {
      const stores = await openAwsAccess(counted ?? access(), clock);
      try {
        expect(await stores.nonces.load()).toEqual([]);
      } finally {
        await stores.close();
      }
    });
    expect(sent[0]).toMatchObject({ 'StoreThrottled staging': ['2'], 'ActionErrors staging': ['0'] });
  });

  it('is sent with the credentials that the run has already, although its time is up', async () => {
    const stop = new AbortController();
    let asked = 0;
    await measured(run, access({ signal: stop.signal }), async (counted) => {
      counted?.meter?.opened({
        ...{ region: 'eu-west-1', environment: 'staging', signal: stop.signal },
        credentials: async () => {
          asked += 1;
          return { accessKeyId: 'AKOFRUN', secretAccessKey: 'secret' };
        },
      });
      stop.abort();
    });
    expect(authorizations).toEqual([expect.stringContaining('Credential=AKOFRUN/')]);
    expect(authorizations[0]).toContain('/eu-west-1/monitoring/');
    expect(asked).toBe(1);
  });

  it.each([[403], [500]])('is as it was when CloudWatch answers %s, and says it once', async (status) => {
    cloudWatch = status;
    expect(await measured(run, access(), async () => 'answer')).toBe('answer');
    expect(notes).toEqual([
      `The metrics of this run were not sent, so no alarm sees it: CloudWatch answered ${status}.`,
    ]);
    const error = new Error('of its own');
    await expect(measured(run, access(), () => Promise.reject(error))).rejects.toBe(error);
    expect(notes).toHaveLength(2);
  });

  it('needs nobody who listens', async () => {
    cloudWatch = 403;
    const { onNote: _nobody, ...silent } = access();
    expect(await measured(run, silent, async () => 'answer')).toBe('answer');
  });

  it.each([
    ['nothing is to be counted', null],
    ['a fork has no credentials', access({ restricted: 'fork' })],
  ])('sends nothing where %s', async (_, given) => {
    await measured(run, given, async (counted) => expect(counted?.meter).toBe(undefined));
    expect(authorizations).toEqual([]);
  });

  it('sends nothing under the name of an environment that cannot be', async () => {
    const error = new Error('of its own');
    await expect(measured(run, access({ environment: 'No Such' }), () => Promise.reject(error))).rejects.toBe(error);
    expect([authorizations, notes]).toEqual([[], []]);
  });
});

describe('nonces', () => {
  const choice = { environment: 'staging', region: 'eu-central-1' };
  const onNote = (text: string): void => void notes.push(text);

  it('tell how old the newest is when they are read', async () => {
    const secrets = [
      { version: 1, value: 'a', issuedAt: NOW - 90 * 86_400_000 },
      { version: 2, value: 'b', issuedAt: NOW - 5_400_000 },
    ];
    const source = { name: '/guardian/staging/redaction_nonce_v*', load: async () => secrets };
    await measured(run, access(), async (counted) => {
      if (counted?.meter === undefined) throw new Error('no meter');
      const watched = nonceAge(source, counted.meter, clock);
      expect(watched.name).toBe(source.name);
      expect(await watched.load()).toBe(secrets);
    });
    expect(sent[0]?.['NonceAgeHours staging']).toEqual(['1.5']);
  });

  it('have no age where there are none, and none below 0', () => {
    const seen: number[] = [];
    const meter = { observe: (_: string, value: number) => void seen.push(value) };
    observeNonceAge([], meter, clock);
    observeNonceAge([{ issuedAt: NOW + 1 }], meter, clock);
    expect(seen).toEqual([0]);
  });

  it('that were made are told as such', async () => {
    const result = { versions: [{ issuedAt: NOW - 7_200_000 }] };
    expect(await changeNonces(choice, { clock, onNote }, async () => result)).toBe(result);
    expect(sent).toEqual([
      {
        ...{ 'ActionErrors staging': ['0'], 'ActionErrors staging nonce': ['0'], 'NonceAgeHours staging': ['2'] },
        ...{ 'NonceRotationFailed staging': ['0'], 'ParameterAccessErrors staging': ['0'] },
        'StoreThrottled staging': ['0'],
      },
    ]);
  });

  it('that could not be made are told too, and the reason is thrown', async () => {
    const denied = { status: 400, body: { __type: 'AccessDeniedException', message: 'not authorized' } };
    ssm = { GetParametersByPath: [denied] };
    const work = changeNonces(choice, { clock, onNote }, (store) =>
      rotate({ store, clock, random: () => new Uint8Array(32) }, { retire: true }),
    );
    await expect(work).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    expect(sent[0]).toMatchObject({
      ...{ 'ActionErrors staging': ['1'], 'NonceRotationFailed staging': ['1'] },
      'ParameterAccessErrors staging': ['1'],
    });
  });

  it('of an environment that cannot be are refused, without a word to CloudWatch', async () => {
    const work = changeNonces({ ...choice, environment: 'No Such' }, { clock, onNote }, async () => ({ versions: [] }));
    await expect(work).rejects.toMatchObject({ code: 'INVALID' });
    expect([authorizations, notes]).toEqual([[], []]);
  });
});

describe('a breaker that opens', () => {
  const block = (pullRequest: number, ruleId = 'MD-001'): Block => ({
    ...{ ruleId, repositoryId: 7, pullRequest, authorId: pullRequest % 3, firstSeenAt: NOW - 1_000 - pullRequest },
  });
  const counter = (blocks: readonly Block[]): BlockCounter => ({
    recordBlock: () => Promise.reject(new Error('not asked')),
    blocksSince: async (ruleId, repositoryId, since) =>
      blocks.filter((one) => one.ruleId === ruleId && one.repositoryId === repositoryId && one.firstSeenAt >= since),
  });
  const blocks = (count: number): Block[] => Array.from({ length: count }, (_, index) => block(index + 1));

  it('is opened by the tenth block, and not again by the eleventh', async () => {
    expect(await openedBy(counter(blocks(9)), [block(9)], NOW)).toEqual([]);
    expect(await openedBy(counter(blocks(10)), [block(10)], NOW)).toEqual(['MD-001']);
    expect(await openedBy(counter(blocks(11)), [block(11)], NOW)).toEqual([]);
    expect(await openedBy(counter(blocks(11)), [block(10), block(11)], NOW)).toEqual(['MD-001']);
  });

  it('is told rule by rule', async () => {
    const all = [...blocks(10), ...blocks(10).map((one) => ({ ...one, ruleId: 'MD-004' })), block(1, 'MD-009')];
    const recorded = [block(10), { ...block(10), ruleId: 'MD-004' }, block(1, 'MD-009')];
    expect(await openedBy(counter(all), recorded, NOW)).toEqual(['MD-001', 'MD-004']);
    expect(await openedBy(counter(all), [], NOW)).toEqual([]);
  });
});

describe('calibration', () => {
  it('tells how wrong each rule is at least that could block', () => {
    const seen: [string, number][] = [];
    const rate = { reviewed: 20, falsePositives: 4, low: 0.08, high: 0.4 };
    const rules = [
      { level: 'block', reviewedOnly: rate },
      { level: 'warn', reviewedOnly: { ...rate, low: 0.9 } },
      { level: 'block', reviewedOnly: null },
    ];
    countRates({ rules } as never, { observe: (name, value) => void seen.push([name, value]) });
    expect(seen).toEqual([['RuleFalsePositiveRate', 8]]);
  });
});
