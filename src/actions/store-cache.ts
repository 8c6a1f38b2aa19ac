/**
 * Carries the SQLite database of a repository from one recording run to the next, in the cache of GitHub Actions
 * (docs/stores.md, "Between workflow runs"). A cache can't be changed, only made: every run saves one of its own, and
 * restores the newest. Best effort: whatever goes wrong is a sentence for people, and the run goes on.
 */
import { basename, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { PhaseMirrorError } from '../errors.js';
import { loadCarriedStore } from '../oracle.js';
import type { ActionContext, Environment } from './context.js';

/** What a call to the cache service led to. */
export interface CacheAnswer {
  /** The cache that was found, restored or saved; null when there is none, or it failed. */
  readonly key: string | null;
  /** Why it failed, as a clause for people; null when nothing did. */
  readonly problem: string | null;
}

/** The cache service. No method throws. */
export interface CacheClient {
  /** Whether this job has one. */
  available(): boolean;
  /** The newest cache of this path whose key starts with `prefix`. */
  find(path: string, prefix: string): Promise<CacheAnswer>;
  /** Writes the cache to `path`. */
  restore(path: string, key: string): Promise<CacheAnswer>;
  /** Makes a cache of the file at `path`, under a key that nobody has used. */
  save(path: string, key: string): Promise<CacheAnswer>;
}

export interface Carried {
  /** Of the database that the run records in. */
  readonly file: string;
  readonly repositoryId: number;
  /** Tells this run from every other one of the repository. */
  readonly run: string;
  /** Milliseconds since 1970-01-01 UTC: what a cache says of a later moment is wrong. */
  readonly clock: () => number;
}

/** Of a database. Some 100,000 events; a repository with more has outgrown a file that every run downloads. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Saves of one run, when others save at the same time. */
const ROUNDS = 3;

/** The file of a run's database, and what makes its caches its own. */
export function carriedOf(
  { runId }: Pick<ActionContext, 'runId'>,
  repositoryId: number,
  file: string,
  environment: Environment,
  clock: () => number = Date.now,
): Carried {
  return { file, repositoryId, run: `${runId || '0'}-${environment['GITHUB_RUN_ATTEMPT'] || '1'}`, clock };
}

export class StoreCache {
  readonly #client: CacheClient;
  readonly #file: string;
  /** Always the same path: it is part of what a cache is found by. */
  readonly #copy: string;
  readonly #prefix: string;
  readonly #run: string;
  readonly #clock: { now(): number };
  /** The cache whose contents the database has, or which was set aside. */
  #seen: string | null = null;
  /** A cache that a later version wrote: an older database must not be saved in front of it. */
  #newer: string | null = null;
  readonly #maxBytes: number;
  #known = false;
  #saved = false;

  /** @param maxBytes of a database that is saved or restored */
  constructor(client: CacheClient, { file, repositoryId, run, clock }: Carried, maxBytes: number = MAX_BYTES) {
    this.#client = client;
    this.#file = file;
    this.#copy = join(`${file}.carried`, basename(file));
    this.#prefix = `phase-mirror-store-v1-${repositoryId}-`;
    this.#run = run;
    this.#clock = { now: clock };
    this.#maxBytes = maxBytes;
  }

  /** After `bring`: the database has what earlier runs knew. Not so: what it lacks may have been there. */
  get known(): boolean {
    return this.#known;
  }

  /** After `keep`: the next run will find it. */
  get saved(): boolean {
    return this.#saved;
  }

  /** Before recording: what earlier runs knew. @returns sentences for people */
  async bring(): Promise<readonly string[]> {
    if (!this.#client.available()) {
      return [
        'This job has no cache service: what earlier runs recorded is not known, and this will not be carried on.',
      ];
    }
    return await honestly(async () => {
      const { key, problem } = await this.#client.find(this.#copy, this.#prefix);
      if (problem !== null) return [`The database in the cache could not be read: ${problem}.`];
      this.#known = key === null;
      if (key === null) return ['There is no database in the cache yet: this run starts one.'];
      const taken = await this.#takeIn(key);
      this.#known = taken.merged;
      return [taken.lost === null ? taken.note : `The database in the cache could not be restored: ${taken.lost}.`];
    });
  }

  /** After recording. @param changed whether anything was written since `bring` @returns sentences for people */
  async keep(changed: boolean): Promise<readonly string[]> {
    if (!changed || !this.#client.available()) return [];
    return await honestly(async () => {
      const notes: string[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        if (!(await this.#catchUp(round, notes)) || !(await this.#save(round, notes))) return notes;
      }
      const { key } = await this.#client.find(this.#copy, this.#prefix);
      if (key !== null && key !== this.#seen) {
        notes.push(`Other runs saved each time this one did. The next run restores ${key}; ${AGAIN}`);
      }
      return notes;
    });
  }

  /**
   * Takes in what others saved in between: a cache that is older than ours is never restored again, and what only it
   * holds would be lost. For the same reason nothing is saved in front of a cache that can't be read today.
   *
   * @returns whether there is something to save
   */
  async #catchUp(round: number, notes: string[]): Promise<boolean> {
    const { key, problem } = await this.#client.find(this.#copy, this.#prefix);
    if (problem !== null) {
      if (round === 1) notes.push(notSaved(`the one in the cache could not be read (${problem})`));
      return false;
    }
    if (key === null) return round === 1;
    if (key !== this.#seen) {
      const { note, lost, merged } = await this.#takeIn(key);
      if (lost !== null) {
        notes.push(notSaved(`the one in the cache could not be restored (${lost})`));
        return false;
      }
      notes.push(note);
      if (merged && !(await (await loadCarriedStore()).lacksAnything(this.#copy, this.#file, this.#clock)))
        return false;
    } else if (round > 1) return false;
    if (this.#newer !== null) notes.push(notSaved(`${this.#newer} is of a later version of Phase Mirror`));
    return this.#newer === null;
  }

  /** @returns whether it was saved */
  async #save(round: number, notes: string[]): Promise<boolean> {
    const { copyStore } = await loadCarriedStore();
    const size = await copyStore(this.#file, this.#copy);
    if (size === null) return false;
    if (size > this.#maxBytes) {
      const much = `${megabytes(size)}, more than ${megabytes(this.#maxBytes)}`;
      notes.push(`The database was not saved to the cache: it has ${much}. Record with \`backend: aws\`.`);
      return false;
    }
    const key = `${this.#prefix}${this.#run}${round === 1 ? '' : `-${round}`}`;
    const { key: saved, problem } = await this.#client.save(this.#copy, key);
    if (saved === null) {
      notes.push(
        `The database could not be saved to the cache (${problem ?? 'no reason was given'}): run this job again, what is recorded twice counts once.`,
      );
      return false;
    }
    this.#seen = key;
    this.#saved = true;
    notes.push(`Saved to the cache as ${key}.`);
    return true;
  }

  /** Restores a cache and merges it; sets aside what can't be merged. `lost`: why it could not even be restored. */
  async #takeIn(
    key: string,
  ): Promise<{ readonly note: string; readonly lost: string | null; readonly merged: boolean }> {
    const { emptyFolder, setAsideStore, takeInStore } = await loadCarriedStore();
    await emptyFolder(this.#copy);
    const restored = await this.#client.restore(this.#copy, key);
    if (restored.key === null) {
      return { note: '', lost: `${key}: ${restored.problem ?? 'it has gone in the meantime'}`, merged: false };
    }
    this.#seen = key;
    const taken = await takeInStore(this.#file, this.#copy, this.#maxBytes, this.#clock);
    if (taken.kind === 'merged') {
      const { eventsAdded: count } = taken.report;
      const note = `Restored from the cache ${key}: ${count} event${count === 1 ? '' : 's'} that this job did not know.`;
      return { note, lost: null, merged: true };
    }
    if (taken.newer) this.#newer = key;
    const place = await setAsideStore(this.#copy, `set-aside-${key}.db`).catch(() => null);
    const where = place === null ? '' : ` Until this job ends it lies in ${place}.`;
    return { note: `The cache ${key} was set aside and is not used: ${taken.why}${where}`, lost: null, merged: false };
  }
}

const AGAIN = 'if it lacks what this one recorded, run this job again: what is recorded twice counts once.';

/** Why nothing is saved: what is saved is restored from then on, instead of what was there. */
function notSaved(why: string): string {
  return `The database was not saved to the cache: ${why}, and would not be restored any more. Run this job again; if that does not help, \`gh cache delete\` removes it.`;
}

/** A disk that is full, a Node without SQLite: recording decides what becomes of the run, and says so itself. */
async function honestly(work: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await work();
  } catch (error) {
    // Node's own errors are of another realm where this runs in a vm context, so `instanceof Error` does not tell.
    if (!isNativeError(error) || !(error instanceof PhaseMirrorError || 'code' in error)) throw error;
    return [`The database in the cache could not be used: ${error.message}`];
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}
