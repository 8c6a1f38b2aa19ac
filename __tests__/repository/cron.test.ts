import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { longestPause } from '../../src/repository/cron.js';

const HOUR = 60;
const DAY = 24 * HOUR;

describe('the longest pause of a schedule', () => {
  it.each([
    [['17 * * * *'], HOUR],
    [['*/5 * * * *'], 5],
    [['5/20 * * * *'], 20],
    [['0 5,17 * * *'], 12 * HOUR],
    [['30 5 * * 1-5'], 3 * DAY],
    [['30 5 * * MON-FRI'], 3 * DAY],
    [['30 5 * * sun'], 7 * DAY],
    [['30 5 * * 7'], 7 * DAY],
    [['0 0 1 * *'], 31 * DAY],
    [['0 0 1 jan *'], 366 * DAY],
    [['0 0 * * *', '0 12 * * *'], 12 * HOUR],
    // POSIX: either day is enough when both are named, and both count when one begins with a star.
    [['0 0 1 * 1'], 7 * DAY],
    [['0 0 */1 * 1'], 7 * DAY],
    // One of several that cannot be read says nothing.
    [['nonsense', '0 0 * * *'], DAY],
  ])('%j is %i minutes', (crons, minutes) => {
    expect(longestPause(crons)).toBe(minutes);
  });

  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '1-2-3 * * * *',
    '*/0 * * * *',
    '@daily',
    '* * * foo *',
    '* * * * foo',
    '-1 * * * *',
    ', * * * *',
    '0 0 30 2 *',
    // Once in five years is no interval.
    '0 0 29 2 *',
  ])('%j has none', (cron) => {
    expect(longestPause([cron])).toBeNull();
  });

  it('has none without a schedule', () => {
    expect(longestPause([])).toBeNull();
  });

  it('is never longer with one schedule more', () => {
    const cron = fc
      .tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 6 }))
      .map(([minute, hour, day]) => `${minute} ${hour} * * ${day}`);
    fc.assert(
      fc.property(cron, cron, (one, other) => {
        const [alone, both] = [longestPause([one]) ?? 0, longestPause([one, other]) ?? 0];
        expect(alone).toBe(7 * DAY);
        expect(both).toBeLessThanOrEqual(alone);
        expect(both).toBeGreaterThanOrEqual(alone / 2);
      }),
      { numRuns: 20 },
    );
  });
});
