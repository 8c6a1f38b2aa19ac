/** Verdicts of code-scanning alerts that somebody dismissed, on the default branch and in pull requests. */
import { kindOfDismissal, type RawVerdict } from '../calibration/verdicts.js';
import type { Alerts, DismissedAlert } from '../github/alerts.js';
import type { FPStore } from '../stores/ports.js';
import type { Taken } from './calibrate-suppressions.js';

/**
 * Pull requests whose alerts are asked for one by one, the latest first: so many with events that nobody judged, and so
 * many that were judged by an alert, since who dismissed it may have another word for it by now.
 */
const MAX_PULL_REQUESTS = 50;
/** Events that are looked through for them. */
const MAX_EVENTS = 40_000;

/**
 * A list without a ref is of the default branch: a pull request that is blocked, or was closed, has its alerts on its own.
 *
 * @param places the repository, as the rows have it
 */
export async function alertVerdicts(
  alerts: Alerts,
  fp: FPStore,
  places: readonly { readonly repository: string }[],
): Promise<Taken> {
  const found = new Map<number, DismissedAlert>();
  const main = await alerts.dismissed();
  if (main.kind === 'failed') return { raws: [], notes: [`Alerts could not be read: ${main.why}`], incomplete: true };
  // Without code scanning there is nothing to be missed, and every other source counts as much.
  if (main.kind === 'none' && main.off) return { raws: [], notes: [`No alerts: ${main.why}`], incomplete: false };
  const notes = new Set<string>();
  const note = (more: boolean): void => {
    if (more) notes.add('More alerts were dismissed than are read at once (1000): the oldest ones were left aside');
  };
  let [uploaded, incomplete] = [main.kind === 'read', false];
  if (main.kind === 'read') {
    note(main.more);
    for (const alert of main.alerts) found.set(alert.number, alert);
  }
  const { numbers, more } = await pullRequestsToAsk(fp, places);
  if (more) {
    notes.add(
      `Only alerts of the last ${MAX_PULL_REQUESTS} pull requests with pending findings were read, of as many with dismissed alerts, and of the default branch`,
    );
  }
  for (const number of numbers) {
    const answer = await alerts.dismissed(`refs/pull/${number}/merge`);
    if (answer.kind === 'failed') {
      notes.add(`Alerts of pull request #${number} could not be read: ${answer.why}`);
      incomplete = true;
      break;
    }
    if (answer.kind === 'none') continue;
    uploaded = true;
    note(answer.more);
    for (const alert of answer.alerts) found.set(alert.number, alert);
  }
  if (main.kind === 'none' && !uploaded && !incomplete) notes.add(`No alerts: ${main.why}`);
  return { raws: [...found.values()].map(rawOf), notes: [...notes], incomplete };
}

async function pullRequestsToAsk(
  fp: FPStore,
  places: readonly { readonly repository: string }[],
): Promise<{ readonly numbers: readonly number[]; readonly more: boolean }> {
  const [pending, dismissed] = [new Map<number, number>(), new Map<number, number>()];
  let [looked, cut] = [0, false];
  for (const { repository } of places) {
    for await (const { change, occurredAt, state, verdicts } of fp.listEvents({ repository })) {
      looked += 1;
      cut = looked > MAX_EVENTS;
      if (cut) break;
      const number = Number(/^pr#(\d+)$/.exec(change)?.[1]);
      const lists = [
        ...(state === 'pending' ? [pending] : []),
        ...(verdicts.some(({ source }) => source === 'alert') ? [dismissed] : []),
      ];
      if (number > 0) for (const last of lists) last.set(number, Math.max(occurredAt, last.get(number) ?? 0));
    }
  }
  const latest = [pending, dismissed].map((last) =>
    [...last].sort(([a, at], [b, other]) => other - at || b - a).map(([number]) => number),
  );
  return {
    numbers: [...new Set(latest.flatMap((numbers) => numbers.slice(0, MAX_PULL_REQUESTS)))],
    more: cut || latest.some((numbers) => numbers.length > MAX_PULL_REQUESTS),
  };
}

function rawOf({ number, findingId, reason, by, comment, at }: DismissedAlert): RawVerdict {
  return {
    source: 'alert',
    findingId,
    kind: kindOfDismissal(reason),
    speakers: by === null ? [] : [[{ id: by.id, name: by.login, person: by.person, own: false }]],
    comment,
    at,
    where: `alert ${number}`,
  };
}
