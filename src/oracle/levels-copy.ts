/**
 * What a change does to the copy of the organisation's levels on the base. Runs that cannot ask the organisation fall back
 * to that copy, so taking it away, or an older one in its place, loosens what the next change is judged by.
 */

import type { LoadedPolicy } from '../policy/load.js';
import { LEVELS_COPY } from '../policy/org-levels.js';
import type { Place, Weakening } from '../policy/weakenings.js';
import type { ResolvedSubject } from '../repository/subject.js';
import type { Snapshot } from '../repository/types.js';
import type { EvaluateRequest } from './evaluate-run.js';
import { environmentOf, type LevelsContext, MAX_COPY_BYTES, type ReadLevels, readLevels } from './signed-levels.js';

export interface CopyContext extends Pick<LevelsContext, 'keys' | 'repositoryId' | 'now'> {
  /** null: no memory is configured, and a copy counts for the environment that the base's is of. */
  readonly environment: string | null;
}

/** What a run has to compare: only where policies are compared at all, and under the keys that are in force. */
export async function copyLoosened(
  { memory, repositoryId }: Pick<EvaluateRequest, 'memory' | 'repositoryId'>,
  { base, subject }: Pick<ResolvedSubject, 'base' | 'subject'>,
  { compare, config }: LoadedPolicy,
  now: number,
): Promise<Weakening | null> {
  if (compare === null || base === null) return null;
  return levelsCopyWeakening(base, subject, {
    environment: memory?.environment ?? null,
    keys: config.trustedKeys.map(({ value }) => value),
    repositoryId: repositoryId ?? null,
    now,
  });
}

/**
 * A copy that a key of the base signed (or an unsigned one where none is pinned) with a sequence as high loosens nothing,
 * whatever it says: the organisation says it. Nor does anything where the base has no copy that is believed.
 *
 * @returns null when nothing is loosened. Never throws for what a file holds
 */
export async function levelsCopyWeakening(
  base: Snapshot,
  subject: Snapshot,
  { environment, ...context }: CopyContext,
): Promise<Weakening | null> {
  const [before, after] = await Promise.all([base, subject].map((tree) => textOf(tree)));
  if (typeof before !== 'string' || before === after) return null;
  const env = environment ?? environmentOf(before);
  if (env === null) return null;
  const read = (text: string): ReadLevels =>
    readLevels(text, { ...context, environment: env, source: 'copy', floor: 0 });
  const held = read(before);
  if ('refused' in held) return null;
  const weakening = (now: string, at: { readonly subjectAt?: Place }): Weakening => ({
    kind: 'levels-copy',
    anchor: 'levels-copy',
    subject: `the levels in ${LEVELS_COPY}`,
    before: `sequence ${held.sequence}`,
    after: now,
    baseAt: WHOLE,
    ...at,
    section: '',
  });
  if (after === null) return weakening('', {});
  const next: ReadLevels = after === undefined ? { refused: 'the file cannot be read' } : read(after);
  if ('refused' in next) return weakening(`not believed: ${next.refused}`, { subjectAt: WHOLE });
  return next.sequence < held.sequence ? weakening(`sequence ${next.sequence}`, { subjectAt: WHOLE }) : null;
}

const WHOLE: Place = { path: LEVELS_COPY, startLine: 1, endLine: 1 };

/** null: there is none; undefined: there is something that cannot be read. */
async function textOf(tree: Snapshot): Promise<string | null | undefined> {
  const found = await tree.read(LEVELS_COPY, MAX_COPY_BYTES);
  if (found.ok) return new TextDecoder().decode(found.bytes);
  return found.failure.reason === 'missing' ? null : undefined;
}
