/**
 * The inputs of the action, read once into one typed object. Nothing else reads `INPUT_*`. Every message names the
 * input, the value and what is allowed.
 */
import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import { enforceFromProblem, FAIL_ON, type FailOn } from '../policy/exit-code.js';
import type { Environment } from './context.js';

/** In the order of action.yml; a test holds the two equal. */
export const INPUT_NAMES = [
  'working-directory',
  'config',
  'config-inline',
  'base',
  'strict',
  'dry-run',
  'github-token',
  'fail-on',
  'require-complete',
  'enforce-from',
  'report',
  'sarif',
  'annotations',
  'record',
  'backend',
  'role-to-assume',
  'aws-region',
  'environment',
  'baseline-bucket',
] as const;
export type InputName = (typeof INPUT_NAMES)[number];

export type { FailOn };

export interface EvaluateInputs {
  /** Absolute, inside the workspace. */
  readonly folder: string;
  /** As written: a path inside the repository. */
  readonly config?: string;
  /** YAML text. */
  readonly configInline?: string;
  readonly base?: string;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly failOn: FailOn;
  readonly requireComplete: boolean;
  /** YYYY-MM-DD. */
  readonly enforceFrom?: string;
  /** Absolute, inside the workspace or RUNNER_TEMP; undefined: a new file under RUNNER_TEMP. */
  readonly report?: string;
  /** As `report`; undefined: off. */
  readonly sarif?: string;
  readonly annotations: boolean;
  /** Judge what was merged or proposed, and record it; undefined: this run is a gate. */
  readonly record: boolean;
  readonly memory: MemoryInputs;
}

export const BACKENDS = ['none', 'sqlite', 'aws'] as const;
export type Backend = (typeof BACKENDS)[number];

/** Where the memory is. */
export type MemoryInputs =
  | { readonly backend: 'none' }
  | { readonly backend: 'sqlite' }
  | {
      readonly backend: 'aws';
      readonly region: string;
      readonly environment: string;
      readonly roleToAssume?: string;
      readonly baselineBucket?: string;
    };

/** Longest value that is repeated in a message. */
const MAX_SHOWN = 80;

/**
 * Reads and checks every input except the token.
 *
 * @param today YYYY-MM-DD, UTC: `enforce-from` may not be far from it.
 * @throws PhaseMirrorError kind `user` for the first input that is wrong.
 */
export function readInputs(environment: Environment, today: string): EvaluateInputs {
  const workspace = resolve(environment['GITHUB_WORKSPACE'] || '.');
  const roots = [workspace, ...(environment['RUNNER_TEMP'] ? [resolve(environment['RUNNER_TEMP'])] : [])];
  const folder = pathInside(environment, 'working-directory', workspace, [workspace]) ?? workspace;
  const config = configInput(environment);
  const configInline = input(environment, 'config-inline');
  const base = revision(environment);
  const enforceFrom = date(environment, 'enforce-from', today);
  const report = pathInside(environment, 'report', workspace, roots);
  const sarif = pathInside(environment, 'sarif', workspace, roots);
  if (sarif !== undefined && sarif === report) {
    throw invalid(
      'sarif',
      input(environment, 'sarif'),
      'is the file of the input `report` too',
      'Name two different files',
    );
  }
  return {
    folder,
    ...(config === '' ? {} : { config }),
    ...(configInline === '' ? {} : { configInline }),
    ...(base === '' ? {} : { base }),
    strict: bool(environment, 'strict', false),
    dryRun: bool(environment, 'dry-run', false),
    failOn: readFailOn(environment),
    requireComplete: bool(environment, 'require-complete', false),
    ...(enforceFrom === '' ? {} : { enforceFrom }),
    ...(report === undefined ? {} : { report }),
    ...(sarif === undefined ? {} : { sarif }),
    annotations: bool(environment, 'annotations', true),
    ...memoryInputs(environment),
  };
}

/** The input `config`, '' when it is empty. @throws PhaseMirrorError kind `user` */
export function configInput(environment: Environment): string {
  const config = input(environment, 'config');
  if (hasControl(config)) throw invalid('config', config, 'holds a control character', 'Name a path without it');
  if (isAbsolute(config) || /^\.\.(\/|$)/.test(posix.normalize(config))) {
    throw invalid('config', config, 'leads out of the repository', 'Name a path relative to the top of the repository');
  }
  return config;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z]{2,3}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;
const ENVIRONMENT = /^[a-z][a-z0-9-]{0,31}$/;

