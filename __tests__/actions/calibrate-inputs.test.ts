import { describe, expect, it } from '@jest/globals';
import { type CALIBRATE_INPUT_NAMES, readCalibrateInputs } from '../../src/actions/calibrate-inputs.js';
import { PhaseMirrorError } from '../../src/errors.js';

const WORKSPACE = { GITHUB_WORKSPACE: '/repo', RUNNER_TEMP: '/temp' };

function read(inputs: Partial<Record<(typeof CALIBRATE_INPUT_NAMES)[number], string>>) {
  const variables = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  return readCalibrateInputs({ ...WORKSPACE, ...Object.fromEntries(variables) });
}

describe('the inputs of calibrate', () => {
  it('propose levels of the database in the cache, when nothing is said', () => {
    expect(read({})).toEqual({
      ...{ mode: 'report', ingest: true, folder: '/repo', dryRun: false, failOn: 'block', issue: true },
      store: { backend: 'sqlite' },
    });
  });

  it('are read whole', () => {
    const all = {
      ...{ mode: 'apply', ingest: 'true', input: 'verdicts.jsonl', 'working-directory': 'clone', config: 'c.yml' },
      ...{ 'dry-run': 'true', 'fail-on': 'never', backend: 'aws', 'role-to-assume': 'arn:aws:iam::1:role/calibrate' },
      ...{ 'aws-region': 'eu-central-1', environment: 'staging', 'baseline-bucket': 'levels', report: '/temp/r.json' },
      ...{ copy: '.github/phase-mirror-levels.json', issue: 'false' },
    };
    expect(read(all)).toEqual({
      ...{ mode: 'apply', ingest: true, input: { path: '/repo/verdicts.jsonl', name: 'verdicts.jsonl' } },
      ...{ folder: '/repo/clone', config: 'c.yml', dryRun: true, failOn: 'never' },
      store: {
        ...{ backend: 'aws', region: 'eu-central-1', environment: 'staging', baselineBucket: 'levels' },
        roleToAssume: 'arn:aws:iam::1:role/calibrate',
      },
      ...{ report: '/temp/r.json', copy: '/repo/.github/phase-mirror-levels.json', issue: false },
    });
  });

  it.each<[string, Parameters<typeof read>[0]]>([
    ['Input `mode`: "ingest" is not known. Use one of: report, apply.', { mode: 'ingest' }],
    ['Input `backend`: "file" is not known. Use one of: sqlite, aws.', { backend: 'file' }],
    ['Input `ingest`: "maybe" is not a boolean.', { ingest: 'maybe' }],
    ['Input `input`: "v" is not read with `ingest: false`.', { input: 'v', ingest: 'false' }],
    ['Input `input`: "../v" leads out of the workspace or RUNNER_TEMP.', { input: '../v' }],
    ['Input `copy`: "c" is written with `mode: apply` only.', { copy: 'c' }],
    ['Input `copy`: "/temp/c" leads out of the workspace.', { copy: '/temp/c', mode: 'apply' }],
    ['Input `copy`: "c" is the file of the input `report` too.', { copy: 'c', report: './c', mode: 'apply' }],
    ['Input `aws-region`: "" is needed with `backend: aws`.', { backend: 'aws' }],
    [
      'Input `baseline-bucket`: "" is needed: the levels are in it.',
      { backend: 'aws', 'aws-region': 'eu-central-1', environment: 'staging' },
    ],
    ['Input `fail-on`: "drift" is not known.', { 'fail-on': 'drift' }],
  ])('%s', (message, inputs) => {
    expect(() => read(inputs)).toThrow(PhaseMirrorError);
    expect(() => read(inputs)).toThrow(message);
  });
});
