/** A drift for a person at a terminal. */
import { guardLine, inlineText } from '../report/escape.js';
import { wrapText } from '../report/width.js';
import { aboutSentences, blocksOf, countSentence, type DriftAbout } from './render-blocks.js';
import type { Drift } from './types.js';

export interface DriftTextOptions {
  /** Columns; less than 40 counts as 40. */
  readonly width: number;
  readonly color: boolean;
}

const MIN_WIDTH = 40;
const BLOCKS_SHOWN = 200;
const ITEMS_SHOWN = 30;
const PLACES_SHOWN = 5;
/** A sentence that names several things, and a reason that a person gave. */
const SENTENCE_LIMIT = 1500;
const STYLES: Readonly<Record<string, string>> = {
  critical: '1;35',
  high: '1;31',
  medium: '1;33',
  low: '2',
  none: '1;32',
};

/** Text with a final newline; no escape sequence unless `color` is asked for, and no line that a runner would obey. */
export function renderDriftText(drift: Drift, about: DriftAbout, options: DriftTextOptions): string {
  const width = Math.max(options.width, MIN_WIDTH);
  const lines: string[] = [];
  /** A word in colour, then text that wraps below itself; both after `indent` spaces. */
  const write = (text: string, indent = 0, word = '', style = word): void => {
    const head = word === '' ? '' : `${word}  `;
    const hang = ' '.repeat(indent + (word === '' ? 2 : head.length));
    wrapText(inlineText(text, SENTENCE_LIMIT), width - hang.length).forEach((line, index) => {
      const plain = guardLine(`${index === 0 ? ' '.repeat(indent) + head : hang}${line}`.trimEnd());
      const paints = options.color && index === 0 && word !== '';
      lines.push(paints ? plain.replace(word, `\u001b[${STYLES[style] ?? '1'}m${word}\u001b[0m`) : plain);
    });
  };
  write(countSentence(drift), 0, drift.severity === null ? 'NO DRIFT' : 'DRIFT', drift.severity ?? 'none');
  for (const sentence of aboutSentences(drift, about)) write(sentence);
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
