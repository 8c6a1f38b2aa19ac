/** The parameters behind "is protected": each as its own statement, and none of them made up. */
import { describe, expect, it } from '@jest/globals';
import { carryForward } from '../../src/drift/carry.js';
import { compareStates } from '../../src/drift/compare.js';
import type { GithubState } from '../../src/drift/facts/github.js';
import type { ClassicSettings, EnvironmentSettings, ProtectionSettings } from '../../src/rules/governed-settings.js';
import { baselineOf, stateOf } from './support.js';

const NOT_ASKED = { status: 'not-asked', detail: '' } as const;
const none: GithubState = { protections: null, environments: NOT_ASKED, workflows: NOT_ASKED };

function branch(settings: Partial<ProtectionSettings> & Partial<ProtectionSettings['rulesets']> = {}): GithubState {
  const { on = [], approvals = 0, bypass = [], classic = 'none' } = settings;
  return { ...none, protections: [], protectionSettings: { rulesets: { on, approvals }, bypass, classic } };
}

const classic = (settings: Partial<ClassicSettings> = {}): ClassicSettings => ({
  ...{ on: [], approvals: 0, bypass: [], pushers: null },
  ...settings,
});

function environment(
  settings: Partial<EnvironmentSettings> & { guarded?: boolean; unproven?: string } = {},
): GithubState {
  const { guarded = true, unproven, ...more } = settings;
  const name = more.name ?? 'production';
  return {
    ...none,
    environments: {
      status: 'answered',
      value: [{ name, protected: guarded, ...(unproven === undefined ? {} : { unproven }) }],
    },
    environmentSettings: [
      {
        ...{ name, reviewers: [], selfReviewPrevented: false, waitMinutes: 0, branches: 'any', adminsBypass: null },
        ...more,
      },
    ],
  };
}

async function driftOf(before: GithubState, after: GithubState) {
  const accepted = await baselineOf({ files: {}, github: before });
  return compareStates(accepted, await stateOf({ files: {}, github: after }, accepted));
}

async function told(before: GithubState, after: GithubState): Promise<string[]> {
  const { others } = await driftOf(before, after);
  return others.map(({ severity, widened, sentence }) => `${severity}${widened ? ' widened' : ''}: ${sentence}`);
}

