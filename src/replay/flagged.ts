/** From a decision to what a replay keeps of it. Pure. */
import type { JudgedFinding, Judgement } from '../policy/judge.js';
import { findingIdOf, fingerprintOf } from '../rules/fingerprint.js';
import type { HistoryCommit } from './history.js';
import type { CountedVerdict } from './replay.js';
import type { FlaggedChange, ReplayedFinding, ReplayProgress, RuleTally } from './types.js';

/** Longest first line of a message that is kept. */
const MAX_SUBJECT = 300;

/** Before the first change. */
export const NOTHING_YET: ReplayProgress = {
  last: null,
  counts: { changes: 0, pass: 0, warn: 0, block: 0, failed: 0, judged: 0, exactRenames: 0 },
  rules: {},
  flagged: [],
};

/** What is kept of a change: null for one that introduced nothing. Its `subject` is for the caller to fill in. */
export function flaggedOf(
  { sha, parent, time }: HistoryCommit,
  decided: { readonly judgement: Judgement } | { readonly error: string },
): FlaggedChange | null {
  const of = { sha, parent: parent ?? '', date: new Date(time * 1000).toISOString(), subject: '' };
  if ('error' in decided) {
    return { ...of, outcome: 'failed', reasons: [], findings: [], lost: [], blockedBy: [], error: decided.error };
  }
  const { decision, findings, lost, toolErrors } = decided.judgement;
  const over = new Set(decision.reasons.flatMap(({ kind, severity }) => (kind === 'over-threshold' ? severity : [])));
  const isBlocking = ({ finding, level }: JudgedFinding): boolean => level === 'block' && over.has(finding.severity);
  const fresh = findings.filter(({ status, level }) => status === 'new' && level !== 'off');
  if (fresh.length === 0 && lost.length === 0 && toolErrors.length === 0) return null;
  const blockedBy = new Set([
    ...fresh.filter(isBlocking).map(({ finding }) => finding.ruleId),
    ...lost.map(({ ruleId }) => ruleId),
    ...toolErrors.filter(({ side }) => side === 'subject').map(({ ruleId }) => ruleId),
  ]);
  return {
    ...of,
    outcome: decision.outcome,
    reasons: decision.reasons,
    findings: fresh.map((judged) => replayedOf(judged, isBlocking(judged))),
    lost,
    blockedBy: [...blockedBy].sort(),
    error: toolErrors.map(({ ruleId, message }) => `${ruleId} failed: ${message}`).join('; '),
  };
}

function replayedOf({ finding, level }: JudgedFinding, blocking: boolean): ReplayedFinding {
  const { ruleId, severity, title, why, path, anchor, evidence } = finding;
  const [shown] = evidence;
  return {
    ruleId,
    level,
    severity,
    title,
    why,
    path: shown.path === '' ? path : shown.path,
    line: shown.startLine,
    anchor,
    findingId: findingIdOf(fingerprintOf(finding)),
    blocking,
  };
}

/** The progress after one more change. */
export function withChange(before: ReplayProgress, sha: string, verdict: CountedVerdict): ReplayProgress {
  const { outcome, judged, flagged, exactRenames } = verdict;
  const { counts } = before;
  return {
    last: sha,
    counts: {
      ...counts,
      changes: counts.changes + 1,
      [outcome]: counts[outcome] + 1,
      judged: counts.judged + (judged ? 1 : 0),
      exactRenames: counts.exactRenames + (exactRenames ? 1 : 0),
    },
    rules: flagged === null ? before.rules : tallied(before.rules, flagged),
    flagged: flagged === null ? before.flagged : [...before.flagged, flagged],
  };
}

function tallied(
  rules: Readonly<Record<string, RuleTally>>,
  { blockedBy, findings }: FlaggedChange,
): Record<string, RuleTally> {
  const next: Record<string, RuleTally> = { ...rules };
  for (const id of new Set([...blockedBy, ...findings.map(({ ruleId }) => ruleId)])) {
    const { blocked, warned } = next[id] ?? { blocked: 0, warned: 0 };
    next[id] = blockedBy.includes(id) ? { blocked: blocked + 1, warned } : { blocked, warned: warned + 1 };
  }
  return next;
}

/** The first line of the message of a raw commit object. Messages are UTF-8 unless the commit says otherwise. */
export function firstLineOf(commit: Uint8Array): string {
  const bytes = Buffer.from(commit.buffer, commit.byteOffset, commit.byteLength);
  const at = bytes.indexOf('\n\n');
  const text = at === -1 ? '' : bytes.toString('utf8', at + 2, Math.min(bytes.length, at + 2 + MAX_SUBJECT * 4));
  return text.trimStart().split('\n', 1)[0]?.slice(0, MAX_SUBJECT).trim() ?? '';
}
