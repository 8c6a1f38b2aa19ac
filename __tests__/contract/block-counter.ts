/** BlockCounter: which pull requests a rule blocked within the last hour or two. */
import { describe, expect } from '@jest/globals';
import { BLOCK_HOURS, type Block, HOUR_MS } from '../../src/stores/ports.js';
import { type Backend, casesOf, expectCode, START } from './backend.js';

export const PORT = 'block-counter';

const MINUTE = 60_000;

function block(pullRequest: number, overrides: Partial<Block> = {}): Block {
  return { ruleId: 'MD-004', repositoryId: 42, pullRequest, authorId: 7, firstSeenAt: START - MINUTE, ...overrides };
}

export function blockCounterContract(backend: Backend): void {
  describe(`BlockCounter on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('empty', 'knows no block where there is none', async ({ stores: { blocks } }) => {
      expect(await blocks.blocksSince('MD-004', 42, START - HOUR_MS)).toEqual([]);
    });

    check(
      'first-counts',
      'keeps the first block of a pull request, whatever comes later',
      async ({ stores: { blocks } }) => {
        const first = block(1, { firstSeenAt: START - 50 * MINUTE });
        expect(await blocks.recordBlock(first)).toBe('recorded');
        expect(await blocks.recordBlock(first)).toBe('known');
        expect(await blocks.recordBlock(block(1, { authorId: 8, firstSeenAt: START }))).toBe('known');
        expect(await blocks.blocksSince('MD-004', 42, START - HOUR_MS)).toEqual([first]);
        expect(await blocks.blocksSince('MD-004', 42, START - 10 * MINUTE)).toEqual([]);
      },
    );

    check('order', 'lists the oldest first, ties by number', async ({ stores: { blocks } }) => {
      const seen = [
        block(10, { firstSeenAt: START - 3 * MINUTE }),
        block(100),
        block(9),
        block(2, { firstSeenAt: START }),
        block(1, { firstSeenAt: START - 2 * MINUTE }),
      ];
      for (const one of seen) await blocks.recordBlock(one);
      const listed = await blocks.blocksSince('MD-004', 42, START - HOUR_MS);
      expect(listed.map(({ pullRequest }) => pullRequest)).toEqual([10, 1, 9, 100, 2]);
      expect(listed[2]).toEqual(seen[2]);
    });

    check('apart', 'keeps rules and repositories apart', async ({ stores: { blocks } }) => {
      await blocks.recordBlock(block(1));
      await blocks.recordBlock(block(1, { ruleId: 'MD-005', authorId: 9 }));
      await blocks.recordBlock(block(1, { repositoryId: 421, authorId: 10 }));
      const authors = async (ruleId: string, repositoryId: number): Promise<number[]> =>
        (await blocks.blocksSince(ruleId, repositoryId, START - HOUR_MS)).map(({ authorId }) => authorId);
      expect(await authors('MD-004', 42)).toEqual([7]);
      expect(await authors('MD-005', 42)).toEqual([9]);
      expect(await authors('MD-004', 421)).toEqual([10]);
      expect(await authors('MD-004', 4)).toEqual([]);
    });

    check('edge', 'counts from the instant itself on', async ({ stores: { blocks } }) => {
      const since = START - HOUR_MS;
      for (const [index, offset] of [-1, 0, 1].entries()) {
        await blocks.recordBlock(block(index + 1, { firstSeenAt: since + offset }));
      }
      const listed = await blocks.blocksSince('MD-004', 42, since);
      expect(listed.map(({ pullRequest }) => pullRequest)).toEqual([2, 3]);
    });

    check(
      'expired',
      'sees no block of more than two hours ago, deleted or not',
      async ({ stores: { blocks }, clock }) => {
        await blocks.recordBlock(block(1, { firstSeenAt: START }));
        clock.set(START + BLOCK_HOURS * HOUR_MS - 1);
        expect(await blocks.blocksSince('MD-004', 42, 0)).toHaveLength(1);
        clock.advance(1001);
        expect(await blocks.blocksSince('MD-004', 42, 0)).toEqual([]);
        const again = block(1, { firstSeenAt: clock.now(), authorId: 8 });
        expect(await blocks.recordBlock(again)).toBe('recorded');
        expect(await blocks.blocksSince('MD-004', 42, 0)).toEqual([again]);
      },
    );

    check('invalid', 'refuses what is no block', async ({ stores: { blocks } }) => {
      for (const wrong of [
        { pullRequest: 0 },
        { authorId: 1.5 },
        { repositoryId: -1 },
        { ruleId: '' },
        { firstSeenAt: -1 },
      ]) {
        await expectCode(blocks.recordBlock({ ...block(1), ...wrong }), 'INVALID');
      }
      expect(await blocks.blocksSince('MD-004', 42, 0)).toEqual([]);
    });

    check(
      'writers',
      `counts exactly what ${backend.scale.writers} writers write at once`,
      async (world) => {
        const { writers, each } = backend.scale;
        const handles = await Promise.all(Array.from({ length: writers }, () => world.another()));
        const answers = await Promise.all(
          handles.map(async ({ blocks }, writer) => {
            let recorded = 0;
            // Half of the pull requests are everybody's.
            for (let index = 0; index < each; index += 1) {
              const number = index % 2 === 0 ? index + 1 : 1000 * (writer + 1) + index;
              if ((await blocks.recordBlock(block(number, { authorId: writer + 1 }))) === 'recorded') recorded += 1;
            }
            return recorded;
          }),
        );
        const expected = each / 2 + (writers * each) / 2;
        expect(answers.reduce((sum, recorded) => sum + recorded, 0)).toBe(expected);
        expect(await world.stores.blocks.blocksSince('MD-004', 42, START - HOUR_MS)).toHaveLength(expected);
      },
      180_000,
    );

    done();
  });
}
