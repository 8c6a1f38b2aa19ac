/** All rules of this version. */
import { createHash } from 'node:crypto';
import { requiredCheckUnresolved } from './md-001-required-check-unresolved.js';
import { requiredCheckPathFiltered } from './md-003-required-check-path-filtered.js';
import { gateSkipsGreen } from './md-004-gate-skips-green.js';
import { duplicateRequiredCheck } from './md-005-duplicate-required-check.js';
import { oidcWithoutIdToken } from './md-006-oidc-without-id-token.js';
import type { Rule } from './types.js';
import { unreadableFile } from './unreadable-file.js';

/** In the order of their ids; ids are unique. */
export const RULES: readonly Rule[] = [
  requiredCheckUnresolved,
  requiredCheckPathFiltered,
  gateSkipsGreen,
  duplicateRequiredCheck,
  oidcWithoutIdToken,
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
