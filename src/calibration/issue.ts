/** The one issue about levels: what it should be, from what a look found. Pure; keeping it is for src/github. */
import { createHash } from 'node:crypto';
import { parseDate } from '../policy/dates.js';
import { markdownCode, markdownProse, markdownText } from '../report/escape.js';
import type { DesiredIssue, IssueItem } from '../report/issues.js';
import { plural } from '../report/words.js';
import type { Level } from '../rules/types.js';
import { DAY_MS } from '../stores/ports.js';
import { ruleChart } from './render-chart.js';
import type { CalibratedRule, CalibrationReport } from './report-types.js';
import {
  barOf,
  changeState,
  docsOf,
  findingsText,
  levelAfter,
  lowers,
  names,
  progressText,
  rateText,
  supportText,
  tallyCalibration,
  votesText,
} from './words.js';

/** A change that was published, as the state keeps it. */
export interface PublishedChange {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly from: Level;
  readonly to: Level;
  /** `record`, or the anonymised actor. */
  readonly by: string;
  readonly why: string;
}

export interface CalibrationIssueContext {
  /** Numeric id of the repository; null where it is not known. */
  readonly repositoryId: number | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  /** Those of the state, this look's included; oldest first. */
  readonly changes: readonly PublishedChange[];
  /** Address of an open `circuit-breaker` issue; '' where there is none. */
  readonly breakerIssue: string;
}

/** A change away from the built-in level stays news for so long. */
export const NEWS_DAYS = 30;
const ISSUE_LENGTH = 60_000;
const SENTENCE_LIMIT = 600;
const ENTRIES_SHOWN = 30;
const CHARTS_SHOWN = 5;

/** Why a rule is in the issue. */
type Why = 'refused' | 'proposed' | 'below' | 'news';

interface Entry {
  readonly why: Why;
  readonly rule: CalibratedRule;
  readonly from: Level;
  readonly to: Level;
  readonly reason: string;
  /** `2026-11-25`; '' for what is only proposed, or of which the state remembers no day. */
  readonly since: string;
}

/**
 * `calibration:staging` for the levels of an environment, which several repositories share; else
 * `calibration:<repository id>`. Ids of repositories have no letters, names of environments begin with one.
 */
export function calibrationIssueKey(environment: string, repositoryId: number | null): string {
  return `calibration:${environment === '' ? (repositoryId ?? 'local') : environment}`;
}

/**
 * Open while a change is proposed or refused, while a rule is below its built-in level, and for a month after a change
 * that left the built-in level. For a complete look: any other must leave a clean issue alone.
 */
export function calibrationIssue(report: CalibrationReport, context: CalibrationIssueContext): DesiredIssue {
  const entries = entriesOf(report, context);
  const open = entries.length > 0;
  return {
    key: calibrationIssueKey(report.environment, context.repositoryId),
    state: open ? 'open' : 'closed',
    title: open ? titleOf(entries) : 'Levels of rules: as built in',
    // An issue keeps its last body when it is closed: that tells what it was about.
    body: open ? bodyOf(report, entries, context) : '',
    labels: ['fp-calibration', 'governance'],
    about: JSON.stringify(entries.map(idOf)),
    changed: `Levels: ${markdownProse(countsOf(entries))}.`,
    items: itemsOf(entries),
    resolved: resolvedText(report, context),
  };
}

// ---------------------------------------------------------------- what it is about

function entriesOf(report: CalibrationReport, { changes, now }: CalibrationIssueContext): Entry[] {
  const tally = tallyCalibration(report);
  const refused = tally.refused.map((rule): Entry => {
    const { level } = rule;
    return { why: 'refused', rule, from: level, to: 'block', reason: rule.refused.join(' '), since: '' };
  });
  const proposed = tally.changes
    .filter(({ state }) => state === 'proposed')
    .map(({ rule, change }): Entry => {
      return { why: 'proposed', rule, from: change.from, to: change.to, reason: change.why, since: '' };
    });
  const standing = report.rules.flatMap((rule): Entry[] => {
    const level = levelAfter(report, rule);
    if (level === rule.builtIn) return [];
    const last = changes.findLast(
      ({ ruleId, ruleVersion, to }) => ruleId === rule.ruleId && ruleVersion === rule.ruleVersion && to === level,
    );
    const below = lowers({ from: rule.builtIn, to: level });
    const fresh = last !== undefined && isNews(last, now);
    if (!below && !fresh) return [];
    const applied = changeState(report, rule) === 'applied' ? rule.change : null;
    const reason = applied?.why ?? last?.why ?? '';
    const from = applied?.from ?? last?.from ?? rule.builtIn;
    return [{ why: below ? 'below' : 'news', rule, from, to: level, reason, since: (last?.at ?? '').slice(0, 10) }];
  });
  return [...refused, ...proposed, ...standing];
}

function isNews({ at }: PublishedChange, now: number): boolean {
  const day = parseDate(at.slice(0, 10));
  return day !== null && Math.floor(now / DAY_MS) - day <= NEWS_DAYS;
}

/** The same for the same thing in every run, whatever its numbers are by then. */
function idOf({ why, rule, to }: Entry): string {
  return createHash('sha256')
    .update(JSON.stringify([why, rule.ruleId, rule.ruleVersion, to]))
    .digest('hex')
    .slice(0, 8);
}

function itemsOf(entries: readonly Entry[]): IssueItem[] {
  return entries.map((entry) => ({ id: idOf(entry), text: lineOf(entry) }));
}

