/** Which actions in folders of tests and examples are governed: those that something governed uses. */
import { DEFAULT_BUDGET, type Snapshot } from '../repository/types.js';
import { runs } from './files.js';

/**
 * The candidates whose folder a governed workflow or action names (`uses: ./tests/setup`). A name in a comment or a script
 * counts too: that governs more.
 *
 * @param governed paths of governed files
 * @param known candidates that were governed before: they still are
 */
export async function usedActions(
  snapshot: Snapshot,
  governed: readonly string[],
  candidates: readonly string[],
  known: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const used = new Set(candidates.filter((path) => known.has(path)));
  let open = candidates.length === used.size ? [] : [...governed.filter(runs), ...used];
  while (open.length > 0) {
    const results = await snapshot.readMany(open, DEFAULT_BUDGET.maxBytes);
    const texts = results.flatMap((result) => (result.ok ? [Buffer.from(result.bytes).toString('utf8')] : []));
    open = candidates.filter(
      (path) => !used.has(path) && texts.some((text) => text.includes(`/${path.slice(0, path.lastIndexOf('/'))}`)),
    );
    for (const path of open) used.add(path);
  }
  return used;
}
