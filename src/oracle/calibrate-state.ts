/** The published state: loaded, and believed only when its signature, its sequence and what was seen elsewhere agree. */
import { type LevelState, NO_STATE, readLevelState } from '../calibration/state.js';
import { PhaseMirrorError } from '../errors.js';
import { LEVELS_COPY } from '../policy/org-levels.js';
import { type VerifiedDocument, verifySigned } from '../privacy/verify-signed.js';
import { StoreError } from '../stores/errors.js';
import type { StoredLevels } from '../stores/ports.js';
import type { CalibrationGround } from './calibrate-ground.js';
import type { CalibrationMemory } from './calibrate-store.js';
import { LOCAL } from './drift-backend.js';

/** What a look starts from. */
export interface HeldState {
  readonly state: LevelState;
  /** null: nothing was ever published. */
  readonly sequence: number | null;
  /** Of the document: what the next one names as `previous`. */
  readonly digest: string | null;
  /** What the document itself names as `previous`. */
  readonly previous: string | null;
  readonly signed: boolean;
  /** Whether it is what evaluate reads today; nothing published is in force as well. */
  readonly inForce: boolean;
  /** Of what is stored now, for the conditional write. */
  readonly tag: string | null;
  /** The next sequence is above it. */
  readonly highest: number;
  /** Sentences for people. */
  readonly notes: readonly string[];
}

export interface StateContext {
  readonly memory: Pick<CalibrationMemory, 'stores' | 'env'>;
  readonly ground: Pick<CalibrationGround, 'config' | 'copy'>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
}

/** A document that was looked at. */
export type Judged =
  | {
      readonly ok: true;
      readonly state: LevelState;
      readonly sequence: number;
      readonly digest: string;
      readonly previous: string | null;
      readonly signed: boolean;
    }
  | { readonly ok: false; readonly code: string; readonly why: string };

/** History that is looked through, newest first, where the state itself is not believed. */
const MAX_HISTORY = 50;

/**
 * @throws PhaseMirrorError `store`, exit 2: it is altered, replayed, unsigned where a key is pinned, of another
 *   environment, or gone although the base knows of it
 * @throws StoreError it cannot be had
 */
export async function heldState(context: StateContext): Promise<HeldState> {
  const { memory } = context;
  const floor = floorOf(context);
  const stored = await memory.stores.levels.load();
  if (stored === null) {
    if (floor === 0) return { ...NOTHING, notes: [] };
    const where = memory.env === LOCAL ? 'whether this is the right database (--store FILE)' : 'the bucket';
    throw refused(
      memory,
      `are not there, and ${LEVELS_COPY} is of sequence ${floor}`,
      `Check ${where}; where it is a new one on purpose, take the copy out of the default branch first`,
    );
  }
  const judged = judgeStored(stored, context, floor);
  if (!judged.ok) throw refused(memory, `are not believed: ${judged.why}`, await wayOut(judged.code, context));
  return await goneOnFrom(judged, stored, context);
}

/**
 * For going back to a sequence where the stored state may be refused: then the newest of the history that can be believed
 * says which levels were granted. There, and only there, nothing believable is an answer: everything counts as built in.
 *
 * @throws StoreError it cannot be had
 */
export async function salvagedState(context: StateContext): Promise<HeldState> {
  const { levels } = context.memory.stores;
  const floor = floorOf(context);
  const stored = await levels.load();
  if (stored === null) return { ...NOTHING, highest: floor, notes: [] };
  const judged = judgeStored(stored, context, floor);
  if (judged.ok) return await goneOnFrom(judged, stored, context, MAX_HISTORY);
  const history = await levels.history();
  const highest = history.reduce((most, { sequence }) => Math.max(most, sequence), Math.max(stored.sequence, floor));
  const notes = [`The stored levels are not believed: ${judged.why}.`];
  for (const { sequence } of history.slice(0, MAX_HISTORY)) {
    const kept = judgeDocument(await levels.loadSequence(sequence), context, sequence);
    if (kept.ok && kept.sequence === sequence) {
      const { ok: _ok, ...content } = kept;
      const more = `Until now those of sequence ${sequence} counted, the newest that is believed.`;
      return { ...content, inForce: false, tag: stored.tag, highest, notes: [...notes, more] };
    }
  }
  return { ...NOTHING, inForce: false, tag: stored.tag, highest, notes };
}

const NOTHING = {
  ...{ state: NO_STATE, sequence: null, digest: null, previous: null, signed: false },
  ...{ inForce: true, tag: null, highest: 0 },
} as const;

/**
 * A document of the history.
 *
 * @param floor the lowest sequence that is taken
 * @param unsigned take one that nobody signed, although a key is pinned
 */
