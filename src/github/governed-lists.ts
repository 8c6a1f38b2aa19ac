/** Lists that count as a whole or not at all, for {@link fetchSettings}. */
import type { ApiFailure } from './answers.js';
import type { ApiClient } from './client.js';
import { type Asked, wordsOf } from './failures.js';
import { MAX_PAGES, PER_PAGE, readAll } from './pages.js';
import { endpointOf } from './permissions.js';
import { array } from './shapes.js';

export interface Parameters {
  readonly owner: string;
  readonly repo: string;
}

/** Rulesets, and environments, that are asked about one by one; what is beyond is null. */
export const MAX_ASKED = 20;

/** The message is a clause for people. */
export class NotAnswered extends Error {}

/** @throws NotAnswered, UnknownShape */
export async function list(
  client: ApiClient,
  route: string,
  parameters: Readonly<Record<string, string>>,
  words: Asked,
  itemsOf: (page: unknown) => unknown,
): Promise<readonly unknown[]> {
  const listing = await readAll(client, route, parameters, (page) => array(itemsOf(page)));
  if (listing.kind === 'all') return listing.items;
  if (listing.kind === 'failed') {
    // A plan that does not have the feature: nothing of it is in force.
    if (wordsOf(listing.failure, words).status === 'none') return [];
    throw notAnswered(listing.failure, words);
  }
  throw new NotAnswered(`there are more than ${MAX_PAGES * PER_PAGE}; a part of them would be a wrong answer`);
}

export function notAnswered(failure: ApiFailure, words: Asked): NotAnswered {
  return new NotAnswered(wordsOf(failure, words).detail);
}

export function asked({ owner, repo }: Parameters, evidence: 'rules' | 'branch' | 'environments'): Asked {
  const repository = `${owner}/${repo}`;
  const { permission } = endpointOf(evidence);
  const missing = `${repository} does not show it to the token; check the name and that the token has \`${permission}\``;
  return { repository, missing, permission, grant: "add it to the job's `permissions`" };
}
