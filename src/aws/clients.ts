/**
 * The clients of the AWS services. Every one has time limits, a deadline per call, the proxy, endpoint overrides and one
 * idea of what may be tried again (retry.ts). None is made before it is used.
 */
import { isNativeError } from 'node:util/types';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { noteFailure, within } from './deadline.js';
import { createHttpClient } from './http.js';
import type { Meter } from './metrics.js';
import { type ProxyOptions, proxyFromEnvironment } from './proxy.js';
import { healingOf, healingRetry } from './retry.js';

export interface AwsOptions {
  readonly region: string;
  /** `staging`, `production`: part of the name of everything. */
  readonly environment: string;
  /** Instead of the service's own. Without one the SDK's variables hold: AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 … */
  readonly endpoints?: {
    readonly dynamodb?: string;
    readonly s3?: string;
    readonly ssm?: string;
    readonly kms?: string;
    readonly sts?: string;
    readonly cloudwatch?: string;
  };
  /** Default: the SDK's chain (environment, profile, instance). */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** Bucket of baselines and levels. Without one their stores refuse. */
  readonly baselineBucket?: string;
  /** For one attempt of one request. Default 3,000. */
  readonly requestTimeoutMs?: number;
  /** For one call with all its attempts. Default 8,000: two calls side by side are done within 10 s. */
  readonly deadlineMs?: number;
  /** Attempts of one request, the first included. Default 5. */
  readonly maxAttempts?: number;
  /** Longest pause before the second attempt; it doubles from there. Default 100. */
  readonly retryDelayMs?: number;
  /** Ends everything that is under way: the time that the run has for AWS is up. */
  readonly signal?: AbortSignal;
  /** Default: HTTPS_PROXY and NO_PROXY. */
  readonly proxy?: ProxyOptions;
  /** Where throttled answers are counted. */
  readonly meter?: Pick<Meter, 'add'>;
  /** Called for every request that is sent, retries included. */
  readonly onRequest?: () => void;
}

export interface AwsClients {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly kms: KMSClient;
  /**
   * One deadline over several requests, or over a request and the reading of its body. Give the signal to each `send`; a
   * `send` without a signal has the deadline to itself.
   */
  within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Closes the connections. */
  destroy(): void;
}

type Service = 'dynamodb' | 's3' | 'ssm' | 'kms';

/**
 * Asks nobody for anything yet.
 *
 * @throws {PhaseMirrorError} kind `user`: the proxy is not an address
 */
export function createClients(options: AwsOptions): AwsClients {
  const { region, credentials, endpoints = {}, deadlineMs = 8_000 } = options;
  const http = createHttpClient({
    requestTimeoutMs: options.requestTimeoutMs ?? 3_000,
    proxy: options.proxy ?? proxyFromEnvironment(process.env),
  });
  const watch: Watch = {
    sent: () => options.onRequest?.(),
    throttled: () => options.meter?.add('StoreThrottled'),
  };
  const guard = <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => within(deadlineMs, options.signal, work);

  const settings = (service: Service) => ({
    region,
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoints[service] === undefined ? {} : { endpoint: endpoints[service] }),
    requestHandler: http,
    retryStrategy: healingRetry({
      maxAttempts: options.maxAttempts ?? 5,
      baseDelayMs: options.retryDelayMs ?? 100,
    }),
  });
  const made: { dynamodb?: DynamoDBClient; s3?: S3Client; ssm?: SSMClient; kms?: KMSClient } = {};
  return {
    get dynamodb() {
      made.dynamodb ??= guarded(new DynamoDBClient(settings('dynamodb')), guard, watch);
      return made.dynamodb;
    },
    get s3() {
      made.s3 ??= guarded(
        new S3Client({
          ...settings('s3'),
          // Emulators have no name per bucket; AWS itself does.
          forcePathStyle: (endpoints.s3 ?? endpointInEnvironment()) !== undefined,
          // Servers that do not know `Expect: 100-continue` cost seconds per write.
          expectContinueHeader: false,
        }),
        guard,
        watch,
      );
      return made.s3;
    },
    get ssm() {
      made.ssm ??= guarded(new SSMClient(settings('ssm')), guard, watch);
      return made.ssm;
    },
    get kms() {
      made.kms ??= guarded(new KMSClient(settings('kms')), guard, watch);
      return made.kms;
    },
    within: guard,
    destroy: () => {
      for (const client of Object.values(made)) client.destroy();
      http.destroy();
    },
  };
}

/** What the SDK takes for S3 by itself: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function endpointInEnvironment(): string | undefined {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS } = process.env;
  if (AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') return undefined;
  return AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL || undefined;
}

type Guard = AwsClients['within'];
interface Watch {
  sent(): void;
  throttled(): void;
}
/** What all clients of the SDK have in common; their own types differ in the commands they take. */
interface AnyClient {
  send(command: unknown, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<never>, context: object) => (args: never) => Promise<never>,
      options: { step: 'finalizeRequest'; priority: 'low'; name: string },
    ): void;
  };
}

/** Gives every `send` that comes without a signal a deadline, and notes what its attempts failed with. */
function guarded<C extends DynamoDBClient | S3Client | SSMClient | KMSClient>(
  client: C,
  guard: Guard,
  watch: Watch,
): C {
  // The overloads of `send` differ from client to client; what is wrapped is the same in all of them.
  const plain = client as unknown as AnyClient;
  const send = plain.send.bind(client);
  plain.send = (command, options) =>
    options?.abortSignal === undefined
      ? guard((abortSignal) => send(command, { ...options, abortSignal }))
      : send(command, options);
  // Below the retries: once per attempt.
  plain.middlewareStack.add(
    (next, context) => async (args) => {
      watch.sent();
      try {
        return await next(args);
      } catch (error) {
        if (healingOf(error) === 'throttled') watch.throttled();
        const { __smithy_context: inner } = context as { __smithy_context?: { abortSignal?: AbortSignal } };
        if (inner?.abortSignal !== undefined && !inner.abortSignal.aborted) noteFailure(inner.abortSignal, error);
        throw ofThisRealm(error);
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'phaseMirrorAttempts' },
  );
  return client;
}

/**
 * Node's own errors are of another realm where this runs in a vm context (an embedder, Jest). `instanceof Error` is false
 * for them, and the SDK then wraps them in one that has lost name and code.
 */
function ofThisRealm(error: unknown): unknown {
  if (error instanceof Error || !isNativeError(error)) return error;
  const { name, message, code } = error as NodeJS.ErrnoException;
  return Object.assign(new Error(message, { cause: error }), { name, ...(code === undefined ? {} : { code }) });
}
