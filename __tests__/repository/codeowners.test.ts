import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compileCodeownersPattern,
  findCodeowners,
  ownersOf,
  parseCodeowners,
} from '../../src/repository/codeowners.js';

const parse = (text: string) => parseCodeowners('.github/CODEOWNERS', text);
const owners = (text: string, path: string) => ownersOf(parse(text), path)?.map(({ value }) => value) ?? null;
function matches(pattern: string, path: string): boolean {
  const compiled = compileCodeownersPattern(pattern);
  if ('invalid' in compiled) throw new Error(`${pattern} ${compiled.invalid}`);
  return compiled.matches(path);
}

describe('findCodeowners', () => {
  it('looks in .github, the top and docs, in this order', () => {
    expect(findCodeowners(['docs/CODEOWNERS', 'CODEOWNERS', '.github/CODEOWNERS'])).toBe('.github/CODEOWNERS');
    expect(findCodeowners(new Set(['docs/CODEOWNERS', 'CODEOWNERS']))).toBe('CODEOWNERS');
    expect(findCodeowners(['docs/CODEOWNERS'])).toBe('docs/CODEOWNERS');
    expect(findCodeowners(['src/CODEOWNERS', '.github/codeowners', '.gitlab/CODEOWNERS'])).toBeNull();
  });
});

/** The example file of the documentation; each test quotes the comment it stands under there. */
const EXAMPLE = `# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
`;

describe('ownersOf: the example of the documentation', () => {
  /** The example down to the line with this pattern: later lines would take precedence. */
  const until = (pattern: string) => `${EXAMPLE.slice(0, EXAMPLE.indexOf(`\n${pattern} `))}\n${lineOf(pattern)}\n`;
  const lineOf = (pattern: string) => EXAMPLE.split('\n').find((line) => line.startsWith(`${pattern} `)) ?? '';

  it('"These owners will be the default owners for everything in the repo"', () => {
    expect(owners(EXAMPLE, 'Makefile')).toEqual(['@global-owner1', '@global-owner2']);
    expect(owners(EXAMPLE, 'a/b/c.rs')).toEqual(['@global-owner1', '@global-owner2']);
  });

  it('"the last matching pattern takes the most precedence": only @js-owner for JS files', () => {
    expect(owners(EXAMPLE, 'src/app.js')).toEqual(['@js-owner']);
  });

  it('"You can also use email addresses" and "Teams can be specified as code owners as well"', () => {
    expect(owners(EXAMPLE, 'cmd/main.go')).toEqual(['docs@example.com']);
    expect(owners(EXAMPLE, 'notes.txt')).toEqual(['@octo-org/octocats']);
  });

  it('"owns any files in the build/logs directory at the root of the repository and any of its subdirectories"', () => {
    const text = until('/build/logs/');
    expect(owners(text, 'build/logs/a')).toEqual(['@doctocat']);
    expect(owners(text, 'build/logs/deep/a')).toEqual(['@doctocat']);
    expect(owners(text, 'x/build/logs/a')).toEqual(['@global-owner1', '@global-owner2']);
  });

  it('"will match files like docs/getting-started.md but not further nested files like docs/build-app/troubleshooting.md"', () => {
    const text = until('docs/*');
    expect(owners(text, 'docs/getting-started.md')).toEqual(['docs@example.com']);
    expect(owners(text, 'docs/build-app/troubleshooting.md')).toEqual(['@global-owner1', '@global-owner2']);
    expect(owners(text, 'x/docs/getting-started.md')).toEqual(['@global-owner1', '@global-owner2']);
  });

  it('"owns any file in an apps directory anywhere in your repository"', () => {
    const text = until('apps/');
    expect(owners(text, 'apps/x')).toEqual(['@octocat']);
    expect(owners(text, 'deep/in/apps/y/x')).toEqual(['@octocat']);
    expect(owners(text, 'apps')).toEqual(['@global-owner1', '@global-owner2']);
  });

  it('"owns any file in the /docs directory in the root of your repository and any of its subdirectories"', () => {
    const text = until('/docs/');
    expect(owners(text, 'docs/a/b.md')).toEqual(['@doctocat']);
    expect(owners(text, 'x/docs/a.rs')).toEqual(['@global-owner1', '@global-owner2']);
  });

  it('"any change inside the /scripts directory will require approval from @doctocat or @octocat"', () => {
    expect(owners(EXAMPLE, 'scripts/release')).toEqual(['@doctocat', '@octocat']);
  });

  it('"owns any file in a /logs directory such as /build/logs, /scripts/logs, and /deeply/nested/logs"', () => {
    for (const path of ['build/logs/a', 'scripts/logs/a', 'deeply/nested/logs/a', 'logs/a']) {
      expect(owners(EXAMPLE, path)).toEqual(['@octocat']);
    }
  });

  it('"except for the /apps/github subdirectory, as its owners are left empty"', () => {
    expect(owners(EXAMPLE, 'apps/main/x')).toEqual(['@octocat']);
    expect(owners(EXAMPLE, 'apps/github/x')).toEqual([]);
    expect(owners(`${EXAMPLE}/apps/github @doctocat\n`, 'apps/github/x')).toEqual(['@doctocat']);
  });

  it('tells "nobody on purpose" from "no rule matches"', () => {
    expect(owners('docs/ @a', 'src/x')).toBeNull();
    expect(owners('', 'src/x')).toBeNull();
  });
});