describe('rules of a branch', () => {
  it.each<[string, Parameters<typeof branch>[0], Parameters<typeof branch>[0], string[]]>([
    [
      'fewer approvals',
      { approvals: 2 },
      { approvals: 1 },
      ['high widened: a merge into `main` needs 1 approval on GitHub (before: 2)'],
    ],
    [
      'no approval',
      { approvals: 1 },
      { approvals: 0 },
      ['high widened: a merge into `main` needs no approval on GitHub (before: 1)'],
    ],
    [
      'more approvals',
      { approvals: 1 },
      { approvals: 2 },
      ['low: a merge into `main` needs 2 approvals on GitHub (before: 1)'],
    ],
    [
      'force pushes',
      { on: ['no deletion', 'no force push'] },
      { on: ['no deletion'] },
      ['high widened: `main` no longer has the rule `no force push` on GitHub'],
    ],
    [
      'dismissal of approvals',
      { on: ['dismissal of stale approvals'] },
      {},
      ['high widened: `main` no longer has the rule `dismissal of stale approvals` on GitHub'],
    ],
    ['a new rule', {}, { on: ['signed commits'] }, ['low: `main` has the rule `signed commits` now on GitHub']],
    [
      'who goes around a ruleset',
      { bypass: [{ ruleset: 'ruleset 1', actors: ['team 7'] }] },
      { bypass: [{ ruleset: 'ruleset 1', actors: ['team 7', 'the role admin'] }] },
      ['high widened: those who may bypass `ruleset 1` of `main` on GitHub: `the role admin` came'],
    ],
    [
      'who no longer does',
      { bypass: [{ ruleset: 'ruleset 1', actors: ['team 7'] }] },
      { bypass: [{ ruleset: 'ruleset 1', actors: [] }] },
      ['low: those who may bypass `ruleset 1` of `main` on GitHub: `team 7` went'],
    ],
    [
      'a ruleset beside the others',
      { bypass: [{ ruleset: 'ruleset 1', actors: [] }] },
      {
        bypass: [
          { ruleset: 'ruleset 1', actors: [] },
          { ruleset: 'ruleset 2', actors: ['team 7'] },
        ],
      },
      ['low: `team 7` may bypass the new `ruleset 2` of `main` on GitHub'],
    ],
    [
      'a ruleset in place of another, which somebody goes around',
      { bypass: [{ ruleset: 'ruleset 1', actors: [] }] },
      { bypass: [{ ruleset: 'ruleset 2', actors: ['team 7'] }] },
      ['high widened: `team 7` may bypass the new `ruleset 2` of `main` on GitHub'],
    ],
    [
      'classic protection that is switched off',
      { classic: classic({ on: ['no force push'], approvals: 1 }) },
      {},
      [
        'high widened: `main` no longer has the rule `no force push` by classic protection',
        'high widened: a merge into `main` needs no approval by classic protection (before: 1)',
      ],
    ],
    [
      'who may push',
      { classic: classic({ pushers: ['ada'] }) },
      { classic: classic({ pushers: ['ada', 'team all'] }) },
      ['medium widened: those who may push to `main` by classic protection: `team all` came'],
    ],
    [
      'that anybody may push',
      { classic: classic({ pushers: ['ada'] }) },
      { classic: classic() },
      ['high widened: who may push to `main` is no longer restricted by classic protection'],
    ],
    [
      'that not everybody may',
      { classic: classic() },
      { classic: classic({ pushers: [] }) },
      ['low: who may push to `main` is restricted by classic protection'],
    ],
    [
      'who goes around reviews',
      { classic: classic() },
      { classic: classic({ bypass: ['app merger'] }) },
      ['high widened: those who may bypass `reviews` of `main` on GitHub: `app merger` came'],
    ],
  ])('tell %s', async (_name, before, after, expected) => {
    expect((await told(branch(before), branch(after))).sort()).toEqual(expected);
    expect(await told(branch(after), branch(after))).toEqual([]);
  });

  it('that an earlier version did not keep are not taken for new', async () => {
    const old = { ...none, protections: [] };
    const drift = await driftOf(old, branch({ on: ['no force push'], approvals: 2 }));
    expect([drift.others, drift.notCompared]).toEqual([
      [],
      ['The parameters of `main` on GitHub: the accepted state does not hold them; the next acceptance will'],
    ]);
  });

  it.each<[string, GithubState, GithubState, string]>([
    [
      'bypass',
      branch({ bypass: [{ ruleset: 'ruleset 1', actors: ['team 7'] }] }),
      branch({ bypass: [{ ruleset: 'ruleset 1', actors: null }] }),
      '`main (bypass of ruleset 1)`',
    ],
    [
      'classic protection',
      branch({ classic: classic({ on: ['no force push'], approvals: 2, pushers: ['ada'] }) }),
      branch({ classic: null }),
      '`main (classic protection)`',
    ],
  ])('that the token may not see count as they were: %s', async (_name, proven, hidden, name) => {
    const drift = await driftOf(proven, hidden);
    expect([drift.others, drift.notCompared]).toEqual([
      [],
      [`The protection of ${name} on GitHub: it could not be told in this run`],
    ]);
    expect(await told(hidden, proven)).toEqual([]);
  });
});

