/**
 * The sentences that terminal, job summary and issue share, so that all say the same. They return plain text with names
 * in backticks; each renderer escapes it for its own surface.
 */
import { plural, sentence } from '../report/words.js';
import type { Level } from '../rules/types.js';
import type { CalibratedRule, CalibrationReport, IngestSummary, OverrideChange } from './report-types.js';

/** Rules that a sentence names; the others are counted. */
const NAMED = 5;
const BAR_CELLS = 10;

/** How far a change that is wanted has come. */
export type ChangeState = 'applied' | 'proposed';

/** A rule whose level changed or would change, and which of the two. */
export interface ChangedRule {
  readonly rule: CalibratedRule;
  readonly change: NonNullable<CalibratedRule['change']>;
  readonly state: ChangeState;
}

/** What every surface asks of a report. */
export interface CalibrationTally {
  /** Demotions first: they are what people feel. */
  readonly changes: readonly ChangedRule[];
  /** Rules with a grant that the evidence asks for and L0 refuses. */
  readonly refused: readonly CalibratedRule[];
  /** Rules with anything recorded, in order. */
  readonly recorded: readonly CalibratedRule[];
  /** Rules whose level a record could change, and of which nothing is recorded. */
  readonly silent: readonly CalibratedRule[];
  /** Rules whose level no record changes, and of which nothing is recorded. */
  readonly fixed: readonly CalibratedRule[];
}

/** Sort once what the surfaces show. */
export function tallyCalibration(report: CalibrationReport): CalibrationTally {
  const changes = report.rules.flatMap((rule) => {
    const state = changeState(report, rule);
    return state === null || rule.change === null ? [] : [{ rule, change: rule.change, state }];
  });
  const unseen = report.rules.filter((rule) => !isRecorded(rule));
  return {
    changes: [...changes].sort((a, b) => Number(lowers(b.change)) - Number(lowers(a.change))),
    refused: report.rules.filter(({ refused }) => refused.length > 0),
    recorded: report.rules.filter(isRecorded),
    silent: unseen.filter(({ evidence }) => evidence !== null),
    fixed: unseen.filter(({ evidence }) => evidence === null),
  };
}

/** null where no change is wanted. A look that published may still leave a change out: an incomplete one grants nothing. */
export function changeState({ state }: CalibrationReport, { change, next }: CalibratedRule): ChangeState | null {
  if (change === null) return null;
  return state.published !== null && next === change.to ? 'applied' : 'proposed';
}

/** The level that holds when the run has ended. A report changes none. */
export function levelAfter({ state }: CalibrationReport, { level, next }: CalibratedRule): Level {
  return state.published === null ? level : next;
}

function isRecorded({ events, evidence, change, refused }: CalibratedRule): boolean {
  return events > 0 || (evidence?.votes ?? 0) > 0 || change !== null || refused.length > 0;
}

const STRICTNESS: Readonly<Record<Level, number>> = { off: 0, warn: 1, block: 2 };

/** Whether a rule may do less after it. */
export function lowers({ from, to }: { readonly from: Level; readonly to: Level }): boolean {
  return STRICTNESS[to] < STRICTNESS[from];
}

// ---------------------------------------------------------------- the first sentence

/** `1 level changed: MD-004 no longer blocks`, or what was looked at when nothing changes. No final stop. */
export function headline(report: CalibrationReport, { changes, refused }: CalibrationTally): string {
  const parts = [
    ...group(changes, 'applied', 'changed'),
    ...group(changes, 'proposed', 'would change'),
    ...overrideText(report),
    ...(refused.length === 0 ? [] : [`${plural(refused.length, 'level')} may not rise (${names(refused)})`]),
  ];
  if (parts.length === 0) parts.push(`No level changes, ${reviewedSentence(report)}`);
  if (!report.complete) parts.push('not everything could be looked at');
  return parts.join('; ');
}

function group(changes: readonly ChangedRule[], state: ChangeState, verb: string): string[] {
  const these = changes.filter((one) => one.state === state);
  if (these.length === 0) return [];
  const shown = these.slice(0, NAMED).map(({ rule, change }) => `${rule.ruleId} ${consequence(change, state)}`);
  const more = these.length > NAMED ? [`${these.length - NAMED} more`] : [];
  return [`${plural(these.length, 'level')} ${verb}: ${[...shown, ...more].join(', ')}`];
}

/** `1 level changed in repository 7001 alone: MD-002 no longer blocks`. */
function overrideText({ override, state }: CalibrationReport): string[] {
  if (override === undefined) return [];
  const { ruleId, repository, inherits } = override;
  const applied = state.published !== null;
  const verb = applied ? 'changed' : 'would change';
  const now = inherits ? `${applied ? 'is' : 'would be'} as everywhere again` : ownLevel(override, applied);
  return [`1 level ${verb} in repository ${repository} alone: ${ruleId} ${now}`];
}

