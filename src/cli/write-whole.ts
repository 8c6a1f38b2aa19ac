/** Files that commands write. */
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { PhaseMirrorError } from '../errors.js';

/**
 * Write beside the target and rename, so that nobody ever reads half a file and an old one is not lost.
 *
 * @param option the option that named it, for the message
 * @throws PhaseMirrorError `user`, exit 2
 */
export async function writeWhole(option: string, path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new PhaseMirrorError('user', {
      thing: `${option} ${path}`,
      reason: `cannot be written (${code})`,
      next: 'Name a file in a folder that exists and that you may write to',
      cause,
    });
  }
}
