import { describe, expect, it } from '@jest/globals';
import { loadPolicy } from '../../src/policy/load.js';
import type { Snapshot } from '../../src/repository/types.js';
import { memorySnapshot } from '../support/memory-snapshot.js';

const CONTEXT = { ruleIds: ['MD-001'], today: '2026-06-01' };
const level = (value: string) => `version: 1\nrules:\n  MD-001: {level: ${value}}\n`;
const tree = (config: string | null, path = '.phase-mirror.yml'): Snapshot =>
  memorySnapshot(config === null ? { a: '' } : { [path]: config });
const load = (subject: Snapshot, base: Snapshot | null, fromBase: boolean, path?: string) =>
  loadPolicy({ subject, base, fromBase, ...(path === undefined ? {} : { path }) }, CONTEXT);
const levelOf = (config: { rules: ReadonlyMap<string, { level?: { value: string } }> }) =>
  config.rules.get('MD-001')?.level?.value;

describe('loadPolicy', () => {
  it('takes the base on a pull request, whatever the change says', async () => {
    const policy = await load(tree(level('off')), tree(level('block')), true);
    expect(levelOf(policy.config)).toBe('block');
    expect(policy).toMatchObject({ side: 'base', baseInvalid: null });
    expect(policy.compare === null ? null : levelOf(policy.compare.subject)).toBe('off');
  });

  it('takes the subject elsewhere', async () => {
    const policy = await load(tree(level('off')), tree(level('block')), false);
    expect(levelOf(policy.config)).toBe('off');
    expect(policy).toMatchObject({ side: 'subject', compare: null });
  });

  it('is built in where there is no file, or no base', async () => {
    expect((await load(tree(null), tree(null), true)).config.path).toBeNull();
    const policy = await load(tree(level('off')), null, true);
    expect(policy).toMatchObject({ side: 'base', compare: null });
    expect(policy.config.path).toBeNull();
  });

  it('refuses an invalid file on the subject, though the base is in force', async () => {
    await expect(load(tree('version: 2\n'), tree(level('block')), true)).rejects.toMatchObject({
      kind: 'user',
      exitCode: 2,
    });
  });

  it('stands in for an invalid base only when the change mends it', async () => {
    const mended = await load(tree(level('warn')), tree('version: 2\n'), true);
    expect(mended.config.path).toBeNull();
    expect(mended.baseInvalid).toContain('.phase-mirror.yml:1');
    await expect(load(tree(null), tree('version: 2\n'), true)).rejects.toMatchObject({ kind: 'user' });
  });

  it('reads a file that is named, on either side, and misses none silently', async () => {
    const named = await load(tree(level('warn'), 'c.yml'), tree(level('block'), 'c.yml'), true, 'c.yml');
    expect(levelOf(named.config)).toBe('block');
    await expect(load(tree(null), tree(null), true, 'c.yml')).rejects.toThrow('is not on either side of the change');
    await expect(load(tree(null), null, false, 'c.yml')).rejects.toThrow('is not in the tree that is evaluated');
  });

  it.each([
    ['too-large', { reason: 'too-large', bytes: 9, limit: 5 } as const, 'has 9 bytes; at most 5 are read'],
    [
      'a link that leads out',
      { reason: 'symlink-outside', target: '/x' } as const,
      'is a symbolic link that leaves the repository',
    ],
    ['missing', { reason: 'missing' } as const, 'cannot be read'],
  ])('says why a file cannot be read: %s', async (_, failure, reason) => {
    const failing: Snapshot = { ...tree(level('block')), read: () => Promise.resolve({ ok: false, failure }) };
    await expect(load(failing, null, false)).rejects.toThrow(reason);
  });
});
