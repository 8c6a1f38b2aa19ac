import { describe, expect, it } from '@jest/globals';
import type { Protection, ProtectionSource, RequiredCheck } from '../../src/repository/types.js';
import { pointAt } from '../../src/repository/yaml.js';
import { resolveRequirements } from '../../src/rules/requirements.js';
import type { SourceAnswer } from '../../src/rules/types.js';

const SETTINGS: ProtectionSource = { kind: 'file', path: '.github/settings.yml', format: 'settings' };
const RULESET: ProtectionSource = { kind: 'file', path: '.github/rulesets/main.json', format: 'ruleset' };
const API: ProtectionSource = { kind: 'api', endpoint: 'rules', label: 'rules/branches/main' };
const CONFIG: ProtectionSource = { kind: 'config', path: '.phase-mirror.yml' };

function protection(
  source: ProtectionSource,
  include: string[],
  contexts: string[],
  more: Partial<Protection> = {},
): Protection {
  const path = 'path' in source ? source.path : '';
  const requiredChecks = contexts.map(
    (context, index): RequiredCheck => ({ context, source, at: pointAt(path, index + 1) }),
  );
  return { source, branches: { include, exclude: [] }, requiredChecks, ...more };
}

function resolve(protections: Protection[], branch: string | null = 'main', answers: SourceAnswer[] = []) {
  return resolveRequirements({ protections, branch, defaultBranch: 'main', answers });
}

const told = (protections: Protection[], branch: string | null = 'main') =>
  resolve(protections, branch).checks.map(
    ({ context, source }) => `${context} ${source.kind === 'api' ? source.label : source.path}`,
  );

describe('resolveRequirements', () => {
  it('joins the sources that cover the branch, each context once for each source, in one order', () => {
    const all = [
      protection(API, ['main'], ['lint', 'build']),
      protection(SETTINGS, ['main'], ['lint', 'build', 'build']),
      protection(SETTINGS, ['release/*'], ['never']),
      protection(CONFIG, ['~DEFAULT_BRANCH'], ['gate']),
    ];
    const expected = [
      'build rules/branches/main',
      'build .github/settings.yml',
      'gate .phase-mirror.yml',
      'lint rules/branches/main',
      'lint .github/settings.yml',
    ];
    expect(told(all)).toEqual(expected);
    expect(told([...all].reverse())).toEqual(expected);
  });

  it('keeps the first place in a file, unless a later entry also says which app must report', () => {
    const first = protection(RULESET, ['~ALL'], ['x', 'y']);
    const app: RequiredCheck = { context: 'y', source: RULESET, at: pointAt(RULESET.path, 9), integrationId: 5 };
    const { checks } = resolve([
      first,
      { ...first, requiredChecks: [{ ...app, context: 'x', integrationId: 4 }, app] },
    ]);
    expect(checks.map(({ context, at, integrationId }) => [context, at?.startLine, integrationId])).toEqual([
      ['x', 9, 4],
      ['y', 9, 5],
    ]);
    const again = protection(RULESET, ['~ALL'], ['z', 'x']);
    expect(resolve([first, again]).checks.map(({ context, at }) => `${context}:${at?.startLine}`)).toEqual([
      'x:1',
      'y:2',
      'z:1',
    ]);
  });

  it('adds rulesets up', () => {
    expect(told([protection(RULESET, ['main'], ['a']), protection(RULESET, ['*'], ['b'])])).toHaveLength(2);
  });

  it('lets a branch protection rule that names the branch go before patterns of the same file', () => {
    const rules = [protection(SETTINGS, ['*'], ['a']), protection(SETTINGS, ['main'], ['b'])];
    expect(told(rules)).toEqual(['b .github/settings.yml']);
    expect(told(rules, 'dev')).toEqual(['a .github/settings.yml']);
  });

  it('takes the first of several patterns in one file, and every file for itself', () => {
    const other: ProtectionSource = { kind: 'file', path: '.asf.yaml', format: 'asf' };
    expect(
      told([protection(SETTINGS, ['m*'], ['a']), protection(SETTINGS, ['*'], ['b']), protection(other, ['*'], ['c'])]),
    ).toEqual(['a .github/settings.yml', 'c .asf.yaml']);
  });

  it('wants code-owner review only where a protection in force says so', () => {
    const review = (include: string[], codeOwnerReview: boolean) =>
      protection(RULESET, include, [], { codeOwnerReview });
    expect(resolve([review(['main'], true), review(['main'], false)]).codeOwnerReview).toBe(true);
    expect(resolve([review(['dev'], true), review(['main'], false)]).codeOwnerReview).toBe(false);
    expect(resolve([]).codeOwnerReview).toBe(false);
  });

  it('knows the requirements when any source answered, even with none', () => {
    const answer = (status: SourceAnswer['status']): SourceAnswer => ({ source: 's', status, detail: '' });
    expect(resolve([], 'main', [answer('forbidden'), answer('none')]).known).toBe(true);
    expect(resolve([], 'main', [answer('answered')]).known).toBe(true);
    const silent = (['forbidden', 'not-found', 'unavailable', 'not-asked', 'unreadable'] as const).map(answer);
    expect(resolve([], 'main', silent)).toMatchObject({ known: false, answers: silent });
    expect(resolve([]).known).toBe(false);
  });

  it('judges the default branch when the branch is not known', () => {
    const requirements = resolve([protection(SETTINGS, ['main'], ['a']), protection(SETTINGS, ['dev'], ['b'])], null);
    expect(requirements).toMatchObject({ branch: null, checks: [{ context: 'a' }] });
  });
});
