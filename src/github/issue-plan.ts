/** What has to be done to an issue so that it is what it should be. Pure: from what is there to a list of steps. */
import { type DesiredIssue, LABELS, type LabelName } from '../report/issues.js';
import { digestOf, MAX_SEEN, type Marker, markerLine, mayComment, readMarker } from './issue-marker.js';

/** An issue as the API shows it, as far as we look. */
export interface ExistingIssue {
  readonly number: number;
  readonly url: string;
  readonly open: boolean;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Written by whoever writes ours: the marker of anybody else counts for nothing. */
  readonly trusted: boolean;
}

export type Step =
  | { readonly do: 'create'; readonly title: string; readonly body: string; readonly labels: readonly string[] }
  | {
      readonly do: 'edit';
      readonly number: number;
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
      readonly state: 'open' | 'closed';
      readonly reason: 'completed' | 'not_planned' | 'reopened' | null;
    }
  | { readonly do: 'comment'; readonly number: number; readonly body: string };

export interface Plan {
  readonly action: 'created' | 'edited' | 'reopened' | 'closed' | 'unchanged' | 'absent';
  readonly number: number | null;
  readonly url: string;
  readonly steps: readonly Step[];
}

/** GitHub takes 65,536 characters; the marker and a last line need some of them. */
export const MAX_BODY = 65_536;
const MAX_TITLE = 240;
const CUT = '\n\n*Cut here: the rest is in the report of the run.*';

/** @param now milliseconds since 1970-01-01 UTC */
export function planIssue(desired: DesiredIssue, existing: readonly ExistingIssue[], now: number): Plan {
  const ours = existing
    .filter(({ trusted, body }) => trusted && readMarker(body)?.key === desired.key)
    .sort((a, b) => a.number - b.number);
  const open = ours.filter((issue) => issue.open);
  // Two runs may have made one each: the first stays.
  const [kept, ...doubles] = open;
  const closing = doubles.flatMap((double) => closeDouble(double, kept?.number ?? 0));
  if (desired.state === 'closed') {
    if (kept === undefined) return { action: 'absent', number: null, url: '', steps: closing };
    const words = resolvedWords(desired, readMarker(kept.body));
    const said = words === undefined ? [] : [comment(kept.number, words)];
    const close = edit(kept, { ...kept, state: 'closed', reason: 'completed' });
    return { action: 'closed', number: kept.number, url: kept.url, steps: [...said, close, ...closing] };
  }
  const about = digestOf(desired.about);
  const title = titleOf(desired.title);
  if (kept !== undefined) return update(desired, kept, { about, title, now }, closing);
  const last = ours.at(-1);
  if (last !== undefined) {
    if (desired.reopen === false) return { action: 'unchanged', number: last.number, url: last.url, steps: [] };
    const comments = desired.changed === undefined ? 0 : 1;
    const marker = { key: desired.key, about, comments, lastComment: now, ...remembered(desired) };
    const body = bodyOf(desired.body, marker);
    const labels = labelsOf(last.labels, desired.labels);
    const steps = [
      edit(last, { title, body, labels, state: 'open', reason: 'reopened' }),
      ...(desired.changed === undefined ? [] : [comment(last.number, `It is back. ${desired.changed}`)]),
    ];
    return { action: 'reopened', number: last.number, url: last.url, steps };
  }
  const body = bodyOf(desired.body, { key: desired.key, about, comments: 0, lastComment: 0, ...remembered(desired) });
  return {
    action: 'created',
    number: null,
    url: '',
    steps: [{ do: 'create', title, body, labels: [...desired.labels] }],
  };
}

/** After a create: another run may have been first. @returns the steps that close ours, empty when ours stays */
export function planAfterCreate(key: string, number: number, existing: readonly ExistingIssue[]): readonly Step[] {
  const ours = existing.filter(({ open, trusted, body }) => open && trusted && readMarker(body)?.key === key);
  const first = ours.reduce((least, issue) => Math.min(least, issue.number), number);
  const own = ours.find((issue) => issue.number === number);
  return first === number || own === undefined ? [] : closeDouble(own, first);
}

