/**
 * The table of permissions is true: the API front knows on its own what each endpoint accepts, and a token without one
 * permission, or one refused endpoint, loses exactly the evidence that the table names.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import { fetchFacts } from '../../src/github/facts.js';
import { type Evidence, PERMISSIONS } from '../../src/github/permissions.js';
import { fetchProtection } from '../../src/github/protection.js';
import { lastScheduledRun } from '../../src/github/scheduled-runs.js';
import type { RepositoryFacts } from '../../src/rules/facts.js';
import { RULES } from '../../src/rules/registry.js';
import {
  ENDPOINTS,
  environment,
  environments,
  forbidden,
  type GitHubApi,
  type GitHubApiOptions,
  startGitHubApi,
} from '../support/github-api.js';

const FACTS: readonly (keyof RepositoryFacts)[] = [
  'codeownersErrors',
  'environments',
  'workflows',
  'branches',
  'labels',
];
const ROWS = PERMISSIONS.flatMap(({ api }) => (api === undefined ? [] : [api]));
/** A repository whose every question is asked: an open environment leads to the one about apps. */
const REPOSITORY: GitHubApiOptions = { environments: { body: environments([environment('prod')]) } };
let api: GitHubApi | undefined;

afterEach(async () => {
  await api?.close();
  api = undefined;
});

/** What a run does not get to know. */
async function lost(options: GitHubApiOptions): Promise<Evidence[]> {
  api = await startGitHubApi({ ...REPOSITORY, ...options });
  const request = { repository: 'octo-org/app', token: 'ghs_x', apiUrl: api.url };
  const [facts, { answers }, run] = await Promise.all([
    fetchFacts(request, new Set(FACTS)),
    fetchProtection({ ...request, branch: 'main' }),
    lastScheduledRun({ ...request, workflow: 'drift-check.yml' }),
  ]);
  await api.close();
  api = undefined;
  const missing: Evidence[] = FACTS.filter((name) => facts[name].status !== 'answered');
  if (answers[0]?.status !== 'none') missing.push('rules');
  if (answers[1]?.status !== 'none') missing.push('branch');
  const seen = facts.environments.status === 'answered' ? facts.environments.value : [];
  if (seen.some(({ unproven }) => unproven !== undefined)) missing.push('environmentApps');
  if (!run.ok) missing.push('scheduledRuns');
  return missing.sort();
}

/** What the table says is lost with these permissions (`contents=read`). */
function expectedLoss(granted: readonly string[]): Evidence[] {
  const has = ({ permission }: { permission: string }): boolean => granted.includes(permission.replace(': ', '='));
  const missing = ROWS.filter((row) => !has(row)).map(({ evidence }) => evidence);
  // Apps are asked about only when environments were seen.
  return missing.filter((name) => name !== 'environmentApps' || !missing.includes('environments')).sort();
}

it('names every endpoint that is asked, once', () => {
  expect(ROWS.map(({ evidence }) => evidence).sort()).toEqual(Object.keys(ENDPOINTS).sort());
});

describe.each(ROWS)('$evidence', ({ evidence, route, permission }) => {
  it('alone is lost when its endpoint answers 403', async () => {
    expect(await lost({ [evidence]: forbidden() })).toEqual([evidence]);
  });

  it('has the route and the permission that the API front knows', () => {
    const path = route
      .replace('{owner}/{repo}', 'o/r')
      .replaceAll(/\{\w+\}/g, 'x')
      .replace('/repos/o/r/', '');
    const matching = Object.entries(ENDPOINTS).filter(([, { path: tail }]) => new RegExp(`^${tail}$`).test(path));
    expect(matching.map(([name]) => name)).toEqual([evidence]);
    expect(matching[0]?.[1].anyOf[0]).toBe(permission.replace(': ', '='));
  });
});

describe('a token', () => {
  it('with everything loses nothing', async () => {
    const granted = ['metadata=read', 'contents=read', 'issues=read', 'actions=read'];
    expect(await lost({ permissions: () => granted })).toEqual([]);
  });

  it('that reads contents, as in the README, loses what the table says', async () => {
    const granted = ['metadata=read', 'contents=read'];
    expect(await lost({ permissions: () => granted })).toEqual(expectedLoss(granted));
    expect(expectedLoss(granted)).toEqual(['environments', 'labels', 'scheduledRuns', 'workflows']);
  });

  it.each(['metadata=read', 'contents=read', 'issues=read', 'actions=read'])(
    'without %s loses what the table says',
    async (withheld) => {
      const granted = ['metadata=read', 'contents=read', 'issues=read', 'actions=read'].filter(
        (permission) => permission !== withheld,
      );
      const missing = await lost({ permissions: () => granted });
      expect(missing).toEqual(expectedLoss(granted));
      expect(missing.length).toBeGreaterThan(0);
    },
  );

  it('that reads pull requests sees labels', async () => {
    const granted = ['metadata=read', 'contents=read', 'actions=read', 'pull_requests=read'];
    expect(await lost({ permissions: () => granted })).toEqual([]);
  });
});

describe('rules', () => {
  const wantedBy = (name: string): string[] =>
    RULES.filter(({ wants }) => wants?.some((one) => one === name)).map(({ id }) => id);

  it.each(FACTS)('that want %s are those of the table', (name) => {
    const known = new Set(RULES.map(({ id }) => id));
    const listed = ROWS.filter(({ evidence }) => evidence === name).flatMap(({ rules }) => rules);
    expect(wantedBy(name)).toEqual(listed.filter((id) => known.has(id)));
  });

  it('that want environments are those that lose apps', () => {
    const rows = ROWS.filter(({ evidence }) => evidence === 'environments' || evidence === 'environmentApps');
    expect(rows[0]?.rules).toEqual(rows[1]?.rules);
  });
});
