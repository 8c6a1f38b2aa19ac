/**
 * What only GitHub can say beyond required checks. Each fact is asked only when a rule that is on wants it, all of them
 * side by side within the one time limit of a client, and each has its own outcome: a token that may not see
 * environments still sees branches.
 */
import type { components } from '@octokit/openapi-types';
import type { CodeownersError, EnvironmentFact, Fact, RepositoryFacts, WorkflowState } from '../rules/facts.js';
import type { ApiFailure } from './answers.js';
import { type ApiClient, type ClientOptions, createClient } from './client.js';
import { type Asked, wordsOf } from './failures.js';
import { MAX_PAGES, PER_PAGE, readAll } from './pages.js';
import { type Evidence, endpointOf } from './permissions.js';
import { array, count, isPathSegment, ownerAndName, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

type Schemas = components['schemas'];

export interface FactsRequest extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
  /** Branch, tag or commit whose CODEOWNERS GitHub checks; default: the default branch. */
  readonly codeownersRef?: string;
}

/** Environments without built-in protection that are asked about apps: one request each. */
const MAX_ASKED_ENVIRONMENTS = 20;

type NoFact = Exclude<Fact<unknown>, { status: 'answered' }>;
interface Parameters {
  readonly owner: string;
  readonly repo: string;
}

/**
 * Asks GitHub for the facts in `wanted`; the others are `not-asked` and cost nothing. At most 61 requests: ten pages of
 * each of four lists, one of CODEOWNERS, twenty environments. Never throws for what the server or the network does.
 *
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none.
 */
export async function fetchFacts(
  request: FactsRequest,
  wanted: ReadonlySet<keyof RepositoryFacts>,
): Promise<RepositoryFacts> {
  const [owner, repo] = ownerAndName(request.repository);
  const nobody = notAsked('no rule that is on needs it');
  const facts = { codeownersErrors: nobody, environments: nobody, workflows: nobody, branches: nobody, labels: nobody };
  if (wanted.size === 0) return facts;
  if (request.token.trim() === '') {
    const none = notAsked('no token was given');
    return { ...facts, ...Object.fromEntries([...wanted].map((name) => [name, none])) };
  }
  const client = await createClient(request);
  const parameters = { owner, repo };
  const ask = async <T>(
    name: keyof RepositoryFacts,
    read: (client: ApiClient, parameters: Parameters) => Promise<Fact<T>>,
  ): Promise<Fact<T>> => (wanted.has(name) ? await understood(read(client, parameters)) : nobody);
  const [codeownersErrors, environments, workflows, branches, labels] = await Promise.all([
    ask('codeownersErrors', (...to) => readCodeownersErrors(...to, request.codeownersRef)),
    ask('environments', readEnvironments),
    ask('workflows', readWorkflows),
    ask('branches', (...to) => readNames(...to, 'branches', 'branches')),
    ask('labels', (...to) => readNames(...to, 'labels', 'labels')),
  ]);
  return { codeownersErrors, environments, workflows, branches, labels };
}

/** An answer of another form is no answer. */
async function understood<T>(reading: Promise<Fact<T>>): Promise<Fact<T>> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnknownShape) return { status: 'unavailable', detail: UNKNOWN_SHAPE };
    throw error;
  }
}

// ---------------------------------------------------------------- the facts

async function readCodeownersErrors(
  client: ApiClient,
  parameters: Parameters,
  ref: string | undefined,
): Promise<Fact<readonly CodeownersError[]>> {
  const { route } = endpointOf('codeownersErrors');
  const got = await client.get(route, { ...parameters, ...(ref === undefined ? {} : { ref }) });
  if (!got.ok) {
    // GitHub gives the same 404 for a repository without a CODEOWNERS file.
    const where = ref === undefined ? 'its default branch' : ref;
    return noFact(got.failure, 'codeownersErrors', parameters, `has no CODEOWNERS on ${where} that the token can see`);
  }
  const { errors } = record<Partial<Schemas['codeowners-errors']>>(got.data);
  const value = array(errors).map((entry): CodeownersError => {
    const error = record<Partial<Schemas['codeowners-errors']['errors'][number]>>(entry);
    return {
      path: text(error.path),
      line: count(error.line),
      column: count(error.column),
      kind: text(error.kind),
      source: text(error.source ?? ''),
      suggestion: text(error.suggestion ?? ''),
    };
  });
  return { status: 'answered', value };
}

async function readWorkflows(client: ApiClient, parameters: Parameters): Promise<Fact<readonly WorkflowState[]>> {
  const listed = await list(client, parameters, 'workflows', 'workflows', (page) => record(page)['workflows']);
  if (listed.status !== 'answered') return listed;
  const value = listed.value.map((entry): WorkflowState => {
    const { path, state } = record<Partial<Schemas['workflow']>>(entry);
    return { path: text(path), state: text(state) };
  });
  return { status: 'answered', value };
}

