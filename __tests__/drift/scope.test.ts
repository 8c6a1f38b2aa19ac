import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compilePathGlob } from '../../src/drift/glob.js';
import { BUILT_IN } from '../../src/drift/places.js';
import { patternsOf, scopeOf } from '../../src/drift/scope.js';
import { emptyConfig, parseConfig } from '../../src/policy/config.js';
import { matchesGlob } from '../../src/policy/globs.js';

const NONE = patternsOf(emptyConfig());

function patterns(body: string) {
  return patternsOf(
    parseConfig('.phase-mirror.yml', Buffer.from(`version: 1\n${body}`), { ruleIds: [], today: '2026-01-01' }).config,
  );
}

describe('the governed paths', () => {
  it.each([
    ['.github/workflows/ci.yml', 'governed'],
    ['.github/workflows/scripts/run.sh', 'governed'],
    ['packages/a/.github/workflows/ci.yml', null],
    ['action.yml', 'governed'],
    ['tools/lint/action.yaml', 'governed'],
    ['tools/reaction.yml', null],
    ['testdata/x/action.yml', 'candidate'],
    ['testdata/x/reaction.yml', null],
    ['CODEOWNERS', 'governed'],
    ['docs/CODEOWNERS', 'governed'],
    ['src/CODEOWNERS', null],
    ['.github/rulesets/main.json', 'governed'],
    ['.phase-mirror.yml', 'governed'],
    ['infra/main.tf', 'candidate'],
    ['infra/prod.tfvars', 'candidate'],
    ['examples/basic/main.tf', 'candidate'],
    ['iam/trust-policy.json', 'candidate'],
    ['package.json', null],
    ['src/index.ts', null],
  ])('%s: %s', (path, standing) => {
    expect(scopeOf([NONE]).standing(path)).toBe(standing);
  });

  it('are what the configuration adds and takes away; never the configuration itself', () => {
    const scope = scopeOf([
      patterns(
        'drift: {include: [deploy/**, "*/Dockerfile", "src/**/policy-*.json"], exclude: [.github/workflows/x.yml, .phase-mirror.yml, infra/**]}',
      ),
    ]);
    expect(
      ['deploy/a/b.sh', 'app/Dockerfile', 'src/policy-a.json', 'src/a/b/policy-c.json', '.phase-mirror.yml'].map(
        scope.standing,
      ),
    ).toEqual(new Array(5).fill('governed'));
    expect(['.github/workflows/x.yml', 'infra/main.tf', 'a/b/Dockerfile', 'deploy'].map(scope.standing)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('hold the configuration wherever it is, whatever it excludes', () => {
    const read = parseConfig('ci/mirror.yml', Buffer.from('version: 1\ndrift: {exclude: ["ci/**", "old/**"]}\n'), {
      ruleIds: [],
      today: '2026-01-01',
    });
    const own = patternsOf(read.config);
    expect(scopeOf([own]).standing('ci/mirror.yml')).toBe('governed');
    expect(own.exclude).toEqual(['old/**']);
  });

  it('hide nothing that was governed before', () => {
    const scope = scopeOf([patterns('drift: {exclude: [.github/workflows/evil.yml]}'), NONE]);
    expect(scope.standing('.github/workflows/evil.yml')).toBe('governed');
  });

  it('hold the schemas of the configuration', () => {
    const scope = scopeOf([patterns('schemas: [{schema: api/v1.json, version: {path: api/VERSION}}]')]);
    expect(['api/v1.json', 'api/VERSION', 'api/v2.json'].map(scope.standing)).toEqual(['governed', 'governed', null]);
  });

  it('are given to git as folders, and as names that may lie anywhere', () => {
    const { anchors, anywhere } = scopeOf([
      patterns('drift: {include: [deploy/**, "*/Dockerfile", "src/**/policy-*.json", "a*/**", docs/]}'),
    ]).wanted;
    expect(anchors).toEqual(expect.arrayContaining(['.github/workflows', 'CODEOWNERS', 'deploy', 'src', 'docs']));
    expect(anywhere).toEqual(expect.arrayContaining(['*action.yml', '*.tf', '*/Dockerfile', 'a*/*']));
  });

  it('give git no pattern of many stars', () => {
    const { anywhere } = scopeOf([patterns('drift: {include: ["**/a*b*c*d/*.json", "**/x/**/*.json"]}')]).wanted;
    expect(anywhere).toEqual(expect.arrayContaining(['*.json', '*x/*.json']));
    expect(anywhere.filter((glob) => glob.split('*').length > 3)).toEqual([]);
  });

  it('are documented, each of them', () => {
    const page = readFileSync('docs/drift.md', 'utf8');
    for (const pattern of BUILT_IN) expect(page).toContain(`\`${pattern}\``);
  });
});

describe('a compiled glob', () => {
  it('means what it means elsewhere in the configuration', () => {
    const piece = fc.constantFrom('a', 'b', '/', '*', '**', '**/', '.json');
    const path = fc.array(fc.constantFrom('a', 'b', 'ab', '/', '.json'), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), path, (glob, text) => {
        const pattern = glob.join('');
        expect(compilePathGlob(pattern)(text.join(''))).toBe(matchesGlob('path', pattern, text.join('')));
      }),
      { numRuns: 2000 },
    );
  });
});
