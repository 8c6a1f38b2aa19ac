/** The report for a person at a terminal: what, where, why, fix, in ten seconds. */
import type { Outcome } from '../policy/types.js';
import type { Severity } from '../rules/types.js';
import { guardLine, inlineText, linesOf } from './escape.js';
import { orderReport } from './order.js';
import type { Report, ReportFinding } from './types.js';
import { clipToWidth, displayWidth, padToWidth, wrapText } from './width.js';
import {
  countsOf,
  coverageSentences,
  decisionNotes,
  disputeSentence,
  enforcementSentence,
  olderSentence,
  placeOf,
  recordSentences,
  shortId,
  type Tally,
  tallyOf,
  toolErrorPlace,
} from './words.js';

export interface TerminalOptions {
  /** Columns; less than 40 counts as 40. */
  readonly width: number;
  readonly color: boolean;
  /** Sentences that come before everything: `fail-on: never` and the like. */
  readonly notes?: readonly string[];
}

const MIN_WIDTH = 40;
/** Findings of one rule-less list that are written out; the report has the rest. */
const FRESH_SHOWN = 100;
const OLDER_SHOWN = 5;
const LIST_SHOWN = 20;
/** Code units of a sentence that names several things. */
const SENTENCE_LIMIT = 1500;
/** Columns an excerpt must keep to be worth its place on the line. */
const EXCERPT_MIN = 12;

const STYLES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', magenta: '35' } as const;
type Style = keyof typeof STYLES;

const OUTCOMES: Record<Outcome, { readonly word: string; readonly style: Style }> = {
  block: { word: 'BLOCK', style: 'red' },
  warn: { word: 'WARN', style: 'yellow' },
  pass: { word: 'PASS', style: 'green' },
};
const SEVERITY_STYLE: Record<Severity, Style> = { critical: 'magenta', high: 'red', medium: 'yellow', low: 'dim' };

/** Text with a final newline; no escape sequence unless `color` is asked for, and no line that a runner would obey. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const ordered = orderReport(report);
  const tally = tallyOf(ordered);
  const page = new Page(Math.max(options.width, MIN_WIDTH), options.color);

  for (const note of options.notes ?? []) page.paragraph(note);
  if ((options.notes ?? []).length > 0) page.gap();
  const { word, style } = OUTCOMES[ordered.decision.outcome];
  page.headed(word, countsOf(ordered, tally), [style, 'bold']);
  for (const note of decisionNotes(ordered)) page.paragraph(note);

  writeToolErrors(page, ordered);
  writeLost(page, ordered);
  for (const finding of tally.fresh.slice(0, FRESH_SHOWN)) writeFinding(page, finding);
  if (tally.fresh.length > FRESH_SHOWN) {
    page.gap();
    page.paragraph(`${tally.fresh.length - FRESH_SHOWN} more: see them with \`--format json\`.`);
  }
  writeOlder(page, ordered, tally);
  page.gap();
  for (const line of coverageSentences(ordered, tally)) page.paragraph(line, SENTENCE_LIMIT);
  page.gap();
  for (const line of [...recordSentences(ordered), enforcementSentence(ordered), disputeSentence(ordered, tally)]) {
    if (line !== '') page.paragraph(line);
  }
  return page.text();
}

function writeFinding(page: Page, finding: ReportFinding): void {
  page.gap();
  const head = `${finding.ruleId} ${finding.severity}`;
  page.headed(inlineText(head), `${finding.title}  (${shortId(finding)})`, ['bold', SEVERITY_STYLE[finding.severity]]);
  // Two places side by side show what happened; one place needs the sentence.
  if (finding.evidence.length === 1) page.labelled('what', [finding.what]);
  page.table(finding.evidence.map((evidence) => [placeOf(evidence), evidence.excerpt, evidence.label]));
  page.labelled('why', [finding.why]);
  page.labelled('fix', linesOf(finding.fix));
}

function writeToolErrors(page: Page, { toolErrors }: Report): void {
  if (toolErrors.length === 0) return;
  page.gap();
  page.paragraph('Phase Mirror itself failed. That is not a finding about your change; report it with this message.');
  for (const error of toolErrors.slice(0, LIST_SHOWN)) page.paragraph(`${toolErrorPlace(error)}: ${error.message}`);
  if (toolErrors.length > LIST_SHOWN) page.paragraph(`${toolErrors.length - LIST_SHOWN} more in the report.`);
}

function writeLost(page: Page, { lost }: Report): void {
  if (lost.length === 0) return;
  for (const { ruleId, what, path, line } of lost.slice(0, LIST_SHOWN)) {
    page.gap();
    page.headed(inlineText(`${ruleId} unproven`), what, ['bold', 'red']);
    if (path !== undefined) page.table([[placeOf({ path, startLine: line ?? 1 }), '', '']]);
    page.labelled('why', ['The base proved this and the change hides it, so nobody can tell whether it still holds.']);
    page.labelled('fix', [`make it readable again (what the rule needs: phase-mirror explain ${ruleId})`]);
  }
  if (lost.length > LIST_SHOWN) page.paragraph(`${lost.length - LIST_SHOWN} more in the report.`);
}

function writeOlder(page: Page, report: Report, { older }: Tally): void {
  if (older.length === 0) return;
  page.gap();
  page.paragraph(olderSentence(report, older.length));
  page.list(
    older.map(({ ruleId, title, evidence: [first] }) =>
      [ruleId, first === undefined ? '' : placeOf(first), title].filter((part) => part !== '').join(' '),
    ),
    OLDER_SHOWN,
  );
}

/** Lines that fit the width. Everything that is written passes `guardLine`; colour is added after that. */
class Page {
  private readonly lines: string[] = [];

