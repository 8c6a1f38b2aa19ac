/** What GitHub shows beside the lines that drifted: worst first, at most ten of a kind. */
import { type Annotation, annotation, folded } from '../report/annotations.js';
import { inlineText } from '../report/escape.js';
import type { Severity } from '../rules/types.js';
import { blocksOf } from './render-blocks.js';
import type { Drift, Place } from './types.js';

const KINDS: Readonly<Record<Severity, Annotation['kind']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};

/** One for each thing to look at, at the line of its worst change. */
export function driftAnnotations(drift: Drift): Annotation[] {
  const all = blocksOf(drift).map(({ severity, title, places, items, by }) =>
    annotation(
      KINDS[severity],
      `Drift: ${title}`,
      [
        ...items.map((item) => `${item.severity}: ${inlineText(item.sentence)} (${inlineText(item.line)})`),
        ...places.slice(0, 5).map((place) => inlineText(place)),
        ...(by === '' ? [] : [`By ${inlineText(by)}`]),
        'Accept it if it is right, or put it back (docs/drift.md).',
      ],
      lineOf(drift, title),
    ),
  );
  return (['error', 'warning', 'notice'] as const).flatMap((kind) =>
    folded(
      kind,
      all.filter((one) => one.kind === kind),
    ),
  );
}

/** Where in a file of now a block is; undefined for what is gone, and for what only GitHub says. */
function lineOf(drift: Drift, title: string): { path: string; line: number; endLine: number } | undefined {
  const facts = [...drift.files.flatMap((file) => file.facts), ...drift.others];
  const place = facts.find(({ sentence }) => sentence === title)?.place ?? worstPlaceOf(drift, title);
  if (place === undefined || place.path === '' || place.gone) return undefined;
  return { path: place.path, line: place.line, endLine: place.line };
}

/** Of a file that is told with several changes. */
function worstPlaceOf(drift: Drift, title: string): Place | undefined {
  const file = drift.files.find(({ path, sentence }) => title.startsWith(`\`${path}\``) && title.endsWith(sentence));
  if (file === undefined || file.kind === 'removed') return undefined;
  return (
    file.facts.find(({ place }) => place.path === file.path && !place.gone)?.place ?? {
      path: file.path,
      line: 1,
      gone: false,
    }
  );
}
