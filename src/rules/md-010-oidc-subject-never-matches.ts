/**
 * MD-010: a trust policy of AWS is meant for this repository, and no job here can have a subject that it accepts.
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
import { type Subjects, subjectsOf } from '../repository/oidc-subjects.js';
import { roleName, type TrustPolicy, trustPolicies } from '../repository/oidc-trust.js';
import type { Terraform } from '../repository/terraform.js';
import type { Job, RepositoryModel, Span, Workflow } from '../repository/types.js';
import { mayAskForToken, type RoleUse, roleUses } from './support/aws-roles.js';
import { changedLineFirst, evidenceAt, placeOf, quoted } from './support/evidence.js';
import {
  mayAccept,
  namedRepositories,
  operatorOf,
  subjectConditions,
  subjectText,
  subjectTokens,
  valueText,
} from './support/trust.js';
import { customisedSubjects, noTrust } from './support/trust-scope.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-010';
const VERSION = 1;

export const oidcSubjectNeverMatches: Rule = {
  id: ID,
  name: 'oidc-subject-never-matches',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'A trust policy for this repository that none of its jobs can satisfy: the login fails',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

/** A job that presents subjects, and where it says so. */
interface Presenter {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly at: Span;
  readonly subjects: readonly Subjects[];
}

function check(context: RuleContext): RuleOutcome {
  const { terraform } = context.model;
  const nothing = noTrust(terraform) ?? customisedSubjects(terraform);
  if (terraform === null || nothing !== null) return nothing ?? { state: 'not-applicable', reason: '' };
  const judge = new Judge(context, terraform);
  const policies = trustPolicies(terraform);
  const findings = policies.flatMap((policy) => judge.findingsOf(policy, policies));
  return { state: 'evaluated', findings, proven: [...judge.proven], unproven: [], gaps: [] };
}

class Judge {
  readonly proven = new Set<string>();
  private readonly uses: readonly RoleUse[];
  private readonly model: RepositoryModel;
  private readonly names = new Map<TrustPolicy, string | null>();
  private all: readonly Presenter[] | null = null;

  constructor(
    private readonly context: RuleContext,
    private readonly terraform: Terraform,
  ) {
    this.model = context.model;
    this.uses = roleUses(context.model);
  }

  findingsOf(policy: TrustPolicy, policies: readonly TrustPolicy[]): Finding[] {
    const allows = policy.statements.filter(({ effect }) => effect !== 'Deny');
    const conditions = allows.flatMap(subjectConditions);
    const isKnown =
      policy.complete &&
      allows.length > 0 &&
      allows.every((statement) => subjectConditions(statement).length > 0) &&
      conditions.every(({ complete, values }) => complete && values.length > 0);
    if (!isKnown) return [];
    const name = this.nameOf(policy);
    const users = name === null ? [] : this.uses.filter((use) => use.name === name && use.certain);
    const meant = this.meantFor(namedRepositories(conditions), users.length > 0);
    if (meant === null) return [];
    this.proven.add(`trust:${policy.address}`);

    // A role of this name may be another in another account: one that accepts is enough.
    const namesakes = name === null ? [policy] : policies.filter((other) => this.nameOf(other) === name);
    const statements = namesakes.flatMap((other) => (other.complete ? other.statements : []));
    if (namesakes.some(({ complete }) => !complete)) return [];
    const accepts = ({ subjects }: Presenter, fold = false): boolean =>
      statements.some(
        (statement) =>
          statement.effect !== 'Deny' && mayAccept(statement, subjectTokens(meant.presented, subjects, fold)),
      );
    const presenters = users.length > 0 ? users.map((use) => this.presenter(use)) : this.everyone();
    const judged = presenters.filter(({ subjects }) => subjects.length > 0);
    const failing = judged.filter((presenter) => !accepts(presenter));
    const [first] = failing;
    if (first === undefined || (users.length === 0 && failing.length < judged.length)) return [];
    const byCase = !meant.renamed && accepts(first, true);
    return [this.finding(policy, first, { ...meant, byCase, taken: users.length > 0 })];
  }

  private nameOf(policy: TrustPolicy): string | null {
    let name = this.names.get(policy);
    if (name === undefined) {
      const literals = policy.role === null ? null : roleName(this.terraform, policy.role);
      name = literals?.length === 1 ? (literals[0] ?? null) : null;
      this.names.set(policy, name);
    }
    return name;
  }

