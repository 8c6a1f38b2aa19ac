/**
 * The hidden line by which an issue of ours is found again, and what it remembers: an HTML comment at the end of the
 * body. Pure.
 */
import { createHash } from 'node:crypto';

export interface Marker {
  readonly key: string;
  /** SHA-256 of what the issue is about, 64 hex digits. */
  readonly about: string;
  /** Comments that we wrote since it was opened or reopened, and when the last one was; 0 and 0 without any. */
  readonly comments: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly lastComment: number;
  /** Digest of what it is measured against, 16 hex digits; absent where there is no such thing. */
  readonly basis?: string;
  /** Ids of the items that people were told of, 8 hex digits each; absent where they are not told one by one. */
  readonly seen?: readonly string[];
}

/** Items that a marker remembers; of more, what came and went is not told. */
export const MAX_SEEN = 200;
/** Code units of the longest line, and some white space behind it. */
const MAX_LINE = 2600;

/** No `--`, which would end the comment, and no white space. */
const KEY = /^(?!.*--)[A-Za-z0-9][A-Za-z0-9:./_-]{0,199}$/;
const LINE =
  /<!-- phase-mirror: key=(\S{1,200}) about=([0-9a-f]{64}) comments=(\d{1,6}) last=(\d{1,15})(?: basis=([0-9a-f]{16}))?(?: seen=((?:[0-9a-f]{8}){0,200}))? -->\s*$/;

/** @throws RangeError for a key that cannot be hidden: a mistake of ours */
export function markerLine({ key, about, comments, lastComment, basis, seen }: Marker): string {
  if (!KEY.test(key)) throw new RangeError(`not a key of an issue: ${JSON.stringify(key)}`);
  const more = [
    ...(basis === undefined ? [] : [` basis=${basis}`]),
    ...(seen === undefined ? [] : [` seen=${seen.slice(0, MAX_SEEN).join('')}`]),
  ];
  return `<!-- phase-mirror: key=${key} about=${about} comments=${comments} last=${lastComment}${more.join('')} -->`;
}

/** The marker that a body ends with; null for an issue of somebody else. */
export function readMarker(body: string): Marker | null {
  const found = LINE.exec(body.slice(-MAX_LINE));
  if (found === null) return null;
  const [, key = '', about = '', comments, last, basis, seen] = found;
  if (!KEY.test(key)) return null;
  return {
    ...{ key, about, comments: Number(comments), lastComment: Number(last) },
    ...(basis === undefined ? {} : { basis }),
    ...(seen === undefined ? {} : { seen: seen.match(/.{8}/g) ?? [] }),
  };
}

export function digestOf(about: string): string {
  return createHash('sha256').update(about).digest('hex');
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/**
 * Whether a comment may be written: the first at once, the next after an hour, then after two, four, …, a week. Somebody
 * who gets mail every six hours for the same matter stops reading it; the body is always up to date.
 */
export function mayComment({ comments, lastComment }: Pick<Marker, 'comments' | 'lastComment'>, now: number): boolean {
  if (comments === 0) return true;
  return now - lastComment >= Math.min(WEEK_MS, HOUR_MS * 2 ** (comments - 1));
}
