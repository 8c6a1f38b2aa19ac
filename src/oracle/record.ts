/**
 * Recording: trusted default-branch code judges a change itself, believes no artifact of another run, and writes what
 * the rules reported under identities that cannot be turned back. Idempotent: the same change again is the same events.
 * design.md, "Recording" and "Circuit breaker".
 */
import { createHash } from 'node:crypto';
import { PhaseMirrorError } from '../errors.js';
import type { Changes } from '../github/changes.js';
import type { Anonymizer } from '../privacy/anonymizer.js';
import type { Report } from '../report/types.js';
import type { Git } from '../repository/git.js';
import { type Block, type Clock, type ConsentAnswer, type FPEvent, HOUR_MS } from '../stores/ports.js';
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
  readonly commit: string;
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
  /** null: nothing was there to be recorded, so nobody was asked. */
  readonly consent: Consent | null;
  /** Sentences for people: what was not recorded, and why. */
  readonly notes: readonly string[];
  /** True when something that should have been seen or recorded was not: the run says so with its exit status. */
  readonly incomplete: boolean;
  /** What writing threw. Judging is done by then, and what has to be told about it is told before this is thrown. */
  readonly failure: unknown;
}

/**
 * Never throws for a change that cannot be judged, nor for a store: `notes`, `incomplete` and `failure` say so. Whatever was
 * written stays, and the same run again completes it.
 *
 * @throws PhaseMirrorError what finding out about the changes throws
 */
export async function record(input: RecordInput): Promise<RecordResult> {
  const { git, trigger, changes, defaultBranch } = input;
  const found = await changesOf(git, trigger, changes, defaultBranch);
  const notes = [...found.notes];
  const outcomes: RecordedOutcome[] = [];
  let { incomplete } = found;
  const judged: { readonly change: RecordedChange; readonly run: EvaluatedRun }[] = [];
  for (const change of found.changes) {
    try {
      const run = await input.judge(change);
      outcomes.push({ change: change.change, commit: change.input.commit, ...run });
      if (run.report.toolErrors.length === 0 && run.report.compared === 'base') {
        judged.push({ change, run });
        continue;
      }
      // Without its base every old problem would count as this change's.
      const why =
        run.report.toolErrors.length > 0
          ? 'Phase Mirror failed on it'
          : 'what it was compared with could not be read (set `fetch-depth: 0` on actions/checkout)';
      notes.push(`Not recorded: ${change.change}, because ${why}.`);
    } catch (error) {
      // One that cannot be judged (its configuration is invalid) hides none of the others.
      if (!(error instanceof PhaseMirrorError) || error.kind === 'bug') throw error;
      notes.push(`Not judged: ${change.change} (${change.input.commit.slice(0, 12)}): ${error.message}`);
    }
    incomplete = true;
  }
  const nothing = { outcomes, recorded: 0, known: 0, blocks: 0, notes, incomplete, failure: undefined };
  if (found.changes.length === 0) return { ...nothing, consent: null };
  let consent: Consent | null = null;
  try {
    consent = await input.consent();
    const granted = consent.kind === 'implicit' || (consent.kind === 'asked' && consent.answer.granted);
    if (!granted) notes.push(withoutConsent(consent));
    if (input.dryRun) notes.push('Dry run: nothing is written.');
    if (!granted || input.dryRun) return { ...nothing, consent };
    return { ...nothing, consent, ...(await write(judged, await input.writer(), input)) };
  } catch (failure) {
    return { ...nothing, consent, incomplete: true, failure };
  }
}

async function write(
  judged: readonly { readonly change: RecordedChange; readonly run: EvaluatedRun }[],
  writer: RecordWriter,
  { trigger, repositoryId, clock }: RecordInput,
): Promise<Pick<RecordResult, 'recorded' | 'known' | 'blocks'>> {
  const now = clock.now();
  let blocks = 0;
  // Blocks first: they are few, and evaluate waits for them.
  if (trigger.kind === 'workflow_run') {
    for (const { change, run } of judged) {
      for (const block of blocksOf(change, liftable(run), { repositoryId, createdAt: trigger.createdAt, now })) {
        if ((await writer.stores.blocks.recordBlock(block)) === 'recorded') blocks += 1;
      }
    }
  }
  const events: FPEvent[] = [];
  for (const { change, run } of judged) {
    if (change.notRecorded !== '') continue;
    const found = eventsOf(change, run.report, writer.identities, repositoryId, now);
    events.push(...(await sealed(found, run.report, writer)));
  }
  return { ...(await writer.stores.fp.recordEvents(events)), blocks };
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

/** Critical findings never pass through the breaker, so a rule that blocks by them alone is not counted for it. */
function liftable({ blockedBy, report }: EvaluatedRun): readonly string[] {
  return blockedBy.filter((id) =>
    report.findings.some(
      ({ ruleId, status, severity }) => ruleId === id && status === 'new' && severity !== 'critical',
    ),
  );
}

/**
 * Forks are not counted: anybody can open one; nor are apps, which are nobody, nor pull requests that are closed. A block
 * counts from when its run was created: whoever runs an old one again moves nothing.
 */
function blocksOf(
  { pullRequest }: RecordedChange,
  blockedBy: readonly string[],
  when: { readonly repositoryId: number; readonly createdAt: number | null; readonly now: number },
): Block[] {
  const { repositoryId, createdAt, now } = when;
  if (
    pullRequest === null ||
    pullRequest.fork ||
    pullRequest.byBot ||
    !pullRequest.open ||
    pullRequest.authorId === 0
  ) {
    return [];
  }
  const firstSeenAt = Math.min(createdAt ?? now, now);
  if (firstSeenAt <= now - HOUR_MS) return [];
  const { number, authorId } = pullRequest;
  return blockedBy.map((ruleId) => ({ ruleId, repositoryId, pullRequest: number, authorId, firstSeenAt }));
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
