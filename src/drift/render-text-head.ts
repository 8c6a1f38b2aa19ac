/** The head of a drift for a person at a terminal: all that is said where nothing moved. */
import { guardLine, inlineText } from '../report/escape.js';
import { wrapText } from '../report/width.js';
import { aboutSentences, countSentence, type DriftAbout } from './render-sentences.js';
import type { Drift } from './types.js';

export interface DriftTextOptions {
  /** Columns; less than 40 counts as 40. */
  readonly width: number;
  readonly color: boolean;
}

const MIN_WIDTH = 40;
/** A sentence that names several things, and a reason that a person gave. */
const SENTENCE_LIMIT = 1500;
const STYLES: Readonly<Record<string, string>> = {
  critical: '1;35',
  high: '1;31',
  medium: '1;33',
  low: '2',
  none: '1;32',
};

/** Adds a word in colour, then text that wraps below itself; both after `indent` spaces. */
export type Write = (text: string, indent?: number, word?: string, style?: string) => void;

/** @param lines where it adds them: no escape sequence unless `color` is asked for, no line that a runner would obey */
export function writeTo(lines: string[], options: DriftTextOptions): Write {
  const width = Math.max(options.width, MIN_WIDTH);
  return (text, indent = 0, word = '', style = word) => {
    const head = word === '' ? '' : `${word}  `;
    const hang = ' '.repeat(indent + (word === '' ? 2 : head.length));
    wrapText(inlineText(text, SENTENCE_LIMIT), width - hang.length).forEach((line, index) => {
      const plain = guardLine(`${index === 0 ? ' '.repeat(indent) + head : hang}${line}`.trimEnd());
      const paints = options.color && index === 0 && word !== '';
      lines.push(paints ? plain.replace(word, `\u001b[${STYLES[style] ?? '1'}m${word}\u001b[0m`) : plain);
    });
  };
}

/** Whether something moved, how much, and what was compared with what. */
export function writeHead(write: Write, drift: Drift, about: DriftAbout): void {
  write(countSentence(drift), 0, drift.severity === null ? 'NO DRIFT' : 'DRIFT', drift.severity ?? 'none');
  for (const sentence of aboutSentences(drift, about)) write(sentence);
}

/** A drift in which nothing moved. Text with a final newline. */
export function renderNoDriftText(drift: Drift, about: DriftAbout, options: DriftTextOptions): string {
  const lines: string[] = [];
  writeHead(writeTo(lines, options), drift, about);
  return `${lines.join('\n')}\n`;
}
