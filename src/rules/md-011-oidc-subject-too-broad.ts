/**
 * MD-011: a trust policy of AWS lets in the tokens of repositories it is not meant for, or of any pull request on a role
 * that may do nearly everything.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
import type { PolicyCondition, PolicyStatement, PolicyText } from '../repository/iam-policy.js';
import { isGithub, type TrustPolicy, trustPolicies } from '../repository/oidc-trust.js';
import type { Terraform } from '../repository/terraform.js';
import type { Span } from '../repository/types.js';
import { broadGrant } from './support/broad-grants.js';
import { changedLineFirst, evidenceAt, placeOf, quoted } from './support/evidence.js';
import { operatorOf, subjectConditions, valueText } from './support/trust.js';
import { noTrust } from './support/trust-scope.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome, Severity } from './types.js';

const ID = 'MD-011';
const VERSION = 1;

export const oidcSubjectTooBroad: Rule = {
  id: ID,
  name: 'oidc-subject-too-broad',
  version: VERSION,
  severity: 'high',
  level: 'warn',
  summary: 'A trust policy that lets in repositories it is not meant for',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

/** What is wrong with one statement. */
interface Breadth {
  readonly kind: 'anyone' | 'organisation' | 'prefix' | 'all-values' | 'pull-request';
  readonly severity: Severity;
  readonly at: Span;
  readonly fact: string;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly also?: Evidence;
}

function check({ model }: RuleContext): RuleOutcome {
  const { terraform } = model;
  const nothing = noTrust(terraform);
  if (terraform === null || nothing !== null) return nothing ?? { state: 'not-applicable', reason: '' };
  const findings: Finding[] = [];
  const proven: string[] = [];
  for (const policy of trustPolicies(terraform)) {
    // What a Deny of the same policy takes away again is not worked out.
    if (policy.statements.some(({ effect }) => effect === 'Deny')) continue;
    proven.push(`trust:${policy.address}`);
    for (const statement of policy.statements) {
      const breadth = statement.effect === 'Allow' ? breadthOf(model, terraform, policy, statement) : null;
      if (breadth !== null) findings.push(findingFor(model, policy, breadth));
    }
  }
  return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}

/** The worst of a statement; null when nothing of it is surely too broad. */
function breadthOf(
  model: RuleContext['model'],
  terraform: Terraform,
  policy: TrustPolicy,
  statement: PolicyStatement,
): Breadth | null {
  if (!statement.complete || statement.conditions.some(isFurtherLimit)) return null;
  const name = quoted(policy.address);
  const subjects = statement.conditions.filter(({ claim }) => claim === 'sub');
  if (subjects.length === 0) return withoutSubject(terraform, policy, statement);
  const conditions = subjectConditions(statement);
  // Another condition on the subject, or one whose operator says what it must not be.
  if (conditions.length !== 1 || subjects.length !== 1) return null;
  const [condition] = conditions as [PolicyCondition];
  const { base, set } = operatorOf(condition);
  if (base === 'stringlike') {
    const wide = condition.values.flatMap((value) => wideness(value) ?? []);
    const worst = ORDER.flatMap((kind) => wide.find((each) => each.kind === kind) ?? [])[0];
    if (worst !== undefined) return { ...worst, title: `Trust policy ${name} lets in ${worst.title}` };
  }
  if (set === 'all') return allValues(policy, condition);
  return pullRequest(model, terraform, policy, condition);
}