describe('environments', () => {
  it.each<[string, Parameters<typeof environment>[0], Parameters<typeof environment>[0], string[]]>([
    [
      'a reviewer who is gone',
      { reviewers: ['ada', 'team sec'] },
      { reviewers: ['ada'] },
      ['high: reviewers of environment `production`: `team sec` went'],
    ],
    [
      'the last reviewer',
      { reviewers: ['ada'] },
      { reviewers: [] },
      ['high widened: environment `production` needs no review any more (before: `ada`)'],
    ],
    [
      'one reviewer more',
      { reviewers: ['ada'] },
      { reviewers: ['ada', 'bob'] },
      ['medium widened: reviewers of environment `production`: `bob` came'],
    ],
    ['the first reviewer', {}, { reviewers: ['ada'] }, ['low: environment `production` needs a review by `ada`']],
    [
      'one in place of another',
      { reviewers: ['ada'] },
      { reviewers: ['bob'] },
      ['high widened: reviewers of environment `production`: `bob` came, `ada` went'],
    ],
    [
      'own reviews',
      { selfReviewPrevented: true },
      {},
      ['high widened: who deploys to environment `production` may approve it too'],
    ],
    [
      'no own reviews',
      {},
      { selfReviewPrevented: true },
      ['low: nobody may approve their own deployment to environment `production` any more'],
    ],
    [
      'no timer',
      { waitMinutes: 30 },
      {},
      ['high widened: a job waits 0 minutes for environment `production` (before: 30)'],
    ],
    [
      'a shorter timer',
      { waitMinutes: 30 },
      { waitMinutes: 5 },
      ['medium widened: a job waits 5 minutes for environment `production` (before: 30)'],
    ],
    [
      'a longer timer',
      { waitMinutes: 5 },
      { waitMinutes: 30 },
      ['low: a job waits 30 minutes for environment `production` (before: 5)'],
    ],
    [
      'any branch',
      { branches: 'protected' },
      {},
      ['high widened: any branch may deploy to environment `production` (before: protected branches)'],
    ],
    [
      'one branch more',
      { branches: ['main'] },
      { branches: ['main', 'release/*'] },
      ['high widened: branches that may deploy to environment `production`: `release/*` came'],
    ],
    [
      'one branch less',
      { branches: ['main', 'release/*'] },
      { branches: ['main'] },
      ['low: branches that may deploy to environment `production`: `release/*` went'],
    ],
    [
      'a selection',
      { branches: 'protected' },
      { branches: ['main'] },
      ['medium widened: the branches `main` may deploy to environment `production` (before: protected branches)'],
    ],
    [
      'a selection in place of any',
      {},
      { branches: ['main'] },
      ['low: the branches `main` may deploy to environment `production` (before: any branch)'],
    ],
    [
      'administrators',
      { adminsBypass: false },
      { adminsBypass: true },
      ['medium widened: administrators may bypass the protection of environment `production`'],
    ],
    [
      'no administrators',
      { adminsBypass: true },
      { adminsBypass: false },
      ['low: administrators may not bypass the protection of environment `production` any more'],
    ],
    [
      'all its protection, once',
      { reviewers: ['ada'] },
      { guarded: false },
      ['high widened: environment `production` lost its protection: no reviewer, timer or branch policy is left'],
    ],
  ])('tell %s', async (_name, before, after, expected) => {
    expect(await told(environment(before), environment(after))).toEqual(expected);
    expect(await told(environment(after), environment(after))).toEqual([]);
  });

  it('that come are told once', async () => {
    const answered = { status: 'answered', value: [] } as const;
    const drift = await driftOf({ ...none, environments: answered }, environment({ reviewers: ['ada'] }));
    expect(drift.others.map(({ sentence }) => sentence)).toEqual(['new environment `production`, protected']);
    expect(drift.notCompared).toEqual([]);
  });

  it('whose branches the token may not see count as they were', async () => {
    const drift = await driftOf(environment({ branches: ['main'] }), environment({ branches: null }));
    expect([drift.others, drift.notCompared]).toEqual([
      [],
      ['The protection of `production` on GitHub: it could not be told in this run'],
    ]);
  });

  it('of an earlier version are compared as far as it kept them', async () => {
    const { environmentSettings: _, ...old } = environment();
    const drift = await driftOf(old, environment({ reviewers: ['ada'] }));
    expect([drift.others, drift.notCompared]).toEqual([
      [],
      ['The parameters of `production` on GitHub: the accepted state does not hold them; the next acceptance will'],
    ]);
  });
});

describe('an acceptance that could not see everything', () => {
  const unproven = environment({ guarded: true, unproven: 'no token' });

  it('keeps what was proven before: a later loss is a drift', async () => {
    const proven = await baselineOf({ files: {}, github: environment() });
    const { state, kept } = carryForward(proven, await stateOf({ files: {}, github: unproven }));
    expect(kept).toEqual(['production']);
    expect(state.facts).toEqual(proven.facts);
    const after = await stateOf({ files: {}, github: environment({ guarded: false }) });
    const { others } = compareStates({ ...proven, facts: state.facts }, after);
    expect(others).toMatchObject([{ severity: 'high', widened: true }]);
  });

  it('keeps all of classic protection', async () => {
    const settings = { approvals: 1, classic: classic({ on: ['no force push'], approvals: 2, pushers: ['ada'] }) };
    const proven = await baselineOf({ files: {}, github: branch(settings) });
    const hidden = await stateOf({ files: {}, github: branch({ approvals: 3, classic: null }) });
    const { state, kept } = carryForward(proven, hidden);
    expect(kept).toEqual(['main (classic protection)']);
    expect(state.facts.map(({ key: [, rule, , source], value }) => `${source} ${rule} ${value}`)).toEqual([
      'classic bypass of reviews nobody',
      'classic no force push on',
      'classic push ada',
      'classic required approvals 2',
      'rulesets required approvals 3',
    ]);
  });

  it('keeps nothing that was not there, or was no more certain', async () => {
    const state = await stateOf({ files: {}, github: unproven });
    expect(carryForward(null, state)).toEqual({ state, kept: [] });
    const before = await baselineOf({ files: {}, github: unproven });
    expect(carryForward(before, state)).toEqual({ state, kept: [] });
  });
});
