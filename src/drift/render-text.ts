/** A drift for a person at a terminal. */
import { blocksOf } from './render-blocks.js';
import type { DriftAbout } from './render-sentences.js';
import { type DriftTextOptions, writeHead, writeTo } from './render-text-head.js';
import type { Drift } from './types.js';

const BLOCKS_SHOWN = 200;
const ITEMS_SHOWN = 30;
const PLACES_SHOWN = 5;

/** Text with a final newline; no escape sequence unless `color` is asked for, and no line that a runner would obey. */
export function renderDriftText(drift: Drift, about: DriftAbout, options: DriftTextOptions): string {
  const lines: string[] = [];
  const write = writeTo(lines, options);
  writeHead(write, drift, about);
  const blocks = blocksOf(drift);
  for (const { severity, title, places, by, items } of blocks.slice(0, BLOCKS_SHOWN)) {
    lines.push('');
    write(title, 0, severity);
    for (const place of places.slice(0, PLACES_SHOWN)) write(place, 4);
    if (places.length > PLACES_SHOWN) write(`and ${places.length - PLACES_SHOWN} more places`, 4);
    for (const item of items.slice(0, ITEMS_SHOWN)) write(`${item.line}  ${item.sentence}`, 4, item.severity);
    if (items.length > ITEMS_SHOWN) write(`${items.length - ITEMS_SHOWN} more`, 4);
    if (by !== '') write(by, 4);
  }
  if (blocks.length > BLOCKS_SHOWN) {
    lines.push('');
    write(`${blocks.length - BLOCKS_SHOWN} more: see them with \`--format json\`.`);
  }
  return `${lines.join('\n')}\n`;
}
