/** Apart from globs.ts, which every program loads: V8 gathers the classes of Unicode when it reads the source. */
import { hasWildcard } from './globs.js';

/** Fewer than two letters or digits beside the wildcards: such a pattern says nothing about what it is for. */
export function isCatchAll(pattern: string): boolean {
  return hasWildcard(pattern) && (pattern.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < 2;
}
