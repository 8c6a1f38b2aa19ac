/** Levels and their records for a person at a terminal. */
import { guardLine, inlineText } from '../report/escape.js';
import { wrapText } from '../report/width.js';
import type { CalibratedRule, CalibrationReport, IngestSummary } from './report-types.js';
import {
  aboutSentences,
  barOf,
  type CalibrationTally,
  changeState,
  findingsText,
  headline,
  ingestSentences,
  levelText,
  lowers,
  progressText,
  rateText,
  supportText,
  tallyCalibration,
  votesText,
} from './words.js';

export interface CalibrationTextOptions {
  /** Columns; less than 40 counts as 40. */
  readonly width: number;
  readonly color: boolean;
}

const MIN_WIDTH = 40;
const RULES_SHOWN = 100;
const NOTES_SHOWN = 60;
const EXAMPLES_SHOWN = 10;
const SENTENCE_LIMIT = 1500;
const STYLES = { bad: '1;31', good: '1;32', warn: '1;33', plain: '1' } as const;
type Style = keyof typeof STYLES;

/** Lines that wrap below themselves; no escape sequence unless asked for, and no line that a runner would obey. */
class Page {
  readonly #lines: string[] = [];
  readonly #width: number;
  readonly #color: boolean;

  constructor({ width, color }: CalibrationTextOptions) {
    this.#width = Math.max(width, MIN_WIDTH);
    this.#color = color;
  }

  /** A word in colour, then text; both after `indent` spaces. */
  write(text: string, indent = 0, word = '', style: Style = 'plain'): void {
    const shown = inlineText(word);
    const head = shown === '' ? '' : `${shown}  `;
    const hang = ' '.repeat(indent + (shown === '' ? 2 : Math.min(head.length, MIN_WIDTH / 2)));
    const width = this.#width - Math.max(hang.length, indent + head.length);
    wrapText(inlineText(text, SENTENCE_LIMIT), Math.max(width, MIN_WIDTH / 4)).forEach((line, index) => {
      const plain = guardLine(`${index === 0 ? ' '.repeat(indent) + head : hang}${line}`.trimEnd());
      const paints = this.#color && index === 0 && shown !== '' && plain.trimStart().startsWith(shown);
      const at = plain.length - plain.trimStart().length;
      const painted = `${plain.slice(0, at)}\u001b[${STYLES[style]}m${shown}\u001b[0m${plain.slice(at + shown.length)}`;
      this.#lines.push(paints ? painted : plain);
    });
  }

  gap(): void {
    this.#lines.push('');
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

/** Text with a final newline. */
export function renderCalibrationText(report: CalibrationReport, options: CalibrationTextOptions): string {
  const page = new Page(options);
  const tally = tallyCalibration(report);
  page.write(headline(report, tally), 0, report.mode === 'report' ? 'REPORT' : 'LEVELS', styleOf(report, tally));
  // Those that change come first: the others are there to be looked up.
  const moved = new Set([...tally.changes.map(({ rule }) => rule), ...tally.refused]);
  const rules = [...moved, ...tally.recorded.filter((rule) => !moved.has(rule))];
  for (const rule of rules.slice(0, RULES_SHOWN)) {
    page.gap();
    writeRule(page, report, rule);
  }
  if (rules.length > RULES_SHOWN) {
    page.gap();
    page.write(`${rules.length - RULES_SHOWN} more rules: see them with \`--format json\`.`);
  }
  page.gap();
  for (const sentence of aboutSentences(report, tally).slice(0, NOTES_SHOWN)) page.write(sentence, 0, 'note');
  writeExamples(page, report.ingested);
  return page.text();
}

/** What taking verdicts in found, alone. */
export function renderIngestText(ingested: IngestSummary, options: CalibrationTextOptions): string {
  const page = new Page(options);
  const [first = '', ...rest] = ingestSentences(ingested);
  page.write(
    first,
    0,
    ingested.notStored === '' ? 'INGESTED' : 'NOT STORED',
    ingested.notStored === '' ? 'plain' : 'warn',
  );
  for (const sentence of rest) page.write(sentence, 2);
  writeExamples(page, ingested);
  return page.text();
}

function styleOf(report: CalibrationReport, { changes, refused }: CalibrationTally): Style {
  if (!report.complete || refused.length > 0) return 'warn';
  return changes.some(({ change }) => lowers(change)) ? 'bad' : 'good';
}

function writeRule(page: Page, report: CalibrationReport, rule: CalibratedRule): void {
  const { ruleId, name, change, evidence, refused } = rule;
  const style = change === null ? 'plain' : lowers(change) ? 'bad' : 'good';
  page.write(`${levelText(report, rule)}  ${name}`, 0, ruleId, style);
  if (change !== null) {
    page.write(change.why, 4, changeState(report, rule) === 'applied' ? 'why' : 'would, because');
  }
  for (const reason of refused) page.write(reason, 4, 'refused', 'warn');
  if (evidence !== null) {
    page.write(`${barOf(evidence.progress)}  ${progressText(rule)}`, 4);
    const support = supportText(rule);
    page.write(`${votesText(rule)}${support === '' ? '' : `; for a change: ${support}`}`, 4);
  }
  const rate = rateText(rule);
  page.write(`${findingsText(rule)}${rate === '' ? '' : `; reviewed only: ${rate}`}`, 4);
}

function writeExamples(page: Page, ingested: IngestSummary | null): void {
  const examples = ingested?.examples ?? [];
  for (const example of examples.slice(0, EXAMPLES_SHOWN)) page.write(example, 2);
  if (examples.length > EXAMPLES_SHOWN) page.write(`${examples.length - EXAMPLES_SHOWN} more in the JSON.`, 2);
}
