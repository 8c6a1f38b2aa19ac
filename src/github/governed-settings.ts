/**
 * The parameters behind "is protected": how many approvals, who may go around them, who lets a job into an environment.
 * Asked by drift-check alone. Besides the two lists, one request for each ruleset and for each environment that names its
 * branches:
 *
 * - `GET /repos/{o}/{r}/rules/branches/{branch}`: rules in force with their parameters; needs `metadata: read`
 *   (docs.github.com/rest/repos/rules#get-rules-for-a-branch);
 * - `GET /repos/{o}/{r}/rulesets/{id}`: who may bypass; shown to those alone who may change the ruleset
 *   (docs.github.com/rest/repos/rules#get-a-repository-ruleset);
 * - `GET /repos/{o}/{r}/branches/{branch}` and, where classic protection is on, `…/protection`; the latter needs
 *   `administration: read`, which the token of a workflow never has
 *   (docs.github.com/rest/branches/branch-protection#get-branch-protection);
 * - environments: governed-environments.ts.
 *
 * What GitHub keeps from the token is null: never taken for "nobody".
 */
import type { components } from '@octokit/openapi-types';
import type {
  BranchSettings,
  ClassicSettings,
  GovernedSettings,
  ProtectionSettings,
  RulesetBypass,
  Settings,
} from '../rules/governed-settings.js';
import { type ApiClient, type ClientOptions, createClient } from './client.js';
import { wordsOf } from './failures.js';
import { readEnvironments } from './governed-environments.js';
import { asked, list, MAX_ASKED, NotAnswered, notAnswered, type Parameters } from './governed-lists.js';
import { endpointOf } from './permissions.js';
import { array, count, isPathSegment, ownerAndName, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

type Schemas = components['schemas'];

export interface SettingsRequest extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
}

/**
 * Never throws for what the server or the network does.
 *
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none
 */
export async function fetchSettings(request: SettingsRequest): Promise<GovernedSettings> {
  const [owner, repo] = ownerAndName(request.repository);
  const client = await createClient(request);
  const parameters = { owner, repo };
  const [protection, environments] = await Promise.all([
    whole(readProtection(client, parameters, request.branch)),
    whole(readEnvironments(client, parameters)),
  ]);
  return { protection, environments };
}

async function whole<T>(reading: Promise<T>): Promise<Settings<T>> {
  try {
    return { ok: true, value: await reading };
  } catch (error) {
    if (error instanceof NotAnswered) return { ok: false, why: error.message };
    if (error instanceof UnknownShape) return { ok: false, why: UNKNOWN_SHAPE };
    throw error;
  }
}

// ---------------------------------------------------------------- branch

async function readProtection(client: ApiClient, to: Parameters, branch: string): Promise<ProtectionSettings> {
  if (!isPathSegment(branch)) throw new NotAnswered('this is not the name of a branch');
  const [rules, classic] = await Promise.all([
    list(client, endpointOf('rules').route, { ...to, branch }, asked(to, 'rules'), (page) => page),
    readClassic(client, { ...to, branch }),
  ]);
  const all = rules.map((rule) => record(rule));
  return { rulesets: settingsOf(all), bypass: await bypassOf(client, to, all), classic };
}

/** Rules that need no word of their own: what they are called here. */
const PLAIN: Readonly<Record<string, string>> = {
  non_fast_forward: 'no force push',
  deletion: 'no deletion',
  required_linear_history: 'linear history',
  required_signatures: 'signed commits',
  update: 'no update',
  creation: 'no creation',
};
/** Told by what they hold (src/drift/facts/protection.ts, and below). */
const TOLD: ReadonlySet<string> = new Set(['required_status_checks', 'merge_queue', 'workflows', 'pull_request']);

function settingsOf(rules: readonly Readonly<Record<string, unknown>>[]): BranchSettings {
  const on = new Set<string>();
  let approvals = 0;
  for (const rule of rules) {
    const type = text(rule['type']);
    if (!TOLD.has(type)) on.add(PLAIN[type] ?? `rule ${type}`);
    const parameters = record(rule['parameters'] ?? {});
    if (type === 'pull_request') {
      const found = parameters as Partial<NonNullable<Schemas['repository-rule-pull-request']['parameters']>>;
      on.add('pull request before merging');
      approvals = Math.max(approvals, count(found.required_approving_review_count ?? 0));
      if (found.dismiss_stale_reviews_on_push === true) on.add('dismissal of stale approvals');
      if (found.require_last_push_approval === true) on.add('approval of the last push');
      if (found.required_review_thread_resolution === true) on.add('resolved conversations');
      for (const reviewer of array(found.required_reviewers ?? [])) on.add(requiredReviewer(record(reviewer)));
    }
    if (type === 'required_status_checks' && parameters['strict_required_status_checks_policy'] === true) {
      on.add('branch up to date before merging');
    }
  }
  return { on: [...on].sort(), approvals };
}

/** `review by team 7 (2 approvals) of src/**`. */
function requiredReviewer(entry: Readonly<Record<string, unknown>>): string {
  const { id, type } = record<{ id?: unknown; type?: unknown }>(entry['reviewer'] ?? {});
  const patterns = array(entry['file_patterns'] ?? []).map(text);
  const who = `${String(type ?? 'reviewer').toLowerCase()} ${String(id ?? '')}`.trim();
  return `review by ${who} (${count(entry['minimum_approvals'] ?? 0)}) of ${patterns.sort().join(', ')}`;
}

