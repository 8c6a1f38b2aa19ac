/** What a change loosens in the policy, as findings of the rule `policy-weakened`. */
import { DEFAULT_BRANCH } from '../repository/branch-selector.js';
import type { Evidence, Finding, Severity } from '../rules/types.js';
import { LEVELS_COPY } from './org-levels.js';
import type { Config } from './types.js';
import type { Place, Weakening, WeakeningContext } from './weakenings.js';
import { weakenings } from './weakenings.js';

export const POLICY_WEAKENED = 'policy-weakened';
/** Raised when the meaning of the rule changes. */
export const POLICY_WEAKENED_VERSION = 1;

export interface WeakenedContext extends WeakeningContext {
  /** Name of the branch the base stands for, '' where it is not known: "on main". */
  readonly branch: string;
  /** What the change loosens in the copy of the organisation's levels; absent: nothing. */
  readonly levelsCopy?: Weakening;
  /** Whether the base requires review by a code owner of this path. */
  codeOwnerReviewOf(path: string): boolean;
}

/** Loosened values that are named in the finding of a deleted file. */
const MAX_NAMED = 5;
const MAX_EXCERPT = 200;

/**
 * One finding per loosening; one for all of them when the change deletes the file, since then there is one line to
 * put back. Empty when nothing is loosened. Severity: medium for a valid suppression, and where the base requires
 * code-owner review of every configuration file the change touches; else high. The copy of the levels is a file of its
 * own, with a finding and reviewers of its own.
 */
export function weakenedFindings(base: Config, subject: Config, context: WeakenedContext): Finding[] {
  const { levelsCopy } = context;
  const ofCopy = levelsCopy === undefined ? [] : [copyFinding(levelsCopy, base, subject, context)];
  return [...configFindings(base, subject, context), ...ofCopy];
}

function configFindings(base: Config, subject: Config, context: WeakenedContext): Finding[] {
  const found = weakenings(base, subject, context);
  const reviewed = [base.path, subject.path].every((path) => path === null || context.codeOwnerReviewOf(path));
  if (found.length === 0) return [];
  if (subject.path === null && base.path !== null) {
    return [deletedFinding(base, base.path, found, context, reviewed ? 'medium' : 'high')];
  }
  return found.map((weakening) =>
    findingOf(weakening, base, subject, context, reviewed || weakening.kind === 'suppression' ? 'medium' : 'high'),
  );
}

function findingOf(
  weakening: Weakening,
  base: Config,
  subject: Config,
  context: WeakenedContext,
  severity: Severity,
): Finding {
  const { anchor, baseAt, subjectAt } = weakening;
  const path = subjectAt?.path ?? subject.path ?? base.path ?? '';
  const words = wordsOf(weakening, onBranch(context));
  const changed = subjectAt ?? subject.keys.get(weakening.section) ?? topOf(path);
  const before = baseAt === undefined ? [] : [evidence(base, baseAt, onBranch(context))];
  return {
    ruleId: POLICY_WEAKENED,
    ruleVersion: POLICY_WEAKENED_VERSION,
    severity,
    title: words.title,
    what: `${words.what}. ${stillJudged(context)}`,
    why: words.why,
    fix: `${words.fix}. ${onPurpose(path, severity)}`,
    path,
    anchor,
    evidence: [{ ...evidence(subject, changed, 'this change'), fact: factOf(weakening) }, ...before],
  };
}

