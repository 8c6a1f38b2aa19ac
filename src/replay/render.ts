/** A replay for people: text for a terminal, markdown for a rollout proposal. Pure. */
import { inlineText, markdownCodeCell, markdownProse, markdownText, terminalText } from '../report/escape.js';
import { toJson } from '../report/json.js';
import { byCodeUnit } from '../report/order.js';
import { plural } from '../report/words.js';
import type { FlaggedChange, ReplayedFinding, ReplayResult } from './types.js';

/** How long a replay took: what differs between two identical ones. */
export interface ReplayRun {
  readonly durationMs: number;
  /** Changes replayed in this run: fewer than all where it went on from a state file. */
  readonly changes: number;
}

/** Digits of a commit that people see. */
const SHA_DIGITS = 10;
/** Warned changes that are listed for each rule; the rest is counted. JSON has all. */
const WARNED_SHOWN = 3;

/** Schema 1. Equal replays give equal bytes but for `run`. */
export function replayJson(result: ReplayResult, run: ReplayRun): string {
  return toJson({ schemaVersion: 1, run: { ...run, changesPerSecond: rateOf(run) }, ...result });
}

/** For a terminal or a pipe. */
export function replayText(result: ReplayResult, run: ReplayRun): string {
  const { counts, flagged } = result;
  const lines = [`REPLAY  ${summaryOf(result)}`, `        ${judgedSentence(result, run)}`];
  const blocked = flagged.filter(({ blockedBy }) => blockedBy.length > 0);
  if (blocked.length > 0) lines.push('', 'Would have been blocked', ...blocked.flatMap(textOf));
  const failed = flagged.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0) {
    lines.push('', 'Could not be evaluated (exit 2)');
    for (const change of failed) lines.push(headOf(change), `    ${terminalText(change.error)}`);
  }
  const rows = ruleRows(result);
  if (rows.length > 0) {
    lines.push('', `${'rule'.padEnd(20)} ${'blocked'.padStart(8)} ${'warned'.padStart(8)}`);
    for (const { id, blocked: b, warned } of rows) {
      lines.push(`${id.padEnd(20)} ${String(b).padStart(8)} ${String(warned).padStart(8)}`);
    }
    lines.push(...warnedLines(result));
  }
  if (counts.changes > 0) lines.push('', ...limits(result));
  return `${lines.join('\n')}\n`;
}

function textOf(change: FlaggedChange): string[] {
  const why = change.findings
    .filter(({ blocking }) => blocking)
    .map(
      (finding) => `    ${finding.ruleId} ${finding.severity}  ${terminalText(finding.title)}  (${placeOf(finding)})`,
    );
  const lost = change.lost.map(({ ruleId, what }) => `    ${ruleId} unproven  ${terminalText(what)}`);
  return [headOf(change), ...why, ...lost, ...(change.error === '' ? [] : [`    ${terminalText(change.error)}`])];
}

function headOf({ sha, date, subject }: FlaggedChange): string {
  return `  ${sha.slice(0, SHA_DIGITS)}  ${date.slice(0, 10)}  ${terminalText(subject, 100)}`;
}

function placeOf({ path, line }: ReplayedFinding): string {
  if (path === '') return 'the API';
  return terminalText(line > 0 ? `${path}:${line}` : path);
}

function warnedLines(result: ReplayResult): string[] {
  return ruleRows(result).flatMap(({ id, warned }) => {
    if (warned === 0) return [];
    const changes = result.flagged.filter((change) => warns(change, id));
    const shown = changes.slice(-WARNED_SHOWN).map((change) => {
      const finding = change.findings.find(({ ruleId }) => ruleId === id);
      return `  ${change.sha.slice(0, SHA_DIGITS)}  ${terminalText(finding?.title ?? '', 100)}`;
    });
    const more = changes.length > shown.length ? [`  and ${changes.length - shown.length} earlier`] : [];
    return ['', `${id} warned, newest last`, ...more, ...shown];
  });
}

function warns({ findings, blockedBy }: FlaggedChange, id: string): boolean {
  return !blockedBy.includes(id) && findings.some(({ ruleId }) => ruleId === id);
}

