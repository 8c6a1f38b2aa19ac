/**
 * What GitHub itself says is required on one branch. Two endpoints, asked side by side:
 *
 * - `GET /repos/{o}/{r}/rules/branches/{branch}`: rulesets of the repository and above it, active ones only; needs
 *   `metadata: read`, which every token has that can see the repository
 *   (docs.github.com/rest/repos/rules#get-rules-for-a-branch);
 * - `GET /repos/{o}/{r}/branches/{branch}`: classic protection; needs `contents: read`
 *   (docs.github.com/rest/branches/branches#get-a-branch). Its summary is believed only when `protection.enabled`.
 *
 * "None", 401/403, 404 and an outage are four different answers: see {@link SourceAnswer}.
 */
import type { components } from '@octokit/openapi-types';
import type { Protection, ProtectionSource, RequiredCheck, RequiredWorkflow } from '../repository/types.js';
import type { SourceAnswer } from '../rules/types.js';
import { type ApiClient, type ClientOptions, createClient } from './client.js';
import { type Asked, wordsOf } from './failures.js';
import { MAX_PAGES, PER_PAGE, readAll } from './pages.js';
import { array, isPathSegment, ownerAndName, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

type Schemas = components['schemas'];
type RulesetInfo = Schemas['repository-rule-ruleset-info'];

export interface ProtectionRequest extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
}

export interface ProtectionAnswer {
  /** One entry per ruleset (in order of its id), then the classic protection. */
  readonly protections: readonly Protection[];
  /** How each endpoint answered: always two entries. */
  readonly answers: readonly SourceAnswer[];
}

/** What an answer that came through a 301 says of itself. */
const RENAMED = 'the repository has a new name; GitHub redirected the question';

/**
 * Asks GitHub what is required on `branch`. Never throws for what the server or the network does: that is an answer.
 *
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none.
 */
export async function fetchProtection(request: ProtectionRequest): Promise<ProtectionAnswer> {
  const { branch } = request;
  const [owner, repo] = ownerAndName(request.repository);
  const rulesSource = `rules/branches/${branch}`;
  const branchSource = `branches/${branch}`;
  const notAsked =
    request.token.trim() === ''
      ? 'no token was given'
      : isPathSegment(branch)
        ? ''
        : 'this is not the name of a branch';
  if (notAsked !== '') {
    const answer = { status: 'not-asked', detail: notAsked } as const;
    return { protections: [], answers: [rulesSource, branchSource].map((source) => ({ source, ...answer })) };
  }
  const client = await createClient(request);
  const parameters = { owner, repo, branch };
  const [rules, classic] = await Promise.all([
    readRules(client, parameters, rulesSource),
    readClassic(client, parameters, branchSource),
  ]);
  return {
    protections: [...rules.protections, ...classic.protections],
    answers: [rules.answer, classic.answer],
  };
}

interface Parameters {
  readonly owner: string;
  readonly repo: string;
  readonly branch: string;
  readonly [key: string]: string;
}

interface EndpointAnswer {
  readonly protections: readonly Protection[];
  readonly answer: SourceAnswer;
}

async function readRules(client: ApiClient, parameters: Parameters, source: string): Promise<EndpointAnswer> {
  const repository = `${parameters.owner}/${parameters.repo}`;
  const asked: Asked = {
    repository,
    missing: `no repository ${repository} is visible to the token; check the name and that the token may read it`,
    permission: 'metadata: read',
    grant: 'the GITHUB_TOKEN of a workflow has it for its own repository, another token needs it',
  };
  try {
    const listing = await readAll(client, '/repos/{owner}/{repo}/rules/branches/{branch}', parameters, array);
    if (listing.kind === 'failed') {
      const words = wordsOf(listing.failure, asked);
      return failed(source, words.status, words.detail);
    }
    if (listing.kind === 'too-many') {
      const limit = MAX_PAGES * PER_PAGE;
      return failed(source, 'unavailable', `more than ${limit} rules apply to the branch; they were not read`);
    }
    const none = 'no ruleset requires anything we judge on this branch';
    return answered(source, rulesetsOf(listing.items, parameters.branch), none, listing.renamed);
  } catch (error) {
    if (error instanceof UnknownShape) return unknownShape(source);
    throw error;
  }
}

