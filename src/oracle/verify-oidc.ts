/**
 * Which roles trust this job? The token of the job is exchanged at each role as a run would, what comes back is thrown
 * away, and the claims that trust policies look at are told. The token itself is in nothing that is returned or thrown.
 */
import type { Clock } from '../stores/ports.js';

export interface VerifyOidcRequest {
  readonly region: string;
  /** ARNs that have to trust this job. */
  readonly trusted: readonly string[];
  /** ARNs that must not. */
  readonly refused: readonly string[];
  /** ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN of the job. */
  readonly oidc: { readonly requestUrl: string | undefined; readonly requestToken: string | undefined };
  readonly stsEndpoint?: string;
  readonly clock: Clock;
}

export interface OidcRole {
  readonly arn: string;
  readonly trusts: boolean;
  /** Whether that is what was asked for. */
  readonly ok: boolean;
}

export interface OidcReport {
  /** Name → value, in the order of {@link CLAIMS}; a claim that the token does not have is absent. */
  readonly claims: Readonly<Record<string, string>>;
  readonly roles: readonly OidcRole[];
  readonly ok: boolean;
}

/**
 * Subject and audience, and what AWS knows besides of GitHub's token; then what tells people which job it is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const CLAIMS = [
  ...['iss', 'sub', 'aud', 'ref', 'environment', 'repository', 'repository_id', 'repository_owner_id'],
  ...['job_workflow_ref', 'workflow_ref', 'event_name'],
] as const;
/** Of one claim; a ref can be long. */
const MAX_CLAIM = 500;

/**
 * @throws PhaseMirrorError the job may not ask for a token, an ARN or the region is not in its form, GitHub or STS does
 *   not answer, or AWS takes no token of GitHub at all: then nothing is known of any role
 */
export async function verifyOidc(request: VerifyOidcRequest): Promise<OidcReport> {
  const { region, oidc, clock, stsEndpoint } = request;
  const [{ claimsOf }, { CredentialsError }, { webIdentityCredentials, sessionName }, http, { proxyFromEnvironment }] =
    await Promise.all([
      import('../aws/oidc-claims.js'),
      import('../aws/credential-errors.js'),
      import('../aws/credentials.js'),
      import('../aws/http.js'),
      import('../aws/proxy.js'),
    ]);
  const client = http.createHttpClient({ requestTimeoutMs: 3_000, proxy: proxyFromEnvironment(process.env) });
  let claims: Readonly<Record<string, string>> = {};
  const ask = async (arn: string): Promise<boolean> => {
    const provide = webIdentityCredentials({
      ...{ roleToAssume: arn, region, sessionName: sessionName('verify-oidc', ''), ...oidc, http: client, clock },
      ...(stsEndpoint === undefined ? {} : { endpoints: { sts: stsEndpoint } }),
      onToken: (token) => {
        claims = claimsOf(token, CLAIMS, MAX_CLAIM);
      },
    });
    try {
      await provide();
      return true;
    } catch (error) {
      if (error instanceof CredentialsError && error.code === 'ROLE_REFUSED') return false;
      throw error;
    }
  };
  const roles: OidcRole[] = [];
  try {
    for (const [wanted, arns] of [
      [true, request.trusted],
      [false, request.refused],
    ] as const) {
      for (const arn of arns) {
        const trusts = await ask(arn);
        roles.push({ arn, trusts, ok: trusts === wanted });
      }
    }
  } finally {
    client.destroy();
  }
  return { claims, roles, ok: roles.every(({ ok }) => ok) };
}
