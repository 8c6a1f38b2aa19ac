import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileFilter, compileFilters, filtersMatch } from '../../src/repository/filter-patterns.js';
import { MAX_PATTERN_LENGTH } from '../../src/repository/glob-automaton.js';
import { pointAt } from '../../src/repository/yaml.js';

function matches(pattern: string, text: string): boolean {
  const compiled = compileFilter(pattern);
  if ('invalid' in compiled) throw new Error(`${pattern} ${compiled.invalid}`);
  return compiled.matches(text);
}

/** The tables of the documentation, row by row, and near misses beside each row. */
const SHEET: readonly [pattern: string, yes: readonly string[], no: readonly string[]][] = [
  // Special characters
  ['Octo*', ['Octocat', 'Octo'], ['octocat', 'Octo/cat']],
  ['*.jsx?', ['page.js', 'page.jsx'], ['page.jsxx', 'a/page.js', 'page.jsx?']],
  ['[CB]at', ['Cat', 'Bat'], ['at', 'cat', 'CBat']],
  ['[1-2]00', ['100', '200'], ['300', '1-200']],
  ['[0-9a-z]', ['0', '9', 'q'], ['Q', '-', '10']],
  // Branches and tags
  ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature', 'feature/a/b', 'my/feature/a']],
  [
    'feature/**',
    ['feature/beta-a/my-branch', 'feature/your-branch', 'feature/mona/the/octocat'],
    ['feature', 'features/x'],
  ],
  ['main', ['main'], ['main2', 'a/main', 'Main']],
  ['releases/mona-the-octocat', ['releases/mona-the-octocat'], ['releases/mona']],
  ['*', ['main', 'releases'], ['all/the', '/']],
  ['**', ['all/the/branches', 'every/tag', 'main'], []],
  ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['my/feature', 'features']],
  ['v2*', ['v2', 'v2.0', 'v2.9'], ['v1', 'v2/x']],
  ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1..1', 'v1.10', 'v1x10.1']],
  // Paths
  ['*', ['README.md', 'server.rb'], ['docs/README.md']],
  ['**', ['all/the/files.md'], []],
  ['*.js', ['app.js', 'index.js'], ['src/app.js', 'app.jsx']],
  ['**.js', ['index.js', 'js/index.js', 'src/js/app.js'], ['index.ts']],
  ['docs/*', ['docs/README.md', 'docs/file.txt'], ['docs/a/b.txt', 'my/docs/x']],
  ['docs/**', ['docs/README.md', 'docs/mona/octocat.txt'], ['docs', 'my/docs/x']],
  [
    'docs/**/*.md',
    ['docs/README.md', 'docs/mona/hello-world.md', 'docs/a/markdown/file.md'],
    ['docs/x.txt', 'docsREADME.md'],
  ],
  ['**/docs/**', ['docs/hello.md', 'dir/docs/my-file.txt', 'space/docs/plan/space.doc'], ['mydocs/x', 'docs']],
  ['**/README.md', ['README.md', 'js/README.md'], ['js/XREADME.md', 'README.md/x']],
  ['**/*src/**', ['a/src/app.js', 'my-src/code/js/app.js'], ['a/srcs/app.js']],
  ['**/*-post.md', ['my-post.md', 'path/their-post.md'], ['post.md']],
  ['**/migrate-*.sql', ['migrate-10909.sql', 'db/migrate-v1.0.sql', 'db/sept/migrate-v1.sql'], ['db/migrate.sql']],
];

describe('compileFilter: the cheat sheet of the documentation', () => {
  for (const [pattern, yes, no] of SHEET) {
    it(`${pattern} matches ${yes.join(', ')} and not ${no.join(', ') || 'nothing else'}`, () => {
      expect(yes.filter((text) => !matches(pattern, text))).toEqual([]);
      expect(no.filter((text) => matches(pattern, text))).toEqual([]);
    });
  }

  it('matches `?` and `+` on the preceding character, not as "any character"', () => {
    expect(matches('Octoc?t', 'Octoct')).toBe(true);
    expect(matches('Octoc?t', 'Octot')).toBe(true);
    expect(matches('Octoc?t', 'Octocat')).toBe(false);
    expect(matches('a+b', 'aaab')).toBe(true);
    expect(matches('a+b', 'b')).toBe(false);
  });

  it('takes escaped special characters literally', () => {
    expect(matches('C/C\\+\\+', 'C/C++')).toBe(true);
    expect(matches('C/C\\+\\+', 'C/CC')).toBe(false);
    expect(matches('\\*', '*')).toBe(true);
    expect(matches('\\*', 'a')).toBe(false);
    expect(matches('[\\]a]', ']')).toBe(true);
    expect(matches('\\!x', '!x')).toBe(true);
    expect(matches('x\\++', 'x++')).toBe(true);
  });

  it('does not let `**` inside a name swallow the slash that follows it', () => {
    expect(matches('a**/b', 'ab')).toBe(false);
    expect(matches('a**/b', 'axx/y/b')).toBe(true);
    expect(matches('a/**/b', 'a/b')).toBe(true);
    expect(matches('a/**/b', 'axb')).toBe(false);
  });

  it('treats a hyphen at the end of a set as a hyphen and "!" inside a pattern as itself', () => {
    expect(matches('[a-]x', '-x')).toBe(true);
    expect(matches('a!b', 'a!b')).toBe(true);
  });

  it('counts a character outside the basic plane as one', () => {
    expect(matches('🚀?x', 'x')).toBe(true);
    expect(matches('[🚀]', '🚀')).toBe(true);
    expect(matches('*🚀', 'a🚀')).toBe(true);
  });

  it('says that a leading mark negates', () => {
    expect(compileFilter('!docs/**')).toMatchObject({ negated: true });
    expect(compileFilter('docs/**')).toMatchObject({ negated: false });
    expect(matches('!docs/**', 'docs/x')).toBe(true);
  });
});