export function judgeDocument(
  bytes: Uint8Array,
  { memory, ground, now }: StateContext,
  floor: number,
  unsigned = false,
): Judged {
  const keys = unsigned ? [] : ground.config.trustedKeys.map(({ value }) => value);
  const verified = verifySigned(new TextDecoder().decode(bytes), {
    ...{ type: 'levels', env: memory.env, repositoryId: null, branch: null, keys, now },
    highWaterMark: floor,
  });
  return verified.ok ? contentOf(verified) : { ok: false, code: verified.code, why: clause(verified) };
}

function contentOf({ payload, header, digest, signed }: VerifiedDocument): Judged {
  const state = readLevelState(payload);
  if ('invalid' in state) return { ok: false, code: 'FORM', why: state.invalid };
  const { sequence, previous } = header;
  return { ok: true, state, sequence, digest, previous, signed };
}

function judgeStored({ bytes, sequence }: StoredLevels, context: StateContext, floor: number): Judged {
  const judged = judgeDocument(bytes, context, Math.max(floor, sequence));
  if (!judged.ok || judged.sequence === sequence) return judged;
  const why = `the store calls it sequence ${sequence}, it calls itself ${judged.sequence}`;
  return { ok: false, code: 'SEQUENCE', why };
}

/**
 * What was published after the stored state, if anything: a publication that broke off between history and state leaves
 * one step, and it is gone on from. More are a state that somebody put back.
 *
 * @param steps how many are gone on from
 * @throws PhaseMirrorError `store`: there are more
 */
async function goneOnFrom(
  judged: Judged & { readonly ok: true },
  { tag, sequence }: StoredLevels,
  context: StateContext,
  steps = 1,
): Promise<HeldState> {
  let newest = judged;
  for (;;) {
    const next = await kept(newest.sequence + 1, context);
    if (next === null) break;
    newest = next;
    if (newest.sequence > sequence + steps) {
      const why = `are of sequence ${sequence}, and later ones were published: a replay (REPLAYED)`;
      throw refused(context.memory, why, await wayOut('REPLAYED', context));
    }
  }
  const { ok: _ok, ...content } = newest;
  const inForce = newest === judged;
  const note = `Sequence ${newest.sequence} was published and is not in force: its publication broke off, or an older state was put in its place. Its content is gone on from.`;
  const notes = [...unsignedNotes(newest.signed), ...(inForce ? [] : [note])];
  return { ...content, inForce, tag, highest: newest.sequence, notes };
}

/** null: there is none that would be believed. */
async function kept(sequence: number, context: StateContext): Promise<(Judged & { readonly ok: true }) | null> {
  try {
    const judged = judgeDocument(await context.memory.stores.levels.loadSequence(sequence), context, sequence);
    return judged.ok && judged.sequence === sequence ? judged : null;
  } catch (error) {
    if (error instanceof StoreError && (error.code === 'NOT_FOUND' || error.code === 'CORRUPT')) return null;
    throw error;
  }
}

export function unsignedNotes(signed: boolean): string[] {
  return signed
    ? []
    : ['The levels are unsigned: no key is pinned for them, so nothing vouches for them but their store.'];
}

/** The sequence of the copy on the base, where a pinned key signed it: the state is at least that far. */
function floorOf({ memory, ground, now }: StateContext): number {
  if (ground.copy === null) return 0;
  const judged = judgeDocument(Buffer.from(ground.copy), { memory, ground, now }, 0);
  return judged.ok && judged.signed ? judged.sequence : 0;
}

function clause({ message, code }: { readonly message: string; readonly code: string }): string {
  return `${message} (${code})`;
}

/** What somebody can do about a state that is refused: with which sequence, of those that are there. */
async function wayOut(code: string, context: StateContext): Promise<string> {
  const restore = (sequence: number | string): string =>
    `phase-mirror calibrate apply --restore ${sequence} --reason TEXT, with the key that signs (PHASE_MIRROR_SIGNING_KEY, or that of the environment)`;
  const history = await historyOf(context);
  for (const { sequence } of history) {
    if ((await kept(sequence, context).catch(() => null)) === null) continue;
    return `Find out who wrote it, then go back to the newest that is believed: ${restore(sequence)}`;
  }
  const [newest] = history;
  if (code === 'UNSIGNED' && newest !== undefined) {
    return `Where it was published before the key was pinned, sign it anew: ${restore(newest.sequence)}. Else find out who wrote it, and choose an earlier one`;
  }
  return `Find out who wrote it, then go back to a sequence that is believed: ${restore('SEQUENCE')}`;
}

/** Newest first; empty, too, where it cannot be had: what is refused is told all the same. */
async function historyOf({ memory }: StateContext) {
  try {
    return (await memory.stores.levels.history()).slice(0, MAX_HISTORY);
  } catch (error) {
    if (error instanceof StoreError) return [];
    throw error;
  }
}

function refused({ stores }: Pick<CalibrationMemory, 'stores'>, reason: string, next: string): PhaseMirrorError {
  return new PhaseMirrorError('store', {
    thing: `The levels of ${stores.description}`,
    reason,
    next: `Nothing was published. ${next}`,
  });
}
