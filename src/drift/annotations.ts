/** What GitHub shows beside the lines that drifted: worst first, at most ten of a kind. */
import { type Annotation, annotation, folded } from '../report/annotations.js';
import { inlineText } from '../report/escape.js';
import type { Severity } from '../rules/types.js';
import { blocksOf, type DriftBlock } from './render-blocks.js';
import type { Drift } from './types.js';

const KINDS: Readonly<Record<Severity, Annotation['kind']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};

/** One for each thing to look at, at the line of its worst change. */
export function driftAnnotations(drift: Drift): Annotation[] {
  const all = blocksOf(drift).map((block) => {
    const { severity, title, places, items, by } = block;
    return annotation(
      KINDS[severity],
      `Drift: ${title}`,
      [
        ...items.map((item) => `${item.severity}: ${inlineText(item.sentence)} (${inlineText(item.line)})`),
        ...places.slice(0, 5).map((place) => inlineText(place)),
        ...(by === '' ? [] : [inlineText(by)]),
        'Accept it if it is right, or put it back (docs/drift.md).',
      ],
      lineOf(block),
    );
  });
  return (['error', 'warning', 'notice'] as const).flatMap((kind) =>
    folded(
      kind,
      all.filter((one) => one.kind === kind),
    ),
  );
}

/** Where in a file of now a block is; undefined for what is gone, and for what only GitHub says. */
function lineOf({ at, items }: DriftBlock): { path: string; line: number; endLine: number } | undefined {
  const place = [...at, ...items.map((item) => item.at)].find(({ path, gone }) => path !== '' && !gone);
  if (place === undefined) return undefined;
  const line = Math.max(place.line, 1);
  return { path: place.path, line, endLine: line };
}