function deletedFinding(
  base: Config,
  path: string,
  found: readonly Weakening[],
  context: WeakenedContext,
  severity: Severity,
): Finding {
  const named = found.slice(0, MAX_NAMED).map(({ subject, before, after }) => `${subject} (${change(before, after)})`);
  const rest = found.length > MAX_NAMED ? ` and ${found.length - MAX_NAMED} more` : '';
  return {
    ruleId: POLICY_WEAKENED,
    ruleVersion: POLICY_WEAKENED_VERSION,
    severity,
    title: `This change deletes ${path}, which is stricter than the defaults`,
    what: `With the file go ${named.join(', ')}${rest}. This change is still judged by the policy ${onBranch(context)}.`,
    why: 'After the merge the built-in policy holds, and changes that are blocked today can be merged.',
    fix: `Put ${path} back. ${onPurpose(path, severity)}`,
    path,
    anchor: 'config:deleted',
    evidence: [
      { ...evidence(base, topOf(path), 'deleted here'), fact: found.map(factOf).join('; ') },
      ...found.flatMap(({ baseAt }) => (baseAt === undefined ? [] : [evidence(base, baseAt, onBranch(context))])),
    ],
  };
}

/** The file is a document of its own, not a configuration: it has one line, and is named as a whole. */
function copyFinding(weakening: Weakening, base: Config, subject: Config, context: WeakenedContext): Finding {
  const { anchor, subjectAt } = weakening;
  const severity = context.codeOwnerReviewOf(LEVELS_COPY) ? 'medium' : 'high';
  const words = wordsOf(weakening, onBranch(context));
  const at = topOf(LEVELS_COPY);
  const gone = subjectAt === undefined;
  const changed = gone ? evidence(base, at, 'deleted here') : evidence(subject, at, 'this change');
  return {
    ruleId: POLICY_WEAKENED,
    ruleVersion: POLICY_WEAKENED_VERSION,
    severity,
    title: words.title,
    what: `${words.what}. ${stillJudged(context)}`,
    why: words.why,
    fix: `${words.fix}. ${onPurpose(LEVELS_COPY, severity)}`,
    path: LEVELS_COPY,
    anchor,
    evidence: [{ ...changed, fact: factOf(weakening) }, ...(gone ? [] : [evidence(base, at, onBranch(context))])],
  };
}

function copyWords({ before, after }: Weakening, onBase: string): Words {
  const common = {
    why: 'After the merge a run that cannot read the levels of the organisation no longer has them from this file, and a rule that they raised to block only warns there.',
    fix: `Put back ${LEVELS_COPY} as it is ${onBase}, or a later one that the organisation signed`,
  };
  const [older, newer] = [before, after].map((text) => /^sequence (\d+)$/.exec(text)?.[1]);
  if (after === '') {
    const title = `This change deletes ${LEVELS_COPY}, the levels of the organisation`;
    return { ...common, title, what: `With it go the levels of ${before}` };
  }
  if (newer !== undefined) {
    const title = `This change puts older levels into ${LEVELS_COPY}: sequence ${newer} instead of ${older}`;
    return { ...common, title, what: `You replaced the levels of ${before} by ${after}` };
  }
  const title = `This change puts levels into ${LEVELS_COPY} that are not believed`;
  return { ...common, title, what: `You replaced the levels of ${before} by what is ${after}` };
}

interface Words {
  readonly title: string;
  /** A sentence without its stop. */
  readonly what: string;
  readonly why: string;
  /** A sentence without its stop. */
  readonly fix: string;
}

