/** The clone and the store, open for one piece of work; and L0 on the run itself. */
import { PhaseMirrorError } from '../errors.js';
import { schemaPair } from '../l0/check.js';
import type { DriftBackend } from './drift-backend.js';
import { openBackend } from './drift-open.js';
import { openPlace, type Place } from './drift-place.js';
import type { DriftRequest } from './drift-types.js';
import { PUBLISHED_SCHEMA_HASH } from './published-schemas.js';
import { checkRun } from './run-check.js';
import { actualSchemaHash } from './schema-hash.js';

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
    await place.git.close();
  }
}

export function schemas() {
  return schemaPair(actualSchemaHash(), PUBLISHED_SCHEMA_HASH);
}

/** L0 on the run itself. */
export function requireSchemas(now: number): void {
  const { mask, violations } = checkRun(now);
  if (mask === 0) return;
  throw new PhaseMirrorError('bug', {
    thing: violations.map(({ invariant }) => invariant).join(', '),
    reason: `does not hold: ${violations.map(({ value, bound }) => `${value}, not ${bound}`).join('; ')}`,
    next: 'Use an unaltered build of Phase Mirror',
  });
}
