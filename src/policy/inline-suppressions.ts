/**
 * Suppressions in a comment beside what they suppress:
 *
 *     paths: [src/**] # phase-mirror: ignore MD-003 reason="docs never break the build" until=2026-12-31
 *
 * A comment on a line of its own speaks of the next line that is not a comment. The rules are those of `suppressions:` in
 * the configuration: reason and end are required, owner, ticket and verdict may follow. Since lines move, the target is
 * known by its text.
 */
import { MAX_EXCERPT } from '../repository/model.js';
import { type ConfigContext, parseConfig } from './config.js';
import { ConfigError, type ConfigProblem } from './config-problems.js';
import type { Suppression } from './types.js';

const MARK = 'phase-mirror: ignore';
/** Comments that are read in one tree: bounds the work on a file made of them. */
const MAX_COMMENTS = 1000;
const KEYS = ['reason', 'until', 'owner', 'ticket', 'verdict'];

/**
 * @param texts the lines of each file that may hold one, by path
 * @throws ConfigError with every comment that is not valid, at its line
 */
export function inlineSuppressions(
  texts: ReadonlyMap<string, readonly string[]>,
  context: ConfigContext,
): Suppression[] {
  const found: Suppression[] = [];
  const problems: ConfigProblem[] = [];
  let comments = 0;
  for (const [path, lines] of texts) {
    for (const [index, line] of lines.entries()) {
      const start = line.indexOf(MARK);
      if (start < 0 || !line.slice(0, start).includes('#')) continue;
      comments += 1;
      if (comments > MAX_COMMENTS) return found;
      const read = readComment(path, lines, index, line.slice(start + MARK.length), context);
      if ('problem' in read) problems.push(read.problem);
      else found.push(read);
    }
  }
  const [first] = problems;
  if (first !== undefined) throw new ConfigError(first.at.path, problems);
  return found;
}

/** Whether any line looks like one of these comments. */
export function holdsComments(texts: ReadonlyMap<string, readonly string[]>): boolean {
  for (const lines of texts.values()) if (lines.some((line) => line.includes(MARK))) return true;
  return false;
}

function readComment(
  path: string,
  lines: readonly string[],
  index: number,
  text: string,
  context: ConfigContext,
): Suppression | { readonly problem: ConfigProblem } {
  const at = { path, startLine: index + 1, startColumn: 1, endLine: index + 1, endColumn: 1 };
  const problem = (reason: string, next: string) => ({
    problem: { at, key: 'the comment `phase-mirror: ignore`', reason, next },
  });
  const [rule = '', ...pairs] = wordsOf(text);
  if (rule === '' || rule.includes('='))
    return problem('names no rule', 'Write the rule first: phase-mirror: ignore MD-003 …');
  const fields: Record<string, string> = { rule, path };
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const key = pair.slice(0, Math.max(equals, 0));
    if (!KEYS.includes(key))
      return problem(`has "${pair.slice(0, 40)}", which is none of ${KEYS.join(', ')}`, 'Write key="value"');
    fields[key] = pair.slice(equals + 1);
  }
  // The same reader as for the configuration, so that both speak one format.
  const document = `version: 1\nsuppressions: [${JSON.stringify(fields)}]\n`;
  try {
    const [entry] = parseConfig(path, new TextEncoder().encode(document), context).config.suppressions;
    if (entry === undefined) return problem('says nothing', 'Name a rule, a reason and an end');
    return { ...entry, line: targetOf(lines, index), at: { path, line: index + 1 } };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [cause] = error.problems;
    const key = cause?.key.replace(/^suppressions\[0\]\.?/, '') ?? '';
    return problem(`${key === '' ? '' : `${key} `}${cause?.reason ?? 'is not valid'}`.trim(), cause?.next ?? 'Mend it');
  }
}

/** The line that is meant: the comment's own when something stands before it, else the next that is no comment. */
function targetOf(lines: readonly string[], index: number): string {
  const own = (lines[index] ?? '').trim();
  const target = own.startsWith('#')
    ? lines.slice(index + 1).find((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    : own;
  return (target ?? '').trim().slice(0, MAX_EXCERPT);
}

/** Words at blanks; blanks inside double quotes belong to the word, the quotes do not. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let [word, quoted, open] = ['', false, false];
  for (const character of text) {
    if (character === '"') {
      quoted = !quoted;
      open = true;
    } else if (!quoted && (character === ' ' || character === '\t')) {
      if (open) words.push(word);
      [word, open] = ['', false];
    } else {
      word += character;
      open = true;
    }
  }
  if (open) words.push(word);
  return words;
}
