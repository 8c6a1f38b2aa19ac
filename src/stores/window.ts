/** Arithmetic over events, days and verdicts that every backend shares. Pure. */
import type { EventState, FPEvent, StoredEvent, Verdict, Window } from './ports.js';
import { DAY_MS, EVENT_DAYS } from './ports.js';

/** Counts of events; `pending` is what is left of `total`. */
export interface Counts {
  readonly total: number;
  readonly falsePositives: number;
  readonly truePositives: number;
}

/** A window from counts. FPR = falsePositives ÷ (total − pending), null when nothing was judged. */
export function windowOf(
  ruleId: string,
  ruleVersion: number | null,
  { total, falsePositives, truePositives }: Counts,
  since: number | null,
): Window {
  const judged = falsePositives + truePositives;
  return {
    ruleId,
    ruleVersion,
    total,
    falsePositives,
    truePositives,
    pending: total - judged,
    fpr: judged === 0 ? null : falsePositives / judged,
    since,
  };
}

/** Counts events of one rule. @param ruleVersion what the window is called after; the events were chosen by the caller */
export function computeWindow(
  ruleId: string,
  ruleVersion: number | null,
  events: Iterable<Pick<StoredEvent, 'state'>>,
  since: number | null = null,
): Window {
  let total = 0;
  let falsePositives = 0;
  let truePositives = 0;
  for (const { state } of events) {
    total += 1;
    if (state === 'false-positive') falsePositives += 1;
    else if (state === 'true-positive') truePositives += 1;
  }
  return windowOf(ruleId, ruleVersion, { total, falsePositives, truePositives }, since);
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    total: a.total + b.total,
    falsePositives: a.falsePositives + b.falsePositives,
    truePositives: a.truePositives + b.truePositives,
  };
}

/** What a set of verdicts makes of an event. Those who disagree leave it pending. */
export function stateOf(verdicts: Iterable<Pick<Verdict, 'kind'>>): EventState {
  let state: EventState = 'pending';
  for (const { kind } of verdicts) {
    if (state !== 'pending' && state !== kind) return 'pending';
    state = kind;
  }
  return state;
}

/**
 * A verdict as a store keeps it. UTF-8 cannot hold half of a surrogate pair and puts U+FFFD in its place; compared with
 * what was stored, the same verdict would then be a new one each time it comes.
 */
export function keptVerdict(kind: Verdict['kind'], said: Omit<Verdict, 'kind'>): Verdict {
  return { ...said, kind, ticket: Buffer.from(said.ticket, 'utf8').toString('utf8') };
}

/** UTC day of an instant, `2026-11-24`. */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** First millisecond of the UTC day of an instant. */
export function startOfDay(instant: number): number {
  return Math.floor(instant / DAY_MS) * DAY_MS;
}

/** What a window by time is made of: single events of the first day, and totals of the days after it. */
export interface WindowPlan {
  /** First instant that is counted. */
  readonly since: number;
  /** Events in [from, to) are counted one by one; null when the window starts with a day. */
  readonly partial: { readonly from: number; readonly to: number } | null;
  /** First day that is counted by its total. */
  readonly firstDay: string;
}

/** How to count from `since` on. Older than events are kept: from the start of its day, where totals are left. */
export function planWindow(since: number, now: number): WindowPlan {
  const start = startOfDay(since);
  if (start === since || since < now - EVENT_DAYS * DAY_MS) {
    return { since: start, partial: null, firstDay: dayOf(start) };
  }
  return { since, partial: { from: since, to: start + DAY_MS }, firstDay: dayOf(start + DAY_MS) };
}

/** Epoch second after which an event is not read any more, and a database may delete it. */
export function expiryOf(instant: number, days: number): number {
  return Math.floor((instant + days * DAY_MS) / 1000);
}

/** The parts of an event that have to be the same when it comes again, as one text. */
export function payloadOf(event: FPEvent): string {
  const { eventId, findingId, ruleId, ruleVersion, repository, saltVersion, change } = event;
  return JSON.stringify([eventId, findingId, ruleId, ruleVersion, repository, saltVersion, change]);
}
