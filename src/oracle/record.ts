/**
 * Recording: trusted default-branch code judges a change itself, believes no artifact of another run, and writes what
 * the rules reported under identities that cannot be turned back. Idempotent: the same change again is the same events.
 * design.md, "Recording" and "Circuit breaker".
 */
import { createHash } from 'node:crypto';
import type { Changes } from '../github/changes.js';
import type { Anonymizer } from '../privacy/anonymizer.js';
import type { Report } from '../report/types.js';
import type { Git } from '../repository/git.js';
import type { Block, Clock, ConsentAnswer, FPEvent } from '../stores/ports.js';
import type { Stores } from '../stores/stores.js';
import type { EvaluatedRun } from './evaluate-run.js';
import { changesOf, type RecordedChange, type RecordTrigger } from './record-changes.js';

export interface RecordInput {
  readonly git: Git;
  readonly trigger: RecordTrigger;
  readonly defaultBranch: string;
  /** GitHub's numeric id. */
  readonly repositoryId: number;
  /** null without a token. */
  readonly changes: Changes | null;
  /** Judges one change as its pull request was judged. */
  readonly judge: (change: RecordedChange) => Promise<EvaluatedRun>;
  /** Asked once, before anything is written. */
  readonly consent: () => Promise<Consent>;
  /** Opened after consent. */
  readonly writer: () => Promise<RecordWriter>;
  readonly clock: Clock;
  /** Judge, and write nothing. */
  readonly dryRun: boolean;
}

/** `implicit`: a database of one repository on its own disk. `unreachable` counts as no consent. */
export type Consent =
  | { readonly kind: 'implicit' }
  | { readonly kind: 'asked'; readonly answer: ConsentAnswer }
  | { readonly kind: 'unreachable'; readonly why: string };

export interface RecordWriter {
  readonly stores: Pick<Stores, 'fp' | 'blocks' | 'description'>;
  readonly identities: Anonymizer;
  /** Takes the secrets out of a text and seals it; null where no nonce is kept (a database on one's own disk). */
  readonly seal: ((text: string) => Promise<string>) | null;
}

export interface RecordedOutcome {
  readonly change: string;
  readonly report: Report;
  readonly blockedBy: readonly string[];
}

export interface RecordResult {
  readonly outcomes: readonly RecordedOutcome[];
  /** Events that were written, and those that were there. */
  readonly recorded: number;
  readonly known: number;
  /** Blocks that were counted for the circuit breaker. */
  readonly blocks: number;
  readonly consent: Consent;
  /** Sentences for people: what was not recorded, and why. */
  readonly notes: readonly string[];
  /** True when something that should have been recorded was not, and another run may heal it. */
  readonly incomplete: boolean;
}

/**
 * @throws PhaseMirrorError, StoreError what judging and writing throw. Whatever was written before stays, and the same
 *   run again completes it.
 */
export async function record(input: RecordInput): Promise<RecordResult> {
  const { git, trigger, changes, defaultBranch, clock } = input;
  const found = await changesOf(git, trigger, changes, defaultBranch);
  const notes = [...found.notes];
  const outcomes: RecordedOutcome[] = [];
  const writes: { readonly events: FPEvent[]; readonly blocks: Block[] } = { events: [], blocks: [] };

  const consent = await input.consent();
  const granted = consent.kind === 'implicit' || (consent.kind === 'asked' && consent.answer.granted);
  if (!granted) notes.push(withoutConsent(consent));
  const writer = granted && !input.dryRun && found.changes.length > 0 ? await input.writer() : null;

  for (const change of found.changes) {
    const { report, blockedBy } = await input.judge(change);
    outcomes.push({ change: change.change, report, blockedBy });
    if (report.toolErrors.length > 0) {
      notes.push(`Not recorded: ${change.change}, because Phase Mirror failed on it.`);
      continue;
    }
    if (writer === null) continue;
    const events = eventsOf(change, report, writer.identities, input.repositoryId, clock.now());
    writes.events.push(...(await sealed(events, report, writer)));
    if (trigger.kind === 'workflow_run')
      writes.blocks.push(...blocksOf(change, blockedBy, input.repositoryId, clock.now()));
  }
  if (writer === null) {
    if (input.dryRun) notes.push('Dry run: nothing is written.');
    // An answer would heal it; a refusal is final.
    const incomplete = found.incomplete || consent.kind === 'unreachable';
    return { outcomes, recorded: 0, known: 0, blocks: 0, consent, notes, incomplete };
  }
  const { recorded, known } = await writer.stores.fp.recordEvents(writes.events);
  let blocks = 0;
  for (const block of writes.blocks) {
    if ((await writer.stores.blocks.recordBlock(block)) === 'recorded') blocks += 1;
  }
  return { outcomes, recorded, known, blocks, consent, notes, incomplete: found.incomplete };
}

