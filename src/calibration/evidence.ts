/**
 * Evidence that a rule's false-positive rate is above, or below, a threshold τ: two e-processes over votes. It may be
 * looked at after every vote, for years, and still errs at most once in twenty. Derivation: docs/statistics.md.
 *
 * E = mean over the 64 alternatives q of Π (1 + (x − τ)(q − τ) ÷ (τ(1 − τ))), x the votes, each from 0 to 1. At E ≥ 20 a
 * level changes (Ville 1939; Ramdas, Grünwald, Vovk and Shafer, "Game-theoretic statistics and safe anytime-valid
 * inference", Statistical Science 38, 2023; the factor is the wager of Waudby-Smith and Ramdas, "Estimating means of
 * bounded random variables by betting", JRSS B 86, 2024).
 *
 * Everything is kept as logarithms: after 1,500 votes a product lies beyond the range of doubles. Pure.
 */
import * as v from 'valibot';

/** `demote` collects evidence that the rate is above τ, `promote` that it is below. */
export type Direction = 'demote' | 'promote';

/** τ where the configuration names no other. */
export const DEFAULT_THRESHOLD = 0.05;
/** A level changes from this E on: 1 ÷ 20 is the probability of being wrong. */
export const EVIDENCE_BAR = 20;
/** The same as a logarithm, which is what is compared. */
export const LOG_EVIDENCE_BAR = Math.log(EVIDENCE_BAR);
/** How many alternatives the mean is taken over. */
export const ALTERNATIVES = 64;

/** Second parameter of Beta(1, b), the first being 1: where the alternatives lie before they are cut off at τ. */
const SHAPE: Readonly<Record<Direction, number>> = { demote: 9, promote: 60 };

/** What is left of the votes so far. JSON carries it without loss. */
export interface Evidence {
  readonly direction: Direction;
  /** τ. Evidence against one threshold says nothing about another. */
  readonly threshold: number;
  /** Votes. */
  readonly n: number;
  /** Sum of the votes. */
  readonly sumX: number;
  /** Per alternative, in the order of `alternatives`, the logarithm of the product of its factors. */
  readonly logE: readonly number[];
}

/** What a stored document has to hold to be taken as evidence. */
export const evidenceSchema = v.pipe(
  v.object({
    direction: v.picklist(['demote', 'promote']),
    threshold: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
    n: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    sumX: v.pipe(v.number(), v.minValue(0), v.finite()),
    logE: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.length(ALTERNATIVES)),
  }),
  v.check(({ n, sumX }) => sumX <= n, 'the sum of votes is above their number'),
);

/** What depends on direction and τ alone. */
interface Table {
  readonly alternatives: Float64Array;
  /** Logarithms of the factors of a vote of 0 and of 1: most votes are one or the other. */
  readonly ofZero: Float64Array;
  readonly ofOne: Float64Array;
}

const tables = new Map<string, Table>();

/**
 * The alternatives: quantiles (i + ½) ÷ 64 of Beta(1, 9) cut off to (τ, 1], or of Beta(1, 60) cut off to [0, τ).
 * Beta(1, b) has the distribution function 1 − (1 − q)^b, so its quantiles, cut off or not, have closed forms.
 *
 * @throws RangeError for a τ that is not between 0 and 1
 */
export function alternatives(direction: Direction, threshold: number): readonly number[] {
  return [...tableOf(direction, threshold).alternatives];
}

/** Evidence before the first vote: E = 1. @throws RangeError for a τ that is not between 0 and 1 */
export function noEvidence(direction: Direction, threshold: number = DEFAULT_THRESHOLD): Evidence {
  tableOf(direction, threshold);
  return { direction, threshold, n: 0, sumX: 0, logE: new Array<number>(ALTERNATIVES).fill(0) };
}

/**
 * Evidence after more votes. Vote by vote or all at once is the same, to the last bit.
 *
 * @param votes each a share of false positives, 0 to 1
 * @throws RangeError for a vote that is not; a clamped one would be a vote that nobody cast
 */
export function addVotes(evidence: Evidence, votes: Iterable<number>): Evidence {
  const { direction, threshold } = evidence;
  const table = tableOf(direction, threshold);
  const logE = [...evidence.logE];
  let { n, sumX } = evidence;
  for (const x of votes) {
    if (!(x >= 0 && x <= 1)) throw new RangeError(`a vote is a share from 0 to 1, not ${x}`);
    n += 1;
    sumX += x;
    if (x === 0) add(logE, table.ofZero);
    else if (x === 1) add(logE, table.ofOne);
    else add(logE, logFactors(x, table.alternatives, threshold));
  }
  return { direction, threshold, n, sumX, logE };
}

/** log E, the logarithm of the mean over the alternatives. @returns 0 before the first vote */
export function logEvidence({ logE }: Evidence): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const each of logE) if (each > largest) largest = each;
  // The largest is taken out, so that no term overflows and the one that matters does not underflow.
  let sum = 0;
  for (const each of logE) sum += Math.exp(each - largest);
  return largest + Math.log(sum / logE.length);
}

/** Whether the votes are enough for a change of level. */
export function isEnough(evidence: Evidence): boolean {
  return logEvidence(evidence) >= LOG_EVIDENCE_BAR;
}

/**
 * Logarithm of one factor. The factor is x · q/τ + (1 − x) · (1 − q)/(1 − τ) as well, a mean of two positive numbers:
 * it is never 0 or negative, whatever the vote. Near 1 the first form keeps the digits, near 0 the second.
 */
export function logFactor(x: number, q: number, threshold: number): number {
  const change = ((x - threshold) * (q - threshold)) / (threshold * (1 - threshold));
  if (change > -0.5) return Math.log1p(change);
  return Math.log(x * (q / threshold) + (1 - x) * ((1 - q) / (1 - threshold)));
}

function add(sums: number[], terms: Float64Array): void {
  // Both have ALTERNATIVES entries.
  for (let i = 0; i < ALTERNATIVES; i += 1) sums[i] = (sums[i] as number) + (terms[i] as number);
}

function logFactors(x: number, qs: Float64Array, threshold: number): Float64Array {
  return qs.map((q) => logFactor(x, q, threshold));
}

function tableOf(direction: Direction, threshold: number): Table {
  const key = `${direction} ${threshold}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  if (!(threshold > 0 && threshold < 1)) throw new RangeError(`a threshold lies between 0 and 1, not at ${threshold}`);
  const qs = Float64Array.from({ length: ALTERNATIVES }, (_, i) =>
    quantile(direction, (i + 0.5) / ALTERNATIVES, threshold),
  );
  const table = {
    alternatives: qs,
    ofZero: logFactors(0, qs, threshold),
    ofOne: logFactors(1, qs, threshold),
  };
  tables.set(key, table);
  return table;
}

/** Quantile `u` of the distribution that is cut off at τ, by expm1 and log1p: q near 0 keeps all its digits. */
function quantile(direction: Direction, u: number, threshold: number): number {
  const b = SHAPE[direction];
  if (direction === 'demote') return -Math.expm1(Math.log1p(-threshold) + Math.log1p(-u) / b);
  const below = -Math.expm1(b * Math.log1p(-threshold));
  return -Math.expm1(Math.log1p(-u * below) / b);
}
