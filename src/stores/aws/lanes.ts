/** Does many things at once, but not too many, and none beside another of its lane. */

/** So many requests are under way at once: enough to hide the distance, few enough for a runner of two cores. */
const AT_ONCE = 8;

/**
 * Runs `work` over items: one after the other within a lane, lanes beside each other. Events of one rule and day change
 * the same total; sent at once they would only cancel each other's transactions.
 *
 * @returns what `work` answered, in the order of the items
 * @throws the first failure, in order of the items, once every item was tried
 */
export async function inLanes<T, R>(
  items: readonly T[],
  laneOf: (item: T, index: number) => string,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const lanes = new Map<string, number[]>();
  items.forEach((item, index) => {
    const lane = laneOf(item, index);
    const indices = lanes.get(lane);
    if (indices === undefined) lanes.set(lane, [index]);
    else indices.push(index);
  });
  const results: (PromiseSettledResult<R> | undefined)[] = new Array(items.length);
  const queue = [...lanes.values()];
  const worker = async () => {
    for (let lane = queue.shift(); lane !== undefined; lane = queue.shift()) {
      for (const index of lane) [results[index]] = await Promise.allSettled([work(items[index] as T)]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, worker));
  return results.map((result) => {
    if (result?.status === 'fulfilled') return result.value;
    throw result?.reason;
  });
}

/** `inLanes` with a lane for each: bounded, in no order. */
export function atOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  return inLanes(items, (_, index) => String(index), work);
}
