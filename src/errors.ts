/**
 * The one error taxonomy of the product. Every failure a person can meet is one of four kinds, and every message
 * names the thing, the reason and the next step. Anything else that is thrown is a bug of ours and is reported as
 * kind `bug` at the edge (actions/, cli/), never as a finding.
 */
export type ErrorKind =
  /** The person can fix it: a bad input, an invalid configuration, a path that does not exist. */
  | 'user'
  /** Something the run needed to see could not be read: no such commit, a 403, a file over its budget. */
  | 'evidence'
  /** A store (database, bucket, parameter) did not answer, or answered with something unusable. */
  | 'store'
  /** Phase Mirror itself is wrong. */
  | 'bug';

/** Where in a file something is. Lines and columns count from 1. */
export interface ErrorPosition {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ErrorParts {
  /** The thing the message is about: an input, a file, an address. May be text from a repository: escape on output. */
  readonly thing: string;
  /** What is wrong with it, as a clause: "is not a date". */
  readonly reason: string;
  /** What the person does now, as an imperative sentence without the final stop. */
  readonly next: string;
  readonly position?: ErrorPosition;
  readonly cause?: unknown;
  /** Exit status asked for; default 2 ({@link EXIT_CODES}). */
  readonly exitCode?: 2 | 64;
}

/** Exit statuses of every command and action. The contract of design.md; docs in README "Exit codes". */
export const EXIT_CODES = { ok: 0, blocked: 1, failed: 2, usage: 64 } as const;

/** An error a person can act on. `message` is complete in itself; renderers escape it, they do not rebuild it. */
export class PhaseMirrorError extends Error {
  override readonly name = 'PhaseMirrorError';
  readonly kind: ErrorKind;
  readonly thing: string;
  readonly reason: string;
  readonly next: string;
  readonly position: ErrorPosition | undefined;
  readonly exitCode: 2 | 64;

  constructor(kind: ErrorKind, parts: ErrorParts) {
    super(messageOf(parts), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.kind = kind;
    this.thing = parts.thing;
    this.reason = parts.reason;
    this.next = parts.next;
    this.position = parts.position;
    this.exitCode = parts.exitCode ?? EXIT_CODES.failed;
  }
}

function messageOf({ thing, reason, next, position }: ErrorParts): string {
  const where = position === undefined ? '' : `${formatPosition(position)}: `;
  // A next step may be a question.
  return `${where}${thing} ${reason}. ${next}${next.endsWith('?') ? '' : '.'}`;
}

/** `path:line:column` with the parts that are known. */
export function formatPosition({ path, line, column }: ErrorPosition): string {
  return [path, line, column].filter((part) => part !== undefined).join(':');
}
