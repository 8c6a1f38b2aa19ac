/**
 * Both sides of a change, compared: which findings the change introduced, and what it took away from our sight.
 * Contract of design.md: with a base, only introduced findings count; evidence a block-level rule had on the base and
 * lost through the change blocks as "unproven".
 */
import { introduced } from './fingerprint.js';
import { messageOf, type RuleRun } from './run.js';
import type { ChangeContext, Finding, Lost, Rule } from './types.js';

export interface ComparedFinding {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly status: 'new' | 'older';
}

export interface Comparison {
  readonly findings: readonly ComparedFinding[];
  /** Rules that threw while they retold a finding: it stands as it was, and the failure is told. */
  readonly errors: readonly { readonly ruleId: string; readonly message: string }[];
}

/** Findings of the subject, each new or older. Without a base (null) every finding is new. */
export function compareRuns(
  subject: readonly RuleRun[],
  base: readonly RuleRun[] | null,
  context: ChangeContext | null,
): Comparison {
  const errors: { ruleId: string; message: string }[] = [];
  const retell = (rule: Rule, finding: Finding): Finding => {
    if (context === null || rule.attribute === undefined) return finding;
    try {
      return rule.attribute(finding, context);
    } catch (error) {
      errors.push({ ruleId: rule.id, message: messageOf(error) });
      return finding;
    }
  };
  const onBase = new Map((base ?? []).map((run) => [run.rule.id, run]));
  const findings = subject.flatMap((run) => {
    if (run.outcome.state !== 'evaluated') return [];
    const before = onBase.get(run.rule.id)?.outcome;
    // A rule that threw on the base only has nothing to compare with: every finding counts.
    const known = before?.state === 'evaluated' ? before.findings : [];
    const fresh = introduced(run.outcome.findings, known, context?.change.renames ?? new Map());
    return run.outcome.findings.map((finding, index): ComparedFinding => {
      const same = run.rule.sameByAnchor === true && known.some(({ anchor }) => anchor === finding.anchor);
      if (fresh[index] === false || same) return { rule: run.rule, finding, status: 'older' };
      return { rule: run.rule, finding: retell(run.rule, finding), status: 'new' };
    });
  });
  return { findings, errors };
}

/**
 * What the base let a rule prove and the subject does not, because of the tree itself. Several keys that one cause
 * took away, told in the same words, are one entry.
 */
export function lostThroughChange(subject: readonly RuleRun[], base: readonly RuleRun[]): Lost[] {
  const told = new Set<string>();
  return allLost(subject, base).filter(({ ruleId, what, path, line }) => {
    const text = JSON.stringify([ruleId, what, path, line]);
    return !told.has(text) && told.add(text).size > 0;
  });
}

function allLost(subject: readonly RuleRun[], base: readonly RuleRun[]): Lost[] {
  const onBase = new Map(base.map((run) => [run.rule.id, run]));
  return subject.flatMap((run): Lost[] => {
    const before = onBase.get(run.rule.id)?.outcome;
    if (before?.state !== 'evaluated') return [];
    const { outcome } = run;
    if (outcome.state === 'evaluated') {
      const proven = new Set(before.proven);
      return outcome.unproven
        .filter(({ key }) => proven.has(key))
        .map(({ key, what, at }) => ({
          ruleId: run.rule.id,
          key,
          what,
          ...(at === undefined ? {} : { path: at.path, line: at.startLine }),
        }));
    }
    if (outcome.state !== 'not-evaluated') return [];
    return outcome.gaps
      .filter(({ cause }) => cause === 'tree')
      .map((gap) => ({ ruleId: run.rule.id, key: 'rule', what: `${gap.evidence}: ${gap.reason}` }));
  });
}
