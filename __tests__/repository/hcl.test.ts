import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  attributeOf,
  blocksOf,
  type HclExpression,
  HclLines,
  hasDynamic,
  parseHcl,
  parseHclExpression,
} from '../../src/repository/hcl.js';

function body(text: string) {
  const result = parseHcl(text);
  if (!result.ok) throw new Error(`${result.reason} at ${result.offset}`);
  return result.value;
}

function value(text: string): HclExpression {
  const result = parseHclExpression(text);
  if (!result.ok) throw new Error(`${result.reason} at ${result.offset}`);
  return result.value;
}

/** An expression without its offsets, as short as it goes. */
function plain(expression: HclExpression): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return expression.parts.map((part) => (part.kind === 'text' ? part.text : { $: plain(part) }));
    case 'list':
      return { list: expression.items.map(plain) };
    case 'object':
      return { object: expression.entries.map(({ key, value: item }) => [key, plain(item)]) };
    case 'call':
      return { [expression.name]: expression.args.map(plain) };
    case 'reference':
      return { ref: expression.path };
    case 'opaque':
      return { opaque: expression.children.map(plain) };
  }
}

describe('parseHcl', () => {
  it('reads blocks, labels, attributes and comments', () => {
    const file = body(`# one
// two
/* three
   lines */
resource "aws_iam_role" deploy {
  name = "x" # why
  inner { a = 1 }
  empty {}
}
top = true`);
    expect(file.attributes.map(({ name }) => name)).toEqual(['top']);
    const [role] = blocksOf(file, 'resource');
    expect(role?.labels).toEqual(['aws_iam_role', 'deploy']);
    expect(role?.body.blocks.map(({ type }) => type)).toEqual(['inner', 'empty']);
    expect(plain(attributeOf(role!.body, 'name')!)).toEqual(['x']);
    expect(attributeOf(role!.body, 'other')).toBeUndefined();
  });

  it('knows which blocks dynamic makes', () => {
    const file = body('dynamic "condition" {\n  for_each = var.x\n  content {}\n}\n');
    expect(hasDynamic(file, 'condition')).toBe(true);
    expect(hasDynamic(file, 'statement')).toBe(false);
  });

  it('reads a byte order mark and line ends of Windows', () => {
    expect(body('\uFEFFa = 1\r\nb = <<E\r\ntext\r\nE\r\n').attributes.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it.each([
    ['a = ', 'expected a value'],
    ['a b c', 'expected "=" or "{"'],
    ['a = 1 2', 'expected the end of the line'],
    ['}', 'a "}" without its block'],
    ['a {', 'expected "}"'],
    ['a = "x', 'a text is not closed'],
    ['a = "x\ny"', 'a text is not closed'],
    ['a = "\\q"', 'an unknown escape'],
    ['a = "\\u12"', 'a bad \\u escape'],
    ['a = "\\Uffffffff"', 'a bad \\u escape'],
    ['/* a', 'a comment is not closed'],
    ['a = <<E\nx\n', 'a heredoc is not closed'],
    ['a = <<\nx\n', 'a heredoc has no marker'],
    ['a = <<E x\nE\n', 'a heredoc begins on the line after its marker'],
    ['a = <<E\n${x\nE\n', 'expected "}"'],
    ['a = [1 2]', 'expected "," or "]"'],
    ['a = f(1 2)', 'expected "," or ")"'],
    ['a = { b = 1 c = 2 }', 'expected ",", a new line or "}"'],
    ['a = { b }', 'expected "=" or ":"'],
    ['a = x.', 'expected a name after "."'],
    ['a = [for in x : y]', 'expected "in"'],
    ['a = [for 1 in x : y]', 'expected a name after "for"'],
    ['a = "%{ what }"', 'an unknown directive'],
    ['a = "%{ for x y }"', 'expected "in"'],
    ['= 1', 'expected a name'],
  ])('refuses %j: %s', (text, reason) => {
    expect(parseHcl(text)).toMatchObject({ ok: false, reason });
  });

  it('says where', () => {
    expect(parseHcl('a = 1\nb = ]')).toMatchObject({ ok: false, offset: 10 });
    expect(parseHclExpression('1 2')).toMatchObject({ ok: false, offset: 2, reason: 'text after the value' });
  });

  it('has bounds for depth and size', () => {
    expect(parseHcl(`a = ${'['.repeat(5000)}`)).toMatchObject({ ok: false, reason: 'nested more than 100 levels' });
    expect(parseHcl('a {\n'.repeat(200))).toMatchObject({ ok: false, reason: 'nested more than 100 levels' });
    expect(parseHcl('a = 1\n'.repeat(20), { maxDepth: 100, maxNodes: 10 })).toMatchObject({
      ok: false,
      reason: 'more than 10 values',
    });
    expect(parseHcl(`a = x${'.y'.repeat(20)}`, { maxDepth: 100, maxNodes: 10 })).toMatchObject({ ok: false });
  });

  it('keeps no more than fifty steps of a reference', () => {
    expect(plain(value(`x${'.y'.repeat(49)}`))).toMatchObject({ ref: expect.any(Array) });
    expect(plain(value(`x${'.y'.repeat(60)}`))).toMatchObject({ opaque: [expect.any(Object)] });
    const indexes = plain(value(`f()${'[z]'.repeat(90)}`)) as { opaque: unknown[] };
    expect(indexes.opaque.length).toBeLessThan(60);
  });
});

describe('expressions', () => {
  it.each<[string, unknown]>([
    ['12.5e1', 125],
    ['-3', -3],
    ['null', null],
    ['"a\\n\\"\\u00e9\\U0001F600"', ['a\n"é😀']],
    ['""', []],
    ['"$${a} %%{b} $x"', ['${a} %{b} $x']],
    ['"a${b}c"', ['a', { $: { ref: ['b'] } }, 'c']],
    ['"${~ b.c ~}"', [{ $: { ref: ['b', 'c'] } }]],
    [
      '"%{ if a }x%{ else }y%{ endif }"',
      [{ $: { opaque: [{ ref: ['a'] }] } }, 'x', { $: { opaque: [] } }, 'y', { $: { opaque: [] } }],
    ],
    ['"%{ for k, v in a }x%{ endfor }"', [{ $: { opaque: [{ ref: ['a'] }] } }, 'x', { $: { opaque: [] } }]],
    ['[1, "a",\n # c\n true,]', { list: [1, ['a'], true] }],
    [
      '{ a = 1, "b" : 2\n c-d = 3\n "${e}" = 4\n (f) = 5\n 6 = 7 }',
      {
        object: [
          ['a', 1],
          ['b', 2],
          ['c-d', 3],
          [null, 4],
          [null, 5],
          ['6', 7],
        ],
      },
    ],
    ['a.b[0].c', { ref: ['a', 'b', '0', 'c'] }],
    ['a.b["k"].0', { ref: ['a', 'b', 'k', '0'] }],
    ['a[*].b', { ref: ['a', null, 'b'] }],
    ['a.*.b', { ref: ['a', null, 'b'] }],
    ['a[each.key]', { ref: ['a', null] }],
    ['f(a, [1]...)', { f: [{ ref: ['a'] }, { opaque: [{ list: [1] }] }] }],
    ['provider::time::parse(a)', { 'provider::time::parse': [{ ref: ['a'] }] }],
    ['f(a)[0].b', { opaque: [{ f: [{ ref: ['a'] }] }, 0] }],
    ['a == 1 && !b ? "x" : "y"', { opaque: [{ ref: ['a'] }, 1, { opaque: [{ ref: ['b'] }] }, ['x'], ['y']] }],
    ['(\n a\n || b\n)', { opaque: [{ ref: ['a'] }, { ref: ['b'] }] }],
    ['a >= 1 - 2 % 3', { opaque: [{ ref: ['a'] }, 1, 2, 3] }],
    ['[for x in a : x if x != 1]', { opaque: [{ ref: ['a'] }, { ref: ['x'] }, { opaque: [{ ref: ['x'] }, 1] }] }],
    ['{ for k, v in a : k => v... }', { opaque: [{ ref: ['a'] }, { ref: ['k'] }, { ref: ['v'] }] }],
  ])('%s', (text, expected) => {
    expect(plain(value(text))).toEqual(expected);
  });

  it('reads heredocs, their end anywhere on its own line', () => {
    const file = body('a = <<-EOT\n    one ${x} $${y} \\n\n    EOTX\n  EOT\nb = 1\n');
    expect(plain(attributeOf(file, 'a')!)).toEqual(['    one ', { $: { ref: ['x'] } }, ' ${y} \\n\n    EOTX\n']);
    expect(plain(attributeOf(file, 'b')!)).toBe(1);
  });

  it('reads JSON inside a text, with offsets of the whole', () => {
    const text = 'xx{ "a": ["b", -1, "\\/\\b\\f"] }yy';
    const result = parseHclExpression(text, { start: 2, end: text.length - 2 });
    expect(result.ok && plain(result.value)).toEqual({ object: [['a', { list: [['b'], -1, ['/\b\f']] }]] });
    expect(result.ok && result.value.start).toBe(2);
  });

  it('reads any JSON as what it is', () => {
    const json = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('any'),
          { maxKeys: 4 },
        ),
      ),
    })).any;
    const back = (expression: HclExpression): unknown => {
      if (expression.kind === 'literal') return expression.value;
      if (expression.kind === 'template') {
        return expression.parts.map((part) => (part.kind === 'text' ? part.text : '?')).join('');
      }
      if (expression.kind === 'list') return expression.items.map(back);
      if (expression.kind !== 'object') throw new Error(expression.kind);
      return Object.fromEntries(expression.entries.map(({ key, value: item }) => [key, back(item)]));
    };
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), (given, indent) => {
        // What Terraform would take for a template has to be escaped.
        const text = JSON.stringify(given, null, indent).replace(/([$%])\{/g, '$1$1{');
        fc.pre(!/[$%]{3}\{/.test(text));
        expect(back(value(text))).toEqual(given);
      }),
    );
  });

  it('answers any text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '${',
      '%{',
      '<<E\n',
      'E\n',
      '\n',
      ' = ',
      'a',
      '.',
      ',',
      '(',
      ')',
      '?',
      ':',
      '*',
      '#',
      '/*',
      '1',
      '\\',
      'for ',
      ' in ',
      '=>',
      '...',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const result = parseHcl(given);
        if (!result.ok) {
          expect(result.offset).toBeGreaterThanOrEqual(0);
          expect(result.offset).toBeLessThanOrEqual(given.length);
        }
        expect(typeof parseHclExpression(given).ok).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('HclLines', () => {
  it('turns offsets into lines and columns', () => {
    const text = 'a = 1\nbb = [\n  2,\n]\n';
    const lines = new HclLines('x.tf', text);
    const list = attributeOf(body(text), 'bb')!;
    expect(lines.span(list)).toEqual({ path: 'x.tf', startLine: 2, startColumn: 6, endLine: 4, endColumn: 1 });
    expect(lines.span({ start: 0, end: 0 })).toMatchObject({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 });
  });
});
