/** LevelStore: one state, a sequence that only rises, and every state before it. */
import { describe, expect } from '@jest/globals';
import { type Backend, casesOf, expectCode, race } from './backend.js';

export const PORT = 'level-store';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (of: Uint8Array | undefined): string => new TextDecoder().decode(of);

export function levelStoreContract(backend: Backend): void {
  describe(`LevelStore on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('missing', 'answers null where there never was a state', async ({ stores: { levels } }) => {
      expect(await levels.load()).toBeNull();
      expect(await levels.history()).toEqual([]);
      await expectCode(levels.loadSequence(1), 'NOT_FOUND');
    });

    check('published', 'gives back what was published', async ({ stores: { levels } }) => {
      const published = await levels.publish(bytes('{"levels":{}}'), 1, null);
      const loaded = await levels.load();
      expect(text(loaded?.bytes)).toBe('{"levels":{}}');
      expect(loaded?.sequence).toBe(1);
      expect(loaded?.tag).toBe(published.tag);
      expect(text(await levels.loadSequence(1))).toBe('{"levels":{}}');
    });

    check('history', 'keeps every state under its sequence, newest first', async ({ stores: { levels }, clock }) => {
      let tag: string | null = null;
      for (const sequence of [1, 2, 5, 9, 10, 100]) {
        tag = (await levels.publish(bytes(`state ${sequence}`), sequence, tag)).tag;
        clock.advance(60_000);
      }
      expect((await levels.history()).map(({ sequence }) => sequence)).toEqual([100, 10, 9, 5, 2, 1]);
      expect(text(await levels.loadSequence(5))).toBe('state 5');
      await expectCode(levels.loadSequence(3), 'NOT_FOUND');
      await expectCode(levels.loadSequence(101), 'NOT_FOUND');
      expect(text((await levels.load())?.bytes)).toBe('state 100');
    });

    check('sequence', 'refuses a sequence that does not rise, and writes nothing', async ({ stores: { levels } }) => {
      const first = await levels.publish(bytes('five'), 5, null);
      for (const sequence of [1, 4, 5]) await expectCode(levels.publish(bytes('old'), sequence, first.tag), 'SEQUENCE');
      expect(text((await levels.load())?.bytes)).toBe('five');
      expect((await levels.history()).map(({ sequence }) => sequence)).toEqual([5]);
      await expectCode(levels.loadSequence(4), 'NOT_FOUND');
      for (const sequence of [0, -1, 1.5, Number.NaN]) {
        await expectCode(levels.publish(bytes('odd'), sequence, first.tag), 'INVALID');
      }
    });

    check('conflict', 'refuses who has not seen the state that is stored', async ({ stores: { levels } }) => {
      await expectCode(levels.publish(bytes('one'), 1, 'a tag of nothing'), 'CONFLICT');
      const first = await levels.publish(bytes('one'), 1, null);
      await expectCode(levels.publish(bytes('two'), 2, null), 'CONFLICT');
      const second = await levels.publish(bytes('two'), 2, first.tag);
      await expectCode(levels.publish(bytes('three'), 3, first.tag), 'CONFLICT');
      expect((await levels.load())?.tag).toBe(second.tag);
      expect((await levels.history()).map(({ sequence }) => sequence)).toEqual([2, 1]);
    });

    check('same-bytes', 'takes the same bytes under a new sequence', async ({ stores: { levels } }) => {
      const first = await levels.publish(bytes('same'), 1, null);
      const second = await levels.publish(bytes('same'), 2, first.tag);
      expect((await levels.load())?.sequence).toBe(2);
      await levels.publish(bytes('other'), 3, second.tag);
      expect(text(await levels.loadSequence(2))).toBe('same');
    });

    check('racing-publishers', 'lets one of twenty publishers win, the others meet CONFLICT', async (world) => {
      const { tag } = await world.stores.levels.publish(bytes('first'), 1, null);
      const handles = await Promise.all(Array.from({ length: 20 }, () => world.another()));
      const { won, lost } = await race(
        handles.map(
          ({ levels }, index) =>
            () =>
              levels.publish(bytes(`racer ${index}`), 2, tag),
        ),
      );
      expect(won).toHaveLength(1);
      expect(lost).toEqual(Array.from({ length: 19 }, () => 'CONFLICT'));
      const current = await world.stores.levels.load();
      expect(text(current?.bytes)).toBe(text(won[0]?.bytes));
      expect(text(await world.stores.levels.loadSequence(2))).toBe(text(current?.bytes));
      expect((await world.stores.levels.history()).map(({ sequence }) => sequence)).toEqual([2, 1]);
    });

    done();
  });
}
