/** Which of the jobs that have a name can report it on a pull request: a name alone starts nothing. */
import type { CheckProducer, Trigger } from '../../repository/types.js';
import { shown } from './evidence.js';
import type { Reporters } from './required.js';
import { isForTagsOnly, reachOf } from './starts.js';

export interface Reporting {
  /** Jobs of this very name that report on pull requests, as far as their triggers tell. */
  readonly reports: readonly CheckProducer[];
  /** Jobs of this very name that something may start there: a person, another workflow, a push to another branch. */
  readonly startable: readonly CheckProducer[];
  /** Jobs that may have the name, and may run there. */
  readonly possible: readonly CheckProducer[];
  /** Jobs of this very name that certainly never run for a pull request. */
  readonly elsewhere: readonly CheckProducer[];
}

/** @param branch the judged branch; null when it is not known */
export function reportingOf({ exact, maybe }: Reporters, branch: string | null): Reporting {
  const reaching = (wanted: string, producers: readonly CheckProducer[]): CheckProducer[] =>
    producers.filter(({ workflow }) => reachOf(workflow, branch) === wanted);
  return {
    reports: reaching('reports', exact),
    startable: reaching('may', exact),
    possible: maybe.filter(({ workflow }) => reachOf(workflow, branch) !== 'never'),
    elsewhere: reaching('never', exact),
  };
}

/** Events that start something, in a row: `workflow_dispatch, push (develop)`. */
export function eventsOf(triggers: readonly Trigger[]): string {
  const events = triggers.filter(({ event }) => event !== 'workflow_call').map(eventText);
  return [...new Set(events)].join(', ');
}

function eventText({ event, types, branches }: Trigger): string {
  const narrowed = event === 'push' ? branches : event.startsWith('pull_request') ? types : undefined;
  if (narrowed === undefined || narrowed.length === 0) return shown(event);
  return `${shown(event)} (${narrowed.map(({ value }) => shown(value)).join(', ')})`;
}

/** When a workflow that never runs for a pull request does run: `only on pushes to main, never on pull requests`. */
export function timesOf(triggers: readonly Trigger[]): string {
  const times = [...new Set(triggers.flatMap((trigger) => timeOf(trigger) ?? []))];
  const all = times.length < 2 ? times.join('') : `${times.slice(0, -1).join(', ')} and ${times.at(-1)}`;
  return `only ${all}, never on ${times.includes(CLOSED) ? 'open ' : ''}pull requests`;
}

const CLOSED = 'when a pull request is closed';

function timeOf(trigger: Trigger): string | null {
  switch (trigger.event) {
    case 'workflow_call':
      return null;
    case 'push':
      return isForTagsOnly(trigger)
        ? 'on pushes of tags'
        : `on pushes to ${shown([...new Set(trigger.branches?.map(({ value }) => value))].join(', '))}`;
    case 'pull_request':
    case 'pull_request_target':
      return CLOSED;
    case 'schedule':
      return 'on a schedule';
    case 'release':
      return 'on releases';
    default:
      return `on ${shown(trigger.event)}`;
  }
}
