import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileBranchPattern, namesBranch, selectsBranch } from '../../src/repository/branch-selector.js';

const selector = (include: string[], exclude: string[] = []) => ({ include, exclude });
const matches = (pattern: string, branch: string) => compileBranchPattern(pattern).matches(branch);

describe('compileBranchPattern: the sentences of the documentation', () => {
  it('"to protect any branches containing the word release, you can create a branch rule for *release*"', () => {
    expect(matches('*release*', 'my-release-1')).toBe(true);
    expect(matches('*release*', 'release/1')).toBe(false);
  });

  it('"the * wildcard does not match directory separators"', () => {
    expect(matches('*', 'main')).toBe(true);
    expect(matches('*', 'a/b')).toBe(false);
  });

  it('"qa/* will match all branches beginning with qa/ and containing a single slash, but will not match qa/foo/bar"', () => {
    expect(matches('qa/*', 'qa/foo')).toBe(true);
    expect(matches('qa/*', 'qa/foo/bar')).toBe(false);
  });

  it('"You can include any number of slashes after qa with qa/**/*"', () => {
    expect(matches('qa/**/*', 'qa/foo/bar/foobar/hello-world')).toBe(true);
    expect(matches('qa/**/*', 'qa/foo')).toBe(true);
    expect(matches('qa/**/*', 'qa')).toBe(false);
  });

  it('"You can also extend the qa string with qa**/**/* to make the rule more inclusive"', () => {
    expect(matches('qa**/**/*', 'qa-1/foo')).toBe(true);
    expect(matches('qa**/**/*', 'qa/foo/bar')).toBe(true);
    expect(matches('qa**/**/*', 'qx/foo')).toBe(false);
  });

  it('"you cannot currently complement a set with the ^ operator"', () => {
    expect(matches('v[0-9]', 'v7')).toBe(true);
    expect(matches('v[0-9]', 'vx')).toBe(false);
    expect(matches('v[^0-9]', 'vx')).toBe(false);
    expect(matches('v[!0-9]', 'vx')).toBe(false);
  });

  it('"File::FNM_EXTGLOB is not supported" and a backslash does not quote', () => {
    expect(matches('{a,b}', 'a')).toBe(false);
    expect(matches('{a,b}', '{a,b}')).toBe(true);
    expect(matches('\\*', '*')).toBe(false);
  });
});

describe('compileBranchPattern: fnmatch with FNM_PATHNAME', () => {
  it.each([
    ['v?', 'v1', true],
    ['v?', 'v/', false],
    ['release/**', 'release/a', true],
    ['release/**', 'release/a/b', false],
    ['**/x', 'x', true],
    ['**/x', 'a/b/x', true],
    ['***/x', 'a/b/x', false],
    ['[a-]', '-', true],
    ['[+-9]', '/', false],
    ['[+-9]', '5', true],
    ['[+-9]', '-', true],
    ['[9-+]', '5', false],
    ['[a/b]', 'a', false],
    ['[ab', 'a', false],
    ['[]', '', false],
  ])('%s on %s: %s', (pattern, branch, expected) => {
    expect(matches(pattern, branch)).toBe(expected);
  });

  it('refuses patterns of absurd length', () => {
    expect(matches('*'.repeat(2000), 'main')).toBe(false);
  });

  it('matches every plain name with itself only', () => {
    const name = fc.stringMatching(/^[a-z0-9./-]{1,12}$/);
    fc.assert(fc.property(name, name, (a, b) => expect(matches(a, b)).toBe(a === b)));
  });
});

describe('selectsBranch with known names', () => {
  it('takes names, patterns, refs and the words of rulesets', () => {
    expect(selectsBranch(selector(['main']), 'main', 'main')).toBe(true);
    expect(selectsBranch(selector(['refs/heads/main']), 'main', 'main')).toBe(true);
    expect(selectsBranch(selector(['refs/heads/rel/*']), 'rel/1', 'main')).toBe(true);
    expect(selectsBranch(selector(['refs/tags/main']), 'main', 'main')).toBe(false);
    expect(selectsBranch(selector(['~DEFAULT_BRANCH']), 'unstable', 'unstable')).toBe(true);
    expect(selectsBranch(selector(['~DEFAULT_BRANCH']), 'dev', 'main')).toBe(false);
    expect(selectsBranch(selector(['~ALL']), 'any/thing', 'main')).toBe(true);
    expect(selectsBranch(selector([]), 'main', 'main')).toBe(false);
  });

  it('lets an exclusion win', () => {
    expect(selectsBranch(selector(['~ALL'], ['refs/heads/dev/*']), 'dev/x', 'main')).toBe(false);
    expect(selectsBranch(selector(['~ALL'], ['~DEFAULT_BRANCH']), 'main', 'main')).toBe(false);
    expect(selectsBranch(selector(['~ALL'], ['~DEFAULT_BRANCH']), 'dev', 'main')).toBe(true);
  });

  it('judges the default branch when the branch is not known', () => {
    expect(selectsBranch(selector(['unstable']), null, 'unstable')).toBe(true);
    expect(selectsBranch(selector(['main']), null, 'unstable')).toBe(false);
  });

  it('takes a branch with a usual name for the default branch when nobody says', () => {
    expect(selectsBranch(selector(['~DEFAULT_BRANCH']), 'master', null)).toBe(true);
    expect(selectsBranch(selector(['~DEFAULT_BRANCH']), 'feature/x', null)).toBe(false);
  });
});

describe('selectsBranch when neither name is known', () => {
  const unknown = (include: string[], exclude: string[] = []) => selectsBranch(selector(include, exclude), null, null);

  it('takes what the default branch is under any name', () => {
    expect([['~DEFAULT_BRANCH'], ['~ALL'], ['*'], ['refs/heads/*']].map((include) => unknown(include))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('takes usual names, and no others', () => {
    expect([['main'], ['master'], ['trunk'], ['refs/heads/main']].every((include) => unknown(include))).toBe(true);
    expect([['unstable'], ['release/*'], ['m*'], []].some((include) => unknown(include))).toBe(false);
  });

  it('respects exclusions', () => {
    expect(unknown(['~ALL'], ['~DEFAULT_BRANCH'])).toBe(false);
    expect(unknown(['main'], ['main'])).toBe(false);
    expect(unknown(['main'], ['~ALL'])).toBe(false);
    expect(unknown(['~ALL'], ['dev'])).toBe(true);
  });
});

describe('namesBranch', () => {
  it('tells a name from a pattern that matches it', () => {
    expect(namesBranch(selector(['main']), 'main', 'main')).toBe(true);
    expect(namesBranch(selector(['refs/heads/main']), 'main', 'main')).toBe(true);
    expect(namesBranch(selector(['~DEFAULT_BRANCH']), 'main', 'main')).toBe(true);
    expect(namesBranch(selector(['~DEFAULT_BRANCH']), 'main', null)).toBe(true);
    expect(namesBranch(selector(['~DEFAULT_BRANCH']), 'dev', 'main')).toBe(false);
    expect(namesBranch(selector(['*']), 'main', 'main')).toBe(false);
    expect(namesBranch(selector(['trunk']), null, null)).toBe(true);
    expect(namesBranch(selector(['*']), null, null)).toBe(false);
  });
});
