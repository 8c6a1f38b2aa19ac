import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import {
  guardGrant,
  type Look,
  type LookInput,
  look,
  type RuleState,
  ruleStateSchema,
  stateFor,
  witnessOf,
} from '../../src/calibration/decide.js';
import { addVotes, EVIDENCE_BAR, logEvidence, noEvidence } from '../../src/calibration/evidence.js';
import type { PullRequest } from '../../src/calibration/votes.js';
import { schemaPair } from '../../src/l0/check.js';
import { DAY_MS } from '../../src/stores/ports.js';

const PUBLISHED = '1'.repeat(64);
const schemas = schemaPair(PUBLISHED, PUBLISHED);
const REVIEWERS = ['a', 'b'] as const;

function start(level: 'block' | 'warn', version = 1, id = 'MD-001'): RuleState {
  const state = stateFor(null, { id, version, level }, 0.05);
  if (state === null) throw new Error('no state');
  return state;
}

/** `count` pull requests of one finding each, opened on `day`, judged by a and b in turn. */
function opened(
  count: number,
  judged: 'false' | 'true' | 'pending',
  { day = 0, from = 0, by = REVIEWERS as readonly string[], repository = 'r' } = {},
): PullRequest[] {
  return Array.from({ length: count }, (_, i) => {
    const reviewer = new Map([[by[i % by.length]!, 1]]);
    const nobody = new Map<string, number>();
    return {
      repository,
      change: `pr#${from + i}`,
      firstSeen: day * DAY_MS,
      lastSeen: day * DAY_MS,
      findings: 1,
      falsePositives: judged === 'false' ? 1 : 0,
      truePositives: judged === 'true' ? 1 : 0,
      falseBy: judged === 'false' ? reviewer : nobody,
      trueBy: judged === 'true' ? reviewer : nobody,
    };
  });
}

function at(
  state: RuleState,
  day: number,
  pullRequests: readonly PullRequest[],
  fields: Partial<LookInput> = {},
): Look {
  return look(state, { pullRequests, audited: () => true, feeding: 1, schemas, now: day * DAY_MS, ...fields });
}

describe('where a rule starts', () => {
  it('is its built-in level, without evidence', () => {
    expect(start('block')).toEqual({
      ruleId: 'MD-001',
      ruleVersion: 1,
      level: 'block',
      evidence: noEvidence('demote', 0.05),
      supporters: { reviewers: {}, repositories: {} },
      seen: {},
      before: null,
    });
    expect(start('warn').evidence.direction).toBe('promote');
  });

  it('is the stored state for the same version, the built-in level for another', () => {
    const stored: RuleState = { ...start('block'), level: 'warn', evidence: addVotes(noEvidence('promote'), [0]) };
    const go = (version: number): RuleState | null => stateFor(stored, { id: 'MD-001', version, level: 'block' }, 0.05);
    expect(go(1)).toBe(stored);
    expect(go(2)).toEqual(start('block', 2));
    expect(stateFor(stored, { id: 'MD-002', version: 1, level: 'block' }, 0.05)).toEqual(start('block', 1, 'MD-002'));
  });

  it('keeps the level and what it cost, not the evidence, when τ is another one', () => {
    const before = { fp: 9, n: 40 };
    const stored: RuleState = {
      ...start('block'),
      level: 'warn',
      evidence: addVotes(noEvidence('promote'), [0, 0]),
      supporters: { reviewers: { a: 1, b: 1 }, repositories: { r: 2 } },
      seen: { r: { 'pr#1': 3 } },
      before,
    };
    expect(stateFor(stored, { id: 'MD-001', version: 1, level: 'block' }, 0.1)).toEqual({
      ...stored,
      evidence: noEvidence('promote', 0.1),
      supporters: { reviewers: {}, repositories: {} },
    });
  });

  it.each([
    ['off', { id: 'MD-001', version: 1, level: 'off' as const }],
    ['always on', { id: 'L0-PERMISSION-BITS', version: 1, level: 'block' as const }],
  ])('is nowhere for a rule that is %s', (_, rule) => {
    expect(stateFor(null, rule, 0.05)).toBeNull();
  });
});

