/**
 * The SQLite store against bare node:sqlite. The statements of a call are noted on a database of their own, and run again,
 * prepared beforehand, on a third. A transaction is part of the bare call where there is more than one statement.
 */
import { copyFileSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { openSqliteStores } from '../../build/stores/sqlite/index.js';

let noted = null;
const texts = new WeakMap();

/** Puts an ear on every statement of this process. It costs both sides the same. */
export function listen() {
  const { prepare, exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (text) {
    const statement = prepare.call(this, text);
    texts.set(statement, text);
    return statement;
  };
  DatabaseSync.prototype.exec = function (text) {
    noted?.push({ text, method: 'exec' });
    return exec.call(this, text);
  };
  for (const method of ['get', 'all', 'run']) {
    const plain = StatementSync.prototype[method];
    StatementSync.prototype[method] = function (...values) {
      noted?.push({ text: texts.get(this), method, values });
      return plain.apply(this, values);
    };
  }
}

/** The statements of one call. */
export async function statementsOf(call) {
  noted = [];
  try {
    await call();
    return noted;
  } finally {
    noted = null;
  }
}

/** A connection as the store sets its own up, with its statements prepared once. */
export function bareDatabase(file) {
  const db = new DatabaseSync(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'cell_size_check = ON', 'trusted_schema = OFF']) {
    db.exec(`PRAGMA ${pragma}`);
  }
  const prepared = new Map();
  const statement = (text) => {
    if (!prepared.has(text)) prepared.set(text, db.prepare(text));
    return prepared.get(text);
  };
  return {
    /** @returns a call that runs them, ready */
    replay(statements) {
      // That no newer version has migrated the file meanwhile is the store's own question.
      const asked = statements.filter(({ text }) => text !== 'PRAGMA user_version');
      const work = asked.filter(({ method }) => method !== 'exec');
      const calls = (work.length === 1 && work[0].method !== 'run' ? work : asked).map(({ text, method, values }) =>
        method === 'exec' ? () => db.exec(text) : statement(text)[method].bind(statement(text), ...values),
      );
      return () => {
        for (const call of calls) call();
      };
    },
    close: () => db.close(),
  };
}

/** Three databases with the same contents: to note, to measure the store, to measure bare. */
export async function openThree(folder, clock, fill) {
  const files = ['noted', 'ours', 'bare'].map((name) => `${folder}/${name}.db`);
  const first = await openSqliteStores(files[0], clock);
  await fill(first);
  await first.close();
  for (const file of files.slice(1)) copyFileSync(files[0], file);
  const [note, ours] = await Promise.all(files.slice(0, 2).map((file) => openSqliteStores(file, clock)));
  const bare = bareDatabase(files[2]);
  return {
    note,
    ours,
    bare,
    close: async () => {
      await Promise.all([note.close(), ours.close()]);
      bare.close();
    },
  };
}
