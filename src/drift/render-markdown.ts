/** A drift as markdown: the job summary, and the body of the issue. */
import { markdownCode, markdownProse, markdownText } from '../report/escape.js';
import { blocksOf, type DriftBlock } from './render-blocks.js';
import { aboutSentences, countSentence, type DriftAbout } from './render-sentences.js';
import type { Drift } from './types.js';

export interface DriftMarkdownOptions {
  /** UTF-16 code units; what does not fit is counted. */
  readonly maxLength?: number;
}

/** What GitHub takes as the body of an issue. */
export const ISSUE_LENGTH = 65_536;
const PLACES_SHOWN = 5;
const ITEMS_SHOWN = 30;
const SENTENCE_LIMIT = 1500;
/** Room for the line that says what was left out. */
const RESERVE = 200;

/** Markdown with a final newline. Text of people and repositories in it is escaped: no mention, link or HTML. */
export function renderDriftMarkdown(drift: Drift, about: DriftAbout, options: DriftMarkdownOptions = {}): string {
  const limit = options.maxLength ?? ISSUE_LENGTH;
  const blocks = blocksOf(drift);
  const heading = drift.severity === null ? 'No drift' : 'Drift';
  const head = [
    `## ${heading}: ${countSentence(drift)}`,
    '',
    ...aboutSentences(drift, about).flatMap((sentence) => [prose(sentence), '']),
  ];
  let text = `${head.join('\n')}\n`;
  let shown = 0;
  for (const block of blocks) {
    const item = itemOf(block);
    if (text.length + item.length + RESERVE > limit) break;
    text += item;
    shown += 1;
  }
  if (shown < blocks.length) text += `\n${blocks.length - shown} more changes are in the report of the run.\n`;
  return text;
}

function itemOf({ severity, title, places, by, items }: DriftBlock): string {
  const morePlaces = places.length > PLACES_SHOWN ? ` and ${places.length - PLACES_SHOWN} more places` : '';
  const where = places
    .slice(0, PLACES_SHOWN)
    .map((place) => markdownCode(place))
    .join(', ');
  const rest = items.length - ITEMS_SHOWN;
  const lines = [
    `- **${severity}** ${prose(title)}`,
    ...(where === '' ? [] : [`  <br>${where}${morePlaces}`]),
    ...(by === '' ? [] : [`  <br>${markdownText(by)}`]),
    ...items
      .slice(0, ITEMS_SHOWN)
      .map(({ severity: own, sentence, line }) => `  - **${own}** ${prose(sentence)} ${markdownCode(line)}`),
    ...(rest > 0 ? [`  - ${rest} more`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function prose(sentence: string): string {
  return markdownProse(sentence, markdownCode, SENTENCE_LIMIT);
}
