/** How the benches of the stores measure: two calls in turn, A B A B …, medians, and the median of the ratios. */

export const BOUND = 1.15;
/** Above the bound it is measured on, up to this often, and all pairs count: a disk that stutters passes, a slow store doesn't. */
const ROUNDS = 3;

const sorted = (list) => [...list].sort((a, b) => a - b);
export const median = (list) => sorted(list)[Math.floor(list.length / 2)];
const percentile = (list, share) => sorted(list)[Math.min(list.length - 1, Math.ceil(list.length * share) - 1)];
const round = (value, digits = 3) => Number(value.toFixed(digits));

async function timed(work) {
  const started = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/**
 * @param {{ name: string, samples: number, bound: number, ours: () => Promise<() => Promise<unknown>>, bare: () => Promise<() => unknown> }} operation
 *   `ours` and `bare` prepare the next call, untimed, and answer it. The n-th bare call is the n-th of ours.
 * @returns {Promise<object>} the row of the table
 */
export async function compare({ name, samples, bound, ours, bare }) {
  const all = { ours: [], bare: [] };
  const pairs = [];
  for (let attempt = 0; attempt < ROUNDS; attempt += 1) {
    for (let index = -10; index < samples; index += 1) {
      const calls = { ours: await ours(), bare: await bare() };
      const order = index % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours'];
      const times = {};
      for (const which of order) times[which] = await timed(calls[which]);
      if (index < 0) continue;
      pairs.push(times.ours / times.bare);
      all.ours.push(times.ours);
      all.bare.push(times.bare);
    }
    if (median(pairs) <= bound) break;
  }
  return {
    name,
    ratio: round(median(pairs)),
    bareP50: round(percentile(all.bare, 0.5)),
    bareP99: round(percentile(all.bare, 0.99)),
    p50: round(percentile(all.ours, 0.5)),
    p99: round(percentile(all.ours, 0.99)),
    samples: all.ours.length,
  };
}
