/** What the tests of the SQLite backend share: folders, events, children. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError, type StoreErrorCode } from '../../../src/stores/errors.js';
import type { Clock, FPEvent, Verdict } from '../../../src/stores/ports.js';
import { openSqliteStores } from '../../../src/stores/sqlite/index.js';
import { loadSqlite } from '../../../src/stores/sqlite/runtime.js';

/** Noon of a day without anything special. */
export const NOW = Date.parse('2026-05-13T12:00:00.000Z');
export const RULE = 'MD-004';
export const REPOSITORY = 'a1'.repeat(32);

export class TestClock implements Clock {
  instant = NOW;

  now(): number {
    return this.instant;
  }
}

/** After everything that a test may have written: what is measured against the clock is not what it is about. */
export const YEARS_LATER: Clock = { now: () => NOW + 20 * 365 * 86_400_000 };

/** Runs with a folder of its own, which is gone afterwards. @param fast in memory where there is such a place */
export async function inFolder<T>(work: (folder: string) => T | Promise<T>, fast = true): Promise<T> {
  const folder = mkdtempSync(join(fast && existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'phase-mirror-sqlite-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A plain connection, past everything that the backend takes care of. */
export function rawDatabase<T>(file: string, work: (db: DatabaseSync) => T): T {
  const db = new (loadSqlite(file).DatabaseSync)(file, { enableForeignKeyConstraints: false });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** The n-th event of a kind; ids say both. @param kind a number below 256 */
export function eventOf(kind: number, n: number, overrides: Partial<FPEvent> = {}): FPEvent {
  const id = kind.toString(16).padStart(2, '0') + n.toString(16).padStart(14, '0');
  return {
    eventId: id.repeat(4),
    findingId: id.repeat(2),
    ruleId: RULE,
    ruleVersion: 1,
    repository: REPOSITORY,
    saltVersion: 0,
    change: `pr#${n + 1}`,
    severity: 'high',
    level: 'block',
    blocked: false,
    actors: ['author'],
    occurredAt: NOW - 60_000,
    ...overrides,
  };
}

export function verdictOf(reviewer: string, at: number = NOW): Omit<Verdict, 'kind'> {
  return { reviewer, ticket: 'OPS-1', at, source: 'cli' };
}

/** The error of a call that has to fail with a code. */
export async function failure(call: Promise<unknown>, code: StoreErrorCode): Promise<StoreError> {
  const error = await call.then(
    () => new Error('did not fail'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StoreError && error.code === code) return error;
  throw error;
}

/** Of the bytes of a file. */
export function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Makes a sound database with a few events. */
export async function filled(file: string, count = 5): Promise<void> {
  const stores = await openSqliteStores(file, new TestClock());
  await stores.fp.recordEvents(Array.from({ length: count }, (_, n) => eventOf(1, n)));
  await stores.close();
}

const HOOKS = resolve('__tests__/support/typescript-hooks.mjs');
const CHILD = resolve('__tests__/stores/sqlite/child.ts');

export interface Child {
  readonly process: ChildProcess;
  /** Lines of stdout so far. */
  readonly lines: string[];
  /** Called with every further line. */
  onLine: (line: string) => void;
  /** stderr and how it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }>;
}

/** Starts child.ts. @param limitBlocks size that a file may have, in blocks of 512 bytes */
export function startChild(args: readonly string[], limitBlocks?: number): Child {
  const node = [process.execPath, '--import', HOOKS, CHILD, ...args];
  const limited = ['sh', '-c', `trap "" XFSZ; ulimit -f ${limitBlocks}; exec "$@"`, 'sh', ...node];
  const [command = '', ...rest] = limitBlocks === undefined ? node : limited;
  const { NODE_OPTIONS: _options, ...env } = process.env;
  // Types are stripped once per folder, not once per child.
  const cache = { NODE_COMPILE_CACHE: join(dirname(args[1] ?? ''), 'cache') };
  const started = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, ...cache } });
  let open = '';
  let stderr = '';
  const child: Child = {
    process: started,
    lines: [],
    onLine: () => undefined,
    ended: new Promise((done, fail) => {
      started.on('error', fail);
      started.on('close', (code, signal) => done({ code, signal, stderr }));
    }),
  };
  started.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (open + text).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) {
      child.lines.push(line);
      child.onLine(line);
    }
  });
  return child;
}
