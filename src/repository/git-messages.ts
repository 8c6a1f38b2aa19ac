/** What git says when it fails, for people. */

/** The line of git's messages that says what went wrong, on one line, bounded, without credentials in addresses. */
export function lastLine(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const line = lines.findLast((one) => /^(?:fatal|error|remote):/.test(one)) ?? lines.at(-1) ?? '';
  return [...line.slice(0, 300)]
    .map((char) => (char < ' ' || char === '\x7f' ? ' ' : char))
    .join('')
    .replace(/:\/\/[^/@\s]{1,200}@/g, '://')
    .replace(/(authorization: *)[^"']*/gi, '$1…')
    .trim();
}
