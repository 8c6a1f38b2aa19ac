/** Temporary git repositories for tests. Everything lies below one folder of the system's temporary folder. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const IDENTITY = [
  ...['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', '-c', 'commit.gpgSign=false'],
  ...['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', '-c', 'advice.detachedHead=false'],
];

/** The environment git gets in tests: no configuration of the person who runs them, and a fixed time. */
export const TEST_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

/** One repository with a work tree. */
export class TestRepo {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Run git here and return what it prints, trimmed. Throws when it fails. */
  git(...args: string[]): string {
    const output = execFileSync('git', [...IDENTITY, ...args], {
      cwd: this.dir,
      env: TEST_ENVIRONMENT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return output.trim();
  }

  /** Write a file, with its folders. */
  write(path: string, content: string | Uint8Array): void {
    const file = join(this.dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Make a symbolic link. */
  link(path: string, target: string): void {
    const file = join(this.dir, path);
    mkdirSync(dirname(file), { recursive: true });
    symlinkSync(target, file);
  }

  remove(path: string): void {
    rmSync(join(this.dir, path), { recursive: true });
  }

  move(from: string, to: string): void {
    mkdirSync(dirname(join(this.dir, to)), { recursive: true });
    renameSync(join(this.dir, from), join(this.dir, to));
  }

  /** Commit everything that is on disk; returns the object id. */
  commit(message = 'change'): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Write files and commit them; null removes a path. */
  commitFiles(files: Readonly<Record<string, string | Uint8Array | null>>, message = 'change'): string {
    for (const [path, content] of Object.entries(files)) {
      if (content === null) this.remove(path);
      else this.write(path, content);
    }
    return this.commit(message);
  }
}

/** A folder that is removed by {@link Workshop.clean}, and the repositories in it. */
export class Workshop {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'phase-mirror-test-')));
  #count = 0;

  /** A new folder without git. */
  folder(name = 'folder'): string {
    this.#count += 1;
    const dir = join(this.root, `${this.#count}-${name}`);
    mkdirSync(dir);
    return dir;
  }

  /** A new, empty repository on branch `main`. */
  repo(name = 'repo'): TestRepo {
    const repo = new TestRepo(this.folder(name));
    repo.git('init', '--quiet');
    return repo;
  }

  /** `git clone` of another repository over `file://`, so that depth is honoured. */
  clone(source: TestRepo, ...args: string[]): TestRepo {
    const dir = this.folder('clone');
    source.git('clone', '--quiet', ...args, `file://${source.dir}`, dir);
    return new TestRepo(dir);
  }

  /** What actions/checkout leaves behind: one ref fetched to the given depth (0: all branches), HEAD detached. */
  checkout(source: TestRepo, ref: string, depth = 1): TestRepo {
    const repo = this.repo('checkout');
    repo.git('remote', 'add', 'origin', `file://${source.dir}`);
    if (depth === 0)
      repo.git('fetch', '--quiet', 'origin', '+refs/heads/*:refs/remotes/origin/*', `+${ref}:refs/pm/head`);
    else repo.git('fetch', '--quiet', '--no-tags', `--depth=${depth}`, 'origin', `+${ref}:refs/pm/head`);
    repo.git('checkout', '--quiet', '--detach', 'refs/pm/head');
    return repo;
  }

  clean(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
