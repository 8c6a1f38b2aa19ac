/** One table restored to a moment, compared with itself, and the copy deleted. */
import { setTimeout } from 'node:timers/promises';
import { PhaseMirrorError } from '../errors.js';
import { StoreError } from '../stores/errors.js';
import type { Clock } from '../stores/ports.js';
import { type Comparison, compareCopy, type Difference, keyMark, RowDigests } from '../stores/row-digests.js';

/** What a store can do about copies of one table: `TableBackup` of stores/aws. */
export interface CopyableTable {
  readonly table: string;
  readonly scratch: string;
  window(): Promise<{ readonly earliest: number; readonly latest: number } | null>;
  restore(moment: number): Promise<void>;
  look(): Promise<{ readonly active: boolean; readonly createdAt: number; readonly holds: number | null } | null>;
  drop(): Promise<'gone' | 'deleting' | 'busy'>;
  rows(of: 'table' | 'copy'): AsyncIterable<readonly { readonly key: string; readonly digest: Uint8Array }[]>;
}

export interface TableTools {
  readonly clock: Clock;
  /** Resolves early, without an error, when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Sentences for whoever waits. */
  readonly progress?: (text: string) => void;
  /** Aborted: stop, and clean up. */
  readonly signal?: AbortSignal;
}

export interface TableCheck {
  readonly table: string;
  readonly ok: boolean;
  /** ISO 8601, UTC: the moment that the copy holds; null where there was none. */
  readonly restoredTo: string | null;
  /** Rows that were read: before, in the copy, after. */
  readonly rows: { readonly before: number; readonly copy: number; readonly after: number } | null;
  /** Of all rows of the copy, in order of their keys: 64 hex digits. */
  readonly digest: string | null;
  readonly compared: number;
  readonly inMotion: number;
  readonly missing: ShownDifference;
  readonly different: ShownDifference;
  readonly surplus: ShownDifference;
  /** Sentences; empty when nothing is wrong. */
  readonly problems: readonly string[];
  /** Sentences about what is no problem. */
  readonly notes: readonly string[];
  readonly durationMs: number;
}

export interface ShownDifference {
  readonly rows: number;
  /** Keys of some of them. */
  readonly keys: readonly string[];
}

/** Keys of differing rows that are shown. */
const SHOWN = 20;
const SECOND = 1000;
/** The first pause, doubled from there to the longest. */
const FIRST_PAUSE_MS = SECOND / 2;
const LONGEST_PAUSE_MS = 20 * SECOND;
/** DynamoDB's copy is about five minutes behind. */
const WINDOW_LIMIT_MS = 30 * 60 * SECOND;
/** Most restores take less than an hour; a credential of a workflow lasts no longer. */
const RESTORE_LIMIT_MS = 3 * 3_600 * SECOND;
/** A copy that is being made cannot be deleted before it is there. */
const DROP_LIMIT_MS = 30 * 60 * SECOND;
/** Whoever began this copy is not at it any more. */
const ABANDONED_MS = 6 * 3_600 * SECOND;

const NONE: ShownDifference = { rows: 0, keys: [] };

/** Never throws for what a store answers: it is a problem of the report. */
export async function checkTable(table: CopyableTable, tools: TableTools): Promise<TableCheck> {
  const started = tools.clock.now();
  const problems: string[] = [];
  const notes: string[] = [];
  let result: Partial<TableCheck> = {};
  try {
    await clearAbandoned(table, tools, notes);
    const before = await read(table, 'table', tools);
    const moment = await waitForMoment(table, tools);
    let ours = true;
    try {
      tools.progress?.(`${table.table}: restoring ${before.size} rows to ${isoOf(moment)}`);
      await table.restore(moment).catch((error: unknown) => {
        // Somebody else's copy is theirs to delete.
        if (error instanceof StoreError && error.code === 'CONFLICT') ours = false;
        throw error;
      });
      await waitUntilActive(table, tools);
      const copy = await read(table, 'copy', tools);
      const after = await read(table, 'table', tools);
      const comparison = compareCopy(before, copy, after, SHOWN);
      result = {
        restoredTo: isoOf(moment),
        rows: { before: before.size, copy: copy.size, after: after.size },
        digest: copy.digest(),
        ...(await shown(table, comparison)),
      };
      problems.push(...problemsOf(comparison));
    } catch (error) {
      problems.push(sentence(error));
    } finally {
      // Also when it was interrupted; what went wrong before is said all the same.
      const { signal: _interrupted, ...cleaning } = tools;
      if (ours) await removeCopy(table, cleaning).catch((error: unknown) => problems.push(sentence(error)));
    }
  } catch (error) {
    problems.push(sentence(error));
  }
  const base = { compared: 0, inMotion: 0, missing: NONE, different: NONE, surplus: NONE };
  return {
    ...{
      table: table.table,
      ok: problems.length === 0,
      restoredTo: null,
      rows: null,
      digest: null,
      ...base,
      ...result,
    },
    ...{ problems, notes, durationMs: tools.clock.now() - started },
  };
}

/**
 * Deletes the copy, and waits until it is gone.
 *
 * @returns whether there was one
 * @throws StoreError CORRUPT: what is there is no copy of ours; TIMEOUT: it is there still
 */
