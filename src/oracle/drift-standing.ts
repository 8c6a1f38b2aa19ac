/** The clone and the store, open for one piece of work; and L0 on the run itself. */
import { PhaseMirrorError } from '../errors.js';
import { checkL0, schemaPair } from '../l0/check.js';
import { runState } from '../l0/state.js';
import { baselineSchemaHash } from './baseline-schema-hash.js';
import type { DriftBackend } from './drift-backend.js';
import { openBackend } from './drift-open.js';
import { openPlace, type Place } from './drift-place.js';
import type { DriftRequest } from './drift-types.js';
import { PUBLISHED_BASELINE_HASH } from './published-baseline.js';
import type { RunCheck } from './run-judge.js';

export async function standing<T>(
  request: DriftRequest,
  access: 'read' | 'create',
  work: (place: Place, backend: DriftBackend) => Promise<T>,
): Promise<T> {
  const place = await openPlace(request);
  try {
    const backend = await openBackend(request, place, access);
    try {
      return await work(place, backend);
    } finally {
      await backend.close();
    }
  } finally {
    const closed = place.git.close();
    // Who opened it waits for it; until then it ends beside what is done with the result.
    if (request.clone === undefined) await closed;
  }
}

/** Of a run that reads or writes a baseline: its schema is what counts for L0. */
export function schemas() {
  return schemaPair(baselineSchemaHash(), PUBLISHED_BASELINE_HASH);
}

/** L0 on the run itself, before it looks at anything. @throws PhaseMirrorError `bug` */
export async function requireBaselineSchema(now: number): Promise<void> {
  // The words for what is wrong are loaded when something is.
  if (checkL0(runState(schemas()), now) !== 0) holds((await import('./run-judge.js')).judgeRun(schemas(), now));
}

/** The same for a run that reads a configuration too, or reports for programs. @throws PhaseMirrorError `bug` */
export async function requireSchemas(now: number): Promise<void> {
  holds((await import('./run-check.js')).checkRun(now));
}

function holds({ mask, violations }: RunCheck): void {
  if (mask === 0) return;
  throw new PhaseMirrorError('bug', {
    thing: violations.map(({ invariant }) => invariant).join(', '),
    reason: `does not hold: ${violations.map(({ value, bound }) => `${value}, not ${bound}`).join('; ')}`,
    next: 'Use an unaltered build of Phase Mirror',
  });
}
