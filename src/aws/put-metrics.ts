/**
 * PutMetricData, by one request of our own, signed and addressed by what the SDK's clients are made of already. Why not
 * its CloudWatch client: docs/adr/0013-metrics.md.
 */
import { SSMClient } from '@aws-sdk/client-ssm';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '@smithy/types';
import type { AwsOptions } from './clients.js';
import { within } from './deadline.js';
import { createHttpClient, type HttpClient } from './http.js';
import { METRIC_NAMESPACE, type MetricDatum } from './metrics.js';
import { networkCode } from './oidc-token.js';
import { proxyFromEnvironment } from './proxy.js';

/** A run is over when this is asked: it waits no longer than that. */
const DEADLINE_MS = 3_000;
const ATTEMPTS = 2;
const VERSION = '2010-08-01';

/**
 * One batch: a run has a dozen series, and a request takes a thousand.
 *
 * @param now milliseconds since 1970-01-01 UTC
 * @throws Error its message says why, and holds nothing that the service sent but a status
 */
export async function putMetrics(data: readonly MetricDatum[], options: AwsOptions, now: number): Promise<void> {
  if (data.length === 0) return;
  const { region, credentials, endpoints, proxy = proxyFromEnvironment(process.env) } = options;
  const http = createHttpClient({ requestTimeoutMs: DEADLINE_MS, proxy });
  // Never sends anything: it knows the credentials of the environment, and the addresses of every partition.
  const ssm = new SSMClient({ region, ...(credentials === undefined ? {} : { credentials }) });
  try {
    await within(DEADLINE_MS, undefined, async (signal) => {
      const signer = new SignatureV4({
        ...{ service: 'monitoring', region, sha256: ssm.config.sha256 },
        credentials: () => ssm.config.credentials(),
      });
      const body = formOf(data, now);
      const url = endpoints?.cloudwatch ?? endpointInEnvironment() ?? (await addressOf(ssm, region));
      for (let attempt = 1; ; attempt += 1) {
        // Signed anew each time: a signature holds for minutes, the clock of credentials does not stop.
        const signed = await signer.sign(requestOf(new URL(url), body));
        const answer = await send(http, signed as HttpRequest, signal);
        if (answer === 200) return;
        const lost = typeof answer === 'string';
        if (attempt === ATTEMPTS || !(lost || answer >= 500 || answer === 429)) {
          throw new Error(lost ? `CloudWatch could not be reached (${answer})` : `CloudWatch answered ${answer}`);
        }
      }
    });
  } finally {
    ssm.destroy();
    http.destroy();
  }
}

/** `https://monitoring.eu-central-1.amazonaws.com`, and its like in other partitions, FIPS and dual stack. */
async function addressOf(ssm: SSMClient, region: string): Promise<string> {
  const { config } = ssm;
  const { url } = config.endpointProvider({
    Region: region,
    UseFIPS: await config.useFipsEndpoint(),
    UseDualStack: await config.useDualstackEndpoint(),
  });
  return url.href.replace('://ssm', '://monitoring');
}

/** What the SDK would take: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function endpointInEnvironment(): string | undefined {
  const { AWS_ENDPOINT_URL_CLOUDWATCH, AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS } = process.env;
  if (AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') return undefined;
  return AWS_ENDPOINT_URL_CLOUDWATCH || AWS_ENDPOINT_URL || undefined;
}

function requestOf(url: URL, body: string): HttpRequest {
  return {
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: {
      host: url.host,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  };
}

/** @returns the status, or the code of the network where there was no answer. Nothing else of an answer is needed. */
async function send(http: HttpClient, request: HttpRequest, signal: AbortSignal): Promise<number | string> {
  try {
    const { response } = await http.handle(request, { abortSignal: signal });
    (response.body as { resume?(): void } | undefined)?.resume?.();
    return response.statusCode;
  } catch (error) {
    return networkCode(error);
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html, query protocol */
function formOf(data: readonly MetricDatum[], now: number): string {
  const form = new URLSearchParams({ Action: 'PutMetricData', Version: VERSION, Namespace: METRIC_NAMESPACE });
  const timestamp = new Date(now).toISOString();
  data.forEach(({ name, unit, dimensions, values }, index) => {
    const member = `MetricData.member.${index + 1}`;
    form.set(`${member}.MetricName`, name);
    form.set(`${member}.Unit`, unit);
    form.set(`${member}.Timestamp`, timestamp);
    dimensions.forEach((dimension, at) => {
      form.set(`${member}.Dimensions.member.${at + 1}.Name`, dimension.name);
      form.set(`${member}.Dimensions.member.${at + 1}.Value`, dimension.value);
    });
    values.forEach((value, at) => {
      form.set(`${member}.Values.member.${at + 1}`, String(value));
    });
  });
  return form.toString();
}
