/**
 * How far apart the runs of a schedule are. Five fields as GitHub takes them: minute, hour, day of the month, month, day of
 * the week; `*`, lists, ranges, steps, and names of months and days. As in POSIX, when both days are restricted either one
 * is enough. Own and small: what is wanted is one number, and the libraries bring clocks and time zones.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 1440;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Looked at, from Sunday 1 January 2023 on: every weekday at every date, and one 29 February. */
const YEARS = [2023, 2024, 2025, 2026, 2027];
const MAX_LENGTH = 200;

interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Both days are restricted. */
  readonly eitherDay: boolean;
}

/**
 * The longest time between two runs in a row, in minutes, of all the schedules together; null when none can be read, or
 * they come round less than twice in five years.
 */
export function longestPause(expressions: readonly string[]): number | null {
  const crons = expressions.map(parse).filter((cron) => cron !== null);
  // Minutes of a day are the same on every day on which the schedule runs.
  const times = crons.map(({ hours, minutes }) =>
    [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)),
  );
  let longest: number | null = null;
  let last: number | null = null;
  calendar().forEach((date, day) => {
    const today = new Set(crons.flatMap((cron, index) => (runsOn(cron, date) ? (times[index] ?? []) : [])));
    for (const time of [...today].sort((a, b) => a - b)) {
      const at = day * DAY_MINUTES + time;
      if (last !== null) longest = Math.max(longest ?? 0, at - last);
      last = at;
    }
  });
  return longest;
}

interface Day {
  readonly month: number;
  readonly day: number;
  /** 0: Sunday. */
  readonly weekday: number;
}

function calendar(): Day[] {
  const days: Day[] = [];
  for (const year of YEARS) {
    MONTH_LENGTHS.forEach((length, index) => {
      const leap = index === 1 && year % 4 === 0 ? 1 : 0;
      for (let day = 1; day <= length + leap; day += 1) days.push({ month: index + 1, day, weekday: days.length % 7 });
    });
  }
  return days;
}

function runsOn({ months, days, weekdays, eitherDay }: Cron, { month, day, weekday }: Day): boolean {
  if (!months.has(month)) return false;
  return eitherDay ? days.has(day) || weekdays.has(weekday) : days.has(day) && weekdays.has(weekday);
}

function parse(expression: string): Cron | null {
  const fields = expression.slice(0, MAX_LENGTH).trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = valuesOf(day, 1, 31);
  const months = valuesOf(month, 1, 12, (name) => MONTHS.indexOf(name) + 1);
  // 7 is Sunday too.
  const weekdays = valuesOf(weekday, 0, 7, (name) => (DAYS.includes(name) ? DAYS.indexOf(name) : -1));
  if (minutes === null || hours === null || days === null || months === null || weekdays === null) return null;
  if (weekdays.has(7)) weekdays.add(0);
  return { minutes, hours, days, months, weekdays, eitherDay: !day.startsWith('*') && !weekday.startsWith('*') };
}

/** @returns null for what is no field */
function valuesOf(field: string, min: number, max: number, nameOf?: (name: string) => number): Set<number> | null {
  const values = new Set<number>();
  const numberOf = (text: string): number => {
    if (/^\d{1,2}$/.test(text)) return Number(text);
    const named = nameOf?.(text.toLowerCase()) ?? -1;
    return named >= min ? named : Number.NaN;
  };
  for (const part of field.split(',')) {
    const [, range = '', step] = /^([^/]{1,7})(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const [first = '', last, ...more] = range.split('-');
    const every = Number(step ?? 1);
    const from = range === '*' ? min : numberOf(first);
    // `5/15` is from 5 on.
    const to = range === '*' || (last === undefined && step !== undefined) ? max : numberOf(last ?? first);
    if (more.length > 0 || !(from >= min && from <= to && to <= max) || every < 1) return null;
    for (let value = from; value <= to; value += every) values.add(value);
  }
  return values;
}
