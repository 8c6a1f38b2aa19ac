/** How the benches of the stores measure: two calls in turn, A B A B …, medians, and the median of the ratios. */

export const BOUND = 1.15;
/** A ratio above the bound is measured this often; the median of them counts. A busy machine passes, a slow store doesn't. */
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
 * @param {{ name: string, samples: number, ours: () => Promise<() => Promise<unknown>>, bare: () => Promise<() => unknown> }} operation
 *   `ours` and `bare` prepare the next call, untimed, and answer it. The n-th bare call is the n-th of ours.
 * @returns {Promise<object>} the row of the table
 */
export async function compare({ name, samples, ours, bare }) {
  const all = { ours: [], bare: [] };
  const ratios = [];
  for (let attempt = 0; attempt < ROUNDS; attempt += 1) {
    const pairs = [];
    for (let index = -10; index < samples; index += 1) {
      const calls = { ours: await ours(), bare: null };
      // Ours goes first where the bare call is a copy of what it sent.
      const order = index % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours'];
      calls.bare = await bare();
      const times = {};
      for (const which of order) times[which] = await timed(calls[which]);
      if (index < 0) continue;
      pairs.push(times.ours / times.bare);
      all.ours.push(times.ours);
      all.bare.push(times.bare);
    }
    ratios.push(median(pairs));
    if (ratios[0] <= BOUND) break;
  }
  return {
    name,
    ratio: round(median(ratios)),
    bareP50: round(percentile(all.bare, 0.5)),
    p50: round(percentile(all.ours, 0.5)),
    p99: round(percentile(all.ours, 0.99)),
    samples: all.ours.length,
  };
}
