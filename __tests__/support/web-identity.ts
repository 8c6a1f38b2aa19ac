/** The way from a job to AWS, all of it on loopback: issuer, STS front, and the product's provider between them. */
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { CredentialsError } from '../../src/aws/credential-errors.js';
import { sessionName, type WebIdentityOptions, webIdentityCredentials } from '../../src/aws/credentials.js';
import { createHttpClient, type HttpClient } from '../../src/aws/http.js';
import type { JobFacts } from './github-claims.js';
import type { PolicyDocument } from './iam.js';
import { type JobOptions, type OidcIssuer, startOidcIssuer } from './oidc-issuer.js';
import {
  type AccountFacts,
  providerArn,
  type RepositoryFacts,
  ROLE_NAMES,
  type RoleName,
  trustPolicy,
} from './role-policies.js';
import { type StsFront, type StsFrontOptions, startStsFront } from './sts-front.js';

export const ACCOUNT: AccountFacts = {
  ...{ partition: 'aws', dns_suffix: 'amazonaws.com', region: 'eu-west-1', account_id: '123456789012' },
  ...{ environment: 'staging', bucket: 'mirror-dissonance-staging-123456789012-baselines' },
  data_key_arn: 'arn:aws:kms:eu-west-1:123456789012:key/data',
  signing_key_arn: 'arn:aws:kms:eu-west-1:123456789012:key/signing',
};

export const REPOSITORY: RepositoryFacts = {
  ...{ owner: 'octo-org', owner_id: 123456, name: 'octo-repo', repository_id: 456789, default_branch: 'main' },
  ...{ accept_environment: 'phase-mirror-accept', operate_environment: 'phase-mirror-operate' },
  verify_environment: 'phase-mirror-verify',
};

export function roleArn(role: RoleName): string {
  return `arn:aws:iam::${ACCOUNT.account_id}:role/phase-mirror-${role}`;
}

/** Every role of the account, with the trust policy of the Terraform. */
export function trustOfAllRoles(
  repositories: readonly RepositoryFacts[] = [REPOSITORY],
  account: AccountFacts = ACCOUNT,
): Record<string, PolicyDocument> {
  return Object.fromEntries(ROLE_NAMES.map((role) => [roleArn(role), trustPolicy(role, account, repositories)]));
}

/** How a run that takes the role is started. */
export const JOBS: Readonly<Record<RoleName, JobFacts>> = {
  evaluate: { event: 'pull_request' },
  record: { event: 'push' },
  drift: { event: 'schedule' },
  accept: { event: 'workflow_dispatch', environment: 'phase-mirror-accept' },
  calibrate: { event: 'schedule' },
  operate: { event: 'workflow_dispatch', environment: 'phase-mirror-operate' },
  verify: { event: 'schedule', environment: 'phase-mirror-verify' },
};

export interface WebIdentityRig {
  readonly issuer: OidcIssuer;
  readonly sts: StsFront;
  readonly http: HttpClient;
  /** What the job would do with `role-to-assume`. */
  provider(
    role: RoleName | { readonly arn: string },
    job?: JobFacts,
    options?: JobOptions & { readonly with?: Partial<WebIdentityOptions> },
  ): AwsCredentialIdentityProvider;
  close(): Promise<void>;
}

export async function startWebIdentityRig(
  options: Partial<StsFrontOptions> = {},
  account: AccountFacts = ACCOUNT,
): Promise<WebIdentityRig> {
  const issuer = await startOidcIssuer();
  const sts = await startStsFront({
    discoveryUrl: issuer.discoveryUrl,
    providerArn: providerArn(account),
    roles: trustOfAllRoles([REPOSITORY], account),
    ...options,
  });
  const http = createHttpClient({ requestTimeoutMs: 3_000, proxy: {} });
  return {
    ...{ issuer, sts, http },
    provider(role, job = {}, { with: more = {}, ...jobOptions } = {}) {
      return webIdentityCredentials({
        ...issuer.job(job, jobOptions),
        roleToAssume: typeof role === 'string' ? roleArn(role) : role.arn,
        region: account.region,
        sessionName: sessionName(typeof role === 'string' ? role : 'test', '900100'),
        endpoints: { sts: sts.url },
        http,
        clock: { now: Date.now },
        pause: async () => {},
        ...more,
      });
    },
    close: async () => {
      http.destroy();
      await Promise.all([issuer.close(), sts.close()]);
    },
  };
}

/** What a person is told; fails when there is nothing to tell. */
export async function failureOf(attempt: () => unknown): Promise<CredentialsError> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof CredentialsError) return error;
    throw new Error('This is no CredentialsError', { cause: error });
  }
  throw new Error('It should have failed');
}
