import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newFolder, refuseLinkedFolder, writeFileInside } from '../../src/actions/files.js';

let top: string;
let root: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'pm-files-'));
  root = join(top, 'workspace');
  await mkdir(root);
  await mkdir(join(top, 'elsewhere'));
});
afterEach(() => rm(top, { recursive: true }));

const NEXT = 'Name another path with the input that it comes from (`report`, `sarif`, `copy`), or leave it empty.';

describe('writeFileInside', () => {
  it('makes the folders on the way and replaces what was there', async () => {
    const path = join(root, 'a/b/report.json');
    await writeFileInside(path, [root], 'a longer text');
    await writeFileInside(path, [root], 'short');
    expect(await readFile(path, 'utf8')).toBe('short');
  });

  it('works below a root that is a link itself', async () => {
    await symlink(root, join(top, 'link'));
    await writeFileInside(join(top, 'link/report.json'), [join(top, 'link')], 'text');
    expect(await readFile(join(root, 'report.json'), 'utf8')).toBe('text');
  });

  it('does not mind a root that does not exist', async () => {
    await writeFileInside(join(root, 'report.json'), [join(top, 'nothing'), root], 'text');
    expect(await readFile(join(root, 'report.json'), 'utf8')).toBe('text');
    await expect(writeFileInside(join(root, 'x'), [join(top, 'nothing')], 'text')).rejects.toThrow('leads out');
  });

  it('does not leave through a folder that is a link', async () => {
    await symlink(join(top, 'elsewhere'), join(root, 'out'));
    await expect(writeFileInside(join(root, 'out/new/report.json'), [root], 'text')).rejects.toThrow(
      `The file "report.json" leads out of the workspace through a link. ${NEXT}`,
    );
    await expect(stat(join(top, 'elsewhere/new'))).rejects.toThrow('ENOENT');
  });

  it('does not follow a file that is a link', async () => {
    const target = join(top, 'elsewhere/precious');
    await writeFile(target, 'precious');
    await symlink(target, join(root, 'report.json'));
    await expect(writeFileInside(join(root, 'report.json'), [root], 'text')).rejects.toThrow(
      `The file "report.json" cannot be written. ${NEXT}`,
    );
    expect(await readFile(target, 'utf8')).toBe('precious');
  });

  it('says so when a link leads nowhere, or a folder is a file', async () => {
    await symlink(join(top, 'nowhere'), join(root, 'dead'));
    await writeFile(join(root, 'file'), '');
    for (const path of ['dead/report.json', 'file/report.json']) {
      await expect(writeFileInside(join(root, path), [root], 'text')).rejects.toThrow(
        `The file "report.json" cannot be written. ${NEXT}`,
      );
    }
  });
});

describe('newFolder', () => {
  it('is a new one every time, and makes its parent', async () => {
    const parent = join(top, 'temp');
    const folders = [await newFolder(parent), await newFolder(parent)];
    expect(new Set(folders).size).toBe(2);
    for (const folder of folders) expect((await stat(folder)).isDirectory()).toBe(true);
  });

  it('says so when it cannot be made', async () => {
    await writeFile(join(top, 'file'), '');
    await expect(newFolder(join(top, 'file'))).rejects.toThrow(`The file "file" cannot be written to. ${NEXT}`);
  });
});

describe('refuseLinkedFolder', () => {
  it('takes a folder and refuses a link to one, also on the way', async () => {
    await mkdir(join(root, 'real/deep'), { recursive: true });
    await symlink(join(root, 'real'), join(root, 'link'));
    await refuseLinkedFolder(root, root);
    await refuseLinkedFolder(join(root, 'real/deep'), root);
    await refuseLinkedFolder(join(root, 'not-there'), root);
    for (const path of ['link', 'link/deep']) {
      await expect(refuseLinkedFolder(join(root, path), root)).rejects.toThrow(
        'is a symbolic link, or lies behind one',
      );
    }
  });

  it('does not mind that the workspace itself is a link', async () => {
    await symlink(root, join(top, 'workspace-link'));
    await refuseLinkedFolder(join(top, 'workspace-link'), join(top, 'workspace-link'));
  });
});
