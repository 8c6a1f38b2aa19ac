/** Events and verdicts for the suites; ids are derived from a name, so that a failure says which event it was. */
import { createHash } from 'node:crypto';
import type { FindingRef, FPEvent, FPStore, StoredEvent, Verdict } from '../../src/stores/ports.js';
import { START } from './backend.js';

export const RULE = 'MD-004';
export const REPOSITORY = hex('repository', 64);

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
export function sorted<T extends FPEvent>(one: T): T {
  return { ...one, actors: [...one.actors].sort() };
}
