/**
 * Who lets a job into an environment. `GET /repos/{o}/{r}/environments` and, for each that names its branches,
 * `…/deployment-branch-policies`; both need `actions: read`
 * (docs.github.com/rest/deployments/branch-policies#list-deployment-branch-policies).
 */
import type { components } from '@octokit/openapi-types';
import type { EnvironmentSettings } from '../rules/governed-settings.js';
import type { ApiClient } from './client.js';
import { asked, list, MAX_ASKED, type Parameters } from './governed-lists.js';
import { readAll } from './pages.js';
import { endpointOf } from './permissions.js';
import { array, count, isPathSegment, record, text } from './shapes.js';

type Schemas = components['schemas'];

/** @throws NotAnswered, UnknownShape */
export async function readEnvironments(client: ApiClient, to: Parameters): Promise<readonly EnvironmentSettings[]> {
  const { route } = endpointOf('environments');
  const items = await list(client, route, { ...to }, asked(to, 'environments'), (page) => record(page)['environments']);
  let asks = 0;
  return await Promise.all(
    items.map(async (item): Promise<EnvironmentSettings> => {
      const environment = record<Partial<Schemas['environment']> & { can_admins_bypass?: unknown }>(item);
      const { can_admins_bypass: bypass } = environment;
      const rules = array(environment.protection_rules ?? []).map((rule) => record(rule));
      const policy = environment.deployment_branch_policy ?? null;
      const named = policy?.custom_branch_policies === true;
      asks += named ? 1 : 0;
      const name = text(environment.name);
      const review = rules.filter(({ type }) => type === 'required_reviewers');
      return {
        name,
        reviewers: review
          .flatMap(({ reviewers }) => array(reviewers ?? []).map((one) => reviewerText(record(one))))
          .sort(),
        selfReviewPrevented: review.some(({ prevent_self_review: prevented }) => prevented === true),
        waitMinutes: Math.max(0, ...rules.map(({ wait_timer: minutes }) => count(minutes ?? 0))),
        branches: !named
          ? policy === null
            ? 'any'
            : 'protected'
          : asks > MAX_ASKED
            ? null
            : await branchesOf(client, to, name),
        adminsBypass: typeof bypass === 'boolean' ? bypass : null,
      };
    }),
  );
}

function reviewerText({ type, reviewer }: Readonly<Record<string, unknown>>): string {
  const who = record(reviewer);
  return type === 'Team' ? `team ${text(who['slug'])}` : text(who['login']);
}

/** The names of branches and tags that may deploy; null: the token may not see them. */
async function branchesOf(client: ApiClient, to: Parameters, name: string): Promise<readonly string[] | null> {
  if (!isPathSegment(name)) return null;
  const route = `${endpointOf('environments').route}/{environment_name}/deployment-branch-policies`;
  const listing = await readAll(client, route, { ...to, environment_name: name }, (page) =>
    array(record(page)['branch_policies']),
  );
  if (listing.kind !== 'all') return null;
  return listing.items
    .map((item) => {
      const { name: pattern, type } = record<Partial<Schemas['deployment-branch-policy']>>(item);
      return `${type === 'tag' ? 'tag ' : ''}${text(pattern)}`;
    })
    .sort();
}
