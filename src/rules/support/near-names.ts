/**
 * Which existing check a required name most likely means. A guess only words the advice: whether there is a finding
 * is decided before.
 */
import { distance } from 'fastest-levenshtein';
import type { CheckProducer, RequiredCheck, Span } from '../../repository/types.js';
import { listed, placeOf, quoted, shown } from './evidence.js';

export interface NearName {
  /** One sentence: what reports under which name instead. */
  readonly what: string;
  /** The exact change, either in the workflow or where the check is required. */
  readonly fix: string;
  /** The line that gives the existing check its name. */
  readonly at: Span;
  readonly label: string;
}

/** A check whose name is known. */
interface Named {
  readonly producer: CheckProducer;
  readonly text: string;
}

/** Names longer than this are not compared letter by letter. */
const MAX_COMPARED = 100;
/** Names that a required one is compared with; a repository with more gets no worse a decision, only a plainer advice. */
const MAX_NAMED = 1000;

/**
 * The most telling neighbour of a required name, or null.
 *
 * @param required a context that no producer reports
 * @param checks where it is required, for "or require … instead"
 */
export function nearName(
  required: string,
  producers: readonly CheckProducer[],
  checks: readonly RequiredCheck[],
): NearName | null {
  const named = namedOf(producers);
  const requireInstead = (text: string): string => {
    const at = checks.find((check) => check.at !== undefined)?.at;
    return `require ${quoted(text)} instead${at === undefined ? '' : ` (${placeOf(at)})`}`;
  };
  const hints = [displayName, otherName, called, caseOnly, matrixSuffix, otherValue, spelling];
  for (const hint of hints) {
    const found = hint(required, named, requireInstead);
    if (found !== null) return found;
  }
  return null;
}

/** Made once for a model: every missing context asks. */
const NAMED = new WeakMap<readonly CheckProducer[], readonly Named[]>();

function namedOf(producers: readonly CheckProducer[]): readonly Named[] {
  const known = NAMED.get(producers);
  if (known !== undefined) return known;
  const named = producers
    .flatMap((producer): Named[] => (producer.name.kind === 'exact' ? [{ producer, text: producer.name.text }] : []))
    .slice(0, MAX_NAMED);
  NAMED.set(producers, named);
  return named;
}

type Hint = (required: string, named: readonly Named[], requireInstead: (text: string) => string) => NearName | null;

/** The pull request page shows `CI / lint (pull_request)`; what has to be required is `lint`. */
const displayName: Hint = (required, named, requireInstead) => {
  const bare = required.replace(/ \((?:pull_request|pull_request_target|push|merge_group)\)$/, '');
  const shown = named.find(({ producer, text }) => {
    const workflow = producer.workflow.name?.value;
    return (bare !== required && text === bare) || (workflow !== undefined && `${workflow} / ${text}` === bare);
  });
  if (shown === undefined) return null;
  return {
    what: `The pull request page shows ${quoted(required)}, but the name of the check is ${quoted(shown.text)}.`,
    fix: upper(requireInstead(shown.text)),
    at: shown.producer.nameAt,
    label: 'the check itself',
  };
};

/** The id of a job is required, but its `name:` is what it reports. */
const otherName: Hint = (required, named, requireInstead) => {
  const found = named.find(({ producer: { jobPath, leaf } }) => {
    return jobPath.length === 1 && leaf.job.id === required && leaf.job.name !== undefined;
  });
  if (found === undefined) return null;
  const { nameAt } = found.producer;
  return {
    what: `Job ${quoted(required)} reports as ${quoted(found.text)} because of its \`name:\` (${placeOf(nameAt)}).`,
    fix: `Set \`name: ${shown(required)}\` at ${placeOf(nameAt)}, or ${requireInstead(found.text)}`,
    at: nameAt,
    label: 'reports another name',
  };
};

/** The job stands in a called workflow, so its check is `caller / job`. */
const called: Hint = (required, named, requireInstead) => {
  const found = named.find(({ producer, text }) => producer.jobPath.length > 1 && text.endsWith(` / ${required}`));
  if (found === undefined) return null;
  return {
    what: `The job is in a called workflow, so it reports as ${quoted(found.text)}.`,
    fix: upper(requireInstead(found.text)),
    at: found.producer.nameAt,
    label: 'reports another name',
  };
};

const caseOnly: Hint = (required, named, requireInstead) => {
  const found = named.find(({ text }) => text.toLowerCase() === required.toLowerCase());
  if (found === undefined) return null;
  return {
    what: `A job reports ${quoted(found.text)}; capital letters count.`,
    fix: upper(requireInstead(found.text)),
    at: found.producer.nameAt,
    label: 'differs in case',
  };
};

/** `unit` is required, and its matrix reports `unit (8)`, `unit (11)`. */
const matrixSuffix: Hint = (required, named) => {
  const rows = named.filter(({ text }) => text.startsWith(`${required} (`));
  const first = rows[0];
  if (first === undefined) return null;
  const names = rows.map(({ text }) => text);
  return {
    what: `The matrix of job ${quoted(first.producer.leaf.job.id)} reports ${listed(names)}.`,
    fix: `Require ${listed(names, 10)} instead, or add a job \`name: ${shown(required)}\` that needs this one and fails with it`,
    at: first.producer.nameAt,
    label: 'reports one per value',
  };
};

/** `unit (8)` is required, and the matrix no longer has 8. */
const otherValue: Hint = (required, named, requireInstead) => {
  const open = required.indexOf(' (');
  if (open < 1 || !required.endsWith(')')) return null;
  const base = required.slice(0, open + 2);
  const rows = named.filter(({ text }) => text.startsWith(base) && text.endsWith(')'));
  const first = rows[0];
  if (first === undefined) return null;
  return {
    what: `The matrix of job ${quoted(first.producer.leaf.job.id)} reports ${listed(rows.map(({ text }) => text))}.`,
    fix: `Put the value back into the matrix, or ${requireInstead(closest(required, rows).text)}`,
    at: first.producer.leaf.job.matrix?.at ?? first.producer.nameAt,
    label: 'has other values',
  };
};

const spelling: Hint = (required, named, requireInstead) => {
  if (required.length > MAX_COMPARED) return null;
  const candidates = named.filter(({ text }) => text.length <= MAX_COMPARED);
  if (candidates.length === 0) return null;
  const found = closest(required, candidates);
  if (distance(required, found.text) > Math.min(2, Math.floor(required.length / 4))) return null;
  return {
    what: `A job reports ${quoted(found.text)} (${placeOf(found.producer.nameAt)}).`,
    fix: upper(requireInstead(found.text)),
    at: found.producer.nameAt,
    label: 'a similar name',
  };
};

/** The candidate with the fewest edits; the first of equals. */
function closest(required: string, candidates: readonly Named[]): Named {
  return candidates.reduce((best, next) =>
    distance(required, next.text) < distance(required, best.text) ? next : best,
  );
}

function upper(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
