/** A signed document of levels, checked and read for one repository. */
import { type LevelSource, levelsFor, type OrganisationLevels, readLevelsPayload } from '../policy/org-levels.js';
import type { TrustedKey } from '../policy/types.js';
import { verifySigned } from '../privacy/verify-signed.js';
import { ALL_RULES } from './all-rules.js';

/** Bytes of the copy on the base that are read. */
export const MAX_COPY_BYTES = 2_000_000;

export interface LevelsContext {
  readonly environment: string;
  /** Keys that the base trusts. */
  readonly keys: readonly TrustedKey[];
  readonly repositoryId: number | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  readonly source: LevelSource;
  /** The highest sequence that is known: a lower one is a replay. */
  readonly floor: number;
}

export type ReadLevels =
  | { readonly levels: OrganisationLevels; readonly sequence: number; readonly signed: boolean }
  /** Why it is not believed, a clause of one sentence without its stop. */
  | { readonly refused: string };

/** Never throws for what the document holds. */
export function readLevels(text: string, context: LevelsContext): ReadLevels {
  const verified = verifySigned(text, {
    type: 'levels',
    env: context.environment,
    // One state for the organisation; what a repository has of its own is inside.
    repositoryId: null,
    branch: null,
    keys: context.keys,
    highWaterMark: context.floor,
    now: context.now,
  });
  if (!verified.ok) return { refused: `${verified.message} (${verified.code})` };
  const payload = readLevelsPayload(verified.payload);
  if ('invalid' in payload) return { refused: payload.invalid };
  const { sequence } = verified.header;
  const versions = new Map(ALL_RULES.map(({ id, version }) => [id, version]));
  const origin = { source: context.source, sequence, signed: verified.signed };
  return { levels: levelsFor(payload, context.repositoryId, versions, origin), sequence, signed: verified.signed };
}

/** The environment that a document says it is for. Whether it may be believed is asked afterwards. */
export function environmentOf(text: string): string | null {
  try {
    const { header } = JSON.parse(text) as { header?: { env?: unknown } };
    return typeof header?.env === 'string' ? header.env : null;
  } catch {
    return null;
  }
}
