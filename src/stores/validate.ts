/** What a store takes. Shared by every backend, so that none is laxer than another. Pure. */
import type { StoreErrorIds } from './errors.js';
import { StoreError } from './errors.js';
import type { BaselineKey, Block, ConsentGrant, ConsentScope, EventQuery, FPEvent, Verdict } from './ports.js';
import { CONSENT_RESOURCES, DAY_MS, EVENT_DAYS, MAX_DOCUMENT_BYTES } from './ports.js';

/** A recorder's clock may be this far ahead of ours. */
export const MAX_CLOCK_SKEW_MS = 5 * 60_000;
/** Longest text of an id, a name or a ticket. */
export const MAX_TEXT = 1024;
/** Longest sealed text: a title and its envelope. */
export const MAX_SEALED = 4096;
/** More people than this do not work on one change; a set has to end somewhere. */
export const MAX_ACTORS = 1000;
export const MAX_EXCLUDES = 1000;
/** Largest count of `getWindowByCount`. */
export const MAX_COUNT = 10_000;

const SEVERITIES: readonly string[] = ['critical', 'high', 'medium', 'low'];
const SOURCES: readonly string[] = ['alert', 'suppression', 'cli', 'file'];
/** Keys are made of these by joining with `#`: no separator inside, nothing that a terminal would act on. */
const RULE_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const IDENTITY = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$/;

/** @throws {StoreError} INVALID, naming the field and the operation */
export function checkEvent(operation: string, event: FPEvent, now: number): void {
  const ids: StoreErrorIds = { ruleId: shown(event.ruleId), eventId: shown(event.eventId) };
  const refuse = refusal(operation, ids);
  if (!/^[0-9a-f]{64}$/.test(event.eventId)) refuse('eventId', 'is not 64 lower-case hex digits');
  if (!/^[0-9a-f]{32}$/.test(event.findingId)) refuse('findingId', 'is not 32 lower-case hex digits');
  checkRule(operation, event.ruleId, event.ruleVersion);
  if (!IDENTITY.test(event.repository)) refuse('repository', 'is not an identity');
  if (!Number.isSafeInteger(event.saltVersion) || event.saltVersion < 0) refuse('saltVersion', 'is not a version');
  if (!isText(event.change) || !/^(?:pr#[1-9][0-9]{0,14}|ref#.+)$/.test(event.change)) {
    refuse('change', 'is neither pr#<number> nor ref#<name>');
  }
  if (!SEVERITIES.includes(event.severity)) refuse('severity', `is none of ${SEVERITIES.join(', ')}`);
  if (event.level !== 'block' && event.level !== 'warn') refuse('level', 'is neither block nor warn');
  if (typeof event.blocked !== 'boolean') refuse('blocked', 'is neither true nor false');
  if (event.actors.length > MAX_ACTORS) refuse('actors', `are more than ${MAX_ACTORS}`);
  if (!event.actors.every((actor) => IDENTITY.test(actor))) refuse('actors', 'hold something that is no identity');
  if (event.sealed !== undefined && !(typeof event.sealed === 'string' && event.sealed.length <= MAX_SEALED)) {
    refuse('sealed', `is over ${MAX_SEALED} characters`);
  }
  checkInstant(refuse, 'occurredAt', event.occurredAt);
  if (event.occurredAt > now + MAX_CLOCK_SKEW_MS) refuse('occurredAt', 'is in the future');
  if (event.occurredAt <= now - EVENT_DAYS * DAY_MS) refuse('occurredAt', `is more than ${EVENT_DAYS} days ago`);
}

/** @throws {StoreError} INVALID */
export function checkRule(operation: string, ruleId: string, ruleVersion?: number): void {
  const refuse = refusal(operation, { ruleId: shown(ruleId) });
  if (!RULE_ID.test(ruleId)) refuse('ruleId', 'is not the id of a rule');
  if (ruleVersion !== undefined && !(Number.isSafeInteger(ruleVersion) && ruleVersion >= 1)) {
    refuse('ruleVersion', 'is not a version');
  }
}

/** @throws {StoreError} INVALID */
export function checkCount(operation: string, ruleId: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 1 && count <= MAX_COUNT) return;
  refusal(operation, { ruleId: shown(ruleId) })('count', `is not between 1 and ${MAX_COUNT}`);
}

