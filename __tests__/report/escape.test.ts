/** Hostile text on every surface. Markdown is judged by micromark, an implementation of CommonMark and GFM of its own. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import {
  clip,
  guardLine,
  inlineText,
  linesOf,
  markdownCode,
  markdownCodeCell,
  markdownProse,
  markdownText,
  sarifText,
  sarifUri,
  terminalText,
  visibleJson,
  wellFormed,
  workflowData,
  workflowProperty,
} from '../../src/report/escape.js';

const PIECES = [
  '::error::',
  '::',
  ':',
  '##[add-mask]',
  '`',
  '``',
  '```',
  '|',
  '\\',
  '\\|',
  '<',
  '>',
  '<img src=x>',
  '</code>',
  '<br>',
  '<!--',
  '&lt;',
  '&',
  '@everyone',
  '@octo/team',
  'a@b.co',
  '#1',
  '#123',
  'o/r#1',
  'GH-1',
  'http://e.x',
  'https://e.x/a',
  'www.e.x',
  'ftp://e.x',
  'mailto:a@b.co',
  '[l](http://e.x)',
  '![i](x)',
  '[',
  ']',
  '](',
  '*',
  '**',
  '_',
  '~',
  '~~',
  '$',
  '#',
  '- ',
  '+ ',
  '1. ',
  '1) ',
  '> ',
  '===',
  '---',
  '    ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\u2028',
  '\u001b[31m',
  '\u009b2J',
  '\u0000',
  '\u007f',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u200e',
  '\u200f',
  '\u200b',
  '\ufeff',
  '\u00a0',
  '\u{e0041}',
  '\ud800',
  '\udfff',
  '\u{1f600}',
  'e\u0301',
  '漢',
  '%',
  '%0A',
  ',',
  '{0}',
  '${{ x }}',
  'a',
  'b c',
  ' ',
  '.',
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 10 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
);
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function html(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** The text a reader sees, without our zero-width spaces and the entities of HTML. */
function textOf(rendered: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };
  return rendered
    .replace(/<[^>]*>/g, '')
    .replaceAll('\u200b', '')
    .replace(/&(?:lt|gt|amp|quot);/g, (entity) => entities[entity] ?? '');
}

const tags = (rendered: string): string[] => [...rendered.matchAll(/<\/?([a-z0-9]+)/g)].map(([, name = '']) => name);
const outsideCode = (rendered: string): string => rendered.replace(/<code>[^<]*<\/code>/g, '');

describe('inlineText', () => {
  it.each([
    ['plain', 'plain'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['\u001b[31m', '\\u{1b}[31m'],
    ['a\r\n\tb', 'a\\r\\n\\tb'],
    ['no\u00a0break', 'no\\u{a0}break'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\u{d800}'],
    ['\u{1f600} é 漢', '\u{1f600} é 漢'],
  ])('%j is shown as %j', (text, shown) => {
    expect(inlineText(text)).toBe(shown);
  });

  it('is one bounded line without anything unseen, for any text', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 30 }), (text, max) => {
        const shown = inlineText(text, max);
        expect(shown).not.toMatch(UNSEEN);
        expect(shown.length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('cuts with an ellipsis, between characters and escapes', () => {
    expect(inlineText('abcdef', 6)).toBe('abcdef');
    expect(inlineText('abcdefg', 6)).toBe('abcde…');
    expect(inlineText('abc\u202ed', 8)).toBe('abc…');
    expect(inlineText('a\u{1f600}\u{1f600}b', 4)).toBe('a\u{1f600}…');
    expect(inlineText('x'.repeat(5_000_000), 5)).toBe('xxxx…');
  });

  it('clips and splits lines within bounds', () => {
    expect(clip('abc', 3)).toBe('abc');
    expect(clip('ab\u{1f600}c', 4)).toBe('ab…');
    expect(clip('abcd', 3)).toBe('ab…');
    expect(linesOf('a\r\nb\u202e\nc', 2)).toEqual(['a', 'b\\u{202e}', '…']);
    expect(linesOf('a\nb')).toEqual(['a', 'b']);
  });
});

describe('markdown', () => {
  it('markdownText and markdownProse show the text and nothing else', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const write of [markdownText, markdownProse] as const) {
          const written = write(text);
          expect(written).not.toMatch(/[\n\r]/);
          for (const around of ['', '- ']) {
            const rendered = html(`${around}${written} end`);
            const ours = around === '' ? ['p'] : ['ul', 'li'];
            expect(
              tags(rendered).filter((tag) => !ours.includes(tag) && !(write === markdownProse && tag === 'code')),
            ).toEqual([]);
            const bare = outsideCode(rendered);
            expect(bare).not.toMatch(/@[a-z0-9]|#\d|GH-\d|[a-z]:\/\/|www\./i);
          }
        }
        const flat = (shown: string): string => shown.replace(/\s+/g, ' ').trim();
        expect(flat(textOf(html(markdownText(text))))).toBe(flat(inlineText(text)));
      }),
      { numRuns: 200 },
    );
  });

  it('markdownCode shows exactly the text', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => text.trim() !== ''),
        (text) => {
          const rendered = html(`x ${markdownCode(text)} y`);
          expect(tags(rendered)).toEqual(['p', 'code', 'code', 'p']);
          expect(textOf(rendered).trim()).toBe(`x ${inlineText(text).replaceAll('\u200b', '')} y`);
          expect(markdownCode(text)).not.toContain('##[');
        },
      ),
      { numRuns: 200 },
    );
    expect(markdownCode('')).toBe('` `');
    expect(markdownCode('a`b')).toBe('``a`b``');
    expect(markdownCode('`a`')).toBe('`` `a` ``');
  });

  it('a table keeps its cells', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const row = `| ${markdownText(a)} | ${markdownCodeCell(b)} | ${markdownProse(a, markdownCodeCell)} |`;
        const rendered = html(`| x | y | z |\n|---|---|---|\n${row}\n`);
        expect(rendered.match(/<td>/g)).toHaveLength(3);
        expect(rendered.match(/<tr>/g)).toHaveLength(2);
        const last = rendered.match(/<td>(?:(?!<td>)[\s\S])*<\/td>\n<\/tr>/)?.[0] ?? '';
        expect(
          tags(rendered).filter((tag) => !['table', 'thead', 'tbody', 'tr', 'th', 'td', 'code'].includes(tag)),
        ).toEqual([]);
        expect(last).not.toBe('');
      }),
      { numRuns: 200 },
    );
    // The cell that a backslash before a pipe would open.
    expect(markdownCodeCell('a\\|b')).toBe('<code>a&#92;&#124;b</code>');
    expect(markdownCodeCell('@all|x')).toBe('<code>&#64;&#8203;all&#124;x</code>');
    expect(markdownCodeCell('plain')).toBe('`plain`');
  });

  it('prose turns pairs of backticks into code and keeps odd ones', () => {
    expect(markdownProse('put back `name: lint`.')).toBe('put back `name: lint`.');
    expect(markdownProse('a ` b')).toBe('a \\` b');
    expect(markdownProse('`a``b`')).toBe('`a`&#8203;`b`');
    expect(markdownProse('x `` y')).toBe('x \\`\\` y');
  });
});