describe('compileFilter: patterns that GitHub refuses', () => {
  it.each([
    ['', 'is empty'],
    ['!', 'has nothing after `!`'],
    ['?a', 'has no character before `?` that it could repeat'],
    ['*+', 'has no character before `+` that it could repeat'],
    ['a?+', 'has no character before `+` that it could repeat'],
    ['[ab', 'has no `]` for its `[`'],
    ['[a\\', 'has no `]` for its `[`'],
    ['[]', 'has an empty `[]`'],
    ['[z-a]', 'has the range `z-a`; ranges are within a-z, A-Z or 0-9, lower end first'],
    ['[A-z]', 'has the range `A-z`; ranges are within a-z, A-Z or 0-9, lower end first'],
    ['a\\', 'ends with a `\\` that escapes nothing'],
    ['a'.repeat(MAX_PATTERN_LENGTH + 1), `is longer than ${MAX_PATTERN_LENGTH} characters`],
  ])('%j', (pattern, reason) => {
    expect(compileFilter(pattern)).toEqual({ invalid: reason });
  });
});

describe('compileFilters', () => {
  it('applies the documented order of positive and negative patterns', () => {
    expect(
      ['hello.md', 'README.md', 'docs/hello.md'].map((path) => filtersMatch(['*.md', '!README.md'], path)),
    ).toEqual([true, false, false]);
    const again = ['*.md', '!README.md', 'README*'];
    expect(['hello.md', 'README.md', 'README.doc'].map((path) => filtersMatch(again, path))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('matches nothing with an empty list or with negative patterns alone', () => {
    expect(filtersMatch([], 'main')).toBe(false);
    expect(filtersMatch(['!dev'], 'main')).toBe(false);
  });

  it('reads located patterns and names the invalid ones, which match nothing', () => {
    const at = pointAt('ci.yml', 3);
    const filters = compileFilters([{ value: '[', at }, 'main']);
    expect(filters.matches('main')).toBe(true);
    expect(filters.matches('[')).toBe(false);
    expect(filters.invalid).toEqual([{ index: 0, pattern: '[', reason: 'has no `]` for its `[`' }]);
  });
});

describe('against a naive reference', () => {
  const part = fc.constantFrom('a', 'b', '/', '*', '**', '**/', 'a?', 'b+', '[ab]', '[a-b]+');

  it('agrees with a translation into a regular expression', () => {
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 8 }),
        (parts, letters) => {
          const pattern = parts.join('');
          const text = letters.join('');
          expect(matches(pattern, text)).toBe(naive(pattern).test(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('never throws, whatever the pattern and the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (pattern, text) => {
        const compiled = compileFilter(pattern);
        expect(typeof ('invalid' in compiled ? compiled.invalid : compiled.matches(text))).toMatch(/string|boolean/);
      }),
    );
  });

  it('takes linear steps where a backtracking matcher would take exponential ones', () => {
    const compiled = compileFilter(`${'[a-z]+*'.repeat(60)}X`);
    expect('invalid' in compiled ? compiled : compiled.matches('a'.repeat(4000))).toBe(false);
  });

  function naive(pattern: string): RegExp {
    const source = pattern.replace(/(^|(?<=\/))\*\*\/|\*\*|\*|[?+]|\[[^\]]*\]/g, (token) => {
      if (token === '**/') return '(?:.*/)?';
      if (token === '**') return '.*';
      return token === '*' ? '[^/]*' : token;
    });
    return new RegExp(`^${source}$`);
  }
});
