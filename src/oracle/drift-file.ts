/**
 * The accepted state as a signed file of the repository. A check reads it from the commit of the default branch, so
 * that it is what was reviewed and merged; an acceptance writes it into the work tree, for a pull request.
 */
import { lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { joinLines, spreadLines } from '../drift/lines.js';
import { PhaseMirrorError } from '../errors.js';
import { splitNames } from '../repository/git-names.js';
import { StoreError } from '../stores/errors.js';
import { MAX_DOCUMENT_BYTES } from '../stores/ports.js';
import { committedFile, readCommitted } from './committed-files.js';
import type { BackendVersion, DriftBackend, StoredBaseline } from './drift-backend.js';
import type { Place } from './drift-place.js';

/** Below the top of the repository. Not governed itself: an acceptance is no drift. */
export const BASELINE_FILE = '.github/phase-mirror-baseline.json';

/** Versions in the history that are looked through for the highest sequence. */
const MAX_VERSIONS = 50;
const FILE_MODE = 0o644;

interface HistoryCommit {
  readonly commit: string;
  readonly parents: readonly string[];
}

export class FileBackend implements DriftBackend {
  readonly env = 'local';
  readonly aws = null;
  readonly description: string;
  readonly #file: string;
  #history: Promise<readonly HistoryCommit[]> | null = null;

  constructor(private readonly place: Place) {
    this.#file = join(place.git.top, BASELINE_FILE);
    this.description = `the file ${BASELINE_FILE} of ${place.trustedName}`;
  }

  async load(): Promise<StoredBaseline | null> {
    const { git, trusted } = this.place;
    // Whoever reads it asks for its history next.
    void this.#commits().catch(() => undefined);
    const bytes = await readCommitted(git, trusted, BASELINE_FILE, MAX_DOCUMENT_BYTES);
    if (bytes === null) {
      if (await this.#wasThere()) throw this.#error('DELETED', `was deleted from ${this.place.trustedName}`);
      if (git.isShallow) throw historyCutOff();
      return null;
    }
    const text = textOf(bytes);
    return { text, tag: text };
  }

  /** All that the history holds: what was signed once has to stay signed, so every version counts. */
  async earlier() {
    const { git } = this.place;
    const commits = await this.#commits();
    const texts: string[] = [];
    const versions = commits.slice(0, MAX_VERSIONS).map(async ({ commit }) => {
      return { commit, found: await committedFile(git, commit, BASELINE_FILE, MAX_DOCUMENT_BYTES) };
    });
    for (const { commit, found } of await Promise.all(versions)) {
      if (found.kind === 'bytes') texts.push(textOf(found.bytes));
      if (found.kind === 'missing') throw this.#unreadable(commit);
      // A link, and what is larger than a document may be, was never one.
    }
    const gap = git.isShallow
      ? 'The history of this clone is cut off, so an older baseline that was put back might not be noticed. Check out with fetch-depth: 0.'
      : commits.length > MAX_VERSIONS
        ? `Of ${commits.length} earlier versions the newest ${MAX_VERSIONS} were looked through for a higher sequence.`
        : null;
    const inHistory = new Set(commits.flatMap(({ commit, parents }) => [commit, ...parents]));
    return { texts, gap, lost: 0, inHistory };
  }

  async versions(): Promise<readonly BackendVersion[]> {
    const commits = await this.#commits();
    return commits.map(({ commit }) => ({ version: commit, writtenAt: null, deleted: false }));
  }

  async damaged(): Promise<null> {
    return null;
  }

  async loadVersion(version: string): Promise<string> {
    if (!(await this.#commits()).some(({ commit }) => commit === version)) throw noVersion(version);
    const bytes = await readCommitted(this.place.git, version, BASELINE_FILE, MAX_DOCUMENT_BYTES);
    if (bytes === null) throw noVersion(version);
    return textOf(bytes);
  }

  async write(text: string, tag: string | null): Promise<void> {
    const lock = `${this.#file}.lock`;
    await this.#checkFolder();
    const handle = await open(lock, 'wx', FILE_MODE).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') throw this.#error('CONFLICT', `is being written by somebody else (${lock})`);
      throw this.#unwritable(cause);
    });
    try {
      const found = await this.winner();
      if (found !== tag) throw this.#error('CONFLICT', 'in the work tree is not the one that was to be replaced');
      await handle.writeFile(spreadLines(text));
      await handle.close();
      await rename(lock, this.#file);
    } catch (error) {
      await handle.close().catch(() => undefined);
      await rm(lock, { force: true });
      if (error instanceof PhaseMirrorError) throw error;
      throw this.#unwritable(error as NodeJS.ErrnoException);
    }
  }

  /** What lies in the work tree, committed or not; null for nothing. */
  async winner(): Promise<string | null> {
    const stat = await lstat(this.#file).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null;
      throw this.#unwritable(cause);
    });
    if (stat === null) return null;
    if (!stat.isFile() || stat.size > 2 * MAX_DOCUMENT_BYTES) throw this.#error('CORRUPT', 'is not a plain file');
    return textOf(await readFile(this.#file));
  }

  async close(): Promise<void> {}

  /**
   * Newest first: commits that changed the file, as far as the history of this clone goes. On every side of a merge:
   * git log leaves out a side that the merge did not take, and that is where a higher sequence or a deletion hides
   * (git-log(1), "History Simplification").
   */
  #commits(): Promise<readonly HistoryCommit[]> {
    this.#history ??= this.#readHistory();
    return this.#history;
  }

  async #readHistory(): Promise<readonly HistoryCommit[]> {
    const { git, trusted } = this.place;
    const args = [
      'log',
      '-z',
      '--format=%H %P',
      '--full-history',
      '--no-show-signature',
      `--max-count=${MAX_VERSIONS + 2}`,
    ];
    return splitNames((await git.run([...args, trusted, '--', BASELINE_FILE])).stdout).map((line) => {
      const [commit = '', ...parents] = line.split(' ').filter((id) => id !== '');
      return { commit, parents };
    });
  }

  async #wasThere(): Promise<boolean> {
    return (await this.#commits()).length > 0;
  }

  /** A folder that is a link would lead the writing out of the repository. */
  async #checkFolder(): Promise<void> {
    const folder = dirname(this.#file);
    try {
      await mkdir(folder, { recursive: true });
      if ((await lstat(folder)).isDirectory()) return;
    } catch (cause) {
      throw this.#unwritable(cause as NodeJS.ErrnoException);
    }
    throw this.#error('CORRUPT', 'lies behind a link');
  }

  #error(code: 'CONFLICT' | 'CORRUPT' | 'DELETED', reason: string): StoreError {
    return new StoreError({ operation: 'the baseline', code, reason, ids: { file: BASELINE_FILE } });
  }

  #unreadable(commit: string): PhaseMirrorError {
    return new PhaseMirrorError('evidence', {
      thing: BASELINE_FILE,
      reason: `of ${commit.slice(0, 12)} cannot be read`,
      next: 'Check out without `filter`, or check the clone with git fsck',
      position: { path: BASELINE_FILE },
    });
  }

  #unwritable(cause: NodeJS.ErrnoException): PhaseMirrorError {
    return new PhaseMirrorError('user', {
      thing: BASELINE_FILE,
      reason: `cannot be written (${cause.code ?? 'unknown error'})`,
      next: 'Make its folder writable',
      cause,
    });
  }
}

function historyCutOff(): PhaseMirrorError {
  return new PhaseMirrorError('evidence', {
    thing: BASELINE_FILE,
    reason: 'is not there, and the history of this clone is cut off: fetch-depth: 0 is needed to tell whether it was',
    next: 'Check out with `fetch-depth: 0`, or run: git fetch --unshallow',
    position: { path: BASELINE_FILE },
  });
}

/** Of any backend. */
export function noVersion(version: string): StoreError {
  return new StoreError({
    operation: 'the baseline',
    code: 'NOT_FOUND',
    reason: `has no version ${JSON.stringify(version.slice(0, 80))}`,
    next: 'List them: phase-mirror drift show',
  });
}

function textOf(bytes: Uint8Array): string {
  return joinLines(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}
