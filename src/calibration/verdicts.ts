/**
 * Verdicts as they come in, and which of them are worth keeping: by a reviewer whom the base lists, who had no part in the
 * change, with a reason, about something that was recorded. What is refused here is never stored; what is stored is checked
 * again when it is counted (`admitted` in votes.ts), because the list and the people of a change may be others by then.
 *
 * Pure: who reviews and what was recorded come in as arguments.
 */
import { redactText } from '../privacy/secrets.js';
import type { Verdict, VerdictSource } from '../stores/ports.js';

/** GitHub's numeric id; for people also `local:…`. */
export type PersonId = number | string;

/** Somebody who may have said it. */
export interface Speaker {
  /** null: the account was deleted, or the name is no reviewer's. */
  readonly id: PersonId | null;
  /** For people. */
  readonly name: string;
  /** False for apps: nobody answers for what they say. */
  readonly person: boolean;
  /** Whether they took part in the change that carries the verdict. */
  readonly own: boolean;
}

/** A verdict of one source, before anybody looked at whether it counts. */
export interface RawVerdict {
  readonly source: Exclude<VerdictSource, 'cli'>;
  /** 32 hex digits; null: it names none. */
  readonly findingId: string | null;
  /** The rule it has to be of; absent: whatever the finding is of. */
  readonly ruleId?: string;
  /** null: for a reason that says nothing of who was right. */
  readonly kind: Verdict['kind'] | null;
  /** The first group that holds anybody who counts speaks; everybody in it who counts does. */
  readonly speakers: readonly (readonly Speaker[])[];
  /** Comment or ticket. */
  readonly comment: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** `alert 12`, `.phase-mirror.yml:7`: for people. */
  readonly where: string;
}

/** Worst first: what looks like somebody judging their own work stands above what is merely missing. */
export const REFUSALS = [
  'own',
  'not-listed',
  'app',
  'nobody',
  'no-comment',
  'not-recorded',
  'no-finding',
  'no-verdict',
  'replaced',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** After "Refused: 3 ", and after "alert 12 (finding 1a2b3c4d) is ". */
export const REFUSAL_WORDS: Readonly<Record<Refusal, string>> = {
  own: 'by somebody who took part in the change',
  'not-listed': 'by somebody who is not among the reviewers',
  app: 'by an app, which answers for nothing',
  nobody: 'by nobody who is known',
  'no-comment': 'without a comment or ticket',
  'not-recorded': 'about a finding that was not recorded here',
  'no-finding': 'without the id of a finding',
  'no-verdict': 'for a reason that does not say who was right',
  replaced: 'which the same person replaced by a later one',
};

export interface Grounds {
  readonly isReviewer: (id: PersonId) => boolean;
  /** Events of the finding that are there. */
  readonly events: number;
  /** How many of them the person took part in. */
  readonly ownEvents: (id: PersonId) => number;
}

export type Weighed =
  | { readonly ok: true; readonly speakers: readonly (Speaker & { readonly id: PersonId })[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** Who speaks, or why nobody does. A person who took part in some of the changes still speaks of the others. */
export function weigh({ findingId, kind, speakers, comment }: RawVerdict, grounds: Grounds): Weighed {
  if (kind === null) return refused('no-verdict');
  if (findingId === null) return refused('no-finding');
  if (comment.trim() === '') return refused('no-comment');
  if (grounds.events === 0) return refused('not-recorded');
  let worst: Refusal = 'nobody';
  for (const group of speakers) {
    const found = group.flatMap((speaker) => {
      const refusal = refusalOf(speaker, grounds);
      if (refusal === null && speaker.id !== null) return [{ ...speaker, id: speaker.id }];
      if (refusal !== null && REFUSALS.indexOf(refusal) < REFUSALS.indexOf(worst)) worst = refusal;
      return [];
    });
    if (found.length > 0) return { ok: true, speakers: found };
  }
  return refused(worst);
}

function refusalOf({ id, person, own }: Speaker, { isReviewer, events, ownEvents }: Grounds): Refusal | null {
  if (!person) return 'app';
  if (id === null) return 'nobody';
  if (!isReviewer(id)) return 'not-listed';
  return own || ownEvents(id) >= events ? 'own' : null;
}

function refused(refusal: Refusal): Weighed {
  return { ok: false, refusal };
}

/**
 * What a dismissed alert says. "Won't fix" and "used in tests" accept a problem that is there.
 *
 * @param reason as GitHub words it
 */
export function kindOfDismissal(reason: string): Verdict['kind'] | null {
  if (reason === 'false positive') return 'false-positive';
  return ["won't fix", 'used in tests', 'mitigated'].includes(reason) ? 'true-positive' : null;
}

/** Examples that are spelled out for people. */
const MAX_EXAMPLES = 50;

/** Counts what was refused, and keeps some of it to show. */
export class Refused {
  readonly #counts = new Map<Refusal, number>();
  readonly #examples = new Map<Refusal, string[]>();

  add({ where, findingId }: Pick<RawVerdict, 'where' | 'findingId'>, refusal: Refusal, who = ''): void {
    this.#counts.set(refusal, (this.#counts.get(refusal) ?? 0) + 1);
    const examples = this.#examples.get(refusal) ?? [];
    this.#examples.set(refusal, examples);
    if (examples.length >= MAX_EXAMPLES) return;
    const about = findingId === null ? '' : ` (finding ${findingId.slice(0, 8)})`;
    // A summary is read by more people than a file of verdicts: a login may stand in it, an address may not.
    const { text: name } = redactText(who);
    examples.push(`${where}${about}: ${REFUSAL_WORDS[refusal]}${name === '' ? '' : ` (${name})`}`);
  }

  /** Worst first. */
  counts(): { readonly reason: string; readonly count: number }[] {
    return REFUSALS.flatMap((refusal) => {
      const count = this.#counts.get(refusal);
      return count === undefined ? [] : [{ reason: REFUSAL_WORDS[refusal], count }];
    });
  }

  /** Worst first, at most 50. */
  examples(): string[] {
    return REFUSALS.flatMap((refusal) => this.#examples.get(refusal) ?? []).slice(0, MAX_EXAMPLES);
  }
}
