import { describe, expect, it } from '@jest/globals';
import type { FileProblem } from '../../src/repository/types.js';
import { fingerprintOf } from '../../src/rules/fingerprint.js';
import { unreadableFile as rule } from '../../src/rules/unreadable-file.js';
import { contextOf } from '../support/rule-context.js';

const PATH = '.github/workflows/ci.yml';

function problem(kind: FileProblem['kind'], role: FileProblem['role']): FileProblem {
  return {
    path: PATH,
    kind,
    role,
    reason: 'is broken',
    at: { path: PATH, startLine: 7, startColumn: 1, endLine: 7, endColumn: 1 },
  };
}

describe('a problem of a file', () => {
  it.each<[FileProblem['kind'], FileProblem['role'], string, string]>([
    ['syntax', 'workflow', 'Mend line 7 of .github/workflows/ci.yml', 'GitHub runs none of its jobs'],
    ['shape', 'protection', 'Mend .github/workflows/ci.yml:7', 'What it requires is not known'],
    ['too-large', 'action', 'Split the file', 'Every job that uses the action fails'],
    ['too-deep', 'codeowners', 'Flatten the nesting', 'Nobody is asked for a review'],
    ['too-many-aliases', 'config', 'Write the repeated values out', 'not in force'],
    ['encoding', 'workflow', 'UTF-8', 'GitHub runs none'],
    ['symlink', 'workflow', 'Replace the link', 'GitHub runs none'],
    ['unreadable', 'workflow', 'Commit the content', 'GitHub runs none'],
  ])('%s in a %s file', async (kind, role, fix, why) => {
    const context = await contextOf({ 'a.txt': '' });
    const outcome = rule.check({ ...context, model: { ...context.model, problems: [problem(kind, role)] } });
    expect(outcome).toMatchObject({
      state: 'evaluated',
      findings: [
        {
          severity: 'high',
          path: PATH,
          anchor: 'file',
          what: `${PATH} is broken (line 7).`,
          why: expect.stringContaining(why),
          fix: expect.stringContaining(fix),
          evidence: [
            { path: PATH, startLine: 7, fact: kind === 'syntax' || kind === 'shape' ? `${kind}: is broken` : kind },
          ],
        },
      ],
    });
  });

  it('is another finding for another mistake, and the same one when only sizes or lines change', async () => {
    const idOf = async (text: string): Promise<string> => {
      const outcome = rule.check(await contextOf({ [PATH]: text }));
      if (outcome.state !== 'evaluated' || outcome.findings[0] === undefined) throw new Error(outcome.state);
      return fingerprintOf(outcome.findings[0]);
    };
    const quote = await idOf('on: "push\n');
    expect(await idOf('# a\n\non: "pull_request\n')).toBe(quote);
    expect(await idOf('on: [\n')).not.toBe(quote);
    expect(await idOf('on: push\njobs: {a: {runs-on: x, needs: t1}}\n')).not.toBe(
      await idOf('on: push\njobs: {a: {runs-on: x, needs: t2}}\n'),
    );
    const big = (size: number): Promise<string> => idOf(`on: push\n#${'x'.repeat(1024 * 1024 + size)}`);
    expect(await big(1)).toBe(await big(500));
  });

  it('is found for a file beyond the budget, whatever it holds', async () => {
    const outcome = rule.check(await contextOf({ [PATH]: `on: push\njobs: {}\n#${'x'.repeat(1024 * 1024)}` }));
    expect(outcome).toMatchObject({ findings: [{ what: expect.stringContaining('at most 1048576 are read') }] });
  });
});
