import { describe, expect, it } from '@jest/globals';
import type { Workflow } from '../../src/repository/types.js';
import { readWorkflow } from '../../src/repository/workflows.js';
import { gateSkipsGreen as rule } from '../../src/rules/md-004-gate-skips-green.js';
import { JobGraph, jobsDecidingBy } from '../../src/rules/support/failing-need.js';
import { contextOf } from '../support/rule-context.js';

function workflow(jobs: string): Workflow {
  const read = readWorkflow('.github/workflows/x.yml', new TextEncoder().encode(`on: push\njobs:\n${jobs}`));
  if (read.kind !== 'workflow') throw new Error(read.kind);
  return read.workflow;
}

/** `test` ← `build` ← `gate`, and `lint` ← `gate`; `test` fails. */
function gateWith(condition: string | null, buildIf: string | null = null) {
  const line = (text: string | null): string => (text === null ? '' : `    if: ${JSON.stringify(text)}\n`);
  const read = workflow(
    `  test: { runs-on: x }\n  lint: { runs-on: x }\n  build:\n    runs-on: x\n    needs: test\n${line(buildIf)}  gate:\n    runs-on: x\n    needs: [build, LINT]\n${line(condition)}`,
  );
  const [test, lint, build, gate] = read.jobs;
  return { graph: new JobGraph(read), test: test!, lint: lint!, build: build!, gate: gate! };
}

describe('runsAfterFailure', () => {
  it.each<[string | null, boolean | undefined]>([
    // "A default status check of success() is applied unless you include one of these functions."
    [null, false],
    ["github.ref == 'refs/heads/main'", false],
    ['true', false],
    ["needs.build.result == 'failure'", false],
    ['success()', false],
    ['${{ success() }}', false],
    ['always()', true],
    ['${{ always() }}', true],
    ['!cancelled()', true],
    ['${{ !cancelled() }}', true],
    ['failure()', true],
    ['!failure()', false],
    ['cancelled()', false],
    ['success() || failure()', true],
    ['failure() || cancelled()', true],
    ['!failure() && !cancelled()', false],
    ['always() && false', false],
    ['always() && (true)', true],
    ["always() && 'false'", true],
    ["always() && ''", false],
    ['always() && 0', false],
    ['always() && null', false],
    // The failed job skips `build`, which has no condition of its own; `lint` doesn't depend on it.
    ["always() && needs.build.result == 'success'", false],
    ["always() && 'skipped' == needs.build.result", true],
    ["always() && needs['build'].result == 'SKIPPED'", true],
    ["always() && needs.build.result != 'failure'", true],
    ["always() && needs.lint.result == 'success'", true],
    ["always() && needs.LINT.result != 'success'", false],
    ["always() && needs.build.result > 'a'", undefined],
    ["always() && needs.nobody.result == 'success'", undefined],
    ["always() && needs.build.outputs.x == 'success'", undefined],
    ['always() && needs.build.result == github.ref', undefined],
    ["always() && !needs.build.result == 'success'", undefined],
    ["always() && needs.build.result.x == 'skipped'", undefined],
    ["always() && github.build.result == 'skipped'", undefined],
    ["always() && needs.build == 'skipped'", undefined],
    ["always() && needs.*.result == 'skipped'", undefined],
    ["always() && contains(needs.*.result, 'failure')", true],
    ["always() && !contains(needs.*.result, 'failure')", false],
    ["always() && contains(needs.*.result, 'cancelled')", false],
    ["always() && contains(needs.*.result, 'skipped')", undefined],
    ['always() && contains(needs.*.result, github.ref)', undefined],
    ["always() && contains(github.ref, 'failure')", undefined],
    ["always() && contains(join(needs.*.result, ','), 'failure')", true],
    ["always() && github.event_name == 'push'", undefined],
    ["always() || github.event_name == 'push'", true],
    ["failure('x')", undefined],
    ["success('x')", undefined],
    ["always() && hashFiles('x')", undefined],
    ['always(', undefined],
    ['${{ always() }} && true', undefined],
  ])('if: %s → %s', (condition, expected) => {
    const { graph, gate, test } = gateWith(condition);
    expect(graph.runsAfterFailure(gate, test)).toBe(expected);
  });

  it('does not guess the result of a job that runs in spite of the failure', () => {
    const { graph, gate, test } = gateWith("always() && needs.build.result == 'success'", 'always()');
    expect(graph.runsAfterFailure(gate, test)).toBeUndefined();
  });

  it('lists the jobs before a job, the direct ones first, without regard to case', () => {
    const { graph, gate, build, lint, test } = gateWith(null);
    expect([...graph.ancestors(gate)].map(({ id }) => id)).toEqual([build.id, lint.id, test.id]);
    expect([...graph.ancestors(test)]).toEqual([]);
  });

  it('ends for jobs that need each other, and for long chains of conditions', () => {
    // GitHub refuses such a file; whoever reads jobs must end all the same.
    const open = workflow(
      `  a: { runs-on: x, if: "always() && needs.b.result == 'success'" }\n  b: { runs-on: x, needs: [a, c], if: "always() && needs.a.result == 'success'" }\n  c: { runs-on: x }\n`,
    );
    const [first, ...others] = open.jobs;
    const circle = { ...open, jobs: [{ ...first!, needs: [{ value: 'b', at: first!.at }] }, ...others] };
    const [a, , c] = circle.jobs;
    expect(new JobGraph(circle).runsAfterFailure(a!, c!)).toBeUndefined();

    const chain = (length: number): Workflow =>
      workflow(
        `  j0: { runs-on: x }\n${Array.from({ length }, (_, i) => `  j${i + 1}: { runs-on: x, needs: j${i}, if: "always() && needs.j${i}.result != 'failure' && needs.j${i}.result != 'x'" }\n`).join('')}`,
      );
    const short = chain(3);
    expect(new JobGraph(short).runsAfterFailure(short.jobs[1]!, short.jobs[0]!)).toBe(false);
    const long = chain(900);
    expect(new JobGraph(long).runsAfterFailure(long.jobs[900]!, long.jobs[0]!)).toBeUndefined();
  });

  it('says nothing of a workflow with thousands of jobs', () => {
    const huge = workflow(
      Array.from({ length: 1001 }, (_, i) => `  j${i}: { runs-on: x, needs: ${i === 0 ? '[]' : '[j0]'} }\n`).join(''),
    );
    expect(new JobGraph(huge).ancestors(huge.jobs[1]!).size).toBe(0);
  });

  it('reads which jobs an if decides by', () => {
    const { gate } = gateWith("needs.build.outputs.x == 'a' && needs.lint.result == 'success' && github.ref == 'x'");
    expect([...jobsDecidingBy(gate)]).toEqual(['build']);
    expect(jobsDecidingBy(gateWith(null).gate).size).toBe(0);
    expect(jobsDecidingBy(gateWith('${{ a(').gate).size).toBe(0);
  });
});

