/** Every rule with its identity: those of the registry look at the tree, the rest at the policy. */
import type { RuleIdentity } from '../policy/judge.js';
import { SUPPRESSION_PROBLEM, SUPPRESSION_PROBLEM_VERSION } from '../policy/suppressions.js';
import { POLICY_WEAKENED, POLICY_WEAKENED_VERSION } from '../policy/weakened-findings.js';
import { RULES } from '../rules/registry.js';

/** Rules that look at the policy instead of the tree. */
const POLICY_RULES: readonly RuleIdentity[] = [
  {
    id: POLICY_WEAKENED,
    name: POLICY_WEAKENED,
    version: POLICY_WEAKENED_VERSION,
    summary: 'The change loosens the configuration it will be judged by after the merge',
    severity: 'high',
    level: 'block',
  },
  {
    id: SUPPRESSION_PROBLEM,
    name: SUPPRESSION_PROBLEM,
    version: SUPPRESSION_PROBLEM_VERSION,
    summary: 'A suppression is over, about to end, or matches nothing',
    severity: 'low',
    level: 'warn',
  },
];

/** In the order of lists. */
export const ALL_RULES: readonly RuleIdentity[] = [...RULES, ...POLICY_RULES];
