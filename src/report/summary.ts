/** The job summary: GitHub-flavoured markdown, read by somebody who is blocked. Its model is the "JOB SUMMARY" of the docs. */

import type { Evidence } from '../rules/types.js';
import { linesOf, markdownCode, markdownCodeCell, markdownProse, markdownText, sarifUri } from './escape.js';
import { isBlocking, orderReport } from './order.js';
import type { Report, ReportFinding } from './types.js';
import {
  coverageSentences,
  decisionNotes,
  disputeSentence,
  docsBaseOf,
  enforcementSentence,
  headingOf,
  olderSentence,
  placeOf,
  plural,
  recordSentences,
  type Tally,
  tallyOf,
  toolErrorPlace,
} from './words.js';

/** GitHub drops a step's summary whole when it is larger than 1 MiB. */
export const SUMMARY_BYTES = 1024 * 1024;

/** Entries of a list that is not the table of new findings; the report has the rest. */
const LIST_LIMIT = 50;
const PLACES_SHOWN = 3;
/** Code units of a sentence that names several things. */
const SENTENCE_LIMIT = 1500;

export interface SummaryOptions {
  /** Sentences that come before everything: `fail-on: never` and the like. */
  readonly notes?: readonly string[];
  /** Folder of the rule pages; default: docs/rules of the version that wrote the report. */
  readonly docsBase?: string;
  /** Size of the whole, in UTF-8 bytes. */
  readonly maxBytes?: number;
}

/** Markdown with a final newline, at most `maxBytes` long; rows that don't fit are left out from the end, and counted. */
export function renderSummary(report: Report, options: SummaryOptions = {}): string {
  const ordered = orderReport(report);
  const tally = tallyOf(ordered);
  const docsBase = options.docsBase ?? docsBaseOf(ordered);
  const head = [...notesLines(options.notes ?? []), `## ${markdownProse(headingOf(ordered, tally))}`, ''];
  const tail = [...bodyLines(ordered, tally), ''];
  const names = shortNames(ordered);
  const rows = tally.fresh.map((finding) => row(finding, ordered, names, docsBase));
  return joined(head, rows, tail, options.maxBytes ?? SUMMARY_BYTES);
}

function joined(head: readonly string[], rows: readonly string[], tail: readonly string[], maxBytes: number): string {
  const table = ['| Rule | What | Where | Why | Fix |', '|---|---|---|---|---|'];
  const more = (count: number): string => `\n${plural(count, 'more problem')} in the report.`;
  const around = [...head, ...table, more(rows.length), '', ...tail].join('\n');
  let left = maxBytes - Buffer.byteLength(around);
  const shown: string[] = [];
  for (const one of rows) {
    left -= Buffer.byteLength(one) + 1;
    if (left < 0) break;
    shown.push(one);
  }
  const lines = [...head];
  if (shown.length > 0) lines.push(...table, ...shown);
  if (shown.length < rows.length) lines.push(more(rows.length - shown.length));
  if (rows.length > 0) lines.push('');
  return [...lines, ...tail].join('\n');
}

function notesLines(notes: readonly string[]): string[] {
  return notes.flatMap((note) => [`> ${markdownProse(note)}`, '']);
}

function row(finding: ReportFinding, report: Report, names: ReadonlyMap<string, string>, docsBase: string): string {
  const rule = `[${markdownText(finding.ruleId)}](${docsBase}/${sarifUri(finding.ruleId)}.md)`;
  const weight = isBlocking(finding, report) ? `**${finding.severity}**` : finding.severity;
  const places = [...new Set(finding.evidence.map((evidence) => placeOf(named(evidence, names))))];
  const where = places.slice(0, PLACES_SHOWN).map((place) => markdownCodeCell(place));
  if (places.length > PLACES_SHOWN) where.push(`${places.length - PLACES_SHOWN} more`);
  const fix = linesOf(finding.fix)
    .map((line) => markdownProse(line, markdownCodeCell))
    .join('<br>');
  const cells = [
    `${rule} ${weight}`,
    markdownProse(finding.title, markdownCodeCell),
    where.join(', '),
    markdownProse(finding.why, markdownCodeCell),
    fix,
  ];
  return `| ${cells.join(' | ')} |`;
}

function bodyLines(report: Report, tally: Tally): string[] {
  const sentences = [
    ...coverageSentences(report, tally),
    ...recordSentences(report),
    enforcementSentence(report),
    report.compared === 'none' ? 'Compared with: nothing, so every problem counts.' : '',
    disputeSentence(report, tally),
  ];
  const paragraphs = [
    ...toolErrorLines(report),
    ...lostLines(report),
    ...decisionNotes(report).map(prose),
    ...olderLines(report, tally),
    ...sentences.filter((line) => line !== '').map(prose),
  ];
  return paragraphs.flatMap((paragraph, index) => (index === 0 ? [paragraph] : ['', paragraph]));
}

function prose(text: string): string {
  return markdownProse(text, markdownCode, SENTENCE_LIMIT);
}

function toolErrorLines(report: Report): string[] {
  if (report.toolErrors.length === 0) return [];
  const items = report.toolErrors.map(
    (error) => `- ${markdownText(toolErrorPlace(error))}: ${markdownCode(error.message)}`,
  );
  return [
    '**Phase Mirror itself failed.** That is not a finding about your change; report it with this message. `fail-on: never` unblocks merges until then.',
    capped(items).join('\n'),
  ];
}

function lostLines(report: Report): string[] {
  if (report.lost.length === 0) return [];
  const items = report.lost.map(({ ruleId, what, path, line }) => {
    const at = path === undefined ? '' : ` (${markdownCode(placeOf({ path, startLine: line ?? 1 }))})`;
    return `- ${markdownText(ruleId)}: ${markdownProse(what)}${at}`;
  });
  return ['**Unproven:** the base showed that these hold, and the change hides it.', capped(items).join('\n')];
}

function olderLines(report: Report, tally: Tally): string[] {
  const older = tally.older;
  if (older.length === 0) return [];
  const names = shortNames(report);
  const items = older.map((finding) => {
    const place =
      finding.evidence[0] === undefined ? '' : ` ${markdownCode(placeOf(named(finding.evidence[0], names)))}`;
    return `- ${markdownText(finding.ruleId)}${place} ${markdownProse(finding.title)}`;
  });
  const heading = markdownText(olderSentence(report, older.length));
  return [`<details><summary>${heading}</summary>\n\n${capped(items).join('\n')}\n\n</details>`];
}

function capped(items: readonly string[]): string[] {
  if (items.length <= LIST_LIMIT) return [...items];
  return [...items.slice(0, LIST_LIMIT), `- ${items.length - LIST_LIMIT} more in the report.`];
}

/** Each path by its last segment where no other path of the report ends with the same. */
function shortNames(report: Report): Map<string, string> {
  const paths = new Set(report.findings.flatMap(({ evidence }) => evidence.map(({ path }) => path)));
  const owners = new Map<string, number>();
  const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  for (const path of paths) owners.set(last(path), (owners.get(last(path)) ?? 0) + 1);
  return new Map([...paths].map((path) => [path, owners.get(last(path)) === 1 ? last(path) : path]));
}

function named({ path, startLine }: Evidence, names: ReadonlyMap<string, string>): { path: string; startLine: number } {
  return { path: names.get(path) ?? path, startLine };
}
