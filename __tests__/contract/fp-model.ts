/** The FPStore that is too simple to be wrong: a map of events, counted one by one. Property tests compare with it. */
import type { DayTotal, FPEvent, StoredEvent, Verdict } from '../../src/stores/ports.js';

type Kind = Verdict['kind'];

interface Held {
  event: FPEvent;
  readonly verdicts: Map<string, Verdict>;
}

export interface Tally {
  readonly total: number;
  readonly falsePositives: number;
  readonly truePositives: number;
  readonly pending: number;
}

export class ModelFPStore {
  readonly #events = new Map<string, Held>();

  record(event: FPEvent): 'recorded' | 'known' | 'DIFFERENT_PAYLOAD' {
    const held = this.#events.get(event.eventId);
    if (held === undefined) {
      this.#events.set(event.eventId, { event, verdicts: new Map() });
      return 'recorded';
    }
    const fixed = ({ findingId, ruleVersion, saltVersion, change }: FPEvent): string =>
      [findingId, ruleVersion, saltVersion, change].join(' ');
    if (fixed(held.event) !== fixed(event)) return 'DIFFERENT_PAYLOAD';
    held.event = { ...held.event, actors: [...new Set([...held.event.actors, ...event.actors])].sort() };
    return 'known';
  }

  mark(findingId: string, repository: string, kind: Kind, said: Omit<Verdict, 'kind'>): number | 'NOT_FOUND' {
    let marked = 0;
    for (const { event, verdicts } of this.#events.values()) {
      if (event.findingId !== findingId || event.repository !== repository) continue;
      verdicts.set(said.reviewer, { kind, ...said });
      marked += 1;
    }
    return marked === 0 ? 'NOT_FOUND' : marked;
  }

  /** Newest first; ties by event id, descending. */
  events(): readonly StoredEvent[] {
    return [...this.#events.values()]
      .map(({ event, verdicts }): StoredEvent => {
        const given = [...verdicts.values()].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1));
        const kinds = [...new Set(given.map(({ kind }) => kind))];
        return { ...event, state: kinds.length === 1 ? (kinds[0] as Kind) : 'pending', verdicts: given };
      })
      .sort((a, b) => b.occurredAt - a.occurredAt || (a.eventId < b.eventId ? 1 : -1));
  }

  since(ruleId: string, instant: number, version?: number): Tally {
    return tally(this.#of(ruleId, version).filter(({ occurredAt }) => occurredAt >= instant));
  }

  last(ruleId: string, count: number, version?: number): Tally {
    return tally(this.#of(ruleId, version).slice(0, count));
  }

  days(ruleId: string, ruleVersion: number): readonly DayTotal[] {
    const events = this.#of(ruleId, ruleVersion);
    const days = [...new Set(events.map(day))].sort();
    return days.map((date) => {
      const { total, falsePositives, truePositives } = tally(events.filter((event) => day(event) === date));
      return { day: date, ruleId, ruleVersion, total, falsePositives, truePositives };
    });
  }

  #of(ruleId: string, version: number | undefined): readonly StoredEvent[] {
    return this.events().filter(
      (event) => event.ruleId === ruleId && (version === undefined || event.ruleVersion === version),
    );
  }
}

export function tally(events: readonly StoredEvent[]): Tally {
  const falsePositives = events.filter(({ state }) => state === 'false-positive').length;
  const truePositives = events.filter(({ state }) => state === 'true-positive').length;
  const total = events.length;
  return { total, falsePositives, truePositives, pending: total - falsePositives - truePositives };
}

function day({ occurredAt }: StoredEvent): string {
  return new Date(occurredAt).toISOString().slice(0, 10);
}