async function readClassic(client: ApiClient, parameters: Parameters, source: string): Promise<EndpointAnswer> {
  const repository = `${parameters.owner}/${parameters.repo}`;
  const got = await client.get('/repos/{owner}/{repo}/branches/{branch}', parameters);
  if (!got.ok) {
    const words = wordsOf(got.failure, {
      repository,
      missing: `${repository} has no such branch that the token can see; check the branch and that the token has \`contents: read\``,
      permission: 'contents: read',
      grant: "add it to the job's `permissions`",
    });
    return failed(source, words.status, words.detail);
  }
  try {
    const none = 'no classic branch protection is enabled';
    return answered(source, classicOf(got.data, parameters.branch), none, got.renamed);
  } catch (error) {
    if (error instanceof UnknownShape) return unknownShape(source);
    throw error;
  }
}

function answered(source: string, protections: readonly Protection[], none: string, renamed: boolean): EndpointAnswer {
  const status = protections.length === 0 ? 'none' : 'answered';
  const details = [...(status === 'none' ? [none] : []), ...(renamed ? [RENAMED] : [])];
  return { protections, answer: { source, status, detail: details.join('; ') } };
}

function failed(source: string, status: SourceAnswer['status'], detail: string): EndpointAnswer {
  return { protections: [], answer: { source, status, detail } };
}

/** An answer that cannot be understood must not pass for "nothing is required". */
function unknownShape(source: string): EndpointAnswer {
  return failed(source, 'unavailable', UNKNOWN_SHAPE);
}

// ---------------------------------------------------------------- rulesets

interface Draft {
  readonly info: RulesetInfo;
  readonly checks: RequiredCheck[];
  readonly workflows: RequiredWorkflow[];
  mergeQueue: boolean;
  codeOwnerReview: boolean;
}

function rulesetsOf(rules: readonly unknown[], branch: string): Protection[] {
  const drafts = new Map<string, Draft>();
  for (const entry of rules) {
    const rule = record(entry);
    const info = rule as RulesetInfo;
    const key = `${info.ruleset_source_type} ${info.ruleset_source} ${info.ruleset_id}`;
    const draft = drafts.get(key) ?? { info, checks: [], workflows: [], mergeQueue: false, codeOwnerReview: false };
    if (readRule(rule, draft)) drafts.set(key, draft);
  }
  return [...drafts.values()]
    .sort((a, b) => Number(a.info.ruleset_id ?? 0) - Number(b.info.ruleset_id ?? 0))
    .map((draft) => protectionOf(draft, branch));
}

/** Adds one rule to its ruleset; false when it is of a type that is not judged. */
function readRule(rule: Readonly<Record<string, unknown>>, draft: Draft): boolean {
  switch (rule['type']) {
    case 'required_status_checks': {
      type Parameters = NonNullable<Schemas['repository-rule-required-status-checks']['parameters']>;
      const list = record<Parameters>(rule['parameters']).required_status_checks;
      const source = sourceOf(draft.info);
      for (const check of array(list)) {
        const { context, integration_id } = record<Schemas['repository-rule-params-status-check-configuration']>(check);
        draft.checks.push({ context: text(context), source, ...integration(integration_id) });
      }
      return true;
    }
    case 'merge_queue':
      draft.mergeQueue = true;
      return true;
    case 'pull_request': {
      type Parameters = NonNullable<Schemas['repository-rule-pull-request']['parameters']>;
      if (record<Parameters>(rule['parameters']).require_code_owner_review !== true) return false;
      draft.codeOwnerReview = true;
      return true;
    }
    case 'workflows': {
      type Parameters = NonNullable<Schemas['repository-rule-workflows']['parameters']>;
      for (const item of array(record<Parameters>(rule['parameters']).workflows)) {
        const workflow = record<Schemas['repository-rule-params-workflow-file-reference']>(item);
        if (typeof workflow.repository_id !== 'number') throw new UnknownShape();
        draft.workflows.push({
          path: text(workflow.path),
          repositoryId: workflow.repository_id,
          ...(typeof workflow.ref === 'string' ? { ref: workflow.ref } : {}),
          ...(typeof workflow.sha === 'string' ? { sha: workflow.sha } : {}),
        });
      }
      return true;
    }
    default:
      return false;
  }
}

