/**
 * Two intervals, computed without a library: the report must not depend on one more package to be believed.
 * __tests__/precision/statistics.test.ts holds them against published tables and against their own definitions.
 */

/** Probability of at most `k` events in `n` trials of probability `p`. Sums logarithms: `n` is in the tens of thousands. */
export function binomialCdf(k, n, p) {
  if (p <= 0) return 1;
  if (p >= 1) return k >= n ? 1 : 0;
  const [logP, logQ] = [Math.log(p), Math.log1p(-p)];
  let logChoose = 0;
  let sum = 0;
  for (let i = 0; i <= Math.min(k, n); i += 1) {
    if (i > 0) logChoose += Math.log(n - i + 1) - Math.log(i);
    sum += Math.exp(logChoose + i * logP + (n - i) * logQ);
  }
  return Math.min(1, sum);
}

/**
 * Exact one-sided upper bound of a proportion (Clopper and Pearson, 1934): the largest p for which seeing `k` or fewer of
 * `n` still has probability `1 - confidence`. With k = 0 it is 1 - (1 - confidence)^(1/n), the "rule of three".
 */
export function clopperPearsonUpper(k, n, confidence = 0.95) {
  if (n === 0 || k >= n) return 1;
  let [low, high] = [k / n, 1];
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (binomialCdf(k, n, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** Two-sided score interval of a proportion (Wilson, 1927); 1.96 standard deviations: 95 %. */
export function wilson(k, n, z = 1.959963984540054) {
  if (n === 0) return { low: 0, high: 1 };
  const p = k / n;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  // At the ends the bound is the end itself, which rounding would miss by a hair.
  return { low: k === 0 ? 0 : centre - half, high: k === n ? 1 : centre + half };
}
