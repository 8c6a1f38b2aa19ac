/** Levels and their records as markdown: the job summary. One sentence, the changes, the table, then what it rests on. */
import { markdownCode, markdownCodeCell, markdownProse, markdownText } from '../report/escape.js';
import { ruleChart } from './render-chart.js';
import type { CalibratedRule, CalibrationReport, IngestSummary } from './report-types.js';
import {
  aboutSentences,
  barOf,
  type CalibrationTally,
  docsOf,
  findingsText,
  headline,
  levelText,
  progressText,
  rateText,
  tallyCalibration,
  votesText,
} from './words.js';

export interface CalibrationMarkdownOptions {
  /** UTF-16 code units; what does not fit is counted. */
  readonly maxLength?: number;
}

const DEFAULT_LENGTH = 60_000;
/** Room for the lines that say what was left out. */
const RESERVE = 400;
const SENTENCE_LIMIT = 1500;
const CHARTS_SHOWN = 12;
const NOTES_SHOWN = 60;

/** Markdown with a final newline. Text of people and repositories in it is escaped: no mention, link or HTML. */
export function renderCalibrationMarkdown(
  report: CalibrationReport,
  { maxLength = DEFAULT_LENGTH }: CalibrationMarkdownOptions = {},
): string {
  const tally = tallyCalibration(report);
  const head = `## ${markdownProse(headline(report, tally))}\n\n${changeList(report, tally)}`;
  const about = aboutSentences(report, tally)
    .slice(0, NOTES_SHOWN)
    .map((note) => `- ${prose(note)}\n`);
  const foot = `\nA vote is a pull request. "Reviewed only" is what people looked at, with its 95 % interval; it decides nothing. [How a level is earned](${docsOf(report)}).\n`;
  // The notes say what to believe of the table, so they are never what is cut for it.
  const notes = asManyAsFit(about, maxLength / 2, (left) => `- ${left} more in the report.\n`);
  let room = maxLength - head.length - notes.length - foot.length - RESERVE;
  const table = tableOf(report, tally.recorded, room);
  room -= table.length;
  const charts = chartsOf(tally.recorded, room);
  return `${head}${table}${foot}\n${notes}${examplesOf(report.ingested, room - charts.length)}${charts}`;
}

/** Everything that changes or may not, with its reason. */
function changeList(report: CalibrationReport, { changes, refused }: CalibrationTally): string {
  const lines = [
    ...changes.map(({ rule, change }) => {
      return `- **${markdownText(rule.ruleId)}** ${markdownText(levelText(report, rule))}. ${prose(change.why)}\n`;
    }),
    ...refused.map(({ ruleId, refused: reasons }) => {
      return `- **${markdownText(ruleId)}** stays as it is: ${prose(reasons.join(' '))}\n`;
    }),
  ];
  const text = asManyAsFit(lines, 20_000, (left) => `- ${left} more in the report.\n`);
  return text === '' ? '' : `${text}\n`;
}

function tableOf(report: CalibrationReport, rules: readonly CalibratedRule[], room: number): string {
  if (rules.length === 0) return '';
  const head =
    '| Rule | Level | Evidence for a change | Votes | Reviewed only | Findings |\n| --- | --- | --- | --- | --- | --- |\n';
  const rows = rules.map((rule) => {
    const { ruleId, name, evidence } = rule;
    const way =
      evidence === null ? 'none: no record changes it' : `${barOf(evidence.progress)} ${cell(progressText(rule))}`;
    const cells = [
      `${markdownText(ruleId)} ${markdownCodeCell(name, 80)}`,
      cell(levelText(report, rule)),
      way,
      cell(votesText(rule)),
      cell(rateText(rule) || 'nothing yet'),
      cell(findingsText(rule)),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return head + asManyAsFit(rows, room - head.length, (left) => `\n${left} more rules are in the report of the run.\n`);
}

/** Busiest rules first; folded, because a page of charts hides the sentence above it. */
function chartsOf(rules: readonly CalibratedRule[], room: number): string {
  const drawn = [...rules]
    .sort((a, b) => b.events - a.events)
    .map((rule) => ruleChart(rule))
    .filter((chart) => chart !== '');
  if (drawn.length === 0) return '';
  const head = '\n<details><summary>Over time</summary>\n\n';
  const more = (left: number): string => `${left} more rules have findings.\n\n`;
  const shown = drawn.slice(0, CHARTS_SHOWN).map((chart) => `${chart}\n`);
  const body = asManyAsFit(shown, room - head.length, more, drawn.length - shown.length);
  return `${head}${body}</details>\n`;
}

function examplesOf(ingested: IngestSummary | null, room: number): string {
  const examples = ingested?.examples ?? [];
  if (examples.length === 0) return '';
  const head = '\n<details><summary>Verdicts that do not count</summary>\n\n';
  const lines = examples.map((example) => `- ${prose(example)}\n`);
  return `${head}${asManyAsFit(lines, room - head.length, (left) => `- ${left} more in the report.\n`)}\n</details>\n`;
}

/**
 * As many parts as fit, then how many do not.
 *
 * @param already left out before
 */
function asManyAsFit(parts: readonly string[], room: number, more: (left: number) => string, already = 0): string {
  let text = '';
  let shown = 0;
  for (const part of parts) {
    if (text.length + part.length > room) break;
    text += part;
    shown += 1;
  }
  const left = parts.length - shown + already;
  return left === 0 ? text : text + more(left);
}

function cell(text: string): string {
  return markdownText(text, 200);
}

function prose(sentence: string): string {
  return markdownProse(sentence, markdownCode, SENTENCE_LIMIT);
}
