/** Whether two patterns can mean the same text. */

export type OverlapToken =
  /** One character; `fold`: its case does not count. */
  | { readonly kind: 'char'; readonly char: string; readonly fold: boolean }
  | { readonly kind: 'one' }
  | { readonly kind: 'many' };

const ONE: OverlapToken = { kind: 'one' };
const MANY: OverlapToken = { kind: 'many' };

/** Beyond this many comparisons an overlap is taken for granted. */
const MAX_CELLS = 1_000_000;

/** Literal parts with unknown text between two neighbours. */
export function tokensOfLiterals(literals: readonly string[], fold = false): OverlapToken[] {
  return literals.flatMap((text, index) => [
    ...(index === 0 ? [] : [MANY]),
    ...Array.from(text, (char): OverlapToken => ({ kind: 'char', char, fold })),
  ]);
}

/** The same, where `*` and `?` in the literal parts are wildcards: IAM's StringLike. */
export function tokensOfLike(literals: readonly string[]): OverlapToken[] {
  return tokensOfLiterals(literals).map((token) =>
    token.kind !== 'char' ? token : token.char === '*' ? MANY : token.char === '?' ? ONE : token,
  );
}

/** True when some text matches both, case and all. Costs at most the product of their lengths. */
export function overlap(a: readonly OverlapToken[], b: readonly OverlapToken[]): boolean {
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const [one, other] = [a[i] as OverlapToken, b[i] as OverlapToken];
    if (one.kind === 'many' || other.kind === 'many') break;
    // Most pairs differ in their beginnings.
    if (!same(one, other)) return false;
  }
  if (a.length * b.length > MAX_CELLS) return true;
  // reach[j]: some text matches a[0..i) and b[0..j).
  let reach = new Uint8Array(b.length + 1);
  reach[0] = 1;
  for (let j = 0; j < b.length && b[j]?.kind === 'many'; j += 1) reach[j + 1] = 1;
  for (const token of a) {
    const next = new Uint8Array(b.length + 1);
    if (token.kind === 'many') next[0] = reach[0] ?? 0;
    for (let j = 0; j < b.length; j += 1) {
      const other = b[j] as OverlapToken;
      let here = 0;
      if (token.kind === 'many') here = (reach[j + 1] ?? 0) | (next[j] ?? 0);
      else if (other.kind === 'many') here = (next[j] ?? 0) | (reach[j + 1] ?? 0);
      else if (reach[j] === 1 && same(token, other)) here = 1;
      next[j + 1] = here;
    }
    reach = next;
  }
  return reach[b.length] === 1;
}

function same(a: OverlapToken, b: OverlapToken): boolean {
  if (a.kind !== 'char' || b.kind !== 'char') return true;
  if (a.char === b.char) return true;
  return (a.fold || b.fold) && a.char.toLowerCase() === b.char.toLowerCase();
}
