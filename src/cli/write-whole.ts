/** Files that commands write. */
import { randomBytes } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { PhaseMirrorError } from '../errors.js';

/**
 * Write beside the target and rename, so that nobody ever reads half a file and an old one is not lost. A link is
 * followed, and what is no plain file (`/dev/null`, a pipe) is written to: renaming would put a file in its place.
 *
 * @param option the option that named it, for the message
 * @param text whole, or piece by piece
 * @throws PhaseMirrorError `user`, exit 2; what making the pieces throws
 */
export async function writeWhole(option: string, path: string, text: string | AsyncIterable<string>): Promise<void> {
  let temporary: string | null = null;
  try {
    const target = await realpath(path).catch(() => path);
    const kind = await stat(target).catch(() => null);
    if (kind !== null && !kind.isFile()) {
      await writeFile(target, text);
      return;
    }
    temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, target);
  } catch (cause) {
    if (temporary !== null) await rm(temporary, { force: true }).catch(() => undefined);
    if (cause instanceof PhaseMirrorError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new PhaseMirrorError('user', {
      thing: `${option} ${path}`,
      reason: `cannot be written (${code})`,
      next: 'Name a file in a folder that exists and that you may write to',
      cause,
    });
  }
}
