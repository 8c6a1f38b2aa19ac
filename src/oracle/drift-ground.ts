/** What an acceptance stands on: the accepted state that it replaces, or what is left of one that is not to be used. */
import type { Acceptance } from '../drift/make-baseline.js';
import type { Baseline, Observation } from '../drift/types.js';
import { PhaseMirrorError } from '../errors.js';
import { StoreError } from '../stores/errors.js';
import type { DriftBackend, StoredBaseline } from './drift-backend.js';
import { missing } from './drift-command.js';
import { noVersion } from './drift-file-refusals.js';
import { type Claimed, checkHistory, claimedBy } from './drift-history.js';
import type { Place } from './drift-place.js';
import { acceptedOf, type Expected, expectedOf, readAccepted, verified, verify } from './drift-read.js';
import type { AcceptedState, AcceptRequest } from './drift-types.js';

export interface Ground {
  /** The state that counts until now; null: there is none that is to be used. */
  readonly current: AcceptedState | null;
  /** Where `current` is null: the newest that can still be read. Believed by nobody, but a jump from it is one. */
  readonly before: Baseline | null;
  /** A version is signed, or says so. */
  readonly signedBefore: boolean;
  /** The version to go back to; null: the state of now is accepted. */
  readonly restored: AcceptedState | null;
  /** Of what is stored now; null: nothing is. */
  readonly tag: string | null;
  /** Digest of what the new document follows. */
  readonly previous: string | null;
  /** The highest sequence that was seen. */
  readonly highest: number;
  readonly expected: Expected;
  readonly notes: readonly string[];
}

/**
 * @throws PhaseMirrorError `user`: `first`, `anew` or `restore` does not fit what is stored; `store`: what is stored is
 *   not to be used, and neither `anew` nor `restore` was said
 * @throws StoreError what loading throws
 */
export async function groundOf(backend: DriftBackend, place: Place, request: AcceptRequest): Promise<Ground> {
  if ([request.first, request.anew === true, request.restore !== undefined].filter(Boolean).length > 1) {
    throw new PhaseMirrorError('user', {
      thing: 'first, anew and restore',
      reason: 'exclude each other',
      next: 'Say one of them, or none',
    });
  }
  if (request.anew === true || request.restore !== undefined) return await salvaged(backend, place, request);
  const { accepted, expected, highest, notes } = await readAccepted(backend, place, request);
  if (accepted === null && !request.first) throw await missing(request, place, backend);
  if (accepted !== null && request.first) {
    throw new PhaseMirrorError('user', {
      thing: `A first baseline of ${place.branch}`,
      reason: `is there already: ${acceptedWords(accepted)}`,
      next: 'Leave out `first` to replace it',
    });
  }
  const [tag, previous] = [accepted?.tag ?? null, accepted?.digest ?? null];
  const signedBefore = accepted?.signed === true;
  return { current: accepted, before: null, signedBefore, restored: null, tag, previous, highest, expected, notes };
}

/** What can still be believed of what is stored. */
async function salvaged(backend: DriftBackend, place: Place, request: AcceptRequest): Promise<Ground> {
  const { stored, gone, damaged } = await loaded(backend);
  if (stored === null && !gone) throw await missing(request, place, backend);
  const wanted = request.restore === undefined ? null : await wantedVersion(backend, request.restore);
  const expected = expectedOf(backend, place, request, wanted ?? stored?.text ?? null);
  if (expected.repositoryId === null && request.store.backend === 'file') {
    throw new PhaseMirrorError('user', {
      thing: 'The repository',
      reason: 'is not known, and nothing that is stored can be believed about it',
      next: "Give GitHub's numeric id with --repository",
    });
  }
  const { texts, gap, lost } = await backend.earlier(null);
  const all = [...(stored === null ? [] : [stored.text]), ...texts];
  const verifiedOnes = all.flatMap((text) => {
    const document = verify(text, expected, 0);
    return document.ok ? [document] : [];
  });
  // A version whose key was retired counts as well: what follows it has to come after it.
  const claimed = all.flatMap((text) => claimedBy(text, expected) ?? []);
  const intact = all
    .filter((text) => !isAltered(verify(text, expected, 0)))
    .flatMap((text) => claimedBy(text, expected) ?? []);
  const newest = newestOf(verifiedOnes.map((one) => ({ ...one, sequence: one.header.sequence })));
  const seen = Math.max(0, ...claimed.map(({ sequence }) => sequence), newest?.sequence ?? 0);
  // Each that cannot be read may have counted on by one: whoever finds it again finds it below what is written now.
  const highest = seen + lost + (damaged === null ? 0 : 1);
  const readable = (some: readonly Claimed[]) => newestOf(some.filter(({ baseline }) => baseline !== null));
  const before = (readable(intact) ?? readable(claimed))?.baseline ?? null;
  const current =
    stored === null
      ? null
      : await usable(stored, { expected, highest: newest?.sequence ?? 0, claimed, place, request });
  if (request.anew === true && current !== null) {
    throw new PhaseMirrorError('user', {
      thing: 'The baseline',
      reason: `is there and is to be used: ${acceptedWords(current)}`,
      next: 'Leave out `anew` to replace it',
    });
  }
  return {
    current,
    before: current === null ? before : null,
    signedBefore: claimed.some(({ keyId }) => keyId !== null),
    restored: wanted === null ? null : acceptedOf(verified(wanted, expected, 0), expected, ''),
    tag: stored?.tag ?? damaged,
    previous: newest?.digest ?? null,
    highest,
    expected,
    notes: gap === null ? [] : [gap],
  };
}

