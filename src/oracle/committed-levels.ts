/**
 * The levels of a run that has no store to ask: the copy on the base, where a key that the base pins signed it. So a
 * repository whose record is in a database of its own gets its levels too, and so does a gate that was given no AWS.
 */
import { LEVELS_COPY } from '../policy/org-levels.js';
import type { LevelsAnswer, LevelsQuestion } from './run-memory.js';
import { environmentOf, MAX_COPY_BYTES, readLevels } from './signed-levels.js';

const NONE: LevelsAnswer = { levels: new Map(), degraded: [], missing: [] };

/**
 * The signature is what counts: without a pinned key anybody could have written the copy, and it says nothing. Where one is
 * pinned, a copy that is not believed is told, and built-in levels hold.
 *
 * @param now milliseconds since 1970-01-01 UTC
 */
export async function committedLevels(question: LevelsQuestion, now: number): Promise<LevelsAnswer> {
  return (await committedCopy(question, now))(question.repositoryId);
}

/** The same where it is found out later which repository it is: the copy is read now, once. */
export async function committedCopy(
  { keys, tree }: Pick<LevelsQuestion, 'keys' | 'tree'>,
  now: number,
): Promise<(repositoryId: number | null) => LevelsAnswer> {
  if (!keys.some(({ use }) => use === 'levels')) return () => NONE;
  const found = await tree?.read(LEVELS_COPY, MAX_COPY_BYTES);
  if (found === undefined || (!found.ok && found.failure.reason === 'missing')) return () => NONE;
  if (!found.ok) return () => refused('it cannot be read');
  const text = new TextDecoder().decode(found.bytes);
  // No environment is configured, so any that the pinned key signs for will do.
  const environment = environmentOf(text) ?? '';
  return (repositoryId) => {
    const read = readLevels(text, { environment, keys, repositoryId, now, source: 'copy', floor: 0 });
    return 'refused' in read ? refused(read.refused) : { levels: read.levels, degraded: [], missing: [] };
  };
}

function refused(why: string): LevelsAnswer {
  const text = `${LEVELS_COPY} is not believed: ${why}`;
  return {
    levels: new Map(),
    degraded: [{ code: 'levels_refused', text: `${text}. This run uses the built-in levels.` }],
    missing: [text],
  };
}