/** A condition beside subject and audience that may keep others out. */
function isFurtherLimit(condition: PolicyCondition): boolean {
  const { claim, values } = condition;
  if (claim === 'sub' || claim === 'aud') return false;
  if (claim !== 'job_workflow_ref') return true;
  // A called workflow that is pinned by owner and repository is a limit; `*` is none.
  return values.length === 0 || values.some((value) => /^[^*?]+\/[^*?]+\//.test(valueText(value)));
}

const ORDER = ['anyone', 'organisation', 'prefix'] as const;

function withoutSubject(terraform: Terraform, policy: TrustPolicy, statement: PolicyStatement): Breadth | null {
  const owner = policy.document;
  if (!statement.principals.some((value) => isGithub(terraform, owner, value))) return null;
  return {
    kind: 'anyone',
    severity: 'high',
    at: statement.at,
    fact: 'no condition on sub',
    title: `Trust policy ${quoted(policy.address)} lets in every repository on GitHub`,
    what: `The statement at ${placeOf(statement.at)} has no condition on \`sub\`.`,
    why: 'Any workflow of any account can ask GitHub for such a token and assume the role.',
    fix: 'Add a condition: `StringEquals` on `token.actions.githubusercontent.com:sub` with `repo:OWNER/NAME:…`.',
  };
}

/** The wildcards of one value, where they let in other repositories. */
function wideness(value: PolicyText): (Breadth & { readonly kind: (typeof ORDER)[number] }) | null {
  // What only Terraform knows stands for itself.
  const text = value.literals.join('\u0000');
  const shown = quoted(valueText(value));
  const common = { at: value.at, fact: `accepts ${valueText(value)}` };
  const what = `It accepts ${shown} (${placeOf(value.at)}).`;
  if (text.includes('job_workflow_ref:')) return null;
  if (/^[*?]/.test(text) || /^repo:?[*?]/.test(text) || /^repo:[^/:@]*\*/.test(text)) {
    return {
      ...common,
      kind: 'anyone',
      severity: 'high',
      title: 'repositories of every account',
      what,
      why: 'Anyone can have a repository or an account whose subject matches, and assume the role.',
      fix: 'Name owner and repository in full: `repo:OWNER/NAME:…`.',
    };
  }
  const [, owner, name = ''] = /^repo:([^/:]+)\/([^:]*)/.exec(text) ?? [];
  if (owner === undefined) return null;
  const organisation = quoted(owner.replaceAll('\u0000', '…').split('@', 1)[0] ?? '');
  const medium = { ...common, severity: 'medium' as const, what };
  if (/^\*+$/.test(name)) {
    return {
      ...medium,
      kind: 'organisation',
      title: `every repository of ${organisation}`,
      why: 'Whoever can push to any repository of the owner can assume the role.',
      fix: 'Name the repositories, or pin the called workflow with a condition on `job_workflow_ref`.',
    };
  }
  // `app*` without a colon; `app-*` is a family of names, `app@*` the ids of one repository.
  if (/^[^*?]*[A-Za-z0-9]\*+$/.test(name)) {
    const plain = name.replaceAll('\u0000', '…').replace(/\*+$/, '');
    return {
      ...medium,
      kind: 'prefix',
      title: `repositories whose names only begin with ${quoted(plain)}`,
      why: `Without a colon before the \`*\` it is not only the refs of ${quoted(plain)}: other repositories match too.`,
      fix: `Write \`repo:…/${plain}:*\`, better with the ref or environment.`,
    };
  }
  return null;
}

function allValues(policy: TrustPolicy, condition: PolicyCondition): Breadth {
  const plain = condition.operator.replace(/^ForAllValues:/i, '');
  return {
    kind: 'all-values',
    severity: 'low',
    at: condition.at,
    fact: `${condition.operator} on sub`,
    title: `Trust policy ${quoted(policy.address)} is also satisfied by a token without a subject`,
    what: `It compares \`sub\` with \`${condition.operator}\` (${placeOf(condition.at)}).`,
    why: '`ForAllValues` is true when the value is missing: the condition keeps nobody out that has none.',
    fix: `Use \`${plain}\`: a token has one subject.`,
  };
}

function pullRequest(
  model: RuleContext['model'],
  terraform: Terraform,
  { role, address }: TrustPolicy,
  condition: PolicyCondition,
): Breadth | null {
  const value = condition.values.find((each) => /:pull_request$/.test(each.literals.at(-1) ?? ''));
  const grant = value === undefined || role === null ? null : broadGrant(terraform, role);
  if (value === undefined || grant === null) return null;
  return {
    kind: 'pull-request',
    severity: 'medium',
    at: value.at,
    fact: `accepts ${valueText(value)}`,
    title: `Any pull request can assume ${quoted(address)}, which has ${grant.text}`,
    what: `It accepts ${quoted(valueText(value))} (${placeOf(value.at)}) and has \`${grant.text}\` (${placeOf(grant.at)}).`,
    why: 'A pull request from a branch runs its own version of the workflow before anyone has looked at it.',
    fix: 'Give pull requests a role that only reads, and bind this one to `ref:refs/heads/main` or an environment.',
    also: evidenceAt(model, grant.at, 'what it may do', `grants ${grant.text}`),
  };
}

function findingFor(model: RuleContext['model'], policy: TrustPolicy, breadth: Breadth): Finding {
  const { kind, severity, at, fact, title, what, why, fix, also } = breadth;
  const role =
    policy.at.path === at.path && policy.at.startLine === at.startLine
      ? []
      : [evidenceAt(model, policy.at, 'the trust policy')];
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity,
    title,
    what,
    why,
    fix,
    path: at.path,
    anchor: `trust:${policy.address}:${kind}`,
    evidence: [evidenceAt(model, at, 'accepts too much', fact), ...(also === undefined ? [] : [also]), ...role],
  };
}
