import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

type Labelled = Record<string, unknown>;
interface Rates {
  readonly blocked: number;
  readonly wrong: number;
  readonly stands: number;
  readonly perThousand: number;
  readonly upper: number;
  readonly repairs: { readonly caught: number; readonly of: number };
  readonly scan: { readonly findings: number; readonly right: number; readonly n: number; readonly share: number };
}
interface Measured {
  readonly problems: readonly string[];
  readonly changes: number;
  readonly rules: readonly (Rates & { readonly rule: string })[];
  readonly total: Rates;
}
const { measure } = (await import(join(process.cwd(), 'precision/measure.mjs'))) as {
  measure(input: Labelled): Measured;
};
const { page, table } = (await import(join(process.cwd(), 'precision/page.mjs'))) as {
  page(measured: Measured, input: Labelled): string;
  table(measured: Measured): string;
};

const block = (rule: string, commit: string, anchor: string): Labelled => ({
  ...{ rule, commit, anchor, date: '2026-01-01', subject: 's', path: 'p', line: 1, title: 't' },
});
const label = (rule: string, commit: string, anchor: string, verdict: string, repairedBy?: string): Labelled => ({
  ...{ rule, commit, anchor, verdict, reason: 'because | <b>' },
  ...(repairedBy === undefined ? {} : { repairedBy }),
});
const result = (repository: string, changes: number, blocks: readonly Labelled[]): Labelled => ({
  ...{ repository, counts: { changes, block: blocks.length, exactRenames: 0 }, blocks },
  ...{ branch: 'main', head: 'f'.repeat(40), from: '2025-01-01', to: '2026-01-01' },
});

const INPUT = {
  results: [
    result('o/a', 600, [
      block('MD-001', 'c1', 'x'),
      block('MD-001', 'c1', 'y'),
      block('MD-004', 'c1', 'z'),
      block('MD-001', 'c2', 'x'),
    ]),
    result('o/b', 400, [block('MD-001', 'c3', 'x')]),
  ],
  labels: [
    {
      repository: 'o/a',
      changes: [
        label('MD-001', 'c1', 'x', 'true', 'r1'),
        label('MD-001', 'c1', 'y', 'false'),
        label('MD-004', 'c1', 'z', 'false'),
        label('MD-001', 'c2', 'x', 'stands'),
      ],
      scan: [
        { rule: 'MD-001', path: 'p', anchor: 'x', verdict: 'true', reason: 'r' },
        { rule: 'MD-001', path: 'p', anchor: 'y', verdict: 'false', reason: 'r' },
      ],
    },
    { repository: 'o/b', changes: [label('MD-001', 'c3', 'x', 'false')] },
  ],
  scans: [
    {
      repository: 'o/a',
      findings: ['x', 'y'].map((anchor) => ({ rule: 'MD-001', path: 'p', anchor, line: 1, title: 't' })),
    },
  ],
  repairs: [
    { repository: 'o/a', commit: 'r1', rule: 'MD-001', what: 'w', foundBy: 'message' },
    { repository: 'o/a', commit: 'r2', rule: 'MD-001', what: 'w', foundBy: 'message', missed: 'm' },
    { repository: 'o/a', commit: 'r3', what: 'other', foundBy: 'message', outOfScope: 'no rule is about it' },
  ],
  caught: [
    { repository: 'o/a', commit: 'r1', rule: 'MD-001', caught: true },
    { repository: 'o/a', commit: 'r2', rule: 'MD-001', caught: false },
  ],
};

describe('measure', () => {
  it('counts a change once for a rule and once in total, and what stands as false', () => {
    const { problems, changes, rules, total } = measure(INPUT);
    expect(problems).toEqual([]);
    expect(changes).toBe(1000);
    const [first, second] = rules;
    // c1 is right for one of its two problems; c2 and c3 are not.
    expect(first).toMatchObject({ rule: 'MD-001', blocked: 3, wrong: 2, stands: 1, perThousand: 2 });
    expect(second).toMatchObject({ rule: 'MD-004', blocked: 1, wrong: 1, stands: 0 });
    // c1 was right to stop, whichever rule is asked.
    expect(total).toMatchObject({ blocked: 3, wrong: 2, stands: 1 });
    expect(first?.scan).toMatchObject({ findings: 2, right: 1, n: 1, share: 0.5 });
    expect(first?.repairs).toEqual({ caught: 1, of: 2 });
  });

  it('wants a label for every block, a block for every label, and a repair for every true one', () => {
    const without = measure({ ...INPUT, labels: [] });
    expect(without.problems.filter((text) => text.startsWith('no label'))).toHaveLength(7);
    const nothing = measure({ ...INPUT, results: [], scans: [] });
    expect(nothing.problems.filter((text) => text.startsWith('a label for nothing'))).toHaveLength(7);
    const relabelled = (one: Labelled): readonly string[] =>
      measure({
        ...{ ...INPUT, results: [result('o/b', 1, [block('MD-001', 'c3', 'x')])], scans: [], repairs: [], caught: [] },
        labels: [{ repository: 'o/b', changes: [one] }],
      }).problems;
    expect(relabelled(label('MD-001', 'c3', 'x', 'true'))).toEqual([expect.stringContaining('names its repair')]);
    expect(relabelled(label('MD-001', 'c3', 'x', 'false', 'r'))).toEqual([expect.stringContaining('names its repair')]);
    expect(relabelled(label('MD-001', 'c3', 'x', 'maybe'))).toEqual([expect.stringContaining('no such verdict')]);
  });

  it('wants every repair replayed, and a reason for every miss that is one', () => {
    const caught = [{ repository: 'o/a', commit: 'r2', rule: 'MD-001', caught: true }];
    expect(measure({ ...INPUT, caught }).problems).toEqual([
      expect.stringContaining('repair not replayed'),
      expect.stringContaining('missed repair without a reason'),
      expect.stringContaining('caught after all'),
    ]);
  });
});

describe('the page', () => {
  it('shows every block with its verdict, and no markup of a label', () => {
    const measured = measure(INPUT);
    const text = page(measured, INPUT);
    expect(text).toContain('**1,000 changes**');
    expect(text).toContain('| o/a | `c2` 2026-01-01 | MD-001 | false (said the truth) | because \\| \\<b\\> |  |');
    expect(text).toContain('| o/b | `c3` 2026-01-01 | MD-001 | **false** |');
    expect(text).toContain('| no: m |');
    expect(table(measured)).toMatch(/^\*\*all\*\* +3 +2 +1 +2\.00/m);
  });
});
