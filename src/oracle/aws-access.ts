/** From the inputs of a run to open stores on AWS: credentials from OIDC where a role is named, else the SDK's chain. */
import type { AwsOptions } from '../aws/clients.js';
import type { Meter } from '../aws/metrics.js';
import type { Clock } from '../stores/ports.js';
import type { SecretStores } from '../stores/stores.js';
import { openStores } from './open-stores.js';

/** Why a run has no OIDC although its workflow may be right. */
export type Restriction = 'fork' | 'dependabot';

/** What a run is counted with. */
export interface RunMeter extends Meter {
  /** What the run asks AWS with: metrics are sent with the credentials that it has already. */
  opened(options: AwsOptions): void;
}

export interface AwsAccess {
  /** `staging`, `production`: part of the name of everything. */
  readonly environment: string;
  readonly region: string;
  readonly baselineBucket?: string;
  readonly roleToAssume?: string;
  /** What CloudTrail shows: which action, which run. */
  readonly session: { readonly action: string; readonly runId: string };
  /** ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN of the job. */
  readonly oidc: { readonly requestUrl: string | undefined; readonly requestToken: string | undefined };
  readonly restricted: Restriction | null;
  readonly endpoints?: AwsOptions['endpoints'];
  /** Called with every secret before it is used, so that the edge can mask it. */
  readonly onSecret?: (secret: string) => void;
  /** Called with a sentence for the log, about something that changes nothing of the run. */
  readonly onNote?: (text: string) => void;
  /** Absent: nothing is counted. */
  readonly meter?: RunMeter;
  readonly signal?: AbortSignal;
  /** For one call with all its attempts, the way to credentials included. Default 8,000. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 8_000;
/** Credentials give up so much earlier: what waited for them then says that it was them. */
const EARLIER_MS = 1_000;

/**
 * @throws PhaseMirrorError there are no credentials to be had, or an input is not in its form; what a store throws
 *   comes later, from its calls
 */
export async function openAwsAccess(access: AwsAccess, clock: Clock): Promise<SecretStores> {
  return openStores({ backend: 'aws', ...(await awsOptionsOf(access, clock)) }, clock);
}

/** The same for clients that are no stores. @throws as {@link openAwsAccess} */
export async function awsOptionsOf(access: AwsAccess, clock: Clock): Promise<AwsOptions> {
  const credentials = await credentialsOf(access, clock);
  const { environment, region, baselineBucket, endpoints, signal, meter, deadlineMs = DEADLINE_MS } = access;
  const options: AwsOptions = {
    environment,
    region,
    deadlineMs,
    ...(baselineBucket === undefined ? {} : { baselineBucket }),
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(signal === undefined ? {} : { signal }),
    ...(meter === undefined ? {} : { meter }),
    ...credentials,
  };
  meter?.opened(options);
  return options;
}

async function credentialsOf(access: AwsAccess, clock: Clock): Promise<Pick<AwsOptions, 'credentials'>> {
  const { roleToAssume, restricted } = access;
  const { noOidc } = await import('../aws/credential-errors.js');
  // Whatever the runner has around, a pull request from a fork is not to use it.
  if (restricted !== null) throw noOidc(restricted);
  if (roleToAssume === undefined) return {};
  const [{ webIdentityCredentials, sessionName }, { createHttpClient }, { proxyFromEnvironment }] = await Promise.all([
    import('../aws/credentials.js'),
    import('../aws/http.js'),
    import('../aws/proxy.js'),
  ]);
  return {
    credentials: webIdentityCredentials({
      roleToAssume,
      region: access.region,
      sessionName: sessionName(access.session.action, access.session.runId),
      ...access.oidc,
      http: createHttpClient({ requestTimeoutMs: 3_000, proxy: proxyFromEnvironment(process.env) }),
      clock,
      deadlineMs: (access.deadlineMs ?? DEADLINE_MS) - EARLIER_MS,
      ...(access.endpoints?.sts === undefined ? {} : { endpoints: { sts: access.endpoints.sts } }),
      ...(access.onSecret === undefined ? {} : { onSecret: access.onSecret }),
    }),
  };
}