async function readNames(
  client: ApiClient,
  parameters: Parameters,
  name: 'branches' | 'labels',
  what: string,
): Promise<Fact<readonly string[]>> {
  const listed = await list(client, parameters, name, what, (page) => page);
  if (listed.status !== 'answered') return listed;
  const nameOf = (entry: unknown): string => text(record<Partial<Schemas['label' | 'short-branch']>>(entry).name);
  return { status: 'answered', value: listed.value.map(nameOf) };
}

/**
 * The list shows built-in protection alone; apps that guard an environment ("custom deployment protection rules") are
 * another endpoint. It is asked for environments that nothing built-in protects.
 */
async function readEnvironments(client: ApiClient, parameters: Parameters): Promise<Fact<readonly EnvironmentFact[]>> {
  const listed = await list(client, parameters, 'environments', 'environments', (page) => record(page)['environments']);
  if (listed.status !== 'answered') return listed;
  const found = listed.value.map((entry): EnvironmentFact => {
    const environment = record<Partial<Schemas['environment']>>(entry);
    return { name: text(environment.name), protected: hasBuiltInProtection(environment) };
  });
  const open = found.filter((environment) => !environment.protected);
  const asked = new Map(
    await Promise.all(
      open
        .slice(0, MAX_ASKED_ENVIRONMENTS)
        .map(
          async ({ name }): Promise<[string, EnvironmentFact]> => [name, await guardedByApp(client, parameters, name)],
        ),
    ),
  );
  const notAskedMore = `more than ${MAX_ASKED_ENVIRONMENTS} environments have no built-in protection; no more were asked about`;
  const value = found.map((environment): EnvironmentFact => {
    if (environment.protected) return environment;
    return asked.get(environment.name) ?? { name: environment.name, protected: true, unproven: notAskedMore };
  });
  return { status: 'answered', value };
}

/** A kind of rule that this version does not know protects too. */
function hasBuiltInProtection({
  protection_rules,
  deployment_branch_policy,
}: Partial<Schemas['environment']>): boolean {
  const rules = array(protection_rules ?? []).map((rule) => record<{ type?: unknown; wait_timer?: unknown }>(rule));
  const standing = rules.filter(({ type, wait_timer }) => type !== 'wait_timer' || wait_timer !== 0);
  return standing.length > 0 || (deployment_branch_policy !== undefined && deployment_branch_policy !== null);
}

async function guardedByApp(client: ApiClient, parameters: Parameters, name: string): Promise<EnvironmentFact> {
  const unproven = (reason: string): EnvironmentFact => ({ name, protected: true, unproven: reason });
  if (!isPathSegment(name)) return unproven('GitHub cannot be asked about an environment of this name');
  const got = await client.get(endpointOf('environmentApps').route, { ...parameters, environment_name: name });
  if (!got.ok)
    return unproven(noFact(got.failure, 'environmentApps', parameters, 'shows no apps that guard it').detail);
  try {
    const rules = array(record(got.data)['custom_deployment_protection_rules']);
    const enabled = rules.some(
      (rule) => record<Partial<Schemas['deployment-protection-rule']>>(rule).enabled !== false,
    );
    return { name, protected: enabled };
  } catch (error) {
    if (error instanceof UnknownShape) return unproven(UNKNOWN_SHAPE);
    throw error;
  }
}

// ---------------------------------------------------------------- lists and words

async function list(
  client: ApiClient,
  parameters: Parameters,
  evidence: Evidence,
  what: string,
  itemsOf: (page: unknown) => unknown,
): Promise<Fact<readonly unknown[]>> {
  const listing = await readAll(client, endpointOf(evidence).route, { ...parameters }, (page) => array(itemsOf(page)));
  if (listing.kind === 'all') return { status: 'answered', value: listing.items };
  if (listing.kind === 'failed') {
    return noFact(listing.failure, evidence, parameters, `has no ${what} that the token can see`);
  }
  return {
    status: 'unavailable',
    detail: `there are more than ${MAX_PAGES * PER_PAGE} ${what}; a part of them would be a wrong answer`,
  };
}

function notAsked(detail: string): NoFact {
  return { status: 'not-asked', detail };
}

/** @param missing what a 404 means: "has no labels that the token can see" */
function noFact(failure: ApiFailure, evidence: Evidence, { owner, repo }: Parameters, missing: string): NoFact {
  const repository = `${owner}/${repo}`;
  const { permission } = endpointOf(evidence);
  const asked: Asked = {
    repository,
    missing: `${repository} ${missing}; check the name and that the token has \`${permission}\``,
    permission,
    grant: "add it to the job's `permissions`",
  };
  const { status, detail } = wordsOf(failure, asked);
  switch (status) {
    case 'forbidden':
    case 'not-found':
      return { status, detail };
    default:
      // A plan without the feature: for required checks that is "none", for a fact it is no answer.
      return { status: 'unavailable', detail };
  }
}
