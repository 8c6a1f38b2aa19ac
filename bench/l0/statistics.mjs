/** The little statistics that the bench needs. */

export function median(list) {
  return quantile(list, 0.5);
}

/** The smallest value that at least the share `q` of the list does not exceed. */
export function quantile(list, q) {
  const sorted = Float64Array.from(list).sort();
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

/** Middle 95 % of `statistic` over rounds drawn again and again with replacement. */
export function bootstrap(rounds, statistic, random, draws = 1000) {
  const values = Array.from({ length: draws }, () => statistic(rounds.map(() => random.of(rounds))));
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/**
 * 99 % upper bound of a probability from `hits` of `n` (Clopper and Pearson, exact): the p at which so few hits would
 * be seen once in a hundred.
 */
export function upperBound(hits, n) {
  if (hits >= n) return 1;
  let low = hits / n;
  let high = 1;
  for (let i = 0; i < 60; i += 1) {
    const p = (low + high) / 2;
    if (atMost(hits, n, p) > 0.01) low = p;
    else high = p;
  }
  return high;
}

/** P(X ≤ hits) for X of a binomial distribution. */
function atMost(hits, n, p) {
  let log = n * Math.log1p(-p);
  let sum = Math.exp(log);
  for (let k = 1; k <= hits; k += 1) {
    log += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(log);
  }
  return sum;
}
