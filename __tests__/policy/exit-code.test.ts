import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ExitInput, ExitOptions } from '../../src/policy/exit-code.js';
import { enforceFromProblem, exitCode, FAIL_ON } from '../../src/policy/exit-code.js';
import type { Outcome } from '../../src/policy/types.js';
import type { Gap } from '../../src/rules/types.js';
import { TODAY } from './support.js';

const OPTIONS: ExitOptions = { failOn: 'block', requireComplete: false, today: TODAY };

function report(outcome: Outcome, fields: Partial<ExitInput> = {}): ExitInput {
  return { decision: { outcome }, complete: true, rules: [], degraded: [], toolErrors: [], ...fields };
}

function gaps(...causes: Gap['cause'][]): Partial<ExitInput> {
  return { complete: false, rules: [{ level: 'block', gaps: causes.map((cause) => ({ cause })) }] };
}

const INCOMPLETE = [
  'require-complete: something that should have been checked was not, so this run exits 2; see below',
];
const BROKEN = report('block', { toolErrors: [{ side: 'subject' }] });

describe('exitCode', () => {
  it.each<[string, ExitInput, Partial<ExitOptions>, number, string[]]>([
    ['pass', report('pass'), {}, 0, []],
    ['warn', report('warn'), {}, 0, []],
    ['block', report('block'), {}, 1, []],
    ['a tool error', BROKEN, {}, 2, []],
    ['a tool error on the base', report('warn', { toolErrors: [{ side: 'base' }] }), {}, 0, []],
    ['fail-on: warn', report('warn'), { failOn: 'warn' }, 1, []],
    ['fail-on: warn and pass', report('pass'), { failOn: 'warn' }, 0, []],
    [
      'never, block',
      report('block'),
      { failOn: 'never' },
      0,
      ['fail-on: never: this run always exits 0; without it: block, exit 1'],
    ],
    [
      'never, tool error',
      BROKEN,
      { failOn: 'never' },
      0,
      ['fail-on: never: this run always exits 0; without it: block, exit 2'],
    ],
    [
      'never, pass',
      report('pass'),
      { failOn: 'never' },
      0,
      ['fail-on: never: this run always exits 0; without it: pass, exit 0'],
    ],
    ['require-complete, 403', report('warn', gaps('environment')), { requireComplete: true }, 2, INCOMPLETE],
    ['require-complete, both', report('warn', gaps('tree', 'environment')), { requireComplete: true }, 2, INCOMPLETE],
    ['require-complete, the tree alone', report('warn', gaps('tree', 'not-asked')), { requireComplete: true }, 0, []],
    ['require-complete, no known cause', report('warn', gaps('not-asked')), { requireComplete: true }, 2, INCOMPLETE],
    [
      'require-complete, no base',
      report('warn', { ...gaps('tree'), degraded: [{ code: 'base_missing' }] }),
      { requireComplete: true },
      2,
      INCOMPLETE,
    ],
    ['incomplete without the input', report('warn', gaps('environment')), {}, 0, []],
    ['require-complete and complete', report('warn'), { requireComplete: true }, 0, []],
    ['require-complete and a block', report('block', gaps('environment')), { requireComplete: true }, 2, INCOMPLETE],
    [
      'before enforce-from',
      report('block'),
      { enforceFrom: '2026-06-02' },
      0,
      ['enforce-from: 2026-06-02: this run is not held back; from that day it would be: block, exit 1'],
    ],
    [
      'before enforce-from, nothing to hold',
      report('pass'),
      { enforceFrom: '2026-06-02' },
      0,
      ['enforce-from: 2026-06-02: until then a block does not fail a run'],
    ],
    ['on the day', report('block'), { enforceFrom: TODAY }, 1, []],
    ['after the day', report('block'), { enforceFrom: '2026-05-31' }, 1, []],
    ['enforce-from beyond its limit', report('block'), { enforceFrom: '2026-11-29' }, 1, []],
    ['enforce-from that is no date', report('block'), { enforceFrom: 'later' }, 1, []],
    [
      'enforce-from and a tool error',
      BROKEN,
      { enforceFrom: '2026-06-02' },
      2,
      ['enforce-from: 2026-06-02: until then a block does not fail a run'],
    ],
    [
      'enforce-from and fail-on: warn',
      report('warn'),
      { enforceFrom: '2026-06-02', failOn: 'warn' },
      0,
      ['enforce-from: 2026-06-02: this run is not held back; from that day it would be: warn, exit 1'],
    ],
    [
      'enforce-from under never',
      report('block'),
      { enforceFrom: '2026-06-02', failOn: 'never' },
      0,
      [
        'fail-on: never: this run always exits 0; without it: block, exit 0',
        'enforce-from: 2026-06-02: this run is not held back; from that day it would be: block, exit 1',
      ],
    ],
  ])('%s', (_, input, options, code, notes) => {
    expect(exitCode(input, { ...OPTIONS, ...options })).toEqual({ code, notes });
  });

  it('never hides a failure without saying so', () => {
    const input = fc.record({
      decision: fc.record({ outcome: fc.constantFrom<Outcome>('pass', 'warn', 'block') }),
      complete: fc.boolean(),
      rules: fc.constantFrom(...[gaps('tree'), gaps('environment'), gaps()].map(({ rules }) => rules ?? [])),
      degraded: fc.constant([]),
      toolErrors: fc.constantFrom<ExitInput['toolErrors']>([], [{ side: 'subject' }], [{ side: 'base' }]),
    });
    const options = fc.record({
      failOn: fc.constantFrom(...FAIL_ON),
      requireComplete: fc.boolean(),
      enforceFrom: fc.constantFrom('2026-05-01', '2026-06-01', '2026-07-01', '2027-07-01'),
      today: fc.constant(TODAY),
    });
    fc.assert(
      fc.property(input, options, (value, chosen) => {
        const { code, notes } = exitCode(value, chosen);
        const failed = value.decision.outcome === 'block' || value.toolErrors.some(({ side }) => side === 'subject');
        if (failed && code === 0) expect(notes.join('\n')).toMatch(/exit [12]/);
        if (value.decision.outcome === 'pass' && value.complete && value.toolErrors.length === 0) expect(code).toBe(0);
        if (chosen.failOn === 'never') expect([code, notes[0]?.slice(0, 14)]).toEqual([0, 'fail-on: never']);
      }),
    );
  });
});

describe('enforceFromProblem', () => {
  it.each([
    ['2026-11-28', null],
    ['2020-01-01', null],
    ['2026-11-29', { reason: 'is more than 180 days from today', next: 'Use a date up to 2026-11-28' }],
    ['2026-06-31', { reason: 'is not a day of the calendar', next: 'Write it as YYYY-MM-DD' }],
    ['tomorrow', { reason: 'is not a date', next: 'Write it as YYYY-MM-DD' }],
  ])('%s', (value, problem) => {
    expect(enforceFromProblem(value, TODAY)).toEqual(problem);
  });
});
