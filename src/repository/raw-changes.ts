/** Changes between two trees, as git lists them for programs. */
import { splitNames } from './git-names.js';

/** The same everywhere, whatever the configuration says: found by similarity, 1,000 candidates at most. */
export const RENAMES = ['-M', '-l1000'];
/** Never looks *into* a submodule: that would run git there, under the submodule's own configuration. */
export const NOT_INSIDE_SUBMODULES = '--ignore-submodules=dirty';
/** How two trees of the object database are compared, as arguments: whoever compares this way sees the same change. */
export const RAW_TREES: readonly string[] = ['-r', '-z', '--raw', ...RENAMES, '--no-abbrev', NOT_INSIDE_SUBMODULES];

/** One record of `--raw -z` output (git-diff-tree(1), "Raw output format"). */
export interface RawChange {
  readonly status: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldOid: string;
  readonly newOid: string;
  readonly oldPath: string;
  readonly newPath: string;
}

/** Records of {@link RAW_TREES}. */
export function* parseRaw(output: Buffer): Generator<RawChange> {
  const fields = splitNames(output).values();
  for (const meta of fields) {
    const oldPath = String(fields.next().value ?? '');
    yield rawChange(meta, oldPath, hasTwoPaths(meta) ? String(fields.next().value ?? '') : oldPath);
  }
}

/**
 * One record of {@link RAW_TREES}.
 *
 * @param meta `:100644 100755 <old> <new> R086`
 */
export function rawChange(meta: string, oldPath: string, newPath: string): RawChange {
  const [oldMode = '', newMode = '', oldOid = '', newOid = '', code = ''] = meta.replace(/^:/, '').split(' ');
  return { status: code.slice(0, 1), oldMode, newMode, oldOid, newOid, oldPath, newPath };
}

/** Whether the record that `meta` begins names two paths, as a rename does. */
export function hasTwoPaths(meta: string): boolean {
  return /^[RC]\d*$/.test(meta.slice(meta.lastIndexOf(' ') + 1));
}
