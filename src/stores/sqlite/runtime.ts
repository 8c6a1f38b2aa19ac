/**
 * Brings in node:sqlite. Node has it without a flag from 22.13 on (nodejs.org/docs/latest-v22.x/api/sqlite.html,
 * history); dist/ runs on Node 20, so nothing may import it before it is known to be there.
 */
import type * as Sqlite from 'node:sqlite';
import { StoreError } from '../errors.js';

export type SqliteModule = typeof Sqlite;

/** What is asked of the runtime; `process` is one. */
export interface Runtime {
  readonly versions: { readonly node: string };
  /** Absent before Node 20.16. Synchronous, which an import() is not: that keeps the silenced moment short. */
  getBuiltinModule?(id: string): object | undefined;
  emitWarning(warning: string | Error, ...rest: never[]): void;
}

/** First version with node:sqlite as it is used here. */
export const NEEDED_NODE = '22.13';

/**
 * The module. The one ExperimentalWarning that loading it prints is dropped: what stderr says is for people, and they
 * can do nothing about it. Every other warning passes.
 *
 * @throws {StoreError} UNSUPPORTED_RUNTIME, naming the Node that was found and the one that is needed
 */
export function loadSqlite(file: string, runtime: Runtime = process): SqliteModule {
  const [major = 0, minor = 0] = runtime.versions.node.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = NEEDED_NODE.split('.').map(Number);
  const recent = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  const loaded = recent ? withoutItsWarning(runtime, () => runtime.getBuiltinModule?.('node:sqlite')) : undefined;
  if (loaded !== undefined) return loaded as SqliteModule;
  throw new StoreError({
    operation: 'open',
    code: 'UNSUPPORTED_RUNTIME',
    reason: `needs node:sqlite, which Node has from ${NEEDED_NODE} on; this is Node ${runtime.versions.node}`,
    ids: { file },
  });
}

function withoutItsWarning<T>(runtime: Runtime, load: () => T): T {
  const emit = runtime.emitWarning;
  runtime.emitWarning = (warning, ...rest) => {
    const text = typeof warning === 'string' ? warning : warning.message;
    if (!text.startsWith('SQLite is an experimental feature')) emit.call(runtime, warning, ...rest);
  };
  try {
    return load();
  } finally {
    runtime.emitWarning = emit;
  }
}