/** Each ruleset that has a rule in force on the branch, once, in order of its id. */
async function bypassOf(
  client: ApiClient,
  to: Parameters,
  rules: readonly Readonly<Record<string, unknown>>[],
): Promise<RulesetBypass[]> {
  const found = new Map<number, string>();
  for (const { ruleset_id: id, ruleset_source: source } of rules) {
    if (typeof id === 'number') found.set(id, `ruleset ${id}${typeof source === 'string' ? ` of ${source}` : ''}`);
  }
  const sorted = [...found].sort(([a], [b]) => a - b);
  return await Promise.all(
    sorted.map(async ([id, ruleset], index): Promise<RulesetBypass> => {
      if (index >= MAX_ASKED) return { ruleset, actors: null };
      const got = await client.get('/repos/{owner}/{repo}/rulesets/{ruleset_id}', { ...to, ruleset_id: id });
      const actors = got.ok ? record<Partial<Schemas['repository-ruleset']>>(got.data).bypass_actors : undefined;
      // GitHub leaves them out for those who may not change the ruleset.
      if (actors === undefined || actors === null) return { ruleset, actors: null };
      return {
        ruleset,
        actors: array(actors)
          .map((actor) => actorText(record(actor)))
          .sort(),
      };
    }),
  );
}

/** docs.github.com/rest/repos/rules: the numbers of the built-in roles. */
const ROLES: Readonly<Record<number, string>> = { 2: 'maintain', 4: 'write', 5: 'admin' };
const ACTORS: Readonly<Record<string, string>> = {
  Integration: 'app',
  OrganizationAdmin: 'owners of the organisation',
  DeployKey: 'deploy keys',
  Team: 'team',
  User: 'user',
};

function actorText(actor: Readonly<Record<string, unknown>>): string {
  const { actor_id: id, bypass_mode: mode } = actor;
  const type = text(actor['actor_type']);
  const number = typeof id === 'number' ? id : null;
  const single = type === 'OrganizationAdmin' || type === 'DeployKey' || number === null;
  const who =
    type === 'RepositoryRole'
      ? `the role ${ROLES[number ?? 0] ?? number ?? ''}`
      : `${ACTORS[type] ?? type}${single ? '' : ` ${number}`}`;
  if (mode === undefined || mode === 'always') return who;
  return `${who} (${mode === 'pull_request' ? 'pull requests only' : text(mode)})`;
}

// ---------------------------------------------------------------- classic protection

async function readClassic(
  client: ApiClient,
  to: Parameters & { readonly branch: string },
): Promise<ProtectionSettings['classic']> {
  const parameters = { ...to };
  const summary = await client.get(endpointOf('branch').route, parameters);
  if (!summary.ok) {
    if (wordsOf(summary.failure, asked(to, 'branch')).status === 'none') return 'none';
    throw notAnswered(summary.failure, asked(to, 'branch'));
  }
  const { protection } = record<Partial<Schemas['branch-with-protection']>>(summary.data);
  if (protection === undefined || protection === null) return 'none';
  if (record<Schemas['branch-protection']>(protection).enabled !== true) return 'none';
  const got = await client.get(`${endpointOf('branch').route}/protection`, parameters);
  return got.ok ? classicOf(record<Schemas['branch-protection']>(got.data)) : null;
}

function classicOf(all: Schemas['branch-protection']): ClassicSettings {
  const reviews = all.required_pull_request_reviews ?? null;
  const isOn = (part: { readonly enabled?: boolean } | null | undefined): boolean => part?.enabled === true;
  const on: readonly (readonly [name: string, holds: boolean])[] = [
    ['pull request before merging', reviews !== null],
    ['dismissal of stale approvals', reviews?.dismiss_stale_reviews === true],
    ['review by code owners', reviews?.require_code_owner_reviews === true],
    ['approval of the last push', reviews?.require_last_push_approval === true],
    ['resolved conversations', isOn(all.required_conversation_resolution)],
    ['branch up to date before merging', all.required_status_checks?.strict === true],
    ['no bypass by administrators', isOn(all.enforce_admins)],
    ['no force push', !isOn(all.allow_force_pushes)],
    ['no deletion', !isOn(all.allow_deletions)],
    ['linear history', isOn(all.required_linear_history)],
    ['signed commits', isOn(all.required_signatures)],
    ['no update', isOn(all.lock_branch)],
  ];
  const restrictions = all.restrictions ?? null;
  return {
    on: on.flatMap(([name, holds]) => (holds ? [name] : [])).sort(),
    approvals: count(reviews?.required_approving_review_count ?? 0),
    bypass: peopleOf(reviews?.bypass_pull_request_allowances),
    pushers: restrictions === null ? null : peopleOf(restrictions),
  };
}

/** Users by their login, teams and apps by their slug. */
function peopleOf(lists: { readonly users?: unknown; readonly teams?: unknown; readonly apps?: unknown } | undefined) {
  const names = (list: unknown, field: string, word: string): string[] =>
    array(list ?? []).map((entry) => `${word}${text(record(entry)[field])}`);
  const { users, teams, apps } = lists ?? {};
  return [...names(users, 'login', ''), ...names(teams, 'slug', 'team '), ...names(apps, 'slug', 'app ')].sort();
}
