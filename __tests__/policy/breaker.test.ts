import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CountedBlock } from '../../src/policy/breaker.js';
import {
  BREAKER_WINDOW_MS,
  blockingRules,
  breakerState,
  liftableRules,
  pausedText,
  pausesFor,
} from '../../src/policy/breaker.js';
import { type DecisionInput, decide } from '../../src/policy/decide.js';
import { DEFAULT_THRESHOLDS } from '../../src/policy/types.js';

const NOW = Date.UTC(2026, 10, 24, 12, 0);
const MINUTE = 60_000;

/** `count` pull requests, a minute apart, the newest now, by authors 1, 2, 3, 1, … */
function blocks(count: number, authors = 3): CountedBlock[] {
  return Array.from({ length: count }, (_, i) => ({
    pullRequest: i + 1,
    authorId: (i % authors) + 1,
    firstSeenAt: NOW - (count - 1 - i) * MINUTE,
  }));
}

describe('breakerState', () => {
  it('opens with the tenth pull request of three authors', () => {
    expect(breakerState('MD-004', blocks(9), NOW)).toMatchObject({ open: false, pullRequests: 9, closesAt: null });
    expect(breakerState('MD-004', blocks(10), NOW)).toMatchObject({ open: true, pullRequests: 10 });
  });

  it('stays closed for ten pull requests of one or two authors, and for ten pushes of one', () => {
    expect(breakerState('MD-004', blocks(30, 1), NOW).open).toBe(false);
    expect(breakerState('MD-004', blocks(30, 2), NOW).open).toBe(false);
    const pushes = blocks(10).map((block) => ({ ...block, pullRequest: 7 }));
    expect(breakerState('MD-004', pushes, NOW)).toMatchObject({ open: false, pullRequests: 1 });
  });

  it('closes when the window empties below ten', () => {
    const ten = blocks(10);
    const oldest = ten[0] as CountedBlock;
    const { closesAt } = breakerState('MD-004', ten, NOW);
    expect(closesAt).toBe(oldest.firstSeenAt + BREAKER_WINDOW_MS);
    expect(breakerState('MD-004', ten, oldest.firstSeenAt + BREAKER_WINDOW_MS - 1).open).toBe(true);
    expect(breakerState('MD-004', ten, oldest.firstSeenAt + BREAKER_WINDOW_MS).open).toBe(false);
  });

  it('is closed at the time it names, and open just before, whatever is counted', () => {
    const block = fc.record({
      pullRequest: fc.integer({ min: 1, max: 20 }),
      authorId: fc.integer({ min: 1, max: 5 }),
      firstSeenAt: fc.integer({ min: NOW - 2 * BREAKER_WINDOW_MS, max: NOW + MINUTE }),
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 60 }), (list) => {
        const past = list.filter(({ firstSeenAt }) => firstSeenAt <= NOW);
        const { open, closesAt } = breakerState('MD-004', past, NOW);
        expect(closesAt === null).toBe(!open);
        if (closesAt === null) return;
        expect(closesAt).toBeGreaterThan(NOW);
        expect(breakerState('MD-004', past, closesAt - 1).open).toBe(true);
        expect(breakerState('MD-004', past, closesAt).open).toBe(false);
      }),
    );
  });

  it('does not count what has not happened yet', () => {
    const future = blocks(10).map((block) => ({ ...block, firstSeenAt: NOW + MINUTE }));
    expect(breakerState('MD-004', future, NOW).pullRequests).toBe(0);
  });

  it('says until when', () => {
    expect(pausedText(breakerState('MD-004', blocks(10), NOW))).toBe(
      'MD-004 paused: 10 pull requests of 3 people blocked in an hour; it blocks again at 12:51 UTC, later if more are blocked',
    );
  });
});