describe('the runner', () => {
  it('workflow commands stay one line, and GitHub decodes what was meant', () => {
    const decode = (text: string): string =>
      text.replace(/%(25|0D|0A|3A|2C)/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    fc.assert(
      fc.property(hostile, (text) => {
        expect(workflowData(text)).not.toMatch(UNSEEN);
        expect(workflowProperty(text)).not.toMatch(/[\n\r:,]|[\p{Cc}\p{Cf}]/u);
        expect(decode(workflowProperty(text))).toBe(inlineText(text, Number.POSITIVE_INFINITY));
        expect(decode(workflowData(text)).split('\n')).toEqual(
          text.split('\n').map((line) => inlineText(line, Number.POSITIVE_INFINITY)),
        );
      }),
    );
    expect(workflowData('a%\nb:c,')).toBe('a%25%0Ab:c,');
    expect(workflowProperty('a%\n:,')).toBe('a%25\\n%3A%2C');
  });

  it('terminal text is no command and holds no escape sequence', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = terminalText(text);
        expect(shown).not.toMatch(UNSEEN);
        expect(shown.trimStart().startsWith('::')).toBe(false);
        expect(shown).not.toContain('##[');
        expect(guardLine(shown)).toBe(shown);
      }),
    );
    expect(terminalText('  ::error::x')).toBe('  \\u{3a}:error::x');
    expect(terminalText('std::string')).toBe('std::string');
    expect(terminalText('a ##[error]b')).toBe('a #\\u{23}[error]b');
  });
});

describe('JSON and SARIF', () => {
  it('visibleJson is the same value, printable, and no command', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const value = { [wellFormed(text)]: [wellFormed(text)] };
        const json = visibleJson(JSON.stringify(value, null, 2));
        expect(JSON.parse(json)).toEqual(value);
        expect(json.replaceAll('\n', '')).not.toMatch(UNSEEN);
        expect(json).not.toContain('##[');
      }),
    );
  });

  it('sarifUri is a relative reference that decodes to the path', () => {
    fc.assert(
      fc.property(hostile, (path) => {
        const uri = sarifUri(path);
        expect(uri).toMatch(/^[A-Za-z0-9\-_.!~*'()%/]*$/);
        expect(decodeURIComponent(uri)).toBe(wellFormed(path));
      }),
    );
    expect(sarifUri('a:b/c d#é.yml')).toBe('a%3Ab/c%20d%23%C3%A9.yml');
  });

  it('SARIF messages hold no links but ours', () => {
    expect(sarifText('[x](http://e.x)')).toBe('[x] (http://e.x)');
    fc.assert(fc.property(hostile, (text) => expect(sarifText(text)).not.toContain('](')));
  });
});
