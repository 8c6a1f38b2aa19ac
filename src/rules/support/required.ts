/** What the rules about required checks share: which contexts are judged, who reports them, and what is not known. */
import { matchName, nameText, trimBlanks } from '../../repository/check-names.js';
import { quotedName, shownName } from '../../repository/names.js';
import type { CheckProducer, RepositoryModel, RequiredCheck } from '../../repository/types.js';
import { GITHUB_ACTIONS_APP_ID } from '../data/external-checks.js';
import type { ExternalChecks, Gap, Requirements, RuleContext, RuleOutcome, SourceAnswer, Unproven } from '../types.js';

/** One required context with all entries that require it. */
export interface RequiredContext {
  readonly context: string;
  /** In the order of the sources; never empty. */
  readonly checks: readonly [RequiredCheck, ...RequiredCheck[]];
  /** What reports it, when that is not a job of this repository. */
  readonly reporter: string | null;
}

/** The required contexts of the judged branch, one entry for each name, in the order of their first mention. */
export function requiredContexts({ requirements, external }: RuleContext): RequiredContext[] {
  const groups = new Map<string, [RequiredCheck, ...RequiredCheck[]]>();
  for (const check of requirements.checks) {
    const name = trimBlanks(check.context);
    if (name === '') continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [check]);
    else group.push(check);
  }
  return [...groups].map(([context, checks]) => ({
    context,
    checks,
    reporter: reporterOf(checks, external),
  }));
}

/**
 * What reports a context that several sources require. GitHub's own answer goes before the configuration in force, and
 * that before files of the tree: a file that a change adds must not turn a required check into somebody else's. Of
 * several files every one has to say so, for the same reason.
 */
function reporterOf(checks: RequiredContext['checks'], external: ExternalChecks): string | null {
  for (const trusted of [['api'], ['config', 'gate'], ['file']]) {
    const entries = checks.filter(({ source }) => trusted.includes(source.kind));
    if (entries.length === 0) continue;
    if (trusted.includes('file')) {
      const reporters = entries.map((check) => external.reporterOf(check));
      return reporters.includes(null) ? null : (reporters[0] ?? null);
    }
    // An entry that names the app decides; without one, whichever entry names a known service.
    const byApp = entries.find(({ integrationId, appSlug }) => (integrationId ?? 0) > 0 || (appSlug ?? '') !== '');
    if (byApp !== undefined) return external.reporterOf(byApp);
    return entries.map((check) => external.reporterOf(check)).find((reporter) => reporter !== null) ?? null;
  }
  return null;
}

/** True when a source says that GitHub Actions itself must report it. */
export function isFromActions({ checks }: RequiredContext): boolean {
  return checks.some(
    ({ integrationId, appSlug }) => integrationId === GITHUB_ACTIONS_APP_ID || appSlug === 'github-actions',
  );
}

export interface Reporters {
  /** Checks that have this very name. */
  readonly exact: readonly CheckProducer[];
  /** Checks whose name is only known at run time and may be this one. */
  readonly maybe: readonly CheckProducer[];
}

/** Look up who reports a context. */
export type ReporterIndex = (context: string) => Reporters;

export function reporterIndex(model: Pick<RepositoryModel, 'producers'>): ReporterIndex {
  const byName = new Map<string, CheckProducer[]>();
  const patterns: CheckProducer[] = [];
  for (const producer of model.producers) {
    if (producer.name.kind === 'pattern') {
      patterns.push(producer);
      continue;
    }
    const name = trimBlanks(producer.name.text);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [producer]);
    else same.push(producer);
  }
  return (context) => ({
    exact: byName.get(trimBlanks(context)) ?? [],
    maybe: patterns.filter(({ name }) => matchName(name, context) === 'maybe'),
  });
}

/** Where to ask people to look: the branch that is judged, in words. */
export function branchName({ branch }: Requirements): string {
  return branch === null ? 'the default branch' : shownName(branch);
}

/**
 * The outcome of a rule about required checks that has nothing to judge: not evaluated when no source said what is
 * required, not applicable when all of them said "nothing". null: there is something to judge.
 */
export function nothingToJudge(requirements: Requirements): RuleOutcome | null {
  const gaps = requirementGaps(requirements);
  if (!requirements.known) {
    const [first = NOT_ASKED, ...rest] = gaps;
    return { state: 'not-evaluated', gaps: [first, ...rest] };
  }
  if (requirements.checks.length === 0 && gaps.length === 0) {
    return { state: 'not-applicable', reason: `${branchName(requirements)} requires no check` };
  }
  return null;
}

const NOT_ASKED: Gap = {
  evidence: 'required checks',
  reason: 'no file here declares them and GitHub was not asked',
  next: 'set GITHUB_TOKEN and --repository, or list them under `required-checks:` in .phase-mirror.yml',
  cause: 'not-asked',
};

/** What is missing of the requirements: one entry for each source that was asked in vain, one for all not asked. */
export function requirementGaps(requirements: Requirements): Gap[] {
  const gaps = requirements.answers.flatMap((answer) => gapOf(answer) ?? []);
  const notAsked = requirements.answers.some(({ status }) => status === 'not-asked');
  if (!notAsked) return gaps;
  const reason = requirements.known ? 'GitHub was not asked: only files were read' : NOT_ASKED.reason;
  return [...gaps, { ...NOT_ASKED, reason }];
}

function gapOf({ source, status, detail }: SourceAnswer): Gap | null {
  const evidence = `required checks from ${source}`;
  const because = (words: string): string => (detail === '' ? words : detail);
  switch (status) {
    case 'forbidden':
      return {
        evidence,
        reason: because('GitHub refused to answer (403)'),
        next: 'give the token read access to this repository',
        cause: 'environment',
      };
    case 'not-found':
      return {
        evidence,
        reason: because('GitHub knows no such branch or hides it from this token (404)'),
        next: 'check the branch name and the access of the token',
        cause: 'environment',
      };
    case 'unavailable':
      return { evidence, reason: because('GitHub did not answer'), next: 'run it again', cause: 'environment' };
    case 'unreadable':
      return { evidence, reason: because('the file cannot be read'), next: `mend ${source}`, cause: 'tree' };
    default:
      return null;
  }
}

/**
 * Required contexts that only a name known at run time may report: a rule that judges the reporter can say nothing of
 * them. With the base's answer it is a loss; on both sides it is no gap.
 */
export function unprovenContexts(entries: readonly RequiredContext[], index: ReporterIndex): Unproven[] {
  return entries.flatMap(({ context, reporter }): Unproven[] => {
    if (reporter !== null) return [];
    const { exact, maybe } = index(context);
    const [possible] = maybe;
    if (exact.length > 0 || possible === undefined) return [];
    const what = `Whether job ${quotedName(nameText(possible.name))} reports ${quotedName(context)} is only known when it runs.`;
    return [{ key: `context:${context}`, what, at: possible.nameAt, cause: 'pattern' }];
  });
}