describe('a demotion', () => {
  it('follows false positives of two people, on several pull requests, at once', () => {
    const result = at(start('block'), 1, opened(4, 'false'));
    expect(result.change).toEqual({ from: 'block', to: 'warn', witness: null });
    expect(result).toMatchObject({
      direction: 'demote',
      votes: { fp: 4, n: 4 },
      reviewers: 2,
      pullRequests: 4,
      waiting: 0,
    });
    expect(Math.exp(result.logE)).toBeGreaterThanOrEqual(EVIDENCE_BAR);
    expect(result.state).toMatchObject({
      level: 'warn',
      before: { fp: 4, n: 4 },
      evidence: noEvidence('promote', 0.05),
    });
  });

  it('needs three pull requests even where two are evidence enough', () => {
    // At a threshold of 1 % two false positives are.
    const state = stateFor(null, { id: 'MD-001', version: 1, level: 'block' }, 0.01) as RuleState;
    const two = at(state, 1, opened(2, 'false'));
    expect([Math.exp(two.logE) >= EVIDENCE_BAR, two.reviewers, two.pullRequests, two.change]).toEqual([
      true,
      2,
      2,
      null,
    ]);
    expect(at(state, 1, opened(4, 'false')).change?.to).toBe('warn');
  });

  it.each([
    ['one person dismisses thirty', opened(30, 'false', { by: ['a'] })],
    [
      'one person dismisses thirty, others confirm thirty',
      [...opened(30, 'false', { by: ['a'] }), ...opened(30, 'true', { from: 30, by: ['b', 'c'] })],
    ],
    ['nobody judges', opened(500, 'pending')],
    [
      'thirty findings of one pull request are dismissed',
      [
        {
          ...opened(1, 'false')[0]!,
          findings: 30,
          falsePositives: 30,
          falseBy: new Map([
            ['a', 15],
            ['b', 15],
          ]),
        },
      ],
    ],
    ['nothing was reported', []],
  ])('does not follow: %s', (_, pullRequests) => {
    expect(at(start('block'), 1, pullRequests).change).toBeNull();
  });

  it('does not follow one repository of three', () => {
    const pullRequests = [
      ...opened(30, 'false', { repository: 'one' }),
      ...opened(30, 'true', { repository: 'two' }),
      ...opened(30, 'true', { repository: 'three' }),
    ];
    expect(at(start('block'), 1, pullRequests, { feeding: 3 }).change).toBeNull();
    expect(at(start('block'), 1, pullRequests, { feeding: 2 }).change?.to).toBe('warn');
  });

  it('counts what nobody judged as right', () => {
    const judged = opened(4, 'false');
    expect(at(start('block'), 1, [...judged, ...opened(60, 'pending', { from: 10 })]).change).toBeNull();
  });

  it('publishes whatever the schemas and the witness are', () => {
    const forged = schemaPair(PUBLISHED, '2'.repeat(64));
    expect(at(start('block'), 1, opened(4, 'false'), { schemas: forged }).change?.to).toBe('warn');
  });
});