  /**
   * Whether the policy is for this repository. Where the name of this one is not known, a policy for a single
   * repository whose role is taken here is.
   */
  private meantFor(names: readonly string[], taken: boolean): { presented: string; renamed: boolean } | null {
    const own = this.context.repository;
    if (own === '') {
      const [only, ...more] = names;
      return only === undefined || more.length > 0 || !taken ? null : { presented: only, renamed: false };
    }
    const lower = own.toLowerCase();
    if (names.some((name) => name.toLowerCase() === lower)) return { presented: own, renamed: false };
    const sameName = names.some((name) => name.toLowerCase().split('/')[1] === lower.split('/')[1]);
    return taken && sameName ? { presented: own, renamed: true } : null;
  }

  private presenter({ workflow, job, at }: Pick<RoleUse, 'workflow' | 'job' | 'at'>): Presenter {
    const subjects = subjectsOf(this.model, workflow, job, this.context.defaultBranch);
    return { workflow, job, at, subjects };
  }

  /** Every job whose token may be exchanged. */
  private everyone(): readonly Presenter[] {
    this.all ??= this.model.workflows.flatMap((workflow) =>
      workflow.jobs
        // A job that calls a workflow of this repository is judged by the jobs of that.
        .filter((job) => !(job.uses?.value.startsWith('./') ?? false) && mayAskForToken(this.model, workflow, job))
        .map((job) => this.presenter({ workflow, job, at: job.at })),
    );
    return this.all;
  }

  private finding(policy: TrustPolicy, presenter: Presenter, reason: Reason): Finding {
    const { model } = this;
    const condition = policy.statements.flatMap(subjectConditions)[0];
    const value = condition?.values[0];
    const [subject] = presenter.subjects;
    if (condition === undefined || value === undefined || subject === undefined) {
      throw new Error('a finding without a value or a subject');
    }
    const wanted = valueText(value);
    const presented = subjectText(reason.presented, subject);
    const line = presenter.job.environment?.at ?? presenter.at;
    const role = this.nameOf(policy);
    const who = role === null ? quoted(policy.address) : `role ${quoted(role)}`;
    const exactStar = operatorOf(condition).base === 'stringequals' && /[*?]/.test(wanted);
    const job = quoted(presenter.job.id);
    const evidence: [Evidence, ...Evidence[]] = [
      evidenceAt(model, value.at, 'accepts this only', `accepts ${wanted}`),
      evidenceAt(model, line, 'presents another subject', `presents ${presented}`),
    ];
    return {
      ruleId: ID,
      ruleVersion: VERSION,
      severity: 'medium',
      title: reason.taken
        ? `Job ${job} cannot assume ${who}: its trust policy wants another subject`
        : `No job can assume ${who}: its trust policy wants another subject`,
      what: `It accepts ${quoted(wanted)} (${placeOf(value.at)}); ${
        reason.taken ? `job ${job}` : `the jobs that may ask for a token, ${job} among them,`
      } ${reason.taken ? 'presents' : 'present others:'} ${quoted(presented)} (${placeOf(line)}).${whyNot(reason, exactStar, subject)}`,
      why: 'AWS compares the subject of the token with the trust policy and refuses the login each time.',
      fix: exactStar
        ? `Use \`StringLike\` instead of \`StringEquals\` for \`sub\` (${placeOf(condition.at)}): only that knows wildcards.`
        : `Accept ${quoted(presented)} in ${placeOf(value.at)}${
            subject.kind === 'environment' ? `, or take \`environment\` off the job (${placeOf(line)})` : ''
          }.`,
      path: value.at.path,
      anchor: `trust:${policy.address}`,
      evidence,
    };
  }
}

interface Reason {
  readonly presented: string;
  readonly renamed: boolean;
  readonly byCase: boolean;
  readonly taken: boolean;
}

function whyNot({ renamed, byCase }: Reason, exactStar: boolean, { kind }: Subjects): string {
  if (exactStar) return ' `StringEquals` takes `*` and `?` as they are.';
  if (renamed) return ' The owner is another.';
  if (byCase) return ' They differ in upper and lower case, which counts.';
  return kind === 'environment' ? ' A job with an environment has that in its subject, and no ref.' : '';
}
