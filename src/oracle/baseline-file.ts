/** What is common to reading and writing the accepted state as a file of the repository. */
import { joinLines } from '../drift/lines.js';

/** The signed document in the bytes of the file, which has it on many lines. */
export function documentOf(bytes: Uint8Array): string {
  return joinLines(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}
