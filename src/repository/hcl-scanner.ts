/** The characters of HCL: blanks, comments, names, numbers and the text pieces of templates. Offsets only, no tokens. */

export interface HclLimits {
  readonly maxDepth: number;
  readonly maxNodes: number;
}

/** Why a text is not HCL. Thrown inside the reader only: `parseHcl` turns it into a result. */
export class HclFault extends Error {
  constructor(
    readonly offset: number,
    reason: string,
  ) {
    super(reason);
  }
}

const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** A literal piece of a template, up to whatever ended it. */
export interface TextPiece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export class Scanner {
  constructor(
    protected readonly text: string,
    protected pos: number,
    protected readonly limit: number,
  ) {}

  protected fault(reason: string, offset = this.pos): never {
    throw new HclFault(offset, reason);
  }

  /** Code unit at the position; NaN at the end. */
  protected code(ahead = 0): number {
    const at = this.pos + ahead;
    return at < this.limit ? this.text.charCodeAt(at) : Number.NaN;
  }

  protected at(wanted: string): boolean {
    // Nearly every question is answered by the first character.
    if (this.text.charCodeAt(this.pos) !== wanted.charCodeAt(0)) return false;
    return this.pos + wanted.length <= this.limit && this.text.startsWith(wanted, this.pos);
  }

  protected take(wanted: string): boolean {
    if (!this.at(wanted)) return false;
    this.pos += wanted.length;
    return true;
  }

  protected expect(wanted: string): void {
    if (!this.take(wanted)) this.fault(`expected "${wanted}"`);
  }

  /**
   * Skip blanks and comments; line ends too where they mean nothing.
   *
   * @returns true when a line ended on the way
   */
  protected blank(overLines: boolean): boolean {
    let ended = false;
    for (;;) {
      const code = this.code();
      if (code === 0x20 || code === 0x09 || code === 0x0d) this.pos += 1;
      else if (code === NEWLINE) {
        if (!overLines) return ended;
        ended = true;
        this.pos += 1;
      } else if (code === 0x23 || (code === 0x2f && this.code(1) === 0x2f)) this.pos = this.endOfLine();
      else if (code === 0x2f && this.code(1) === 0x2a) {
        const close = this.text.indexOf('*/', this.pos + 2);
        if (close < 0 || close + 2 > this.limit) this.fault('a comment is not closed');
        this.pos = close + 2;
      } else return ended;
    }
  }

  protected endOfLine(): number {
    const end = this.text.indexOf('\n', this.pos);
    return end < 0 || end > this.limit ? this.limit : end;
  }

  /** A name, dashes included; '' when none stands here. */
  protected name(): string {
    if (!isNameStart(this.code())) return '';
    const start = this.pos;
    while (isNamePart(this.code())) this.pos += 1;
    return this.text.slice(start, this.pos);
  }

  protected number(): number {
    const start = this.pos;
    while (isDigit(this.code())) this.pos += 1;
    if (this.code() === 0x2e && isDigit(this.code(1))) {
      this.pos += 1;
      while (isDigit(this.code())) this.pos += 1;
    }
    if (this.code() === 0x65 || this.code() === 0x45) {
      const sign = this.code(1) === 0x2b || this.code(1) === 0x2d ? 1 : 0;
      if (isDigit(this.code(1 + sign))) {
        this.pos += 1 + sign;
        while (isDigit(this.code())) this.pos += 1;
      }
    }
    return Number(this.text.slice(start, this.pos));
  }

  /** Literal text of a quoted template up to its closing quote, `${` or `%{`. */
  protected quotedText(): TextPiece {
    const start = this.pos;
    let text = '';
    let from = start;
    for (;;) {
      const code = this.code();
      // Letters and digits, the most of any text, need none of the questions below.
      if (code > BACKSLASH || (code > 0x25 && code < BACKSLASH)) {
        this.pos += 1;
        continue;
      }
      if (Number.isNaN(code) || code === NEWLINE) this.fault('a text is not closed', start);
      if (code === QUOTE || this.atInterpolation()) break;
      if (code === BACKSLASH) {
        text += this.text.slice(from, this.pos) + this.escape();
        from = this.pos;
      } else if (this.atEscapedInterpolation()) {
        text += this.text.slice(from, this.pos + 1);
        this.pos += 2;
        from = this.pos;
      } else this.pos += 1;
    }
    return { start, end: this.pos, text: text + this.text.slice(from, this.pos) };
  }

  /** Literal text of a heredoc up to `end`, `${` or `%{`; backslashes mean nothing here. */
  protected heredocText(end: number): TextPiece {
    const start = this.pos;
    let text = '';
    let from = start;
    while (this.pos < end && !this.atInterpolation()) {
      if (this.atEscapedInterpolation()) {
        text += this.text.slice(from, this.pos + 1);
        this.pos += 2;
        from = this.pos;
      } else this.pos += 1;
    }
    return { start, end: this.pos, text: text + this.text.slice(from, this.pos) };
  }

  /**
   * After `<<` or `<<-`: the marker, then where the content ends and where the text goes on.
   */
  protected heredocBounds(): { readonly end: number; readonly after: number } {
    const marker = this.name();
    if (marker === '') this.fault('a heredoc has no marker');
    while (this.code() === 0x0d) this.pos += 1;
    if (this.code() !== NEWLINE) this.fault('a heredoc begins on the line after its marker');
    this.pos += 1;
    for (let line = this.pos; line < this.limit; ) {
      const newline = this.text.indexOf('\n', line);
      const end = newline < 0 || newline > this.limit ? this.limit : newline;
      if (end - line < marker.length + 1000 && this.text.slice(line, end).trim() === marker) {
        return { end: line, after: end };
      }
      line = end + 1;
    }
    return this.fault('a heredoc is not closed');
  }

  protected atInterpolation(): boolean {
    const code = this.code();
    return (code === 0x24 || code === 0x25) && this.code(1) === 0x7b;
  }

  /** `$${` and `%%{`. */
  private atEscapedInterpolation(): boolean {
    const code = this.code();
    return (code === 0x24 || code === 0x25) && this.code(1) === code && this.code(2) === 0x7b;
  }

  private escape(): string {
    const letter = this.text[this.pos + 1] ?? '';
    const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    if (digits > 0) {
      const hex = this.text.slice(this.pos + 2, this.pos + 2 + digits);
      const point = Number.parseInt(hex, 16);
      if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex) || point > 0x10ffff) this.fault('a bad \\u escape');
      this.pos += 2 + digits;
      return String.fromCodePoint(point);
    }
    const value = ESCAPES.get(letter);
    if (value === undefined) this.fault('an unknown escape');
    this.pos += 2;
    return value ?? '';
  }
}

/** The last three are JSON's. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
]);

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isNameStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code > 0x7f;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code) || code === 0x2d;
}
