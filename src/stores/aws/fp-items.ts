/**
 * What lies in the table fp-events. Identities, rule ids and event ids hold no `#` (validate.ts), so joined keys are
 * unambiguous.
 *
 * | row | pk | sk |
 * |---|---|---|
 * | event | `repo#<repository>#rule#<rule>` | `event#<event id>` |
 * | – in RuleIndex | `rule#<rule>#<version>` | `<ISO>#<event id>` |
 * | – in FindingIndex | `finding#<repository>#<finding id>` | `<ISO>#<event id>` |
 * | total of a day | `total#<rule>#<version>` | `day#<date>` |
 * | that a rule version was recorded | `rules` | `rule#<rule>#<version>` |
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DayTotal, EventState, FindingRef, FPEvent, StoredEvent, Verdict, VoteRow } from '../ports.js';
import { DAY_MS, EVENT_DAYS, TOTAL_DAYS } from '../ports.js';
import { dayOf, expiryOf, startOfDay, stateOf } from '../window.js';
import type { Row, RowKey } from './items.js';
import { BOOL, isoOf, keyItem, N, S } from './items.js';

export const RULE_INDEX = 'RuleIndex';
export const FINDING_INDEX = 'FindingIndex';
/** Partition of the rows that name every rule version. */
export const RULES_PK = 'rules';

const STATES: readonly EventState[] = ['pending', 'false-positive', 'true-positive'];
const VERDICTS: readonly Verdict['kind'][] = ['false-positive', 'true-positive'];
const SOURCES: readonly Verdict['source'][] = ['alert', 'suppression', 'cli', 'file'];
const SEVERITIES: readonly FPEvent['severity'][] = ['critical', 'high', 'medium', 'low'];
const LEVELS: readonly FPEvent['level'][] = ['block', 'warn'];

export interface RuleVersion {
  readonly ruleId: string;
  readonly ruleVersion: number;
}

/** An event as it is stored. */
export interface EventRow {
  readonly event: StoredEvent;
  /** Counts up with each verdict; a verdict is written only onto the revision that was read. */
  readonly revision: number;
  /** Token of the write that made this revision: tells one's own write, whose answer was lost, from another's. */
  readonly writer: string;
}

export const eventKey = ({ repository, ruleId, eventId }: FPEvent): RowKey => ({
  pk: repositoryPk(repository, ruleId),
  sk: `event#${eventId}`,
});
export const repositoryPk = (repository: string, ruleId: string): string => `repo#${repository}#rule#${ruleId}`;
export const rulePk = ({ ruleId, ruleVersion }: RuleVersion): string => `rule#${ruleId}#${ruleVersion}`;
export const findingPk = ({ repository, findingId }: FindingRef): string => `finding#${repository}#${findingId}`;
export const totalPk = ({ ruleId, ruleVersion }: RuleVersion): string => `total#${ruleId}#${ruleVersion}`;
export const daySk = (day: string): string => `day#${day}`;
/** The total that an event counts in. */
export const totalKey = (event: FPEvent): RowKey => ({ pk: totalPk(event), sk: daySk(dayOf(event.occurredAt)) });
/** The same as one text: events of one lane are written one after the other. */
export const totalLane = (event: FPEvent): string => `${totalPk(event)}#${Math.floor(event.occurredAt / DAY_MS)}`;
export const ruleKey = (version: RuleVersion): RowKey => ({ pk: RULES_PK, sk: rulePk(version) });

/** Last instant that is expired: an event must be later than this to be seen. */
export const expiredUntil = (now: number): number => now - EVENT_DAYS * DAY_MS;

/** Epoch second after which the total of a day is not read any more, and DynamoDB may delete it: counted from its end. */
export const totalExpiry = (instant: number): number => expiryOf(startOfDay(instant) + DAY_MS, TOTAL_DAYS);

