import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RuleState, stateFor } from '../../src/calibration/decide.js';
import { addVotes, noEvidence } from '../../src/calibration/evidence.js';
import {
  copyPayloadOf,
  type LevelState,
  MAX_CHANGES,
  NO_STATE,
  nextState,
  overrideOf,
  payloadOf,
  type RecordedChange,
  readLevelState,
  renamed,
  saysTheSame,
  startOf,
  withOverride,
} from '../../src/calibration/state.js';

const RULE = { id: 'MD-001', version: 2, level: 'block' } as const;
const WARNS = { id: 'MD-008', version: 1, level: 'warn' } as const;

function state(fields: Partial<RuleState> = {}): RuleState {
  const fresh = stateFor(null, RULE, 0.05);
  if (fresh === null) throw new Error('no state');
  return { ...fresh, ...fields };
}

const DEMOTED = state({
  level: 'warn',
  evidence: addVotes(noEvidence('promote', 0.05), [0, 0.5]),
  before: { fp: 3, n: 9 },
});
const CHANGE: RecordedChange = {
  at: '2026-11-24T10:30:00.000Z',
  ruleId: 'MD-001',
  ruleVersion: 2,
  from: 'block',
  to: 'warn',
  by: 'record',
  why: 'because',
};

function levels(
  rules: LevelState['levels']['rules'],
  repositories: LevelState['levels']['repositories'] = {},
): LevelState {
  return { ...NO_STATE, levels: { schemaVersion: '1', rules, repositories } };
}

describe('the document', () => {
  const full = nextState(NO_STATE, [{ rule: RULE, state: DEMOTED, record: null }], {}, [CHANGE]);

  it('is read as it was written', () => {
    const text = JSON.stringify(payloadOf(full));
    expect(readLevelState(JSON.parse(text))).toEqual(full);
    expect(saysTheSame(full, readLevelState(JSON.parse(text)) as LevelState)).toBe(true);
    expect(saysTheSame(full, NO_STATE)).toBe(false);
  });

  it('has a copy without evidence, from which levels are gone on from', () => {
    const copy = copyPayloadOf(full);
    expect(Object.keys(copy as object).sort()).toEqual(['repositories', 'rules', 'schemaVersion']);
    const read = readLevelState(copy) as LevelState;
    expect(read).toEqual({ levels: full.levels, rules: [], changes: [] });
    expect(startOf(read, RULE, 0.05)).toEqual(state({ level: 'warn', evidence: noEvidence('promote', 0.05) }));
  });

  it.each([
    ['no levels', { schemaVersion: '2' }, /schemaVersion/],
    ['no object', null, /not in its form/],
    [
      'a section of another form',
      { ...(payloadOf(full) as object), calibration: { rules: [{}], changes: [] } },
      /calibration\.rules\.0/,
    ],
    ['no rules', { ...(payloadOf(full) as object), calibration: 7 }, /calibration\.\*/],
    [
      'evidence that is no number',
      JSON.parse(JSON.stringify(payloadOf(full)).replace('"n":2', '"n":"2"')),
      /evidence\.n/,
    ],
    [
      'evidence for another level',
      JSON.parse(JSON.stringify(payloadOf(full)).replace('"level":"warn"', '"level":"block"')),
      /evidence .* another level|is for another level|calibration/,
    ],
    [
      'a rule twice',
      { schemaVersion: '1', rules: [1, 2].map(() => ({ ruleId: 'A', ruleVersion: 1, level: 'warn', record: null })) },
      /speaks twice of A/,
    ],
    [
      'a rule that is off in one repository',
      {
        schemaVersion: '1',
        rules: [],
        repositories: { 4: [{ ruleId: 'A', ruleVersion: 1, level: 'off', record: null }] },
      },
      /switches A off/,
    ],
  ])('is not taken with %s', (_, payload, why) => {
    const read = readLevelState(payload);
    expect('invalid' in read ? read.invalid : 'taken').toMatch(why);
  });

  it('is never a reason to throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readLevelState(value);
        return 'invalid' in read || read.levels.schemaVersion === '1';
      }),
    );
  });
});

