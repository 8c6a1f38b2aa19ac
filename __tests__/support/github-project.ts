/** A project on GitHub with pull requests: the repository itself, and what GitHub's API says of them. */
import { workflow } from './action-scenario.js';
import type { TestRepo, Workshop } from './git-repo.js';

export const LOGIN = 'mona-lisa-octocat';

export const LINT = '.github/workflows/lint.yml';
/** `lint` is required, and a job reports it. */
export const GOOD = {
  [LINT]: workflow('lint'),
  '.phase-mirror.yml': 'version: 1\nrequired-checks: [lint]\n',
  'a.txt': '1\n',
};
/** The job has another name now: MD-001, high, which blocks. */
export const BAD = { [LINT]: workflow('checkstyle') };

/** A pull request as GitHub's API tells of it. */
export interface Pull {
  readonly number: number;
  readonly author: number;
  headSha: string;
  /** The commit on main that it became. */
  mergeSha?: string;
  readonly fork?: boolean;
  /** Commits that belong to it; its head when absent. */
  readonly commits?: readonly string[];
}

/** main with `base`, and pull requests on it. */
export class Project {
  readonly origin: TestRepo;
  /** The first commit of main, and the second. */
  readonly first: string;
  readonly main: string;

  constructor(
    private readonly workshop: Workshop,
    base: Readonly<Record<string, string>> = GOOD,
  ) {
    this.origin = workshop.repo('origin');
    this.first = this.origin.commitFiles(base);
    this.main = this.origin.commitFiles({ 'README.md': 'App\n' });
    this.origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  }

  /** Opens a pull request from the branch `pr<number>`, or puts a commit on top of it. */
  change(number: number, author: number, files: Readonly<Record<string, string | null>>, fork = false): Pull {
    const branch = `pr${number}`;
    const known = this.origin.git('branch', '--list', branch) !== '';
    this.origin.git('checkout', '--quiet', ...(known ? [branch] : ['-b', branch, 'main']));
    const headSha = this.origin.commitFiles({ ...files, 'n.txt': `${number}\n` });
    this.origin.git('checkout', '--quiet', 'main');
    return { number, author, headSha, fork };
  }

  /** What actions/checkout leaves on the run of a pull request: the merge that GitHub made. */
  merged({ number, headSha }: Pull): TestRepo {
    this.origin.git('checkout', '--quiet', '--detach', 'main');
    this.origin.git('merge', '--quiet', '--no-ff', '-m', 'Merge the change', headSha);
    const ref = `refs/pull/${number}/merge`;
    this.origin.git('update-ref', ref, this.origin.git('rev-parse', 'HEAD'));
    this.origin.git('checkout', '--quiet', 'main');
    return this.workshop.checkout(this.origin, ref, 0);
  }

  /** The default branch, with every other one in the clone. */
  checkout(depth = 0): TestRepo {
    return this.workshop.checkout(this.origin, 'refs/heads/main', depth);
  }
}

/** Answers about pull requests and protection, for `IssuesServer.intercept`; undefined: somebody else's question. */
export function answerOf(
  path: string,
  pulls: ReadonlyMap<number, Pull>,
): { status: number; body?: unknown } | undefined {
  const ok = (body: unknown) => ({ status: 200, body });
  const ofCommit = /^\/commits\/([0-9a-f]+)\/pulls$/.exec(path)?.[1];
  if (ofCommit !== undefined) {
    return ok([...pulls.values()].filter((pull) => (pull.commits ?? [pull.headSha]).includes(ofCommit)).map(shapeOf));
  }
  const [one, number, commits] = /^\/pulls\/(\d+)(\/commits)?$/.exec(path) ?? [];
  if (one !== undefined) {
    const pull = pulls.get(Number(number));
    if (pull === undefined) return { status: 404 };
    return ok(commits === undefined ? shapeOf(pull) : [{ author: { id: pull.author }, committer: { id: 71_000_097 } }]);
  }
  if (path.startsWith('/rules/')) return ok([]);
  if (path.startsWith('/branches/')) return ok({ name: 'main', protected: false, protection: { enabled: false } });
  return undefined;
}

function shapeOf({ number, author, headSha, mergeSha, fork = false }: Pull) {
  return {
    number,
    state: mergeSha === undefined ? 'open' : 'closed',
    user: { id: author, login: LOGIN, type: 'User' },
    head: { sha: headSha, repo: { id: fork ? 43 : 42 } },
    base: { ref: 'main', repo: { id: 42 } },
    merge_commit_sha: mergeSha ?? null,
  };
}
