/** Asks the server which commit the default branch is at. Loaded by runs of a workflow alone. */
import { PhaseMirrorError } from '../errors.js';
import type { Git } from '../repository/git.js';
import { remoteOf } from '../repository/git-fetch.js';
import { NO_TIP, type Tip } from './drift-tip.js';
import type { DriftRequest, DriftRun } from './drift-types.js';

const ASK_MS = 20_000;
const PROTOCOLS = 'https:http:ssh:file';

/** Never throws for what the server or the network does: of a re-run that is `stale`, of a first attempt a note. */
export async function tipOf(
  git: Git,
  request: Pick<DriftRequest, 'token' | 'repository' | 'apiUrl'>,
  run: Pick<DriftRun, 'sha' | 'attempt'>,
  branch: string,
): Promise<Tip> {
  const { commit, why } = request.token === undefined ? await fromRemote(git, branch) : await fromApi(request, branch);
  if (commit === run.sha) return NO_TIP;
  if (commit !== null) {
    const [here, there] = [run.sha, commit].map((one) => one.slice(0, 12));
    return { stale: `this run is about ${here}, and ${branch} is at ${there} by now`, note: null };
  }
  const unknown = `whether ${run.sha.slice(0, 12)} is still the tip of ${branch} could not be found out (${why})`;
  return run.attempt > 1
    ? { stale: `this is a re-run, and ${unknown}`, note: null }
    : { stale: null, note: `${unknown[0]?.toUpperCase()}${unknown.slice(1)}.` };
}

interface Asked {
  readonly commit: string | null;
  readonly why: string;
}

/** docs.github.com/rest/git/refs#get-a-reference */
async function fromApi(
  { token = '', repository = '', apiUrl }: Pick<DriftRequest, 'token' | 'repository' | 'apiUrl'>,
  branch: string,
): Promise<Asked> {
  const [{ createClient }, { ownerAndName }, { wordsOf }] = await Promise.all([
    import('../github/client.js'),
    import('../github/shapes.js'),
    import('../github/failures.js'),
  ]);
  const [owner, repo] = ownerAndName(repository);
  const client = await createClient({ token, apiUrl: apiUrl ?? 'https://api.github.com' });
  const answer = await client.get('/repos/{owner}/{repo}/git/ref/{ref}', { owner, repo, ref: `heads/${branch}` });
  if (!answer.ok) {
    const { detail } = wordsOf(answer.failure, {
      repository,
      missing: `the branch ${branch} is not visible to the token`,
      permission: 'contents: read',
      grant: 'give it to `github-token`',
    });
    return { commit: null, why: detail };
  }
  const { object } = (answer.data ?? {}) as { readonly object?: { readonly sha?: unknown } | null };
  const sha = object?.sha;
  return typeof sha === 'string' && isCommit(sha)
    ? { commit: sha, why: '' }
    : { commit: null, why: 'GitHub answered something else than a reference' };
}

async function fromRemote(git: Git, branch: string): Promise<Asked> {
  const ref = `refs/heads/${branch}`;
  const remote = await remoteOf(git, {});
  if (!remote.ok) return { commit: null, why: remote.why };
  const { url, config } = remote.value;
  const signal = AbortSignal.timeout(ASK_MS);
  try {
    const args = ['ls-remote', '--quiet', '--refs', '--', url, ref];
    const { stdout } = await git.run(args, { config, protocols: PROTOCOLS, signal, maxBytes: 1_000_000 });
    // The last components of a name match too: refs/heads/x/refs/heads/main.
    const line = stdout
      .toString('latin1')
      .split('\n')
      .find((one) => one.slice(one.indexOf('\t') + 1) === Buffer.from(ref).toString('latin1'));
    const commit = line?.slice(0, line.indexOf('\t')) ?? '';
    return isCommit(commit) ? { commit, why: '' } : { commit: null, why: `origin has no ${branch}` };
  } catch (error) {
    if (error instanceof PhaseMirrorError && error.kind !== 'bug')
      return { commit: null, why: 'origin did not answer' };
    throw error;
  }
}

function isCommit(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
