/**
 * From verdicts to votes. One pull request has one vote per rule version: the share of its findings that are false
 * positives. What nobody judged, or what people disagree about, never helps a change of level: it counts as right where
 * false positives would demote, and as wrong where right findings would promote.
 *
 * Pure: who reviews, what is audited and the time come in as arguments. Why each of this is so: docs/statistics.md.
 */
import type { StoredEvent, UnjudgedEvents, Verdict } from '../stores/ports.js';
import { DAY_MS } from '../stores/ports.js';
import { stateOf } from '../stores/window.js';
import type { Direction } from './evidence.js';

/** What a vote needs to know of an event. All events are of one rule version. */
export type VoteEvent = Pick<StoredEvent, 'repository' | 'change' | 'findingId' | 'actors' | 'occurredAt' | 'verdicts'>;

/**
 * Who a recorded identity is, among those whom the base of a repository permits to review; null: none of them. One
 * person has to come out as one name, under whichever version of the identity salt the identity was written.
 */
export type Identify = (identity: string, repository: string) => string | null;

/** What is known of one pull request. */
export interface PullRequest {
  readonly repository: string;
  /** `pr#12`. */
  readonly change: string;
  /** When the first of its findings was seen, and the last. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly findings: number;
  readonly falsePositives: number;
  readonly truePositives: number;
  /** Reviewer → how many of the false positives that one called so. */
  readonly falseBy: ReadonlyMap<string, number>;
  /** Reviewer → how many of the true positives that one confirmed. */
  readonly trueBy: ReadonlyMap<string, number>;
}

/** A vote in one direction. */
export interface Vote {
  readonly repository: string;
  readonly change: string;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Share of false positives, what is pending taken against the change. */
  readonly x: number;
  /** Whether it raises the evidence for a change. */
  readonly supports: boolean;
  /** Those who judged it that way, and on how many findings. */
  readonly by: ReadonlyMap<string, number>;
}

/** Votes that support a change and were counted, by who supplied them and where. */
export interface Supporters {
  readonly reviewers: Readonly<Record<string, number>>;
  readonly repositories: Readonly<Record<string, number>>;
}

export const NO_SUPPORTERS: Supporters = { reviewers: {}, repositories: {} };

/** A pull request takes part in a promotion from this age on: time enough to review what the audit asks for. */
export const AUDIT_DAYS = 30;
/** From so many repositories on, one of them supplies at most a third of the votes for a change. */
const MANY_REPOSITORIES = 3;

interface Growing {
  repository: string;
  change: string;
  firstSeen: number;
  lastSeen: number;
  findings: number;
  falsePositives: number;
  truePositives: number;
  falseBy: Map<string, number>;
  trueBy: Map<string, number>;
}

type Where = Pick<PullRequest, 'repository' | 'change'>;

const NOBODY: Map<string, number> = new Map();

/** Collects events, in any order, as pull requests. It keeps counts, not events. */
export class PullRequests {
  /** By repository, then change: one text for a repository, not one for each of its pull requests. */
  readonly #known = new Map<string, { readonly repository: string; readonly requests: Map<string, Growing> }>();
  readonly #identify: Identify;
  readonly #leave: (why: NotCounted) => void;

  /** @param leave told of each verdict that does not count */
  constructor(identify: Identify, leave: (why: NotCounted) => void = () => undefined) {
    this.#identify = identify;
    this.#leave = leave;
  }