function protectionOf(draft: Draft, branch: string): Protection {
  return {
    source: sourceOf(draft.info),
    branches: { include: [branch], exclude: [] },
    requiredChecks: draft.checks,
    ...(draft.codeOwnerReview ? { codeOwnerReview: true } : {}),
    ...(draft.mergeQueue ? { mergeQueue: true } : {}),
    ...(draft.workflows.length > 0 ? { requiredWorkflows: draft.workflows } : {}),
  };
}

/** `ruleset 42 of octo/app`, `organization ruleset 7 of octo`. */
function sourceOf({ ruleset_source_type, ruleset_source, ruleset_id }: RulesetInfo): ProtectionSource {
  const level: unknown = ruleset_source_type;
  const scope = typeof level === 'string' && level !== 'Repository' ? `${level.toLowerCase()} ` : '';
  const owner = typeof ruleset_source === 'string' ? ` of ${ruleset_source}` : '';
  const id = typeof ruleset_id === 'number' ? ` ${ruleset_id}` : '';
  return { kind: 'api', endpoint: 'rules', label: `${scope}ruleset${id}${owner}` };
}

// ---------------------------------------------------------------- classic protection

/**
 * `protected` is also true on a branch that only a ruleset protects, and contexts of a protection that was switched off
 * are still listed: only `protection.enabled` counts.
 */
function classicOf(data: unknown, branch: string): Protection[] {
  const { protection } = record<Partial<Schemas['branch-with-protection']>>(data);
  if (protection === undefined || protection === null) return [];
  const { enabled, required_status_checks, required_pull_request_reviews } =
    record<Schemas['branch-protection']>(protection);
  if (enabled !== true) return [];
  const source: ProtectionSource = { kind: 'api', endpoint: 'branch', label: `branch protection of ${branch}` };
  return [
    {
      source,
      branches: { include: [branch], exclude: [] },
      requiredChecks: classicChecks(required_status_checks, source),
      // Shown to administrators only; absent for the token of a workflow.
      ...(required_pull_request_reviews?.require_code_owner_reviews === true ? { codeOwnerReview: true } : {}),
    },
  ];
}

function classicChecks(value: unknown, source: ProtectionSource): RequiredCheck[] {
  if (value === undefined || value === null) return [];
  const { enforcement_level, contexts, checks } =
    record<Partial<Schemas['protected-branch-required-status-check']>>(value);
  if (enforcement_level === 'off') return [];
  const found = new Map<string, RequiredCheck>();
  // `checks` says which app must report; servers older than 3.4 know `contexts` alone.
  for (const item of array(checks ?? [])) {
    const { context, app_id } = record<{ context: string; app_id: number | null }>(item);
    found.set(text(context), { context: text(context), source, ...integration(app_id) });
  }
  for (const item of array(contexts ?? [])) {
    const context = text(item);
    if (!found.has(context)) found.set(context, { context, source });
  }
  return [...found.values()];
}

// ---------------------------------------------------------------- shapes

/** null, absent and -1 mean "any source may report it". */
function integration(id: unknown): { integrationId?: number } {
  return typeof id === 'number' && id > 0 ? { integrationId: id } : {};
}
