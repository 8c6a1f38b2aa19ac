/**
 * The sentences that the terminal and the job summary share, so that both say the same. They return plain text with
 * names in backticks; each renderer escapes it for its own surface.
 */
import type { Outcome } from '../policy/types.js';
import type { Gap, SourceAnswer } from '../rules/types.js';
import { inlineText } from './escape.js';
import { isBlocking } from './order.js';
import type { Report, ReportFinding, RuleReport, ToolError } from './types.js';

/** Digits of a base commit that are printed: unique in any clone. */
const BASE_SHOWN = 12;
const SHELL_SAFE = /^[\w./-]{1,100}$/;

/** What every renderer asks of a report (already in order). */
export interface Tally {
  readonly fresh: readonly ReportFinding[];
  readonly blocking: number;
  readonly older: readonly ReportFinding[];
  readonly suppressed: readonly ReportFinding[];
  /** Rules that had everything they wanted. */
  readonly checked: number;
  readonly partial: readonly RuleReport[];
  readonly unchecked: readonly RuleReport[];
  readonly off: readonly RuleReport[];
}

/** One cause with one remedy, and what each rule lacks because of it. */
interface GapGroup {
  readonly reason: string;
  readonly next: string;
  /** Evidence → the rules that lack it, both in the order of the rules. */
  readonly lacking: ReadonlyMap<string, readonly string[]>;
}

/** Count and sort once what the surfaces show. */
export function tallyOf(report: Report): Tally {
  const fresh = report.findings.filter(({ status }) => status === 'new');
  const evaluated = report.rules.filter(({ state }) => state === 'evaluated');
  return {
    fresh,
    blocking: fresh.filter((finding) => isBlocking(finding, report)).length,
    older: report.findings.filter(({ status }) => status === 'older'),
    suppressed: report.findings.filter(({ status }) => status === 'suppressed'),
    checked: evaluated.filter(({ gaps }) => gaps.length === 0).length,
    partial: evaluated.filter(({ gaps }) => gaps.length > 0),
    unchecked: report.rules.filter(({ state }) => state === 'not-evaluated'),
    off: report.rules.filter(({ state }) => state === 'off'),
  };
}

/** `1 rule`, `2 rules`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** First eight digits: what people see and type. */
export function shortId(finding: ReportFinding): string {
  return finding.findingId.slice(0, 8);
}

/** `in this pull request`, as the event of the run says. */
export function inThisChange(event: string): string {
  if (event.startsWith('pull_request')) return 'in this pull request';
  if (event === 'merge_group') return 'in this merge group';
  return event === 'push' ? 'in this push' : 'in this change';
}

/** The heading of summary and markdown: outcome, then what it rests on. */
export function headingOf(report: Report, tally: Tally): string {
  const { outcome } = report.decision;
  const words: Record<Outcome, string> = { block: 'Blocked', warn: 'Warning', pass: 'Passed' };
  const parts: string[] = [];
  const compared = report.compared === 'base';
  const suffix = compared ? ` new ${inThisChange(report.run.event)}` : '';
  const rest = tally.fresh.length - tally.blocking;
  if (tally.blocking > 0) {
    parts.push(`${plural(tally.blocking, 'problem')}${suffix}`);
    if (rest > 0) parts.push(plural(rest, 'warning'));
  } else if (rest > 0) {
    parts.push(`${plural(rest, 'problem')}${suffix}`);
  }
  if (report.lost.length > 0) parts.push(`${plural(report.lost.length, 'check')} can no longer be proven`);
  if (report.toolErrors.length > 0) parts.push(plural(report.toolErrors.length, 'tool error'));
  if (parts.length === 0) parts.push(compared ? `nothing new ${inThisChange(report.run.event)}` : 'no problem found');
  if (outcome === 'pass') {
    parts.push(`${plural(tally.checked, 'rule')} checked`);
    if (tally.partial.length > 0) parts.push(`${tally.partial.length} in part`);
    if (tally.unchecked.length > 0) parts.push(`${tally.unchecked.length} not`);
  }
  if (outcome !== 'block' && !report.complete) parts.push('not everything could be checked');
  return `${words[outcome]}: ${parts.join(', ')}`;
}