function memoryInputs(environment: Environment): Pick<EvaluateInputs, 'record' | 'memory'> {
  const record = bool(environment, 'record', false);
  const value = input(environment, 'backend') || 'none';
  const allowed = record ? BACKENDS : BACKENDS.filter((backend) => backend !== 'sqlite');
  const backend = allowed.find((name) => name === value);
  if (backend === undefined) {
    const reason = value === 'sqlite' ? 'is for runs with `record: true`' : 'is not known';
    throw invalid('backend', value, reason, `Use one of: ${allowed.join(', ')}`);
  }
  if (record && backend === 'none') {
    throw invalid('backend', value, 'records nothing', 'Use `aws` or `sqlite` with `record: true`');
  }
  if (backend !== 'aws') return { record, memory: { backend } };
  return { record, memory: awsInputs(environment) };
}

/** The inputs that go with `backend: aws`. @throws PhaseMirrorError kind `user` */
export function awsInputs(environment: Environment): Extract<MemoryInputs, { backend: 'aws' }> {
  const region = matching(environment, 'aws-region', REGION, 'is not an AWS region', 'Use one such as `eu-central-1`');
  const name = matching(
    environment,
    'environment',
    ENVIRONMENT,
    'is not the name of an environment of the Terraform',
    'Use the one that was applied, `staging` or `production`',
  );
  const role = input(environment, 'role-to-assume');
  const bucket = input(environment, 'baseline-bucket');
  if (bucket !== '' && !BUCKET.test(bucket)) {
    throw invalid(
      'baseline-bucket',
      bucket,
      'is not the name of a bucket',
      'Use the Terraform output `baseline_bucket_name`',
    );
  }
  return {
    backend: 'aws',
    region,
    environment: name,
    ...(role === '' ? {} : { roleToAssume: role }),
    ...(bucket === '' ? {} : { baselineBucket: bucket }),
  };
}

function matching(environment: Environment, name: string, form: RegExp, reason: string, next: string): string {
  const value = input(environment, name);
  if (form.test(value)) return value;
  throw invalid(name, value, value === '' ? 'is needed with `backend: aws`' : reason, next);
}

/** `fail-on` alone, so that it can be honoured when another input is wrong. */
export function readFailOn(environment: Environment): FailOn {
  const value = input(environment, 'fail-on') || 'block';
  const found = FAIL_ON.find((allowed) => allowed === value);
  if (found === undefined) throw invalid('fail-on', value, 'is not known', `Use one of: ${FAIL_ON.join(', ')}`);
  return found;
}

/** The token, to be masked before anything is printed; undefined when it is empty. */
export function readToken(environment: Environment): string | undefined {
  return input(environment, 'github-token') || undefined;
}

/** The runner sets `INPUT_<NAME>`: upper case, hyphens kept. White space around a value does not count. */
export function input(environment: Environment, name: string): string {
  return (environment[`INPUT_${name.toUpperCase()}`] ?? '').trim();
}

/** Booleans of the YAML 1.2 core schema, as `@actions/core` reads them. */
export function bool(environment: Environment, name: string, absent: boolean): boolean {
  const value = input(environment, name);
  if (value === '') return absent;
  if (['true', 'True', 'TRUE'].includes(value)) return true;
  if (['false', 'False', 'FALSE'].includes(value)) return false;
  throw invalid(name, value, 'is not a boolean', 'Use `true` or `false`');
}

function date(environment: Environment, name: string, today: string): string {
  const value = input(environment, name);
  const problem = value === '' ? null : enforceFromProblem(value, today);
  if (problem !== null) throw invalid(name, value, problem.reason, problem.next);
  return value;
}

function revision(environment: Environment): string {
  const value = input(environment, 'base');
  // A leading hyphen would be an option of git.
  if (value.startsWith('-') || hasControl(value) || value.length > 1000) {
    throw invalid('base', value, 'is not a revision', 'Name a branch, a tag or a commit, for example origin/main');
  }
  return value;
}

/** An absolute path inside one of `roots`; undefined when the input is empty. @throws PhaseMirrorError kind `user` */
export function pathInside(
  environment: Environment,
  name: string,
  from: string,
  roots: readonly string[],
): string | undefined {
  const value = input(environment, name);
  if (value === '') return undefined;
  if (hasControl(value)) throw invalid(name, value, 'holds a control character', 'Name a path without it');
  const path = resolve(from, value);
  if (!roots.some((root) => isInside(root, path))) {
    const where = roots.length > 1 ? 'the workspace or RUNNER_TEMP' : 'the workspace';
    throw invalid(name, value, `leads out of ${where}`, `Name a path inside ${where}`);
  }
  return path;
}

/** By name only; whoever writes looks at links too ({@link file://./files.ts}). */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function hasControl(value: string): boolean {
  return /\p{Cc}/u.test(value);
}

/** A message that names the input, its value, and what to do. */
export function invalid(name: string, value: string, reason: string, next: string): PhaseMirrorError {
  const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
  return new PhaseMirrorError('user', { thing: `Input \`${name}\`: ${JSON.stringify(shown)}`, reason, next });
}
