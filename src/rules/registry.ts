/** All rules of this version. */
import { createHash } from 'node:crypto';
import { l0PermissionBits } from './l0-permission-bits.js';
import { requiredCheckUnresolved } from './md-001-required-check-unresolved.js';
import { requiredCheckWithoutMergeGroup } from './md-002-required-check-without-merge-group.js';
import { requiredCheckPathFiltered } from './md-003-required-check-path-filtered.js';
import { gateSkipsGreen } from './md-004-gate-skips-green.js';
import { duplicateRequiredCheck } from './md-005-duplicate-required-check.js';
import { oidcWithoutIdToken } from './md-006-oidc-without-id-token.js';
import { codeownersInvalidOwner } from './md-007-codeowners-invalid-owner.js';
import { deadPathFilter } from './md-008-dead-path-filter.js';
import { codeownersDeadPattern } from './md-009-codeowners-dead-pattern.js';
import { oidcSubjectNeverMatches } from './md-010-oidc-subject-never-matches.js';
import { oidcSubjectTooBroad } from './md-011-oidc-subject-too-broad.js';
import { workflowRunUnknownName } from './md-012-workflow-run-unknown-name.js';
import { triggerBranchMissing } from './md-013-trigger-branch-missing.js';
import { requiredCheckEmbedsMatrixValue } from './md-014-required-check-embeds-matrix-value.js';
import { toolchainVersionConflict } from './md-015-toolchain-version-conflict.js';
import { schemaChangedWithoutVersionBump } from './md-016-schema-changed-without-version-bump.js';
import { dependabotDeadDirectory } from './md-017-dependabot-dead-directory.js';
import { roleNotInTerraform } from './md-018-role-not-in-terraform.js';
import { scheduleAtRisk } from './md-019-schedule-at-risk.js';
import { environmentUnprotected } from './md-020-environment-unprotected.js';
import { tokenGrantsUnused } from './md-021-token-grants-unused.js';
import type { Rule } from './types.js';
import { unknownPermissionScope } from './unknown-permission-scope.js';
import { unreadableFile } from './unreadable-file.js';

/** In the order of their ids; ids are unique. */
export const RULES: readonly Rule[] = [
  l0PermissionBits,
  requiredCheckUnresolved,
  requiredCheckWithoutMergeGroup,
  requiredCheckPathFiltered,
  gateSkipsGreen,
  duplicateRequiredCheck,
  oidcWithoutIdToken,
  codeownersInvalidOwner,
  deadPathFilter,
  codeownersDeadPattern,
  oidcSubjectNeverMatches,
  oidcSubjectTooBroad,
  workflowRunUnknownName,
  triggerBranchMissing,
  requiredCheckEmbedsMatrixValue,
  toolchainVersionConflict,
  schemaChangedWithoutVersionBump,
  dependabotDeadDirectory,
  roleNotInTerraform,
  scheduleAtRisk,
  environmentUnprotected,
  tokenGrantsUnused,
  unknownPermissionScope,
  unreadableFile,
];

/** A rule by its id (`MD-001`) or name (`required-check-unresolved`), without regard to case. */
export function ruleById(id: string): Rule | undefined {
  const wanted = id.toLowerCase();
  return RULES.find((rule) => rule.id.toLowerCase() === wanted || rule.name === wanted);
}

/**
 * Which rules in which versions a report was made with: 16 hex digits that change when a rule is added, removed or
 * raised, and for nothing else.
 */
export function ruleSetId(rules: readonly Pick<Rule, 'id' | 'version'>[] = RULES): string {
  const list = rules.map(({ id, version }) => `${id}@${version}`).sort();
  return createHash('sha256').update(list.join('\n')).digest('hex').slice(0, 16);
}
