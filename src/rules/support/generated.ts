/** Files that say at their top that a program writes them: what is wrong has to be mended where they come from. */
import type { TrackedPaths } from './tracked-paths.js';

/** Lines of the header that are read. */
const MAX_HEADER = 30;
const MAX_WORDS = 500;

const GENERATED =
  /\bauto-?(?:matically)? ?generated\b|\bautomatically (?:created|maintained|updated|written)\b|\bgenerated (?:by|from|file|using|with)\b|\b(?:do not|don't) (?:manually |hand-?)?(?:edit|modify|change|amend)\b|\bmanaged by\b/i;

export type Origin =
  | { readonly kind: 'written' }
  /** `generator`: a script of this repository that the header names; null: it comes from elsewhere. */
  | { readonly kind: 'generated'; readonly generator: string | null };

/** Whether a program wrote the file, by the comment it starts with. */
export function originOf(lines: readonly string[], tracked: TrackedPaths): Origin {
  const header: string[] = [];
  for (const line of lines.slice(0, MAX_HEADER)) {
    const text = line.trim();
    if (text !== '' && !text.startsWith('#')) break;
    header.push(text.slice(0, 300));
  }
  const text = header.join('\n');
  if (!GENERATED.test(text)) return { kind: 'written' };
  for (const word of text.split(/[\s"'`()<>,;]+/).slice(0, MAX_WORDS)) {
    const script = scriptIn(word, tracked);
    if (script !== null) return { kind: 'generated', generator: script };
  }
  return { kind: 'generated', generator: null };
}

/** `scripts/make.sh`, or the end of an address: `https://github.com/o/r/blob/main/scripts/make.sh`. */
function scriptIn(word: string, tracked: TrackedPaths): string | null {
  if (!/\.(?:sh|bash|py|rb|pl|js|mjs|cjs|ts|mts|go|kts|ps1|php|tf|tmpl|j2|jsonnet)[.:]?$/.test(word)) return null;
  const parts = word.replace(/[.:]$/, '').split('/');
  for (let start = 0; start < parts.length; start += 1) {
    const path = parts.slice(start).join('/');
    if (path !== '' && tracked.has(path)) return path;
  }
  return null;
}
