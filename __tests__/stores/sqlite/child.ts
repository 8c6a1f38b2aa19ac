/**
 * A process that writes to a database, started by the tests of crashes and of contention.
 *
 *   record FILE KIND COUNT [SIZE]   records events one by one (or SIZE at a time); after each, the number of the last
 *                                   one that was acknowledged goes to stdout
 *   both FILE KIND                  the same without an end, judging every event as well: `n` then `v n`
 *   read FILE                       what `verify` says, `true` or `false`, and then the number of lines of an export
 *   crowd FILE KIND WRITERS COUNT   that many connections at once, each of which records COUNT events
 *
 * A StoreError ends it with status 3 and `code message` on the last line.
 */
import { writeSync } from 'node:fs';
import { StoreError } from '../../../src/stores/errors.js';
import { exportSqlite, openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import { eventOf, TestClock, verdictOf, YEARS_LATER } from './world.js';

/** At once, past every buffer: what was said was said, even when the process dies in the next instant. */
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

async function record(file: string, kind: number, count: number, size: number): Promise<void> {
  const stores = await openSqliteStores(file, new TestClock());
  say('open');
  for (let n = 0; n < count; n += size) {
    await stores.fp.recordEvents(Array.from({ length: Math.min(size, count - n) }, (_, i) => eventOf(kind, n + i)));
    say(String(n + size - 1));
  }
  await stores.close();
}

async function recordAndJudge(file: string, kind: number): Promise<void> {
  const stores = await openSqliteStores(file, new TestClock());
  for (let n = 0; ; n += 1) {
    const event = eventOf(kind, n);
    await stores.fp.recordEvent(event);
    say(String(n));
    await stores.fp.markFalsePositive(event, verdictOf('reviewer'));
    say(`v ${n}`);
  }
}

async function read(file: string): Promise<void> {
  const { ok } = await verifySqlite(file, YEARS_LATER);
  let lines = 0;
  for await (const _ of exportSqlite(file)) lines += 1;
  say(`${ok} ${lines}`);
}

/** Writers give way to each other after every event, as they would waiting for a network. */
async function crowd(file: string, kind: number, writers: number, count: number): Promise<void> {
  const write = async (_: unknown, writer: number): Promise<void> => {
    const stores = await openSqliteStores(file, new TestClock());
    for (let n = 0; n < count; n += 1) await stores.fp.recordEvent(eventOf(kind + writer, n));
    await stores.close();
  };
  await Promise.all(Array.from({ length: writers }, write));
}

const [mode = '', file = '', kind = '0', count = '0', size = '1'] = process.argv.slice(2);
try {
  if (mode === 'record') await record(file, Number(kind), Number(count), Number(size));
  else if (mode === 'read') await read(file);
  else if (mode === 'crowd') await crowd(file, Number(kind), Number(count), Number(size));
  else await recordAndJudge(file, Number(kind));
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  say(`${error.code} ${error.message}`);
  process.exitCode = 3;
}
