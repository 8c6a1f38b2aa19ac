import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joinLines, spreadLines } from '../../src/drift/lines.js';

/** Character by character: a string goes on to a quote that no backslash takes, or to the end. */
function joinedSlowly(text: string): string {
  let joined = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quoted && character === '\\') {
      joined += text.slice(index, index + 2);
      index += 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (quoted || !/[\n\r \t]/.test(character)) joined += character;
  }
  return joined;
}

describe('a document over lines', () => {
  it('is the same document', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const canonical = JSON.stringify(JSON.parse(json));
        expect(joinLines(spreadLines(canonical))).toBe(canonical);
        expect(JSON.parse(spreadLines(canonical))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('has every object of a list on a line of its own, and leaves strings alone', () => {
    const canonical = '{"a":[{"b":"},{ \\\\\\" ,"},{"c":[1,2]}],"d":null}';
    expect(spreadLines(canonical)).toBe('{"a":[\n{"b":"},{ \\\\\\" ,"},\n{"c":[1,2]}],\n"d":null}\n');
  });

  it('takes any white space between parts, and none inside strings', () => {
    expect(joinLines('{\r\n\t"a b" : "c\\" d" }')).toBe('{"a b":"c\\" d"}');
    const pieces = fc.array(fc.constantFrom('"', '\\', ' ', '\n', 'a', '\\"', '{'), { maxLength: 40 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        expect(joinLines(text)).toBe(joinedSlowly(text));
      }),
    );
  });

  it('is joined as text, whatever it is: a document, parts of one, line feeds in strings, other white space (property)', () => {
    const changes = fc.constantFrom('\n', ' ', '\r\n', '\t', '"', '\\', '', '\u00a0');
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.array(fc.tuple(fc.nat(), changes), { maxLength: 4 }), (json, all) => {
        const canonical = JSON.stringify(JSON.parse(json));
        const text = all.reduce((before, [place, change]) => {
          const at = place % (before.length + 1);
          return before.slice(0, at) + change + before.slice(at);
        }, spreadLines(canonical));
        expect(joinLines(text)).toBe(joinedSlowly(text));
      }),
      { numRuns: 1000 },
    );
  });
});
