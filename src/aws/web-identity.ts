/**
 * One call of STS: AssumeRoleWithWebIdentity, by the SDK's client. It is not signed, so no credentials are needed for it.
 * Why the SDK and not one POST of our own: docs/adr/0009-web-identity-client.md.
 */
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { CredentialsError, type CredentialsErrorParts } from './credential-errors.js';
import type { HttpClient } from './http.js';
import { claimsOf } from './oidc-claims.js';
import { networkCode } from './oidc-token.js';
import { healingOf, healingRetry } from './retry.js';

export interface AssumeRoleRequest {
  readonly token: string;
  readonly roleArn: string;
  readonly region: string;
  readonly sessionName: string;
  readonly seconds: number;
  readonly http: Pick<HttpClient, 'handle'>;
  readonly signal: AbortSignal;
  /** undefined: `sts.<region>.amazonaws.com`. */
  readonly endpoint: string | undefined;
}

const ATTEMPTS = 3;

/**
 * @throws CredentialsError ROLE_REFUSED, IDENTITY_REFUSED and INVALID after one attempt, UNAVAILABLE after three,
 *   UNEXPECTED; the reason of the signal when that fires
 */
export async function assumeRole(
  request: AssumeRoleRequest,
): Promise<AwsCredentialIdentity & { readonly expiration: Date }> {
  const { region, http, endpoint, signal } = request;
  // Not destroyed: that would end the connections of the handler, which the other clients share.
  const client = new STSClient({
    region,
    requestHandler: http,
    retryStrategy: healingRetry({ maxAttempts: ATTEMPTS, baseDelayMs: 100 }),
    useGlobalEndpoint: false,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: request.roleArn,
    RoleSessionName: request.sessionName,
    WebIdentityToken: request.token,
    DurationSeconds: request.seconds,
  });
  try {
    const { Credentials: given } = await client.send(command, { abortSignal: signal });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
    if (AccessKeyId && SecretAccessKey && SessionToken && Expiration instanceof Date) {
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
      };
    }
  } catch (error) {
    signal.throwIfAborted();
    throw explained(error, request);
  }
  throw new CredentialsError({
    code: 'UNEXPECTED',
    thing: `STS in ${region}`,
    reason: 'answered without credentials',
    next: 'Run the job again; if it stays, check the endpoint that is set for STS',
  });
}

/** Codes of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors */
function explained(error: unknown, { token, roleArn, region }: AssumeRoleRequest): CredentialsError {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
  // Some names end so in the SDK and not on the wire.
  const name = networkCode({ name: (error as { name?: unknown } | null)?.name }).replace(/Exception$/, '');
  const sts = `STS in ${region}`;
  const parts = ((): CredentialsErrorParts => {
    switch (name) {
      case 'AccessDenied':
        return {
          code: 'ROLE_REFUSED',
          thing: `The role ${roleArn}`,
          reason: `does not exist or does not accept this job: ${presented(token)}`,
          next: 'Compare this with the conditions in the trust policy of the role',
        };
      case 'InvalidIdentityToken':
      case 'IDPRejectedClaim':
      case 'ExpiredToken':
        return {
          code: 'IDENTITY_REFUSED',
          thing: sts,
          reason: `does not accept the token of this job (${name}): ${presented(token)}`,
          next: 'Check that the account of the role has the identity provider token.actions.githubusercontent.com with this audience',
        };
      case 'RegionDisabled':
        return {
          code: 'INVALID',
          thing: 'aws-region',
          reason: `is ${region}, where STS is not enabled for the account of the role`,
          next: 'Enable the region, or name another one',
        };
      case 'IDPCommunicationError':
        return {
          code: 'UNAVAILABLE',
          thing: sts,
          reason: 'could not ask GitHub for the keys that verify the token',
          next: 'Run the job again',
        };
      case 'ValidationError':
        return {
          code: 'INVALID',
          thing: `The role ${roleArn}`,
          reason: 'was not taken by STS',
          next: 'Check role-to-assume, and that the role allows sessions of 15 minutes',
        };
      default:
        return status === undefined || healingOf(error) !== null
          ? { code: 'UNAVAILABLE', thing: sts, reason: unavailable(error, name, status), next: 'Run the job again' }
          : {
              code: 'UNEXPECTED',
              thing: sts,
              reason: `refused with ${name}, status ${status}`,
              next: 'Look the code up in the reference of AssumeRoleWithWebIdentity',
            };
    }
  })();
  return new CredentialsError(parts);
}

function unavailable(error: unknown, name: string, status: number | undefined): string {
  const code = status === undefined ? networkCode(error) : `${name}, status ${status}`;
  return `could not be used, after up to ${ATTEMPTS} attempts (${code})`;
}

const CLAIMS = ['sub', 'aud', 'ref', 'job_workflow_ref'] as const;
const MAX_SHOWN = 200;

/**
 * What trust policies look at, read from the token that was sent. Names of branches are other people's text: printable
 * ASCII without quotes, cut off.
 */
function presented(token: string): string {
  const shown = Object.entries(claimsOf(token, CLAIMS, MAX_SHOWN)).map(
    ([name, value]) => `${name} "${value.replaceAll(/[^ !#-~]/g, '?')}"`,
  );
  return shown.length === 0 ? 'its token cannot be read' : `it presented ${shown.join(', ')}`;
}
