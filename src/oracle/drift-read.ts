/** Reading the accepted state: there, whole, signed, of this branch, and not an older one that was put back. */
import { checkBaseline } from '../drift/baseline.js';
import { PhaseMirrorError } from '../errors.js';
import type { TrustedKey } from '../policy/types.js';
import { type SignatureRefusal, type VerifiedDocument, verifySigned } from '../privacy/verify-signed.js';
import type { DriftBackend } from './drift-backend.js';
import { checkHistory, claimsOf } from './drift-history.js';
import type { Place } from './drift-place.js';
import type { AcceptedState, DriftRequest } from './drift-types.js';

/** What a document has to be of. */
export interface Expected {
  readonly env: string;
  /** null: nobody told it. */
  readonly repositoryId: number | null;
  readonly branch: string;
  readonly keys: readonly TrustedKey[];
  readonly now: number;
}

export interface Read {
  /** null only when it is certain that there never was one. */
  readonly accepted: AcceptedState | null;
  readonly expected: Expected;
  /** The highest sequence that was seen; 0 for none. */
  readonly highest: number;
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/**
 * Load and check.
 *
 * @throws StoreError it cannot be had: denied, deleted, unreachable, truncated …
 * @throws PhaseMirrorError `store`: it is there and not to be used, one message for each reason
 */
export async function readAccepted(backend: DriftBackend, place: Place, request: DriftRequest): Promise<Read> {
  const stored = await backend.load();
  const expected = expectedOf(backend, place, request, stored?.text ?? null);
  if (stored === null) return { accepted: null, expected, highest: 0, notes: [] };
  const document = verified(stored.text, expected, 0);
  const { texts, gap, inHistory } = await backend.earlier(document.header.issuedAt);
  // The history of a file holds the file itself.
  const others = texts.filter((text) => text !== stored.text);
  const sequences = others.map((text) => verify(text, expected, 0)).map((one) => (one.ok ? one.header.sequence : 0));
  const highest = sequences.reduce((most, one) => Math.max(most, one), document.header.sequence);
  // Again, where something newer was seen before.
  if (highest > document.header.sequence) verified(stored.text, expected, highest);
  const accepted = acceptedOf(document, expected, stored.tag);
  const claimed = texts.map((text) => claimsOf(text, expected)).filter((one) => one !== null);
  await checkHistory(document, accepted.baseline, claimed, place, request, inHistory);
  const asked =
    request.repositoryId === null && request.store.backend === 'file'
      ? [`Which repository the baseline is of (id ${expected.repositoryId}) was not checked: give --repository.`]
      : [];
  return {
    accepted,
    expected,
    highest,
    notes: [...unsignedNote(document), ...(gap === null ? [] : [gap]), ...asked],
  };
}

export function unsignedNote({ note }: Pick<VerifiedDocument, 'note'>): string[] {
  return note === ''
    ? []
    : ['The baseline is unsigned: no key is pinned for it, so nothing vouches for it but its store.'];
}

/** What a document has to be of. @param text where nobody knows the repository, the one that it names itself */
export function expectedOf(
  backend: DriftBackend,
  { branch, policy }: Place,
  { repositoryId, store, clock }: DriftRequest,
  text: string | null,
): Expected {
  const known = repositoryId ?? (store.backend === 'file' && text !== null ? claimedId(text) : null);
  const keys = policy?.trustedKeys.map(({ value }) => value) ?? [];
  return { env: backend.env, repositoryId: known, branch, keys, now: clock() };
}

/** The same where nobody knows the repository: of the one that the document names. */
export function expectedOfText(expected: Expected, text: string): Expected {
  return expected.repositoryId === null ? { ...expected, repositoryId: claimedId(text) } : expected;
}

/** The repository that a document says it is of, where nobody knows better. */
function claimedId(text: string): number | null {
  try {
    const id: unknown = (JSON.parse(text) as { header?: { repositoryId?: unknown } } | null)?.header?.repositoryId;
    return Number.isSafeInteger(id) ? (id as number) : null;
  } catch {
    return null;
  }
}

/** Never throws for what the document holds. */
export function verify(text: string, { env, repositoryId, branch, keys, now }: Expected, highWaterMark: number) {
  return verifySigned(text, { type: 'baseline', env, repositoryId, branch, keys, now, highWaterMark });
}

/** @throws PhaseMirrorError `store` */
export function verified(text: string, expected: Expected, highWaterMark: number): VerifiedDocument {
  const result = verify(text, expected, highWaterMark);
  if (result.ok) return result;
  throw new PhaseMirrorError('store', {
    thing: 'the baseline',
    reason: `${result.message.replace(/^the document /, '')} (${result.code})`,
    next:
      NEXT[result.code] ??
      'Nothing was compared with it. Find out how it came there, then go back to a version (accept --restore, docs/runbook.md)',
  });
}

const NEXT: Readonly<Partial<Record<SignatureRefusal, string>>> = {
  TRUNCATED: 'Run it again; if it stays, go back to a version (accept --restore, docs/runbook.md)',
  UNSUPPORTED_VERSION: 'Use the version of Phase Mirror that wrote it',
  NO_KEY_PINNED:
    'Pin its public key in the configuration of the default branch (phase-mirror key show --use baseline, with --pem or --environment NAME)',
  UNKNOWN_KEY: 'Pin that key in the configuration of the default branch if it is yours; else find out who signed',
  KEY_EXPIRED:
    'Accept the state anew under the key that replaced it (accept --anew), or extend `not-after` on the default branch',
  UNSIGNED:
    'If it was made before the key was pinned, accept the state anew with the key (accept --anew); else find out who took its signature',
  WRONG_REPOSITORY: 'Check the repository; nothing was compared with it',
  WRONG_BRANCH: 'Check the branch; nothing was compared with it',
  WRONG_ENVIRONMENT: 'Check the environment and the backend; nothing was compared with it',
  ISSUED_IN_THE_FUTURE: 'Check the clock of this machine and of the one that signed',
};

/** @throws BaselineRefused */
export function acceptedOf(document: VerifiedDocument, expected: Expected, tag: string): AcceptedState {
  const { header, payload, digest, signed } = document;
  const of = { repositoryId: expected.repositoryId ?? 0, branch: expected.branch };
  const { sequence, previous } = header;
  return { baseline: checkBaseline(payload, of), sequence, digest, previous, signed, tag };
}
