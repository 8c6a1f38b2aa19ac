/**
 * File names are bytes to git and to POSIX; everywhere else in this project they are strings. This mapping is
 * one-to-one, so a name read from one listing finds the file of another and nothing can hide behind a lossy name:
 * a byte that is not part of valid UTF-8 is written `\xNN`, and a backslash that would look like one is `\x5c`.
 * Control characters are kept; renderers escape them.
 */

const ESCAPED = /\\x[0-9a-f]{2}/;
const ESCAPED_ALL = /\\x([0-9a-f]{2})/g;
const BACKSLASH = 0x5c;

/** The string for the bytes of one path. Never fails. */
export function decodeName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  if (!text.includes('\uFFFD') && !ESCAPED.test(text)) return text;
  const parts: string[] = [];
  for (let at = 0; at < buffer.length; ) {
    const length = sequenceLength(buffer, at);
    if (length === 0 || (buffer[at] === BACKSLASH && ESCAPED.test(buffer.toString('latin1', at, at + 4)))) {
      parts.push(`\\x${(buffer[at] ?? 0).toString(16).padStart(2, '0')}`);
      at += 1;
    } else {
      parts.push(buffer.toString('utf8', at, at + length));
      at += length;
    }
  }
  return parts.join('');
}

/** The bytes {@link decodeName} made `name` from. */
export function encodeName(name: string): Buffer {
  if (!ESCAPED.test(name)) return Buffer.from(name, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of name.matchAll(ESCAPED_ALL)) {
    parts.push(Buffer.from(name.slice(from, match.index), 'utf8'), Buffer.from([Number.parseInt(match[1] ?? '0', 16)]));
    from = match.index + match[0].length;
  }
  parts.push(Buffer.from(name.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

/** The fields of git's `-z` output, decoded. The last field is closed by a NUL like every other. */
export function splitNames(output: Buffer): string[] {
  const text = output.toString('utf8');
  const fields = text.split('\0');
  fields.pop();
  if (!text.includes('\uFFFD') && !ESCAPED.test(text)) return fields;
  const exact: string[] = [];
  for (let from = 0; from < output.length; ) {
    const end = output.indexOf(0, from);
    const to = end === -1 ? output.length : end;
    exact.push(decodeName(output.subarray(from, to)));
    from = to + 1;
  }
  return exact;
}

/** Bytes of the UTF-8 sequence that starts at `at` (RFC 3629, section 4); 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next += 1) {
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
