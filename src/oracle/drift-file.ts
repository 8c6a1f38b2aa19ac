/**
 * The accepted state as a signed file of the repository. A check reads it from the commit of the default branch, so
 * that it is what was reviewed and merged; an acceptance writes it into the work tree, for a pull request.
 */
import { join } from 'node:path';
import { splitNames } from '../repository/git-names.js';
import { MAX_DOCUMENT_BYTES } from '../stores/ports.js';
import { documentOf } from './baseline-file.js';
import { BASELINE_FILE } from './baseline-path.js';
import { committedFile, readCommitted } from './committed-files.js';
import type { BackendVersion, DriftBackend, StoredBaseline } from './drift-backend.js';
import type { Place } from './drift-place.js';

/** Versions in the history that are looked through for the highest sequence. */
const MAX_VERSIONS = 50;

/** Words for when something is wrong: a check that finds all well does not load them. */
const refusals = () => import('./drift-file-refusals.js');

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
  /** What `load` found: the history of the file holds it too. */
  #newest: { readonly bytes: Uint8Array; readonly text: string } | null = null;

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
      if (await this.#wasThere()) {
        throw (await refusals()).fileError('DELETED', `was deleted from ${this.place.trustedName}`);
      }
      if (git.isShallow) throw (await refusals()).historyCutOff();
      return null;
    }
    const text = documentOf(bytes);
    this.#newest = { bytes, text };
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
      if (found.kind === 'bytes') texts.push(this.#textOf(found.bytes));
      if (found.kind === 'missing') throw (await refusals()).unreadable(commit);
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

  #textOf(bytes: Uint8Array): string {
    const newest = this.#newest;
    return newest !== null && Buffer.compare(bytes, newest.bytes) === 0 ? newest.text : documentOf(bytes);
  }

  async versions(): Promise<readonly BackendVersion[]> {
    const commits = await this.#commits();
    return commits.map(({ commit }) => ({ version: commit, writtenAt: null, deleted: false }));
  }

  async damaged(): Promise<null> {
    return null;
  }

  async loadVersion(version: string): Promise<string> {
    if (!(await this.#commits()).some(({ commit }) => commit === version)) throw (await refusals()).noVersion(version);
    const bytes = await readCommitted(this.place.git, version, BASELINE_FILE, MAX_DOCUMENT_BYTES);
    if (bytes === null) throw (await refusals()).noVersion(version);
    return documentOf(bytes);
  }

  async write(text: string, tag: string | null): Promise<void> {
    await (await import('./drift-file-write.js')).writeBaseline(this.#file, text, tag);
  }

  async winner(): Promise<string | null> {
    return await (await import('./drift-file-write.js')).fileInWorkTree(this.#file);
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
    const most = `--max-count=${MAX_VERSIONS + 2}`;
    const args = ['log', '-z', '--format=%H %P', '--full-history', '--no-show-signature', most];
    return splitNames((await git.run([...args, trusted, '--', BASELINE_FILE])).stdout).map((line) => {
      const [commit = '', ...parents] = line.split(' ').filter((id) => id !== '');
      return { commit, parents };
    });
  }

  async #wasThere(): Promise<boolean> {
    return (await this.#commits()).length > 0;
  }
}
