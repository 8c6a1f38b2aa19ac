import { describe, expect, it } from '@jest/globals';
import type { RequiredCheck } from '../../src/repository/types.js';
import { APPS, EXTERNAL_CHECKS } from '../../src/rules/data/external-checks.js';
import { externalChecks } from '../../src/rules/external-checks.js';

const check = (context: string, app: Partial<RequiredCheck> = {}): RequiredCheck => ({
  context,
  source: { kind: 'config', path: '.phase-mirror.yml' },
  ...app,
});
const reporter = (context: string, app: Partial<RequiredCheck> = {}, configured: string[] = []) =>
  externalChecks(configured).reporterOf(check(context, app));

describe('well-known reporters', () => {
  it.each([
    ['cla/google', 'Google CLA'],
    ['license/cla', 'CLA assistant'],
    ['EasyCLA', 'EasyCLA'],
    ['DCO', 'DCO'],
    ['Kokoro', 'Kokoro'],
    ['Kokoro system-3.14', 'Kokoro'],
    ['Kokoro - Test: Java 8', 'Kokoro'],
    ['ci/kokoro: Samples test', 'Kokoro'],
    ['OwlBot Post Processor', 'OwlBot'],
    ['import/copybara', 'Copybara'],
    ['codecov/project', 'Codecov'],
    ['codecov/patch/unit', 'Codecov'],
    ['netlify/my-site/deploy-preview', 'Netlify'],
    ['Vercel', 'Vercel'],
    ['Vercel – docs', 'Vercel'],
    ['continuous-integration/jenkins/pr-merge', 'Jenkins'],
    ['continuous-integration/travis-ci/pr', 'Travis CI'],
    ['continuous-integration/appveyor/branch', 'AppVeyor'],
    ['Travis CI - Pull Request', 'Travis CI'],
    ['ci/circleci: build', 'CircleCI'],
    ['buildkite/my-pipeline', 'Buildkite'],
    ['pre-commit.ci - pr', 'pre-commit.ci'],
    ['docs/readthedocs.org:my-docs', 'Read the Docs'],
    ['Workers Builds: site', 'Cloudflare Workers Builds'],
    ['SonarCloud Code Analysis', 'SonarQube Cloud'],
    ['[api] SonarCloud Code Analysis', 'SonarQube Cloud'],
    ['security/snyk (my-org)', 'Snyk'],
    ['DeepSource: Python', 'DeepSource'],
    ['renovate/stability-days', 'Renovate'],
    ['Mergify Merge Protections', 'Mergify'],
    ['CodeQL', 'GitHub code scanning'],
    ['Analyze (javascript-typescript)', "GitHub code scanning's default setup"],
  ])('%s is reported by %s', (context, expected) => {
    expect(reporter(context)).toBe(expected);
  });

  it.each([
    ...[
      'lint',
      'test',
      'build',
      'ci',
      'CI',
      'Required',
      'quality-checks',
      'test (18)',
      'unit tests (macos-latest, 11)',
    ],
    ...[
      'Summary',
      'docs',
      'deploy',
      'Analyze',
      'Analyze (linux)',
      'codeql',
      'Analyze (javascript, ubuntu)',
      'e2e / kokoro',
    ],
    ...[
      'codecov',
      'CLA',
      'dco',
      'vercel',
      'Kokoros',
      'windows',
      'clirr',
      'call / lint',
      'security/scan',
      'coverage',
      '',
    ],
  ])('%j is not claimed', (context) => {
    expect(reporter(context)).toBeNull();
  });

  it('names no generic word, cites a source for every entry, and has no entry twice', () => {
    const patterns = EXTERNAL_CHECKS.map(({ pattern }) => pattern);
    expect(patterns.filter((pattern) => /^\W*(lint|tests?|build|ci|check|deploy|summary)?\W*$/i.test(pattern))).toEqual(
      [],
    );
    expect(new Set(patterns).size).toBe(patterns.length);
    expect([...EXTERNAL_CHECKS, ...APPS.values()].filter(({ source }) => !/^https:\/\/\S+$/.test(source))).toEqual([]);
  });
});

describe('a check that a certain app must report', () => {
  it('is external, whatever its name', () => {
    expect(reporter('lint', { integrationId: 254 })).toBe('Codecov');
    expect(reporter('lint', { integrationId: 57789 })).toBe('GitHub code scanning');
    expect(reporter('lint', { integrationId: 987654 })).toBe('GitHub App 987654');
    expect(reporter('lint', { appSlug: 'jenkins' })).toBe('GitHub App "jenkins"');
  });

  it('is not external when the app is GitHub Actions, though its name looks so', () => {
    expect(reporter('codecov/project', { integrationId: 15368 })).toBeNull();
    expect(reporter('codecov/project', { appSlug: 'github-actions' })).toBeNull();
    expect(reporter('CodeQL', { integrationId: 15368 })).toBeNull();
  });

  it('is external when GitHub Actions runs it without a workflow file', () => {
    expect(reporter('Analyze (go)', { integrationId: 15368 })).toBe("GitHub code scanning's default setup");
  });

  it('is judged by its name when any app may report it', () => {
    expect(reporter('DCO', { integrationId: -1 })).toBe('DCO');
    expect(reporter('lint', { integrationId: -1 })).toBeNull();
    expect(reporter('lint', { integrationId: 0, appSlug: '' })).toBeNull();
  });
});

describe('configured entries', () => {
  const SOURCE = 'external-checks of .phase-mirror.yml';

  it('are names or globs, and go before everything else', () => {
    const configured = ['lint', 'azure-*', 'a\\*b', 'c\\\\*'];
    const at = (context: string, app: Partial<RequiredCheck> = {}) => reporter(context, app, configured);
    expect([at('lint'), at('azure-pipelines (Linux)'), at('azure-/x'), at('a*b'), at('c\\x')]).toEqual(
      Array(5).fill(SOURCE),
    );
    expect([at('lint2'), at('Lint'), at('azure'), at('aXb'), at('cx')]).toEqual(Array(5).fill(null));
    expect(at('lint', { integrationId: 15368 })).toBe(SOURCE);
    expect(at('lint', { integrationId: 254 })).toBe(SOURCE);
  });

  it('can be told where they come from', () => {
    expect(externalChecks(['x'], { configuredBy: 'elsewhere' }).reporterOf(check('x'))).toBe('elsewhere');
  });

  it('match nothing when they are absurdly long, and a lone backslash is itself', () => {
    expect(reporter('a', {}, ['*'.repeat(5000)])).toBeNull();
    expect(reporter('a\\b\\', {}, ['a\\b\\'])).toBe(SOURCE);
  });
});