/** Versions that a beginning may stand for have this many characters of it, at least. */
const MIN_ABBREVIATION = 4;

/** @throws StoreError NOT_FOUND; PhaseMirrorError `user`: several begin so */
export async function wantedVersion(
  backend: Pick<DriftBackend, 'versions' | 'loadVersion'>,
  name: string,
): Promise<string> {
  const versions = (await backend.versions()).filter(({ deleted }) => !deleted).map(({ version }) => version);
  if (name.length < MIN_ABBREVIATION || versions.includes(name)) return await backend.loadVersion(name);
  const [found, ...others] = versions.filter((version) => version.startsWith(name));
  if (found === undefined) throw noVersion(name);
  if (others.length === 0) return await backend.loadVersion(found);
  throw new PhaseMirrorError('user', {
    thing: `The version ${JSON.stringify(name.slice(0, 80))}`,
    reason: `may be any of ${others.length + 1}`,
    next: 'Give more of it: phase-mirror drift show',
  });
}

interface Loaded {
  /** null: it is gone, or damaged. */
  readonly stored: StoredBaseline | null;
  /** There was one. */
  readonly gone: boolean;
  /** Tag of one whose bytes are not those that were written; it stays among the versions. */
  readonly damaged: string | null;
}

async function loaded(backend: DriftBackend): Promise<Loaded> {
  try {
    return { stored: await backend.load(), gone: false, damaged: null };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code === 'DELETED') return { stored: null, gone: true, damaged: null };
    const damaged = error.code === 'CORRUPT' ? await backend.damaged() : null;
    if (damaged === null) throw error;
    return { stored: null, gone: true, damaged };
  }
}

function newestOf<T extends { readonly sequence: number }>(all: readonly T[]): T | null {
  return all.reduce<T | null>((best, one) => (best !== null && best.sequence >= one.sequence ? best : one), null);
}

/** Told apart from one that only nobody vouches for any more. */
function isAltered(result: ReturnType<typeof verify>): boolean {
  return !result.ok && (result.code === 'PAYLOAD_ALTERED' || result.code === 'SIGNATURE_INVALID');
}

/** null: it is not to be used, whatever the reason. */
async function usable(
  { text, tag }: StoredBaseline,
  about: {
    readonly expected: Expected;
    /** The highest sequence that something vouches for, as a check counts it. */
    readonly highest: number;
    readonly claimed: readonly Claimed[];
    readonly place: Place;
    readonly request: AcceptRequest;
  },
): Promise<AcceptedState | null> {
  const { expected, claimed, place, request } = about;
  try {
    const document = verified(text, expected, about.highest);
    const accepted = acceptedOf(document, expected, tag);
    await checkHistory(document, accepted.baseline, claimed, place, request);
    return accepted;
  } catch (error) {
    if (error instanceof PhaseMirrorError && error.kind !== 'bug') return null;
    throw error;
  }
}

/** An earlier state, accepted again: what it says, under who says so now. */
export function acceptAgain({ header, ...content }: Baseline, acceptance: Acceptance): Baseline {
  const { at, by, reason, runUrl, tool } = acceptance;
  return {
    ...content,
    header: { ...header, acceptedAt: new Date(at).toISOString(), acceptedBy: by, reason, runUrl, tool },
  };
}

/** A baseline as something that another one can be compared with. */
export function stateOf({
  files,
  facts,
  header: { api },
}: Baseline): Pick<Observation, 'files' | 'facts' | 'api' | 'unreadable' | 'gaps' | 'uncommitted'> {
  return { files, facts, api, unreadable: [], gaps: [], uncommitted: new Set() };
}

/** `ada (github) accepted 5aa34a447ff6 on 2026-01-02 10:30 UTC: "why" (sequence 2)`. */
export function acceptedWords({ baseline: { header }, sequence }: AcceptedState): string {
  const { acceptedBy, acceptedAt, commit, reason } = header;
  const at = `${acceptedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `${acceptedBy.name} (${acceptedBy.kind}) accepted ${commit.slice(0, 12)} on ${at}: "${reason}" (sequence ${sequence})`;
}
