/** Who the credentials are of. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html (needs no permission) */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsOptions } from '../../aws/clients.js';
import { createHttpClient } from '../../aws/http.js';
import { proxyFromEnvironment } from '../../aws/proxy.js';
import { healingRetry } from '../../aws/retry.js';
import { StoreError } from '../errors.js';
import { call } from './call.js';

const ATTEMPTS = 3;
const REQUEST_MS = 3_000;
const DEADLINE_MS = 8_000;
const OPERATION = 'CallerIdentity';

/**
 * @returns `arn:aws:sts::123456789012:assumed-role/mirror-dissonance-staging-accept/ada`
 * @throws {StoreError} CREDENTIALS, UNAVAILABLE …
 */
export async function callerIdentity(
  options: Pick<AwsOptions, 'region' | 'credentials' | 'endpoints'>,
): Promise<string> {
  const { region, credentials, endpoints } = options;
  const http = createHttpClient({ requestTimeoutMs: REQUEST_MS, proxy: proxyFromEnvironment(process.env) });
  const client = new STSClient({
    region,
    requestHandler: http,
    retryStrategy: healingRetry({ maxAttempts: ATTEMPTS, baseDelayMs: 100 }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoints?.sts === undefined ? {} : { endpoint: endpoints.sts }),
  });
  try {
    const { Arn: arn } = await call(OPERATION, {}, () =>
      client.send(new GetCallerIdentityCommand({}), { abortSignal: AbortSignal.timeout(DEADLINE_MS) }),
    );
    if (arn !== undefined && arn !== '') return arn;
  } finally {
    client.destroy();
    http.destroy();
  }
  throw new StoreError({ operation: OPERATION, code: 'UNEXPECTED', reason: 'was answered without an ARN' });
}
