/**
 * What can go wrong with a store, one code per case. docs/stores.md lists them; the list is generated from this table.
 * Nothing is swallowed: a store answers, or throws one of these.
 */
import type { ErrorKind, ErrorParts } from '../errors.js';
import { PhaseMirrorError } from '../errors.js';

interface CodeFacts {
  readonly kind: ErrorKind;
  /** Whether the same call may succeed a moment later, without anybody doing something. */
  readonly retryable: boolean;
  /** What it means, as a sentence for docs/stores.md. */
  readonly meaning: string;
  /** What a person does then, as an imperative sentence without the final stop. */
  readonly next: string;
}

export const STORE_ERRORS = {
  ACCESS_DENIED: {
    kind: 'store',
    retryable: false,
    meaning: 'The credentials do not allow the call. Never tried again: waiting does not heal it.',
    next: 'Give the role the permission that is named, or run this under the role that has it',
  },
  BUSY: {
    kind: 'store',
    retryable: true,
    meaning: 'Another process held the database file for longer than the wait allows.',
    next: 'Run it again when the other process is done',
  },
  CONFLICT: {
    kind: 'store',
    retryable: false,
    meaning: 'Somebody else wrote first: what is stored is not what this call started from. Nothing was written.',
    next: 'Read what is stored now, and decide again',
  },
  CORRUPT: {
    kind: 'store',
    retryable: false,
    meaning: 'What is stored cannot be read: a damaged page, a truncated object, a row that is not in its form.',
    next: 'Leave the file as it is and restore the last good copy (docs/runbook.md)',
  },
  CREDENTIALS: {
    kind: 'store',
    retryable: false,
    meaning: 'There are no credentials, or they have expired.',
    next: 'Set role-to-assume and aws-region, or sign in',
  },
  DELETED: {
    kind: 'store',
    retryable: false,
    meaning: 'The object was deleted and left a delete marker: that is not the same as "there never was one".',
    next: 'Find out who deleted it, then restore a version (docs/runbook.md)',
  },
  DIFFERENT_PAYLOAD: {
    kind: 'store',
    retryable: false,
    meaning: 'An event with this id is stored already and says something else. The stored one was kept.',
    next: 'Report it with both payloads: an id is derived from what it names, so this should not be possible',
  },
  DISK_FULL: {
    kind: 'store',
    retryable: false,
    meaning: 'There is no space left for the database. What was stored before is intact.',
    next: 'Free some space and run it again',
  },
  INVALID: {
    kind: 'user',
    retryable: false,
    meaning: 'A value given to the store is not in its form. Nothing was written.',
    next: 'Correct the value',
  },
  KEY_DENIED: {
    kind: 'store',
    retryable: false,
    meaning: 'The encryption key (KMS) may not be used by this role, or is disabled.',
    next: 'Allow the role to use the key, or enable the key',
  },
  NEWER_SCHEMA: {
    kind: 'store',
    retryable: false,
    meaning: 'A later version of Phase Mirror wrote this database. Nothing was read or changed.',
    next: 'Use that version, or name another database',
  },
  NOT_FOUND: {
    kind: 'user',
    retryable: false,
    meaning: 'What the call is about is not stored: no event has that finding id, no grant that scope.',
    next: 'Check the id and the repository',
  },
  NOT_REVOCABLE: {
    kind: 'user',
    retryable: false,
    meaning: 'The consent was given as not revocable.',
    next: 'Let it expire',
  },
  READ_ONLY: {
    kind: 'store',
    retryable: false,
    meaning: 'The database file, or its folder, cannot be written.',
    next: 'Make both writable, or name another database',
  },
  RESOURCE_MISSING: {
    kind: 'store',
    retryable: false,
    meaning: 'The table, bucket or parameter path itself does not exist in this account and region.',
    next: 'Check environment and region, and that the Terraform was applied',
  },
  SEQUENCE: {
    kind: 'store',
    retryable: false,
    meaning: 'The sequence of what was to be written is not above the stored one. Nothing was written.',
    next: 'Read what is stored now, and decide again',
  },
  THROTTLED: {
    kind: 'store',
    retryable: true,
    meaning: 'The service refused the call because of too many others, and went on refusing it.',
    next: 'Run it again later',
  },
  TIMEOUT: {
    kind: 'store',
    retryable: true,
    meaning: 'The service did not answer in time.',
    next: 'Run it again later',
  },
  TOO_LARGE: {
    kind: 'user',
    retryable: false,
    meaning: 'What was to be stored is over the size that the store takes.',
    next: 'Store less at once',
  },
  UNAVAILABLE: {
    kind: 'store',
    retryable: true,
    meaning: 'The service could not be reached, broke off in the middle, or answered with a fault of its own.',
    next: 'Run it again later',
  },
  UNEXPECTED: {
    kind: 'store',
    retryable: false,
    meaning: 'The service answered something that this version does not know.',
    next: 'Report it, with the cause',
  },
  UNSUPPORTED_RUNTIME: {
    kind: 'user',
    retryable: false,
    meaning: 'The SQLite backend needs node:sqlite, which Node has from 22.13 on.',
    next: 'Use Node 22.13 or later, or another backend',
  },
} as const satisfies Record<string, CodeFacts>;

export type StoreErrorCode = keyof typeof STORE_ERRORS;

/** What a call was about. Values are ids, names and paths; never a secret, never the value of a parameter. */
export interface StoreErrorIds {
  readonly ruleId?: string;
  readonly eventId?: string;
  readonly findingId?: string;
  /** Name of an SSM parameter. */
  readonly parameter?: string;
  readonly table?: string;
  readonly bucket?: string;
  /** Key of an object, or of a row. */
  readonly key?: string;
  /** Path of a database file. */
  readonly file?: string;
}

export interface StoreErrorParts {
  /** Port and method: `FPStore.recordEvent`. */
  readonly operation: string;
  readonly code: StoreErrorCode;
  /** What is wrong, as a clause: `did not answer within 3 s`. */
  readonly reason: string;
  readonly ids?: StoreErrorIds;
  /** Instead of the usual next step of the code. */
  readonly next?: string;
  readonly cause?: unknown;
}

/**
 * The one error that a store throws. Its message names operation, ids, reason, next step and code; the same are fields.
 */
export class StoreError extends PhaseMirrorError {
  readonly code: StoreErrorCode;
  readonly operation: string;
  readonly ids: StoreErrorIds;
  readonly retryable: boolean;

  constructor({ operation, code, reason, ids = {}, next, cause }: StoreErrorParts) {
    const facts: CodeFacts = STORE_ERRORS[code];
    const parts: ErrorParts = {
      thing: thingOf(operation, ids),
      reason: `${reason} (${code})`,
      next: next ?? facts.next,
      ...(cause === undefined ? {} : { cause }),
    };
    super(facts.kind, parts);
    this.code = code;
    this.operation = operation;
    this.ids = ids;
    this.retryable = facts.retryable;
  }
}

const LABELS: Readonly<Record<keyof StoreErrorIds, string>> = {
  ruleId: 'rule',
  eventId: 'event',
  findingId: 'finding',
  parameter: 'parameter',
  table: 'table',
  bucket: 'bucket',
  key: 'key',
  file: 'file',
};

function thingOf(operation: string, ids: StoreErrorIds): string {
  const named = (Object.keys(LABELS) as (keyof StoreErrorIds)[])
    .filter((id) => ids[id] !== undefined)
    .map((id) => `${LABELS[id]} ${ids[id]}`);
  return named.length === 0 ? operation : `${operation} (${named.join(', ')})`;
}