  /** Adds one event; it has to be added once. One that came without a pull request has no vote. */
  add(event: VoteEvent): void {
    if (!event.change.startsWith('pr#')) return;
    const { occurredAt } = event;
    const request = this.#saw(event, 1, occurredAt, occurredAt);
    const verdicts = admitted(event, this.#identify, this.#leave);
    const state = stateOf(verdicts);
    if (state === 'false-positive') {
      request.falsePositives += 1;
      request.falseBy = tally(request.falseBy, verdicts);
    } else if (state === 'true-positive') {
      request.truePositives += 1;
      request.trueBy = tally(request.trueBy, verdicts);
    }
  }

  /** Adds events that nobody judged, as if each had been added by itself. */
  addUnjudged(row: Pick<UnjudgedEvents, 'repository' | 'change' | 'events' | 'firstSeen' | 'lastSeen'>): void {
    if (!row.change.startsWith('pr#')) return;
    this.#saw(row, row.events, row.firstSeen, row.lastSeen);
  }

  /** Oldest first; ties by repository and number, so that the order is the same in every run. */
  list(): readonly PullRequest[] {
    return [...this.#known.values()].flatMap(({ requests }) => [...requests.values()]).sort(byAge);
  }

  /** The pull request, with so many more findings, the first and the last of which were seen then. */
  #saw({ repository: name, change }: Where, findings: number, firstSeen: number, lastSeen: number): Growing {
    let group = this.#known.get(name);
    if (group === undefined) {
      group = { repository: name, requests: new Map() };
      this.#known.set(name, group);
    }
    const { repository, requests } = group;
    const known = requests.get(change);
    if (known !== undefined) {
      known.findings += findings;
      known.firstSeen = Math.min(known.firstSeen, firstSeen);
      known.lastSeen = Math.max(known.lastSeen, lastSeen);
      return known;
    }
    const counts = { findings, falsePositives: 0, truePositives: 0 };
    // Shared until somebody judges: most pull requests are never judged.
    const request = { repository, change, firstSeen, lastSeen, ...counts, falseBy: NOBODY, trueBy: NOBODY };
    requests.set(change, request);
    return request;
  }
}

/** Why a verdict that is stored does not count. */
export type NotCounted = 'not-listed' | 'own' | 'no-comment';

/**
 * The verdicts on an event that count, under one name per person: of a permitted reviewer who is neither author, nor
 * committer, nor pusher of the change, with a comment or ticket.
 *
 * @param leave told of each of the others
 */
export function admitted(
  event: VoteEvent,
  identify: Identify,
  leave: (why: NotCounted) => void = () => undefined,
): readonly Pick<Verdict, 'kind' | 'reviewer'>[] {
  // Looked at anew each time: the actors of a change grow when others push to it.
  const actors = event.verdicts.length === 0 ? [] : event.actors;
  const involved = new Set(actors.flatMap((actor) => [actor, identify(actor, event.repository) ?? actor]));
  return event.verdicts.flatMap(({ kind, reviewer, ticket }) => {
    const who = identify(reviewer, event.repository);
    if (who !== null && !involved.has(who) && !involved.has(reviewer) && ticket.trim() !== '') {
      return [{ kind, reviewer: who }];
    }
    // What looks like somebody judging their own work stands above what is merely missing.
    const own = involved.has(reviewer) || (who !== null && involved.has(who));
    leave(own ? 'own' : who === null ? 'not-listed' : 'no-comment');
    return [];
  });
}

/**
 * The vote of a pull request against a level that blocks, or for one.
 *
 * @param threshold τ: the vote supports a demotion above it, a promotion below
 */
export function voteOf(request: PullRequest, direction: Direction, threshold: number): Vote {
  const { repository, change, firstSeen, lastSeen, findings, falsePositives, truePositives } = request;
  const demotes = direction === 'demote';
  const x = (demotes ? falsePositives : findings - truePositives) / findings;
  const supports = demotes ? x > threshold : x < threshold;
  return { repository, change, firstSeen, lastSeen, x, supports, by: demotes ? request.falseBy : request.trueBy };
}

/** Whether a pull request takes part in a promotion. @param audited whether it is in the audit sample */
export function isAudited(
  { repository, change, firstSeen }: Pick<PullRequest, 'repository' | 'change' | 'firstSeen'>,
  now: number,
  audited: (repository: string, change: string) => boolean,
): boolean {
  return now - firstSeen > AUDIT_DAYS * DAY_MS && audited(repository, change);
}

/** A vote with the reviewer it is counted for; '' where it supports nothing. */
export interface CountedVote extends Vote {
  readonly supplier: string;
}

export interface Capped {
  readonly counted: readonly CountedVote[];
  /** Surplus: one person or repository supplied too many. They may count later. */
  readonly waiting: readonly Vote[];
  /** Those that were counted before, and these. */
  readonly supporters: Supporters;
}

/**
 * Of the votes that support a change one reviewer supplies at most half and, where at least three repositories feed
 * the state, one repository at most a third. Surplus votes wait, latest first. Votes that speak against the change always
 * count: so whatever waits, the evidence is never higher than with all votes, and the error bound holds.
 *
 * @param votes oldest first
 * @param before supporters that were counted earlier and stay
 * @param feeding how many repositories feed the state
 */
export function capVotes(votes: readonly Vote[], before: Supporters, feeding: number): Capped {
  const counts = {
    supplier: new Map(Object.entries(before.reviewers)),
    repository: new Map(Object.entries(before.repositories)),
  };
  const change = ({ supplier, repository }: CountedVote, by: number): void => {
    increase(counts.supplier, supplier, by);
    increase(counts.repository, repository, by);
  };
  const supplied = votes.map((vote): CountedVote => {
    const counted = { ...vote, supplier: vote.supports ? supplierOf(vote.by, counts.supplier) : '' };
    if (vote.supports) change(counted, 1);
    return counted;
  });
  const cells = cellsOf(supplied);
  const waiting = new Set<CountedVote>();
  let total = sum(counts.supplier);
  for (;;) {
    const cell =
      fullest(cells, 'supplier', 'repository', counts, total / 2) ??
      (feeding >= MANY_REPOSITORIES ? fullest(cells, 'repository', 'supplier', counts, total / 3) : undefined);
    const surplus = cell?.pop();
    if (surplus === undefined) break;
    waiting.add(surplus);
    change(surplus, -1);
    total -= 1;
  }
  return {
    counted: supplied.filter((vote) => !waiting.has(vote)),
    waiting: supplied.filter((vote) => waiting.has(vote)),
    supporters: { reviewers: toRecord(counts.supplier), repositories: toRecord(counts.repository) },
  };
}

type Holder = 'supplier' | 'repository';

/** The votes that support the change, by who supplied them and where; the latest last. */
function cellsOf(votes: readonly CountedVote[]): readonly CountedVote[][] {
  const cells = new Map<string, CountedVote[]>();
  for (const vote of votes) {
    if (!vote.supports) continue;
    const key = JSON.stringify([vote.supplier, vote.repository]);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [vote]);
    else cell.push(vote);
  }
  return [...cells.values()];
}

