import { describe, expect, it } from '@jest/globals';
import { readWorkflow } from '../../src/repository/workflows.js';

const read = (jobs: string) => readWorkflow('ci.yml', new TextEncoder().encode(`on: push\njobs:\n${jobs}`));

const refusal = (jobs: string): [string, number, number] | null => {
  const result = read(jobs);
  if (result.kind !== 'problem') return null;
  const { reason, at, kind } = result.problem;
  expect(kind).toBe('shape');
  return [reason, at.startLine, at.startColumn];
};

describe('a workflow that GitHub refuses for one of its jobs', () => {
  it.each<[string, string, number, number]>([
    ['  a: { steps: [] }\n', 'job "a" has neither `runs-on` nor `uses`', 3, 3],
    ['  a: { runs-on: }\n', '`runs-on` of job "a" is empty', 3, 8],
    ['  a: { runs-on: "" }\n', '`runs-on` of job "a" is empty', 3, 8],
    ['  a:\n', 'job "a" is not a mapping', 3, 3],
    ['  a: [x]\n', 'job "a" is not a mapping', 3, 3],
    ['  9a: { runs-on: x }\n', 'the job id "9a" has to begin with a letter or _', 3, 3],
    ['  "": { runs-on: x }\n', 'the job id "" has to begin with a letter or _', 3, 3],
    ['  a.b: { runs-on: x }\n', 'the job id "a.b" has to', 3, 3],
    ['  a: { runs-on: x, needs: b }\n', 'job "a" needs "b", which does not exist', 3, 27],
    [
      '  build: { runs-on: x }\n  test: { runs-on: x, needs: [build, biuld] }\n',
      'job "test" needs "biuld", which does not exist; the nearest is "build"',
      4,
      38,
    ],
    ['  a: { uses: ./x, needs: a }\n', 'job "a" needs itself', 3, 26],
    [
      '  s: { runs-on: x }\n  z: { runs-on: x, needs: [s, a] }\n  a: { runs-on: x, needs: [s, B] }\n  b: { runs-on: x, needs: c }\n  c: { runs-on: x, needs: a }\n',
      'jobs need each other: "a" → "b" → "c" → "a"',
      5,
      31,
    ],
    [
      ['b', 'c', 'd', 'e', 'f', 'a'].map((need, i) => `  ${'abcdef'[i]}: { runs-on: x, needs: ${need} }\n`).join(''),
      'jobs need each other: "a" → "b" → "c" → "d" → … → "a"',
      3,
      27,
    ],
  ])('%j', (jobs, reason, line, column) => {
    expect(refusal(jobs)).toEqual([expect.stringContaining(`is refused by GitHub: ${reason}`), line, column]);
  });

  it('suggests nothing that is not near', () => {
    const of = (need: string): string | undefined =>
      refusal(`  build: { runs-on: x }\n  t: { runs-on: x, needs: ${need} }\n`)?.[0].split('exist')[1];
    expect(of('deploy')).toBe('');
    expect(of('x'.repeat(101))).toBe('');
    expect(of('Buil')).toBe('; the nearest is "build"');
  });

  it.each([
    '  a: { uses: o/r/.github/workflows/x.yml@v1 }\n',
    '  a: { runs-on: { group: g } }\n',
    '  a: { runs-on: [x] }\n  b: { runs-on: x, needs: A }\n',
    '  _: { runs-on: x }\n  a-1_B: { runs-on: x, needs: [_] }\n',
    '  a: { runs-on: "${{ vars.R }}" }\n',
    '  {}\n',
  ])('takes %j', (jobs) => {
    expect(refusal(jobs)).toBeNull();
  });

  it('judges a long chain and a wide graph in one pass', () => {
    const chain = Array.from(
      { length: 2000 },
      (_, i) => `  j${i}: { runs-on: x${i === 0 ? '' : `, needs: j${i - 1}`} }\n`,
    );
    expect(refusal(chain.join(''))).toBeNull();
    const closed = [chain[0]!.replace(' }', ', needs: j1999 }'), ...chain.slice(1)];
    expect(refusal(closed.join(''))?.[0]).toContain('jobs need each other: "j0" → "j1999" → "j1998"');
  });
});
