/**
 * One small automaton for every glob dialect of this folder (workflow filters, branch patterns, CODEOWNERS, external
 * checks): each dialect parses its own syntax into pieces, and the pieces run here as a set of states. Patterns and
 * texts come from repositories, so there is no backtracking: a match costs at most pattern length × text length.
 */

/** A piece that consumes one character. */
export type Atom =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'not-slash' }
  /** One character of these inclusive ranges. */
  | { readonly kind: 'set'; readonly ranges: readonly (readonly [number, number])[] };

/** A piece repeated zero-or-one, zero-or-more or one-or-more times. */
export interface Repeat {
  readonly kind: 'optional' | 'star' | 'plus';
  readonly of: readonly Piece[];
}

export type Piece = Atom | Repeat;

export interface Matcher {
  /** True when the whole text matches. */
  matches(text: string): boolean;
}

/** Patterns longer than this are refused by every dialect: nothing real comes near, and the cost of a match is bounded. */
export const MAX_PATTERN_LENGTH = 1024;

export const SLASH: Atom = { kind: 'char', code: 0x2f };
export const ANY: Repeat = { kind: 'star', of: [{ kind: 'any' }] };
export const SEGMENT: Repeat = { kind: 'star', of: [{ kind: 'not-slash' }] };
/** `a/b/`, any number of times: what a whole-segment `**` followed by a slash stands for. */
export const DIRECTORIES: Repeat = { kind: 'optional', of: [ANY, SLASH] };

/** The pieces of a literal text, one for each code point. */
export function literal(text: string): Atom[] {
  return Array.from(text, (character) => ({ kind: 'char', code: character.codePointAt(0) ?? 0 }));
}

type Instruction =
  | { readonly op: 'take'; readonly atom: Atom }
  /** Continue at both; `b` is filled in after the repeated pieces are known. */
  | { readonly op: 'split'; readonly a: number; b: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'accept' };

/** Compile pieces into a matcher of whole texts. */
export function compilePieces(pieces: readonly Piece[]): Matcher {
  const plain = pieces.findIndex((piece) => piece.kind !== 'char');
  const prefix = textOf(plain === -1 ? pieces : pieces.slice(0, plain));
  if (plain === -1) return { matches: (text) => text === prefix };

  const program: Instruction[] = [];
  emit(pieces.slice(plain), program);
  program.push({ op: 'accept' });
  // Most patterns of a file fail on their literal beginning: compare that before starting the automaton.
  return { matches: (text) => text.startsWith(prefix) && run(program, text, prefix.length) };
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'char' ? String.fromCodePoint(piece.code) : '')).join('');
}

function emit(pieces: readonly Piece[], program: Instruction[]): void {
  for (const piece of pieces) {
    if (!('of' in piece)) {
      program.push({ op: 'take', atom: piece });
      continue;
    }
    const start = program.length;
    if (piece.kind === 'plus') {
      emit(piece.of, program);
      program.push({ op: 'split', a: start, b: program.length + 1 });
      continue;
    }
    const split: Instruction = { op: 'split', a: start + 1, b: 0 };
    program.push(split);
    emit(piece.of, program);
    if (piece.kind === 'star') program.push({ op: 'jump', to: start });
    split.b = program.length;
  }
}

function run(program: readonly Instruction[], text: string, from: number): boolean {
  /** The step in which an instruction was last reached, so that no state is visited twice for one character. */
  const seen = new Int32Array(program.length).fill(-1);
  let step = 0;
  let accepted = false;
  const follow = (start: number, states: Atom[], next: number[]): void => {
    const open = [start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (seen[index] === step) continue;
      seen[index] = step;
      const instruction = program[index];
      if (instruction === undefined) continue;
      if (instruction.op === 'take') {
        states.push(instruction.atom);
        next.push(index + 1);
      } else if (instruction.op === 'jump') open.push(instruction.to);
      else if (instruction.op === 'split') open.push(instruction.b, instruction.a);
      else accepted = true;
    }
  };

  let atoms: Atom[] = [];
  let targets: number[] = [];
  follow(0, atoms, targets);
  let offset = from;
  while (offset < text.length && atoms.length > 0) {
    const code = text.codePointAt(offset) ?? 0;
    offset += code > 0xffff ? 2 : 1;
    step += 1;
    accepted = false;
    const nextAtoms: Atom[] = [];
    const nextTargets: number[] = [];
    for (const [index, atom] of atoms.entries()) {
      if (takes(atom, code)) follow(targets[index] ?? 0, nextAtoms, nextTargets);
    }
    atoms = nextAtoms;
    targets = nextTargets;
  }
  return accepted && offset === text.length;
}

function takes(atom: Atom, code: number): boolean {
  switch (atom.kind) {
    case 'char':
      return atom.code === code;
    case 'any':
      return true;
    case 'not-slash':
      return code !== 0x2f;
    case 'set':
      return atom.ranges.some(([low, high]) => low <= code && code <= high);
  }
}
