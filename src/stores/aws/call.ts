/** Every failure of AWS, of the network and of the credentials becomes a `StoreError` here, and nowhere else. */
import { CredentialsError } from '../../aws/credential-errors.js';
import { DeadlineError } from '../../aws/deadline.js';
import { healingOf } from '../../aws/retry.js';
import { StoreError, type StoreErrorCode, type StoreErrorIds } from '../errors.js';

/** The parts of an SDK or network error that are looked at. */
interface Claims {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/**
 * Sends a request and names what goes wrong with it. What was thrown is `cause`, without request and response: both hold
 * credentials and values. A StoreError that `send` throws by itself passes unchanged, so `send` may handle what it expects
 * (a failed condition, the reasons of a cancelled transaction) where the SDK's error is still whole.
 *
 * @param operation port and method, `FPStore.recordEvent`
 * @throws {StoreError}
 */
export async function call<T>(operation: string, ids: StoreErrorIds, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw storeError(operation, ids, error);
  }
}

/**
 * The same for what carries secrets: the cause has no message, because a service repeats the value that it refuses, and a
 * parser shows a piece of what it could not read.
 *
 * @throws {StoreError}
 */
export async function callWithSecrets<T>(operation: string, ids: StoreErrorIds, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw storeError(operation, ids, error, { secret: true });
  }
}

/** How often a request was sent before it failed for good: above 1, an earlier attempt may have done what was asked. */
export function attemptsOf(error: unknown): number {
  return claimsOf(error).$metadata?.attempts ?? 1;
}

/** The name that the service gave its error, `NoSuchKey`; empty where there is none. */
export function nameOf(error: unknown): string {
  const { name } = claimsOf(error);
  return typeof name === 'string' ? name : '';
}

/** Status of the answer; 0 where there was none. */
export function statusOf(error: unknown): number {
  return claimsOf(error).$metadata?.httpStatusCode ?? 0;
}

/** @returns what {@link call} throws for `error` */
export function storeError(
  operation: string,
  ids: StoreErrorIds,
  error: unknown,
  { secret = false }: { readonly secret?: boolean } = {},
): StoreError {
  if (error instanceof StoreError) return error;
  if (error instanceof CredentialsError) {
    const code = error.code === 'UNAVAILABLE' || error.code === 'TIMEOUT' ? error.code : 'CREDENTIALS';
    const reason = `has no credentials: ${error.thing} ${error.reason}`;
    return new StoreError({ operation, ids, code, reason, next: error.next, cause: error });
  }
  if (error instanceof DeadlineError) {
    const last = error.cause === undefined ? null : judge(error.cause);
    const code = last !== null && (last.code === 'THROTTLED' || last.code === 'UNAVAILABLE') ? last.code : 'TIMEOUT';
    const reason = last === null ? `gave up: ${error.message}` : `gave up: ${error.message}; before, it ${last.reason}`;
    return new StoreError({ operation, ids, code, reason, cause: summary(error.cause ?? error, secret) });
  }
  const { code, reason, next } = judge(error);
  const cause = summary(error, secret);
  return new StoreError({ operation, ids, code, reason, cause, ...(next === undefined ? {} : { next }) });
}

interface Judgement {
  readonly code: StoreErrorCode;
  readonly reason: string;
  readonly next?: string;
}

const names = (code: StoreErrorCode, ...list: string[]): [string, StoreErrorCode][] => list.map((name) => [name, code]);

