import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

interface Module {
  readonly resource?: string;
  readonly modules?: readonly Module[];
}
const { licensesOf } = (await import(join(process.cwd(), 'scripts/licenses.mjs'))) as {
  licensesOf(modules: Iterable<Module>): Promise<string>;
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'phase-mirror-licenses-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** @returns the path of a module in the package */
function installed(at: string, manifest: object, texts: Readonly<Record<string, string>>): string {
  const folder = join(root, 'node_modules', at);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  return join(folder, 'lib/index.js');
}

describe('licensesOf', () => {
  it('holds every package once, whether a module stands alone or was joined into another', async () => {
    const zed = installed('zed', { name: 'zed', version: '1.0.0', license: 'MIT' }, { 'LICENSE.md': 'MIT of zed\r\n' });
    const core = installed(
      '@a/core',
      { name: '@a/core', version: '2.0.0', license: 'ISC' },
      { LICENSE: 'ISC of core' },
    );
    const text = await licensesOf([
      { modules: [{ resource: zed }, { resource: join(root, 'build/index.js') }] },
      { resource: core },
      { resource: zed },
      {},
    ]);
    expect(text).toBe(
      [
        '@a/core 2.0.0',
        'ISC',
        '',
        'ISC of core',
        '',
        '-'.repeat(80),
        '',
        'zed 1.0.0',
        'MIT',
        '',
        'MIT of zed',
        '',
      ].join('\n'),
    );
  });

  it('tells two versions of a package apart, and takes the notice with the licence', async () => {
    const one = installed('p', { name: 'p', version: '1.0.0', license: 'Apache-2.0' }, { LICENSE: 'L', NOTICE: 'N' });
    const two = installed('q/node_modules/p', { name: 'p', version: '2.0.0', license: 'MIT' }, {});
    expect(await licensesOf([{ resource: two }, { resource: one }])).toBe(
      `p 1.0.0\nApache-2.0\n\nL\n\nN\n\n${'-'.repeat(80)}\n\np 2.0.0\nMIT\n\n(The package holds no licence text.)\n`,
    );
  });

  it('refuses a package without a licence', async () => {
    const resource = installed('p', { name: 'p', version: '1.0.0' }, { LICENSE: 'text' });
    await expect(licensesOf([{ resource }])).rejects.toThrow('p 1.0.0 names no licence');
  });
});
