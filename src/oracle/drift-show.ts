/** The accepted state as it is kept, the versions to go back to, and what is governed today. */
import { PhaseMirrorError } from '../errors.js';
import { StoreError } from '../stores/errors.js';
import type { BackendVersion, DriftBackend } from './drift-backend.js';
import { acceptCommand } from './drift-command.js';
import { claimedBy } from './drift-history.js';
import { type GithubAnswer, patternsNow, stateNow } from './drift-observe.js';
import type { Place } from './drift-place.js';
import { type Expected, expectedOf, expectedOfText, type Read, readAccepted, verify } from './drift-read.js';
import { pendingOf } from './drift-refusals.js';
import { standing } from './drift-standing.js';
import type { DriftRequest, DriftShowResult, ShownVersion } from './drift-types.js';

/** Versions that are opened to say who accepted what. */
const MAX_OPENED = 20;

/**
 * @throws PhaseMirrorError, StoreError as `driftCheck`, except that having none is an answer, and so is one that is not
 *   to be used: then the versions tell where to go back to
 */
export async function driftShow(request: DriftRequest): Promise<DriftShowResult> {
  return await standing(request, 'read', async (place, backend) => {
    const { read, refused } = await readOrRefused(backend, place, request);
    const { accepted, notes } = read;
    const known = accepted?.baseline ?? null;
    const also = known === null ? [] : [known.header.patterns];
    const nobody: GithubAnswer = { parts: [], facts: [], missing: new Map() };
    const named = known?.header.repository ?? '';
    const state = await stateNow(place, request, nobody, { also, known, named });
    return {
      accepted,
      refused,
      pending: await pendingOf(backend, read.expected, accepted, request),
      versions: await versionsOf(backend, read.expected),
      branch: place.branch,
      patterns: patternsNow(place),
      governed: state.files.map(({ path }) => path),
      notes,
      store: backend.description,
      command: accepted === null && refused === '' ? acceptCommand(request) : '',
    };
  });
}

/** Why it is not to be used; an outage is thrown. */
const REFUSED: ReadonlySet<string> = new Set(['CORRUPT', 'DELETED', 'KEY_DENIED']);

async function readOrRefused(
  backend: DriftBackend,
  place: Place,
  request: DriftRequest,
): Promise<{ readonly read: Read; readonly refused: string }> {
  try {
    return { read: await readAccepted(backend, place, request), refused: '' };
  } catch (error) {
    const refused =
      error instanceof StoreError
        ? REFUSED.has(error.code)
        : error instanceof PhaseMirrorError && error.kind === 'store';
    if (!refused) throw error;
    const expected = expectedOf(backend, place, request, null);
    return { read: { accepted: null, expected, highest: 0, notes: [] }, refused: (error as Error).message };
  }
}

async function versionsOf(backend: DriftBackend, expected: Expected): Promise<readonly ShownVersion[]> {
  const versions = await backend.versions();
  return await Promise.all(
    versions.map(async (version, index): Promise<ShownVersion> => {
      const about = version.deleted || index >= MAX_OPENED ? null : await aboutOf(backend, version, expected);
      return { ...version, about };
    }),
  );
}

/** What a version says of itself; whether it is to be used, going back to it will tell. */
async function aboutOf(
  backend: DriftBackend,
  { version }: BackendVersion,
  expected: Expected,
): Promise<ShownVersion['about']> {
  try {
    const text = await backend.loadVersion(version);
    // Of a file whose repository nobody named, each version names its own.
    const of = expectedOfText(expected, text);
    const claimed = claimedBy(text, of);
    if (claimed === null || claimed.baseline === null) return { ok: false, why: 'no baseline of this branch' };
    const { sequence, baseline } = claimed;
    const checked = verify(text, of, 0);
    return { ok: true, sequence, header: baseline.header, doubt: checked.ok ? '' : checked.code };
  } catch (error) {
    if (!(error instanceof PhaseMirrorError) || error.kind === 'bug') throw error;
    return { ok: false, why: error instanceof StoreError ? `cannot be read: ${error.code}` : 'cannot be read' };
  }
}
