/** The command that makes the first baseline, in full: what a person can copy. */
import { PhaseMirrorError } from '../errors.js';
import { BASELINE_FILE } from './baseline-path.js';
import type { DriftBackend } from './drift-backend.js';
import type { Place } from './drift-place.js';
import type { DriftRequest } from './drift-types.js';

/** A baseline is certainly not there: told apart from every other failure by its class. */
export class BaselineMissing extends PhaseMirrorError {
  /** What makes the first one. */
  readonly command: string;

  constructor(branch: string, where: string, command: string, pending = false) {
    super('user', {
      thing: `A baseline of ${branch}`,
      reason: pending
        ? `is not there yet: the work tree has one (${BASELINE_FILE}), which counts once ${branch} has it`
        : `is not there yet: none was ever accepted in ${where}`,
      next: pending ? 'Commit it and merge it; or remove the file' : `Look at the state, then accept it: ${command}`,
    });
    this.command = command;
  }
}

export async function missing(
  request: DriftRequest,
  { branch }: Place,
  backend: DriftBackend,
): Promise<BaselineMissing> {
  // What lies in the work tree of a run was not put there by an acceptance.
  const pending = request.store.backend === 'file' && request.run === null && (await backend.winner()) !== null;
  return new BaselineMissing(branch, backend.description, acceptCommand(request), pending);
}

/**
 * In a workflow the workflow itself accepts, except into a file: that is changed by a pull request.
 *
 * @param first whether there is none yet: the first one is never made by accident
 */
export function acceptCommand(request: DriftRequest, first = true): string {
  const { store, run, repository, repositoryId } = request;
  if (run !== null && store.backend !== 'file') {
    const of = repository === undefined ? '' : ` --repo ${word(repository)}`;
    return `gh workflow run ${word(run.workflow || 'drift-check.yml')}${of} -f mode=accept${first ? ' -f first=true' : ''} -f reason="why this state is right"`;
  }
  const words = [`phase-mirror drift accept${first ? ' --first' : ''}`];
  if (store.backend === 'file') words.push('--backend file');
  if (store.backend === 'sqlite' && store.named === true) words.push(`--store ${word(store.file)}`);
  if (store.backend === 'aws') {
    words.push(`--backend aws --environment ${word(store.environment)} --region ${word(store.region)}`);
    if (store.baselineBucket !== undefined) words.push(`--baseline-bucket ${word(store.baselineBucket)}`);
  }
  // By its name, because what GitHub says can only be asked about a name.
  if (repository !== undefined) words.push(`--repository ${word(repository)}`);
  else if (repositoryId !== null) words.push(`--repository ${repositoryId}`);
  else if (store.backend === 'file') words.push('--repository OWNER/NAME');
  if (request.configPath !== undefined) words.push(`--config ${word(request.configPath)}`);
  return `${words.join(' ')} --reason "why this state is right"`;
}

/** For a POSIX shell. */
function word(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
