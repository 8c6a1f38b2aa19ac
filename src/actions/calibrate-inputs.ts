/** The inputs of calibrate, read once into one typed object. The words are those of the other actions where they mean the same. */
import { resolve } from 'node:path';
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
export const CALIBRATE_INPUT_NAMES = [
  'mode',
  'ingest',
  'input',
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
  'copy',
  'issue',
] as const;

const MODES = ['report', 'apply'] as const;
const BACKENDS = ['sqlite', 'aws'] as const;

export interface CalibrateInputs {
  readonly mode: (typeof MODES)[number];
  readonly ingest: boolean;
  /** Absolute, inside the workspace or RUNNER_TEMP, and as it was written. */
  readonly input?: { readonly path: string; readonly name: string };
  /** Absolute, inside the workspace. */
  readonly folder: string;
  /** As written: a path inside the repository. */
  readonly config?: string;
  readonly dryRun: boolean;
  readonly failOn: FailOn;
  readonly store: Exclude<MemoryInputs, { backend: 'none' }>;
  /** Absolute, inside the workspace or RUNNER_TEMP; undefined: a new file under RUNNER_TEMP. */
  readonly report?: string;
  /** Absolute, inside the workspace; undefined: none. */
  readonly copy?: string;
  readonly issue: boolean;
}

/**
 * Reads and checks every input except the token and the key.
 *
 * @throws PhaseMirrorError kind `user` for the first input that is wrong
 */
export function readCalibrateInputs(environment: Environment): CalibrateInputs {
  const workspace = resolve(environment['GITHUB_WORKSPACE'] || '.');
  const roots = [workspace, ...(environment['RUNNER_TEMP'] ? [resolve(environment['RUNNER_TEMP'])] : [])];
  const mode = oneOf(environment, 'mode', MODES, 'report');
  const ingest = bool(environment, 'ingest', true);
  const verdicts = pathInside(environment, 'input', workspace, roots);
  const config = configInput(environment);
  const report = pathInside(environment, 'report', workspace, roots);
  const copy = pathInside(environment, 'copy', workspace, [workspace]);
  const backend = oneOf(environment, 'backend', BACKENDS, 'sqlite');
  if (verdicts !== undefined && !ingest) {
    throw invalid('input', input(environment, 'input'), 'is not read with `ingest: false`', 'Leave one of them out');
  }
  if (copy !== undefined && mode !== 'apply') {
    throw invalid('copy', input(environment, 'copy'), 'is written with `mode: apply` only', 'Leave it out');
  }
  if (copy !== undefined && copy === report) {
    throw invalid('copy', input(environment, 'copy'), 'is the file of the input `report` too', 'Name two files');
  }
  const store = backend === 'aws' ? awsInputs(environment) : { backend };
  if (store.backend === 'aws' && store.baselineBucket === undefined) {
    throw invalid(
      'baseline-bucket',
      '',
      'is needed: the levels are in it',
      'Use the Terraform output `baseline_bucket_name`',
    );
  }
  return {
    mode,
    ingest,
    ...(verdicts === undefined ? {} : { input: { path: verdicts, name: input(environment, 'input') } }),
    folder: pathInside(environment, 'working-directory', workspace, [workspace]) ?? workspace,
    ...(config === '' ? {} : { config }),
    dryRun: bool(environment, 'dry-run', false),
    failOn: readFailOn(environment),
    store,
    ...(report === undefined ? {} : { report }),
    ...(copy === undefined ? {} : { copy }),
    issue: bool(environment, 'issue', true),
  };
}

function oneOf<T extends string>(environment: Environment, name: string, allowed: readonly T[], absent: T): T {
  const value = input(environment, name) || absent;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw invalid(name, value, 'is not known', `Use one of: ${allowed.join(', ')}`);
  return found;
}