/** The terminal's first line after the outcome: `2 new, 4 older, 1 rule checked in part`. */
export function countsOf(report: Report, tally: Tally): string {
  const compared = report.compared === 'base';
  const fresh = tally.fresh.length;
  const parts: string[] = [];
  if (fresh > 0) parts.push(compared ? `${fresh} new` : plural(fresh, 'problem'));
  // "BLOCK  nothing new" would hide what it blocks on.
  else if (report.lost.length + report.toolErrors.length === 0)
    parts.push(compared ? 'nothing new' : 'no problem found');
  if (tally.older.length > 0) parts.push(`${tally.older.length} older`);
  if (tally.suppressed.length > 0) parts.push(`${tally.suppressed.length} suppressed`);
  if (report.lost.length > 0) parts.push(`${report.lost.length} unproven`);
  if (report.toolErrors.length > 0) parts.push(plural(report.toolErrors.length, 'tool error'));
  if (report.decision.outcome === 'pass') parts.push(`${plural(tally.checked, 'rule')} checked`);
  if (tally.partial.length > 0) parts.push(`${plural(tally.partial.length, 'rule')} checked in part`);
  if (tally.unchecked.length > 0) parts.push(`${plural(tally.unchecked.length, 'rule')} not checked`);
  if (!compared) parts.push('compared with nothing');
  return parts.join(', ');
}

/**
 * The reasons that the lists below don't show by themselves: a maximum other than 0 that was passed, a weakened policy,
 * an incomplete run.
 */
export function decisionNotes(report: Report): string[] {
  return report.decision.reasons
    .filter(({ kind, max }) => (kind === 'over-threshold' ? max !== 0 : !SHOWN_ELSEWHERE.has(kind)))
    .map(({ text }) => sentence(text));
}

const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['unproven', 'tool-error', 'new-findings', 'degraded', 'clean']);

/** Gaps with the same cause and remedy told once, in the order of the rules. */
function gapGroups(rules: readonly RuleReport[]): GapGroup[] {
  const groups = new Map<string, { gap: Gap; lacking: Map<string, string[]> }>();
  for (const rule of rules) {
    for (const gap of rule.gaps) {
      const key = JSON.stringify([gap.reason, gap.next]);
      const group = groups.get(key) ?? { gap, lacking: new Map<string, string[]>() };
      const ids = group.lacking.get(gap.evidence) ?? [];
      if (!ids.includes(rule.id)) group.lacking.set(gap.evidence, [...ids, rule.id]);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ gap: { reason, next }, lacking }) => ({ reason, next, lacking }));
}

/** The source that stands for the API as a whole, when it was not asked. */
const API_SOURCE = 'GitHub API';

/** Sentences of {@link coverageSentences} that are written out; the report has the rest. */
const COVERAGE_SHOWN = 30;

/** What this run cannot vouch for: checked in part, not checked, not read, off, degraded. Never empty by omission. */
export function coverageSentences(report: Report, tally: Tally): string[] {
  const silent = sourcesSentence(report.sources);
  const elsewhere = report.sources.filter(({ status, detail }) => status === 'none' && detail !== '');
  const judged = report.subject.branch === '' ? 'the default branch' : report.subject.branch;
  const off = tally.off.map(({ id, levelOrigin }) => `${id} (${levelOrigin})`).join(', ');
  const sentences = [
    ...gapGroups(tally.partial).map((group) => `Checked in part: ${gapSentence(group)}`),
    ...gapGroups(tally.unchecked).map((group) => `Not checked: ${gapSentence(group)}`),
    ...(report.run.notChecked ?? []).map((what) => `Not checked: ${sentence(what)}`),
    ...notApplicableSentences(report),
    ...(silent === '' ? [] : [`Required checks were not read from: ${silent}.`]),
    ...elsewhere.map(({ source, detail }) => `${source} ${sentence(detail)} Judged was ${judged}.`),
    ...(off === '' ? [] : [`Off: ${off}.`]),
    ...report.degraded.map(({ text }) => `Degraded: ${sentence(text)}`),
    ...(tally.suppressed.length === 0
      ? []
      : [`${plural(tally.suppressed.length, 'suppressed problem')}: in the report, with reason and end.`]),
  ];
  if (sentences.length <= COVERAGE_SHOWN) return sentences;
  return [...sentences.slice(0, COVERAGE_SHOWN), `${sentences.length - COVERAGE_SHOWN} more of these in the report.`];
}

/** Rules that found nothing to check here; only said when the outcome is `pass`, which it qualifies. */
function notApplicableSentences(report: Report): string[] {
  if (report.decision.outcome !== 'pass') return [];
  const ids = report.rules.filter(({ state }) => state === 'not-applicable').map(({ id }) => id);
  return ids.length === 0 ? [] : [`Nothing to check here for ${ids.join(', ')}.`];
}