/** What a repository has of its own may be what it had from all. */
function ownLevel({ from, to }: OverrideChange, applied: boolean): string {
  if (from !== to) return consequence({ from, to }, applied ? 'applied' : 'proposed');
  return applied ? `stays at ${to} whatever holds for all` : `would stay at ${to} whatever holds for all`;
}

function consequence({ from, to }: { readonly from: Level; readonly to: Level }, state: ChangeState): string {
  if (to === 'block') return state === 'applied' ? 'blocks from now on' : 'would block';
  if (from === 'block') return state === 'applied' ? 'no longer blocks' : 'would no longer block';
  return state === 'applied' ? `is at ${to} now` : `would be at ${to}`;
}

/** `312 of 1204 findings reviewed`. */
export function reviewedSentence({ rules }: CalibrationReport): string {
  const events = rules.reduce((sum, rule) => sum + rule.events, 0);
  const pending = rules.reduce((sum, rule) => sum + rule.pending, 0);
  return events === 0 ? 'nothing is recorded yet' : `${events - pending} of ${plural(events, 'finding')} reviewed`;
}

/** `MD-001, MD-002 and 3 more`. */
export function names(rules: readonly { readonly ruleId: string }[], shown: number = NAMED): string {
  const ids = rules.slice(0, shown).map(({ ruleId }) => ruleId);
  return rules.length > shown ? `${ids.join(', ')} and ${rules.length - shown} more` : ids.join(', ');
}

// ---------------------------------------------------------------- one rule

/** `block → warn (proposed)`, `warn (built in: block)`, and a pin that wins. */
export function levelText(report: CalibrationReport, rule: CalibratedRule): string {
  const state = changeState(report, rule);
  const { change, level, pin, builtIn } = rule;
  const standing = level === builtIn ? level : `${level} (built in: ${builtIn})`;
  const moved =
    change === null ? standing : `${change.from} → ${change.to}${state === 'proposed' ? ' (proposed)' : ''}`;
  return pin === null ? moved : `${moved}; here ${pin.level}`;
}

/** Why a rule has another level here than its record gives it; '' without a pin. */
export function pinSentence({ ruleId, pin }: CalibratedRule): string {
  if (pin === null) return '';
  return `${ruleId} is at \`${pin.level}\` in this repository, whatever its record says: \`${pin.path}:${pin.line}\`.`;
}

/** Ten cells, as many of them full as the way that is behind: full only at the end, empty only at the start. */
export function barOf(progress: number): string {
  const share = Math.min(1, Math.max(0, progress));
  const full = share === 1 ? BAR_CELLS : Math.min(BAR_CELLS - 1, Math.ceil(share * BAR_CELLS));
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}

/** `34 % of what it takes to stop blocking`; '' where no record changes the level. */
export function progressText({ evidence }: CalibratedRule): string {
  if (evidence === null) return '';
  const goal = evidence.direction === 'demote' ? 'to stop blocking' : 'to block';
  // Never 100 % before it is enough.
  const percent = evidence.progress >= 1 ? 100 : Math.min(99, Math.floor(evidence.progress * 100));
  return `${percent} % of what it takes ${goal}`;
}

/** `1.5 of 61 votes wrong, 2 waiting`. A pull request with two findings, one of them wrong, is half a vote. */
export function votesText({ evidence }: CalibratedRule): string {
  if (evidence === null) return '';
  if (evidence.votes === 0 && evidence.waiting === 0) return 'no votes yet';
  const wrong = Number(evidence.falseShare.toFixed(1));
  const waiting = evidence.waiting === 0 ? '' : `, ${evidence.waiting} waiting`;
  return `${wrong} of ${plural(evidence.votes, 'vote')} wrong${waiting}`;
}

/** Who stands behind the evidence: `3 reviewers, 14 pull requests`. */
export function supportText({ evidence }: CalibratedRule): string {
  if (evidence === null || evidence.pullRequests === 0) return '';
  return `${plural(evidence.reviewers, 'reviewer')}, ${plural(evidence.pullRequests, 'pull request')}`;
}

/** `1 of 61 wrong (0 % to 9 %)`; '' before anything was reviewed. Rounded outwards, so that it never promises more. */
export function rateText({ reviewedOnly }: CalibratedRule): string {
  if (reviewedOnly === null) return '';
  const { reviewed, falsePositives, low, high } = reviewedOnly;
  // 0.07 * 100 is 7.000000000000001.
  const [from, to] = [Math.floor(low * 100 + 1e-9), Math.ceil(high * 100 - 1e-9)];
  return `${falsePositives} of ${reviewed} wrong (${from} % to ${to} %)`;
}

