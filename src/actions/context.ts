/**
 * Where and why the action runs: the environment of the runner and the payload of the event, typed and checked once.
 * Sources: docs.github.com/actions/reference/variables-reference and
 * docs.github.com/webhooks/webhook-events-and-payloads.
 */
import { readFile, stat } from 'node:fs/promises';
import { PhaseMirrorError } from '../errors.js';
import type { EvaluateRequest, RecordTrigger } from '../oracle.js';

/** What the oracle is told about the event. */
type EventInput = EvaluateRequest['event'];

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ActionContext {
  readonly eventName: string;
  readonly event: EventInput;
  /** `owner/name`. */
  readonly repository: string;
  /** Why this run holds no secrets and a read-only token; null when it is trusted. */
  readonly restricted: 'fork' | 'dependabot' | null;
  /** Link to this workflow run. */
  readonly runUrl: string;
  /** From the payload; null when it does not say. */
  readonly defaultBranch: string | null;
  readonly apiUrl: string;
  /** `owner/name/.github/workflows/ci.yml@refs/heads/main`; '' when the runner does not say. */
  readonly workflowRef: string;
  readonly runId: string;
  /** GitHub's numeric ids; null when neither payload nor environment says. */
  readonly repositoryId: number | null;
  readonly ownerId: number | null;
  /** Who opened the pull request; null outside of one, and where an app did. */
  readonly authorId: number | null;
  /** Who started the run on a pull request; null outside of one. */
  readonly senderId: number | null;
  /** The pull request that a merge group lands; null outside of one. */
  readonly queuedPullRequest: number | null;
  /** What a run with `record: true` is about; null for an event that cannot record. */
  readonly trigger: RecordTrigger | null;
  /** The job that runs the gate, when its workflow is of this repository. */
  readonly gate: { readonly workflowPath: string; readonly jobId: string; readonly action?: string } | null;
}

/** GitHub caps payloads at 25 MB; those of the events we read are far below this. */
const MAX_PAYLOAD_BYTES = 10_000_000;
const SUPPORTED = 'pull_request, merge_group, push, workflow_dispatch or schedule';

/**
 * Reads the runner's environment and the payload.
 *
 * @throws PhaseMirrorError `user` when this is no action run or the event cannot be judged; `evidence` when the payload
 *   is missing, too large, no JSON, or lacks a field the event always has.
 */
export async function readContext(environment: Environment): Promise<ActionContext> {
  const eventName = required(environment, 'GITHUB_EVENT_NAME');
  const repository = required(environment, 'GITHUB_REPOSITORY');
  const payload = await readPayload(required(environment, 'GITHUB_EVENT_PATH'));
  const serverUrl = environment['GITHUB_SERVER_URL'] || 'https://github.com';
  const runId = environment['GITHUB_RUN_ID'];
  const workflowRef = environment['GITHUB_WORKFLOW_REF'] ?? '';
  return {
    eventName,
    event: eventOf(eventName, payload, environment['GITHUB_REF'] ?? '', {
      serverUrl,
      repository,
      sha: environment['GITHUB_SHA'] ?? '',
    }),
    repository,
    restricted: restrictionOf(eventName, payload, repository, environment),
    defaultBranch: defaultBranchOf(payload),
    runUrl: runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : '',
    apiUrl: environment['GITHUB_API_URL'] || 'https://api.github.com',
    workflowRef,
    runId: runId ?? '',
    repositoryId: idOf(at(payload, 'repository', 'id')) ?? idOf(Number(environment['GITHUB_REPOSITORY_ID'])),
    ownerId: idOf(at(payload, 'repository', 'owner', 'id')) ?? idOf(Number(environment['GITHUB_REPOSITORY_OWNER_ID'])),
    // An app is nobody: a pause is lifted for people.
    authorId:
      at(payload, 'pull_request', 'user', 'type') === 'Bot' ? null : idOf(at(payload, 'pull_request', 'user', 'id')),
    senderId: isObject(payload['pull_request']) ? idOf(at(payload, 'sender', 'id')) : null,
    queuedPullRequest: queuedPullRequest(at(payload, 'merge_group', 'head_ref')),
    trigger: triggerOf(eventName, payload, environment),
    gate: gateOf(workflowRef, repository, environment),
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value) return value;
  throw new PhaseMirrorError('user', {
    thing: `The variable ${name}`,
    reason: 'is not set, so this is not a run of a GitHub Action',
    next: 'From a terminal use `phase-mirror evaluate`',
  });
}

