import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readFailOn, readInputs, readToken } from '../../src/actions/inputs.js';
import { PhaseMirrorError } from '../../src/errors.js';

const TODAY = '2026-03-01';
const WORKSPACE = '/home/runner/work/app/app';
const TEMP = '/home/runner/work/_temp';

function environment(inputs: Record<string, string>): Record<string, string> {
  const variables = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return { GITHUB_WORKSPACE: WORKSPACE, RUNNER_TEMP: TEMP, ...Object.fromEntries(variables) };
}

const read = (inputs: Record<string, string> = {}) => readInputs(environment(inputs), TODAY);

function problem(inputs: Record<string, string>): PhaseMirrorError {
  try {
    read(inputs);
  } catch (error) {
    if (error instanceof PhaseMirrorError) return error;
    throw error;
  }
  throw new Error('the inputs were accepted');
}

describe('defaults', () => {
  it('are those of action.yml', () => {
    expect(read()).toEqual({
      folder: WORKSPACE,
      strict: false,
      dryRun: false,
      failOn: 'block',
      requireComplete: false,
      annotations: true,
      record: false,
      memory: { backend: 'none' },
    });
  });

  it('hold for values of white space, and inputs we do not know are ignored', () => {
    expect(read({ config: '  ', base: '\n', 'fail-on': ' ', colour: 'red' })).toEqual(read());
  });

  it('fall back to the current folder without a workspace', () => {
    expect(readInputs({}, TODAY).folder).toBe(process.cwd());
  });
});

describe('values', () => {
  it('are read with the white space around them gone', () => {
    expect(
      read({
        'working-directory': ' services/api ',
        config: '.phase-mirror.yml',
        base: 'origin/main',
        strict: 'true',
        'dry-run': 'TRUE',
        'fail-on': 'never',
        'require-complete': 'True',
        'enforce-from': '2026-06-01',
        report: 'out/report.json',
        sarif: join(TEMP, 'x.sarif'),
        annotations: 'false',
      }),
    ).toEqual({
      folder: join(WORKSPACE, 'services/api'),
      config: '.phase-mirror.yml',
      base: 'origin/main',
      strict: true,
      dryRun: true,
      failOn: 'never',
      requireComplete: true,
      enforceFrom: '2026-06-01',
      report: join(WORKSPACE, 'out/report.json'),
      sarif: join(TEMP, 'x.sarif'),
      annotations: false,
      record: false,
      memory: { backend: 'none' },
    });
  });

  it.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('boolean %s', (text, value) => {
    expect(read({ strict: text }).strict).toBe(value);
  });

  it('a file name that begins with two dots stays inside', () => {
    expect(read({ report: '..report.json' }).report).toBe(join(WORKSPACE, '..report.json'));
  });
});

