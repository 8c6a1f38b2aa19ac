/** What an action tells the oracle of its memory on AWS: inputs, the job's OIDC service, and where secrets are masked. */
import type { EvaluateRequest } from '../oracle.js';
import { terminalText } from '../report/escape.js';
import type { ActionContext, Environment } from './context.js';
import type { MemoryInputs } from './inputs.js';
import type { Runner } from './runner.js';

type AwsAccess = NonNullable<EvaluateRequest['memory']>;

/** @param memory inputs with `backend: aws` */
export function awsAccess(
  memory: Extract<MemoryInputs, { backend: 'aws' }>,
  context: Pick<ActionContext, 'restricted' | 'runId'>,
  { environment, runner }: { readonly environment: Environment; readonly runner: Pick<Runner, 'mask' | 'lines'> },
  action = 'evaluate',
): AwsAccess {
  const sts = environment['AWS_ENDPOINT_URL_STS'] || environment['AWS_ENDPOINT_URL'];
  return {
    environment: memory.environment,
    region: memory.region,
    ...(memory.roleToAssume === undefined ? {} : { roleToAssume: memory.roleToAssume }),
    ...(memory.baselineBucket === undefined ? {} : { baselineBucket: memory.baselineBucket }),
    session: { action, runId: context.runId },
    oidc: {
      requestUrl: environment['ACTIONS_ID_TOKEN_REQUEST_URL'] || undefined,
      requestToken: environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] || undefined,
    },
    restricted: context.restricted,
    // The other services' clients read theirs from the same variables.
    ...(sts ? { endpoints: { sts } } : {}),
    onSecret: (secret) => runner.mask(secret),
    onNote: (text) => runner.lines(terminalText(text)),
  };
}
