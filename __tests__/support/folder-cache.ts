/** The cache service as a folder: what a workflow run saves, the next one finds. */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CacheAnswer, CacheClient } from '../../src/actions/store-cache.js';

export interface FolderCache extends CacheClient {
  /** From now on every question fails so; null: none does. */
  fail(problem: string | null): void;
  /** The same of saving alone. */
  failSaving(problem: string | null): void;
}

export function folderCache(folder: string): FolderCache {
  let problem: string | null = null;
  let full: string | null = null;
  let order: string[] = [];
  const guarded = async (work: () => Promise<string | null>): Promise<CacheAnswer> =>
    problem === null ? { key: await work(), problem: null } : { key: null, problem };
  return {
    fail: (next) => {
      problem = next;
    },
    failSaving: (next) => {
      full = next;
    },
    available: () => true,
    find: (_path, prefix) => guarded(async () => order.find((key) => key.startsWith(prefix)) ?? null),
    restore: (path, key) =>
      guarded(async () => {
        if (!(await readdir(folder)).includes(key)) return null;
        await mkdir(dirname(path), { recursive: true });
        await copyFile(join(folder, key), path);
        return key;
      }),
    save: async (path, key) => {
      if (full !== null) return { key: null, problem: full };
      return await guarded(async () => {
        await copyFile(path, join(folder, key));
        order = [key, ...order];
        return key;
      });
    },
  };
}