describe('what is refused names the input, the value and what is allowed', () => {
  it.each<[Record<string, string>, string]>([
    [{ 'fail-on': 'sometimes' }, 'Input `fail-on`: "sometimes" is not known. Use one of: block, warn, never.'],
    [{ 'fail-on': 'Block' }, 'Input `fail-on`: "Block" is not known. Use one of: block, warn, never.'],
    [{ strict: 'yes' }, 'Input `strict`: "yes" is not a boolean. Use `true` or `false`.'],
    [{ 'dry-run': '1' }, 'Input `dry-run`: "1" is not a boolean. Use `true` or `false`.'],
    [{ 'require-complete': 'tRue' }, 'Input `require-complete`: "tRue" is not a boolean. Use `true` or `false`.'],
    [{ annotations: 'on' }, 'Input `annotations`: "on" is not a boolean. Use `true` or `false`.'],
    [{ 'enforce-from': 'tomorrow' }, 'Input `enforce-from`: "tomorrow" is not a date. Write it as YYYY-MM-DD.'],
    [
      { 'enforce-from': '2026-02-30' },
      'Input `enforce-from`: "2026-02-30" is not a day of the calendar. Write it as YYYY-MM-DD.',
    ],
    [
      { 'enforce-from': '2027-03-01' },
      'Input `enforce-from`: "2027-03-01" is more than 180 days from today. Use a date up to 2026-08-28.',
    ],
    [
      { 'working-directory': '..' },
      'Input `working-directory`: ".." leads out of the workspace. Name a path inside the workspace.',
    ],
    [
      { 'working-directory': TEMP },
      `Input \`working-directory\`: "${TEMP}" leads out of the workspace. Name a path inside the workspace.`,
    ],
    [
      { config: '../../etc/passwd' },
      'Input `config`: "../../etc/passwd" leads out of the repository. Name a path relative to the top of the repository.',
    ],
    [
      { report: '/etc/passwd' },
      'Input `report`: "/etc/passwd" leads out of the workspace or RUNNER_TEMP. Name a path inside the workspace or RUNNER_TEMP.',
    ],
    [
      { sarif: 'a/../../b' },
      'Input `sarif`: "a/../../b" leads out of the workspace or RUNNER_TEMP. Name a path inside the workspace or RUNNER_TEMP.',
    ],
    [
      { report: 'a.json', sarif: './a.json' },
      'Input `sarif`: "./a.json" is the file of the input `report` too. Name two different files.',
    ],
    [{ report: 'a\u0000b' }, 'Input `report`: "a\\u0000b" holds a control character. Name a path without it.'],
    [
      { base: '--upload-pack=x' },
      'Input `base`: "--upload-pack=x" is not a revision. Name a branch, a tag or a commit, for example origin/main.',
    ],
    [
      { base: 'a\nb' },
      'Input `base`: "a\\nb" is not a revision. Name a branch, a tag or a commit, for example origin/main.',
    ],
  ])('%j', (inputs, message) => {
    const error = problem(inputs);
    expect(error.message).toBe(message);
    expect([error.kind, error.exitCode]).toEqual(['user', 2]);
  });

  it('repeats at most the beginning of a long value', () => {
    expect(problem({ strict: 'x'.repeat(500) }).message).toBe(
      `Input \`strict\`: "${'x'.repeat(80)}…" is not a boolean. Use \`true\` or \`false\`.`,
    );
    expect(problem({ base: 'x'.repeat(1001) }).message).toContain(`"${'x'.repeat(80)}…" is not a revision.`);
  });

  it('without RUNNER_TEMP the workspace is all there is', () => {
    const { RUNNER_TEMP: _gone, ...rest } = environment({ report: join(TEMP, 'x.json') });
    expect(() => readInputs(rest, TODAY)).toThrow('leads out of the workspace. Name a path inside the workspace.');
  });
});

describe('single inputs', () => {
  it('fail-on can be read before the others', () => {
    expect(readFailOn(environment({ 'fail-on': 'never', strict: 'perhaps' }))).toBe('never');
  });

  it('the token is trimmed, and empty is none', () => {
    expect(readToken(environment({ 'github-token': ' ghs_x\n' }))).toBe('ghs_x');
    expect(readToken(environment({ 'github-token': ' ' }))).toBe(undefined);
  });
});

describe('the memory', () => {
  const AWS = { backend: 'aws', 'aws-region': 'eu-central-1', environment: 'staging' };

  it('is read with what it needs, and what is left out stays out', () => {
    expect(read(AWS).memory).toEqual({ backend: 'aws', region: 'eu-central-1', environment: 'staging' });
    expect(read({ ...AWS, 'role-to-assume': 'arn:x', 'baseline-bucket': 'some-bucket' }).memory).toMatchObject({
      roleToAssume: 'arn:x',
      baselineBucket: 'some-bucket',
    });
    expect(read({ record: 'true', backend: 'sqlite' })).toMatchObject({ record: true, memory: { backend: 'sqlite' } });
  });

  it.each<[Record<string, string>, string]>([
    [{ backend: 'redis' }, 'Input `backend`: "redis" is not known. Use one of: none, aws.'],
    [{ backend: 'sqlite' }, 'Input `backend`: "sqlite" is for runs with `record: true`. Use one of: none, aws.'],
    [{ record: 'true' }, 'Input `backend`: "none" records nothing. Use `aws` or `sqlite` with `record: true`.'],
    [
      { ...AWS, 'aws-region': '' },
      'Input `aws-region`: "" is needed with `backend: aws`. Use one such as `eu-central-1`.',
    ],
    [
      { ...AWS, 'aws-region': 'mars' },
      'Input `aws-region`: "mars" is not an AWS region. Use one such as `eu-central-1`.',
    ],
    [
      { ...AWS, environment: 'Prod!' },
      'Input `environment`: "Prod!" is not the name of an environment of the Terraform. Use the one that was applied, `staging` or `production`.',
    ],
    [
      { ...AWS, 'baseline-bucket': 'a..b' },
      'Input `baseline-bucket`: "a..b" is not the name of a bucket. Use the Terraform output `baseline_bucket_name`.',
    ],
  ])('refuses %j', (inputs, message) => {
    expect(problem(inputs).message).toBe(message);
  });
});
