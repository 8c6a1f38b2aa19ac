/** The policy in force, what the workflow adds to it, and under whose keys the levels are asked for. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { inlineWins, settlePolicy } from '../../src/oracle/run-policy.js';
import { evaluate } from '../../src/oracle.js';
import { parseConfig } from '../../src/policy/config.js';
import type { LoadedPolicy } from '../../src/policy/load.js';
import type { OrganisationLevels } from '../../src/policy/org-levels.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';

const TODAY = '2026-06-01';
const KEY = (id: string) =>
  `trust: {keys: [{id: ${id}, use: levels, pem: "-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZI\\n-----END PUBLIC KEY-----"}]}\n`;

function loaded(text: string): LoadedPolicy {
  const bytes = new TextEncoder().encode(`version: 1\n${text}`);
  const { config } = parseConfig('.phase-mirror.yml', bytes, { ruleIds: ['MD-001', 'MD-008'], today: TODAY });
  return { config, side: 'base', compare: null, baseInvalid: null };
}

/** Settles, and tells under which keys levels were asked for. */
async function settled(file: string, text: string | undefined, wins: boolean, level: 'block' | 'warn' = 'warn') {
  const asked: string[] = [];
  const levels: OrganisationLevels = new Map([
    ['MD-008', { level, record: null, source: 'organisation', sequence: 1, signed: true }],
  ]);
  const result = await settlePolicy(
    loaded(file),
    { text, wins, today: TODAY, defaultBranch: 'main' },
    async ({ config }) => {
      asked.push(config.trustedKeys.map(({ value }) => value.id).join(' '));
      return { levels, degraded: [], missing: [] };
    },
  );
  return { asked, result };
}

describe('levels and config-inline', () => {
  const PIN = 'version: 1\nrules: {MD-008: {level: warn}}\n';

  it('asks under the keys of the file, once, when the workflow adds nothing', async () => {
    expect((await settled(KEY('file'), undefined, false)).asked).toEqual(['file']);
  });

  it('asks under the keys of the file where config-inline may only tighten, and judges it by the levels', async () => {
    const { asked, result } = await settled(KEY('file'), PIN, false);
    expect(asked).toEqual(['file']);
    expect(result.policy.config.rules.get('MD-008')?.level?.value).toBe('warn');
    await expect(settled(KEY('file'), PIN, false, 'block')).rejects.toThrow('loosens the level of MD-008');
  });

  it('asks under the keys of both where config-inline wins', async () => {
    const { asked, result } = await settled(KEY('file'), `${PIN}${KEY('inline')}`, true, 'block');
    expect(asked).toEqual(['file inline']);
    expect(result.policy.config.rules.get('MD-008')?.level?.value).toBe('warn');
  });

  it('wins in a workflow that is required, and in a recording run, which is code of the default branch', () => {
    expect(inlineWins('required-workflow', 'pull_request')).toBe(true);
    expect(inlineWins('self-attested', 'commit')).toBe(true);
    expect(inlineWins('self-attested', 'pull_request')).toBe(false);
    expect(inlineWins('none', 'push')).toBe(false);
  });
});

describe('a run', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());

  it('of trusted code judges by what config-inline loosens; of a pull request it is refused', async () => {
    const repo = workshop.repo('inline');
    const base = repo.commitFiles({ 'a.txt': '1' });
    const commit = repo.commitFiles({ 'a.txt': '2' });
    const common = { sha: commit, serverUrl: 'https://github.com', targetBranch: 'main' };
    const run = (event: Parameters<typeof evaluate>[0]['event']) =>
      evaluate({
        folder: repo.dir,
        event,
        environment: TEST_ENVIRONMENT,
        clock: () => Date.UTC(2026, 5, 1),
        strict: false,
        apiExpected: false,
        eventName: event.kind,
        timings: false,
        workflowRef: 'octo-org/app/.github/workflows/record.yml@refs/heads/main',
        repository: 'octo-org/app',
        configInline: 'version: 1\nrules: {MD-001: {level: warn}}\n',
      });
    const report = await run({ ...common, kind: 'commit', commit, compareWith: 'first-parent' });
    expect(report.enforcement).toBe('self-attested');
    expect(report.rules.find(({ id }) => id === 'MD-001')?.level).toBe('warn');
    const proposed = run({ ...common, kind: 'merge_group', baseSha: base });
    await expect(proposed).rejects.toThrow('may only tighten');
  });
});
