/**
 * What Phase Mirror remembers, as interfaces. `sqlite/` and `aws/` implement them; `__tests__/contract/` holds the one
 * suite per port that every backend has to pass unchanged. A method answers, or throws a `StoreError` (errors.ts).
 *
 * Instants are milliseconds since 1970-01-01 UTC. Days are UTC days, `2026-11-24`. Identities of organisations,
 * repositories and people are what the anonymizer made of them; a store never sees the names, except where a comment
 * says so.
 */

/** How long an event is kept and read, from the moment it happened. */
export const EVENT_DAYS = 90;
/** How long a daily total is kept. */
export const TOTAL_DAYS = 400;
/** How long a block counts for the circuit breaker is one hour; its row is kept for two. */
export const BLOCK_HOURS = 2;
export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

// ── False positives ──────────────────────────────────────────────────────────────────────────────────────────────────

/** `pending`: nobody has judged it, or those who did disagree. */
export type EventState = 'pending' | 'false-positive' | 'true-positive';

/** That one rule reported one finding for one change of one repository. Twenty pushes of a pull request are one event. */
export interface FPEvent {
  /** H(repository id, pull request or ref, findingId, ruleVersion), 64 hex digits. */
  readonly eventId: string;
  /** 32 hex digits. */
  readonly findingId: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  /** Anonymised repository id: 64 hex digits, or what the no-op mode leaves of it. */
  readonly repository: string;
  /** Version of the identity salt that made `repository` and `actors`; 0 in the no-op mode. */
  readonly saltVersion: number;
  /** `pr#12`, or `ref#refs/heads/main` for a commit that came without a pull request. One vote per (rule, version, change). */
  readonly change: string;
  /**
   * Severity of the finding when it was first seen. An observation: no part of the payload that has to stay the same,
   * since some rules take it from what GitHub's API answers at that moment.
   */
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  /** Level of the rule when it was first seen. An observation too. */
  readonly level: 'block' | 'warn';
  /** Whether the decision was `block` because of it. An observation too. */
  readonly blocked: boolean;
  /** Anonymised author, committers and pusher: none of them may judge it. Grows when the change is seen with others. */
  readonly actors: readonly string[];
  /** When it was first seen. An observation too. */
  readonly occurredAt: number;
  /**
   * The title of the finding without its secrets, sealed by the redaction nonce (src/privacy/redaction.ts) as JSON; absent
   * where there is no nonce. An observation too.
   */
  readonly sealed?: string;
}

export type VerdictSource = 'alert' | 'suppression' | 'cli' | 'file';

export interface Verdict {
  readonly kind: 'false-positive' | 'true-positive';
  /** Anonymised. One verdict per reviewer and event: a later one replaces it. */
  readonly reviewer: string;
  /** Ticket or comment: why. Redacted before it comes here. */
  readonly ticket: string;
  readonly at: number;
  readonly source: VerdictSource;
}

export interface StoredEvent extends FPEvent {
  readonly state: EventState;
  /** Every reviewer's latest verdict, in order of reviewer. */
  readonly verdicts: readonly Verdict[];
}

/** A finding of one repository: the same finding id in another repository is another matter. */
export interface FindingRef {
  readonly repository: string;
  readonly findingId: string;
}

/** Counts over events. FPR = falsePositives ÷ (total − pending); null when nothing was judged. */
export interface Window {
  readonly ruleId: string;
  /** null: every version. */
  readonly ruleVersion: number | null;
  readonly total: number;
  readonly falsePositives: number;
  readonly truePositives: number;
  readonly pending: number;
  readonly fpr: number | null;
  /**
   * First instant that was counted from. A window by time that reaches further back than events are kept starts with
   * the first millisecond of its UTC day, because only totals are left there. null for a window by count.
   */
  readonly since: number | null;
}

export interface DayTotal {
  /** UTC day, `2026-11-24`. */
  readonly day: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly total: number;
  readonly falsePositives: number;
  readonly truePositives: number;
}

export interface RecordResult {
  /** Events that were not stored before. */
  readonly recorded: number;
  /** Events that were: the same payload again is no-op, except that new `actors` are added. */
  readonly known: number;
}

export interface MarkResult {
  /** How many events of the finding carry the verdict now. */
  readonly events: number;
  /** Those whose verdict is new or changed. */
  readonly changed: number;
}

export interface EventQuery {
  readonly ruleId?: string;
  readonly ruleVersion?: number;
  readonly repository?: string;
  readonly state?: EventState;
  /** Events from this instant on. */
  readonly since?: number;
}

/** Events of one change that nobody judged, folded: what a vote needs to know of them. */
export interface UnjudgedEvents {
  readonly kind: 'unjudged';
  readonly repository: string;
  readonly saltVersion: number;
  readonly change: string;
  readonly events: number;
  /** When the first of them was seen, and the last. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** How many of them blocked. */
  readonly blocked: number;
}

