/** What GitHub says of the governed state. Loaded only by a run that may ask. */
import { type GithubState, githubFacts } from '../drift/facts/github.js';
import type { ApiPart } from '../drift/types.js';
import { NO_FACTS, type RepositoryFacts } from '../rules/facts.js';
import { askApi, askFacts, askSettings } from './ask-github.js';
import type { GithubAnswer } from './drift-observe.js';

const ASKED: ReadonlySet<keyof RepositoryFacts> = new Set(['environments', 'workflows'] as const);

/** Never throws for what the server or the network does: what did not come is `missing`. */
export async function answersOf(
  about: { readonly token: string; readonly repository: string; readonly apiUrl?: string },
  branch: string,
): Promise<GithubAnswer> {
  const [api, { environments, workflows }, settings] = await Promise.all([
    askApi({ apiExpected: true, ...about }, branch),
    askFacts({ apiExpected: true, ...about }, ASKED, null),
    askSettings({ ...about, branch }),
  ]);
  const unanswered = api.answers.find(({ status }) => status !== 'answered' && status !== 'none');
  const missing = new Map<ApiPart, string>();
  const { protection: rules, environments: guards } = settings;
  // With its parameters or not at all: an acceptance without them would forget those that it replaces.
  const protections = unanswered === undefined && rules.ok ? api.protections : null;
  if (!rules.ok) missing.set('protection', rules.why);
  if (!guards.ok) missing.set('environments', guards.why);
  if (unanswered !== undefined) missing.set('protection', unanswered.detail);
  if (environments.status !== 'answered') missing.set('environments', environments.detail);
  if (workflows.status !== 'answered') missing.set('workflows', workflows.detail);
  const state: GithubState = {
    protections,
    environments: guards.ok ? environments : NO_FACTS.environments,
    workflows,
    ...(rules.ok ? { protectionSettings: rules.value } : {}),
    ...(guards.ok ? { environmentSettings: guards.value } : {}),
  };
  return { ...githubFacts(state, branch), missing };
}
