import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { writeWhole } from '../../src/cli/write-whole.js';
import { Workshop } from '../support/git-repo.js';

const shop = new Workshop();
afterAll(() => shop.clean());

describe('writeWhole', () => {
  it('makes a file, replaces it, and leaves nothing beside it', async () => {
    const folder = shop.folder();
    for (const text of ['one', 'two']) await writeWhole('--output', join(folder, 'f'), text);
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('two');
    expect(readdirSync(folder)).toEqual(['f']);
  });

  it('writes to what is no plain file, and does not put a file in its place', async () => {
    const pipe = join(shop.folder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    await writeWhole('--output', pipe, 'text');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(readSync(reader, Buffer.alloc(10))).toBe(4);
    closeSync(reader);
  });

  it('follows a link', async () => {
    const folder = shop.folder();
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync('real', join(folder, 'link'));
    await writeWhole('--output', join(folder, 'link'), 'new');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
  });

  it('says why a file cannot be written', async () => {
    const folder = shop.folder();
    mkdirSync(join(folder, 'taken'));
    await expect(writeWhole('--output', join(folder, 'taken'), 'x')).rejects.toThrow('cannot be written (EISDIR)');
    await expect(writeWhole('--state', join(folder, 'none/f'), 'x')).rejects.toThrow('--state');
  });
});
