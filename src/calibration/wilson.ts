/** The interval that is shown beside a rate. It describes; levels change by evidence.ts alone. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Standard deviations of a two-sided 95 % interval: the 97.5 % point of the standard normal distribution. */
export const Z_95 = 1.959963984540054;

/**
 * Score interval of a proportion without continuity correction (E. B. Wilson, "Probable inference, the law of
 * succession, and statistical inference", JASA 22, 1927). It holds for one look at independent findings that were chosen
 * by chance. Who looks each day, at what people cared to review, has neither: a description, no test.
 *
 * @param successes 0 to `n`; votes are shares, so it need not be whole
 * @returns 0 to 1 where nothing was counted
 * @throws RangeError for counts that are none
 */
export function wilson(successes: number, n: number, z: number = Z_95): Interval {
  if (!(n >= 0 && n < Number.POSITIVE_INFINITY && successes >= 0 && successes <= n)) {
    throw new RangeError(`no share: ${successes} of ${n}`);
  }
  if (n === 0) return { low: 0, high: 1 };
  const rate = successes / n;
  const weight = z ** 2 / n;
  const centre = (rate + weight / 2) / (1 + weight);
  const half = (Math.sqrt(weight) / (1 + weight)) * Math.sqrt(rate * (1 - rate) + weight / 4);
  // At its ends the interval is closed exactly; rounding would miss that by a hair.
  return { low: successes === 0 ? 0 : centre - half, high: successes === n ? 1 : centre + half };
}