/** @throws {StoreError} INVALID */
export function checkSince(operation: string, ids: StoreErrorIds, since: number): void {
  checkInstant(refusal(operation, ids), 'since', since);
}

/** @throws {StoreError} INVALID */
export function checkVerdict(operation: string, findingId: string, verdict: Omit<Verdict, 'kind'>): void {
  const refuse = refusal(operation, { findingId: shown(findingId) });
  if (!/^[0-9a-f]{32}$/.test(findingId)) refuse('findingId', 'is not 32 lower-case hex digits');
  if (!IDENTITY.test(verdict.reviewer)) refuse('reviewer', 'is not an identity');
  if (!isText(verdict.ticket) || verdict.ticket.trim() === '')
    refuse('ticket', `is empty, or over ${MAX_TEXT} characters`);
  if (!SOURCES.includes(verdict.source)) refuse('source', `is none of ${SOURCES.join(', ')}`);
  checkInstant(refuse, 'at', verdict.at);
}

/** @throws {StoreError} INVALID */
export function checkGrant(operation: string, grant: ConsentGrant): void {
  const refuse = refusal(operation, { key: scopeText(grant.scope) });
  checkScope(operation, grant.scope);
  if (grant.resources.length === 0) refuse('resources', 'are empty: a grant of nothing is no grant');
  if (!grant.resources.every((resource) => (CONSENT_RESOURCES as readonly string[]).includes(resource))) {
    refuse('resources', `hold something that is none of ${CONSENT_RESOURCES.join(', ')}`);
  }
  if (grant.scope.kind === 'repo' && grant.excludes.length > 0) refuse('excludes', 'belong to an organisation only');
  if (grant.excludes.length > MAX_EXCLUDES) refuse('excludes', `are more than ${MAX_EXCLUDES}`);
  if (!grant.excludes.every((id) => IDENTITY.test(id))) refuse('excludes', 'hold something that is no identity');
  if (!IDENTITY.test(grant.grantor)) refuse('grantor', 'is not an identity');
  checkInstant(refuse, 'grantedAt', grant.grantedAt);
  if (grant.expiresAt !== null) {
    checkInstant(refuse, 'expiresAt', grant.expiresAt);
    if (grant.expiresAt <= grant.grantedAt) refuse('expiresAt', 'is not after grantedAt');
  }
}

/** @throws {StoreError} INVALID */
export function checkScope(operation: string, scope: ConsentScope): void {
  const refuse = refusal(operation, { key: scopeText(scope) });
  if (!IDENTITY.test(scope.org)) refuse('org', 'is not an identity');
  if (scope.kind === 'repo' && !IDENTITY.test(scope.repository)) refuse('repository', 'is not an identity');
}

/** @throws {StoreError} INVALID */
export function checkBlock(operation: string, block: Block): void {
  const refuse = refusal(operation, { ruleId: shown(block.ruleId) });
  checkRule(operation, block.ruleId);
  for (const field of ['repositoryId', 'pullRequest', 'authorId'] as const) {
    if (!Number.isSafeInteger(block[field]) || block[field] < 1) refuse(field, 'is not an id');
  }
  checkInstant(refuse, 'firstSeenAt', block.firstSeenAt);
}

/** What `findFindings` takes. @throws {StoreError} INVALID */
export function checkPrefix(operation: string, repository: string, prefix: string, limit: number): void {
  const refuse = refusal(operation, { findingId: shown(prefix) });
  if (!IDENTITY.test(repository)) refuse('repository', 'is not an identity');
  if (!/^[0-9a-f]{8,32}$/.test(prefix)) refuse('prefix', 'is not 8 to 32 lower-case hex digits');
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_COUNT) {
    refuse('limit', `is not between 1 and ${MAX_COUNT}`);
  }
}

