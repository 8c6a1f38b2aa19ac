/**
 * Signed documents in the bucket: the current one and the one before it can be read, are whole, and follow each other;
 * the history of levels is a chain from the state back. That is what going back to one takes.
 */
import type { TrustedKey } from '../policy/types.js';
import { canonicalJson, type JsonValue } from '../privacy/canonical.js';
import { headerDigest, type SignedHeader, sha256 } from '../privacy/signed-object.js';
import { type RefusedDocument, type SignatureRefusal, verifySigned } from '../privacy/verify-signed.js';
import { sentence } from './verify-table.js';

/** What a bucket has: `DocumentVersions` of stores/aws. */
export interface DocumentSource {
  baselines(): Promise<{
    readonly found: readonly {
      readonly key: string;
      readonly repositoryId: number;
      readonly deleted: boolean;
      readonly versions: readonly string[];
    }[];
    readonly foreign: readonly string[];
  }>;
  levelsHistory(): Promise<readonly { readonly key: string; readonly sequence: number }[]>;
  levelsState(): Promise<string | null>;
  read(key: string, version?: string): Promise<string>;
}

export interface DocumentContext {
  readonly env: string;
  readonly keys: readonly TrustedKey[];
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  readonly baselineKey: (key: { readonly repositoryId: number; readonly branch: string }) => string;
}

export interface DocumentCheck {
  /** Key of the object, or the prefix that was listed. */
  readonly document: string;
  /** Documents and earlier ones that were read and verified. */
  readonly verified: number;
  readonly signed: boolean;
  /** Sentences; empty when nothing is wrong. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

const LEVELS = 'levels/state.json';
/** Documents that are read at once. */
const TOGETHER = 8;
/** Of the history of levels, newest first. */
const MAX_HISTORY = 1000;

/** Never throws for what a store answers or a document holds. */
export async function checkDocuments(source: DocumentSource, context: DocumentContext): Promise<DocumentCheck[]> {
  return [await checkLevels(source, context), ...(await checkBaselines(source, context))];
}

// ---------------------------------------------------------------- baselines

async function checkBaselines(source: DocumentSource, context: DocumentContext): Promise<DocumentCheck[]> {
  const checks: DocumentCheck[] = [];
  try {
    const { found, foreign } = await source.baselines();
    for (let first = 0; first < found.length; first += TOGETHER) {
      const some = found.slice(first, first + TOGETHER);
      checks.push(...(await Promise.all(some.map((object) => checkBaseline(source, object, context)))));
    }
    if (found.length === 0) checks.push(listing('baselines/', [], ['There is no baseline.']));
    if (foreign.length > 0) {
      const names = foreign.slice(0, 5).join(', ');
      checks.push(listing('baselines/', [], [`${foreign.length} keys are no baseline's: ${names}`]));
    }
  } catch (error) {
    checks.push(listing('baselines/', [sentence(error)], []));
  }
  return checks;
}

function listing(document: string, problems: readonly string[], notes: readonly string[]): DocumentCheck {
  return { document, verified: 0, signed: false, problems, notes };
}

async function checkBaseline(
  source: DocumentSource,
  { key, repositoryId, deleted, versions }: Awaited<ReturnType<DocumentSource['baselines']>>['found'][number],
  context: DocumentContext,
): Promise<DocumentCheck> {
  const outcome = new Outcome(key);
  if (deleted) outcome.problems.push('It was deleted. `drift show` lists what can be restored.');
  const [latest, older] = versions;
  if (latest === undefined) outcome.problems.push('No version of it is left.');
  try {
    const kind = { type: 'baseline', repositoryId } as const;
    const read = async (version: string, newer: Verified | null): Promise<Verified | null> => {
      const text = await source.read(key, version);
      const branch = String(partsOf(text)?.header.branch ?? '');
      if (context.baselineKey({ repositoryId, branch }) !== key) {
        outcome.problems.push(
          `Version ${version} is of branch ${JSON.stringify(branch.slice(0, 80))}, not of this key.`,
        );
        return null;
      }
      return outcome.verify(text, { ...kind, branch }, `Version ${version}`, newer, context);
    };
    const current = latest === undefined ? null : await read(latest, null);
    if (older === undefined) outcome.notes.push('There is one version only.');
    else if (current !== null) await read(older, current);
  } catch (error) {
    outcome.problems.push(sentence(error));
  }
  return outcome.check();
}

// ---------------------------------------------------------------- levels

async function checkLevels(source: DocumentSource, context: DocumentContext): Promise<DocumentCheck> {
  const outcome = new Outcome(LEVELS);
  const subject = { type: 'levels', repositoryId: null, branch: null } as const;
  try {
    const [state, history] = await Promise.all([source.levelsState(), source.levelsHistory()]);
    if (state === null) {
      outcome.notes.push('No levels were published.');
      if (history.length > 0) outcome.problems.push('There is a history of levels and no state.');
      return outcome.check();
    }
    let newer = outcome.verify(state, subject, 'The state', null, context);
    if (newer === null) return outcome.check();
    // What was written ahead of a state that never came is no history.
    const { sequence } = newer.header;
    const past = history.filter((one) => one.sequence <= sequence);
    if (past.length > MAX_HISTORY) outcome.notes.push(`The newest ${MAX_HISTORY} of ${past.length} were read.`);
    if (past[0]?.sequence !== sequence)
      outcome.problems.push(`levels/history/${sequence}.json, its own copy, is missing.`);
    for (const { key, sequence: number } of past.slice(0, MAX_HISTORY)) {
      const text = await source.read(key);
      if (number === sequence) {
        if (text !== state) outcome.problems.push(`${key} is not the state, although it has its sequence.`);
        continue;
      }
      newer = outcome.verify(text, subject, key, newer, context);
      if (newer === null) break;
    }
  } catch (error) {
    outcome.problems.push(sentence(error));
  }
  return outcome.check();
}

// ---------------------------------------------------------------- one document

interface Verified {
  readonly header: SignedHeader;
}

type Subject = Pick<SignedHeader, 'type' | 'repositoryId' | 'branch'>;

/** Refusals of a document whose key was taken out of the configuration since. */
const OF_THE_KEY: ReadonlySet<SignatureRefusal> = new Set(['KEY_EXPIRED', 'UNKNOWN_KEY', 'UNSIGNED', 'NO_KEY_PINNED']);

class Outcome {
  readonly problems: string[] = [];
  readonly notes: string[] = [];
  #verified = 0;
  #signed = true;

