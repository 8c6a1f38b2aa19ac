import { describe, expect, it } from '@jest/globals';
import { readYaml } from '../../src/repository/yaml.js';
import { plainYamlError } from '../../src/repository/yaml-words.js';

const problem = (text: string): [string, number] => {
  const read = readYaml('a.yml', new TextEncoder().encode(text), 'workflow');
  if (read.ok) throw new Error('was read');
  return [read.problem.reason, read.problem.at.startLine];
};

describe('a YAML mistake in plain words', () => {
  it.each([
    ['jobs:\n  lint: [\n  a:\n    b', 'has a list `[…]` or mapping `{…}` that is not closed, or not indented, here', 3],
    ['{a: 1', 'has a list `[…]` or mapping `{…}` that is never closed', 1],
    ['a: 1\n b: 2\n', 'has a second `: ` inside a value: put the value into quotes, or mend the indentation', 1],
    ['a\nb: 1\n', 'has a line without a `:` where a key belongs', 1],
    ['a: "x', 'has a quote that is never closed', 1],
    ["a: 'x", 'has a quote that is never closed', 1],
    ['a: 1\nb #c\n', 'has a line without a `:` where a key belongs', 2],
    ['a:\n\t- b\n', 'is indented with a tab; YAML allows spaces only', 2],
    ['a: @x\n', 'has a value that begins with a reserved sign: put it into quotes', 1],
    ['a: "\\q"\n', 'has a `\\` in double quotes that starts no escape: use single quotes', 1],
    ['a: - b\n', 'has a `-` on the line of its key: begin a new line', 1],
    ['a: [a,,b]\n', 'has a comma too many', 1],
    ['a: [a]]\n', 'has a `]` that closes nothing', 1],
    ['}\n', 'has a `}` that closes nothing', 1],
    ['- a\nb: c\n', 'goes on after the end of a value: mend the indentation, or put all of it into quotes', 2],
    ['a:\n- b\n  c\n d: 1\n', 'has a line without a `:` where a key belongs', 2],
    ['a: b #c\n d\n', 'has a line that is not indented like the lines beside it', 2],
    ['a: !x"y"', 'has a value that begins with `&` or `!`: put it into quotes', 1],
  ])('%j', (text, reason, line) => {
    expect(problem(text)).toEqual([reason, line]);
  });

  it('falls back on the words of the library, without its position and excerpt', () => {
    expect(plainYamlError('Something new at line 3, column 9:\n\n  x\n  ^')).toBe(
      'is not valid YAML here (Something new)',
    );
    expect(plainYamlError('')).toBe('is not valid YAML here ()');
  });
});
