/** The governed state of now: files of the clone, and what GitHub says. */
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
import { unchanged } from '../drift/unchanged.js';
import { emptyConfig } from '../policy/empty-config.js';
import { openGovernedCommit } from '../repository/snapshot-governed.js';
import { openGovernedWorkTree } from '../repository/snapshot-governed-worktree.js';
import type { Place } from './drift-place.js';
import type { DriftRequest } from './drift-types.js';

export interface GithubAnswer {
  readonly parts: readonly ApiPart[];
  readonly facts: readonly Fact[];
  /** Why a part was not answered, as a clause. */
  readonly missing: ReadonlyMap<ApiPart, string>;
}

/** Never throws for what the server or the network does: what did not come is `missing`. */
export async function askGithub(request: DriftRequest, branch: string): Promise<GithubAnswer> {
  const { token, repository, apiUrl } = request;
  if (token === undefined || repository === undefined) {
    const why = token === undefined ? 'no token was given' : 'no repository was given';
    return { parts: [], facts: [], missing: new Map(API_PARTS.map((part) => [part, why])) };
  }
  const { answersOf } = await import('./drift-github.js');
  return await answersOf({ token, repository, ...(apiUrl === undefined ? {} : { apiUrl }) }, branch);
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
export async function driftFrom(place: Place, baseline: Baseline, state: Observation): Promise<Drift> {
  return unchanged(baseline, state) ?? (await (await import('./drift-moved.js')).movedFrom(place, baseline, state));
}

/** Parts that the accepted state holds and nobody answered for now: then this run does not know whether it is clean. */
export function lostParts(baseline: Baseline, { missing }: GithubAnswer): readonly { part: ApiPart; why: string }[] {
  return baseline.header.api.flatMap((part) => {
    const why = missing.get(part);
    return why === undefined ? [] : [{ part, why }];
  });
}
