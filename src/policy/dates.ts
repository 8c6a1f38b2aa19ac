/**
 * Calendar dates without a clock: `YYYY-MM-DD`, proleptic Gregorian, UTC. The policy compares whole days only and
 * "today" is an argument, so nothing here needs the platform's date type (whose parser accepts 2026-02-31).
 */

/** How far ahead a suppression or `enforce-from` may reach. design.md, "Policy comes from base". */
export const MAX_DAYS_AHEAD = 180;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Number of days since 1970-01-01, or null when the text is not `YYYY-MM-DD` or names a day that does not exist. */
export function parseDate(text: string): number | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
    ? daysFromCivil(year, month, day)
    : null;
}

/** True for text of the form `YYYY-MM-DD`, whether or not the day exists. */
export function isDateShaped(text: string): boolean {
  return SHAPE.test(text);
}

/** The inverse of {@link parseDate}, for days from 0000-03-01 to 9999-12-31. */
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * Days from `from` to `to`; negative when `to` is earlier.
 *
 * @throws RangeError when one of them is not a date: callers validate what people write, so this is a bug.
 */
export function daysBetween(from: string, to: string): number {
  return daysOf(to) - daysOf(from);
}

/** {@link parseDate} for a date that was validated before. @throws RangeError otherwise. */
export function daysOf(text: string): number {
  const days = parseDate(text);
  if (days === null) throw new RangeError(`not a date: ${JSON.stringify(text)}`);
  return days;
}

function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

/**
 * Day number of a civil date. Years start in March, so the leap day is the last of its year; 400 years are one era of
 * 146,097 days. The algorithm is Howard Hinnant's `days_from_civil` (howardhinnant.github.io/date_algorithms.html).
 */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** `civil_from_days` of the same source. */
function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
