/** The configuration of a work tree by itself, and the levels beside it, for `config check` and `config show`. */
import { loadPolicy } from '../policy/load.js';
import type { Config } from '../policy/types.js';
import { Git } from '../repository/git.js';
import { resolveSubject } from '../repository/subject.js';
import type { Snapshot } from '../repository/types.js';
import { committedLevels } from './committed-levels.js';
import type { LevelsAnswer } from './run-memory.js';

export interface InspectRequest {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
}

/** What holds in a work tree without a memory to ask. */
export interface InspectedTree {
  readonly config: Config;
  /** Of the signed copy in the same tree, with why it is not believed where it is not. */
  readonly levels: LevelsAnswer;
}

/**
 * @param ruleIds ids that may be named in it
 * @throws PhaseMirrorError `user`, exit 2, with every problem of an invalid file
 */
export async function readWorkTreeConfig(request: InspectRequest, ruleIds: readonly string[]): Promise<Config> {
  return await withWorkTree(request, (subject) => configOf(subject, request, ruleIds));
}

/**
 * The configuration, and the levels that `evaluate` takes from the copy beside it.
 *
 * @throws PhaseMirrorError as {@link readWorkTreeConfig}; for a copy that is not believed nothing is thrown
 */
export async function inspectWorkTree(request: InspectRequest, ruleIds: readonly string[]): Promise<InspectedTree> {
  return await withWorkTree(request, async (subject) => {
    const config = await configOf(subject, request, ruleIds);
    const keys = config.trustedKeys.map(({ value }) => value);
    // A terminal does not say which repository this is by its id, so that levels of one alone are not told here either.
    return { config, levels: await committedLevels({ keys, repositoryId: null, tree: subject }, request.clock()) };
  });
}

async function configOf(subject: Snapshot, { clock }: InspectRequest, ruleIds: readonly string[]): Promise<Config> {
  const today = new Date(clock()).toISOString().slice(0, 10);
  return (await loadPolicy({ subject, base: null, fromBase: false }, { ruleIds, today })).config;
}

async function withWorkTree<T>(
  { folder, environment }: InspectRequest,
  use: (subject: Snapshot) => Promise<T>,
): Promise<T> {
  const git = await Git.open(folder, environment);
  const { subject } = await resolveSubject(git, folder, { kind: 'terminal' }, () => false);
  try {
    return await use(subject);
  } finally {
    await subject.close();
  }
}
