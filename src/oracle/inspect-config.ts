/** The configuration of a work tree by itself, for `config check` and `config show`. */
import { loadPolicy } from '../policy/load.js';
import type { Config } from '../policy/types.js';
import { Git } from '../repository/git.js';
import { resolveSubject } from '../repository/subject.js';

export interface InspectRequest {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
}

/**
 * @param ruleIds ids that may be named in it
 * @throws PhaseMirrorError `user`, exit 2, with every problem of an invalid file
 */
export async function readWorkTreeConfig(
  { folder, environment, clock }: InspectRequest,
  ruleIds: readonly string[],
): Promise<Config> {
  const git = await Git.open(folder, environment);
  const { subject } = await resolveSubject(git, folder, { kind: 'terminal' }, () => false);
  try {
    const today = new Date(clock()).toISOString().slice(0, 10);
    return (await loadPolicy({ subject, base: null, fromBase: false }, { ruleIds, today })).config;
  } finally {
    await subject.close();
  }
}
