/** Opens the backend of a run about drift. A store is loaded when one is asked for: a file of the repository needs none. */
import type { DriftBackend } from './drift-backend.js';
import { FileBackend } from './drift-file.js';
import type { Place } from './drift-place.js';
import type { DriftRequest } from './drift-types.js';

/**
 * @param access `create`: it may be made
 * @throws PhaseMirrorError, StoreError what opening throws
 */
export async function openBackend(
  request: DriftRequest,
  place: Place,
  access: 'read' | 'create',
): Promise<DriftBackend> {
  const { store, repositoryId, clock } = request;
  if (store.backend === 'file') return new FileBackend(place);
  const { openStoreBackend } = await import('./drift-store.js');
  return await openStoreBackend(store, { repositoryId, branch: place.branch }, access, { now: clock });
}