/** An event that somebody judged, alone. */
export interface JudgedEvent
  extends Pick<
    StoredEvent,
    'findingId' | 'repository' | 'saltVersion' | 'change' | 'actors' | 'occurredAt' | 'blocked' | 'verdicts'
  > {
  readonly kind: 'judged';
}

export type VoteRow = UnjudgedEvents | JudgedEvent;

/** Events of findings, and what people said of them. Expired events (EVENT_DAYS) are nowhere to be seen. */
export interface FPStore {
  /**
   * The same payload again: `known`. Another payload under the same id: DIFFERENT_PAYLOAD, and nothing is changed.
   * Payload is everything but the observations. An event older than EVENT_DAYS: INVALID.
   */
  recordEvent(event: FPEvent): Promise<'recorded' | 'known'>;
  /** Many; each by itself, in any order. The first failure is thrown, once every event was tried. */
  recordEvents(events: readonly FPEvent[]): Promise<RecordResult>;
  /** The last `count` events (1 to 10,000), newest first; ties by event id, descending. */
  getWindowByCount(ruleId: string, count: number, ruleVersion?: number): Promise<Window>;
  /** Events at or after `since`. Costs O(days), not O(events). */
  getWindowBySince(ruleId: string, since: number, ruleVersion?: number): Promise<Window>;
  /** Every event of the finding gets the verdict. None stored: NOT_FOUND. */
  markFalsePositive(finding: FindingRef, verdict: Omit<Verdict, 'kind'>): Promise<MarkResult>;
  confirmTruePositive(finding: FindingRef, verdict: Omit<Verdict, 'kind'>): Promise<MarkResult>;
  /** The events of a finding, newest first; empty when there are none. */
  getFinding(finding: FindingRef): Promise<readonly StoredEvent[]>;
  /** Finding ids of a repository that start with `prefix` (8 to 32 hex digits), in order; at most `limit` of them. */
  findFindings(repository: string, prefix: string, limit: number): Promise<readonly string[]>;
  /** Rules and versions of which something was ever recorded, in order. */
  listRules(): Promise<readonly { readonly ruleId: string; readonly ruleVersion: number }[]>;
  /** Newest first within a rule version; page by page, so that a million events need no million in memory. */
  listEvents(query: EventQuery): AsyncIterable<StoredEvent>;
  /**
   * What calibration needs of the events of one rule version, each event once, in any order; page by page, since waiting
   * for each of a million rows costs more than the rows. A change may come in several rows of kind `unjudged`. Memory and
   * requests do not grow with the number of events that nobody judged, as far as the backend can fold them. An event that
   * is judged meanwhile comes once, as it was or as it is.
   */
  voteRows(ruleId: string, ruleVersion: number): AsyncIterable<readonly VoteRow[]>;
  /** Totals per day, oldest first, of days from `fromDay` to `toDay` (both included) that have any. */
  dailyTotals(ruleId: string, ruleVersion: number, fromDay: string, toDay: string): Promise<readonly DayTotal[]>;
}

// ── Consent ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export const CONSENT_RESOURCES = ['events', 'verdicts', 'aggregate'] as const;
/** `events`: findings are recorded. `verdicts`: what people say of them is. `aggregate`: they count for the organisation. */
export type ConsentResource = (typeof CONSENT_RESOURCES)[number];

/** Who a grant is for. Ids are anonymised. */
export type ConsentScope =
  | { readonly kind: 'org'; readonly org: string }
  | { readonly kind: 'repo'; readonly org: string; readonly repository: string };

export interface ConsentGrant {
  readonly scope: ConsentScope;
  /** Not empty. */
  readonly resources: readonly ConsentResource[];
  /** Repositories that an organisation's grant leaves out; empty for a repository's. */
  readonly excludes: readonly string[];
  /** Anonymised. */
  readonly grantor: string;
  readonly grantedAt: number;
  /** null: until it is revoked. */
  readonly expiresAt: number | null;
  readonly revocable: boolean;
}

export interface ConsentRecord extends ConsentGrant {
  /** Counts up with each grant and revocation of the scope. */
  readonly version: number;
  readonly revoked: { readonly by: string; readonly at: number } | null;
}

export interface ConsentQuestion {
  readonly org: string;
  readonly repository: string;
  readonly resources: readonly ConsentResource[];
}

export type ConsentReason =
  | 'granted-by-org'
  | 'granted-by-repository'
  | 'never-granted'
  | 'excluded'
  | 'revoked'
  | 'expired'
  | 'resource-not-granted';

/** Granted for all the resources that were asked for, or not at all. */
export interface ConsentAnswer {
  readonly granted: boolean;
  readonly reason: ConsentReason;
  /** The resources that were asked for and are not granted. */
  readonly missing: readonly ConsentResource[];
}