describe('a promotion', () => {
  const good = opened(74, 'true');

  it('follows 74 right pull requests of 74 that are older than 30 days', () => {
    expect(at(start('warn'), 30, good)).toMatchObject({ change: null, votes: { fp: 0, n: 0 } });
    expect(at(start('warn'), 31, good.slice(1)).change).toBeNull();
    const result = at(start('warn'), 31, good);
    expect(result.change).toEqual({
      from: 'warn',
      to: 'block',
      witness: { fpBefore: 5, nBefore: 100, fpAfter: 0, nAfter: 74 },
    });
    expect(result.state).toMatchObject({ level: 'block', before: null, evidence: noEvidence('demote', 0.05) });
  });

  it('counts the audit sample alone, and what nobody judged there as wrong', () => {
    const pullRequests = [...good, ...opened(20, 'pending', { from: 1000 })];
    const sample = (_: string, change: string): boolean => Number(change.slice(3)) < 1000;
    expect(at(start('warn'), 31, pullRequests).change).toBeNull();
    expect(at(start('warn'), 31, pullRequests, { audited: sample }).change?.to).toBe('block');
  });

  it('needs the reviews of more than one person', () => {
    const alone = at(start('warn'), 31, opened(500, 'true', { by: ['a'] }));
    expect([alone.change, alone.votes.n, alone.waiting]).toEqual([null, 0, 500]);
  });

  it('compares with the votes that cost the level, where they were ten or more', () => {
    const lost = (n: number): RuleState => ({ ...start('warn'), before: { fp: n / 4, n } });
    const after = { fp: 1, n: 200 };
    expect(witnessOf(lost(40), after)).toEqual({ fpBefore: 10, nBefore: 40, fpAfter: 1, nAfter: 200 });
    expect(witnessOf(lost(9), after)).toEqual({ fpBefore: 5, nBefore: 100, fpAfter: 1, nAfter: 200 });
    const at7: RuleState = { ...start('warn'), evidence: noEvidence('promote', 0.07) };
    expect(witnessOf(at7, after)).toMatchObject({ fpBefore: 7, nBefore: 100 });
  });

  it('is refused where L0 does not hold, and nothing but votes is kept', () => {
    const refused = at(start('warn'), 61, good, { schemas: schemaPair(PUBLISHED, '2'.repeat(64)) });
    expect([refused.change, refused.refused.map(({ invariant }) => invariant)]).toEqual([null, ['L0-SCHEMA-HASH']]);
    expect(refused.state).toMatchObject({ level: 'warn', evidence: { n: 74 } });
    // A rate that was tampered with: no record is better than 0 of 40.
    const tampered = at({ ...start('warn'), before: { fp: 0, n: 40 } }, 61, [
      ...opened(1, 'pending', { from: 500 }),
      ...opened(300, 'true'),
    ]);
    expect(tampered.refused.map(({ invariant }) => invariant)).toEqual(['L0-CONTRACTION-WITNESS']);
  });

  it('that a person forces at 9 of 100 against 5 of 100 is refused', () => {
    const witness = { fpBefore: 5, nBefore: 100, fpAfter: 9, nAfter: 100 };
    expect(guardGrant(schemas, witness, 0).map(({ invariant, value }) => [invariant, value])).toEqual([
      ['L0-CONTRACTION-WITNESS', '5 of 100 before, 9 of 100 after'],
    ]);
    expect(guardGrant(schemas, { ...witness, fpAfter: 5 }, 0)).toEqual([]);
  });
});

