/** Names of everything that lies in AWS. The contract with infra/terraform: both sides spell them once. Pure. */
import { createHash } from 'node:crypto';
import { StoreError } from '../errors.js';
import type { BaselineKey } from '../ports.js';

export interface AwsNames {
  readonly environment: string;
  readonly tables: {
    readonly fpEvents: string;
    readonly consent: string;
    readonly blockCounter: string;
  };
  /** Bucket of baselines and levels; null where none was named. */
  readonly bucket: string | null;
  readonly secrets: {
    readonly nonces: SecretNames;
    readonly salts: SecretNames;
  };
}

/** `path` + `stem` + version is the name of a parameter: `/guardian/staging/redaction_nonce_v3`. */
export interface SecretNames {
  readonly path: string;
  readonly stem: string;
  /**
   * Versions are never deleted, so they are 1, 2, 3, …, and can be asked for by name: a role may then read these and
   * nothing beside them. A path is readable as a whole or not at all.
   */
  readonly keptFromFirst: boolean;
  /** The key that encrypts it, by its alias: that of tables and bucket. */
  readonly dataKey: string;
}

/**
 * @throws {StoreError} INVALID: `environment` is not `[a-z][a-z0-9-]{0,31}`, or `bucket` is not the name of one
 */
export function namesOf(environment: string, bucket?: string): AwsNames {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(environment)) {
    throw new StoreError({
      operation: 'openAwsStores',
      code: 'INVALID',
      reason: 'was given an environment that is not 1 to 32 lower-case letters, digits and dashes, a letter first',
      next: 'Correct the environment, as the Terraform has it',
    });
  }
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; an ARN or a URL is a usual mistake.
  if (bucket !== undefined && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new StoreError({
      operation: 'openAwsStores',
      code: 'INVALID',
      reason: 'was given a baseline bucket that is not the name of a bucket',
      next: 'Give the name alone, mirror-dissonance-<environment>-<account>-baselines',
    });
  }
  const table = (name: string): string => `mirror-dissonance-${environment}-${name}`;
  const path = `/guardian/${environment}/`;
  const dataKey = `alias/mirror-dissonance-${environment}-data`;
  return {
    environment,
    tables: { fpEvents: table('fp-events'), consent: table('consent'), blockCounter: table('block-counter') },
    bucket: bucket ?? null,
    secrets: {
      nonces: { path, stem: 'redaction_nonce_v', keptFromFirst: false, dataKey },
      salts: { path, stem: 'identity_salt_v', keptFromFirst: true, dataKey },
    },
  };
}

/** `baselines/<repository id>/<sha256 of branch>.json`: the name of a branch may hold what a key may not. */
export function baselineKey({ repositoryId, branch }: BaselineKey): string {
  return `baselines/${repositoryId}/${createHash('sha256').update(branch, 'utf8').digest('hex')}.json`;
}

export const LEVELS_STATE = 'levels/state.json';
export const LEVELS_HISTORY = 'levels/history/';

/** `levels/history/<sequence>.json` */
export function historyKey(sequence: number): string {
  return `${LEVELS_HISTORY}${sequence}.json`;
}

/** The sequence of a key that {@link historyKey} makes; null for any other. */
export function sequenceOf(key: string): number | null {
  const digits = /^levels\/history\/([1-9][0-9]{0,15})\.json$/.exec(key)?.[1];
  const sequence = Number(digits);
  return digits !== undefined && Number.isSafeInteger(sequence) ? sequence : null;
}
