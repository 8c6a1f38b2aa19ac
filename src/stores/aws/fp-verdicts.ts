/** What people say of a finding, written onto each of its events together with the total of the event's day. */
import { randomUUID } from 'node:crypto';
import { StoreError } from '../errors.js';
import type { FindingRef, MarkResult, StoredEvent, Verdict } from '../ports.js';
import { stateOf } from '../window.js';
import type { EventRow } from './fp-items.js';
import {
  eventKey,
  expiredUntil,
  FINDING_INDEX,
  findingPk,
  itemToEvent,
  totalLane,
  verdictsToItem,
} from './fp-items.js';
import type { Item, Row, RowKey } from './items.js';
import { isoOf, keyItem, N, readRow, S } from './items.js';
import { inLanes } from './lanes.js';
import type { About, Outcome, Table } from './table.js';
import { changeOf, totalUpdate } from './totals.js';

/** Somebody else judged the same event in between, so often in a row. More than this is no coincidence. */
const REREADS = 50;

/** Query of a finding's events, newest first; what is expired at `now` is not read. */
export function findingQuery(finding: FindingRef, now: number) {
  return {
    IndexName: FINDING_INDEX,
    KeyConditionExpression: '#pk = :pk AND #sk >= :from',
    ExpressionAttributeNames: { '#pk': 'gsi2pk', '#sk': 'gsi2sk' },
    ExpressionAttributeValues: { ':pk': S(findingPk(finding)), ':from': S(isoOf(expiredUntil(now) + 1)) },
    ScanIndexForward: false,
  };
}

/**
 * Gives every event of the finding the verdict. The index only says where the events are; what they hold is read from
 * the table itself, and written only onto the revision that was read.
 *
 * @param now milliseconds since 1970-01-01 UTC: what is expired then is not judged
 * @throws {StoreError} NOT_FOUND; the first failure, once every event was tried: the others carry the verdict then, and
 *   saying the same again changes only those that don't
 */
export async function markFinding(
  table: Table,
  about: About,
  finding: FindingRef,
  verdict: Verdict,
  now: number,
): Promise<MarkResult> {
  const origin = { operation: about.operation, table: table.name };
  const query = findingQuery(finding, now);
  const found = await table.all(about, {
    ...query,
    ProjectionExpression: '#rowPk, #rowSk',
    ExpressionAttributeNames: { ...query.ExpressionAttributeNames, '#rowPk': 'pk', '#rowSk': 'sk' },
  });
  const keys = found.map((item) => readRow(origin, item, itemToKey));
  const items = await table.getAll(about, keys);
  const read = (item: Item): EventRow | null => {
    const row = readRow(origin, item, itemToEvent);
    return row.event.occurredAt > expiredUntil(now) && row.event.findingId === finding.findingId ? row : null;
  };
  const rows = items.map(read).filter((row) => row !== null);
  const judged = await inLanes(
    rows,
    ({ event }) => totalLane(event),
    (row) => judge(table, about, row, verdict, read),
  );
  const there = judged.filter((answer) => answer !== 'gone');
  if (there.length === 0) {
    throw new StoreError({ ...about, code: 'NOT_FOUND', reason: 'found no event of this finding in this repository' });
  }
  return {
    events: there.filter((answer) => answer !== 'outdated').length,
    changed: there.filter((answer) => answer === 'changed').length,
  };
}

const itemToKey = (row: Row): RowKey => ({ pk: row.text('pk'), sk: row.text('sk') });

/**
 * The verdicts with this one among them, in order of reviewer. `same`: it says nothing new. `outdated`: the reviewer has
 * said something later already, which stays.
 */
export function withVerdict(verdicts: readonly Verdict[], verdict: Verdict): readonly Verdict[] | 'same' | 'outdated' {
  const known = verdicts.find(({ reviewer }) => reviewer === verdict.reviewer);
  if (known !== undefined) {
    if (known.at > verdict.at) return 'outdated';
    const fields = ['kind', 'ticket', 'at', 'source'] as const;
    if (fields.every((field) => known[field] === verdict[field])) return 'same';
  }
  const others = verdicts.filter((other) => other !== known);
  return [...others, verdict].sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1));
}

type Judged = 'changed' | 'same' | 'outdated' | 'gone';

async function judge(
  table: Table,
  about: About,
  first: EventRow,
  verdict: Verdict,
  read: (item: Item) => EventRow | null,
): Promise<Judged> {
  let row = first;
  let outcome: Outcome = 'refused';
  for (let attempt = 0; attempt < REREADS; attempt += 1) {
    const verdicts = withVerdict(row.event.verdicts, verdict);
    // After a lost answer, what we find may be what we wrote.
    if (verdicts === 'same' && outcome === 'unclear') return 'changed';
    if (typeof verdicts === 'string') return verdicts;
    outcome = await writeVerdicts(table, about, row, verdicts);
    if (outcome === 'done') return 'changed';
    const item = await table.get(about, eventKey(row.event));
    const again = item === undefined ? null : read(item);
    if (again === null) return 'gone';
    row = again;
  }
  const ids = { ...about.ids, eventId: row.event.eventId };
  const reason = `met another verdict in between ${REREADS} times in a row`;
  throw new StoreError({ operation: about.operation, ids, code: 'CONFLICT', reason });
}

/**
 * The condition names the instant too: an event that expired and was recorded anew starts again with revision 1, and
 * counts in another day.
 */
function writeVerdicts(
  table: Table,
  about: About,
  { event, revision }: EventRow,
  verdicts: readonly Verdict[],
): Promise<Outcome> {
  const state = stateOf(verdicts);
  const update = {
    Key: keyItem(eventKey(event)),
    UpdateExpression: 'SET #verdicts = :verdicts, #state = :state, #revision = :next',
    ConditionExpression: '#revision = :revision AND #occurredAt = :occurredAt',
    ExpressionAttributeNames: {
      '#verdicts': 'verdicts',
      '#state': 'state',
      '#revision': 'revision',
      '#occurredAt': 'occurredAt',
    },
    ExpressionAttributeValues: {
      ':verdicts': verdictsToItem(verdicts),
      ':state': S(state),
      ':next': N(revision + 1),
      ':revision': N(revision),
      ':occurredAt': N(event.occurredAt),
    },
  };
  if (state === event.state) return table.update(about, update);
  const total = totalUpdate(table, event, changeOf(event.state, state));
  return table.transact(about, [{ Update: { TableName: table.name, ...update } }, total], randomUUID());
}

/** Events of a finding, newest first, as the index has them. */
export async function findingEvents(
  table: Table,
  about: About,
  finding: FindingRef,
  now: number,
): Promise<readonly StoredEvent[]> {
  const origin = { operation: about.operation, table: table.name };
  const items = await table.all(about, findingQuery(finding, now));
  return items.map((item) => readRow(origin, item, (row) => itemToEvent(row).event));
}
