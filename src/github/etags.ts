/**
 * Answers kept with their ETag for the life of the process. A repeated question is asked with `If-None-Match`; a 304
 * costs nothing of the primary rate limit (docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api,
 * "Use conditional requests if appropriate").
 *
 * It pays where one process evaluates more than once. A single evaluation asks no question twice, so it saves nothing
 * there; and nothing is kept between processes, because a store on disk would hold what only the token may see.
 */
import { createHash } from 'node:crypto';
import type { PageLinks } from './answers.js';

export interface Kept {
  readonly etag: string;
  readonly data: unknown;
  readonly links: PageLinks | null;
}

const MAX_ENTRIES = 64;
const MAX_BYTES = 200_000;

/** Holds at most {@link MAX_ENTRIES} answers; the one that was kept first is dropped first. */
export class EtagCache {
  private readonly entries = new Map<string, Kept>();

  get(key: string): Kept | undefined {
    return this.entries.get(key);
  }

  /** Keeps an answer that has an ETag and is not large; an older answer to the same question goes in any case. */
  keep(key: string, etag: unknown, bytes: number, answer: Omit<Kept, 'etag'>): void {
    this.entries.delete(key);
    if (typeof etag !== 'string' || etag === '' || !(bytes <= MAX_BYTES)) return;
    const [first] = this.entries.keys();
    if (first !== undefined && this.entries.size >= MAX_ENTRIES) this.entries.delete(first);
    this.entries.set(key, { etag, ...answer });
  }
}

/** One cache for the process. What a token may see is kept for that token only; the key does not hold the token. */
export const PROCESS_ETAGS = new EtagCache();

/** Names a question of one token: SHA-256 of all that decides the answer. */
export function questionKey(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
