/** What the other versions of a baseline say about it: an older one put back, a signature that went, a key swapped. */
import { checkBaseline } from '../drift/baseline.js';
import type { Baseline } from '../drift/types.js';
import { PhaseMirrorError } from '../errors.js';
import type { VerifiedDocument } from '../privacy/verify-signed.js';
import type { Git } from '../repository/git.js';
import { BASELINE_FILE } from './baseline-path.js';
import { configOfCommit } from './committed-files.js';
import { configPathInTree } from './config-path.js';
import type { Place } from './drift-place.js';
import type { Expected } from './drift-read.js';
import type { DriftRequest } from './drift-types.js';

/** A version as it says of itself: nothing vouches for it any more. */
export interface Claimed {
  readonly sequence: number;
  readonly keyId: string | null;
  /** null: it cannot be read as one. */
  readonly baseline: Baseline | null;
}

/** null: no document, or one of another repository, branch or environment. */
export function claimedBy(text: string, expected: Expected): Claimed | null {
  const found = claimsOf(text, expected);
  if (found === null) return null;
  const { payload, ...claims } = found;
  const of = { repositoryId: expected.repositoryId ?? 0, branch: expected.branch };
  return { ...claims, baseline: baselineOf(payload, of) };
}

/** The same without reading its content. */
export function claimsOf(
  text: string,
  { env, repositoryId, branch }: Expected,
): (Omit<Claimed, 'baseline'> & { readonly payload: unknown }) | null {
  let document: Partial<Record<'header' | 'payload', unknown>> | null;
  try {
    document = JSON.parse(text) as typeof document;
  } catch {
    return null;
  }
  const header = (document?.header ?? {}) as Readonly<Record<string, unknown>>;
  const { sequence, keyId } = header;
  if (header['env'] !== env || header['repositoryId'] !== repositoryId || header['branch'] !== branch) return null;
  // The next one has to be a number too.
  if (typeof sequence !== 'number' || sequence < 1 || !Number.isSafeInteger(sequence + 1)) return null;
  return { sequence, keyId: typeof keyId === 'string' ? keyId : null, payload: document?.payload };
}

function baselineOf(payload: unknown, of: { readonly repositoryId: number; readonly branch: string }): Baseline | null {
  try {
    return checkBaseline(payload, of);
  } catch (error) {
    if (error instanceof PhaseMirrorError && error.kind !== 'bug') return null;
    throw error;
  }
}

/**
 * A baseline in a file is vouched for by the branch it is on, and whoever may merge there may merge a configuration
 * without the key too. So what was signed once stays signed; a new key counts for what came after it; and the state
 * that was accepted is one that the branch had.
 *
 * @param earlier every version that the history holds, this one may be among them
 * @param inHistory commits that are known to be in the history of the default branch
 * @throws PhaseMirrorError `store`
 */
export async function checkHistory(
  document: VerifiedDocument,
  accepted: Baseline,
  earlier: readonly Pick<Claimed, 'keyId'>[],
  place: Place,
  request: DriftRequest,
  inHistory: ReadonlySet<string> = new Set(),
): Promise<void> {
  if (request.store.backend !== 'file') return;
  const { git, trusted, trustedName } = place;
  const signers = new Set(earlier.flatMap(({ keyId }) => (keyId === null ? [] : [keyId])));
  const { keyId } = document.header;
  if (keyId === null && signers.size > 0) throw signatureGone();
  if (keyId !== null && signers.size > 0 && !(await wasPinnedBefore(keyId, place, request))) {
    throw refused(
      `is signed with key ${JSON.stringify(keyId.slice(0, 80))}, which was pinned by the same change that brought the baseline (KEY_REPLACED)`,
      'Find out who replaced the key. If it was you: pin it in one pull request, and accept anew in the next (accept --anew)',
    );
  }
  const { commit } = accepted.header;
  if (git.isShallow || inHistory.has(commit) || (await isAncestor(git, commit, trusted))) return;
  throw refused(
    `accepts ${accepted.header.commit.slice(0, 12)}, which is not in the history of ${trustedName} (NOT_IN_HISTORY)`,
    'Find out where that commit is from. If the history was rewritten, accept the state anew (accept --anew)',
  );
}

/** @throws PhaseMirrorError always */
export function signatureGone(): PhaseMirrorError {
  return refused(
    'is unsigned, and an earlier version of it was signed (SIGNATURE_GONE)',
    'Find out who took the key out of the configuration; pin it again, and accept anew with it (accept --anew)',
  );
}

/** By the default branch as it was before the baseline came: the first parent, whatever a pull request held. */
async function wasPinnedBefore(keyId: string, place: Place, request: DriftRequest): Promise<boolean> {
  const { git, trusted, policy } = place;
  const pems = (policy?.trustedKeys ?? []).filter(({ value }) => value.id === keyId).map(({ value }) => value.pem);
  const args = ['log', '-1', '--format=%P', '--first-parent', '--no-show-signature', trusted, '--', BASELINE_FILE];
  const [parent = ''] = (await git.line(args)).split(' ');
  // The first commit, or one whose parents this clone lacks: the latter is said with the history that is cut off.
  if (parent === '') return true;
  const named = request.configPath === undefined ? undefined : configPathInTree(request.configPath, git.top);
  const before = await configOfCommit(git, parent, named, request.clock()).catch((error: unknown) => {
    if (error instanceof PhaseMirrorError && error.kind !== 'bug') return null;
    throw error;
  });
  return (before?.trustedKeys ?? []).some(({ value }) => value.id === keyId && pems.includes(value.pem));
}

async function isAncestor(git: Git, commit: string, of: string): Promise<boolean> {
  const { code } = await git.run(['merge-base', '--is-ancestor', commit, of], { okCodes: [0, 1, 128] });
  return code === 0;
}

function refused(reason: string, next: string): PhaseMirrorError {
  return new PhaseMirrorError('store', { thing: 'the baseline', reason, next });
}
