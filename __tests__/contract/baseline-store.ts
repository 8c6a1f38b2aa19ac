/** BaselineStore: signed documents, every version of them, and one winner of every race. */
import { describe, expect } from '@jest/globals';
import { type BaselineKey, MAX_DOCUMENT_BYTES } from '../../src/stores/ports.js';
import { type Backend, casesOf, expectCode, race } from './backend.js';

export const PORT = 'baseline-store';

const MAIN: BaselineKey = { repositoryId: 42, branch: 'main' };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (document: { readonly bytes: Uint8Array } | null): string | undefined =>
  document === null ? undefined : new TextDecoder().decode(document.bytes);

export function baselineStoreContract(backend: Backend): void {
  describe(`BaselineStore on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('missing', 'answers null where there never was one', async ({ stores: { baselines } }) => {
      expect(await baselines.load(MAIN)).toBeNull();
      expect(await baselines.versions(MAIN)).toEqual([]);
      await expectCode(baselines.replace(MAIN, bytes('x'), 'a tag'), 'CONFLICT');
      expect(await baselines.load(MAIN)).toBeNull();
    });

    check(
      'created',
      'gives back the bytes that were stored, and no string of them',
      async ({ stores: { baselines } }) => {
        const every = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
        const created = await baselines.create(MAIN, every);
        const loaded = await baselines.load(MAIN);
        expect(loaded?.bytes).toBeInstanceOf(Uint8Array);
        expect([...(loaded?.bytes ?? [])]).toEqual([...every]);
        expect(loaded?.tag).toBe(created.tag);
        expect(loaded?.version).toBe(created.version);
        expect(Number.isSafeInteger(loaded?.writtenAt)).toBe(true);
      },
    );

    check('created-twice', 'creates once: CONFLICT, and the first stays', async ({ stores: { baselines } }) => {
      await baselines.create(MAIN, bytes('first'));
      const error = await expectCode(baselines.create(MAIN, bytes('second')), 'CONFLICT');
      expect(error.operation).toBe('BaselineStore.create');
      await expectCode(baselines.create(MAIN, bytes('first')), 'CONFLICT');
      expect(text(await baselines.load(MAIN))).toBe('first');
      expect(await baselines.versions(MAIN)).toHaveLength(1);
    });

    check('replaced', 'replaces only what the tag stands for', async ({ stores: { baselines } }) => {
      const first = await baselines.create(MAIN, bytes('first'));
      const second = await baselines.replace(MAIN, bytes('second'), first.tag);
      expect(second.tag).not.toBe(first.tag);
      await expectCode(baselines.replace(MAIN, bytes('third'), first.tag), 'CONFLICT');
      await expectCode(baselines.replace(MAIN, bytes('third'), '"0123456789abcdef0123456789abcdef"'), 'CONFLICT');
      expect(text(await baselines.load(MAIN))).toBe('second');
      await baselines.replace(MAIN, bytes('third'), (await baselines.load(MAIN))?.tag ?? 'none');
      expect(text(await baselines.load(MAIN))).toBe('third');
    });

    check('versions', 'keeps every version, newest first', async ({ stores: { baselines }, clock }) => {
      let stored = await baselines.create(MAIN, bytes('one'));
      const ids = [stored.version];
      for (const content of ['twos', 'three', 'one']) {
        clock.advance(60_000);
        stored = await baselines.replace(MAIN, bytes(content), stored.tag);
        ids.unshift(stored.version);
      }
      expect(new Set(ids).size).toBe(4);
      const versions = await baselines.versions(MAIN);
      expect(versions.map(({ version, size, deleted }) => [version, size, deleted])).toEqual([
        [ids[0], 3, false],
        [ids[1], 5, false],
        [ids[2], 4, false],
        [ids[3], 3, false],
      ]);
      const contents = [];
      for (const id of ids) contents.push(text(await baselines.loadVersion(MAIN, id)));
      expect(contents).toEqual(['one', 'three', 'twos', 'one']);
      for (const [index, { writtenAt }] of versions.slice(1).entries()) {
        expect(writtenAt).toBeLessThanOrEqual(versions[index]?.writtenAt ?? 0);
      }
      await expectCode(baselines.loadVersion(MAIN, 'no-such-version'), 'NOT_FOUND');
      await expectCode(baselines.loadVersion({ ...MAIN, branch: 'other' }, ids[0] as string), 'NOT_FOUND');
    });

    check(
      'apart',
      'keeps branches and repositories apart, whatever they are called',
      async ({ stores: { baselines } }) => {
        const keys: readonly BaselineKey[] = [
          MAIN,
          { repositoryId: 42, branch: 'Main' },
          { repositoryId: 42, branch: 'release/1.x' },
          { repositoryId: 42, branch: 'release%2F1.x' },
          { repositoryId: 42, branch: '../main' },
          { repositoryId: 42, branch: 'größe/日本' },
          { repositoryId: 421, branch: 'main' },
        ];
        for (const [index, key] of keys.entries()) await baselines.create(key, bytes(`document ${index}`));
        const read = [];
        for (const key of keys) read.push(text(await baselines.load(key)));
        expect(read).toEqual(keys.map((_, index) => `document ${index}`));
        for (const key of keys) expect(await baselines.versions(key)).toHaveLength(1);
      },
    );

    check('invalid', 'refuses what is no key', async ({ stores: { baselines } }) => {
      for (const key of [
        { ...MAIN, repositoryId: 0 },
        { ...MAIN, branch: '' },
        { ...MAIN, branch: 'x'.repeat(2000) },
      ]) {
        await expectCode(baselines.create(key, bytes('x')), 'INVALID');
        await expectCode(baselines.load(key), 'INVALID');
      }
    });

    check(
      'large',
      'stores eight megabytes unchanged, and refuses more than the limit',
      async ({ stores: { baselines } }) => {
        const large = new Uint8Array(8 * 1024 * 1024).map((_, index) => (index * 31) % 251);
        await baselines.create(MAIN, large);
        const loaded = await baselines.load(MAIN);
        expect(Buffer.compare(loaded?.bytes ?? new Uint8Array(), large)).toBe(0);
        const tooLarge = new Uint8Array(MAX_DOCUMENT_BYTES + 1);
        await expectCode(baselines.create({ ...MAIN, branch: 'big' }, tooLarge), 'TOO_LARGE');
        expect(await baselines.load({ ...MAIN, branch: 'big' })).toBeNull();
      },
    );

    check('racing-creators', 'lets one of twenty creators win, the others meet CONFLICT', async (world) => {
      const handles = await Promise.all(Array.from({ length: 20 }, () => world.another()));
      const { won, lost } = await race(
        handles.map(
          ({ baselines }, index) =>
            () =>
              baselines.create(MAIN, bytes(`racer ${index}`)),
        ),
      );
      expect(won).toHaveLength(1);
      expect(lost).toEqual(Array.from({ length: 19 }, () => 'CONFLICT'));
      expect(text(await world.stores.baselines.load(MAIN))).toBe(text(won[0] ?? null));
      expect(await world.stores.baselines.versions(MAIN)).toHaveLength(1);
    });

    check('racing-writers', 'lets one of twenty writers win, the others meet CONFLICT', async (world) => {
      const { tag } = await world.stores.baselines.create(MAIN, bytes('first'));
      const handles = await Promise.all(Array.from({ length: 20 }, () => world.another()));
      const { won, lost } = await race(
        handles.map(
          ({ baselines }, index) =>
            () =>
              baselines.replace(MAIN, bytes(`racer ${index}`), tag),
        ),
      );
      expect(won).toHaveLength(1);
      expect(lost).toEqual(Array.from({ length: 19 }, () => 'CONFLICT'));
      expect(text(await world.stores.baselines.load(MAIN))).toBe(text(won[0] ?? null));
      expect(await world.stores.baselines.versions(MAIN)).toHaveLength(2);
    });

    done();
  });
}