function wordsOf(weakening: Weakening, onBase: string): Words {
  const { kind, anchor, subject, before, after } = weakening;
  const name = anchor.slice(anchor.indexOf(':') + 1);
  switch (kind) {
    case 'level':
      return {
        title: `This change lowers ${name} from ${before} to ${after}`,
        what: `You changed ${subject} from ${before} to ${after}`,
        why:
          after === 'off'
            ? `After the merge ${name} is not checked any more.`
            : `After the merge a change that breaks ${name} is no longer blocked.`,
        fix: `Put back \`${name}: {level: ${before}}\` under \`rules\``,
      };
    case 'maximum':
      return {
        title: `This change raises \`max-${name}\` from ${before} to ${after}`,
        what: `You raised ${subject} from ${before} to ${after}`,
        why: `After the merge a change may introduce ${after} problems of severity ${name} and still pass the gate.`,
        fix: `Put back \`max-${name}: ${before}\` under \`policy\``,
      };
    case 'required-check':
      return {
        title:
          after === ''
            ? `This change stops requiring the check "${name}"`
            : `This change requires the check "${name}" on fewer branches`,
        what: `You removed ${subject} (${change(before, after)})`,
        why: `After the merge nobody notices when the check "${name}" is no longer reported.`,
        fix: `Put "${name}" back under \`required-checks\``,
      };
    case 'external-check':
      return {
        title: `This change declares "${name}" to be reported from outside`,
        what: `You added ${subject}`,
        why: 'After the merge a required check of that name is believed without a job that reports it.',
        fix: `Remove "${name}" from \`external-checks\``,
      };
    case 'last-key':
      return {
        title: `This change removes ${subject}`,
        what: `You removed ${subject} (${before})`,
        why: 'After the merge unsigned ones are believed: whoever can write them decides.',
        fix: `Put "${before}" back under \`trust.keys\`, or pin the key that replaces it in the same change`,
      };
    case 'trusted-key':
      return {
        title: `This change trusts ${subject}`,
        what: `You ${before === '' ? 'added' : 'changed'} ${subject} (${change(before, after)})`,
        why: 'After the merge what that key signs is believed: levels of rules, or the accepted state of the repository.',
        fix: 'Remove it from `trust.keys`',
      };
    case 'drift':
      return {
        title: `This change loosens ${subject}`,
        what: `You ${before === '' ? 'added' : after === '' ? 'removed' : 'changed'} ${subject} (${change(before, after)})`,
        why: 'After the merge a change of governed files can be accepted, or go unseen, that could not before.',
        fix: `Undo the change of ${subject}`,
      };
    case 'calibration':
      return {
        title: `This change loosens ${subject}`,
        what: `You ${before === '' ? 'added' : after === '' ? 'removed' : 'changed'} ${subject} (${change(before, after)})`,
        why: 'After the merge other verdicts, or fewer, decide which rules block.',
        fix: `Undo the change of ${subject}`,
      };
    case 'suppression':
      return {
        title: `This change ${before === '' ? 'adds' : 'extends'} ${subject}`,
        what: `You ${before === '' ? 'added' : 'extended'} ${subject} (${change(before, after)})`,
        why: 'After the merge the problem is counted as suppressed and blocks nothing until that date.',
        fix: 'Mend the problem instead, or let a reviewer agree to the reason',
      };
    case 'levels-copy':
      return copyWords(weakening, onBase);
  }
}

function stillJudged(context: WeakenedContext): string {
  return `This change is still judged by the policy ${onBranch(context)}; the new one holds after the merge.`;
}

function onPurpose(path: string, severity: Severity): string {
  return severity === 'medium'
    ? 'On purpose? Nothing else to do: a reviewer sees it here.'
    : `On purpose? Require code-owner review of ${path} on the base branch: then it only warns.`;
}

function change(before: string, after: string): string {
  const [from, to] = [before, after].map((value) => value.replace(DEFAULT_BRANCH, 'the default branch'));
  if (from === '') return `new: ${to}`;
  return to === '' ? `was: ${from}` : `${from} → ${to}`;
}

function factOf({ anchor, before, after }: Weakening): string {
  return `${anchor} ${before === '' ? 'none' : before} -> ${after === '' ? 'none' : after}`;
}

function onBranch({ branch }: WeakenedContext): string {
  return branch === '' ? 'on the base' : `on ${branch}`;
}

function topOf(path: string): Place {
  return { path, startLine: 1, endLine: 1 };
}

function evidence(config: Config, { path, startLine }: Place, label: string): Evidence {
  // A suppression in a comment stands in another file, whose lines are not at hand here.
  const lines = path === config.path ? config.lines : [];
  const excerpt = (lines[startLine - 1] ?? '').trim().slice(0, MAX_EXCERPT);
  return { path, startLine, endLine: startLine, excerpt, label };
}