describe('what a gate may do', () => {
  const gate = (steps: string, extra = ''): Record<string, string> => ({
    '.github/workflows/ci.yml': `on: pull_request\njobs:\n  test: { runs-on: x, steps: [{ run: make }] }\n  ok:\n    needs: test\n    if: always()\n${extra}    runs-on: x\n    steps:\n${steps}`,
  });
  const found = async (files: Record<string, string>): Promise<number> => {
    const outcome = rule.check(await contextOf(files, { api: [{ context: 'ok' }] }));
    return outcome.state === 'evaluated' ? outcome.findings.length : -1;
  };

  it.each([
    ['echo "done"', 1],
    ['true', 1],
    [':', 1],
    ['exit 0', 1],
    ["printf 'x\\n'", 1],
    ['echo ok >> "$GITHUB_STEP_SUMMARY"', 1],
    ['exit 1', 0],
    ['echo ok\nmake', 0],
    ['make\necho ok', 0],
    ['# nothing\n\necho ok', 1],
    ['exit 01', 0],
    ['true && make', 0],
    ['echo ok; make', 0],
    ['echo $(make)', 0],
    ['echo `make`', 0],
    ['echo ok | make', 0],
    ['truely', 0],
    ['echoes x', 0],
    ['make', 0],
    ['echo ${{ needs.test.result }}', 0],
    ['echo ${{ toJSON(needs) }}', 0],
  ])('run: %s → %i', async (run, count) => {
    expect(await found(gate(`      - run: ${JSON.stringify(run)}\n`))).toBe(count);
  });

  it('is silent for steps that it cannot see through, and for a job without steps', async () => {
    expect(await found(gate('      - uses: octo/judge@v1\n'))).toBe(0);
    expect(await found(gate('      - run: echo\n        env: { R: "${{ needs.test.result }}" }\n'))).toBe(0);
    expect(await found(gate('      - run: echo\n        if: success()\n'))).toBe(1);
    expect(await found(gate('      - run: echo\n        if: ${{ always() }}\n'))).toBe(1);
    expect(await found(gate('      - run: echo\n        if: github.ref == 1\n'))).toBe(0);
    expect(await found(gate('      []\n'))).toBe(0);
    expect(await found(gate('      - run: echo\n', '    env: { R: "${{ needs.test.result }}" }\n'))).toBe(0);
  });

  it.each([
    ['true', 0],
    ['false', 1],
    ['${{ github.event_name == 1 }}', 0],
    ['${{ matrix.allowed }}', 1],
    ['${{ matrix.always }}', 0],
    ['${{ matrix.unknown }}', 1],
  ])('a need with continue-on-error: %s → %i', async (value, count) => {
    const files = {
      '.github/workflows/ci.yml': `on: pull_request\njobs:\n  test:\n    continue-on-error: ${value}\n    strategy: { matrix: { allowed: [true, false], always: [true] } }\n    runs-on: x\n    steps: [{ run: make }]\n  ok: { needs: test, runs-on: x, steps: [{ run: make }] }\n`,
    };
    expect(await found(files)).toBe(count);
  });

  it('shows the condition, each need that can fail, and the requirement', async () => {
    const job = '{ runs-on: x, steps: [{ run: make }] }';
    const evidence = async (condition: string): Promise<unknown> => {
      const files = {
        '.github/workflows/ci.yml': `on: pull_request\njobs:\n  a: ${job}\n  b: ${job}\n  c: ${job}\n  ok:\n    needs:\n      - a\n      - c\n      - B\n${condition}    runs-on: x\n    steps: [{ run: echo }]\n`,
      };
      const outcome = rule.check(await contextOf(files, { api: [{ context: 'ok' }, { context: 'c' }] }));
      if (outcome.state !== 'evaluated') throw new Error(outcome.state);
      return outcome.findings[0]?.evidence.map(({ startLine, label }) => [startLine, label]);
    };
    expect(await evidence('')).toEqual([
      [6, 'skipped when a need fails'],
      [8, 'can fail'],
      [10, 'can fail'],
      [0, 'required here'],
    ]);
    expect(await evidence('    if: always()\n')).toEqual([
      [11, 'runs, tests nothing'],
      [8, 'can fail'],
      [10, 'can fail'],
      [0, 'required here'],
    ]);
  });
});