export async function removeCopy(table: CopyableTable, tools: TableTools): Promise<boolean> {
  let [found, said] = [false, false];
  const gone = await poll(tools, DROP_LIMIT_MS, async () => {
    const state = await table.drop();
    if (state === 'busy' && !said) tools.progress?.(`${table.scratch}: is being made; will be deleted then`);
    said ||= state === 'busy';
    found ||= state !== 'gone';
    return state === 'gone' ? true : null;
  });
  if (gone === null) {
    throw new StoreError({
      operation: 'Backups.drop',
      ids: { table: table.scratch },
      code: 'TIMEOUT',
      reason: 'could not be deleted yet, and costs money while it is there',
      next: 'Delete it later: phase-mirror store verify-backups --clean',
    });
  }
  return found;
}

async function clearAbandoned(table: CopyableTable, tools: TableTools, notes: string[]): Promise<void> {
  const left = await table.look();
  if (left === null) return;
  const age = tools.clock.now() - left.createdAt;
  if (age < ABANDONED_MS) {
    throw new StoreError({
      operation: 'Backups.look',
      ids: { table: table.scratch },
      code: 'CONFLICT',
      reason: `was made ${Math.max(0, Math.round(age / 60_000))} minutes ago: another check is under way, or was killed`,
      next: 'Wait for it, or delete what it left: phase-mirror store verify-backups --clean',
    });
  }
  await removeCopy(table, tools);
  notes.push(`Deleted ${table.scratch}, which an earlier check had left.`);
}

/** The latest moment that can be restored, once it is after now. @throws StoreError */
async function waitForMoment(table: CopyableTable, tools: TableTools): Promise<number> {
  const ids = { table: table.table };
  // Moments are whole seconds, and have to be after everything that was read.
  const readUntil = Math.ceil(tools.clock.now() / SECOND) * SECOND;
  let said = false;
  const moment = await poll(tools, WINDOW_LIMIT_MS, async () => {
    const window = await table.window();
    if (window === null) {
      throw new StoreError({
        ...{ operation: 'Backups.window', ids, code: 'RESOURCE_MISSING' },
        reason: 'has no point-in-time recovery: it is switched off, so there is no backup',
        next: 'Switch it on: the Terraform does (module storage)',
      });
    }
    const latest = Math.floor(window.latest / SECOND) * SECOND;
    if (latest >= readUntil) return latest;
    if (!said) tools.progress?.(`${table.table}: waiting until its backup has what was read, about five minutes`);
    said = true;
    return null;
  });
  if (moment !== null) return moment;
  const reason = `has a backup that ends more than ${WINDOW_LIMIT_MS / 60_000} minutes ago`;
  throw new StoreError({ operation: 'Backups.window', ids, code: 'TIMEOUT', reason });
}

async function waitUntilActive(table: CopyableTable, tools: TableTools): Promise<void> {
  const ids = { table: table.scratch };
  const active = await poll(tools, RESTORE_LIMIT_MS, async () => ((await table.look())?.active === true ? true : null));
  if (active !== null) return;
  const reason = `was not restored within ${RESTORE_LIMIT_MS / 3_600_000} hours`;
  throw new StoreError({ operation: 'Backups.restore', ids, code: 'TIMEOUT', reason });
}

/** Asks until there is an answer; null when the time is up. @throws PhaseMirrorError when it is interrupted */
async function poll<T>(
  { clock, signal, sleep = pause }: TableTools,
  limitMs: number,
  ask: () => Promise<T | null>,
): Promise<T | null> {
  const end = clock.now() + limitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    const answer = await ask();
    if (answer !== null || clock.now() >= end) return answer;
    await sleep(pauseMs, signal);
    goOn(signal);
  }
}

/** @throws PhaseMirrorError when it was interrupted */
function goOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new PhaseMirrorError('user', { thing: 'the check', reason: 'was interrupted', next: 'Run it again' });
}

async function read(table: CopyableTable, of: 'table' | 'copy', { signal }: TableTools): Promise<RowDigests> {
  const digests = new RowDigests();
  for await (const page of table.rows(of)) {
    goOn(signal);
    for (const { key, digest } of page) digests.add(key, digest);
  }
  return digests;
}

/** Differing rows by their keys: looked for once more, and only where there are any. */
async function shown(
  table: CopyableTable,
  { compared, inMotion, missing, different, surplus }: Comparison,
): Promise<Pick<TableCheck, 'compared' | 'inMotion' | 'missing' | 'different' | 'surplus'>> {
  const wanted = new Set([...missing.marks, ...different.marks, ...surplus.marks]);
  const keys = new Map<string, string>();
  for (const of of wanted.size === 0 ? [] : (['table', 'copy'] as const)) {
    for await (const page of table.rows(of)) {
      for (const { key } of page) {
        const mark = keyMark(key);
        if (wanted.has(mark)) keys.set(mark, key);
      }
    }
  }
  const named = ({ rows, marks }: Difference): ShownDifference => ({
    rows,
    keys: marks.map((mark) => keys.get(mark) ?? `(not there any more, ${mark})`),
  });
  return { compared, inMotion, missing: named(missing), different: named(different), surplus: named(surplus) };
}

function problemsOf({ missing, different, surplus }: Comparison): string[] {
  return [
    ...(missing.rows === 0 ? [] : [`${rows(missing.rows)} missing in the copy.`]),
    ...(different.rows === 0 ? [] : [`${rows(different.rows)} different in the copy.`]),
    ...(surplus.rows === 0 ? [] : [`${rows(surplus.rows)} in the copy that the table did not have.`]),
  ];
}

function rows(count: number): string {
  return count === 1 ? '1 row is' : `${count} rows are`;
}

/** @throws what is a bug of ours */
export function sentence(error: unknown): string {
  if (error instanceof PhaseMirrorError && error.kind !== 'bug') return error.message;
  throw error;
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    if (signal?.aborted !== true) throw error;
  });
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}