/** A new event: nobody has judged it. */
export function eventToItem(event: FPEvent, writer: string): Record<string, AttributeValue> {
  const actors = [...new Set(event.actors)];
  const sk = S(`${isoOf(event.occurredAt)}#${event.eventId}`);
  return {
    ...keyItem(eventKey(event)),
    gsi1pk: S(rulePk(event)),
    gsi1sk: sk,
    gsi2pk: S(findingPk(event)),
    gsi2sk: sk,
    expiresAt: N(expiryOf(event.occurredAt, EVENT_DAYS)),
    eventId: S(event.eventId),
    findingId: S(event.findingId),
    ruleId: S(event.ruleId),
    ruleVersion: N(event.ruleVersion),
    repository: S(event.repository),
    saltVersion: N(event.saltVersion),
    change: S(event.change),
    severity: S(event.severity),
    level: S(event.level),
    blocked: BOOL(event.blocked),
    ...(actors.length === 0 ? {} : { actors: { SS: actors } }),
    occurredAt: N(event.occurredAt),
    ...(event.sealed === undefined ? {} : { sealed: S(event.sealed) }),
    state: S('pending'),
    verdicts: { L: [] },
    revision: N(1),
    writer: S(writer),
  };
}

/** Reads what `eventToItem` and verdicts wrote; throws inside `readRow` when it is not in that form. */
export function itemToEvent(row: Row): EventRow {
  const fact: FPEvent = {
    eventId: row.matching('eventId', /^[0-9a-f]{64}$/),
    findingId: row.matching('findingId', /^[0-9a-f]{32}$/),
    ruleId: row.text('ruleId'),
    ruleVersion: row.integer('ruleVersion', 1),
    repository: row.text('repository'),
    saltVersion: row.integer('saltVersion'),
    change: row.text('change'),
    severity: row.oneOf('severity', SEVERITIES),
    level: row.oneOf('level', LEVELS),
    blocked: row.flag('blocked'),
    actors: row.set('actors'),
    occurredAt: row.integer('occurredAt'),
    ...(row.has('sealed') ? { sealed: row.text('sealed') } : {}),
  };
  const { pk, sk } = eventKey(fact);
  row.expect('pk', pk);
  row.expect('sk', sk);
  const verdicts = row.rows('verdicts').map(itemToVerdict);
  row.expect('state', stateOf(verdicts));
  return {
    event: { ...fact, state: stateOf(verdicts), verdicts },
    revision: row.integer('revision', 1),
    writer: row.text('writer'),
  };
}

/** What a count needs of an event. */
export const itemToState = (row: Row): EventState => row.oneOf('state', STATES);

/** What a vote needs of an event: one that nobody judged as the first of its change. */
export function itemToVoteRow(row: Row): VoteRow {
  const verdicts = row.rows('verdicts').map(itemToVerdict);
  const place = {
    repository: row.text('repository'),
    saltVersion: row.integer('saltVersion'),
    change: row.text('change'),
  };
  const occurredAt = row.integer('occurredAt');
  const blocked = row.flag('blocked');
  if (verdicts.length === 0) {
    const seen = { firstSeen: occurredAt, lastSeen: occurredAt };
    return { kind: 'unjudged', ...place, events: 1, ...seen, blocked: blocked ? 1 : 0 };
  }
  const findingId = row.matching('findingId', /^[0-9a-f]{32}$/);
  return { kind: 'judged', findingId, ...place, actors: row.set('actors'), occurredAt, blocked, verdicts };
}

export function verdictsToItem(verdicts: readonly Verdict[]): AttributeValue {
  return {
    L: verdicts.map(({ kind, reviewer, ticket, at, source }) => ({
      M: { kind: S(kind), reviewer: S(reviewer), ticket: S(ticket), at: N(at), source: S(source) },
    })),
  };
}

function itemToVerdict(row: Row): Verdict {
  return {
    kind: row.oneOf('kind', VERDICTS),
    reviewer: row.text('reviewer'),
    ticket: row.text('ticket'),
    at: row.integer('at'),
    source: row.oneOf('source', SOURCES),
  };
}

export function itemToTotal(row: Row, { ruleId, ruleVersion }: RuleVersion): DayTotal {
  return {
    day: row.matching('sk', /^day#\d{4}-\d{2}-\d{2}$/).slice('day#'.length),
    ruleId,
    ruleVersion,
    total: row.integer('total'),
    falsePositives: row.integer('falsePositives'),
    truePositives: row.integer('truePositives'),
  };
}

export function itemToRule(row: Row): RuleVersion {
  const [, ruleId = '', version] = row.matching('sk', /^rule#[^#]+#[1-9]\d{0,15}$/).split('#');
  return { ruleId, ruleVersion: Number(version) };
}