describe('from look to look', () => {
  it('a vote follows its verdicts for 60 days, then it is frozen and counted once', () => {
    const early = at(start('block'), 60, opened(3, 'pending'));
    expect(early.state).toMatchObject({ evidence: { n: 0 }, seen: {} });
    const later = at(early.state, 61, opened(3, 'pending'));
    expect(later.state).toMatchObject({
      evidence: { n: 3, sumX: 0 },
      seen: { r: { 'pr#0': 0, 'pr#1': 0, 'pr#2': 0 } },
    });
    // Verdicts that come after that change nothing, and the pull requests are not counted again.
    const last = at(later.state, 62, opened(3, 'false'));
    expect(last).toMatchObject({ change: null, votes: { fp: 0, n: 3 } });
    expect(last.state.evidence).toEqual(later.state.evidence);
  });

  it('frozen supporters count for the caps', () => {
    const frozen = at(start('block'), 61, [
      ...opened(1, 'false', { by: ['a'] }),
      ...opened(1, 'false', { from: 1, by: ['b'] }),
    ]);
    expect(frozen.state.supporters).toEqual({ reviewers: { a: 1, b: 1 }, repositories: { r: 2 } });
    expect(at(frozen.state, 62, opened(9, 'false', { from: 2, day: 62, by: ['a'] }))).toMatchObject({
      waiting: 9,
      pullRequests: 2,
    });
  });

  it('surplus votes are not frozen: they count when others have voted', () => {
    const alone = at(start('block'), 61, opened(4, 'false', { by: ['a'] }));
    expect(alone.state).toMatchObject({ evidence: { n: 0 }, seen: {} });
    const both = [...opened(4, 'false', { by: ['a'] }), ...opened(4, 'false', { from: 4, day: 61, by: ['b'] })];
    expect(at(alone.state, 62, both).change?.to).toBe('warn');
  });

  it('nothing that was known at a change is counted after it', () => {
    const known = [...opened(4, 'false'), ...opened(200, 'true', { from: 10 })];
    const demoted = at(start('block'), 1, opened(4, 'false'));
    const after = at(demoted.state, 40, known);
    expect(after.votes).toEqual({ fp: 0, n: 200 });
    const promoted = at(demoted.state, 40, opened(200, 'true', { from: 10 }));
    expect(promoted.change?.to).toBe('block');
    expect(at(promoted.state, 41, known).votes).toEqual({ fp: 0, n: 0 });
  });

  it('pull requests are forgotten 90 days after they were last seen, not before', () => {
    const frozen = at(start('block'), 61, opened(1, 'pending'));
    expect(at(frozen.state, 90, []).state.seen).toEqual({ r: { 'pr#0': 0 } });
    expect(at(frozen.state, 91, []).state.seen).toEqual({});
    // One that goes on is remembered as long as it does.
    const going = opened(1, 'pending').map((request) => ({ ...request, lastSeen: 80 * DAY_MS }));
    expect(at(frozen.state, 81, going).state.seen).toEqual({ r: { 'pr#0': 80 } });
  });

  it('names like those of Object.prototype are names', () => {
    const odd = opened(1, 'pending', { repository: 'constructor' });
    expect(at(start('block'), 1, odd).votes.n).toBe(1);
    expect(at(start('block'), 61, odd).state.seen).toEqual({ constructor: { 'pr#0': 0 } });
  });

  it('frozen and fresh votes are the same evidence as all at once', () => {
    const first = opened(30, 'true');
    const second = opened(30, 'false', { from: 30, day: 61, by: ['a', 'b', 'c'] }).slice(0, 2);
    const { state } = at(start('block'), 61, first);
    const result = at(state, 62, [...first, ...second]);
    expect(result.logE).toBeCloseTo(logEvidence(addVotes(noEvidence('demote'), [...Array(30).fill(0), 1, 1])), 10);
  });

  it('the same look gives the same bytes, in whatever order the store gave its rows', () => {
    const list = [...opened(5, 'false'), ...opened(5, 'true', { from: 5, repository: 'other' })];
    const bytes = (of: PullRequest[]): string => JSON.stringify(at(start('block'), 61, of).state.seen);
    expect(bytes(list.toReversed())).toBe(bytes(list));
  });
});

describe('the stored state', () => {
  const state = at(start('block'), 61, [...opened(3, 'pending'), ...opened(2, 'false', { from: 3 })]).state;

  it('comes back from JSON as it was', () => {
    expect(v.parse(ruleStateSchema, JSON.parse(JSON.stringify(state)))).toEqual(state);
    const demoted = at(start('block'), 1, opened(4, 'false')).state;
    expect(v.parse(ruleStateSchema, JSON.parse(JSON.stringify(demoted)))).toEqual(demoted);
  });

  it.each([
    ['evidence of the other direction', { ...state, level: 'warn' }],
    ['an unearned level', { ...state, level: 'off' }],
    ['no rule id', { ...state, ruleId: '../x' }],
    ['version 0', { ...state, ruleVersion: 0 }],
    ['more false positives than votes before', { ...state, before: { fp: 2, n: 1 } }],
    ['a supporter with half a vote', { ...state, supporters: { reviewers: { a: 0.5 }, repositories: {} } }],
  ])('is refused: %s', (_, bad) => {
    expect(v.is(ruleStateSchema, bad)).toBe(false);
  });
});
