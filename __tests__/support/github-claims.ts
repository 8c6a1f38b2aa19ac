/**
 * The claims of GitHub's OIDC tokens.
 * https://docs.github.com/en/actions/reference/security/oidc#oidc-token-claims
 */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** What a job is, as far as its token says. Everything has a default: a push to main of octo-org/octo-repo. */
export interface JobFacts {
  readonly owner?: string;
  readonly ownerId?: number;
  readonly name?: string;
  readonly repositoryId?: number;
  /** `repo:owner@id/name@id:…`: repositories made, renamed or moved since July 2026. */
  readonly immutable?: boolean;
  readonly event?: string;
  readonly ref?: string;
  readonly environment?: string;
  readonly workflowPath?: string;
  /** The called workflow, `owner/name/path@ref`; by default the workflow itself. */
  readonly jobWorkflowRef?: string;
  readonly actor?: string;
  readonly runId?: number;
}

export type Claims = Readonly<Record<string, string | number>>;

const SHA = 'f1'.repeat(20);

export function githubClaims(job: JobFacts = {}): Claims {
  const { owner = 'octo-org', ownerId = 123456, name = 'octo-repo', repositoryId = 456789, event = 'push' } = job;
  const {
    ref = event === 'pull_request' ? 'refs/pull/7/merge' : 'refs/heads/main',
    environment,
    actor = 'octocat',
  } = job;
  const { workflowPath = '.github/workflows/phase-mirror.yml', runId = 900100 } = job;
  const workflowRef = `${owner}/${name}/${workflowPath}@${ref}`;
  return {
    iss: GITHUB_ISSUER,
    sub: githubSubject(job),
    ref,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    sha: SHA,
    repository: `${owner}/${name}`,
    repository_id: String(repositoryId),
    repository_owner: owner,
    repository_owner_id: String(ownerId),
    repository_visibility: 'private',
    actor,
    actor_id: '583231',
    event_name: event,
    base_ref: event === 'pull_request' ? 'main' : '',
    head_ref: event === 'pull_request' ? 'topic' : '',
    run_id: String(runId),
    run_number: '10',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    workflow: 'Phase Mirror',
    workflow_ref: workflowRef,
    workflow_sha: SHA,
    job_workflow_ref: job.jobWorkflowRef ?? workflowRef,
    job_workflow_sha: SHA,
    ...(environment === undefined ? {} : { environment }),
  };
}

/** An environment is named first, then `pull_request`, then the ref. `:` in a value becomes `%3A`. */
export function githubSubject(job: JobFacts): string {
  const { owner = 'octo-org', ownerId = 123456, name = 'octo-repo', repositoryId = 456789, event = 'push' } = job;
  const repository = job.immutable ? `${owner}@${ownerId}/${name}@${repositoryId}` : `${owner}/${name}`;
  if (job.environment !== undefined) return `repo:${repository}:environment:${job.environment.replaceAll(':', '%3A')}`;
  if (event === 'pull_request') return `repo:${repository}:pull_request`;
  return `repo:${repository}:ref:${(job.ref ?? 'refs/heads/main').replaceAll(':', '%3A')}`;
}
