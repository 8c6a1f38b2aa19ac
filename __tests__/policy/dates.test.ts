import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysBetween, daysOf, formatDate, isDateShaped, parseDate } from '../../src/policy/dates.js';

const DAY_MS = 86_400_000;

describe('dates', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2026-12-31', 20_818],
  ])('counts %s as day %i', (text, days) => {
    expect(parseDate(text)).toBe(days);
    expect(formatDate(days)).toBe(text);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026-01-01\n',
    '２０２６-01-01',
    '',
  ])('refuses %j', (text) => {
    expect(parseDate(text)).toBeNull();
    expect(() => daysOf(text)).toThrow(RangeError);
  });

  it('tells the shape from the day', () => {
    expect(isDateShaped('2026-02-30')).toBe(true);
    expect(isDateShaped('30.02.2026')).toBe(false);
  });

  it('agrees with the platform on every day from 1600 to 2400', () => {
    fc.assert(
      fc.property(fc.integer({ min: daysOf('1600-01-01'), max: daysOf('2400-12-31') }), (days) => {
        const text = new Date(days * DAY_MS).toISOString().slice(0, 10);
        expect(formatDate(days)).toBe(text);
        expect(parseDate(text)).toBe(days);
      }),
    );
  });

  it('measures across a leap day and a year', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2027-02-28', '2027-03-01')).toBe(1);
    expect(daysBetween('2027-01-01', '2026-12-31')).toBe(-1);
  });
});
