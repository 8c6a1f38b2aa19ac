import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atOnce, inLanes } from '../../../src/stores/aws/lanes.js';
import { mergeNewest } from '../../../src/stores/aws/merge.js';

interface Source {
  readonly pages: AsyncIterable<readonly string[]>;
  read: number;
}

function source(pages: readonly (readonly string[])[]): Source {
  const self: Source = { read: 0, pages: iterate() };
  async function* iterate() {
    for (const page of pages) {
      self.read += 1;
      yield page;
    }
  }
  return self;
}

const merge = (sources: readonly Source[], count: number) =>
  mergeNewest(
    sources.map(({ pages }) => pages),
    (key) => key,
    count,
  );

/** Distinct keys dealt to sources, each in descending order and cut into pages, empty ones among them. */
const dealt = fc
  .uniqueArray(fc.stringMatching(/^[0-9]{1,6}$/), { maxLength: 60 })
  .chain((keys) =>
    fc.tuple(
      fc.constant(keys),
      fc.array(fc.nat(3), { minLength: keys.length, maxLength: keys.length }),
      fc.array(fc.nat(5), { minLength: 70, maxLength: 70 }),
    ),
  )
  .map(([keys, owners, sizes]) => {
    const next = sizes.values();
    return [0, 1, 2, 3].map((owner) => {
      const own = keys
        .filter((_, index) => owners[index] === owner)
        .sort()
        .reverse();
      const pages: string[][] = [];
      while (own.length > 0) pages.push(own.splice(0, next.next().value ?? 5));
      return pages;
    });
  });

describe('mergeNewest', () => {
  it('gives what sorting everything gives', async () => {
    await fc.assert(
      fc.asyncProperty(dealt, fc.integer({ min: 1, max: 70 }), async (pages, count) => {
        const all = pages.flat(2).sort().reverse();
        expect(await merge(pages.map(source), count)).toEqual(all.slice(0, count));
      }),
    );
  });

  it('reads no page that it does not need', async () => {
    const [a, b] = [source([['9', '8'], ['5'], ['4']]), source([['7', '6'], ['3']])];
    expect(await merge([a, b], 4)).toEqual(['9', '8', '7', '6']);
    // The second page of `a` had to be seen: it could have held what belongs before 7.
    expect([a.read, b.read]).toEqual([2, 1]);
  });

  it('reads on over empty pages, and ends when there is nothing more', async () => {
    const a = source([[], [], ['2'], [], ['1'], []]);
    expect(await merge([a], 9)).toEqual(['2', '1']);
    expect(a.read).toBe(6);
    expect(await merge([], 3)).toEqual([]);
  });
});

describe('inLanes', () => {
  it('runs a lane in order, never more than eight lanes at once, and answers in the order of the items', async () => {
    const running = new Set<string>();
    const started: number[] = [];
    let most = 0;
    const items = Array.from({ length: 60 }, (_, index) => index);
    const lane = (item: number) => `lane ${item % 20}`;
    const answers = await inLanes(items, lane, async (item) => {
      expect(running.has(lane(item))).toBe(false);
      running.add(lane(item));
      started.push(item);
      most = Math.max(most, running.size);
      await new Promise(setImmediate);
      running.delete(lane(item));
      return item * 2;
    });
    expect(answers).toEqual(items.map((item) => item * 2));
    expect(most).toBe(8);
    expect(started.filter((item) => item % 20 === 3)).toEqual([3, 23, 43]);
  });

  it('tries everything before it throws the first failure, by order of the items', async () => {
    const tried: number[] = [];
    const work = async (item: number) => {
      tried.push(item);
      if (item === 1) await new Promise(setImmediate);
      if (item % 2 === 1) throw new Error(`item ${item}`);
    };
    await expect(atOnce([0, 1, 2, 3], work)).rejects.toThrow('item 1');
    expect(tried.sort()).toEqual([0, 1, 2, 3]);
    expect(await atOnce([], work)).toEqual([]);
  });
});