describe('where a look starts', () => {
  it('is built in, what was published, or the evidence', () => {
    expect(startOf(NO_STATE, RULE, 0.05)).toEqual(state());
    const kept: LevelState = { ...NO_STATE, rules: [DEMOTED] };
    expect(startOf(kept, RULE, 0.05)).toEqual(DEMOTED);
    expect(startOf(kept, { ...RULE, version: 3 }, 0.05)).toEqual(state({ ruleVersion: 3 }));
    expect(startOf(kept, RULE, 0.1)?.evidence).toEqual(noEvidence('promote', 0.1));
    expect(startOf(kept, { ...RULE, level: 'off' }, 0.05)).toBeNull();
  });
});

describe('what is published', () => {
  it('leaves out rules of which there is nothing to say', () => {
    const next = nextState(
      NO_STATE,
      [
        { rule: RULE, state: state(), record: null },
        { rule: WARNS, state: null, record: null },
      ],
      {},
      [],
    );
    expect(next).toEqual(NO_STATE);
  });

  it('keeps what other versions of the program read, and their evidence where they are ahead', () => {
    const entry = (ruleId: string, ruleVersion: number) => ({
      ruleId,
      ruleVersion,
      level: 'warn' as const,
      record: null,
    });
    const ahead = state({ ruleVersion: 3 });
    const previous: LevelState = {
      levels: {
        schemaVersion: '1',
        rules: [entry('MD-001', 1), entry('MD-001', 2), entry('MD-001', 3), entry('X-1', 1)],
        repositories: { 4: [entry('MD-001', 1)] },
      },
      rules: [
        state({ ruleVersion: 1 }),
        state({ seen: { r: { 'pr#1': 4 } } }),
        ahead,
        state({ ruleId: 'X-1', ruleVersion: 1 }),
      ],
      changes: [],
    };
    const next = nextState(previous, [{ rule: RULE, state: state(), record: null }], previous.levels.repositories, []);
    expect(next.levels.rules.map(({ ruleId, ruleVersion }) => [ruleId, ruleVersion])).toEqual([
      ['MD-001', 1],
      ['MD-001', 3],
      ['X-1', 1],
    ]);
    expect(next.rules.map(({ ruleId, ruleVersion }) => [ruleId, ruleVersion])).toEqual([
      ['MD-001', 3],
      ['X-1', 1],
    ]);
    expect(next.levels.repositories).toEqual({ 4: [entry('MD-001', 1)] });
  });

  it('shows the record beside each level, of one repository too', () => {
    const record = { reviewed: 4, falsePositives: 1, upper: 0.5 };
    const own = withOverride({}, 42, RULE, 'warn');
    const next = nextState(NO_STATE, [{ rule: RULE, state: state(), record }], own, []);
    expect(next.levels.rules).toEqual([{ ruleId: 'MD-001', ruleVersion: 2, level: 'block', record }]);
    expect(next.levels.repositories).toEqual({ 42: [{ ruleId: 'MD-001', ruleVersion: 2, level: 'warn', record }] });
    expect([overrideOf(next, 42, RULE), overrideOf(next, 43, RULE), overrideOf(next, 42, WARNS)]).toEqual([
      'warn',
      null,
      null,
    ]);
    const back = withOverride(next.levels.repositories, 42, RULE, null);
    expect(nextState(next, [{ rule: RULE, state: state(), record }], back, []).levels.repositories).toEqual({});
  });

  it('remembers the newest changes alone', () => {
    const many = Array.from({ length: MAX_CHANGES + 3 }, (_, n) => ({ ...CHANGE, why: String(n) }));
    const { changes } = nextState({ ...NO_STATE, changes: many.slice(0, 150) }, [], {}, many.slice(150));
    expect([changes.length, changes[0]?.why, changes.at(-1)?.why]).toEqual([MAX_CHANGES, '3', '202']);
    expect(levels([]).changes).toEqual([]);
  });
});

it('has one name for a repository and a person after the salt was rotated', () => {
  const old = state({
    seen: { r1: { 'pr#1': 4, 'pr#2': 5 }, new: { 'pr#1': 9 }, x: { 'pr#1': 1 } },
    supporters: { reviewers: { a1: 2, a2: 1 }, repositories: { r1: 2, new: 1 } },
  });
  const name = (identity: string) => (identity === 'r1' ? 'new' : identity.replace('a1', 'a2'));
  expect(renamed(old, name, name)).toMatchObject({
    seen: { new: { 'pr#1': 9, 'pr#2': 5 }, x: { 'pr#1': 1 } },
    supporters: { reviewers: { a2: 3 }, repositories: { new: 3 } },
  });
  expect(
    renamed(
      old,
      (one) => one,
      (one) => one,
    ),
  ).toEqual(old);
});
