/**
 * The cache service of GitHub Actions, through `@actions/cache`. Loaded by runs that record in SQLite alone: it brings
 * the SDK of a storage service with it.
 */
import { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache';
import { clip } from '../report/escape.js';
import type { CacheAnswer, CacheClient } from './store-cache.js';

/** Of a reason: the rest is in the debug log. */
const MAX_REASON = 300;

/** Reads where the service is from the environment of the process, as the toolkit does. */
export const toolkitCache: CacheClient = {
  available: isFeatureAvailable,
  find: (path, prefix) => heard(() => restoreCache([path], prefix, [prefix], { lookupOnly: true })),
  restore: (path, key) => heard(() => restoreCache([path], key)),
  save: (path, key) => heard(async () => ((await saveCache([path], key)) === -1 ? undefined : key)),
};

/**
 * The toolkit throws for a wrong path or key only. Every other failure looks like "there is no such cache", and what
 * happened is said on stdout, as a warning, an error or a line. That is where it is read from: the run then says it in
 * its own words, once, and as no annotation. Everything else is passed on, masks included.
 */
async function heard(call: () => Promise<string | undefined>): Promise<CacheAnswer> {
  const problems: string[] = [];
  const { stdout } = process;
  const write = stdout.write;
  stdout.write = ((chunk: string | Uint8Array, ...rest: never[]): boolean => {
    const problem = typeof chunk === 'string' ? problemIn(chunk) : null;
    if (problem === null) return write.call(stdout, chunk as string, ...rest);
    problems.push(problem);
    return true;
  }) as typeof write;
  try {
    const key = (await call()) ?? null;
    return { key, problem: problems[0] ?? null };
  } catch (error) {
    return { key: null, problem: reasonOf(error instanceof Error ? error.message : String(error)) };
  } finally {
    stdout.write = write;
  }
}

/** What one write of the toolkit says went wrong; null for anything else. */
function problemIn(text: string): string | null {
  const command = /^::(?:warning|error)(?: [^:]*)?::(.*)$/m.exec(text)?.[1];
  if (command !== undefined) {
    return reasonOf(command.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'));
  }
  return text.startsWith('Failed to ') ? reasonOf(text) : null;
}

/** One line. The query of an address goes: it may hold the signature that opens a storage. */
function reasonOf(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  const bare = line.replace(/^Failed to (?:restore|save): /, '').replace(/\?\S*/g, '');
  return clip(bare.replace(/\.$/, ''), MAX_REASON);
}
