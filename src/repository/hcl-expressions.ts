/** The expressions of HCL by recursive descent over a {@link Scanner}. One pass, no backtracking: linear in the text. */
import type { HclEntry, HclExpression, HclPart } from './hcl.js';
import { type HclLimits, isDigit, Scanner } from './hcl-scanner.js';

/** Longest first, so that `>=` is not read as `>`. */
const OPERATORS = ['==', '!=', '<=', '>=', '&&', '||', '+', '-', '*', '/', '%', '<', '>'] as const;

/** Steps of one reference that are kept. */
const MAX_STEPS = 50;

export class ExpressionParser extends Scanner {
  private depth = 0;
  private nodes = 0;

  constructor(
    text: string,
    start: number,
    end: number,
    private readonly limits: HclLimits,
  ) {
    super(text, start, end);
    if (start === 0 && text.charCodeAt(0) === 0xfeff) this.pos = 1;
  }

  onlyExpression(): HclExpression {
    this.blank(true);
    const value = this.expression(true);
    this.blank(true);
    if (this.pos < this.limit) this.fault('text after the value');
    return value;
  }

  /** One level deeper, and one node more. */
  protected nested<T>(read: () => T): T {
    this.nodes += 1;
    if (this.nodes > this.limits.maxNodes) this.fault(`more than ${this.limits.maxNodes} values`);
    this.depth += 1;
    if (this.depth > this.limits.maxDepth) this.fault(`nested more than ${this.limits.maxDepth} levels`);
    const value = read();
    this.depth -= 1;
    return value;
  }

  /** @param overLines whether a line end inside it means nothing: within brackets and parentheses */
  protected expression(overLines: boolean): HclExpression {
    return this.nested(() => {
      const operands = [this.operand(overLines)];
      for (;;) {
        const before = this.pos;
        this.blank(overLines);
        if (this.takeOperator()) {
          this.blank(overLines);
          operands.push(this.operand(overLines));
        } else if (this.take('?')) {
          this.blank(overLines);
          operands.push(this.expression(overLines));
          this.blank(overLines);
          this.expect(':');
          this.blank(overLines);
          operands.push(this.expression(overLines));
        } else {
          this.pos = before;
          break;
        }
      }
      const [first] = operands;
      if (first === undefined || operands.length > 1) return this.opaque(first?.start ?? this.pos, operands);
      return first;
    });
  }

  private takeOperator(): boolean {
    // Names, commas, brackets and line ends, the most of what follows a value, begin none.
    const code = this.code();
    if (!(code < 0x40 || code === 0x7c) || code === 0x0a || code === 0x2c || code === 0x29) return false;
    return OPERATORS.some((operator) => this.take(operator));
  }

  private operand(overLines: boolean): HclExpression {
    const start = this.pos;
    let signs = 0;
    while (this.at('-') || (this.at('!') && !this.at('!='))) {
      signs += 1;
      this.pos += 1;
      this.blank(overLines);
    }
    const value = this.postfix(this.term());
    if (signs === 0) return value;
    if (value.kind === 'literal' && typeof value.value === 'number' && this.text.slice(start, value.start) === '-') {
      return { ...value, start, value: -value.value };
    }
    return this.opaque(start, [value]);
  }

  private term(): HclExpression {
    const start = this.pos;
    const code = this.code();
    if (isDigit(code)) {
      const value = this.number();
      return { kind: 'literal', start, end: this.pos, value };
    }
    if (this.take('"')) return this.quoted(start);
    if (this.take('<<')) return this.heredoc(start);
    if (this.take('[')) return this.nested(() => this.list(start));
    if (this.take('{')) return this.nested(() => this.object(start));
    if (this.take('(')) {
      this.blank(true);
      const value = this.expression(true);
      this.blank(true);
      this.expect(')');
      return { ...value, start, end: this.pos };
    }
    const name = this.name();
    if (name === '') return this.fault('expected a value');
    return this.named(start, name);
  }

  private named(start: number, first: string): HclExpression {
    let name = first;
    // Functions of providers: `provider::time::rfc3339_parse(…)`.
    while (this.at('::')) {
      this.pos += 2;
      name += `::${this.name()}`;
    }
    if (this.take('(')) return this.nested(() => this.call(start, name));
    const end = this.pos;
    if (name === 'true' || name === 'false') return { kind: 'literal', start, end, value: name === 'true' };
    if (name === 'null') return { kind: 'literal', start, end, value: null };
    return { kind: 'reference', start, end, path: [name] };
  }

  private call(start: number, name: string): HclExpression {
    const args: HclExpression[] = [];
    for (;;) {
      this.blank(true);
      if (this.take(')')) return { kind: 'call', start, end: this.pos, name, args };
      args.push(this.expression(true));
      this.blank(true);
      const expanded = this.take('...');
      if (expanded) {
        // Its elements are the arguments: how many is not known.
        args.push(this.opaque(this.pos, args.splice(-1)));
        this.blank(true);
      }
      if (!this.take(',') && !this.at(')')) this.fault('expected "," or ")"');
    }
  }

  /** `.name`, `.0`, `[…]`, `.*` and `[*]` after a term. A dot may stand on the next line nowhere in HCL. */
  private postfix(term: HclExpression): HclExpression {
    let value = term;
    for (;;) {
      let step: string | null;
      let index: HclExpression | null = null;
      if (this.at('.') && !this.at('...')) {
        this.pos += 1;
        if (this.take('*')) step = null;
        else if (isDigit(this.code())) {
          const start = this.pos;
          while (isDigit(this.code())) this.pos += 1;
          step = this.text.slice(start, this.pos);
        } else {
          step = this.name();
          if (step === '') this.fault('expected a name after "."');
        }
      } else if (this.take('[')) {
        this.blank(true);
        if (this.take('*')) step = null;
        else {
          index = this.expression(true);
          step = indexText(index);
        }
        this.blank(true);
        this.expect(']');
      } else return value;
      value = this.step(value, step, index);
    }
  }

