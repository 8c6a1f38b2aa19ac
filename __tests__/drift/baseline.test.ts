import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import * as v from 'valibot';
import { BaselineRefused, baselineText, checkBaseline, readBaseline } from '../../src/drift/baseline.js';
import { factText, MAX_FACT_TEXT, sortFacts } from '../../src/drift/facts/sort.js';
import { makeBaseline } from '../../src/drift/make-baseline.js';
import { baselineSchema } from '../../src/drift/schema.js';
import type { Baseline, Fact } from '../../src/drift/types.js';
import { MAX_DOCUMENT_BYTES } from '../../src/stores/ports.js';
import { ACCEPTANCE, baselineOf, stateOf } from './support.js';

const WORKFLOW =
  'on: push\npermissions: {contents: read}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps: [{run: make}]\n';
const SIDE = { files: { '.github/workflows/ci.yml': WORKFLOW, CODEOWNERS: '* @ada\n' } };
const EXPECTED = { repositoryId: 42, branch: 'main' };

/** What the schema lets through is a baseline. (That a baseline passes the schema is checked whenever one is made.) */
const asBaseline = (value: v.InferOutput<typeof baselineSchema>): Baseline => value;

function refusal(run: () => unknown): BaselineRefused {
  try {
    run();
  } catch (error) {
    if (error instanceof BaselineRefused) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('makeBaseline', () => {
  it('holds the state and who accepted it, and has the published form', async () => {
    const baseline = await baselineOf(SIDE, { reason: '  the state of the release  ' });
    expect(asBaseline(v.parse(baselineSchema, baseline))).toEqual(baseline);
    expect(baseline.header).toMatchObject({
      type: 'baseline',
      repositoryId: 42,
      branch: 'main',
      acceptedAt: '2026-01-02T00:00:00.000Z',
      acceptedBy: { name: 'ada', kind: 'github' },
      reason: 'the state of the release',
    });
    expect(baseline.files.map(({ path }) => path)).toEqual(['.github/workflows/ci.yml', 'CODEOWNERS']);
    expect(baseline.facts.map(({ kind, key, value }) => `${kind} ${key.join(' ')} = ${value}`)).toEqual([
      'permissions .github/workflows/ci.yml build contents = read',
      'codeowners * = @ada',
      'trigger .github/workflows/ci.yml push = ',
      'job .github/workflows/ci.yml build = ubuntu-latest',
    ]);
    const ajv = new Ajv.default({ strict: false });
    addFormats.default(ajv);
    const published = ajv.compile(JSON.parse(readFileSync('schema/baseline.v1.json', 'utf8')));
    expect(published(JSON.parse(baselineText(baseline)))).toBe(true);
    expect(published({ ...baseline, extra: 1 })).toBe(false);
  });

  it('gives the same bytes for the same state, one file and one fact on a line', async () => {
    const [one, other] = [baselineText(await baselineOf(SIDE)), baselineText(await baselineOf(SIDE))];
    expect(one).toBe(other);
    expect(one.split('\n').filter((line) => line.includes('"digest"'))).toHaveLength(2);
    expect(one.endsWith('}\n')).toBe(true);
  });

  it('writes a state without any governed file', async () => {
    const baseline = await baselineOf({ files: {} });
    expect(readBaseline(baselineText(baseline), EXPECTED)).toEqual(baseline);
  });

  it('refuses what is not committed, what has no commit, and an acceptance without a reason', async () => {
    const state = await stateOf({ ...SIDE, uncommitted: ['CODEOWNERS', 'src/other.ts'] });
    expect(() => makeBaseline(state, ACCEPTANCE)).toThrow(
      'the governed state is not all committed: CODEOWNERS. Commit or undo these changes, then accept.',
    );
    const clean = await stateOf(SIDE);
    expect(() => makeBaseline({ ...clean, head: null }, ACCEPTANCE)).toThrow('has no commit');
    expect(() => makeBaseline(clean, { ...ACCEPTANCE, reason: ' ' })).toThrow(
      'does not fit into a baseline: header.reason',
    );
    const many = { ...clean, uncommitted: new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g']) };
    expect(() => makeBaseline(many, ACCEPTANCE)).toThrow('a, b, c, d, e and 2 more');
  });
});

describe('readBaseline', () => {
  it.each<[string, string, (text: string) => string, string]>([
    ['nothing', 'EMPTY', () => ' \n', 'is an empty document'],
    ['a document cut in a list', 'TRUNCATED', (text) => text.slice(0, text.length - 20), 'ends in the middle'],
    ['one cut in a string', 'TRUNCATED', (text) => text.slice(0, text.indexOf('octo-org') + 3), 'ends in the middle'],
    ['one cut after an escape', 'TRUNCATED', () => '{"a": "\\"', 'ends in the middle'],
    ['one cut behind a bracket', 'TRUNCATED', (text) => text.slice(0, text.indexOf('},') + 1), 'ends in the middle'],
    ['no JSON', 'MALFORMED', () => '<html>Service Unavailable</html>', 'no JSON'],
    ['JSON that is no object', 'MALFORMED', () => '[]', 'at '],
    ['a version that is no text', 'MALFORMED', (text) => text.replace('"1"', '1'), 'at schemaVersion'],
    [
      'an older format',
      'OLDER_SCHEMA',
      (text) => text.replace('"schemaVersion": "1"', '"schemaVersion": "0"'),
      'the older format 0',
    ],
    [
      'a newer format',
      'NEWER_SCHEMA',
      (text) => text.replace('"schemaVersion": "1"', '"schemaVersion": "12"'),
      'the format 12',
    ],
    [
      'another repository',
      'OTHER_REPOSITORY',
      (text) => text.replace('"repositoryId": 42', '"repositoryId": 43'),
      'id 43, not of 42',
    ],
    [
      'another branch',
      'OTHER_BRANCH',
      (text) => text.replace('"branch": "main"', '"branch": "dev"'),
      'branch "dev", not of "main"',
    ],
    [
      'an unknown key',
      'MALFORMED',
      (text) => text.replace('"type": "baseline"', '"type": "baseline", "x": 1'),
      'at header.x',
    ],
    ['a mode git does not have', 'MALFORMED', (text) => text.replace('100644', '100777'), 'at files.0.mode'],
    [
      'files in another order',
      'MALFORMED',
      (text) => text.replace('"path":"CODEOWNERS","mode"', '"path":".a","mode"'),
      'in its order',
    ],
    [
      'a fact twice',
      'MALFORMED',
      (text) => text.replace(/^( *\{"kind":"codeowners".*\},)$/m, '$1\n$1'),
      'says something twice',
    ],
  ])('refuses %s', async (_what, code, damage, words) => {
    const text = baselineText(await baselineOf(SIDE));
    const damaged = damage(text);
    expect(damaged).not.toBe(text);
    const error = refusal(() => readBaseline(damaged, EXPECTED));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).toContain(`(${code})`);
    expect(error.exitCode).toBe(2);
  });

  it('refuses what is larger than any baseline, to read and to write', async () => {
    const error = refusal(() => readBaseline(' '.repeat(MAX_DOCUMENT_BYTES + 1), EXPECTED));
    expect(error.code).toBe('TOO_LARGE');
    const baseline = await baselineOf(SIDE);
    const fact: Fact = { kind: 'policy', key: ['k'.repeat(MAX_FACT_TEXT)], value: 'v', path: '', line: 0 };
    const huge = { ...baseline, facts: new Array<Fact>(40_000).fill(fact) };
    expect(refusal(() => baselineText(huge)).kind).toBe('user');
  });

  it('takes the payload of a signed document', async () => {
    const baseline = await baselineOf(SIDE);
    expect(checkBaseline(JSON.parse(baselineText(baseline)), EXPECTED)).toEqual(baseline);
    expect(refusal(() => checkBaseline(null, EXPECTED)).code).toBe('MALFORMED');
  });
});

describe('facts', () => {
  const fact = (value: string, path: string, line: number): Fact => ({ kind: 'job', key: ['k'], value, path, line });

  it('are kept once, where a file says it before where GitHub does', () => {
    expect(sortFacts([fact('x', '', 0), fact('x', 'b.yml', 1), fact('x', 'a.yml', 9), fact('a', 'z.yml', 1)])).toEqual([
      fact('a', 'z.yml', 1),
      fact('x', 'a.yml', 9),
    ]);
  });

  it('are bounded, and a change past the bound is still one', () => {
    const long = 'x'.repeat(5000);
    expect(factText(long).length).toBeLessThanOrEqual(MAX_FACT_TEXT);
    expect(factText(long)).not.toBe(factText(`${long}y`));
    expect(factText('\ud800a')).toBe('\ufffda');
    expect(factText('💥'.repeat(2000))).not.toMatch(/\p{Cs}/u);
  });
});
