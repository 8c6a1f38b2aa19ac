import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../src/policy/config.js';
import { describeConfig } from '../../src/policy/levels.js';
import { bytes, CONTEXT } from './support.js';

const read = (text: string) => parseConfig('.phase-mirror.yml', bytes(`version: 1\n${text}`), CONTEXT).config;

describe('schemas', () => {
  it('pairs a schema with its version', () => {
    const config = read(
      'schemas:\n  - schema: a.json\n    version: {path: package.json, key: version}\n  - schema: b.yaml\n    version: {path: VERSION}\n',
    );
    expect(config.schemas.map(({ value, at }) => [at.startLine, value])).toEqual([
      [3, { schema: 'a.json', version: { path: 'package.json', key: 'version' } }],
      [5, { schema: 'b.yaml', version: { path: 'VERSION', key: '' } }],
    ]);
    const rows = describeConfig(config, { strict: false, rules: [] }).filter(({ key }) => key.startsWith('schemas'));
    expect(rows.map(({ key, value }) => `${key}: ${value}`)).toEqual([
      'schemas[0]: a.json with version of package.json',
      'schemas[1]: b.yaml with VERSION',
    ]);
  });

  it('is empty without the key', () => {
    expect(read('').schemas).toEqual([]);
  });

  it.each(['schemas: [a.json]', 'schemas: [{schema: a.json}]', 'schemas: [{schema: a.json, version: {file: x}}]'])(
    'refuses %j',
    (text) => {
      expect(() => read(text)).toThrow(/schemas/);
    },
  );
});
