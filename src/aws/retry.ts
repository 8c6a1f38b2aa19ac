/** What is tried again: what can heal by itself, and nothing else. */
import { AdaptiveRetryStrategy, DefaultRateLimiter } from '@smithy/core/retry';
import type { RetryErrorInfo, RetryStrategyV2, RetryToken, StandardRetryToken } from '@smithy/types';

/**
 * Names under which services say "later", as the SDK knows them. Contention (two transactions that met on one item) is
 * none of them: it says nothing of the service, and would slow down every other request. The stores wait it out.
 */
const THROTTLING = new Set([
  ...['BandwidthLimitExceeded', 'LimitExceededException', 'PriorRequestNotComplete', 'SlowDown', 'Throttling'],
  ...['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'RequestThrottled', 'ThrottledException'],
  ...['RequestThrottledException', 'ThrottlingException', 'TooManyRequestsException', 'KMSThrottlingException'],
]);
const NETWORK = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);
const TIMEOUTS = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
/** The SDK puts its clock right by the answer and signs again. AccessDenied is no such thing, although it lists it. */
const CLOCK_SKEW = new Set([
  ...['InvalidSignatureException', 'RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed'],
  ...['SignatureDoesNotMatch'],
]);

/** Of JSON and of the SDK's reader of XML. */
const PARSERS = new Set(['SyntaxError', 'Error']);

/** The parts of an SDK or network error that decide. All of them are what a server or a library claims. */
interface Claims {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
}

export type Healing = 'throttled' | 'timeout' | 'fault' | 'clock' | null;

/** How a failure may heal; null: not by trying again. */
export function healingOf(error: unknown, depth = 0): Healing {
  if (typeof error !== 'object' || error === null) return null;
  const { name, code, cause, $metadata }: Claims = error;
  if (name === 'AbortError') return null;
  const status = $metadata?.httpStatusCode ?? 0;
  if (THROTTLING.has(String(name)) || status === 429) return 'throttled';
  if (CLOCK_SKEW.has(String(name)) && $metadata?.clockSkewCorrected === true) return 'clock';
  // A broken connection is renamed to TimeoutError by the SDK and keeps its code.
  if (NETWORK.has(String(code))) return code === 'ETIMEDOUT' ? 'timeout' : 'fault';
  if (TIMEOUTS.has(String(name))) return 'timeout';
  if (status >= 500) return status === 501 ? null : 'fault';
  // An answer that breaks off: "yes" in a form that cannot be read, or an error that a parser has named and not the
  // service. What was asked may have been done: it is like a connection that was lost.
  if ((status >= 200 && status < 300) || (status > 0 && PARSERS.has(String(name)))) return 'fault';
  // An answer with a status of its own is judged by that alone.
  return status === 0 && cause !== undefined && depth < 5 ? healingOf(cause, depth + 1) : null;
}

export interface RetryOptions {
  /** Attempts of one request, the first included. */
  readonly maxAttempts: number;
  /** Before attempt n + 1 at most this × 2ⁿ, a random part of it. */
  readonly baseDelayMs: number;
}

const MAX_DELAY_MS = 2_000;
/** Adaptive mode slows down after a throttled answer, never below this: an evaluation has seconds, not minutes. */
const REQUESTS_PER_SECOND = 5;

/**
 * The SDK's adaptive strategy (random delays, a budget of retries, and a rate that follows what the service grants), asked
 * only where {@link healingOf} sees hope: by its own rules it would also try a refused request again.
 */
export function healingRetry({ maxAttempts, baseDelayMs }: RetryOptions): RetryStrategyV2 {
  const inner = new AdaptiveRetryStrategy(maxAttempts, {
    rateLimiter: new DefaultRateLimiter({ minFillRate: REQUESTS_PER_SECOND }),
    backoff: {
      computeNextBackoffDelay: (attempt) => Math.random() * Math.min(baseDelayMs * 2 ** attempt, MAX_DELAY_MS),
      setDelayBase: () => undefined,
    },
  });
  return {
    acquireInitialRetryToken: (scope) => inner.acquireInitialRetryToken(scope),
    refreshRetryTokenForRetry: (token: RetryToken, info: RetryErrorInfo) => {
      const healing = healingOf(info.error);
      if (healing === null) throw new Error('not retried');
      const errorType = healing === 'throttled' ? 'THROTTLING' : 'TRANSIENT';
      return inner.refreshRetryTokenForRetry(token as StandardRetryToken, { ...info, errorType });
    },
    recordSuccess: (token) => inner.recordSuccess(token as StandardRetryToken),
  };
}
