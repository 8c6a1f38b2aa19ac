/** What is in force for a repository, decided the same way by every backend. Pure. */
import type { ConsentAnswer, ConsentReason, ConsentRecord, ConsentResource } from './ports.js';

/**
 * - An organisation's grant covers its repositories, except those it excludes. An exclude wins over everything.
 * - A repository's own record is the more specific word: when it is revoked, the organisation's grant does not cover it
 *   any more; when it has run out or names other resources, the organisation's grant still stands beside it.
 * - What is granted is the union of what both grant.
 *
 * @param org the organisation's record, null when there is none
 * @param repo the repository's own, null when there is none
 * @param at milliseconds since 1970-01-01 UTC
 */
export function judgeConsent(
  org: ConsentRecord | null,
  repo: ConsentRecord | null,
  repository: string,
  resources: readonly ConsentResource[],
  at: number,
): ConsentAnswer {
  const no = (reason: ConsentReason, missing = resources): ConsentAnswer => ({ granted: false, reason, missing });
  const orgValid = org !== null && isInForce(org, at);
  const repoValid = repo !== null && isInForce(repo, at);
  if (orgValid && org.excludes.includes(repository)) return no('excluded');
  if (repo !== null && repo.revoked !== null) return no('revoked');
  if (!orgValid && !repoValid) {
    if (repo !== null) return no('expired');
    if (org !== null) return no(org.revoked === null ? 'expired' : 'revoked');
    return no('never-granted');
  }
  // Every grant covers all of nothing. Whoever asks for nothing is mistaken, and a mistake is no consent.
  if (resources.length === 0) return no('resource-not-granted');
  const granted = new Set([...(orgValid ? org.resources : []), ...(repoValid ? repo.resources : [])]);
  const missing = resources.filter((resource) => !granted.has(resource));
  if (missing.length > 0) return no('resource-not-granted', missing);
  const byRepo = repoValid && resources.every((resource) => repo.resources.includes(resource));
  return { granted: true, reason: byRepo ? 'granted-by-repository' : 'granted-by-org', missing: [] };
}

/** Neither revoked nor run out. An instant equal to `expiresAt` is too late. */
export function isInForce(record: ConsentRecord, at: number): boolean {
  return record.revoked === null && (record.expiresAt === null || at < record.expiresAt);
}
