/**
 * Whether the record of a rule changes its level. One look: the votes that were frozen, those of pull requests that may
 * still be judged, the evidence of both together, and what is published. Pure.
 *
 * `block` → `warn` when the evidence that the rate is above τ is enough; `warn` → `block` when the evidence that it is
 * below is, and L0 agrees. `off` is never earned: a person writes it. Why, and what it promises: docs/statistics.md.
 */
import * as v from 'valibot';
import { checkL0 } from '../l0/check.js';
import { WITNESS_MIN_VOTES } from '../l0/constants.js';
import { describeL0, type L0Violation } from '../l0/describe.js';
import { grantState, type SchemaPair, type Witness } from '../l0/state.js';
import { UNPINNABLE } from '../policy/levels.js';
import type { Level } from '../rules/types.js';
import { DAY_MS, EVENT_DAYS } from '../stores/ports.js';
import {
  addVotes,
  type Direction,
  type Evidence,
  evidenceSchema,
  isEnough,
  logEvidence,
  noEvidence,
} from './evidence.js';
import {
  type CountedVote,
  capVotes,
  isAudited,
  NO_SUPPORTERS,
  type PullRequest,
  type Supporters,
  voteOf,
} from './votes.js';

/**
 * A vote follows its verdicts for so long and is frozen then, a month before the store forgets its events: who
 * calibrates at least once a month loses none.
 */
export const FREEZE_DAYS = 60;
/** A demotion needs votes for it of so many people, on so many pull requests. */
export const MIN_REVIEWERS = 2;
export const MIN_PULL_REQUESTS = 3;
/** What stands for "before" where no votes cost the level: a first grant has to be at most as bad as τ of a hundred. */
const FIRST_GRANT_VOTES = 100;

/** Levels that a record can give. */
export type EarnedLevel = Exclude<Level, 'off'>;

/** Votes as L0's witness counts them. */
export interface Votes {
  /** Sum of shares of false positives. */
  readonly fp: number;
  readonly n: number;
}

/** What is kept of a rule between two looks. JSON carries it without loss. */
export interface RuleState {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly level: EarnedLevel;
  /** Of the frozen votes since the last change. */
  readonly evidence: Evidence;
  readonly supporters: Supporters;
  /** Repository → pull request → UTC day (days since 1970) it was last seen: they voted and don't vote again. */
  readonly seen: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The votes that cost the level; null where it was never lost. */
  readonly before: Votes | null;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const counts = v.record(v.string(), count);

/** What a stored document has to hold to be taken as the state of a rule. */
export const ruleStateSchema = v.pipe(
  v.object({
    ruleId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)),
    ruleVersion: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    level: v.picklist(['block', 'warn']),
    evidence: evidenceSchema,
    supporters: v.object({ reviewers: counts, repositories: counts }),
    seen: v.record(v.string(), counts),
    before: v.nullable(
      v.pipe(
        v.object({ fp: v.pipe(v.number(), v.minValue(0)), n: count }),
        v.check(({ fp, n }) => fp <= n, 'more false positives than votes'),
      ),
    ),
  }),
  v.check(({ level, evidence }) => evidence.direction === directionOf(level), 'evidence for a change of another level'),
);

/** A rule as the program ships it. */
export interface ShippedRule {
  readonly id: string;
  readonly version: number;
  readonly level: Level;
}

/**
 * The state to go on from. Evidence starts again with each version of a rule, and when τ is another one.
 *
 * @returns null for a rule whose level no record changes: built in as `off`, or always on (L0)
 */
export function stateFor(previous: RuleState | null, rule: ShippedRule, threshold: number): RuleState | null {
  if (rule.level === 'off' || UNPINNABLE.has(rule.id)) return null;
  if (previous === null || previous.ruleId !== rule.id || previous.ruleVersion !== rule.version) {
    const evidence = noEvidence(directionOf(rule.level), threshold);
    const { id: ruleId, version: ruleVersion, level } = rule;
    return { ruleId, ruleVersion, level, evidence, supporters: NO_SUPPORTERS, seen: {}, before: null };
  }
  if (previous.evidence.threshold === threshold) return previous;
  const evidence = noEvidence(directionOf(previous.level), threshold);
  return { ...previous, evidence, supporters: NO_SUPPORTERS };
}

