/** What the YAML library says, in the words of somebody who edits a file. */

/**
 * By part of the library's message, first match first; each is a predicate of "the file". The messages are those of
 * `yaml` 2 (src/compose/*); one that is not listed is told as "is not valid YAML here", with the library's own words.
 */
const WORDS: readonly (readonly [part: string, words: string])[] = [
  ['in block collection must be', 'has a list `[…]` or mapping `{…}` that is not closed, or not indented, here'],
  ['Flow end indicator should be more indented', 'has a closing bracket that is not indented enough'],
  ['must end with a', 'has a list `[…]` or mapping `{…}` that is never closed'],
  ['items must start at the same column', 'has a line that is not indented like the lines beside it'],
  ['Block collections are not allowed within flow', 'has an indented block inside `[…]` or `{…}`'],
  [
    'Nested mappings are not allowed in compact',
    'has a second `: ` inside a value: put the value into quotes, or mend the indentation',
  ],
  ['Implicit map keys need to be followed by map values', 'has a line without a `:` where a key belongs'],
  ['Implicit keys need to be on a single line', 'has a line without a `:` where a key belongs'],
  ['Missing closing', 'has a quote that is never closed'],
  ['Missing , ', 'lacks a comma inside `[…]` or `{…}`'],
  ['Missing space after :', 'lacks a space after `:`'],
  ['Comments must be separated', 'lacks a space before `#`'],
  ['Tabs are not allowed', 'is indented with a tab; YAML allows spaces only'],
  ['Tags and anchors must be separated', 'has a value that begins with `&` or `!`: put it into quotes'],
  ['Plain value cannot start with', 'has a value that begins with a reserved sign: put it into quotes'],
  ['Invalid escape sequence', 'has a `\\` in double quotes that starts no escape: use single quotes'],
  ['Block scalar', 'has a `|` or `>` text that is not indented as it should be'],
  ['Block sequence may not be used as', 'has a `-` where a key belongs'],
  ['Unexpected block-seq-ind', 'has a `-` on the line of its key: begin a new line'],
  ['Sequence item without - indicator', 'lacks a `-` in front of a list item'],
  ['Unexpected , in', 'has a comma too many'],
  ['Unexpected flow-seq-end', 'has a `]` that closes nothing'],
  ['Unexpected flow-map-end', 'has a `}` that closes nothing'],
  ['at node end', 'goes on after the end of a value: mend the indentation, or put all of it into quotes'],
];

/**
 * A predicate for people: "has a quote that is never closed".
 *
 * @param message the library's message; its position and code excerpt follow after the first line and are left out
 */
export function plainYamlError(message: string): string {
  const own = message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
  const known = WORDS.find(([part]) => own.toLowerCase().includes(part.toLowerCase()));
  return known?.[1] ?? `is not valid YAML here (${own})`;
}
