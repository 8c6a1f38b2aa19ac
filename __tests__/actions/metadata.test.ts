/** What action.yml declares is what the code reads and writes, and the root passes all of it on. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CALIBRATE_INPUT_NAMES, readCalibrateInputs } from '../../src/actions/calibrate-inputs.js';
import { DRIFT_INPUT_NAMES, readDriftInputs } from '../../src/actions/drift-inputs.js';
import { INPUT_NAMES, readInputs } from '../../src/actions/inputs.js';
import { PERMISSIONS, type PermissionRow } from '../../src/github/permissions.js';
import { readMetadata } from '../support/action-harness.js';

const evaluate = readMetadata('actions/evaluate');
const drift = readMetadata('actions/drift-check');
const calibrate = readMetadata('actions/calibrate');
const root = readMetadata('');
const OUTPUTS = ['decision', 'complete', 'degraded', 'findings', 'new-findings', 'report', 'sarif'];
const UPLOADS = ['upload-sarif', 'upload-report'];

describe('actions/evaluate/action.yml', () => {
  it('declares the inputs that are read, in their order', () => {
    expect(Object.keys(evaluate.inputs)).toEqual([...INPUT_NAMES]);
  });

  it('has defaults that mean what an absent input means', () => {
    const variables = Object.entries(evaluate.inputs).map(([name, { default: value }]) => [
      `INPUT_${name.toUpperCase()}`,
      value ?? '',
    ]);
    expect(readInputs(Object.fromEntries(variables), '2026-03-01')).toEqual(readInputs({}, '2026-03-01'));
  });

  it('declares the outputs that are written', () => {
    expect(Object.keys(evaluate.outputs)).toEqual(OUTPUTS);
  });

  it('describes everything in sentences', () => {
    for (const { description } of [...Object.values(evaluate.inputs), ...Object.values(evaluate.outputs)]) {
      expect(description).toMatch(/^[A-Z`][^\n]{10,}\.$/);
    }
  });

  it('runs the bundle on Node 24', () => {
    expect(evaluate.runs).toEqual({ using: 'node24', main: '../../dist/evaluate/index.js' });
  });
});

describe('actions/drift-check/action.yml', () => {
  it('declares the inputs that are read, in their order, and the outputs that are written', () => {
    expect(Object.keys(drift.inputs)).toEqual([...DRIFT_INPUT_NAMES]);
    expect(Object.keys(drift.outputs)).toEqual([
      ...['drift', 'magnitude', 'changes', 'complete', 'degraded', 'report', 'issue'],
    ]);
  });

  it('has defaults that mean what an absent input means', () => {
    const variables = Object.entries(drift.inputs).map(([name, { default: value }]) => [
      `INPUT_${name.toUpperCase()}`,
      value ?? '',
    ]);
    expect(readDriftInputs(Object.fromEntries(variables))).toEqual(readDriftInputs({}));
  });

  it('describes everything in sentences, and what both actions have in the same words', () => {
    for (const { description } of [...Object.values(drift.inputs), ...Object.values(drift.outputs)]) {
      expect(description).toMatch(/^[A-Z`][^\n]{10,}\.$/);
    }
    for (const name of ['role-to-assume', 'aws-region', 'environment', 'baseline-bucket', 'report']) {
      expect(drift.inputs[name]).toEqual(evaluate.inputs[name]);
    }
  });

  it('runs the bundle on Node 24', () => {
    expect(drift.runs).toEqual({ using: 'node24', main: '../../dist/drift-check/index.js' });
  });
});

describe('actions/calibrate/action.yml', () => {
  it('declares the inputs that are read, in their order, and the outputs that are written', () => {
    expect(Object.keys(calibrate.inputs)).toEqual([...CALIBRATE_INPUT_NAMES]);
    expect(Object.keys(calibrate.outputs)).toEqual([
      ...['changes', 'published', 'sequence', 'complete', 'degraded', 'report', 'issue'],
    ]);
  });

  it('has defaults that mean what an absent input means', () => {
    const variables = Object.entries(calibrate.inputs).map(([name, { default: value }]) => [
      `INPUT_${name.toUpperCase()}`,
      value ?? '',
    ]);
    expect(readCalibrateInputs(Object.fromEntries(variables))).toEqual(readCalibrateInputs({}));
  });

  it('describes everything in sentences, and what the actions have in common in the same words', () => {
    for (const { description } of [...Object.values(calibrate.inputs), ...Object.values(calibrate.outputs)]) {
      expect(description).toMatch(/^[A-Z`][^\n]{10,}\.$/);
    }
    for (const name of ['role-to-assume', 'aws-region', 'environment', 'baseline-bucket', 'report', 'config']) {
      expect(calibrate.inputs[name]).toEqual(drift.inputs[name]);
    }
  });

  it('runs the bundle on Node 24', () => {
    expect(calibrate.runs).toEqual({ using: 'node24', main: '../../dist/calibrate/index.js' });
  });
});

describe('action.yml of the root', () => {
  const [step, ...uploads] = root.runs.steps ?? [];

  it('has every input of the step with the same default and words, and those of the uploads', () => {
    const { 'upload-sarif': sarif, 'upload-report': report, ...shared } = root.inputs;
    expect(shared).toEqual(evaluate.inputs);
    expect([sarif?.default, report?.default]).toEqual(['false', 'false']);
    expect(Object.keys(root.inputs)).toEqual([...INPUT_NAMES, ...UPLOADS]);
  });

  it('passes every input on', () => {
    expect(step).toMatchObject({ id: 'evaluate', uses: '$/actions/evaluate' });
    const { sarif, ...passed } = step?.with ?? {};
    const names = INPUT_NAMES.filter((name) => name !== 'sarif');
    expect(passed).toEqual(Object.fromEntries(names.map((name) => [name, `\${{ inputs.${name} }}`])));
    // The upload needs a file even when nobody named one.
    expect(sarif).toBe(
      "${{ inputs.sarif || (inputs.upload-sarif == 'true' && format('{0}/phase-mirror.sarif', runner.temp)) || '' }}",
    );
  });

  it('re-exports every output', () => {
    expect(Object.entries(root.outputs).map(([name, { value }]) => [name, value])).toEqual(
      OUTPUTS.map((name) => [name, `\${{ steps.evaluate.outputs.${name} }}`]),
    );
    for (const name of OUTPUTS) expect(root.outputs[name]?.description).toBe(evaluate.outputs[name]?.description);
  });

  it('uploads after a block too, when it was asked to and there is a file', () => {
    expect(uploads.map((upload) => upload.if)).toEqual([
      "always() && inputs.upload-sarif == 'true' && steps.evaluate.outputs.sarif != ''",
      "always() && inputs.upload-report == 'true' && steps.evaluate.outputs.report != ''",
    ]);
  });

  it('pins what is not ours by commit, with the version beside it', () => {
    const text = readFileSync('action.yml', 'utf8');
    const uses = [...text.matchAll(/uses: (.*)/g)].map((match) => match[1]).filter((use) => !use?.startsWith('$/'));
    expect(uses).toHaveLength(2);
    for (const use of uses) expect(use).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});

describe('the tables of the READMEs', () => {
  type Row = Pick<PermissionRow, 'feature' | 'permission' | 'without'>;
  type Fill = (
    markdown: string,
    read: (path: string) => string,
    expected?: readonly string[],
    permissions?: readonly Row[],
    errors?: Readonly<Record<string, { retryable: boolean; meaning: string; next: string }>>,
  ) => string;
  const load = async (): Promise<Fill> =>
    ((await import(join(process.cwd(), 'scripts/generate-readme.mjs'))) as { fillTables: Fill }).fillTables;
  const yml = [
    'inputs:',
    '  mode:',
    '    description: "one | two"',
    '    default: a|b',
    '  other: { description: "Two\\nlines." }',
    'outputs: { done: { description: Yes. } }',
  ].join('\n');

  it('are made from action.yml', async () => {
    const fill = await load();
    const markdown = [
      'Before',
      '<!-- generated: inputs of x/action.yml -->',
      'old',
      '<!-- end generated -->',
      'between',
      '<!-- generated: outputs of x/action.yml -->',
      '<!-- end generated -->',
      'after',
    ].join('\n');
    const read: string[] = [];
    const filled = fill(markdown, (path) => {
      read.push(path);
      return yml;
    });
    expect(read).toEqual(['x/action.yml', 'x/action.yml']);
    expect(filled.split('\n')).toEqual([
      'Before',
      '<!-- generated: inputs of x/action.yml -->',
      '',
      '| Input | Default | What it does |',
      '| --- | --- | --- |',
      '| `mode` | `a\\|b` | one \\| two |',
      '| `other` |  | Two lines. |',
      '',
      '<!-- end generated -->',
      'between',
      '<!-- generated: outputs of x/action.yml -->',
      '',
      '| Output | What it holds |',
      '| --- | --- |',
      '| `done` | Yes. |',
      '',
      '<!-- end generated -->',
      'after',
    ]);
    expect(fill(filled, () => yml)).toBe(filled);
  });

  it('list the permissions', async () => {
    const fill = await load();
    const rows = [{ feature: 'see `a|b`', permission: '`x: read`', without: 'MD-000\nis off' }];
    const markdown = '<!-- generated: permissions -->\n<!-- end generated -->';
    expect(
      fill(markdown, () => yml, ['permissions'], rows)
        .split('\n')
        .slice(2, 5),
    ).toEqual([
      '| Feature | Token permission | Without it |',
      '| --- | --- | --- |',
      '| see `a\\|b` | `x: read` | MD-000 is off |',
    ]);
  });

  it('list what can go wrong with a store', async () => {
    const fill = await load();
    const errors = {
      BUSY: { retryable: true, meaning: 'One | another holds it.', next: 'Run it again' },
      CORRUPT: { retryable: false, meaning: 'It is damaged.', next: 'Restore it' },
    };
    const markdown = '<!-- generated: store errors -->\n<!-- end generated -->';
    expect(
      fill(markdown, () => yml, ['store errors'], [], errors)
        .split('\n')
        .slice(2, 6),
    ).toEqual([
      '| Code | What it means | What to do | May heal by itself |',
      '| --- | --- | --- | --- |',
      '| `BUSY` | One \\| another holds it. | Run it again. | yes |',
      '| `CORRUPT` | It is damaged. | Restore it. | no |',
    ]);
  });

  it.each([
    ['<!-- generated: inputs of a.yml -->\n', 'the marker "generated: inputs of a.yml" is not closed'],
    [
      '<!-- generated: inputs of a.yml -->\n<!-- generated: outputs of a.yml -->\n<!-- end generated -->',
      'the marker "generated: inputs of a.yml" is not closed',
    ],
    ['<!-- generated: poems -->\n<!-- end generated -->', 'nothing is known about "generated: poems"'],
    ['text', 'there is no marker "<!-- generated: inputs of a.yml -->"'],
  ])('%j is refused', async (markdown, message) => {
    const fill = await load();
    expect(() => fill(markdown, () => yml, ['inputs of a.yml'])).toThrow(message);
  });

  it('of this repository are up to date', async () => {
    const fill = await load();
    const actions = ['evaluate', 'drift-check', 'calibrate'].map((name) => `actions/${name}/README.md`);
    for (const path of ['README.md', ...actions].filter((file) => existsSync(file))) {
      const text = readFileSync(path, 'utf8');
      expect(fill(text, (file) => readFileSync(file, 'utf8'), [], PERMISSIONS)).toBe(text);
    }
  });
});