/**
 * The cell to take a vote from, of a holder above `limit`: of the one with most, and there where the other kind of
 * holder has most, so that keeping one cap does not break the other. Equals: the latest vote.
 *
 * @returns undefined where nobody is above, or only by votes that were counted earlier
 */
function fullest(
  cells: readonly CountedVote[][],
  kind: Holder,
  other: Holder,
  counts: Readonly<Record<Holder, ReadonlyMap<string, number>>>,
  limit: number,
): CountedVote[] | undefined {
  const of = (by: Holder, vote: CountedVote): number => counts[by].get(vote[by]) ?? 0;
  let found: CountedVote[] | undefined;
  let last: CountedVote | undefined;
  for (const cell of cells) {
    const top = cell.at(-1);
    if (top === undefined || of(kind, top) <= limit) continue;
    if (
      last === undefined ||
      (of(kind, top) - of(kind, last) || of(other, top) - of(other, last) || top.firstSeen - last.firstSeen) > 0
    ) {
      found = cell;
      last = top;
    }
  }
  return found;
}

/** The vote is of the one who judged most of it; of two who did, of the one with fewer votes so far, then by name. */
function supplierOf(by: ReadonlyMap<string, number>, counts: ReadonlyMap<string, number>): string {
  const of = (name: string): number => counts.get(name) ?? 0;
  const [first] = [...by].sort(([a, m], [b, n]) => n - m || of(a) - of(b) || (a < b ? -1 : 1));
  // A vote that supports a change rests on somebody's verdict: what is pending speaks against.
  if (first === undefined) throw new Error('a vote supports a change and nobody cast it');
  return first[0];
}

function tally(known: Map<string, number>, verdicts: readonly Pick<Verdict, 'reviewer'>[]): Map<string, number> {
  const counts = known === NOBODY ? new Map<string, number>() : known;
  for (const reviewer of new Set(verdicts.map((verdict) => verdict.reviewer))) increase(counts, reviewer, 1);
  return counts;
}

function increase(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

/** In order of key, without zeros: the same votes give the same bytes. */
function toRecord(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byAge(a: PullRequest, b: PullRequest): number {
  if (a.firstSeen !== b.firstSeen) return a.firstSeen - b.firstSeen;
  if (a.repository !== b.repository) return a.repository < b.repository ? -1 : 1;
  return a.change < b.change ? -1 : 1;
}
