/** What a case of servers.ts gets, and how it looks at errors. */
import type { Bare } from '../support/aws-rig.js';

export interface Server extends Bare {
  /** Passes the queue of scripts/moto-server.py by. */
  readonly unqueued: Bare['dynamodb'];
  /** A table of events, empty. */
  readonly table: string;
  readonly bucket: string;
  readonly prefix: string;
}

/** Id, what AWS does, the calls. */
export type ServerCase = readonly [string, string, (server: Server) => Promise<void>];

/** The error of a call, null when it has none. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => error,
  );
}

/** The name of a call's error; `nothing` when it has none. */
export async function nameOf(call: Promise<unknown>): Promise<string> {
  const error = await errorOf(call);
  return error instanceof Error ? error.name : 'nothing';
}