  constructor(private readonly document: string) {}

  check(): DocumentCheck {
    const { document, problems, notes } = this;
    return { document, verified: this.#verified, signed: this.#verified > 0 && this.#signed, problems, notes };
  }

  /**
   * @param newer the document that came after it, which names it: that vouches for it where its own key is retired
   * @returns null where it is not to be believed; then there is a problem
   */
  verify(
    text: string,
    { type, repositoryId, branch }: Subject,
    name: string,
    newer: Verified | null,
    { env, keys, now }: DocumentContext,
  ): Verified | null {
    const expected = { type, env, repositoryId, branch, keys, highWaterMark: 0, now };
    const result = verifySigned(text, expected);
    if (result.ok) {
      this.#signed &&= result.signed;
      return this.#follow(result.header, name, newer);
    }
    const vouched = newer === null ? null : vouchedFor(text, newer, result);
    if (vouched === null) {
      this.problems.push(`${name} is refused: ${result.message} (${result.code}).`);
      return null;
    }
    this.notes.push(`${name}: its key is not in force any more (${result.code}); the one after it vouches for it.`);
    return this.#follow(vouched, name, newer);
  }

  #follow(header: SignedHeader, name: string, newer: Verified | null): Verified | null {
    const problem = newer === null ? null : orderProblem(header, newer.header);
    if (problem !== null) this.problems.push(`${name} ${problem}.`);
    else if (newer !== null && newer.header.previous === null) {
      this.notes.push(`Sequence ${newer.header.sequence} begins a new chain.`);
    }
    this.#verified += 1;
    return problem === null ? { header } : null;
  }
}

/** Why one document is not the one before another; null when it is. */
function orderProblem(header: SignedHeader, newer: SignedHeader): string | null {
  if (header.sequence >= newer.sequence)
    return `has sequence ${header.sequence}, and the one after it ${newer.sequence}`;
  // A gap: what is between them is not here to be compared.
  if (newer.previous === null || header.sequence !== newer.sequence - 1) return null;
  return headerDigest(header) === newer.previous ? null : 'is not the one that the one after it names as previous';
}

/** A document that its successor names by digest: the digest covers its header, and that the payload's. */
function vouchedFor(text: string, newer: Verified, { code }: RefusedDocument): SignedHeader | null {
  if (!OF_THE_KEY.has(code)) return null;
  const parts = partsOf(text);
  if (parts === null || newer.header.previous === null) return null;
  // Its form was checked before its key was looked for.
  const header = parts.header as unknown as SignedHeader;
  if (headerDigest(header) !== newer.header.previous) return null;
  return sha256(canonicalJson(parts.payload)) === header.payloadDigest ? header : null;
}

function partsOf(text: string): { header: Readonly<Record<string, JsonValue>>; payload: JsonValue } | null {
  try {
    const { header, payload } = JSON.parse(text) as { header?: unknown; payload?: JsonValue };
    if (typeof header !== 'object' || header === null || payload === undefined) return null;
    return { header: header as Readonly<Record<string, JsonValue>>, payload };
  } catch {
    return null;
  }
}
