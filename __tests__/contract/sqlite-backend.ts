/** SQLite as a backend of the suites: a new file per case. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import type { Stores } from '../../src/stores/stores.js';
import type { Backend } from './backend.js';

export const SQLITE: Backend = {
  name: 'sqlite',
  scale: { writers: 64, each: 200 },
  open: async (clock) => {
    const folder = await mkdtemp(join(tmpdir(), 'phase-mirror-contract-'));
    const opened: Stores[] = [];
    const another = async (): Promise<Stores> => {
      const stores = await openSqliteStores(join(folder, 'stores.db'), clock);
      opened.push(stores);
      return stores;
    };
    return {
      stores: await another(),
      another,
      close: async () => {
        for (const one of opened) await one.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};
