/** docs/stores.md shows commands and what they print. Here they are run, in order, and have to print that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import { runCli } from '../support/cli.js';
import { findingId, storedEvent } from '../support/events.js';
import { Workshop } from '../support/git-repo.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const HOUR = 3_600_000;
const workshop = new Workshop();
afterAll(() => workshop.clean());

interface Shown {
  readonly words: readonly string[];
  readonly output: string;
}

/** The commands of the page's `console` blocks, with what stands below each. */
function shownIn(page: string): Shown[] {
  return [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, block]) =>
    (block ?? '')
      .split(/^\$ phase-mirror /m)
      .slice(1)
      .map((part) => {
        const [line = '', ...output] = part.split('\n');
        const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
        return { words, output: output.join('\n').trimEnd() };
      }),
  );
}

it('every command of docs/stores.md prints what the page shows', async () => {
  const repo = workshop.repo('app');
  repo.git('config', 'user.email', 'jane@example.com');
  repo.write('.phase-mirror/.gitignore', '*\n');
  const stores = await openSqliteStores(join(repo.dir, '.phase-mirror/store.db'), { now: () => NOW });
  await stores.fp.recordEvents([
    storedEvent(NOW - 26 * HOUR, { change: 'pr#118' }),
    storedEvent(NOW - 2 * HOUR, { change: 'pr#121' }),
    storedEvent(NOW - HOUR, { change: 'pr#122', ruleId: 'MD-004', findingId: findingId('b52e90d4'), severity: 'high' }),
  ]);
  await stores.close();

  const shown = shownIn(readFileSync('docs/stores.md', 'utf8'));
  expect(shown.length).toBeGreaterThan(7);
  for (const { words, output } of shown) {
    const { stdout, stderr } = await runCli({ cwd: repo.dir, now: NOW }, ...words);
    const printed = (stderr + stdout).trimEnd().replaceAll(repo.dir, '/srv/app');
    expect(`$ phase-mirror ${words.join(' ')}\n${printed}`).toBe(`$ phase-mirror ${words.join(' ')}\n${output}`);
  }
});
