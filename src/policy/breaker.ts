/**
 * The circuit breaker: a rule that has just blocked many pull requests of many people is more likely wrong than they
 * all are, so it pauses. Pure. design.md, "Circuit breaker"; docs/merges-are-stuck.md for people.
 *
 * It cannot be used as a key to the gate: forks are not counted, it takes three authors and ten pull requests, critical
 * findings, L0 and tool errors never pass through it, and who is inside the count gains nothing from it.
 */

import type { Severity } from '../rules/types.js';
import type { DecisionInput } from './decide.js';

/** As many distinct pull requests open it… */
export const BREAKER_PULL_REQUESTS = 10;
/** … of as many authors … */
export const BREAKER_AUTHORS = 3;
/** … within so long. */
export const BREAKER_WINDOW_MS = 3_600_000;

/** One pull request that a rule blocked, as BlockCounter keeps it. */
export interface CountedBlock {
  readonly pullRequest: number;
  readonly authorId: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly firstSeenAt: number;
}

export interface BreakerState {
  readonly ruleId: string;
  readonly open: boolean;
  readonly pullRequests: number;
  readonly authors: ReadonlySet<number>;
  /** When the count falls below ten if nothing more is blocked; null while it is closed. */
  readonly closesAt: number | null;
}

/** The state of a rule's breaker. @param blocks of this rule and repository; those outside of the window don't count */
export function breakerState(ruleId: string, blocks: readonly CountedBlock[], now: number): BreakerState {
  const first = new Map<number, CountedBlock>();
  for (const block of blocks) {
    // A block is older than the window the moment the window is over.
    if (block.firstSeenAt <= now - BREAKER_WINDOW_MS || block.firstSeenAt > now) continue;
    const known = first.get(block.pullRequest);
    if (known === undefined || block.firstSeenAt < known.firstSeenAt) first.set(block.pullRequest, block);
  }
  const counted = [...first.values()].sort((a, b) => b.firstSeenAt - a.firstSeenAt);
  const authors = new Set(counted.map(({ authorId }) => authorId));
  const open = counted.length >= BREAKER_PULL_REQUESTS && authors.size >= BREAKER_AUTHORS;
  return { ruleId, open, pullRequests: counted.length, authors, closesAt: open ? closingTime(counted) : null };
}

/** The first instant at which the blocks that are left are too few, or of too few authors. */
function closingTime(newestFirst: readonly CountedBlock[]): number {
  let left = newestFirst.length;
  while (left > 0) {
    const leaving = newestFirst[left - 1] as CountedBlock;
    left -= 1;
    const rest = newestFirst.slice(0, left);
    const authors = new Set(rest.map(({ authorId }) => authorId));
    if (left < BREAKER_PULL_REQUESTS || authors.size < BREAKER_AUTHORS) return leaving.firstSeenAt + BREAKER_WINDOW_MS;
  }
  return 0;
}

/**
 * Whether the breaker lifts a rule's blocks for this author. Who is inside the count has no part in it: the tenth pull
 * request of three friends does not let the eleventh of one of them pass.
 *
 * @param authorId null: nobody knows who it is, and then it does not
 */
export function pausesFor(state: BreakerState, authorId: number | null): boolean {
  return state.open && authorId !== null && !state.authors.has(authorId);
}

type Counted = Pick<DecisionInput, 'findings' | 'thresholds' | 'paused'>;

/**
 * The rules that block: those at level `block` with new findings of a severity that is over its maximum. What a pause
 * lifts does not count.
 *
 * @returns rule ids, in order
 */
export function blockingRules({ findings, thresholds, paused }: Counted): string[] {
  const lifted = ({ ruleId, severity }: Counted['findings'][number]): boolean =>
    severity !== 'critical' && paused?.has(ruleId) === true;
  const blocking = findings.filter((found) => found.status === 'new' && found.level === 'block' && !lifted(found));
  const over = (severity: Severity): boolean =>
    severity !== 'low' && blocking.filter((found) => found.severity === severity).length > thresholds[severity];
  const ids = blocking.filter(({ severity }) => over(severity)).map(({ ruleId }) => ruleId);
  return [...new Set(ids)].sort();
}

/**
 * Those of them that a pause would lift anything of. A rule that blocks by critical findings alone goes on blocking, and
 * nobody is told that it is paused.
 */
export function liftableRules(counted: Counted): string[] {
  return blockingRules({ ...counted, findings: counted.findings.filter(({ severity }) => severity !== 'critical') });
}

/** `MD-004 paused: 10 pull requests of 3 people blocked in an hour; …`. */
export function pausedText({ ruleId, pullRequests, authors, closesAt }: BreakerState): string {
  const until = closesAt === null ? '' : `; it blocks again at ${timeOfDay(closesAt)} UTC, later if more are blocked`;
  return `${ruleId} paused: ${pullRequests} pull requests of ${authors.size} people blocked in an hour${until}`;
}

/** `09:05` of an instant, UTC. Rounded up: a time that is named has come. */
function timeOfDay(instant: number): string {
  const minutes = Math.ceil(instant / 60_000) % 1440;
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
