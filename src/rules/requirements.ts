/** The requirements in force on one branch, joined from every source that speaks about it. */
import { namesBranch, selectsBranch } from '../repository/branch-selector.js';
import type { Protection, ProtectionSource, RequiredCheck } from '../repository/types.js';
import type { Requirements, SourceAnswer } from './types.js';

export interface RequirementsInput {
  readonly protections: readonly Protection[];
  /** The branch that is judged; null when it is not known (see `selectsBranch` for what applies then). */
  readonly branch: string | null;
  readonly defaultBranch: string | null;
  /** How each source answered, in the order they are shown. */
  readonly answers: readonly SourceAnswer[];
}

/**
 * Join the protections that cover the branch. A context that several sources require is kept once for each source (every
 * place has to be changed by whoever renames the check), ordered by context, source and position.
 *
 * Rulesets add up. Of the branch protection rules in one file only one is in force, as on GitHub: one that names the
 * branch goes before patterns, and among patterns the first wins.
 * Source: https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/managing-a-branch-protection-rule
 */
export function resolveRequirements({ protections, branch, defaultBranch, answers }: RequirementsInput): Requirements {
  const covering = inForce(
    protections.filter((protection) => selectsBranch(protection.branches, branch, defaultBranch)),
    branch,
    defaultBranch,
  );
  const checks = new Map<string, RequiredCheck>();
  for (const protection of covering) {
    for (const check of protection.requiredChecks) {
      const key = JSON.stringify([sourceKey(check.source), check.context]);
      const known = checks.get(key);
      // The entry that also says which app must report demands more.
      if (known === undefined || (known.integrationId === undefined && check.integrationId !== undefined)) {
        checks.set(key, check);
      }
    }
  }
  return {
    branch,
    checks: [...checks.values()].sort(byContextAndPlace),
    answers,
    known: answers.some(({ status }) => status === 'answered' || status === 'none'),
    codeOwnerReview: covering.some(({ codeOwnerReview }) => codeOwnerReview === true),
    requiredWorkflows: covering.flatMap(({ requiredWorkflows }) => requiredWorkflows ?? []),
    mergeQueue: covering.filter(({ mergeQueue }) => mergeQueue === true).map(({ source }) => source),
  };
}

function inForce(covering: readonly Protection[], branch: string | null, defaultBranch: string | null): Protection[] {
  /** The branch protection rules of each file. */
  const classic = new Map<string, Protection[]>();
  for (const protection of covering) {
    const { source } = protection;
    if (source.kind !== 'file' || source.format === 'ruleset') continue;
    const rules = classic.get(source.path) ?? [];
    classic.set(source.path, [...rules, protection]);
  }
  const overruled = new Set<Protection>();
  for (const rules of classic.values()) {
    const naming = rules.filter((rule) => namesBranch(rule.branches, branch, defaultBranch));
    const winners = naming.length > 0 ? naming : rules.slice(0, 1);
    for (const rule of rules) if (!winners.includes(rule)) overruled.add(rule);
  }
  return covering.filter((protection) => !overruled.has(protection));
}

/** One text for one source; two rulesets in one file are one source, two answers of the API are two. */
function sourceKey(source: ProtectionSource): string {
  return source.kind === 'api' ? `api ${source.endpoint} ${source.label}` : `${source.kind} ${source.path}`;
}

function byContextAndPlace(a: RequiredCheck, b: RequiredCheck): number {
  return (
    compare(a.context, b.context) ||
    compare(sourceKey(a.source), sourceKey(b.source)) ||
    (a.at?.startLine ?? 0) - (b.at?.startLine ?? 0) ||
    (a.at?.startColumn ?? 0) - (b.at?.startColumn ?? 0)
  );
}

/** By code unit: the same order on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