describe('compileCodeownersPattern', () => {
  it.each([
    ['foo', ['foo', 'a/foo', 'foo/x', 'a/foo/b/c'], ['foo.txt', 'xfoo']],
    ['/foo', ['foo', 'foo/x'], ['a/foo']],
    ['foo/', ['foo/x', 'a/foo/x'], ['foo', 'a/foo']],
    ['foo/bar', ['foo/bar', 'foo/bar/x'], ['a/foo/bar', 'foo/bart']],
    ['foo/**', ['foo/x', 'foo/a/b'], ['foo', 'a/foo/x']],
    ['foo/**/', ['foo/x', 'foo/a/b'], ['foo']],
    ['foo/**/bar', ['foo/bar', 'foo/a/b/bar', 'foo/bar/x'], ['foobar', 'foo/xbar']],
    ['**/foo/bar', ['foo/bar', 'a/b/foo/bar'], ['xfoo/bar']],
    ['**', ['a', 'a/b'], []],
    ['*', ['a', 'a/b/c'], []],
    ['/*', ['a'], ['a/b']],
    ['*.md', ['a.md', 'x/y/a.md'], ['a.mdx']],
    ['/*.md', ['a.md'], ['x/a.md']],
    ['f?o', ['foo', 'x/fao'], ['f/o', 'fo']],
    ['foo**bar/x', ['fooAbar/x'], ['foo/bar/x']],
    ['/', [], ['a', 'a/b', '']],
    ['a\\ b.txt', ['a b.txt'], ['a\\ b.txt', 'ab.txt']],
    ['a\\*', ['a*'], ['ab']],
    ['a\\', ['a\\'], ['a']],
    ['FOO', ['FOO'], ['foo']],
    ['foo#bar', ['foo#bar'], ['foo']],
  ] as const)('%s', (pattern, yes, no) => {
    expect(yes.filter((path) => !matches(pattern, path))).toEqual([]);
    expect(no.filter((path) => matches(pattern, path))).toEqual([]);
  });

  it.each(['!foo', '\\#foo', 'ceval*.[ch]', 'a]b', '***/*.rb', 'x'.repeat(2000)])('%s is not valid', (pattern) => {
    expect(compileCodeownersPattern(pattern)).toEqual({ invalid: expect.any(String) });
  });

  it('matches a literal path with itself, below itself, and not beside itself', () => {
    const path = fc
      .array(fc.stringMatching(/^[a-z.]{1,5}$/), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(matches(`/${a}`, b)).toBe(b === a || b.startsWith(`${a}/`));
      }),
    );
  });
});

describe('parseCodeowners', () => {
  it('gives every rule and owner its place', () => {
    const { rules, lines } = parse('# x\r\n  /a\\ b/\t@one  @org/two # why\r\n');
    expect(rules).toEqual([
      {
        pattern: '/a\\ b/',
        at: { path: '.github/CODEOWNERS', startLine: 2, startColumn: 3, endLine: 2, endColumn: 24 },
        owners: [
          { value: '@one', at: expect.objectContaining({ startLine: 2, startColumn: 10, endColumn: 14 }) },
          { value: '@org/two', at: expect.objectContaining({ startColumn: 16, endColumn: 24 }) },
        ],
      },
    ]);
    expect(lines).toHaveLength(3);
  });

  it('"If any line in your CODEOWNERS file contains invalid syntax, that line will be skipped"', () => {
    const { rules, invalid } = parse(
      '* @a\n!x @b\n[Section] @c\n\\#x @d\n*.py dave\n*.rb @\n*.go a@b@c\n*.c a@b.example\n',
    );
    expect(rules.map(({ pattern }) => pattern)).toEqual(['*', '*.c']);
    expect(invalid.map(({ value, at }) => `${at.startLine}:${at.startColumn} ${value}`)).toEqual([
      '2:1 negates with `!`, which CODEOWNERS does not support',
      '3:1 has `[ ]` or `***`, which CODEOWNERS does not support',
      '4:1 escapes `#`, which CODEOWNERS does not support',
      '5:6 names an owner that is no @user, @org/team or e-mail address',
      '6:6 names an owner that is no @user, @org/team or e-mail address',
      '7:6 names an owner that is no @user, @org/team or e-mail address',
    ]);
  });

  it('answers from a model that was not parsed here without trusting its patterns', () => {
    const [rule] = parse('* @a').rules;
    const codeowners = { path: 'CODEOWNERS', lines: [], invalid: [], rules: [{ ...rule!, pattern: '!*' }] };
    expect(ownersOf(codeowners, 'x')).toBeNull();
    expect(ownersOf(codeowners, 'y')).toBeNull();
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, path) => {
        const found = ownersOf(parse(text), path);
        expect(found === null || Array.isArray(found)).toBe(true);
      }),
    );
  });

  it('takes linear steps on a pattern made for backtracking', () => {
    expect(owners(`${'a*'.repeat(300)}b @a`, 'a'.repeat(4000))).toBeNull();
  });
});