  private step(value: HclExpression, step: string | null, index: HclExpression | null): HclExpression {
    this.nodes += 1;
    if (this.nodes > this.limits.maxNodes) this.fault(`more than ${this.limits.maxNodes} values`);
    const { start } = value;
    if (value.kind === 'reference' && value.path.length < MAX_STEPS) {
      return { kind: 'reference', start, end: this.pos, path: [...value.path, step] };
    }
    // Flat and short however many steps follow, so that walking it needs no deep recursion.
    const known = value.kind === 'opaque' ? value.children : [value];
    return this.opaque(start, index === null || known.length > MAX_STEPS ? known : [...known, index]);
  }

  private list(start: number): HclExpression {
    this.blank(true);
    if (this.atFor()) return this.forExpression(start, ']');
    const items: HclExpression[] = [];
    for (;;) {
      this.blank(true);
      if (this.take(']')) return { kind: 'list', start, end: this.pos, items };
      items.push(this.expression(true));
      this.blank(true);
      if (!this.take(',') && !this.at(']')) this.fault('expected "," or "]"');
    }
  }

  private object(start: number): HclExpression {
    this.blank(true);
    if (this.atFor()) return this.forExpression(start, '}');
    const entries: HclEntry[] = [];
    for (;;) {
      this.blank(true);
      if (this.take('}')) return { kind: 'object', start, end: this.pos, entries };
      const computed = this.at('(');
      const key = this.expression(false);
      this.blank(true);
      if (!this.take('=') && !this.take(':')) this.fault('expected "=" or ":"');
      this.blank(true);
      const value = this.expression(false);
      entries.push({ key: computed ? null : keyText(key), keyNode: key, value });
      const ended = this.blank(true);
      if (!this.take(',') && !ended && !this.at('}')) this.fault('expected ",", a new line or "}"');
    }
  }

  private atFor(): boolean {
    const after = this.text.charCodeAt(this.pos + 3);
    return this.at('for') && (after === 0x20 || after === 0x09 || after === 0x0a || after === 0x0d);
  }

  /** `for x in y : z if c`: its parts, nothing of its value. */
  private forExpression(start: number, close: string): HclExpression {
    this.pos += 3;
    do {
      this.blank(true);
      if (this.name() === '') this.fault('expected a name after "for"');
      this.blank(true);
    } while (this.take(','));
    if (this.name() !== 'in') this.fault('expected "in"');
    const children: HclExpression[] = [];
    const next = (): void => {
      this.blank(true);
      children.push(this.expression(true));
      this.blank(true);
    };
    next();
    this.expect(':');
    next();
    if (this.take('=>')) next();
    this.take('...');
    this.blank(true);
    if (this.at('if')) {
      this.pos += 2;
      next();
    }
    this.expect(close);
    return this.opaque(start, children);
  }

  private opaque(start: number, children: readonly HclExpression[]): HclExpression {
    return { kind: 'opaque', start, end: this.pos, children };
  }

  // ---------------------------------------------------------------- templates

  private quoted(start: number): HclExpression {
    const parts: HclPart[] = [];
    for (;;) {
      const piece = this.quotedText();
      if (piece.end > piece.start) parts.push({ kind: 'text', ...piece });
      if (this.take('"')) return { kind: 'template', start, end: this.pos, parts, heredoc: false };
      parts.push(this.interpolation());
    }
  }

  private heredoc(start: number): HclExpression {
    this.take('-');
    const { end, after } = this.heredocBounds();
    const parts: HclPart[] = [];
    while (this.pos < end) {
      const piece = this.heredocText(end);
      if (piece.end > piece.start) parts.push({ kind: 'text', ...piece });
      if (this.pos < end) parts.push(this.interpolation());
    }
    if (this.pos > end) this.fault('an interpolation runs over the end of its heredoc', start);
    this.pos = after;
    return { kind: 'template', start, end: after, parts, heredoc: true };
  }

  /** `${ … }`, or a directive `%{ if … }`, of which nothing is known. */
  private interpolation(): HclExpression {
    const start = this.pos;
    const directive = this.at('%{');
    this.pos += 2;
    this.take('~');
    this.blank(true);
    const children: HclExpression[] = [];
    if (directive) this.directiveHead();
    if (!this.at('}') && !this.at('~}')) children.push(this.expression(true));
    this.blank(true);
    this.take('~');
    this.expect('}');
    const [value] = children;
    return directive || value === undefined ? this.opaque(start, children) : { ...value, start, end: this.pos };
  }

  private directiveHead(): void {
    const word = this.name();
    if (word === 'for') {
      do {
        this.blank(true);
        this.name();
        this.blank(true);
      } while (this.take(','));
      if (this.name() !== 'in') this.fault('expected "in"');
    } else if (!['if', 'else', 'endif', 'endfor'].includes(word)) this.fault('an unknown directive');
    this.blank(true);
  }
}

function keyText(key: HclExpression): string | null {
  if (key.kind === 'reference' && key.path.length === 1) return key.path[0] ?? null;
  if (key.kind === 'literal') return String(key.value);
  return indexText(key);
}

function indexText(index: HclExpression): string | null {
  if (index.kind === 'literal' && typeof index.value === 'number') return String(index.value);
  if (index.kind !== 'template') return null;
  const [part, ...more] = index.parts;
  if (more.length > 0) return null;
  return part === undefined ? '' : part.kind === 'text' ? part.text : null;
}