export interface LookInput {
  /** Of exactly this rule version; oldest first, as `PullRequests.list` gives them. */
  readonly pullRequests: readonly PullRequest[];
  /** Whether a pull request is in the audit sample. */
  readonly audited: (repository: string, change: string) => boolean;
  /** How many repositories feed this state. */
  readonly feeding: number;
  /** For L0: a grant is published in the schemas of this program. */
  readonly schemas: SchemaPair;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
}

export interface LevelChange {
  readonly from: EarnedLevel;
  readonly to: EarnedLevel;
  /** What L0 was shown; null for a demotion, which always publishes. */
  readonly witness: Witness | null;
}

export interface Look {
  /** What to publish. */
  readonly state: RuleState;
  readonly direction: Direction;
  /** Of all votes that count: the evidence that was judged. */
  readonly votes: Votes;
  /** log E. */
  readonly logE: number;
  /** Distinct reviewers and pull requests behind the votes for a change. */
  readonly reviewers: number;
  readonly pullRequests: number;
  /** Surplus votes. */
  readonly waiting: number;
  readonly change: LevelChange | null;
  /** Why L0 refuses a grant that the evidence asks for; else empty. */
  readonly refused: readonly L0Violation[];
}

/** Judge what is known of a rule now. */
export function look(state: RuleState, input: LookInput): Look {
  const { direction, threshold } = state.evidence;
  const fresh = input.pullRequests.filter((request) => !hasVoted(state, request));
  const asked =
    direction === 'demote' ? fresh : fresh.filter((request) => isAudited(request, input.now, input.audited));
  const votes = asked.map((request) => voteOf(request, direction, threshold));
  const { counted, waiting, supporters } = capVotes(votes, state.supporters, input.feeding);
  const evidence = addVotes(state.evidence, xs(counted));
  const reviewers = Object.keys(supporters.reviewers).length;
  const pullRequests = Object.values(supporters.reviewers).reduce((sum, n) => sum + n, 0);
  const supported = direction === 'promote' || (reviewers >= MIN_REVIEWERS && pullRequests >= MIN_PULL_REQUESTS);
  const sums: Votes = { fp: evidence.sumX, n: evidence.n };
  const wanted = supported && isEnough(evidence) ? changeOf(state, sums) : null;
  const refused = wanted?.witness ? guardGrant(input.schemas, wanted.witness, input.now) : [];
  const change = refused.length === 0 ? wanted : null;
  return {
    state: change === null ? frozen(state, counted, input) : changed(state, change, sums, input),
    direction,
    votes: sums,
    logE: logEvidence(evidence),
    reviewers,
    pullRequests,
    waiting: waiting.length,
    change,
    refused,
  };
}

/**
 * L0's judgement of a grant, one that a person forces included.
 *
 * @param now milliseconds since 1970-01-01 UTC
 * @returns what does not hold; empty: it may be published. Else exit 2, and the store stays as it is
 */
export function guardGrant(schemas: SchemaPair, witness: Witness, now: number): readonly L0Violation[] {
  const grant = grantState(schemas, witness);
  return describeL0(checkL0(grant, now), grant, now);
}

/**
 * What L0 compares for a grant: the votes that cost the level with those since. Where nothing cost it, or fewer votes
 * than L0 believes, the bar of a first grant holds, 5 of 100: lower than any rate that costs a level.
 */
export function witnessOf(state: Pick<RuleState, 'before' | 'evidence'>, after: Votes): Witness {
  const { before, evidence } = state;
  const known = before !== null && before.n >= WITNESS_MIN_VOTES;
  // Without the digits that a product of decimal fractions leaves behind.
  const bar = Number((evidence.threshold * FIRST_GRANT_VOTES).toPrecision(12));
  const { fp, n } = known ? before : { fp: bar, n: FIRST_GRANT_VOTES };
  return { fpBefore: fp, nBefore: n, fpAfter: after.fp, nAfter: after.n };
}

