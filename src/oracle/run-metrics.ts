/**
 * Counts what the alarms watch while a run works on AWS, and sends it once at the end: whatever comes of the sending
 * changes nothing of the run, and a failure is said in its log once. docs/adr/0013-metrics.md
 */
import type { AwsOptions } from '../aws/clients.js';
import type { CounterName, GaugeName, MetricAction, RunMetrics } from '../aws/metrics.js';
import { breakerState } from '../policy/breaker.js';
import { StoreError } from '../stores/errors.js';
import { type Block, type BlockCounter, type Clock, HOUR_MS, type NonceSource } from '../stores/ports.js';
import { type AwsAccess, awsOptionsOf, type RunMeter } from './aws-access.js';

export interface MeasuredRun<T> {
  readonly action: MetricAction;
  readonly clock: Clock;
  /** What a result says the run failed with, where it did not throw; undefined: it did not fail. */
  readonly failure?: (result: T) => unknown;
}

/**
 * Runs `work` with a meter for its stores, and sends what it counted.
 *
 * @param access null where nothing is counted: another backend, a dry run, a terminal. So is a run that has no OIDC.
 * @returns what `work` returns @throws what `work` throws
 */
export async function measured<T, A extends AwsAccess>(
  { action, clock, failure = () => undefined }: MeasuredRun<T>,
  access: A | null,
  work: (access: A | null) => Promise<T>,
): Promise<T> {
  if (access === null || access.restricted !== null) return await work(access);
  const metrics = new (await import('../aws/metrics.js')).RunMetrics(action);
  let opened: AwsOptions | null = null;
  const meter: RunMeter = {
    add: (name: CounterName, by?: number) => metrics.add(name, by),
    observe: (name: GaugeName, value: number) => metrics.observe(name, value),
    opened: (options) => {
      opened = options;
    },
  };
  try {
    const result = await work({ ...access, meter });
    countFailure(metrics, failure(result));
    return result;
  } catch (error) {
    countFailure(metrics, error);
    throw error;
  } finally {
    await send(metrics, access, opened, clock);
  }
}

function countFailure(metrics: RunMetrics, failure: unknown): void {
  if (failure === undefined) return;
  metrics.add('ActionErrors');
  if (isAboutParameter(failure)) metrics.add('ParameterAccessErrors');
}

/** A nonce or salt that could not be had, is not there or cannot be read. Losing a race or a wrong input is none of it. */
function isAboutParameter(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof StoreError && at.ids.parameter !== undefined && !['CONFLICT', 'INVALID'].includes(at.code)) {
      return true;
    }
  }
  return false;
}

async function send(metrics: RunMetrics, access: AwsAccess, opened: AwsOptions | null, clock: Clock): Promise<void> {
  try {
    const [{ putMetrics }, { namesOf }] = await Promise.all([
      import('../aws/put-metrics.js'),
      import('../stores/aws/names.js'),
    ]);
    namesOf(access.environment);
    // Credentials that the run has are used again; its time for everything else may be up.
    const { signal: _over, ...options } = opened ?? (await awsOptionsOf(access, clock));
    await putMetrics(metrics.data(access.environment), options, clock.now());
  } catch (error) {
    // The run itself failed for it, and has said so.
    if (error instanceof StoreError && error.code === 'INVALID') return;
    const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    access.onNote?.(`The metrics of this run were not sent, so no alarm sees it: ${why}.`);
  }
}

/** Nonces that are looked at when they are read: how old the newest is. */
export function nonceAge(source: NonceSource, meter: RunMeter, clock: Clock): NonceSource {
  return {
    name: source.name,
    async load() {
      const secrets = await source.load();
      observeNonceAge(secrets, meter, clock);
      return secrets;
    },
  };
}

/** @param versions in any order; none: there is no age */
export function observeNonceAge(
  versions: readonly { readonly issuedAt: number }[],
  meter: Pick<RunMeter, 'observe'>,
  clock: Clock,
): void {
  if (versions.length === 0) return;
  const newest = Math.max(...versions.map(({ issuedAt }) => issuedAt));
  meter.observe('NonceAgeHours', Math.max(0, clock.now() - newest) / HOUR_MS);
}

/**
 * Rules that are paused because of these blocks: with them the breaker is open, without them it would not be.
 *
 * @param recorded blocks of one repository that were not there before
 * @throws StoreError
 */
export async function openedBy(blocks: BlockCounter, recorded: readonly Block[], now: number): Promise<string[]> {
  const opened: string[] = [];
  for (const ruleId of new Set(recorded.map((block) => block.ruleId))) {
    const ours = recorded.filter((block) => block.ruleId === ruleId);
    const repositoryId = ours[0]?.repositoryId ?? 0;
    const all = await blocks.blocksSince(ruleId, repositoryId, now - HOUR_MS);
    const others = all.filter(({ pullRequest }) => !ours.some((block) => block.pullRequest === pullRequest));
    if (breakerState(ruleId, all, now).open && !breakerState(ruleId, others, now).open) opened.push(ruleId);
  }
  return opened;
}