// ---------------------------------------------------------------- words

/** `MD-004 no longer blocks, and 2 more`. Plain text: a title links and mentions nothing. */
function titleOf(entries: readonly Entry[]): string {
  const [first, ...others] = entries;
  if (first === undefined) return '';
  return `${first.rule.ruleId} ${verbOf(first)}${others.length === 0 ? '' : `, and ${others.length} more`}`;
}

function verbOf({ why, to, rule }: Entry): string {
  switch (why) {
    case 'refused':
      return 'may not block again yet';
    case 'proposed':
      return to === 'block' ? 'has earned to block' : `should be at ${to}`;
    case 'below':
      return rule.builtIn === 'block' ? 'no longer blocks' : `is at ${to}`;
    case 'news':
      return to === 'block' ? 'blocks by its record' : `is at ${to} by its record`;
  }
}

function countsOf(entries: readonly Entry[]): string {
  const count = (why: Why): number => entries.filter((entry) => entry.why === why).length;
  const parts = [
    [count('refused'), 'refused'],
    [count('proposed'), 'proposed'],
    [count('below'), 'below what is built in'],
    [count('news'), 'raised'],
  ] as const;
  return parts
    .filter(([many]) => many > 0)
    .map(([many, what]) => `${many} ${what}`)
    .join(', ');
}

/** `**MD-004** no longer blocks (block → warn, since 2026-11-25): 12 of 61 votes say that it was wrong`. */
function lineOf(entry: Entry): string {
  const { rule, from, to, since, reason } = entry;
  const day = since === '' ? '' : `, since ${since}`;
  const way = entry.why === 'refused' ? '' : ` (${from} → ${to}${day})`;
  const why = reason === '' ? '' : `: ${prose(reason)}`;
  return `**${markdownText(rule.ruleId)}** ${markdownText(`${verbOf(entry)}${way}`)}${why}`;
}

function bodyOf(
  report: CalibrationReport,
  entries: readonly Entry[],
  { breakerIssue }: CalibrationIssueContext,
): string {
  const docs = docsOf(report);
  const head = 'What people said of the findings of these rules changes what the rules may do.';
  const proposed = entries.some(({ why }) => why === 'proposed');
  const tail = [
    ...(proposed
      ? ['Proposed levels are published by `phase-mirror calibrate apply`, or by a run with `mode: apply`.']
      : []),
    ...(report.complete ? [] : ['The last look was incomplete: it raised no level.']),
    `Wrong? [Dispute a finding](${docs}#dispute-a-finding); [review what waits](${docs}#review); [set a level by hand](${docs}#set-a-level-by-hand). [How a level is earned](${docs}).`,
    ...(link(breakerIssue) === ''
      ? []
      : [`A rule is paused as well, because it blocked many pull requests: ${link(breakerIssue)}.`]),
    ...(link(report.run.url) === '' ? [] : [`Seen by [the run](${report.run.url}).`]),
    'This issue is closed when every rule is at its built-in level again, or better, and nothing is proposed.',
  ].join('\n\n');
  const charts = entries
    .slice(0, CHARTS_SHOWN)
    .map(({ rule }) => ruleChart(rule))
    .filter((chart) => chart !== '');
  let list = '';
  let shown = 0;
  for (const entry of entries.slice(0, ENTRIES_SHOWN)) {
    const text = entryOf(entry);
    if (head.length + tail.length + list.length + text.length > ISSUE_LENGTH / 2) break;
    list += text;
    shown += 1;
  }
  if (shown < entries.length) list += `\n${plural(entries.length - shown, 'more rule')}, in the report of the run.\n`;
  const over =
    charts.length === 0 ? '' : `\n\n<details><summary>Over time</summary>\n\n${charts.join('\n')}\n</details>`;
  return `${head}\n\n${list}\n${tail}${over}`;
}

function entryOf(entry: Entry): string {
  const { rule } = entry;
  const { evidence } = rule;
  const support = supportText(rule);
  const rate = rateText(rule);
  // After a change evidence starts again: what is shown is what speaks for the next one.
  const lines = [
    ...(evidence === null
      ? []
      : [
          `${barOf(evidence.progress)} ${markdownText(progressText(rule))}`,
          markdownText(`${votesText(rule)}${support === '' ? '' : `; for a change: ${support}`}`),
        ]),
    markdownText(`${findingsText(rule)}${rate === '' ? '' : `; reviewed only: ${rate}`}`),
  ];
  return `- ${lineOf(entry)}\n${lines.map((line) => `  <br>${line}\n`).join('')}`;
}

/** Said when it is closed: which rules came back, by the last change that each had. */
function resolvedText(report: CalibrationReport, { changes, now }: CalibrationIssueContext): string {
  const back = report.rules.filter(({ ruleId, builtIn }) => {
    const last = changes.findLast((change) => change.ruleId === ruleId);
    return last !== undefined && last.to === builtIn && isNews(last, now);
  });
  const who = back.length === 0 ? '' : ` Back by its record: ${markdownText(names(back, 20))}.`;
  return `Every rule is at its built-in level, or better, and nothing is proposed.${who}`;
}

function prose(sentence: string): string {
  return markdownProse(sentence, markdownCode, SENTENCE_LIMIT);
}

/** The address comes from an API or the environment: only one in its form becomes a link. */
function link(url: string): string {
  return /^https?:\/\/[\w./:#-]+$/.test(url) ? url : '';
}