describe('pausesFor', () => {
  const open = breakerState('MD-004', blocks(10), NOW);

  it('lifts the block of a fourth author, and of nobody who is inside the count', () => {
    expect(pausesFor(open, 4)).toBe(true);
    for (const inside of [1, 2, 3]) expect(pausesFor(open, inside)).toBe(false);
  });

  it('lifts nothing for an unknown author, nor while it is closed', () => {
    expect(pausesFor(open, null)).toBe(false);
    expect(pausesFor(breakerState('MD-004', blocks(9), NOW), 4)).toBe(false);
  });
});

type Found = DecisionInput['findings'][number];
const found = (ruleId: string, severity: Found['severity'], fields: Partial<Found> = {}): Found => ({
  ruleId,
  severity,
  status: 'new',
  level: 'block',
  ...fields,
});
const INPUT: DecisionInput = {
  findings: [],
  toolErrors: [],
  lost: [],
  complete: true,
  incompleteReasons: [],
  degraded: [],
  thresholds: DEFAULT_THRESHOLDS,
  compared: 'base',
};

describe('blockingRules', () => {
  const of = (...findings: Found[]) => blockingRules({ findings, thresholds: DEFAULT_THRESHOLDS });

  it('names the rules whose severity is over its maximum', () => {
    const medium = Array.from({ length: 11 }, () => found('MD-002', 'medium'));
    expect(of(found('MD-004', 'high'), found('MD-001', 'critical'), found('MD-001', 'high'))).toEqual([
      'MD-001',
      'MD-004',
    ]);
    expect(of(...medium, found('MD-007', 'medium'))).toEqual(['MD-002', 'MD-007']);
    expect(of(...medium.slice(0, 10))).toEqual([]);
    expect(of(found('MD-001', 'low'))).toEqual([]);
  });

  it('leaves out what is older, suppressed or not at level block', () => {
    expect(
      of(
        found('A', 'high', { status: 'older' }),
        found('B', 'high', { status: 'suppressed' }),
        found('C', 'high', { level: 'warn' }),
      ),
    ).toEqual([]);
  });
});

describe('liftableRules', () => {
  it('leaves out rules that block by critical findings alone', () => {
    const findings = [found('L0', 'critical'), found('MD-001', 'critical'), found('MD-001', 'high')];
    const input = { findings, thresholds: DEFAULT_THRESHOLDS };
    expect([blockingRules(input), liftableRules(input)]).toEqual([['L0', 'MD-001'], ['MD-001']]);
  });
});

describe('a decision with a paused rule', () => {
  const outcome = (input: Partial<DecisionInput>) =>
    decide({ ...INPUT, paused: new Set(['MD-004']), ...input }).outcome;

  it('warns for its findings', () => {
    expect(outcome({ findings: [found('MD-004', 'high')] })).toBe('warn');
    expect(decide({ ...INPUT, paused: new Set(['MD-004']), findings: [found('MD-004', 'high')] }).reasons).toEqual([
      { kind: 'new-findings', text: '1 new problem that does not block', count: 1 },
    ]);
  });

  it('lets nothing critical pass, nor another rule, nor a tool error, nor lost evidence', () => {
    expect(outcome({ findings: [found('MD-004', 'critical')] })).toBe('block');
    expect(outcome({ findings: [found('MD-004', 'high'), found('MD-001', 'high')] })).toBe('block');
    expect(outcome({ toolErrors: [{ ruleId: 'MD-004', side: 'subject' }] })).toBe('block');
    expect(outcome({ lost: [{ ruleId: 'MD-004', what: 'x' }] as unknown as DecisionInput['lost'] })).toBe('block');
  });

  it('shows its findings even where those of another rule block at the same severity', () => {
    const { reasons } = decide({
      ...INPUT,
      paused: new Set(['MD-004']),
      findings: [found('MD-004', 'high'), found('MD-001', 'high')],
    });
    expect(reasons.map(({ text }) => text)).toEqual([
      '1 new problem of severity high; at most 0 are allowed',
      '1 new problem that does not block',
    ]);
  });
});
