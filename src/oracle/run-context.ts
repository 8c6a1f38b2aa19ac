/** What a run is besides its trees: which rules it runs, what it lacks, who can reach the gate. */
import { PhaseMirrorError } from '../errors.js';
import type { LoadedPolicy } from '../policy/load.js';
import type { Degradation, Report } from '../report/types.js';
import type { ResolvedSubject } from '../repository/subject.js';
import type { Protection } from '../repository/types.js';
import { ALL_RULES } from './all-rules.js';
import type { EvaluateRequest } from './evaluate-run.js';

export const RULE_IDS: readonly string[] = ALL_RULES.map(({ id }) => id);

/** @throws PhaseMirrorError `user`, exit 64, for a rule that is not known */
export function checkSelection(only: readonly string[] | undefined): void {
  const unknown = only?.find((id) => !ALL_RULES.some((rule) => rule.id === id));
  if (unknown === undefined) return;
  throw new PhaseMirrorError('user', {
    thing: `the rule "${unknown}"`,
    reason: 'is not known',
    next: `Use one of: ${RULE_IDS.join(', ')}`,
    exitCode: 64,
  });
}

/** `built-in`, `base:.phase-mirror.yml`. */
export function policySource(policy: LoadedPolicy): string {
  if (policy.config.path === null) return 'built-in';
  return `${policy.side}:${policy.config.path}`;
}

/** What this run could not do as it should. */
export function degradations(request: EvaluateRequest, resolved: ResolvedSubject, policy: LoadedPolicy): Degradation[] {
  const found: Degradation[] = [...(request.degraded ?? [])];
  if (resolved.subject.id === 'folder') {
    found.push({
      code: 'no_git',
      text: 'This is not a git repository: the files of the folder were evaluated, and nothing is known of its branches',
    });
  }
  if (resolved.otherCommit !== null) {
    found.push({
      code: 'other_commit',
      text: `The tree that was evaluated is not the change of this event: ${resolved.otherCommit}. Use actions/checkout without \`ref\``,
    });
  }
  if (resolved.baseMissing !== null) {
    found.push({ code: 'base_missing', text: `The base could not be read: ${resolved.baseMissing}` });
  }
  if (policy.baseInvalid !== null) {
    found.push({
      code: 'base_config_invalid',
      text: `The configuration on the base is invalid, so the built-in policy was applied: ${policy.baseInvalid}`,
    });
  }
  return found;
}

/**
 * A pull request can edit the workflow that runs the gate; only a workflow that an organisation's ruleset requires, at
 * a pinned ref, is out of its reach.
 */
export function enforcementOf(request: EvaluateRequest, protections: readonly Protection[]): Report['enforcement'] {
  const { workflowRef } = request;
  if (workflowRef === undefined) return 'none';
  const required = protections.flatMap(({ requiredWorkflows }) => requiredWorkflows ?? []);
  const pinned = required.some(
    ({ path, ref, sha }) =>
      (ref !== undefined || sha !== undefined) && workflowRef.split('@')[0]?.endsWith(`/${path}`) === true,
  );
  const elsewhere = request.repository !== undefined && !workflowRef.startsWith(`${request.repository}/`);
  return pinned && elsewhere ? 'required-workflow' : 'self-attested';
}
