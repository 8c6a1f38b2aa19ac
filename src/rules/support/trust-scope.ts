/** When the rules about trust policies have something to judge. */
import { trustPolicies } from '../../repository/oidc-trust.js';
import type { Terraform } from '../../repository/terraform.js';
import type { RuleOutcome } from '../types.js';

const CUSTOMISED = [
  'github_actions_repository_oidc_subject_claim_customization_template',
  'github_actions_organization_oidc_subject_claim_customization_template',
] as const;

/** The outcome where no trust policy is visible; null: there is one. */
export function noTrust(terraform: Terraform | null): RuleOutcome | null {
  const none: RuleOutcome = { state: 'not-applicable', reason: 'no Terraform here lets tokens of GitHub in' };
  return terraform === null || trustPolicies(terraform).length === 0 ? none : null;
}

/** The outcome where the subjects have a form of their own; null: none is declared here. */
export function customisedSubjects(terraform: Terraform | null): RuleOutcome | null {
  const [template] = CUSTOMISED.flatMap((type) => terraform?.blocks('resource', type) ?? []);
  if (template === undefined) return null;
  return {
    state: 'not-evaluated',
    gaps: [
      {
        evidence: 'subjects of tokens',
        reason: `${template.address} (${template.file.path}) gives them a form of their own`,
        next: '',
        cause: 'tree',
      },
    ],
  };
}
