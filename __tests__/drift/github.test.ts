/** What only GitHub says: compared where both sides know it, and told where one does not. */
import { describe, expect, it } from '@jest/globals';
import { compareStates } from '../../src/drift/compare.js';
import type { GithubState } from '../../src/drift/facts/github.js';
import type { Protection } from '../../src/repository/types.js';
import { baselineOf, stateOf } from './support.js';

const API = { kind: 'api', endpoint: 'rules', label: 'rules/branches/main' } as const;
const protection = (...contexts: string[]): Protection => ({
  source: API,
  branches: { include: ['main'], exclude: [] },
  requiredChecks: contexts.map((context) => ({ context, source: API })),
});
const NOT_ASKED = { status: 'not-asked', detail: '' } as const;

function github(parts: Partial<GithubState>): GithubState {
  return { protections: null, environments: NOT_ASKED, workflows: NOT_ASKED, ...parts };
}

async function driftOf(before: GithubState | undefined, after: GithubState | undefined, files = {}, now = files) {
  const accepted = await baselineOf({ files, ...(before === undefined ? {} : { github: before }) });
  return compareStates(
    accepted,
    await stateOf({ files: now, ...(after === undefined ? {} : { github: after }) }, accepted),
  );
}

const SETTINGS = {
  '.github/settings.yml': 'branches:\n  - name: main\n    protection: {required_status_checks: {contexts: [lint]}}\n',
};

describe('protection on GitHub', () => {
  it('is compared', async () => {
    const drift = await driftOf(
      github({ protections: [protection('lint', 'test')] }),
      github({ protections: [protection('test')] }),
    );
    expect(drift.others).toMatchObject([
      {
        sentence: 'required check `lint` disappeared from GitHub: `main` no longer requires it',
        severity: 'high',
        place: { path: '' },
      },
    ]);
    expect(drift.magnitude.value).toBe(0);
  });

  it('is not what a file says that enforces nothing', async () => {
    const drift = await driftOf(github({ protections: [protection('lint')] }), github({ protections: [] }), SETTINGS);
    expect(drift.others).toMatchObject([
      { sentence: 'required check `lint` disappeared from GitHub: `main` no longer requires it', widened: true },
    ]);
    const back = await driftOf(github({ protections: [] }), github({ protections: [protection('lint')] }), SETTINGS);
    expect(back.others).toMatchObject([{ sentence: 'new required check `lint` on `main`, by GitHub itself' }]);
  });

  it('is not taken for gone when GitHub did not answer', async () => {
    const drift = await driftOf(github({ protections: [protection('lint')] }), undefined);
    expect(drift.others).toEqual([]);
    expect(drift.notCompared).toEqual([
      'Branch protection and rulesets on GitHub: GitHub was not asked, or did not answer',
    ]);
  });

  it('is not taken for new when the accepted state does not hold it', async () => {
    const drift = await driftOf(undefined, github({ protections: [protection('lint')] }));
    expect(drift.others).toEqual([]);
    expect(drift.notCompared).toEqual([
      'Branch protection and rulesets on GitHub: the accepted state does not hold them; the next acceptance will',
    ]);
  });

  it('counts as said when a file says the same', async () => {
    const api = github({ protections: [protection('lint')] });
    // From the file to GitHub, and with GitHub unasked now or then.
    const removed = await driftOf(api, api, SETTINGS, { '.github/settings.yml': 'labels: []\n' });
    expect(removed.files.map(({ facts }) => facts)).toEqual([[]]);
    expect((await driftOf(api, undefined, {}, SETTINGS)).files[0]?.facts).toEqual([]);
    expect(
      (await driftOf(undefined, api, SETTINGS, { '.github/settings.yml': 'labels: []\n' })).files[0]?.facts,
    ).toEqual([]);
  });
});

describe('environments and workflows on GitHub', () => {
  const environments = (...list: [name: string, guarded: boolean][]): GithubState =>
    github({
      environments: { status: 'answered', value: list.map(([name, guarded]) => ({ name, protected: guarded })) },
    });

  it('tells lost protection, new and gone environments', async () => {
    const drift = await driftOf(
      environments(['production', true], ['staging', true], ['old', false], ['dev', false]),
      environments(['production', false], ['new', true], ['dev', true]),
    );
    expect(drift.others.map(({ severity, widened, sentence }) => `${severity} ${widened} ${sentence}`)).toEqual([
      'high true environment `production` lost its protection: no reviewer, timer or branch policy is left',
      'high false environment `staging` is gone from GitHub',
      'low false environment `dev` is protected now',
      'low false environment `old` is gone from GitHub',
      'low false new environment `new`, protected',
    ]);
  });

  it('leaves out one whose protection could not be told', async () => {
    const unproven = github({
      environments: { status: 'answered', value: [{ name: 'production', protected: false, unproven: 'no token' }] },
    });
    const proven = environments(['production', true]);
    const lost = await driftOf(proven, unproven);
    expect([lost.others, lost.notCompared]).toEqual([
      [],
      ['The protection of `production` on GitHub: it could not be told in this run'],
    ]);
    const later = await driftOf(unproven, environments(['production', false]));
    expect([later.others, later.notCompared]).toEqual([
      [],
      ['The protection of `production` on GitHub: the accepted state does not hold it'],
    ]);
  });

  it('tells workflows that were switched off', async () => {
    const workflows = (state: string): GithubState =>
      github({ workflows: { status: 'answered', value: [{ path: '.github/workflows/nightly.yml', state }] } });
    const drift = await driftOf(workflows('active'), workflows('disabled_inactivity'));
    expect(drift.others).toMatchObject([
      {
        sentence: 'GitHub has `.github/workflows/nightly.yml` as `disabled_inactivity` (before: `active`)',
        severity: 'medium',
      },
    ]);
    const gone = await driftOf(workflows('active'), github({ workflows: { status: 'answered', value: [] } }));
    expect(gone.others).toEqual([]);
  });
});