/** What `getFinding` takes. @throws {StoreError} INVALID */
export function checkFinding(operation: string, repository: string, findingId: string): void {
  const refuse = refusal(operation, { findingId: shown(findingId) });
  if (!IDENTITY.test(repository)) refuse('repository', 'is not an identity');
  if (!/^[0-9a-f]{32}$/.test(findingId)) refuse('findingId', 'is not 32 lower-case hex digits');
}

/** What `listEvents` takes. @throws {StoreError} INVALID */
export function checkQuery(operation: string, query: EventQuery): void {
  const refuse = refusal(operation, query.ruleId === undefined ? {} : { ruleId: shown(query.ruleId) });
  if (query.ruleId !== undefined) checkRule(operation, query.ruleId);
  if (query.ruleVersion !== undefined && !(Number.isSafeInteger(query.ruleVersion) && query.ruleVersion >= 1)) {
    refuse('ruleVersion', 'is not a version');
  }
  if (query.repository !== undefined && !IDENTITY.test(query.repository)) refuse('repository', 'is not an identity');
  if (query.since !== undefined) checkInstant(refuse, 'since', query.since);
}

/** A UTC day, `2026-11-24`. @throws {StoreError} INVALID */
export function checkDay(operation: string, ruleId: string, field: string, day: string): void {
  const instant = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  if (!Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day)) return;
  refusal(operation, { ruleId: shown(ruleId) })(field, 'is not a day');
}

/** What `revokeConsent` takes. @throws {StoreError} INVALID */
export function checkRevocation(operation: string, scope: ConsentScope, by: string, at: number): void {
  checkScope(operation, scope);
  const refuse = refusal(operation, { key: scopeText(scope) });
  if (!IDENTITY.test(by)) refuse('by', 'is not an identity');
  checkInstant(refuse, 'at', at);
}

/** @throws {StoreError} INVALID */
export function checkBaselineKey(operation: string, { repositoryId, branch }: BaselineKey): void {
  const refuse = refusal(operation, { key: shown(branch) });
  if (!Number.isSafeInteger(repositoryId) || repositoryId < 1) refuse('repositoryId', 'is not an id');
  if (!isText(branch) || branch === '') refuse('branch', `is empty, or over ${MAX_TEXT} characters`);
}

/** @throws {StoreError} TOO_LARGE */
export function checkBytes(operation: string, ids: StoreErrorIds, bytes: Uint8Array): void {
  if (bytes.byteLength <= MAX_DOCUMENT_BYTES) return;
  const reason = `was given ${bytes.byteLength} bytes, which is over the limit of ${MAX_DOCUMENT_BYTES}`;
  throw new StoreError({ operation, ids, code: 'TOO_LARGE', reason });
}

/** @throws {StoreError} INVALID */
export function checkSequence(operation: string, sequence: number): void {
  if (!Number.isSafeInteger(sequence) || sequence < 1)
    refusal(operation, {})('sequence', 'is not a whole number above 0');
}

/** `org abc`, `repo abc/def`: for messages. */
export function scopeText(scope: ConsentScope): string {
  return scope.kind === 'org' ? `org ${shown(scope.org)}` : `repo ${shown(scope.org)}/${shown(scope.repository)}`;
}

type Refuse = (field: string, reason: string) => never;

function refusal(operation: string, ids: StoreErrorIds): Refuse {
  return (field, reason) => {
    throw new StoreError({ operation, ids, code: 'INVALID', reason: `was given a ${field} that ${reason}` });
  };
}

/** Instants that a Date can hold and an ISO text of 24 characters can sort: 1970 to 9999. */
function checkInstant(refuse: Refuse, field: string, instant: number): void {
  if (!Number.isSafeInteger(instant) || instant < 0 || instant > 253_402_300_799_999)
    refuse(field, 'is not an instant');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

/** A value that may be anything, cut to what a message can hold. */
function shown(value: unknown): string {
  return String(value).slice(0, 80);
}