/** For a proposal: what would have happened, rule by rule, and each block with its commit. */
export function replayMarkdown(result: ReplayResult, run: ReplayRun): string {
  const { flagged } = result;
  const blocked = flagged.filter(({ blockedBy }) => blockedBy.length > 0);
  const lines = [
    '## What Phase Mirror would have done',
    '',
    `${summaryOf(result, markdownText)}. ${judgedSentence(result, run)}.`,
  ];
  const rows = ruleRows(result);
  if (rows.length > 0) {
    lines.push('', '| Rule | Changes blocked | per 1,000 | Changes warned |', '| --- | ---: | ---: | ---: |');
    for (const { id, blocked: b, warned } of rows) {
      lines.push(`| ${id} | ${b} | ${perThousand(b, result.counts.changes)} | ${warned} |`);
    }
  }
  if (blocked.length > 0) {
    lines.push('', '| Commit | Date | Change | Rule | What | Where |', '| --- | --- | --- | --- | --- | --- |');
    for (const change of blocked) lines.push(...markdownRows(change));
  }
  const failed = flagged.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0) {
    lines.push('', '| Commit | Date | Could not be evaluated |', '| --- | --- | --- |');
    for (const { sha, date, error } of failed) {
      lines.push(`| \`${sha.slice(0, SHA_DIGITS)}\` | ${date.slice(0, 10)} | ${markdownText(error)} |`);
    }
  }
  lines.push('', ...limits(result));
  return `${lines.join('\n')}\n`;
}

function markdownRows(change: FlaggedChange): string[] {
  const head = `| \`${change.sha.slice(0, SHA_DIGITS)}\` | ${change.date.slice(0, 10)} | ${markdownText(change.subject, 100)}`;
  const found = change.findings
    .filter(({ blocking }) => blocking)
    .map(({ ruleId, title, path, line }) => {
      const where = path === '' ? 'the API' : markdownCodeCell(line > 0 ? `${path}:${line}` : path);
      return `${head} | ${ruleId} | ${markdownProse(title, markdownCodeCell)} | ${where} |`;
    });
  const lost = change.lost.map(({ ruleId, what, path }) => {
    const where = path === undefined ? '' : markdownCodeCell(path);
    return `${head} | ${ruleId} | unproven: ${markdownProse(what, markdownCodeCell)} | ${where} |`;
  });
  const error = change.error === '' ? [] : [`${head} | | ${markdownText(change.error)} | |`];
  return [...found, ...lost, ...error];
}

// ---------------------------------------------------------------- sentences

function summaryOf({ scope, counts }: ReplayResult, shown: (text: string) => string = inlineText): string {
  const when = scope.from === '' ? '' : `, ${scope.from} to ${scope.to}`;
  const failed = counts.failed === 0 ? '' : `, ${counts.failed} could not be evaluated`;
  const { changes, block, warn, pass } = counts;
  return `${plural(changes, 'change')} of ${shown(scope.branch)}${when}: ${block} blocked, ${warn} warned, ${pass} passed${failed}`;
}

function judgedSentence({ counts }: ReplayResult, run: ReplayRun): string {
  const rate = run.changes === 0 ? '' : `; ${rateOf(run)} changes per second`;
  return `${counts.judged} of them touched something that a rule reads${rate}`;
}

function limits({ scope, counts: { exactRenames } }: ReplayResult): string[] {
  const cut = scope.shallow ? ['The clone is shallow: its history ends before the repository began.'] : [];
  const partial =
    exactRenames === 0
      ? []
      : [
          `The clone lacks content: in ${plural(exactRenames, 'change')} only files moved without an edit were followed.`,
        ];
  return [
    ...cut,
    ...partial,
    'Judged from files alone, by the configuration of each parent: what only GitHub knows (rulesets, branch protection) was not asked.',
  ];
}

function ruleRows({ rules }: ReplayResult): { id: string; blocked: number; warned: number }[] {
  return Object.entries(rules)
    .map(([id, tally]) => ({ id, ...tally }))
    .sort((a, b) => byCodeUnit(a.id, b.id));
}

function perThousand(count: number, changes: number): string {
  return changes === 0 ? '0.0' : ((1000 * count) / changes).toFixed(1);
}

function rateOf({ durationMs, changes }: ReplayRun): number {
  return Math.round((1000 * changes) / Math.max(1, durationMs));
}
