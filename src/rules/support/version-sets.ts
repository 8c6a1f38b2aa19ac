/**
 * Sets of versions, to see whether two statements about a tool can both be true. A version is one number (major, minor
 * and patch in groups of four digits), a set is a list of half-open intervals. What is not understood is null: nothing
 * is claimed of it.
 *
 * npm ranges: https://docs.npmjs.com/cli/v11/using-npm/semver#ranges
 * Python specifiers: https://packaging.python.org/en/latest/specifications/version-specifiers/
 */

/** `[from, below)`. */
export type Interval = readonly [from: number, below: number];
export type VersionSet = readonly Interval[];

const GROUP = 10_000;
const MINOR = GROUP;
const MAJOR = GROUP * GROUP;
const MAX_LENGTH = 200;

export function intersects(a: VersionSet, b: VersionSet): boolean {
  return a.some(([from, below]) => b.some(([other, end]) => Math.max(from, other) < Math.min(below, end)));
}

/** `18`, `v18.17`, `3.11.4`, `18.x`: everything that starts like that; null for names and pre-releases. */
export function versionPrefix(text: string): VersionSet | null {
  const parts = partsOf(text);
  return parts === null ? null : [[numberOf(parts), endOf(parts)]];
}

/** This version and all later ones: the `go` line of go.mod, `rust-version`. */
export function atLeast(text: string): VersionSet | null {
  const parts = partsOf(text);
  return parts === null || parts.length === 0 ? null : [[numberOf(parts), Number.POSITIVE_INFINITY]];
}

/** An npm range: `>=18 <21 || ^22.1`, `18.x`, `14 - 16`, `*`. */
export function npmRange(text: string): VersionSet | null {
  if (text.length > MAX_LENGTH) return null;
  const found: Interval[] = [];
  for (const alternative of text.split('||')) {
    const interval = npmComparators(alternative.trim());
    if (interval === null) return null;
    found.push(interval);
  }
  return found;
}

function npmComparators(text: string): Interval | null {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  if (hyphen !== null) {
    const [low, high] = [partsOf(hyphen[1] ?? ''), partsOf(hyphen[2] ?? '')];
    return low === null || high === null ? null : [numberOf(low), endOf(high)];
  }
  return combined(text.replace(/(<=?|>=?|[~^=])\s+/g, '$1').split(/\s+/), npmComparator);
}

function npmComparator(text: string): Interval | null {
  const match = /^(<=|>=|<|>|\^|~>|~|=)?(.*)$/.exec(text);
  const operator = match?.[1] ?? '';
  const parts = partsOf(match?.[2] ?? '');
  if (parts === null) return null;
  const [low, high] = [numberOf(parts), endOf(parts)];
  switch (operator) {
    case '>=':
      return [low, Number.POSITIVE_INFINITY];
    case '>':
      return [high, Number.POSITIVE_INFINITY];
    case '<':
      return [0, low];
    case '<=':
      return [0, high];
    case '^':
      return [low, caretEnd(parts)];
    case '~':
    case '~>':
      return [low, endOf(parts.slice(0, 2))];
    default:
      return [low, high];
  }
}

/** Up to the next version that changes the leftmost part that is not zero. */
function caretEnd(parts: readonly number[]): number {
  const first = parts.findIndex((part) => part > 0);
  return endOf(first === -1 ? parts : parts.slice(0, first + 1));
}

/** Python specifiers: `>=3.9,<4`, `~=3.9`, `==3.11.*`. `!=` is taken as no restriction. Poetry's `^` and `~` too. */
export function pythonSpecifiers(text: string): VersionSet | null {
  if (text.length > MAX_LENGTH || text.includes('||') || text.includes(';')) return null;
  const interval = combined(
    text.split(',').map((part) => part.replace(/\s+/g, '')),
    pythonSpecifier,
  );
  return interval === null ? null : [interval];
}

function pythonSpecifier(text: string): Interval | null {
  const match = /^(~=|==|!=|<=|>=|<|>|\^|~)?(\d.*|\*)$/.exec(text);
  if (match === null) return null;
  const operator = match[1] ?? '';
  const version = match[2] ?? '';
  const parts = partsOf(version);
  if (parts === null) return null;
  const low = numberOf(parts);
  switch (operator) {
    case '!=':
      return [0, Number.POSITIVE_INFINITY];
    case '>=':
      return [low, Number.POSITIVE_INFINITY];
    // Missing parts are zeros: `>3.8` has 3.8.1, `<=3.11` has nothing of 3.11 but 3.11.0.
    case '>':
      return [low + 1, Number.POSITIVE_INFINITY];
    case '<':
      return [0, low];
    case '<=':
      return [0, low + 1];
    case '~=':
      return parts.length < 2 ? null : [low, endOf(parts.slice(0, -1))];
    case '^':
    case '~':
      return npmComparator(`${operator}${version}`);
    default:
      return version.includes('*') || operator === '' ? [low, endOf(parts)] : [low, low + 1];
  }
}

/** What all comparators allow; null when one is not understood. */
function combined(texts: readonly string[], read: (text: string) => Interval | null): Interval | null {
  let [from, below] = [0, Number.POSITIVE_INFINITY];
  for (const text of texts) {
    if (text === '' && texts.length > 1) continue;
    const interval = read(text);
    if (interval === null) return null;
    from = Math.max(from, interval[0]);
    below = Math.min(below, interval[1]);
  }
  return [from, below];
}

/** The parts that are given, at most three: `[18, 17]`; none for `*`; null for what is no plain version. */
function partsOf(text: string): number[] | null {
  const bare = text.trim().replace(/^v(?=\d)/, '');
  if (bare === '' || bare === '*' || bare === 'x' || bare === 'X') return [];
  if (!/^\d{1,4}(?:\.(?:\d{1,4}|[xX*])){0,2}$/.test(bare)) return null;
  const parts: number[] = [];
  for (const part of bare.split('.')) {
    if (/^[xX*]$/.test(part)) break;
    parts.push(Number(part));
  }
  return parts;
}

function numberOf([major = 0, minor = 0, patch = 0]: readonly number[]): number {
  return major * MAJOR + minor * MINOR + patch;
}

/** The first version that no longer starts with these parts. */
function endOf(parts: readonly number[]): number {
  const step = [Number.POSITIVE_INFINITY, MAJOR, MINOR, 1][parts.length] ?? 1;
  return numberOf(parts) + step;
}
