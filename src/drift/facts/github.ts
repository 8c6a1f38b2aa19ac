/** What only GitHub says: protection, environments, workflows that are switched off. */
import type { Protection } from '../../repository/types.js';
import type { RepositoryFacts } from '../../rules/facts.js';
import type { EnvironmentSettings, ProtectionSettings } from '../../rules/governed-settings.js';
import type { ApiPart, Fact } from '../types.js';
import { environmentSettingFacts, protectionSettingFacts } from './governed.js';
import { ON_GITHUB, UNPROVEN } from './marks.js';
import { protectionFacts } from './protection.js';

export interface GithubState {
  /** null when GitHub did not answer for all sources of protection. */
  readonly protections: readonly Protection[] | null;
  readonly environments: RepositoryFacts['environments'];
  readonly workflows: RepositoryFacts['workflows'];
  /** Parameters of `protections`; absent: nobody asked for them. */
  readonly protectionSettings?: ProtectionSettings;
  /** Parameters of `environments`. */
  readonly environmentSettings?: readonly EnvironmentSettings[];
}

/** @returns which parts were answered, and their facts; each has the path '' */
export function githubFacts(
  { protections, environments, workflows, protectionSettings, environmentSettings = [] }: GithubState,
  branch: string,
): { readonly parts: readonly ApiPart[]; readonly facts: readonly Fact[] } {
  const parts: ApiPart[] = [];
  const facts: Fact[] = [];
  if (protections !== null) {
    parts.push('protection');
    facts.push(...protectionFacts(protections, branch).map((fact) => enforced({ ...fact, path: '', line: 0 })));
    if (protectionSettings !== undefined) facts.push(...protectionSettingFacts(protectionSettings, branch));
  }
  if (environments.status === 'answered') {
    parts.push('environments');
    for (const { name, protected: guarded, unproven } of environments.value) {
      // Not to be told apart from one that an app guards: it counts as it was.
      const value = unproven !== undefined ? UNPROVEN : guarded ? 'protected' : 'unprotected';
      facts.push({ kind: 'github', key: ['environment', name], value, path: '', line: 0 });
    }
    const names = new Set(environments.value.map(({ name }) => name));
    // Two questions, and somebody may change it in between.
    facts.push(...environmentSettingFacts(environmentSettings.filter(({ name }) => names.has(name))));
  }
  if (workflows.status === 'answered') {
    parts.push('workflows');
    for (const { path, state } of workflows.value) {
      facts.push({ kind: 'github', key: ['workflow', path], value: state, path: '', line: 0 });
    }
  }
  return { parts, facts };
}

/** What GitHub enforces, as its own statement. Leaves alone one that is marked, and what is of another kind. */
export function enforced(fact: Fact): Fact {
  if (fact.path !== '' || fact.kind === 'github' || fact.key.length > 2) return fact;
  return { ...fact, key: [...fact.key, ON_GITHUB] };
}

/** The part of GitHub's answers that a fact without a path belongs to. */
export function partOf({ kind, key }: Fact): ApiPart {
  if (kind !== 'github') return 'protection';
  return key[0] === 'environment' ? 'environments' : 'workflows';
}