// ---------------------------------------------------------------- payload

interface Payload {
  readonly [key: string]: unknown;
}

async function readPayload(path: string): Promise<Payload> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > MAX_PAYLOAD_BYTES) throw badPayload(`has ${size} bytes, more than ${MAX_PAYLOAD_BYTES}`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof PhaseMirrorError) throw cause;
    throw badPayload('cannot be read', cause);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not passed on as cause: the parser quotes the text.
    throw badPayload('is not JSON');
  }
  if (!isObject(value)) throw badPayload('is not a JSON object');
  return value;
}

function badPayload(reason: string, cause?: unknown): PhaseMirrorError {
  return new PhaseMirrorError('evidence', {
    thing: 'The payload of the event (GITHUB_EVENT_PATH)',
    reason,
    next: 'Leave GITHUB_EVENT_PATH as the runner sets it',
    ...(cause === undefined ? {} : { cause }),
  });
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined where a step is missing. */
function at(payload: Payload, ...keys: readonly string[]): unknown {
  let value: unknown = payload;
  for (const key of keys) value = isObject(value) ? value[key] : undefined;
  return value;
}

function textAt(payload: Payload, eventName: string, ...keys: readonly [string, ...string[]]): string {
  const value = at(payload, ...keys);
  if (typeof value === 'string' && value !== '') return value;
  throw new PhaseMirrorError('evidence', {
    thing: `The payload of the event ${eventName}`,
    reason: `has no \`${keys.join('.')}\``,
    next: `Run the action on ${SUPPORTED}`,
  });
}

// ---------------------------------------------------------------- events

function eventOf(
  name: string,
  payload: Payload,
  ref: string,
  origin: { readonly serverUrl: string; readonly repository: string; readonly sha: string },
): EventInput {
  switch (name) {
    case 'pull_request':
      return pullRequest(name, payload, ref, origin);
    case 'pull_request_target':
      // The workspace holds the base branch: the change would be judged by not looking at it. Checking the change out
      // in a run that holds secrets is the well-known hole; we do not invite anyone into it.
      throw new PhaseMirrorError('user', {
        thing: 'The event pull_request_target',
        reason: 'runs on the base branch with secrets, so the change is not there to be judged',
        next: 'Run the action on `pull_request`; forks are judged there too, with a read-only token',
      });
    case 'merge_group':
      return {
        kind: 'merge_group',
        baseSha: textAt(payload, name, 'merge_group', 'base_sha'),
        targetBranch: branchOf(textAt(payload, name, 'merge_group', 'base_ref')) ?? '',
        ...origin,
      };
    case 'push':
      return { kind: 'push', before: textAt(payload, name, 'before'), branch: branchOf(ref), ...origin };
    default:
      // A review or a comment on a pull request runs on its merge ref: judged by its own policy it could loosen the rule
      // that judges it, so it is a pull request here whatever the event is called.
      return ref.startsWith('refs/pull/')
        ? pullRequest(name, payload, ref, origin)
        : { kind: 'other', name, branch: branchOf(ref), ...origin };
  }
}

function pullRequest(
  name: string,
  payload: Payload,
  ref: string,
  origin: { readonly serverUrl: string; readonly repository: string; readonly sha: string },
): EventInput {
  const number = at(payload, 'pull_request', 'number');
  const headSha = at(payload, 'pull_request', 'head', 'sha');
  return {
    kind: 'pull_request',
    number: typeof number === 'number' ? number : null,
    targetBranch: textAt(payload, name, 'pull_request', 'base', 'ref'),
    ref,
    ...(typeof headSha === 'string' ? { headSha } : {}),
    ...origin,
  };
}

/**
 * What a recording run is about. Both events run the default branch's workflow file and code.
 * docs.github.com/actions/reference/events-that-trigger-workflows#workflow_run
 */
function triggerOf(name: string, payload: Payload, environment: Environment): RecordTrigger | null {
  const branch = branchOf(environment['GITHUB_REF'] ?? '');
  const text = (...keys: readonly string[]): string => {
    const value = at(payload, ...keys);
    return typeof value === 'string' ? value : '';
  };
  if (name === 'push' && branch !== null) {
    const after = environment['GITHUB_SHA'] ?? '';
    return { kind: 'push', before: text('before'), after, branch, pusherId: idOf(at(payload, 'sender', 'id')) };
  }
  if (name !== 'workflow_run') return null;
  const listed = at(payload, 'workflow_run', 'pull_requests');
  const defaultBranch = defaultBranchOf(payload);
  const pulls = (Array.isArray(listed) ? listed : []).filter(isObject);
  const pull = pulls.find((entry) => at(entry, 'base', 'ref') === defaultBranch) ?? pulls[0];
  return {
    kind: 'workflow_run',
    event: text('workflow_run', 'event'),
    headSha: text('workflow_run', 'head_sha'),
    pullRequest: idOf(pull?.['number']),
    actorId: idOf(at(payload, 'workflow_run', 'actor', 'id')),
    createdAt: instantOf(text('workflow_run', 'created_at')),
  };
}

/** Of an ISO 8601 time; null for anything else. */
function instantOf(text: string): number | null {
  const instant = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

/** `refs/heads/gh-readonly-queue/main/pr-123-<sha>`: the queue names its branches after the pull request. */
function queuedPullRequest(ref: unknown): number | null {
  const number = typeof ref === 'string' ? /\/pr-([1-9]\d{0,9})-[0-9a-f]{7,64}$/.exec(ref)?.[1] : undefined;
  return number === undefined ? null : Number(number);
}

/** A numeric id of GitHub; null for anything else. */
function idOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function defaultBranchOf(payload: Payload): string | null {
  const name = at(payload, 'repository', 'default_branch');
  return typeof name === 'string' && name !== '' ? name : null;
}

/** `refs/heads/main` → `main`; null for tags and pull requests. */
function branchOf(ref: string): string | null {
  const prefix = 'refs/heads/';
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : null;
}

/** https://docs.github.com/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions */
const RESTRICTED_FOR_DEPENDABOT = new Set([
  ...['pull_request', 'pull_request_review', 'pull_request_review_comment', 'push', 'create'],
  ...['deployment', 'deployment_status'],
]);

/**
 * Runs on a pull request from another repository, and runs that Dependabot starts, get a read-only token and no
 * secrets (docs.github.com/actions/reference/events-that-trigger-workflows#pull_request). A `workflow_run` after one of
 * them is trusted, whoever is its actor.
 */
function restrictionOf(
  eventName: string,
  payload: Payload,
  repository: string,
  environment: Environment,
): ActionContext['restricted'] {
  if (isObject(payload['pull_request'])) {
    // null when the fork was deleted meanwhile.
    const head = at(payload, 'pull_request', 'head', 'repo', 'full_name');
    if (typeof head !== 'string' || head.toLowerCase() !== repository.toLowerCase()) return 'fork';
  }
  const byDependabot = environment['GITHUB_ACTOR'] === 'dependabot[bot]' && RESTRICTED_FOR_DEPENDABOT.has(eventName);
  return byDependabot ? 'dependabot' : null;
}

/** A workflow of another repository (a required workflow of the organisation) is no gate that this one could rename. */
function gateOf(workflowRef: string, repository: string, environment: Environment): ActionContext['gate'] {
  const jobId = environment['GITHUB_JOB'] ?? '';
  const action = environment['GITHUB_ACTION_REPOSITORY'] ?? '';
  const prefix = `${repository}/`;
  // The first one: workflows lie in no deeper folder, so `@refs/` cannot be in a path, but a branch may hold it.
  const end = workflowRef.indexOf('@refs/');
  const path = workflowRef.slice(prefix.length, end === -1 ? undefined : end);
  if (!workflowRef.startsWith(prefix) || path === '' || jobId === '') return null;
  return { workflowPath: path, jobId, ...(action === '' ? {} : { action }) };
}