/** `120 findings, 59 not reviewed`. */
export function findingsText({ events, pending }: CalibratedRule): string {
  return `${plural(events, 'finding')}${pending === 0 ? '' : `, ${pending} not reviewed`}`;
}

// ---------------------------------------------------------------- around the rules

/** What taking verdicts in found; empty where it was not asked for. */
export function ingestSentences(ingested: IngestSummary | null): string[] {
  if (ingested === null) return [];
  const { read, stored, known, refused, notStored, notes = [], incomplete = false } = ingested;
  const sources = [
    ...(read.alert === 0 ? [] : [plural(read.alert, 'dismissed alert')]),
    ...(read.suppression === 0 ? [] : [plural(read.suppression, 'merged suppression')]),
    ...(read.file === 0 ? [] : [`${plural(read.file, 'line')} of the file`]),
  ];
  const counts = `${stored} new, ${known} known already`;
  const would = stored + known === 0 ? '' : `; they would be ${counts}`;
  const written = notStored === '' ? counts : `not stored: ${notStored}${would}`;
  const left = refused.reduce((sum, { count }) => sum + count, 0);
  const reasons = refused.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  const found =
    sources.length === 0
      ? `No verdict was found.${notStored === '' ? '' : ` Not stored: ${notStored}.`}`
      : `Verdicts of ${sources.join(', ')}: ${written}.`;
  return [
    found,
    ...(left === 0 ? [] : [`Not counted: ${reasons}.`]),
    ...notes.map(sentence),
    ...(incomplete ? ['There may be verdicts that were not seen.'] : []),
  ];
}

/** What the look rests on, worst first: what is missing, what was left out, the state, and whom it was about. */
export function aboutSentences(report: CalibrationReport, { silent, fixed }: CalibrationTally): string[] {
  const { repositories, state, degraded, notes, mode, threshold, auditRate } = report;
  const left = repositories.leftOut.map(({ reason, repositories: many }) => `${many} ${reason}`);
  return [
    ...degraded.map(({ text }) => sentence(text)),
    ...(report.complete ? [] : ['This look is incomplete: it raises no level and closes no issue.']),
    ...ingestSentences(report.ingested),
    ...notes.map(sentence),
    ...report.rules.map(pinSentence).filter((text) => text !== ''),
    ...(left.length === 0
      ? []
      : [`Counted: ${plural(repositories.counted, 'repository', 'repositories')}. Left out: ${left.join(', ')}.`]),
    ...(silent.length === 0 ? [] : [`Nothing recorded yet of ${names(silent)}.`]),
    ...(fixed.length === 0 ? [] : [`No record changes the level of ${names(fixed)}.`]),
    stateSentence(state, mode),
    ...forceSentences(report),
    `A rule that blocks may be wrong in ${percentOf(threshold)} of its findings. Before one may rise, ${percentOf(auditRate)} of its pull requests are to be reviewed, whatever they say: \`phase-mirror fp list --audit\`.`,
  ];
}

function stateSentence({ sequence, signed, published }: CalibrationReport['state'], mode: string): string {
  const judged =
    sequence === null
      ? 'No published levels to start from: those that are built in held.'
      : `Judged were the levels of sequence ${sequence}, ${signed ? 'signed' : 'unsigned'}.`;
  if (published !== null) return `${judged} Published as sequence ${published}.`;
  return `${judged} ${mode === 'report' ? 'A report publishes nothing.' : 'Nothing new was published.'}`;
}

/** How a level that a database holds comes to count: who published it would think that it does already. */
function forceSentences(report: CalibrationReport): string[] {
  const differs = report.rules.some(
    (rule) => changeState(report, rule) === 'applied' || levelAfter(report, rule) !== rule.builtIn,
  );
  if (report.environment !== '' || !differs) return [];
  return [
    'Evaluate reads no database: a level counts once its copy is on the base, signed with a pinned key (`calibrate apply --copy .github/phase-mirror-levels.json`), or once it is written under `rules:`.',
  ];
}

/** 0.05 → `5 %`, without the digits that a product of decimal fractions leaves behind. */
export function percentOf(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}

/** The page that tells how a level is earned, of the version that wrote the report. */
export function docsOf({ tool }: CalibrationReport): string {
  return `https://github.com/PhaseMirror/evaluate/blob/v${encodeURIComponent(tool.version)}/docs/calibration.md`;
}