export interface ConsentStore {
  /** Replaces the grant of the scope and keeps what was in the history. */
  recordConsent(grant: ConsentGrant): Promise<ConsentRecord>;
  /** No grant: NOT_FOUND. Not revocable: NOT_REVOCABLE. Revoked already: the record as it is. */
  revokeConsent(scope: ConsentScope, by: string, at: number): Promise<ConsentRecord>;
  /** Whether the grant of exactly this scope is in force at `at`: neither revoked nor expired. */
  hasValidConsent(scope: ConsentScope, at: number): Promise<boolean>;
  /** What is in force for a repository at `at`. The rules: consent.ts, `judgeConsent`. */
  checkConsent(question: ConsentQuestion, at: number): Promise<ConsentAnswer>;
  /** The record of exactly this scope, in force or not; null when there never was one. */
  getConsent(scope: ConsentScope): Promise<ConsentRecord | null>;
  /** Every grant and revocation of the organisation and its repositories, oldest first. */
  consentHistory(org: string): Promise<readonly ConsentRecord[]>;
}

// ── Blocks, for the circuit breaker ──────────────────────────────────────────────────────────────────────────────────

/** That a rule blocked a pull request. GitHub's public numeric ids, not anonymised: evaluate reads them without a salt. */
export interface Block {
  readonly ruleId: string;
  readonly repositoryId: number;
  readonly pullRequest: number;
  readonly authorId: number;
  readonly firstSeenAt: number;
}

export interface BlockCounter {
  /** The first block of a pull request counts, whatever comes later. */
  recordBlock(block: Block): Promise<'recorded' | 'known'>;
  /** Blocks first seen at or after `since` (at most BLOCK_HOURS back), oldest first, ties by number. */
  blocksSince(ruleId: string, repositoryId: number, since: number): Promise<readonly Block[]>;
}

// ── Baselines ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface BaselineKey {
  readonly repositoryId: number;
  /** Full name of the branch, `main`. */
  readonly branch: string;
}

/** A stored document and what identifies exactly this state of it. */
export interface StoredDocument {
  readonly bytes: Uint8Array;
  /** Opaque: an ETag, a row version. Given back to `replace`. */
  readonly tag: string;
  /** Opaque id of the version, for `loadVersion`. */
  readonly version: string;
  readonly writtenAt: number;
}

export interface DocumentVersion {
  readonly version: string;
  readonly writtenAt: number;
  readonly size: number;
  /** A deletion, where a document was before. */
  readonly deleted: boolean;
}

/** Signed documents as bytes: what is in them is for src/drift. A baseline is at most MAX_DOCUMENT_BYTES. */
export interface BaselineStore {
  /** null only when it is certain that there never was one. Deleted: DELETED. Anything else is thrown. */
  load(key: BaselineKey): Promise<StoredDocument | null>;
  /** Only where there is none: else CONFLICT. */
  create(key: BaselineKey, bytes: Uint8Array): Promise<StoredDocument>;
  /** Only where `tag` is still what is stored: else CONFLICT. */
  replace(key: BaselineKey, bytes: Uint8Array, tag: string): Promise<StoredDocument>;
  /** Newest first. */
  versions(key: BaselineKey): Promise<readonly DocumentVersion[]>;
  /** NOT_FOUND where there is no such version. */
  loadVersion(key: BaselineKey, version: string): Promise<StoredDocument>;
}

export const MAX_DOCUMENT_BYTES = 32 * 1024 * 1024;

// ── Levels ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface StoredLevels extends StoredDocument {
  readonly sequence: number;
}

/** The signed state of all levels of an organisation (or of one repository, in SQLite), and every one before it. */
export interface LevelStore {
  /** null only when it is certain that there never was one. */
  load(): Promise<StoredLevels | null>;
  /**
   * @param sequence above the stored one, else SEQUENCE
   * @param tag what `load` answered, null for the first; else CONFLICT
   */
  publish(bytes: Uint8Array, sequence: number, tag: string | null): Promise<StoredLevels>;
  /** Sequences in the history, newest first. */
  history(): Promise<readonly { readonly sequence: number; readonly writtenAt: number }[]>;
  /** NOT_FOUND where there is no such sequence. */
  loadSequence(sequence: number): Promise<Uint8Array>;
}

// ── Secrets: redaction nonces and identity salts ─────────────────────────────────────────────────────────────────────

/** One version of a secret. `value` is 64 hex digits and goes nowhere: no log, no error, no file. */
export interface SecretVersion {
  readonly version: number;
  readonly value: string;
  readonly issuedAt: number;
}

/** Reads a ring of secrets. Not in SQLite: a secret never reaches a file. */
export interface NonceSource {
  /** Every version there is, ascending; empty when there is none. A malformed one: CORRUPT, naming the parameter. */
  load(): Promise<readonly SecretVersion[]>;
  /** What messages name: `/guardian/staging/redaction_nonce_v*`. */
  readonly name: string;
}

/** The writing side, for operators. */
export interface SecretStore extends NonceSource {
  /** A version is written once: CONFLICT where it is there. */
  create(secret: SecretVersion): Promise<void>;
  /** Gone already: false. */
  remove(version: number): Promise<boolean>;
}

/** What a store needs of the world. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}
