import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AwsOptions } from '../../src/aws/clients.js';
import { RunMetrics } from '../../src/aws/metrics.js';
import { putMetrics } from '../../src/aws/put-metrics.js';
import { bodyOf, listen } from '../support/loopback.js';

const NOW = Date.parse('2026-11-25T04:05:06.789Z');
const open: { close(): Promise<void> | void }[] = [];
const environment = { ...process.env };

afterEach(async () => {
  process.env = { ...environment };
  for (const one of open.splice(0)) await one.close();
});

interface Taken {
  readonly form: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly path: string | undefined;
}

/** CloudWatch, which answers with these statuses and then with 200; `cut` hangs up. */
async function cloudWatch(...answers: readonly (number | 'cut')[]): Promise<{ url: string; taken: Taken[] }> {
  const taken: Taken[] = [];
  const left = [...answers];
  const server = await listen(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams((await bodyOf(request)).toString('utf8')));
    taken.push({ form, headers: request.headers, path: request.url });
    const answer = left.shift() ?? 200;
    if (answer === 'cut') return void request.socket.destroy();
    response.writeHead(answer).end('<ErrorResponse>of no interest</ErrorResponse>');
  });
  open.push(server);
  return { url: server.url, taken };
}

const options = (cloudwatch?: string, more: Partial<AwsOptions> = {}): AwsOptions => ({
  ...{ region: 'eu-central-1', environment: 'staging', proxy: {} },
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' },
  ...(cloudwatch === undefined ? {} : { endpoints: { cloudwatch } }),
  ...more,
});

describe('what a run counts', () => {
  it('starts at nothing, and says so', () => {
    expect(new RunMetrics('drift-check').data('staging')).toEqual([
      { name: 'ActionErrors', unit: 'Count', dimensions: [{ name: 'Environment', value: 'staging' }], values: [0] },
      {
        ...{ name: 'ActionErrors', unit: 'Count', values: [0] },
        dimensions: [
          { name: 'Environment', value: 'staging' },
          { name: 'Action', value: 'drift-check' },
        ],
      },
      { name: 'StoreThrottled', unit: 'Count', dimensions: [{ name: 'Environment', value: 'staging' }], values: [0] },
    ]);
  });

  it('adds up counters, and keeps values apart', () => {
    const metrics = new RunMetrics('calibrate');
    metrics.add('StoreThrottled');
    metrics.add('StoreThrottled', 4);
    metrics.observe('RuleFalsePositiveRate', 1 / 3);
    metrics.observe('RuleFalsePositiveRate', 1e-9);
    const values = Object.fromEntries(metrics.data('staging').map((datum) => [datum.name, datum.values]));
    expect(values).toMatchObject({ StoreThrottled: [5], RuleFalsePositiveRate: [0.333333, 0] });
  });

  it('leaves out what is not of its action, and what is no number', () => {
    const metrics = new RunMetrics('record');
    metrics.observe('RuleFalsePositiveRate', 7);
    metrics.add('NonceRotationFailed');
    metrics.add('BreakerOpened', Number.NaN);
    metrics.observe('NonceAgeHours', Number.POSITIVE_INFINITY);
    const data = metrics.data('staging');
    expect([...new Set(data.map(({ name }) => name))]).toEqual([
      ...['ActionErrors', 'BreakerOpened', 'ParameterAccessErrors', 'StoreThrottled'],
    ]);
    expect(data.flatMap(({ values }) => values)).toEqual([0, 0, 0, 0, 0]);
  });

  it('sends no more values of a series than one request takes', () => {
    const metrics = new RunMetrics('calibrate');
    for (let rate = 0; rate < 200; rate += 1) metrics.observe('RuleFalsePositiveRate', rate);
    expect(metrics.data('staging').find(({ name }) => name === 'RuleFalsePositiveRate')?.values).toHaveLength(150);
  });
});

describe('sending', () => {
  const data = () => {
    const metrics = new RunMetrics('nonce');
    metrics.observe('NonceAgeHours', 2.5);
    return metrics.data('staging').filter(({ name }) => name === 'NonceAgeHours');
  };

  it('is one signed request', async () => {
    const { url, taken } = await cloudWatch();
    await putMetrics(data(), options(url), NOW);
    expect(taken).toHaveLength(1);
    expect(taken[0]?.form).toEqual({
      ...{ Action: 'PutMetricData', Version: '2010-08-01', Namespace: 'PhaseMirror' },
      'MetricData.member.1.MetricName': 'NonceAgeHours',
      'MetricData.member.1.Unit': 'None',
      'MetricData.member.1.Timestamp': '2026-11-25T04:05:06.789Z',
      'MetricData.member.1.Dimensions.member.1.Name': 'Environment',
      'MetricData.member.1.Dimensions.member.1.Value': 'staging',
      'MetricData.member.1.Values.member.1': '2.5',
    });
    expect(taken[0]?.headers['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/monitoring\/aws4_request, SignedHeaders=\S*host\S*, Signature=[0-9a-f]{64}$/,
    );
    expect(taken[0]?.headers['x-amz-security-token']).toBe('token');
  });

  it('sends nothing where there is nothing', async () => {
    const { url, taken } = await cloudWatch();
    await putMetrics([], options(url), NOW);
    expect(taken).toEqual([]);
  });

  it.each([[503], [429], ['cut' as const]])('tries again once after %s', async (answer) => {
    const { url, taken } = await cloudWatch(answer);
    await putMetrics(data(), options(url), NOW);
    expect(taken).toHaveLength(2);
  });

  it.each([
    ['a refusal, at once', [403], 1, 'CloudWatch answered 403'],
    ['two faults', [500, 502, 200], 2, 'CloudWatch answered 502'],
    ['two lost connections', ['cut', 'cut'], 2, 'CloudWatch could not be reached (ECONNRESET)'],
  ] as const)('gives up after %s, and repeats nothing of the answer', async (_, answers, requests, message) => {
    const { url, taken } = await cloudWatch(...answers);
    await expect(putMetrics(data(), options(url), NOW)).rejects.toThrow(new Error(message));
    expect(taken).toHaveLength(requests);
  });

  it('passes on why there are no credentials', async () => {
    const { url, taken } = await cloudWatch();
    const credentials = () => Promise.reject(new Error('no credentials today'));
    await expect(putMetrics(data(), options(url, { credentials }), NOW)).rejects.toThrow('no credentials today');
    expect(taken).toEqual([]);
  });

  it.each([
    ['AWS_ENDPOINT_URL_CLOUDWATCH', 'AWS_ENDPOINT_URL'],
    ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'],
  ])('goes where %s says, like the SDK', async (name, other) => {
    const { url, taken } = await cloudWatch();
    Object.assign(process.env, { [name]: url, [other]: 'http://127.0.0.1:9' });
    await putMetrics(data(), options(), NOW);
    expect(taken).toHaveLength(1);
  });

  it.each([
    ['eu-central-1', 'monitoring.eu-central-1.amazonaws.com:443', {}],
    ['us-east-1', 'monitoring-fips.us-east-1.amazonaws.com:443', { AWS_USE_FIPS_ENDPOINT: 'true' }],
    ['cn-north-1', 'monitoring.cn-north-1.amazonaws.com.cn:443', {}],
  ])('finds the service of %s at %s', async (region, host, variables) => {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    open.push({ close: () => void proxy.close() });
    Object.assign(process.env, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    Object.assign(process.env, variables);
    const https = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await expect(putMetrics(data(), options(undefined, { region, proxy: { https } }), NOW)).rejects.toThrow(
      'CloudWatch',
    );
    expect(tunnels).toEqual([host, host]);
  });
});
