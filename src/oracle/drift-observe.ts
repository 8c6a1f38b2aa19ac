/** The governed state of now: files of the clone, and what GitHub says. */
import { changedFiles, compareStates } from '../drift/compare.js';
import { contentHints } from '../drift/contents.js';
import { type GithubState, githubFacts } from '../drift/facts/github.js';
import { movesOf } from '../drift/files.js';
import { observe } from '../drift/observe.js';
import { patternsOf, scopeOf } from '../drift/scope.js';
import {
  API_PARTS,
  type ApiPart,
  type Baseline,
  type Drift,
  type DriftPatterns,
  type Fact,
  type Observation,
} from '../drift/types.js';
import { emptyConfig } from '../policy/config.js';
import { lastChanges } from '../repository/git-history.js';
import { openGovernedCommit } from '../repository/snapshot-governed.js';
import { openGovernedWorkTree } from '../repository/snapshot-governed-worktree.js';
import { DEFAULT_BUDGET } from '../repository/types.js';
import { NO_FACTS, type RepositoryFacts } from '../rules/facts.js';
import { askApi, askFacts, askSettings } from './ask-github.js';
import type { Place } from './drift-place.js';
import type { DriftRequest } from './drift-types.js';

export interface GithubAnswer {
  readonly parts: readonly ApiPart[];
  readonly facts: readonly Fact[];
  /** Why a part was not answered, as a clause. */
  readonly missing: ReadonlyMap<ApiPart, string>;
}

const ASKED: ReadonlySet<keyof RepositoryFacts> = new Set(['environments', 'workflows'] as const);

/** Never throws for what the server or the network does: what did not come is `missing`. */
export async function askGithub(request: DriftRequest, branch: string): Promise<GithubAnswer> {
  const { token, repository, apiUrl } = request;
  if (token === undefined || repository === undefined) {
    const why = token === undefined ? 'no token was given' : 'no repository was given';
    return { parts: [], facts: [], missing: new Map(API_PARTS.map((part) => [part, why])) };
  }
  const about = { apiExpected: true, token, repository, ...(apiUrl === undefined ? {} : { apiUrl }) };
  const [api, { environments, workflows }, settings] = await Promise.all([
    askApi(about, branch),
    askFacts(about, ASKED, null),
    askSettings({ repository, token, branch, ...(apiUrl === undefined ? {} : { apiUrl }) }),
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

/** What the configuration of the state that is looked at governs. */
export function patternsNow({ config }: Place): DriftPatterns {
  return patternsOf(config ?? emptyConfig());
}

/**
 * @param also further patterns to look at: those of the accepted state
 * @param known the accepted state, to read only what changed
 * @param named the repository that the accepted state names, where nobody names another: Terraform does by its name
 * @throws PhaseMirrorError `evidence`
 */
export async function stateNow(
  place: Place,
  request: DriftRequest,
  github: GithubAnswer,
  {
    also,
    known,
    named,
  }: { readonly also: readonly DriftPatterns[]; readonly known: Baseline | null; readonly named: string },
): Promise<Observation> {
  const { git, branch, config } = place;
  const patterns = patternsNow(place);
  const scope = scopeOf([patterns, ...also]);
  const tree = place.fromCommit
    ? await openGovernedCommit(git, place.head, scope.wanted)
    : await openGovernedWorkTree(git, scope.wanted);
  const { parts, facts } = github;
  const repository = request.repository ?? named;
  return await observe({ tree, scope, patterns, config, repository, branch, known, github: { parts, facts } });
}

/** What moved, and who moved it where the history says so; what contents tell where the clone has them. */
export async function driftFrom({ git }: Place, baseline: Baseline, state: Observation): Promise<Drift> {
  const changed = changedFiles(baseline, state);
  const hints = await contentHints(movesOf(baseline.files, state.files), async (oid) => {
    // From a document: nothing but an object id, as its schema has it.
    const object = await git.objects.read(oid, DEFAULT_BUDGET.maxBytes);
    return object.kind === 'object' && object.type === 'blob' ? object.bytes : null;
  });
  const attribution =
    changed.length === 0 || state.head === null
      ? undefined
      : await lastChanges(git, state.head.commit, baseline.header.commit, changed);
  return compareStates(baseline, state, attribution, hints);
}

/** Parts that the accepted state holds and nobody answered for now: then this run does not know whether it is clean. */
export function lostParts(baseline: Baseline, { missing }: GithubAnswer): readonly { part: ApiPart; why: string }[] {
  return baseline.header.api.flatMap((part) => {
    const why = missing.get(part);
    return why === undefined ? [] : [{ part, why }];
  });
}