/**
 * `eventId`: twenty pushes of one pull request are one event. Over the anonymised repository, so that the id itself says
 * nothing to somebody who knows the public ids (docs/adr/0011-recording.md).
 *
 * @returns 64 lower-case hex digits
 */
export function eventIdOf(repository: string, change: string, findingId: string, ruleVersion: number): string {
  const text = JSON.stringify(['phase-mirror/event/1', repository, change, findingId, ruleVersion]);
  return createHash('sha256').update(text).digest('hex');
}

/** One event per finding that the change introduced. Older and suppressed ones were not put before anybody. */
function eventsOf(
  { change, actorIds }: RecordedChange,
  report: Report,
  identities: Anonymizer,
  repositoryId: number,
  now: number,
): FPEvent[] {
  const repository = identities.repository(repositoryId);
  const actors = actorIds.map((id) => identities.actor(id));
  const blocked = report.decision.outcome === 'block';
  const events = report.findings.flatMap(({ findingId, ruleId, ruleVersion, severity, level, status }): FPEvent[] => {
    if (status !== 'new' || level === 'off') return [];
    return [
      {
        eventId: eventIdOf(repository, change, findingId, ruleVersion),
        findingId,
        ruleId,
        ruleVersion,
        repository,
        saltVersion: identities.saltVersion,
        change,
        severity,
        level,
        blocked: blocked && level === 'block',
        actors,
        occurredAt: now,
      },
    ];
  });
  // Two places with one and the same contradiction have one id: one event.
  return [...new Map(events.map((event) => [event.eventId, event])).values()];
}

/** With the titles that people see when they look at what was recorded. Without the nonce nothing is written at all. */
async function sealed(events: readonly FPEvent[], report: Report, { seal }: RecordWriter): Promise<FPEvent[]> {
  if (seal === null) return [...events];
  const titles = new Map(report.findings.map(({ findingId, title }) => [findingId, title]));
  return Promise.all(
    events.map(async (event) => ({
      ...event,
      sealed: await seal((titles.get(event.findingId) ?? '').slice(0, MAX_TITLE)),
    })),
  );
}

/** Of a title that is sealed. */
const MAX_TITLE = 500;

/** Forks are not counted: anybody can open one. */
function blocksOf(
  { pullRequest }: RecordedChange,
  blockedBy: readonly string[],
  repositoryId: number,
  now: number,
): Block[] {
  if (pullRequest === null || pullRequest.fork || pullRequest.authorId === 0) return [];
  return blockedBy.map((ruleId) => ({
    ruleId,
    repositoryId,
    pullRequest: pullRequest.number,
    authorId: pullRequest.authorId,
    firstSeenAt: now,
  }));
}

const REASONS: Readonly<Record<ConsentAnswer['reason'], string>> = {
  'granted-by-org': '',
  'granted-by-repository': '',
  'never-granted': 'nobody gave it',
  excluded: 'the grant of the organisation leaves this repository out',
  revoked: 'it was revoked',
  expired: 'it has expired',
  'resource-not-granted': 'it does not cover events',
};

/** `Not recorded: no consent (it was revoked).` */
function withoutConsent(consent: Consent): string {
  if (consent.kind === 'unreachable') {
    return `Not recorded: no consent (it could not be asked for, which counts as none: ${consent.why}).`;
  }
  const reason = consent.kind === 'asked' ? REASONS[consent.answer.reason] : '';
  return `Not recorded: no consent (${reason}). \`phase-mirror consent grant\` gives it.`;
}