function update(
  desired: DesiredIssue,
  kept: ExistingIssue,
  { about, title, now }: { readonly about: string; readonly title: string; readonly now: number },
  closing: readonly Step[],
): Plan {
  const old = readMarker(kept.body) as Marker;
  const says = desired.changed !== undefined && old.about !== about && mayComment(old, now);
  const marker: Marker = {
    key: desired.key,
    // A change that nobody was told of yet is told at the next look.
    about: says || desired.changed === undefined ? about : old.about,
    comments: says ? old.comments + 1 : old.comments,
    lastComment: says ? now : old.lastComment,
    ...remembered(desired),
    ...(says || desired.changed === undefined || old.seen === undefined ? {} : { seen: old.seen }),
  };
  const body = bodyOf(desired.body, marker);
  const labels = labelsOf(kept.labels, desired.labels);
  const same = kept.body === body && kept.title === title && sameSet(labels, kept.labels);
  const steps: Step[] = [
    ...(same ? [] : [edit(kept, { title, body, labels, state: 'open', reason: null })]),
    ...(says ? [comment(kept.number, changeWords(desired, old))] : []),
    ...closing,
  ];
  return { action: same ? 'unchanged' : 'edited', number: kept.number, url: kept.url, steps };
}

/** What the marker keeps of the items and the measure. */
function remembered({ items, basis }: DesiredIssue): Pick<Marker, 'basis' | 'seen'> {
  return {
    ...(basis === undefined ? {} : { basis: basisOf(basis) }),
    ...(items === undefined ? {} : { seen: items.slice(0, MAX_SEEN).map(({ id }) => id) }),
  };
}

function basisOf(basis: string): string {
  return digestOf(basis).slice(0, 16);
}

function resolvedWords({ resolved, basis, resolvedByBasis }: DesiredIssue, old: Marker | null): string | undefined {
  const moved = basis !== undefined && old?.basis !== undefined && old.basis !== basisOf(basis);
  return moved ? (resolvedByBasis ?? resolved) : resolved;
}

const NEW_SHOWN = 20;

/** `changed`, then what came since people were told last, and how much of that went. */
function changeWords({ changed = '', items }: DesiredIssue, { seen }: Marker): string {
  // A full memory may lack the ones that seem to be new.
  if (items === undefined || seen === undefined || seen.length >= MAX_SEEN) return changed;
  const [known, present] = [new Set(seen), new Set(items.map(({ id }) => id))];
  const fresh = items.filter(({ id }) => !known.has(id));
  const gone = seen.filter((id) => !present.has(id)).length;
  const more = fresh.length - NEW_SHOWN;
  const list = [
    ...fresh.slice(0, NEW_SHOWN).map(({ text }) => `- ${text}`),
    ...(more > 0 ? [`- and ${more} more, in the issue`] : []),
  ];
  return [
    changed,
    ...(list.length === 0 ? [] : [`New since then:\n\n${list.join('\n')}`]),
    ...(gone === 0 ? [] : [`${gone} of what was told before ${gone === 1 ? 'is' : 'are'} no longer there.`]),
  ].join('\n\n');
}

type Fields = Pick<Extract<Step, { do: 'edit' }>, 'title' | 'body' | 'labels' | 'state' | 'reason'>;

function edit({ number }: ExistingIssue, { title, body, labels, state, reason }: Fields): Step {
  return { do: 'edit', number, title, body, labels, state, reason };
}

function comment(number: number, body: string): Step {
  return { do: 'comment', number, body: body.slice(0, MAX_BODY) };
}

function closeDouble(double: ExistingIssue, first: number): Step[] {
  return [
    comment(double.number, `Two runs opened an issue for the same matter at once. #${first} goes on.`),
    edit(double, { ...double, state: 'closed', reason: 'not_planned' }),
  ];
}

function titleOf(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_TITLE ? line : `${line.slice(0, MAX_TITLE - 1).trimEnd()}…`;
}

function bodyOf(body: string, marker: Marker): string {
  const line = `\n\n${markerLine(marker)}`;
  const room = MAX_BODY - line.length;
  if (body.length <= room) return body + line;
  // At the end of a line, so that no table row or escape is cut in two.
  const cut = body.slice(0, room - CUT.length);
  return `${cut.slice(0, Math.max(0, cut.lastIndexOf('\n')))}${CUT}${line}`;
}

/** Ours are set exactly; what people added stays. */
function labelsOf(present: readonly string[], wanted: readonly LabelName[]): string[] {
  const others = present.filter((label) => !Object.hasOwn(LABELS, label));
  return [...new Set([...wanted, ...others])];
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry) => other.includes(entry));
}
