/** The body of the issue about a drift. Pure; every word of a repository or a person is escaped here. */
import { clip, markdownCode, markdownProse, markdownText, sarifUri, terminalText } from '../report/escape.js';
import { SEVERITIES, type Severity } from '../rules/types.js';
import { blocksOf, DRIFT_KINDS, type DriftBlock } from './render-blocks.js';
import { aboutSentences, countSentence, type DriftAbout } from './render-sentences.js';
import type { Drift, Place } from './types.js';

/** How the state is accepted, for people to copy. */
export interface HowToAccept {
  readonly command: string;
  /** What comes after it, a sentence; '' for nothing. */
  readonly next: string;
}

export interface IssueBodyOptions {
  /** Of the run that saw it; '' when there is none. */
  readonly runUrl: string;
  readonly accept: HowToAccept;
  /** Address of the page that tells what each kind of drift means. */
  readonly docs: string;
  /** Sentences for people: unsigned and the like. */
  readonly notes: readonly string[];
  /** UTF-16 code units, marker not among them; at least 20,000. */
  readonly maxLength: number;
}

const PLACES_SHOWN = 5;
const ITEMS_SHOWN = 30;
const SENTENCE_LIMIT = 600;
/** Room for the line that counts what was left out. */
const RESERVE = 400;

/** What changed, worst first, then what to do. What does not fit is counted, and is in the report of the run. */
export function issueBody(drift: Drift, about: DriftAbout, options: IssueBodyOptions): string {
  const { notes, maxLength } = options;
  const head = [
    `**${countSentence(drift)}** in what governs this repository.`,
    ...aboutSentences(drift, about).map(prose),
    ...(drift.widened ? ['Something may be done now that could not be done in the accepted state.'] : []),
  ].join('\n\n');
  const blocks = blocksOf(drift);
  const tail = [
    whatToDo(about, options),
    meaning(blocks, options),
    ...notes.map((note) => prose(note)),
    seenBy(options),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
  const list = listOf(blocks, linksOf(about, options), maxLength - head.length - tail.length, options.runUrl);
  return `${head}\n\n${list}\n\n${tail}`;
}

/** One line for each change, for lists of what came: the sentence and its first place. */
export function blockLine(block: DriftBlock): string {
  const [first] = block.places;
  const more = block.items.length === 0 ? '' : `: ${block.items.map(({ sentence }) => sentence).join('; ')}`;
  const where = first === undefined ? '' : ` (${markdownCode(first, 200)})`;
  return `**${block.severity}** ${prose(clip(`${block.title}${more}`, SENTENCE_LIMIT))}${where}`;
}

// ---------------------------------------------------------------- the list

type LinkOf = (place: Place, text: string) => string;

function listOf(blocks: readonly DriftBlock[], link: LinkOf, room: number, runUrl: string): string {
  let text = '';
  let severity: Severity | null = null;
  let shown = 0;
  for (const block of blocks) {
    const heading: string =
      block.severity === severity ? '' : `${text === '' ? '' : '\n'}### ${capitalised(block.severity)}\n\n`;
    const left = room - text.length - heading.length - RESERVE;
    const entry = [ITEMS_SHOWN, 0].map((items) => entryOf(block, link, items)).find(({ length }) => length <= left);
    if (entry === undefined) break;
    text += heading + entry;
    severity = block.severity;
    shown += 1;
  }
  const rest = blocks.slice(shown);
  if (rest.length === 0) return text.trimEnd();
  const counts = SEVERITIES.map((one) => [rest.filter((block) => block.severity === one).length, one] as const)
    .filter(([count]) => count > 0)
    .map(([count, one]) => `${count} ${one}`);
  return `${text}\nAnd ${rest.length} more (${counts.join(', ')}), in the report of ${runLink(runUrl)}.`;
}

function entryOf({ title, places, at, by, items }: DriftBlock, link: LinkOf, itemsShown: number): string {
  const more = places.length - PLACES_SHOWN;
  const where = places.slice(0, PLACES_SHOWN).map((text, index) => {
    const place = at[index];
    return place === undefined ? markdownCode(text) : link(place, text);
  });
  const rest = items.length - itemsShown;
  const lines = [
    `- ${prose(title)}`,
    ...(where.length === 0 ? [] : [`  <br>${where.join(', ')}${more > 0 ? ` and ${more} more places` : ''}`]),
    ...(by === '' ? [] : [`  <br>${markdownText(by)}`]),
    ...items
      .slice(0, itemsShown)
      .map(({ severity, sentence, line, at: place }) => `  - **${severity}** ${prose(sentence)} ${link(place, line)}`),
    ...(rest > 0 ? [`  - ${rest} ${itemsShown === 0 ? 'changes in it' : 'more'}, in the report`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Links to the line, in the commit that has it; plain code where nobody knows the address. */
function linksOf(about: DriftAbout, { runUrl }: IssueBodyOptions): LinkOf {
  const web = /^(https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+)\/actions\/runs\/\d+$/.exec(runUrl)?.[1];
  return ({ path, line, gone }, text) => {
    const code = markdownCode(text);
    const commit = gone ? about.accepted.commit : about.commit;
    // A name with bytes that are no text has no address, and a long one would be most of the body.
    if (web === undefined || commit === null || path === '' || line === 0 || path.length > 200 || path.includes('\\x'))
      return code;
    const file = sarifUri(path).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
    return `[${code}](${web}/blob/${commit}/${file}#L${line})`;
  };
}

// ---------------------------------------------------------------- around it

function whatToDo({ tooLarge }: DriftAbout, { accept }: IssueBodyOptions): string {
  const first = tooLarge ? ' It is too large for one acceptance: see above.' : '';
  return [
    '### What to do',
    `**It is right:** accept it, from the default branch, with a reason.${first}`,
    fenced(accept.command),
    ...(accept.next === '' ? [] : [prose(accept.next)]),
    '**It is not:** put back what changed, as any other change.',
    'Either way the next complete check closes this issue.',
  ].join('\n\n');
}

/** The pages of the kinds of drift that are there, in the order of the pages. */
function meaning(blocks: readonly DriftBlock[], { docs }: IssueBodyOptions): string {
  const there = new Set(blocks.flatMap(({ kinds }) => kinds));
  const links = DRIFT_KINDS.filter((kind) => there.has(kind)).map((kind) => `[${kind}](${docs}#${kind})`);
  return `What it means, and when it is right: ${links.join(', ')}.`;
}

/** A block of one command; nothing in it can end the block. */
function fenced(command: string): string {
  const shown = terminalText(command, 2000);
  const longest = (shown.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${shown}\n${fence}`;
}

function seenBy({ runUrl }: IssueBodyOptions): string {
  return runUrl === '' ? '' : `Seen by ${runLink(runUrl)}.`;
}

/** The address comes from the environment of the runner: only one in its form becomes a link. */
export function runLink(url: string): string {
  if (url === '') return 'the run';
  return /^https?:\/\/[\w./:-]+$/.test(url) ? `[the run](${url})` : `the run ${markdownCode(url)}`;
}

function prose(sentence: string): string {
  return markdownProse(sentence, markdownCode, SENTENCE_LIMIT);
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