/** Error names of DynamoDB, S3, SSM, KMS and STS. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and the services' "Common Errors". */
const BY_NAME: ReadonlyMap<string, StoreErrorCode> = new Map([
  ...names('ACCESS_DENIED', 'AccessDenied', 'AccessDeniedException', 'UnauthorizedAccess', 'AllAccessDisabled'),
  ...names('ACCESS_DENIED', 'NotAuthorized', 'AccountProblem', 'OptInRequired', 'Forbidden'),
  ...names('KEY_DENIED', 'KMS.DisabledException', 'KMS.KMSInvalidStateException', 'KMS.NotFoundException'),
  ...names('KEY_DENIED', 'KMS.AccessDeniedException', 'KMSAccessDeniedException', 'KMSDisabledException'),
  ...names('KEY_DENIED', 'KMSInvalidStateException', 'KMSNotFoundException', 'KMSOptInRequired', 'DisabledException'),
  ...names('KEY_DENIED', 'InvalidKeyId', 'InvalidKeyIdException', 'KMS.InvalidKeyUsageException'),
  ...names('CREDENTIALS', 'CredentialsProviderError', 'ExpiredToken', 'ExpiredTokenException', 'InvalidToken'),
  ...names('CREDENTIALS', 'UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidAccessKeyId'),
  ...names('CREDENTIALS', 'SignatureDoesNotMatch', 'InvalidSignatureException', 'RequestTimeTooSkewed'),
  ...names('CREDENTIALS', 'RequestExpired', 'RequestInTheFuture', 'MissingAuthenticationToken', 'AuthFailure'),
  ...names('CREDENTIALS', 'MissingAuthenticationTokenException', 'IncompleteSignature', 'TokenRefreshRequired'),
  ...names('CONFLICT', 'PreconditionFailed', 'ConditionalRequestConflict', 'OperationAborted'),
  ...names('CONFLICT', 'ConditionalCheckFailedException', 'ParameterAlreadyExists'),
  ...names('THROTTLED', 'TransactionConflictException', 'TransactionInProgressException'),
  ...names('RESOURCE_MISSING', 'NoSuchBucket', 'ResourceNotFoundException', 'PermanentRedirect'),
  ...names('RESOURCE_MISSING', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'),
  ...names('NOT_FOUND', 'NoSuchKey', 'NoSuchVersion', 'ParameterNotFound', 'ParameterVersionNotFound'),
  ...names('TOO_LARGE', 'EntityTooLarge', 'ItemCollectionSizeLimitExceededException', 'MaxMessageLengthExceeded'),
]);

/** Why a transaction was cancelled although nobody's condition failed: API_TransactWriteItems, "Cancellation reasons". */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

const REASONS: Partial<Record<StoreErrorCode, string>> = {
  ACCESS_DENIED: 'was refused',
  KEY_DENIED: 'could not use the encryption key',
  CREDENTIALS: 'was sent without credentials that hold',
  CONFLICT: 'came too late: what is stored is not what was expected',
  RESOURCE_MISSING: 'met no such table, bucket or path',
  NOT_FOUND: 'found nothing stored',
  THROTTLED: 'was throttled to the end',
  TIMEOUT: 'got no answer in time',
  TOO_LARGE: 'was given too much at once',
};

function judge(error: unknown): Judgement {
  const claims = claimsOf(error);
  const name = nameOf(error);
  const status = statusOf(error);
  const said = name === '' || name === 'Error' ? '' : ` (${shown(name)})`;
  const judged = (code: StoreErrorCode): Judgement => ({ code, reason: `${REASONS[code] ?? 'failed'}${said}` });

  if (name === 'TransactionCanceledException') {
    const reasons = (claims.CancellationReasons ?? []).map(({ Code }) => Code);
    if (reasons.includes('ConditionalCheckFailed')) return judged('CONFLICT');
    if (reasons.some((reason) => reason !== undefined && PASSING.has(reason))) return judged('THROTTLED');
  }
  const healing = healingOf(error);
  if (healing === 'throttled') return judged('THROTTLED');
  if (healing === 'timeout') return judged('TIMEOUT');
  if (healing === 'fault') return { code: 'UNAVAILABLE', reason: broken(claims, status, name) };

  const known = BY_NAME.get(name);
  if (known === 'ACCESS_DENIED' && namesKey(claims.message)) return judged('KEY_DENIED');
  if (known !== undefined) return judged(known);
  if (name === 'ValidationException' && /item size|exceeded the maximum allowed size/i.test(text(claims.message))) {
    return judged('TOO_LARGE');
  }
  if (status === 407 || (status === 403 && !claims.$metadata?.requestId)) {
    return {
      code: status === 407 ? 'UNAVAILABLE' : 'ACCESS_DENIED',
      reason: `was refused with ${status} by something that does not answer like AWS`,
      next: 'Look at the proxy (HTTPS_PROXY, NO_PROXY) and at the endpoint',
    };
  }
  if (status === 403 || status === 401) return judged('ACCESS_DENIED');
  if (status === 409 || status === 412) return judged('CONFLICT');
  const { code } = claims;
  if (status === 0 && typeof code === 'string' && NETWORK_CODE.test(code)) {
    return { code: 'UNAVAILABLE', reason: broken(claims, status, name) };
  }
  return {
    code: 'UNEXPECTED',
    reason: `got an answer that means nothing to it${said}${status === 0 ? '' : `, status ${status}`}`,
  };
}

/** Codes of Node for sockets, TLS and the HTTP parser; not its ERR_INVALID_…, which are our own mistakes. */
const NETWORK_CODE = /^(?:E(?!RR_)[A-Z]|ERR_(?:SSL|TLS|STREAM)_|HPE_|UNABLE_TO_)|CERT/;

/** Services pass on what KMS said as a refusal of their own; only the text tells it apart. */
function namesKey(message: unknown): boolean {
  return /\bkms:[A-Za-z]|\bKMS\b|AWSKMS|ciphertext refers to/.test(text(message));
}

function broken({ code }: Claims, status: number, name: string): string {
  if (status > 0 && status < 500) return `got an answer that breaks off, or cannot be read (${shown(name)})`;
  if (status > 0) return `met a fault of the service: status ${status} (${shown(name)})`;
  return `could not reach the service, or lost it in the middle (${shown(typeof code === 'string' ? code : name)})`;
}

/** What was thrown, as far as it can be shown: no request, no response, no stack of values. */
function summary(error: unknown, secret: boolean, depth = 0): Error {
  const { message, code, $metadata, cause } = claimsOf(error);
  const name = nameOf(error) || 'Error';
  const copy = new Error(secret ? `${shown(name)} (its message is left out: it could hold a secret)` : text(message));
  copy.name = shown(name);
  const { httpStatusCode, requestId, attempts } = $metadata ?? {};
  return Object.assign(copy, {
    ...(typeof code === 'string' ? { code: shown(code) } : {}),
    ...(httpStatusCode === undefined ? {} : { status: httpStatusCode }),
    ...(requestId === undefined ? {} : { requestId: shown(requestId) }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(cause instanceof Error && !secret && depth < 3 ? { cause: summary(cause, secret, depth + 1) } : {}),
  });
}

function claimsOf(error: unknown): Claims {
  return typeof error === 'object' && error !== null ? error : { message: error };
}

function text(value: unknown): string {
  return String(value).slice(0, 2_000);
}

function shown(value: string): string {
  return value.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80);
}
