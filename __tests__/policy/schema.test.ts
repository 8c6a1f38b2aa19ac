import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { parseConfig } from '../../src/policy/config.js';
import { configSchema } from '../../src/policy/config-schema.js';
import { bytes, CONTEXT } from './support.js';

const published = JSON.parse(readFileSync(new URL('../../schema/config.v1.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(published);

function loads(text: string): boolean {
  try {
    parseConfig('.phase-mirror.yml', bytes(text), CONTEXT);
    return true;
  } catch {
    return false;
  }
}

const SUPPRESSION = 'rule: MD-001, path: a.yml, reason: long enough, until: 2026-06-30';

describe('schema/config.v1.json', () => {
  it('is what the source says (else: build and run scripts/generate-schema.mjs)', () => {
    const { $id, ...rest } = published;
    expect(rest).toEqual(toJsonSchema(configSchema, { ignoreActions: ['check'], typeMode: 'input' }));
    expect($id).toBe('https://raw.githubusercontent.com/PhaseMirror/evaluate/v1/schema/config.v1.json');
  });

  it.each([
    'version: 1',
    'version: 1\nrules: {MD-001: {level: off}}',
    'version: 1\nrequired-checks: [lint, {context: test, branches: [main]}]',
    'version: 1\npolicy: {max-critical: 0, max-high: 1, max-medium: 2}',
    `version: 1\nsuppressions: [{${SUPPRESSION}, verdict: false-positive, owner: me, ticket: T-1}]`,
  ])('accepts, as the loader does: %j', (text) => {
    expect([validate(parse(text)), loads(text)]).toEqual([true, true]);
  });

  it.each([
    'rules: {}',
    'version: 2',
    '[]',
    'version: 1\nextra: 1',
    'version: 1\nrules: [MD-001]',
    'version: 1\nrules: {MD-001: off}',
    'version: 1\nrules: {MD-001: {}}',
    'version: 1\nrequired-checks: [{branches: [main]}]',
    'version: 1\nrequired-checks: [{context: a, branches: []}]',
    'version: 1\nexternal-checks: [""]',
    'version: 1\npolicy: []',
    'version: 1\npolicy: {max-high: 0.5}',
    'version: 1\npolicy: {max-high: -1}',
    'version: 1\nsuppressions: [{rule: MD-001, path: a.yml, reason: long enough}]',
    `version: 1\nsuppressions: [{${SUPPRESSION}, verdict: maybe}]`,
    `version: 1\nsuppressions: [{${SUPPRESSION.replace('2026-06-30', '30.6.2026')}}]`,
    `version: 1\nsuppressions: [{${SUPPRESSION.replace('long enough', 'short')}}]`,
  ])('refuses, as the loader does: %j', (text) => {
    expect([validate(parse(text)), loads(text)]).toEqual([false, false]);
  });
});
