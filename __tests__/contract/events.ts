/** Events and verdicts for the suites; ids are derived from a name, so that a failure says which event it was. */
import { createHash } from 'node:crypto';
import type {
  FindingRef,
  FPEvent,
  FPStore,
  JudgedEvent,
  StoredEvent,
  UnjudgedEvents,
  Verdict,
} from '../../src/stores/ports.js';
import { START } from './backend.js';

export const RULE = 'MD-004';
export const REPOSITORY = hex('repository', 64);
/** What makes an event sixteen kilobytes large: 75 of them are more than one page (1 MB) of DynamoDB. */
export const CROWD = Array.from({ length: 100 }, (_, index) => hex(`actor ${index}`, 64).padEnd(128, 'x'));

export function hex(name: string, digits: number): string {
  return createHash('sha256').update(name).digest('hex').slice(0, digits);
}

export type Overrides = Partial<FPEvent>;

/** An event called `name`; its finding has the same name. */
export function event(name: string, overrides: Overrides = {}): FPEvent {
  return {
    eventId: hex(`event ${name}`, 64),
    findingId: hex(`finding ${name}`, 32),
    ruleId: RULE,
    ruleVersion: 1,
    repository: REPOSITORY,
    saltVersion: 1,
    change: 'pr#12',
    severity: 'high',
    level: 'block',
    blocked: true,
    actors: [hex('author', 64)],
    occurredAt: START - 60_000,
    ...overrides,
  };
}

/** `count` events `prefix 0` … one second apart, the last one the newest. */
export function series(prefix: string, count: number, overrides: Overrides = {}): readonly FPEvent[] {
  return Array.from({ length: count }, (_, index) =>
    event(`${prefix} ${index}`, {
      occurredAt: START - (count - index) * 1000,
      change: `pr#${index + 1}`,
      ...overrides,
    }),
  );
}

export function findingOf({ repository, findingId }: FPEvent): FindingRef {
  return { repository, findingId };
}

export function verdict(reviewer: string, overrides: Partial<Omit<Verdict, 'kind'>> = {}): Omit<Verdict, 'kind'> {
  return { reviewer: hex(`reviewer ${reviewer}`, 64), ticket: 'OPS-17', at: START, source: 'cli', ...overrides };
}

/** Marks the finding of an event one way or the other. */
export async function judge(store: FPStore, judged: FPEvent, how: 'fp' | 'tp', reviewer = 'ada'): Promise<void> {
  const finding = findingOf(judged);
  if (how === 'fp') await store.markFalsePositive(finding, verdict(reviewer));
  else await store.confirmTruePositive(finding, verdict(reviewer));
}

export async function all(events: AsyncIterable<StoredEvent>): Promise<readonly StoredEvent[]> {
  const collected: StoredEvent[] = [];
  for await (const one of events) collected.push(one);
  return collected;
}

/** What a store has to answer for an event that nobody has judged. */
export function pending(one: FPEvent): StoredEvent {
  return { ...one, state: 'pending', verdicts: [] };
}

/** Actors in order, so that sets compare. */
export function sorted<T extends Pick<FPEvent, 'actors'>>(one: T): T {
  return { ...one, actors: [...one.actors].sort() };
}

/** The same event as `voteRows` has it, once somebody judged it. */
export function judgedRow(one: StoredEvent): JudgedEvent {
  const { findingId, repository, saltVersion, change, occurredAt, blocked, verdicts } = one;
  const { actors } = sorted(one);
  return { kind: 'judged', findingId, repository, saltVersion, change, actors, occurredAt, blocked, verdicts };
}

/** All that `voteRows` says, each change in one row, in order: a backend may spread one over several. */
export async function votesOf(
  store: FPStore,
  ruleId: string,
  ruleVersion: number,
): Promise<{ readonly unjudged: readonly UnjudgedEvents[]; readonly judged: readonly JudgedEvent[] }> {
  const folded = new Map<string, UnjudgedEvents>();
  const judged: JudgedEvent[] = [];
  for await (const page of store.voteRows(ruleId, ruleVersion)) {
    for (const row of page) {
      if (row.kind === 'judged') {
        judged.push(sorted(row));
        continue;
      }
      const key = placeOf(row);
      const known = folded.get(key);
      folded.set(key, known === undefined ? row : joined(known, row));
    }
  }
  return {
    unjudged: [...folded.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)),
    judged: judged.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
  };
}

/** What `votesOf` has to say of these events. */
export function expectedVotes(events: readonly StoredEvent[]): Awaited<ReturnType<typeof votesOf>> {
  const folded = new Map<string, UnjudgedEvents>();
  for (const { repository, saltVersion, change, occurredAt, blocked, verdicts } of events) {
    if (verdicts.length > 0) continue;
    const seen = { firstSeen: occurredAt, lastSeen: occurredAt };
    const one = {
      kind: 'unjudged',
      repository,
      saltVersion,
      change,
      events: 1,
      ...seen,
      blocked: blocked ? 1 : 0,
    } as const;
    const known = folded.get(placeOf(one));
    folded.set(placeOf(one), known === undefined ? one : joined(known, one));
  }
  return {
    unjudged: [...folded.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)),
    judged: events
      .filter(({ verdicts }) => verdicts.length > 0)
      .map(judgedRow)
      .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
  };
}

type Place = Pick<UnjudgedEvents, 'repository' | 'saltVersion' | 'change'>;

const placeOf = ({ repository, saltVersion, change }: Place): string => `${repository} ${saltVersion} ${change}`;
const idOf = (row: JudgedEvent): string => `${row.findingId} ${placeOf(row)}`;

function joined(a: UnjudgedEvents, b: UnjudgedEvents): UnjudgedEvents {
  return {
    ...a,
    events: a.events + b.events,
    firstSeen: Math.min(a.firstSeen, b.firstSeen),
    lastSeen: Math.max(a.lastSeen, b.lastSeen),
    blocked: a.blocked + b.blocked,
  };
}
