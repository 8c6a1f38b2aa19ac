/** What moto cannot show: waiting, giving up, interruptions, copies of others. With a table in memory. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type CopyableTable, checkTable, removeCopy, type TableTools } from '../../src/oracle/verify-table.js';
import { StoreError } from '../../src/stores/errors.js';

const HOUR = 3_600_000;
const sha = (text: string) => createHash('sha256').update(text).digest();

class MemoryTable implements CopyableTable {
  readonly table = 'mirror-dissonance-staging-consent';
  readonly scratch = `verify.${this.table}`;
  readonly rowsOfTable = new Map([
    ['a', '1'],
    ['b', '2'],
  ]);
  copy: { createdAt: number; holds: number; rows: Map<string, string>; readyAt: number; dropping: boolean } | null =
    null;
  /** How far behind the backup is. */
  lagMs: number | null = 5 * 60_000;
  restoreMs = 10 * 60_000;
  calls: string[] = [];

  constructor(private readonly clock: { time: number }) {}

  async window() {
    return this.lagMs === null ? null : { earliest: 0, latest: this.clock.time - this.lagMs };
  }
  async restore(moment: number): Promise<void> {
    this.calls.push('restore');
    if (this.copy !== null)
      throw new StoreError({ operation: 'Backups.restore', code: 'CONFLICT', reason: 'is there' });
    const rows = new Map(this.rowsOfTable);
    const { time } = this.clock;
    this.copy = { createdAt: time, holds: moment, rows, readyAt: time + this.restoreMs, dropping: false };
  }
  async look() {
    if (this.copy === null) return null;
    const { createdAt, holds, readyAt } = this.copy;
    return { active: this.clock.time >= readyAt, createdAt, holds };
  }
  async drop() {
    this.calls.push('drop');
    if (this.copy === null) return 'gone' as const;
    if (this.clock.time < this.copy.readyAt) return 'busy' as const;
    if (this.copy.dropping) this.copy = null;
    else this.copy.dropping = true;
    return this.copy === null ? ('gone' as const) : ('deleting' as const);
  }
  async *rows(of: 'table' | 'copy') {
    this.calls.push(`read ${of}`);
    const rows = of === 'table' ? this.rowsOfTable : (this.copy?.rows ?? new Map<string, string>());
    for (const [key, value] of rows) yield [{ key, digest: sha(value) }];
  }
}

let clock: { time: number };
let table: MemoryTable;
let stop: AbortController;
let said: string[];
let tools: TableTools;

beforeEach(() => {
  clock = { time: Date.UTC(2026, 10, 24, 12) };
  table = new MemoryTable(clock);
  stop = new AbortController();
  said = [];
  tools = {
    clock: { now: () => clock.time },
    sleep: async (ms) => {
      clock.time += ms;
    },
    progress: (text) => said.push(text),
    signal: stop.signal,
  };
});

describe('checkTable', () => {
  it('waits until the backup has what was read, restores to that moment, compares, and deletes the copy', async () => {
    const started = clock.time;
    const check = await checkTable(table, tools);
    expect(check).toMatchObject({
      ok: true,
      compared: 2,
      inMotion: 0,
      rows: { before: 2, copy: 2, after: 2 },
      problems: [],
    });
    expect(Date.parse(check.restoredTo ?? '')).toBeGreaterThanOrEqual(started);
    expect(check.durationMs).toBe(clock.time - started);
    expect(table.calls.slice(0, 4)).toEqual(['read table', 'restore', 'read copy', 'read table']);
    expect(table.copy).toBeNull();
    expect(said).toEqual([
      expect.stringMatching(/waiting until its backup has what was read/),
      expect.stringMatching(/restoring 2 rows to 2026-11-24T12:0\d/),
    ]);
  });

  it('says that there is no backup, and restores nothing', async () => {
    table.lagMs = null;
    const { ok, problems } = await checkTable(table, tools);
    expect([ok, problems]).toEqual([
      false,
      [expect.stringMatching(/has no point-in-time recovery: it is switched off/)],
    ]);
    expect(table.calls).toEqual(['read table']);
  });

  it('gives up on a backup that stands still, and on a restore that does not end', async () => {
    table.lagMs = 40 * 60_000 + HOUR * 24;
    expect((await checkTable(table, tools)).problems).toEqual([
      expect.stringMatching(/has a backup that ends more than 30 minutes ago \(TIMEOUT\)/),
    ]);
    table.lagMs = 0;
    table.restoreMs = 100 * HOUR;
    expect((await checkTable(table, tools)).problems).toEqual([
      expect.stringMatching(/was not restored within 3 hours/),
      expect.stringMatching(/could not be deleted yet, and costs money while it is there.*--clean/),
    ]);
  });

  it('stops when it is interrupted, and deletes what it began as soon as that can be', async () => {
    const { sleep } = tools;
    tools = {
      ...tools,
      sleep: async (ms, signal) => {
        if (table.copy !== null) stop.abort();
        await sleep?.(ms, signal);
      },
    };
    const { problems } = await checkTable(table, tools);
    expect(problems).toEqual([expect.stringMatching(/was interrupted/)]);
    expect(table.calls).toEqual(expect.not.arrayContaining(['read copy']));
    expect(table.copy).toBeNull();
    expect(said.at(-1)).toMatch(/is being made; will be deleted then/);
  });

  it('leaves a young copy of somebody else, and takes away an old one', async () => {
    await table.restore(clock.time);
    clock.time += 5 * HOUR;
    expect((await checkTable(table, tools)).problems).toEqual([expect.stringMatching(/was made 300 minutes ago/)]);
    expect(table.copy).not.toBeNull();
    clock.time += HOUR;
    const check = await checkTable(table, tools);
    expect([check.ok, check.notes]).toEqual([true, [`Deleted ${table.scratch}, which an earlier check had left.`]]);
  });

  it('does not delete the copy that somebody else began at the same moment', async () => {
    const restore = table.restore.bind(table);
    table.restore = async (moment) => {
      await restore(moment);
      await restore(moment);
    };
    const { problems } = await checkTable(table, tools);
    expect(problems).toEqual([expect.stringMatching(/is there/)]);
    expect(table.copy).not.toBeNull();
    expect(table.calls).not.toContain('drop');
  });

  it('does not take a mistake of ours for a bad backup', async () => {
    table.look = async () => {
      throw new TypeError('ours');
    };
    await expect(checkTable(table, tools)).rejects.toThrow('ours');
  });

  it('names a differing row that is not there any more by its mark', async () => {
    const restore = table.restore.bind(table);
    table.restore = async (moment) => {
      await restore(moment);
      table.copy?.rows.delete('a');
      table.copy?.rows.set('b', '9');
    };
    let readings = 0;
    const rows = table.rows.bind(table);
    table.rows = async function* (of) {
      if (of === 'table') readings += 1;
      if (of === 'table' && readings === 3) table.rowsOfTable.delete('a');
      yield* rows(of);
    };
    const check = await checkTable(table, tools);
    expect(check.problems).toEqual(['1 row is missing in the copy.', '1 row is different in the copy.']);
    expect(check.missing.keys).toEqual([expect.stringMatching(/^\(not there any more, [0-9a-f]{32}\)$/)]);
    expect(check.different.keys).toEqual(['b']);
  });
});

describe('removeCopy', () => {
  it('says whether there was one', async () => {
    expect(await removeCopy(table, tools)).toBe(false);
    await table.restore(clock.time);
    expect(await removeCopy(table, tools)).toBe(true);
    expect(table.copy).toBeNull();
  });
});
