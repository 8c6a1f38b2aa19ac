import { describe, expect, it } from '@jest/globals';
import { emptyConfig } from '../../src/policy/config.js';
import { effectiveLevel, originText } from '../../src/policy/levels.js';
import type { LevelsPayload } from '../../src/policy/org-levels.js';
import { levelsFor, readLevelsPayload, strictestLevels } from '../../src/policy/org-levels.js';
import { config } from './support.js';

const rule = (ruleId: string, level: 'block' | 'warn' | 'off', ruleVersion = 1) => ({
  ruleId,
  ruleVersion,
  level,
  record: { reviewed: 61, falsePositives: 1, upper: 0.087 },
});
const PAYLOAD: LevelsPayload = {
  schemaVersion: '1',
  rules: [rule('MD-001', 'warn'), rule('MD-008', 'block'), rule('MD-009', 'block', 2)],
  repositories: { '42': [rule('MD-001', 'block')] },
};
const VERSIONS = new Map([
  ['MD-001', 1],
  ['MD-008', 1],
  ['MD-009', 1],
]);
const ORIGIN = { source: 'organisation', sequence: 7, signed: true } as const;

describe('levelsFor', () => {
  it('is the state of the organisation, the repository on top', () => {
    const here = (id: number | null) =>
      [...levelsFor(PAYLOAD, id, VERSIONS, ORIGIN)].map(([key, { level }]) => [key, level]);
    expect(here(1)).toEqual([
      ['MD-001', 'warn'],
      ['MD-008', 'block'],
    ]);
    expect(here(null)).toEqual([
      ['MD-001', 'warn'],
      ['MD-008', 'block'],
    ]);
    expect(here(42)).toEqual([
      ['MD-001', 'block'],
      ['MD-008', 'block'],
    ]);
  });

  it('gives nothing to another version of a rule, nor to a rule that this program does not have', () => {
    expect(levelsFor(PAYLOAD, 1, VERSIONS, ORIGIN).has('MD-009')).toBe(false);
    expect(levelsFor(PAYLOAD, 1, new Map(), ORIGIN).size).toBe(0);
  });
});

describe('effectiveLevel with an organisation', () => {
  const levels = levelsFor(PAYLOAD, 1, VERSIONS, ORIGIN);

  it('is a pin, else the organisation, else built in', () => {
    const of = (id: string, pinned = emptyConfig()) => effectiveLevel({ id, level: 'block' }, pinned, 'base', levels);
    expect(of('MD-001').level).toBe('warn');
    expect(originText(of('MD-001').origin)).toBe('organisation, sequence 7');
    expect(of('MD-001', config('rules: {MD-001: {level: off}}')).level).toBe('off');
    expect(of('MD-002')).toEqual({ level: 'block', origin: { kind: 'built-in' } });
  });

  it('changes nothing that cannot be switched', () => {
    const forged = new Map([['L0-PERMISSION-BITS', { level: 'off', record: null, ...ORIGIN }]] as const);
    expect(effectiveLevel({ id: 'L0-PERMISSION-BITS', level: 'block' }, emptyConfig(), 'base', forged).level).toBe(
      'block',
    );
  });
});

describe('strictestLevels', () => {
  it('keeps of a copy only what is stricter than built in', () => {
    const copy = levelsFor(PAYLOAD, 1, VERSIONS, { source: 'copy', sequence: 6, signed: true });
    const builtIn = new Map([
      ['MD-001', 'block'],
      ['MD-008', 'warn'],
    ] as const);
    expect([...strictestLevels(builtIn, copy)].map(([id, { level, source }]) => [id, level, source])).toEqual([
      ['MD-008', 'block', 'copy'],
    ]);
  });
});

describe('readLevelsPayload', () => {
  it('takes its own form, with keys it does not know', () => {
    const read = readLevelsPayload({ ...PAYLOAD, evidence: { later: true } });
    expect(read).toEqual(PAYLOAD);
    expect(readLevelsPayload({ schemaVersion: '1', rules: [] })).toEqual({
      schemaVersion: '1',
      rules: [],
      repositories: {},
    });
  });

  it.each([
    ['another version', { ...PAYLOAD, schemaVersion: '2' }, 'schemaVersion'],
    ['an unknown level', { ...PAYLOAD, rules: [{ ...rule('MD-001', 'warn'), level: 'low' }] }, 'rules.0.level'],
    [
      'a rate above one',
      { ...PAYLOAD, rules: [{ ...rule('A', 'warn'), record: { reviewed: 1, falsePositives: 0, upper: 2 } }] },
      'rules.0.record.upper',
    ],
    ['a repository by name', { ...PAYLOAD, repositories: { 'o/r': [] } }, 'repositories.o/r'],
    ['nothing', null, 'the document'],
  ])('refuses %s, and says where', (_, payload, where) => {
    expect(readLevelsPayload(payload)).toEqual({ invalid: `${where} is not in its form` });
  });
});
