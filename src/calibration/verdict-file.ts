/**
 * Verdicts from another tracker: one JSON object a line.
 *
 *     {"finding":"<32 hex digits>","verdict":"false-positive","reviewer":"octocat","comment":"PROJ-7","at":"2026-11-24T10:00:00Z"}
 *
 * All lines are good, or the file is refused with the number of each that is not. Pure.
 */
import * as v from 'valibot';
import { PhaseMirrorError } from '../errors.js';
import { parseDate } from '../policy/dates.js';
import { DAY_MS, type Verdict } from '../stores/ports.js';
import type { PersonId } from './verdicts.js';

/** Larger than ten years of anybody's reviews. */
export const MAX_FILE = 8 * 1024 * 1024;
export const MAX_LINES = 20_000;
const MAX_COMMENT = 2000;
/** The longest e-mail address, and longer than any login. */
const MAX_NAME = 254;
/** Problems that are spelled out in one message; the rest is counted. */
const MAX_SHOWN = 10;
/** Clocks differ. */
const MAX_AHEAD_MS = 5 * 60_000;

const FINDING = '`finding` has to be the 32 hex digits (lower case) of a finding';
const VERDICT = '`verdict` has to be `false-positive` or `true-positive`';
const REVIEWER = "`reviewer` has to be GitHub's numeric id of a person, a login or an e-mail address";
const COMMENT = `\`comment\` has to say why, in 1 to ${MAX_COMMENT} characters`;
const AT = '`at` has to be an instant with its zone, `2026-11-24T10:00:00Z`';
/** The profile of ISO 8601 that RFC 3339 has, seconds optional. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const MINUTE_MS = 60_000;

const lineSchema = v.strictObject(
  {
    finding: v.pipe(v.string(FINDING), v.regex(/^[0-9a-f]{32}$/, FINDING)),
    verdict: v.picklist(['false-positive', 'true-positive'], VERDICT),
    reviewer: v.pipe(v.union([v.number(), v.string()], REVIEWER), v.check(isReviewer, REVIEWER)),
    comment: v.pipe(
      v.string(COMMENT),
      v.maxLength(MAX_COMMENT, COMMENT),
      v.check((text) => text.trim() !== '', COMMENT),
    ),
    at: v.pipe(
      v.string(AT),
      v.check((text) => instantOf(text) !== null, AT),
    ),
  },
  'it has to be an object with `finding`, `verdict`, `reviewer`, `comment` and `at`, and nothing else',
);

function isReviewer(reviewer: number | string): boolean {
  if (typeof reviewer === 'number') return Number.isSafeInteger(reviewer) && reviewer > 0;
  return reviewer.trim() !== '' && reviewer.length <= MAX_NAME;
}

export interface FileVerdict {
  /** From 1. */
  readonly line: number;
  readonly findingId: string;
  readonly kind: Verdict['kind'];
  /** Numeric id, or a name as it was written: a login without `@`, an address. */
  readonly reviewer: PersonId;
  readonly comment: string;
  readonly at: number;
}

/**
 * Empty lines are passed over.
 *
 * @param name of the file, for messages
 * @param now milliseconds since 1970-01-01 UTC: a verdict from the future is refused
 * @throws PhaseMirrorError `user`, exit 2, naming the lines that are wrong
 */
export function parseVerdictFile(name: string, text: string, now: number): readonly FileVerdict[] {
  if (text.length > MAX_FILE) throw refused(name, `are more than ${MAX_FILE} characters`, 'Split it');
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const found: FileVerdict[] = [];
  const problems: { readonly line: number; readonly reason: string }[] = [];
  for (const [index, content] of lines.entries()) {
    if (content.trim() === '') continue;
    if (found.length + problems.length >= MAX_LINES) {
      throw refused(name, `are more than ${MAX_LINES}`, 'Split it', index + 1);
    }
    const line = index + 1;
    const read = readLine(content, now);
    if (typeof read === 'string') problems.push({ line, reason: read });
    else found.push({ line, ...read });
  }
  const [first, ...others] = problems;
  if (first === undefined) return found;
  if (others.length === 0) {
    throw refused(name, `hold a line that is wrong: ${first.reason}`, 'Mend it; nothing was taken in', first.line);
  }
  const shown = problems.slice(0, MAX_SHOWN).map(({ line, reason }) => `\n  line ${line}: ${reason}`);
  const more = problems.length > MAX_SHOWN ? `\n  and ${problems.length - MAX_SHOWN} more` : '';
  throw refused(
    name,
    `hold ${problems.length} lines that are wrong`,
    `Nothing was taken in. Mend:${shown.join('')}${more}`,
  );
}

/** What a line says, or what is wrong with it. */
function readLine(content: string, now: number): Omit<FileVerdict, 'line'> | string {
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    return 'it is not JSON';
  }
  const result = v.safeParse(lineSchema, data);
  if (!result.success) return result.issues[0].message;
  const { finding, verdict, reviewer, comment, at: written } = result.output;
  const at = instantOf(written);
  if (at === null) return AT;
  if (at > now + MAX_AHEAD_MS) return '`at` is in the future';
  const who = typeof reviewer === 'string' ? reviewer.trim().replace(/^@/, '') : reviewer;
  return { findingId: finding, kind: verdict, reviewer: who, comment, at };
}

/** Milliseconds since 1970-01-01 UTC; null for what is no instant of the calendar, or before that day. */
function instantOf(text: string): number | null {
  const [, date = '', ...parts] = INSTANT.exec(text) ?? [];
  const day = parseDate(date);
  const [hour = '', minute = '', second = '0', fraction = '', sign = '+', zoneHour = '0', zoneMinute = '0'] = parts;
  if (day === null || Number(hour) > 23 || Number(zoneHour) > 23) return null;
  if ([minute, second, zoneMinute].some((sixtieth) => Number(sixtieth) > 59)) return null;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  const milliseconds = Number(second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  const at = day * DAY_MS + minutes * MINUTE_MS + milliseconds;
  return at < 0 ? null : at;
}

function refused(name: string, reason: string, next: string, line?: number): PhaseMirrorError {
  const position = line === undefined ? {} : { position: { path: name, line } };
  return new PhaseMirrorError('user', { thing: `the verdicts in ${name}`, reason, next, ...position });
}
