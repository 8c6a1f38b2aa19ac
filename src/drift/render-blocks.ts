/** What moved, as both surfaces show it: in the same order and the same words. Text here is not escaped yet. */
import { SEVERITIES, type Severity } from '../rules/types.js';
import { codePath } from './changes/words.js';
import { SHOWN } from './render-sentences.js';
import { type Drift, FACT_KINDS, type FactChange, type FileChange, type Place } from './types.js';

/** One thing to look at: a file with what changed in it, or a change and all its places. */
export interface DriftBlock {
  readonly severity: Severity;
  /** What it is about, each once: headings of docs/drift.md. `file`: no fact says what it means. */
  readonly kinds: readonly DriftKind[];
  readonly title: string;
  /** `path:line`, `path:line (before)` for what is gone; empty: the title says it, or GitHub does. */
  readonly places: readonly string[];
  /** The same, to link to; line 0: the file itself. */
  readonly at: readonly Place[];
  /** Mode and digest of each file that it is about. */
  readonly states: readonly string[];
  /** Who changed the file last; '' where nobody knows. */
  readonly by: string;
  readonly items: readonly {
    readonly severity: Severity;
    readonly sentence: string;
    readonly line: string;
    readonly at: Place;
  }[];
}

export const DRIFT_KINDS = [...FACT_KINDS, 'unreadable', 'file'] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

const AUTHORS_SHOWN = 3;
/** A change that so many files share is told once. */
const SHARED = 3;

/** Worst first. Every change of the drift is in exactly one block. */
export function blocksOf(drift: Drift): DriftBlock[] {
  const files = new Map<string, Set<string>>();
  for (const file of drift.files) {
    for (const { sentence } of file.facts) files.set(sentence, (files.get(sentence) ?? new Set()).add(file.path));
  }
  const isShared = ({ sentence }: FactChange): boolean => (files.get(sentence)?.size ?? 0) >= SHARED;
  const shared = new Map<
    string,
    { severity: Severity; kinds: FactChange['kind'][]; places: string[]; at: Place[] } & {
      states: string[];
      by: string[];
      content: boolean;
    }
  >();
  const blocks: DriftBlock[] = [];
  for (const file of drift.files) {
    for (const fact of file.facts.filter(isShared)) {
      const block = shared.get(fact.sentence) ?? {
        ...{ severity: fact.severity, kinds: [fact.kind], places: [], at: [], states: [], by: [], content: false },
      };
      block.places.push(placeText(fact));
      block.at.push(fact.place);
      block.states.push(file.state);
      block.by.push(authorOf(file));
      if (file.content) {
        block.content = true;
        block.severity = worse(block.severity, 'medium');
      }
      shared.set(fact.sentence, block);
    }
    const own = file.facts.filter((fact) => !isShared(fact));
    // All that is known of it was told with others.
    if (file.kind === 'modified' && own.length === 0 && file.facts.length > 0) continue;
    blocks.push(fileBlock(file, own));
  }
  for (const [sentence, { by, content, ...block }] of shared) {
    const title = content ? `${sentence}, and the content of these files changed` : sentence;
    blocks.push({ title, ...block, by: authors(by), items: [] });
  }
  for (const fact of drift.others) {
    const place = placeText(fact);
    blocks.push({
      severity: fact.severity,
      kinds: [fact.kind],
      title: fact.sentence,
      places: place === '' ? [] : [place],
      at: place === '' ? [] : [fact.place],
      states: [],
      by: '',
      items: [],
    });
  }
  return blocks.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function fileBlock(file: FileChange, own: readonly FactChange[]): DriftBlock {
  const by = authorOf(file);
  const [only] = own;
  if (file.kind === 'modified' && own.length === 1 && only !== undefined) {
    return {
      severity: file.content ? worse(only.severity, 'medium') : only.severity,
      kinds: [only.kind],
      title: file.content ? `${only.sentence}, and the file's content changed` : only.sentence,
      places: [placeText(only)],
      at: [only.place],
      states: [file.state],
      by,
      items: [],
    };
  }
  return {
    severity: file.severity,
    kinds: own.length === 0 ? ['file'] : [...new Set(own.map(({ kind }) => kind))],
    title: `${codePath(file.path)} ${file.sentence}`,
    places: [],
    at: [{ path: file.path, line: 0, gone: file.kind === 'removed' }],
    states: [file.state],
    by,
    items: own.map(({ severity, sentence, place }) => ({
      severity,
      sentence,
      line: `${place.path === file.path || place.path === file.from ? '' : place.path}:${place.line}${place.gone ? ' before' : ''}`,
      at: place,
    })),
  };
}

function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b) ? a : b;
}

function placeText({ place: { path, line, gone } }: FactChange): string {
  return path === '' ? '' : `${path}:${line}${gone ? ' (before)' : ''}`;
}

/**
 * `file last changed by Ada in 08c6903cd8c0 (2026-01-02), 3 commits since the acceptance`: which of them brought in what
 * is told, nobody looked at.
 */
function authorOf({ change, uncommitted }: FileChange): string {
  if (uncommitted) return 'not committed';
  if (change === null) return '';
  const { author, commit, date, commits = 1 } = change;
  const more = commits > 1 ? `, ${commits} commits since the acceptance` : '';
  return `file last changed by ${author} in ${commit.slice(0, SHOWN)} (${date.slice(0, 10)})${more}`;
}

function authors(all: readonly string[]): string {
  const names = [...new Set(all.filter((name) => name !== ''))].sort();
  const more = names.length - AUTHORS_SHOWN;
  return `${names.slice(0, AUTHORS_SHOWN).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
