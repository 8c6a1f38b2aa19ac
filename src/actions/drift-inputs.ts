/** The inputs of drift-check, read once into one typed object. The words are those of `evaluate` where they mean the same. */
import { resolve } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import type { Environment } from './context.js';
import {
  awsInputs,
  bool,
  configInput,
  type FailOn,
  input,
  invalid,
  type MemoryInputs,
  pathInside,
  readFailOn,
} from './inputs.js';

/** In the order of action.yml; a test holds the two equal. */
export const DRIFT_INPUT_NAMES = [
  'mode',
  'reason',
  'first',
  'restore',
  'anew',
  'working-directory',
  'config',
  'dry-run',
  'github-token',
  'fail-on',
  'backend',
  'role-to-assume',
  'aws-region',
  'environment',
  'baseline-bucket',
  'report',
  'annotations',
  'issue',
] as const;

const MODES = ['check', 'accept'] as const;
const BACKENDS = ['file', 'sqlite', 'aws'] as const;

export interface DriftInputs {
  readonly mode: (typeof MODES)[number];
  readonly reason: string;
  readonly first: boolean;
  readonly restore?: string;
  readonly anew: boolean;
  /** Absolute, inside the workspace. */
  readonly folder: string;
  /** As written: a path inside the repository. */
  readonly config?: string;
  readonly dryRun: boolean;
  readonly failOn: FailOn;
  readonly store: { readonly backend: 'file' } | Exclude<MemoryInputs, { backend: 'none' }>;
  /** Absolute, inside the workspace or RUNNER_TEMP; undefined: a new file under RUNNER_TEMP. */
  readonly report?: string;
  readonly annotations: boolean;
  readonly issue: boolean;
}

/**
 * Reads and checks every input except the token and the key.
 *
 * @throws PhaseMirrorError kind `user` for the first input that is wrong
 */
export function readDriftInputs(environment: Environment): DriftInputs {
  const workspace = resolve(environment['GITHUB_WORKSPACE'] || '.');
  const roots = [workspace, ...(environment['RUNNER_TEMP'] ? [resolve(environment['RUNNER_TEMP'])] : [])];
  const mode = oneOf(environment, 'mode', MODES, 'check');
  const reason = input(environment, 'reason');
  const restore = input(environment, 'restore');
  const config = configInput(environment);
  const report = pathInside(environment, 'report', workspace, roots);
  const backend = oneOf(environment, 'backend', BACKENDS, 'file');
  if (mode === 'accept' && backend === 'file') {
    throw new PhaseMirrorError('user', {
      thing: 'Input `mode`: "accept"',
      reason: 'is not possible with `backend: file`: the file is changed by a pull request, and a run has none to make',
      next: 'In a clone of the default branch run `phase-mirror drift accept --backend file`, then commit the file',
    });
  }
  if (mode === 'accept' && reason === '') {
    throw invalid('reason', reason, 'is needed with `mode: accept`', 'Say why this state is right');
  }
  return {
    mode,
    reason,
    first: bool(environment, 'first', false),
    ...(restore === '' ? {} : { restore }),
    anew: bool(environment, 'anew', false),
    folder: pathInside(environment, 'working-directory', workspace, [workspace]) ?? workspace,
    ...(config === '' ? {} : { config }),
    dryRun: bool(environment, 'dry-run', false),
    failOn: readFailOn(environment),
    store: backend === 'aws' ? awsInputs(environment) : { backend },
    ...(report === undefined ? {} : { report }),
    annotations: bool(environment, 'annotations', true),
    issue: bool(environment, 'issue', true),
  };
}

/** As the CLI reads it: a secret of the job, which no input should hold. */
const SIGNING_KEY_VARIABLE = 'PHASE_MIRROR_SIGNING_KEY';

/** The private key, to be masked before anything is printed; undefined when there is none. */
export function readSigningKey(environment: Environment): string | undefined {
  return environment[SIGNING_KEY_VARIABLE]?.trim() || undefined;
}

function oneOf<T extends string>(environment: Environment, name: string, allowed: readonly T[], absent: T): T {
  const value = input(environment, name) || absent;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw invalid(name, value, 'is not known', `Use one of: ${allowed.join(', ')}`);
  return found;
}