/** `MD-001, MD-003: required checks: no token was given. Add github-token.` */
function gapSentence({ reason, next, lacking }: GapGroup): string {
  const remedy = next === '' ? '' : ` ${sentence(capitalised(next))}`;
  // What is unproven is told in a sentence, other evidence by name.
  const parts = [...lacking].map(([evidence, rules]) => `${rules.join(', ')}: ${evidence.replace(/\.$/, '')}`);
  return `${parts.join('; ')}: ${sentence(reason)}${remedy}`;
}

/**
 * Sources of required checks that did not answer; '' when all that were named did. An API that nobody asked is left
 * out: the rules that would have used it say so.
 */
function sourcesSentence(sources: readonly SourceAnswer[]): string {
  const silent = sources.filter(
    ({ source, status }) =>
      status !== 'answered' && status !== 'none' && !(status === 'not-asked' && source === API_SOURCE),
  );
  return silent
    .map(({ source, status, detail }) => `${source} (${detail === '' ? status.replace('-', ' ') : detail})`)
    .join(', ');
}

/** The one line about problems that were there before. */
export function olderSentence(report: Report, count: number): string {
  const where = report.subject.branch === '' ? 'on the base' : `on ${report.subject.branch}`;
  return `${plural(count, 'older problem')} ${where}: not yours, not blocking.`;
}

/** What the enforcement of this gate rests on; '' in a terminal. */
export function enforcementSentence(report: Report): string {
  if (report.enforcement === 'required-workflow')
    return 'Enforcement: required workflow, which a pull request cannot edit.';
  if (report.enforcement === 'self-attested') {
    return 'Enforcement: self-attested. A pull request can edit the workflow that runs this check.';
  }
  return '';
}

/** `MD-004 record: 1 of 61 reviewed findings was wrong (at most 9 %).` for each rule with a record and a new finding. */
export function recordSentences(report: Report): string[] {
  return report.rules.flatMap(({ id, record, findings }) => {
    if (record === null || findings.new === 0) return [];
    const verb = record.falsePositives === 1 ? 'was' : 'were';
    // 0.07 * 100 is 7.000000000000001: don't let that round up to 8.
    const upper = Math.ceil(record.upper * 100 - 1e-9);
    return `${id} record: ${record.falsePositives} of ${plural(record.reviewed, 'reviewed finding')} ${verb} wrong (at most ${upper} %).`;
  });
}

/** Where a rule failed, and what that costs. */
export function toolErrorPlace({ ruleId, side }: ToolError): string {
  return side === 'base'
    ? `${ruleId} on the base, so each of its problems counts as new`
    : `${ruleId} on the evaluated tree`;
}

/** How to see the evidence and object; '' when nothing is new. */
export function disputeSentence(report: Report, tally: Tally): string {
  const [first] = tally.fresh;
  if (first === undefined) return '';
  return `Wrong? \`phase-mirror explain ${shortId(first)}${againstBase(report)}\` shows the evidence and how to dispute it.`;
}

/**
 * The option that makes `explain` see what this run saw: in a clone, the branch is there and the base commit may not be.
 * People paste the line into a shell, so a branch with any other character is left out.
 */
function againstBase({ base, run, subject }: Report): string {
  if (base === null) return '';
  if (run.event !== 'terminal') return SHELL_SAFE.test(subject.branch) ? ` --base origin/${subject.branch}` : '';
  return ` --base ${base.id.replace(/^commit:/, '').slice(0, BASE_SHOWN)}`;
}

/** A clause as a sentence: a final stop unless it has one. */
export function sentence(clause: string): string {
  const text = clause.trim();
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}

function capitalised(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** `lint.yaml:24`, with a path of bounded length so that the line is always seen; `GitHub` for what is in no file. */
export function placeOf({ path, startLine }: { readonly path: string; readonly startLine: number }): string {
  return path === '' ? 'GitHub' : `${inlineText(path, PATH_LIMIT)}:${startLine}`;
}

const PATH_LIMIT = 300;

/** The pages docs/rules/<id>.md of the version that wrote the report. */
export function docsBaseOf(report: Report): string {
  return `https://github.com/PhaseMirror/evaluate/blob/v${encodeURIComponent(report.tool.version)}/docs/rules`;
}
