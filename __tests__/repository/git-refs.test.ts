import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { plainRefs } from '../../src/repository/git-refs.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';

const shop = new Workshop();
afterAll(() => shop.clean());

const HEAD = 'refs/remotes/origin/HEAD';
const NAMES = [HEAD, ...['main', 'master'].flatMap((name) => [`refs/remotes/origin/${name}`, `refs/heads/${name}`])];

function clone(): TestRepo {
  const source = shop.repo();
  source.commitFiles({ a: 'a' });
  const made = shop.clone(source);
  made.commitFiles({ a: 'b' });
  made.git('branch', 'master', 'HEAD~1');
  return made;
}

const read = (repo: TestRepo, names: readonly string[] = NAMES) => plainRefs(join(repo.dir, '.git'), names, 40);
const ref = (repo: TestRepo, name: string, text: string) => writeFileSync(join(repo.dir, '.git', name), text);

/** What git says, in the same words. */
function told(repo: TestRepo): ReadonlyMap<string, object> {
  const lines = repo.git('for-each-ref', '--format=%(refname) %(objectname) %(symref)', ...NAMES).split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', id = '', target = ''] = line.split(' ');
      return [name, target === '' ? { id } : { target }];
    }),
  );
}

describe('refs read from the files of a clone', () => {
  it('are those that git lists: loose, packed, and packed with a newer one beside', () => {
    const repo = clone();
    expect(read(repo)).toEqual(told(repo));
    expect([...(read(repo)?.keys() ?? [])].sort()).toEqual([
      ...['refs/heads/main', 'refs/heads/master', HEAD, 'refs/remotes/origin/main'],
    ]);
    repo.git('pack-refs', '--all');
    expect(read(repo)).toEqual(told(repo));
    repo.commitFiles({ a: 'c' });
    expect(read(repo)).toEqual(told(repo));
    expect(read(repo)?.get('refs/heads/main')).toEqual({ id: repo.git('rev-parse', 'HEAD') });
    repo.git('branch', '-D', 'master');
    expect(read(repo)).toEqual(told(repo));
    expect(read(repo)?.has('refs/heads/master')).toBe(false);
  });

  it('have their annotated neighbours, whose peeled ids are no refs', () => {
    const repo = clone();
    repo.git('tag', '-a', '-m', 'one', 'v1');
    repo.git('update-ref', 'refs/heads/master', 'v1^{commit}');
    repo.git('pack-refs', '--all');
    expect(read(repo)).toEqual(told(repo));
  });

  it('are none where there are none, and none that only ends or begins so', () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    repo.git('branch', 'x/refs/heads/main');
    repo.git('branch', 'main2');
    repo.git('branch', '--move', 'main', 'odd');
    repo.git('pack-refs', '--all');
    expect(read(repo)).toEqual(new Map());
  });

  it('name the branch that the remote calls its default one, whatever it is called', () => {
    const repo = clone();
    repo.git('update-ref', 'refs/remotes/origin/stable-1', 'HEAD');
    repo.git('symbolic-ref', HEAD, 'refs/remotes/origin/stable-1');
    expect(read(repo)?.get(HEAD)).toEqual({ target: 'refs/remotes/origin/stable-1' });
    expect(read(repo)).toEqual(told(repo));
    repo.git('pack-refs', '--all');
    expect(read(repo)).toEqual(told(repo));
  });

  it.each<[string, (repo: TestRepo) => void]>([
    ['of another format', ({ dir }) => mkdirSync(join(dir, '.git/reftable'))],
    [
      'that stand in no folder',
      ({ dir }) => {
        rmSync(join(dir, '.git/refs/heads'), { recursive: true });
        writeFileSync(join(dir, '.git/refs/heads'), 'this repository uses another format');
      },
    ],
    ['that is empty', (repo) => ref(repo, 'refs/heads/main', '')],
    ['that is no id', (repo) => ref(repo, 'refs/heads/main', 'main\n')],
    ['of too few digits', (repo) => ref(repo, 'refs/heads/main', `${'1'.repeat(39)}\n`)],
    ['of no object', (repo) => ref(repo, 'refs/heads/main', `${'0'.repeat(40)}\n`)],
    ['with more than an id', (repo) => ref(repo, 'refs/heads/main', `${'1'.repeat(40)} x\n`)],
    ['of the digits of another format', (repo) => ref(repo, 'refs/heads/main', `${'1'.repeat(64)}\n`)],
    [
      'whose target is gone',
      (repo) => {
        repo.git('pack-refs', '--all');
        repo.git('update-ref', '-d', 'refs/remotes/origin/main');
      },
    ],
    [
      'that is a chain',
      (repo) => {
        repo.git('symbolic-ref', 'refs/remotes/origin/stable', 'refs/remotes/origin/main');
        repo.git('symbolic-ref', HEAD, 'refs/remotes/origin/stable');
      },
    ],
    [
      'that is a chain of usual names',
      (repo) => {
        repo.git('symbolic-ref', 'refs/remotes/origin/master', 'refs/remotes/origin/main');
        repo.git('symbolic-ref', HEAD, 'refs/remotes/origin/master');
      },
    ],
    ['that stands for itself', (repo) => ref(repo, HEAD, `ref: ${HEAD}\n`)],
    ['whose target git refuses', (repo) => ref(repo, HEAD, 'ref: refs/remotes/origin/a..b\n')],
    ['whose target has a dot', (repo) => ref(repo, HEAD, 'ref: refs/remotes/origin/main.lock\n')],
    ['that leads out', (repo) => ref(repo, HEAD, 'ref: refs/remotes/origin/../../../HEAD\n')],
    ['that leads elsewhere', (repo) => ref(repo, HEAD, 'ref: HEAD\n')],
    [
      'that is a link',
      (repo) => {
        rmSync(join(repo.dir, '.git/refs/heads/main'));
        symlinkSync('master', join(repo.dir, '.git/refs/heads/main'));
      },
    ],
    [
      'that is a folder',
      (repo) => {
        rmSync(join(repo.dir, '.git/refs/heads/main'));
        mkdirSync(join(repo.dir, '.git/refs/heads/main'));
      },
    ],
    ...(
      [
        ['among very many', (text) => text + `${'1'.repeat(40)} refs/tags/${'x'.repeat(1000)}\n`.repeat(1100)],
        ['packed with line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
        ['packed without a head', (text) => text.slice(text.indexOf('\n') + 1)],
        ['packed by another program', (text) => text.replace(' sorted', '')],
        ['packed twice', (text) => `${text}${text.split('\n').at(-2)}\n`],
        ['packed out of order', (text) => `${text}${'1'.repeat(40)} refs/heads/a\n`],
        ['packed with a tab', (text) => text.replace(' refs/heads', '\trefs/heads')],
        ['packed and cut', (text) => text.slice(0, -1)],
        ['packed with a broken line', (text) => text.replace(/^[0-9a-f]+/m, '123')],
        ['packed with an empty line', (text) => `${text}\n`],
        ['packed with another word', (text) => `${text}# more\n`],
        ['packed with a peeled id of nothing', (text) => text.replace('\n', `\n^${'1'.repeat(40)}\n`)],
        ['packed with a broken peeled id', (text) => `${text}^123\n`],
        ['packed with no object', (text) => `${text}${'0'.repeat(40)} refs/tags/z\n`],
        ['packed with ids of another format', (text) => text.replaceAll(/^[0-9a-f]{40}/gm, '1'.repeat(64))],
      ] as [string, (text: string) => string][]
    ).map(([what, change]): [string, (repo: TestRepo) => void] => [
      what,
      (repo) => {
        repo.git('pack-refs', '--all');
        const file = join(repo.dir, '.git/packed-refs');
        writeFileSync(file, change(readFileSync(file, 'latin1')));
      },
    ]),
  ])('leave to git what is not plain: one %s', (_, make) => {
    const repo = clone();
    make(repo);
    expect(read(repo)).toBeNull();
  });

  it('leave to git what has an odd name', () => {
    const repo = clone();
    for (const name of [
      'refs/heads/a.b',
      'refs/heads/../../config',
      'refs/heads/a b',
      'HEAD',
      'refs/heads/',
      'refs/heads/.x',
      'refs',
    ]) {
      expect(read(repo, [name])).toBeNull();
    }
  });

  it('are read where no repository is: git says what is wrong', () => {
    expect(plainRefs(join(shop.folder(), 'nowhere'), NAMES, 40)).toBeNull();
  });
});