function directionOf(level: EarnedLevel): Direction {
  return level === 'block' ? 'demote' : 'promote';
}

function changeOf(state: RuleState, votes: Votes): LevelChange {
  return state.level === 'block'
    ? { from: 'block', to: 'warn', witness: null }
    : { from: 'warn', to: 'block', witness: witnessOf(state, votes) };
}

/**
 * The state after a change, by the record or by a person. Everything that was known then has had its say; evidence starts
 * with the pull requests to come.
 *
 * @param votes those that the look counted: what a lost level cost
 */
export function changed(
  state: RuleState,
  { to }: Pick<LevelChange, 'to'>,
  votes: Votes,
  { pullRequests, now }: Pick<LookInput, 'pullRequests' | 'now'>,
): RuleState {
  return {
    ...state,
    level: to,
    evidence: noEvidence(directionOf(to), state.evidence.threshold),
    supporters: NO_SUPPORTERS,
    seen: remember(state.seen, pullRequests, () => true, now),
    before: to === 'warn' ? votes : null,
  };
}

/** Without a change the old votes are frozen. The others are counted again next time, as their verdicts are then. */
function frozen(state: RuleState, counted: readonly CountedVote[], { pullRequests, now }: LookInput): RuleState {
  const old = counted.filter(({ firstSeen }) => now - firstSeen > FREEZE_DAYS * DAY_MS);
  const keys = new Set(old.map(keyOf));
  return {
    ...state,
    evidence: addVotes(state.evidence, xs(old)),
    supporters: {
      reviewers: plus(state.supporters.reviewers, old, ({ supplier }) => supplier),
      repositories: plus(state.supporters.repositories, old, ({ repository }) => repository),
    },
    seen: remember(state.seen, pullRequests, (request) => keys.has(keyOf(request)) || hasVoted(state, request), now),
  };
}

/** Adds those that `chosen` names; leaves out those of which the store holds nothing any more. In order of key. */
function remember(
  seen: RuleState['seen'],
  pullRequests: readonly PullRequest[],
  chosen: (request: PullRequest) => boolean,
  now: number,
): RuleState['seen'] {
  const days = new Map<string, Map<string, number>>();
  const note = (repository: string, change: string, day: number): void => {
    const of = days.get(repository) ?? new Map<string, number>();
    days.set(repository, of.set(change, Math.max(day, of.get(change) ?? 0)));
  };
  for (const [repository, changes] of Object.entries(seen)) {
    for (const [change, day] of Object.entries(changes)) {
      if (day + EVENT_DAYS >= dayOf(now)) note(repository, change, day);
    }
  }
  for (const request of pullRequests) {
    if (chosen(request)) note(request.repository, request.change, dayOf(request.lastSeen));
  }
  return ordered(new Map([...days].map(([repository, changes]) => [repository, ordered(changes)])));
}

function plus(
  record: Readonly<Record<string, number>>,
  votes: readonly CountedVote[],
  of: (vote: CountedVote) => string,
): Readonly<Record<string, number>> {
  const sums = new Map(Object.entries(record));
  for (const vote of votes) if (vote.supports) sums.set(of(vote), (sums.get(of(vote)) ?? 0) + 1);
  return ordered(sums);
}

/** The same content as the same bytes. */
function ordered<T>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether a pull request was counted for good: it votes no more, whatever is said of it. */
export function hasVoted(
  { seen }: Pick<RuleState, 'seen'>,
  { repository, change }: Pick<PullRequest, 'repository' | 'change'>,
): boolean {
  return Object.hasOwn(seen, repository) && Object.hasOwn(seen[repository] as object, change);
}

function keyOf({ repository, change }: Pick<PullRequest, 'repository' | 'change'>): string {
  return `${repository} ${change}`;
}

function xs(votes: readonly CountedVote[]): readonly number[] {
  return votes.map(({ x }) => x);
}

/** Days since 1970-01-01 UTC. */
function dayOf(instant: number): number {
  return Math.floor(instant / DAY_MS);
}