  constructor(
    private readonly width: number,
    private readonly color: boolean,
  ) {}

  /** One empty line, never two. */
  gap(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
  }

  /** Wrapped; following lines are indented by two. */
  paragraph(text: string, max?: number): void {
    this.hanging('', inlineText(text, max), 2);
  }

  /** A coloured word, two spaces, text that wraps below itself. */
  headed(head: string, text: string, styles: readonly Style[]): void {
    this.hanging(head, inlineText(text), displayWidth(head) + 2, styles);
  }

  /** `  why  text`, each line wrapped below its own start. */
  labelled(label: string, lines: readonly string[]): void {
    const indent = `  ${padToWidth(label, 5)}`;
    const width = this.width - indent.length;
    const wrapped = lines.flatMap((line) => wrapText(inlineText(line), width));
    wrapped.forEach((line, index) => {
      const guarded = guardLine(`${index === 0 ? indent : ' '.repeat(indent.length)}${line}`.trimEnd());
      this.lines.push(index === 0 ? guarded.replace(label, this.paint(label, ['dim'])) : guarded);
    });
  }

  /** At most `shown` entries, one line each. */
  list(entries: readonly string[], shown: number): void {
    for (const entry of entries.slice(0, shown)) this.push(`  ${clipToWidth(inlineText(entry), this.width - 2)}`);
    if (entries.length > shown) this.push(`  ${entries.length - shown} more in the report`);
  }

  /**
   * Rows of place, excerpt, label in columns. A place is never cut; an excerpt gives way first; what still does not fit
   * stands on its own line.
   */
  table(rows: readonly (readonly [string, string, string])[]): void {
    const shown = rows.map(
      ([place, excerpt, label]) => [inlineText(place), inlineText(excerpt), inlineText(label, 60)] as const,
    );
    const widest = (column: 0 | 1 | 2): number => Math.max(...shown.map((row) => displayWidth(row[column])));
    const excerptWidth = Math.min(widest(1), this.width - 2 - widest(0) - 3 - (widest(2) > 0 ? 3 + widest(2) : 0));
    const aligned = excerptWidth >= Math.min(EXCERPT_MIN, widest(1));
    for (const [place, excerpt, label] of shown) {
      if (aligned) {
        const cells = [
          padToWidth(place, widest(0)),
          padToWidth(clipToWidth(excerpt, excerptWidth), excerptWidth),
          label,
        ];
        this.push(`  ${cells.join('   ').trimEnd()}`);
        continue;
      }
      for (const line of wrapText(place, this.width - 2)) this.push(`  ${line}`);
      const rest = [label, excerpt].filter((part) => part !== '').join(': ');
      if (rest !== '') this.push(`    ${clipToWidth(rest, this.width - 4)}`);
    }
  }

  text(): string {
    while (this.lines.at(-1) === '') this.lines.pop();
    return `${this.lines.join('\n')}\n`;
  }

  private hanging(head: string, text: string, indent: number, styles: readonly Style[] = []): void {
    const [first = '', ...rest] = wrapText(text, this.width - indent);
    if (head === '') {
      this.push(first);
    } else {
      const guarded = guardLine(`${head}  ${first}`.trimEnd());
      this.lines.push(guarded.startsWith(head) ? this.paint(head, styles) + guarded.slice(head.length) : guarded);
    }
    for (const line of rest) this.push(' '.repeat(Math.min(indent, 8)) + line);
  }

  private push(line: string): void {
    this.lines.push(guardLine(line).trimEnd());
  }

  private paint(text: string, styles: readonly Style[]): string {
    if (!this.color) return text;
    return `\u001b[${styles.map((style) => STYLES[style]).join(';')}m${text}\u001b[0m`;
  }
}
