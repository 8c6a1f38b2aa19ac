/** `config show`: the levels that hold, and where each comes from. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { LEVELS_COPY } from '../../src/policy/org-levels.js';
import { type Outcome, runCli } from '../support/cli.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';
import { PINNED, signedCopy } from '../support/signed-copy.js';

const NOW = Date.UTC(2026, 10, 25, 9);
const workshop = new Workshop();
afterAll(() => workshop.clean());

function tree(files: Readonly<Record<string, string>>): TestRepo {
  const repo = workshop.repo();
  for (const [path, text] of Object.entries(files)) repo.write(path, text);
  return repo;
}

const show = (repo: TestRepo): Promise<Outcome> => runCli({ cwd: repo.dir, now: NOW }, 'config', 'show');
const levelOf = ({ stdout }: Outcome, rule = 'MD-001'): string | undefined =>
  new RegExp(`^rules\\.${rule}\\.level +(.*)$`, 'm').exec(stdout)?.[1]?.replace(/ +/, ' ');

describe('config show', () => {
  it('has the levels of the signed copy in the same tree, as evaluate does', async () => {
    const copy = await signedCopy('MD-001', NOW);
    const shown = await show(tree({ '.phase-mirror.yml': `version: 1\n${PINNED}`, [LEVELS_COPY]: copy }));
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    expect(levelOf(shown)).toBe(`warn ${LEVELS_COPY}, sequence 3`);
    expect(levelOf(shown, 'MD-002')).toMatch(/ built-in$/);
  });

  it('lets a pin win over it', async () => {
    const files = { '.phase-mirror.yml': `version: 1\nrules: {MD-001: {level: block}}\n${PINNED}` };
    const shown = await show(tree({ ...files, [LEVELS_COPY]: await signedCopy('MD-001', NOW) }));
    expect(levelOf(shown)).toBe('block .phase-mirror.yml:2');
  });

  it('passes an unsigned copy over where no key is pinned, and says why it does not believe it where one is', async () => {
    const copy = await signedCopy('MD-001', NOW, { signed: false });
    const unpinned = await show(tree({ '.phase-mirror.yml': 'version: 1\n', [LEVELS_COPY]: copy }));
    expect([levelOf(unpinned), unpinned.stderr]).toEqual(['block built-in', '']);
    const pinned = await show(tree({ '.phase-mirror.yml': `version: 1\n${PINNED}`, [LEVELS_COPY]: copy }));
    expect([pinned.status, levelOf(pinned)]).toEqual([0, 'block built-in']);
    expect(pinned.stderr).toMatch(/is not believed: .*\(UNSIGNED\)\. This run uses the built-in levels\.\n$/);
  });
});
