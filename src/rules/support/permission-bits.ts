/**
 * The write grants of a job's token as the 16 bits that L0 judges, and what is written in a declaration that GitHub
 * does not know.
 */
import { distance } from 'fastest-levenshtein';
import { PERMISSION_MISSPELT, PERMISSION_WRITE_ALL } from '../../l0/constants.js';
import { accessIn, effectivePermissions } from '../../repository/permissions.js';
import type { Job, PermissionScope, Permissions, RepositoryModel, Workflow } from '../../repository/types.js';

/**
 * Every scope that this version knows, with its bit. GitHub's own list is `permissions-mapping` in
 * https://github.com/actions/languageservices/blob/main/workflow-parser/src/workflow-v1.0.json; the documentation,
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions, follows later.
 */
const SCOPE_BITS: ReadonlyMap<string, number> = new Map([
  ['actions', 0],
  ['artifact-metadata', 1],
  ['attestations', 1],
  ['checks', 2],
  ['code-quality', 2],
  ['statuses', 2],
  ['contents', 3],
  ['deployments', 4],
  ['pages', 4],
  ['discussions', 5],
  ['id-token', 6],
  ['issues', 7],
  ['repository-projects', 7],
  ['packages', 8],
  ['pull-requests', 9],
  ['security-events', 10],
  ['copilot-requests', 11],
  ['drives', 11],
]);

/** Scopes that cannot be written: GitHub takes `write` for `read`. */
const READ_ONLY: ReadonlySet<string> = new Set(['models', 'vulnerability-alerts']);

/** Every scope that this version knows, sorted. */
export const KNOWN_SCOPES: readonly string[] = [...SCOPE_BITS.keys(), ...READ_ONLY].sort();
const ACCESS: ReadonlySet<string> = new Set(['read', 'write', 'none']);

/** A scope this many edits from a real one is taken for a misspelt one. */
const MAX_EDITS = 2;

/** What decides for a job: its own declaration, else that of its workflow; undefined where there is none. */
export function decidingPermissions(workflow: Workflow, job: Job): Permissions | undefined {
  return job.permissions ?? workflow.permissions;
}

/**
 * The write grants of a job's token, 16 bits (design of L0): 0 to 11 by scope, 12 for `write-all`, 13 for a misspelt
 * scope. What a caller takes away is not granted. Where nothing is declared, the repository's setting decides: no bit
 * is set for what no file says.
 */
export function permissionBits(model: Pick<RepositoryModel, 'workflows'>, workflow: Workflow, job: Job): number {
  const declared = decidingPermissions(workflow, job);
  const effective = effectivePermissions(model, workflow, job);
  let bits = 0;
  for (const [scope, bit] of SCOPE_BITS) {
    const access = effective.grants(scope);
    const asked = declared !== undefined && accessIn(declared, scope) === 'write';
    // `unknown` is a caller in another repository: it may let the job have all it asks for.
    if (access === 'write' || (access === 'unknown' && asked)) bits |= 1 << bit;
  }
  if (declared?.kind === 'all' && declared.access === 'write') bits |= PERMISSION_WRITE_ALL;
  if (declared !== undefined && misspeltScopes(declared).length > 0) bits |= PERMISSION_MISSPELT;
  return bits;
}

export interface Misspelt {
  readonly entry: PermissionScope;
  /** The real scope it is closest to; the first in alphabetical order of equals. */
  readonly meant: string;
}

/** Scopes of a declaration that are not real and within two edits of one that is. */
export function misspeltScopes(permissions: Permissions): Misspelt[] {
  return unknownScopes(permissions).flatMap((entry) => {
    const meant = closestScope(entry.scope);
    return meant === null ? [] : [{ entry, meant }];
  });
}

/** Scopes of a declaration that this version does not know and that resemble none it does. */
export function strangeScopes(permissions: Permissions): PermissionScope[] {
  return unknownScopes(permissions).filter(({ scope }) => closestScope(scope) === null);
}

/** Entries whose access is neither `read` nor `write` nor `none`. */
export function strangeAccess(permissions: Permissions): PermissionScope[] {
  if (permissions.kind !== 'scopes') return [];
  return permissions.scopes.filter(({ scope, access }) => isKnown(scope) && !ACCESS.has(access));
}

/** Scope names are compared letter by letter, capitals included, as GitHub does. */
function isKnown(scope: string): boolean {
  return SCOPE_BITS.has(scope) || READ_ONLY.has(scope);
}

function unknownScopes(permissions: Permissions): PermissionScope[] {
  return permissions.kind === 'scopes' ? permissions.scopes.filter(({ scope }) => !isKnown(scope)) : [];
}

function closestScope(scope: string): string | null {
  let best: string | null = null;
  let edits = MAX_EDITS + 1;
  for (const known of KNOWN_SCOPES) {
    // A difference in length is a lower bound, and keeps a very long name cheap.
    if (Math.abs(known.length - scope.length) >= edits) continue;
    const needed = distance(known, scope);
    if (needed < edits) {
      best = known;
      edits = needed;
    }
  }
  return best;
}
