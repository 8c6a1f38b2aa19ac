import { describe, expect, it } from '@jest/globals';
import { isTooLarge, judgeAcceptance, labelsOf, maxMagnitude } from '../../src/drift/judge.js';
import type { Drift } from '../../src/drift/types.js';
import { schemaPair } from '../../src/l0/check.js';
import { L0_DRIFT_MAGNITUDE, L0_SCHEMA_HASH } from '../../src/l0/constants.js';
import { parseConfig } from '../../src/policy/config.js';

const HASH = 'a'.repeat(64);
const SOUND = schemaPair(HASH, HASH);
const UNSOUND = schemaPair(HASH, 'b'.repeat(64));
const of = (changed: number, total: number) => ({ changed, total, value: changed / total });

describe('L0 on an acceptance', () => {
  it('takes what is within the maximum, and the bound itself', () => {
    expect(judgeAcceptance(SOUND, of(3, 10), 0.3, 0).mask).toBe(0);
    expect(judgeAcceptance(SOUND, of(31, 100), 0.3, 0).mask).toBe(L0_DRIFT_MAGNITUDE);
    expect(isTooLarge(SOUND, of(31, 100), 0.3, 0)).toBe(true);
    expect(isTooLarge(SOUND, of(3, 10), 0.3, 0)).toBe(false);
  });

  it('takes the first baseline whatever its size, with the published schemas alone', () => {
    expect(judgeAcceptance(SOUND, null, 0.3, 0).mask).toBe(0);
    expect(judgeAcceptance(UNSOUND, null, 0.3, 0).mask).toBe(L0_SCHEMA_HASH);
    expect(judgeAcceptance(UNSOUND, of(1, 1), 0.3, 0).mask).toBe(L0_SCHEMA_HASH | L0_DRIFT_MAGNITUDE);
  });

  it('takes no maximum above 1 and no magnitude that is no number', () => {
    expect(judgeAcceptance(SOUND, of(1, 10), 1.1, 0).mask).toBe(L0_DRIFT_MAGNITUDE);
    expect(judgeAcceptance(SOUND, { changed: 0, total: 0, value: Number.NaN }, 0.3, 0).mask).toBe(L0_DRIFT_MAGNITUDE);
  });

  it('reads the maximum from the configuration', () => {
    const config = parseConfig('c.yml', Buffer.from('version: 1\ndrift: {max-magnitude: 0.5}'), {
      ruleIds: [],
      today: '2026-01-01',
    }).config;
    expect([maxMagnitude(null), maxMagnitude(config)]).toEqual([0.3, 0.5]);
  });
});

describe('labels', () => {
  const drift = (parts: Partial<Drift>): Drift => ({
    files: [],
    others: [],
    magnitude: of(1, 10),
    severity: 'low',
    widened: false,
    schema: false,
    notCompared: [],
    id: 'x',
    ...parts,
  });

  it('are governance always, schema-drift for a schema, priority-high for what is wide or large', () => {
    expect(labelsOf(drift({}), false)).toEqual(['governance']);
    expect(labelsOf(drift({ schema: true }), false)).toEqual(['governance', 'schema-drift']);
    expect(labelsOf(drift({ widened: true }), false)).toEqual(['governance', 'priority-high']);
    expect(labelsOf(drift({}), true)).toEqual(['governance', 'priority-high']);
  });
});
