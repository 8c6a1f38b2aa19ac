/** Which lines of CODEOWNERS decide nothing, and why. */
import { compileCodeownersPattern } from '../../repository/codeowners.js';
import type { Matcher } from '../../repository/glob-automaton.js';
import type { Codeowners, CodeownersRule, RepositoryModel, Span } from '../../repository/types.js';
import { isLiteral, type Needle, namesNothing, needleOf, type TrackedPaths, trackedPaths } from './tracked-paths.js';

export interface DeadLine {
  /** The same line on both sides of a change. */
  readonly key: string;
  readonly pattern: string;
  readonly at: Span;
  readonly reason: 'matches-nothing' | 'invalid' | 'shadowed';
  /** The line that decides instead. */
  readonly by?: Span;
  /** Why GitHub skips it, as a clause. */
  readonly detail: string;
}

/** Paths of one pattern that are compared with a later line; a pattern with more is left alone. */
const MAX_COMPARED = 20_000;
/** A file with more lines is judged up to here. */
const MAX_RULES = 5000;

const results = new WeakMap<RepositoryModel, readonly DeadLine[]>();

/** The dead lines of a tree in file order; computed once for each model. */
export function deadLines(model: RepositoryModel): readonly DeadLine[] {
  const known = results.get(model) ?? (model.codeowners === null ? [] : findDeadLines(model, model.codeowners));
  results.set(model, known);
  return known;
}

/** `[Section]` headings: the file is written for GitLab, which reads all places but `.github/`. */
export function isGitlabFile({ path, lines }: Codeowners): boolean {
  return !path.startsWith('.github/') && lines.some((line) => /^\s*\^?\[[^\][]+\](?:\[\d+\])?(?:\s|$)/.test(line));
}

/** One line that GitHub reads, ready to be asked. */
interface Line {
  readonly rule: CodeownersRule;
  readonly matcher: Matcher;
  /** Without the slash that only anchors it. */
  readonly text: string;
  readonly anchored: boolean;
}

function findDeadLines(model: RepositoryModel, codeowners: Codeowners): DeadLine[] {
  const tracked = trackedPaths(model);
  const lines = codeowners.rules.slice(0, MAX_RULES).flatMap((rule) => lineOf(rule) ?? []);
  const dead: DeadLine[] = [];
  for (const problem of codeowners.invalid.slice(0, MAX_RULES)) {
    const { kind, pattern, at, value } = problem;
    if (kind === 'pattern') dead.push(deadLine('invalid', pattern, at, value));
    else {
      // GitHub skips it for its owner (MD-007); mending that would not help.
      const line = lineOf({ pattern, owners: [], at });
      if (line !== null && matchesNothing(line, tracked)) dead.push(deadLine('matches-nothing', pattern, at, ''));
    }
  }
  const later = new LaterLines(lines);
  for (const [index, line] of lines.entries()) {
    const { pattern, at } = line.rule;
    if (namesNothing(line.text)) continue;
    if (matchesNothing(line, tracked)) dead.push(deadLine('matches-nothing', pattern, at, ''));
    else {
      const by = later.covering(line, index, tracked);
      if (by !== null) dead.push({ ...deadLine('shadowed', pattern, at, ''), by: by.rule.at });
    }
  }
  return dead.sort((a, b) => a.at.startLine - b.at.startLine);
}

function lineOf(rule: CodeownersRule): Line | null {
  const text = rule.pattern.replace(/^\//, '');
  const anchored = rule.pattern.slice(0, -1).includes('/');
  const matcher = anchored && isLiteral(text) ? literalMatcher(text) : compileCodeownersPattern(rule.pattern);
  return 'invalid' in matcher ? null : { rule, matcher, text, anchored };
}

/** Most lines of a long file name one file or folder: no automaton for those. */
function literalMatcher(text: string): Matcher {
  const folder = text.endsWith('/') ? text : `${text}/`;
  return { matches: (path) => path === text || path.startsWith(folder) };
}

function matchesNothing(line: Line, tracked: TrackedPaths): boolean {
  if (namesNothing(line.text)) return false;
  const needle = needleIn(line);
  return !tracked.isInSubmodule(needle.prefix.replace(/\/$/, '')) && tracked.first(line.matcher, needle) === null;
}

/** A pattern without a slash matches in every folder. */
function needleIn({ anchored, text }: Line): Needle {
  // An escaped slash does not anchor; what a backslash means elsewhere is left to the matcher.
  return needleOf(anchored && !text.includes('\\') ? text : `*${text}`);
}

function deadLine(reason: DeadLine['reason'], pattern: string, at: Span, detail: string): DeadLine {
  return { key: JSON.stringify([reason, pattern]), pattern, at, reason, detail };
}

/** Finds the later line that takes everything from an earlier one, by the form of the two patterns. */
class LaterLines {
  private readonly byText = new Map<string, number[]>();

  constructor(private readonly lines: readonly Line[]) {
    for (const [index, line] of lines.entries()) {
      const key = keyOf(line);
      const same = this.byText.get(key);
      if (same === undefined) this.byText.set(key, [index]);
      else same.push(index);
    }
  }

  /**
   * The last line below `index` that matches whatever this one matches, now and later, and leaves one of its owners
   * out; null when there is none.
   */
  covering(line: Line, index: number, tracked: TrackedPaths): Line | null {
    let last = -1;
    for (const key of coveringKeys(line)) last = Math.max(last, this.byText.get(key)?.at(-1) ?? -1);
    const by = last > index ? this.lines[last] : undefined;
    if (by === undefined || !losesOwner(line, by)) return null;
    // The form says so; the files have to agree.
    const paths = tracked.all(line.matcher, needleIn(line), MAX_COMPARED + 1);
    return paths.length <= MAX_COMPARED && paths.every((path) => by.matcher.matches(path)) ? by : null;
  }
}

function losesOwner(line: Line, by: Line): boolean {
  const kept = new Set(by.rule.owners.map(({ value }) => value.toLowerCase()));
  return line.rule.owners.some(({ value }) => !kept.has(value.toLowerCase()));
}

/** `/docs`, `docs/` at the top and `/docs/**` take the same files once a folder is meant. */
function keyOf({ text, anchored }: Line): string {
  if (text === '*' && anchored) return '/*';
  const bare = text.replace(/\/(?:\*\*(?:\/\*)?)?$/, '');
  if (bare === '*' || bare === '**' || bare === '' || bare === '**/*') return '*';
  return `${anchored || text.includes('/**') ? '/' : ''}${bare}`;
}

/** The keys of patterns that cover this one: itself, every folder above it, everything. */
function coveringKeys(line: Line): string[] {
  const own = keyOf(line);
  const keys = ['*', own];
  if (!line.anchored) return keys;
  const segments = line.text.split('/');
  // `docs/*` takes the files of docs, so it takes every file there that is named.
  if (isLiteral(line.text)) keys.push(`/${[...segments.slice(0, -1), '*'].join('/')}`);
  for (let count = 1; count < segments.length; count += 1) {
    const folder = segments.slice(0, count);
    if (!folder.every(isLiteral)) break;
    keys.push(`/${folder.join('/')}`);
    // `docs/` without a slash before it means every folder of that name.
    keys.push(folder.at(-1) ?? '');
  }
  return keys;
}
