import { describe, expect, it } from '@jest/globals';
import { checkProducers, matchName, nameText } from '../../src/repository/check-names.js';
import { accessIn, effectivePermissions } from '../../src/repository/permissions.js';
import type { CheckName, Workflow } from '../../src/repository/types.js';
import { isWorkflowPath, readAction, readWorkflow } from '../../src/repository/workflows.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function workflow(text: string, path = '.github/workflows/ci.yml'): Workflow {
  const result = readWorkflow(path, bytes(text));
  if (result.kind !== 'workflow') throw new Error(JSON.stringify(result));
  return result.workflow;
}

const names = (...workflows: Workflow[]): string[] => checkProducers(workflows).map(({ name }) => nameText(name));

/** The names of one job. */
const jobNames = (job: string): string[] =>
  names(workflow(`on: pull_request\njobs:\n  build:\n${job.replace(/^/gm, '    ')}\n    runs-on: x\n`));

describe('readWorkflow', () => {
  it('reads triggers in their three forms', () => {
    const events = (on: string) => workflow(`on: ${on}\njobs: {}\n`).triggers.map(({ event }) => event);
    expect(events('push')).toEqual(['push']);
    expect(events('[push, pull_request]')).toEqual(['push', 'pull_request']);
    expect(events('{push: null, merge_group: {types: [checks_requested]}}')).toEqual(['push', 'merge_group']);
  });

  it('reads filters with their places', () => {
    const on =
      'on:\n  pull_request:\n    branches: [main, "!x"]\n    paths-ignore:\n      - "docs/**"\n    tags:\n  schedule:\n    - cron: "1 2 * * *"\n';
    const [pull, schedule] = workflow(`${on}jobs: {}\n`).triggers;
    expect(pull?.branches?.map(({ value }) => value)).toEqual(['main', '!x']);
    expect(pull?.pathsIgnore).toMatchObject([{ value: 'docs/**', at: { startLine: 5, startColumn: 9 } }]);
    expect(pull?.tags).toBeUndefined();
    expect(schedule?.cron).toMatchObject([{ value: '1 2 * * *' }]);
  });

  it('reads jobs and steps', () => {
    const read = workflow(
      'on: push\nname: CI\nenv: {A: 1}\njobs:\n  a:\n    needs: b\n    runs-on: x\n    if: always()\n    environment: {name: prod}\n    continue-on-error: true\n    permissions: {contents: read}\n    steps:\n      - uses: x/y@v1\n        with: {k: 1, empty: }\n      - run: |\n          make\n        env: {B: c}\n  b:\n    uses: ./.github/workflows/r.yml\n    with: {q: z}\n',
    );
    const [a, b] = read.jobs;
    expect(a).toMatchObject({
      id: 'a',
      at: { startLine: 5 },
      needs: [{ value: 'b' }],
      if: { value: 'always()' },
      environment: { value: 'prod' },
      continueOnError: { value: 'true' },
      permissions: { kind: 'scopes', scopes: [{ scope: 'contents', access: 'read' }] },
    });
    expect(a?.steps[0]?.with.get('k')?.value).toBe('1');
    expect(a?.steps[0]?.with.get('empty')?.value).toBe('');
    expect(a?.steps[1]?.run?.value).toBe('make\n');
    expect(a?.steps[1]?.env.get('B')?.value).toBe('c');
    expect(b?.uses?.value).toBe('./.github/workflows/r.yml');
    expect(read.env.get('A')?.value).toBe('1');
  });

  it.each([
    ['a list', '- a\n', 'is not a mapping of `on`, `jobs` …', 1],
    ['no trigger', 'name: x\njobs: {}\n', 'has no `on`: GitHub cannot tell when to run it', 1],
    ['no jobs', 'on: push\n', 'has no `jobs`', 1],
    ['jobs that are a list', 'on: push\njobs: [a]\n', 'has `jobs` that are not a mapping of job ids', 2],
  ])('says what is wrong with %s', (_, text, reason, line) => {
    expect(readWorkflow('w.yml', bytes(text))).toMatchObject({
      kind: 'problem',
      problem: { kind: 'shape', reason, at: { startLine: line } },
    });
  });

  it('takes a file of comments as no workflow', () => {
    expect(readWorkflow('w.yml', bytes('# on: push\n# jobs: {}\n'))).toEqual({ kind: 'empty' });
  });

  it('knows which paths GitHub reads', () => {
    expect(['.github/workflows/a.yml', '.github/workflows/a.yaml'].every(isWorkflowPath)).toBe(true);
    expect(
      ['.github/workflows/x/a.yml', 'x/.github/workflows/a.yml', '.github/workflows/a.txt'].some(isWorkflowPath),
    ).toBe(false);
  });
});

describe('readAction', () => {
  it('reads a composite action', () => {
    const result = readAction(
      'a/action.yml',
      bytes('inputs: {token: {}}\nruns:\n  using: composite\n  steps: [{run: make}]\n'),
    );
    expect(result).toMatchObject({
      kind: 'action',
      action: { using: 'composite', inputs: [{ value: 'token' }], steps: [{ run: { value: 'make' } }] },
    });
  });

  it('refuses what has no `runs`', () => {
    expect(readAction('action.yml', bytes('name: x\n'))).toMatchObject({
      kind: 'problem',
      problem: { reason: 'has no `runs`' },
    });
    expect(readAction('action.yml', bytes('- a\n'))).toMatchObject({ kind: 'problem', problem: { role: 'action' } });
  });

  it('takes an empty file as saying nothing', () => {
    expect(readAction('action.yml', bytes(''))).toEqual({ kind: 'empty' });
  });
});

describe('check names', () => {
  it.each([
    ['the job id', 'steps: []', ['build']],
    ['the name', 'name: Build it', ['Build it']],
    ['an empty name', 'name: ""', ['build']],
    ['a matrix suffix', 'strategy: {matrix: {os: [a, b], v: [1]}}', ['build (a, 1)', 'build (b, 1)']],
    [
      'a literal name and a matrix',
      'name: unit tests\nstrategy: {matrix: {os: [mac], v: [8, 11]}}',
      ['unit tests (mac, 8)', 'unit tests (mac, 11)'],
    ],
    ['a name that uses the matrix', 'name: t ${{ matrix.os }}\nstrategy: {matrix: {os: [a, b]}}', ['t a', 't b']],
    ['numbers without trailing zeros', 'strategy: {matrix: {v: [3.10, "3.10"]}}', ['build (3.1)', 'build (3.10)']],
    [
      'exclude',
      'strategy: {matrix: {os: [a, b], v: [1, 2], exclude: [{os: a, v: 2}]}}',
      ['build (a, 1)', 'build (b, 1)', 'build (b, 2)'],
    ],
    [
      'include as jobs of their own',
      'strategy: {matrix: {include: [{os: a, x: 1}, {os: b}]}}',
      ['build (a, 1)', 'build (b)'],
    ],
    ['include that extends', 'strategy: {matrix: {os: [a, b], include: [{os: a, x: 1}]}}', ['build (a…)', 'build (b)']],
    [
      'include that adds a job',
      'strategy: {matrix: {os: [a], include: [{os: c, x: 1}]}}',
      ['build (a)', 'build (c, 1)'],
    ],
    ['objects by their leaves', 'strategy: {matrix: {c: [{os: a, v: 1}]}}', ['build (a, 1)']],
    ['a matrix from JSON', 'strategy: {matrix: "${{ fromJSON(needs.x.outputs.m) }}"}', ['build (…)']],
    ['a matrix with one dynamic vector', 'strategy: {matrix: {os: [a], v: "${{ fromJSON(vars.V) }}"}}', ['build (…)']],
    ['an expression that is not the matrix', 'name: ${{ vars.N }}x\nstrategy: {matrix: {os: [a]}}', ['…x…']],
    ['the workflow', 'name: ${{ github.workflow }} / x', ['.github/workflows/ci.yml / x']],
    ['a reusable workflow elsewhere', 'uses: o/r/.github/workflows/x.yml@v1', ['build / …']],
    ['a long default name', `strategy: {matrix: {os: [${'a'.repeat(120)}]}}`, [`build (${'a'.repeat(90)}…`]],
  ])('follow %s', (_, job, expected) => {
    expect(jobNames(job)).toEqual(expected);
  });

  const callee = workflow(
    'on:\n  workflow_call:\n    inputs:\n      os: {type: string, default: linux}\n      slow: {type: boolean}\njobs:\n  test:\n    name: test ${{ inputs.os }}${{ inputs.slow && " slow" || "" }}\n    runs-on: x\n'.replaceAll(
      '"',
      "'",
    ),
    '.github/workflows/r.yml',
  );

  it('of a called workflow are caller / callee, with the inputs of the call', () => {
    const caller = workflow(
      'on: push\njobs:\n  a:\n    uses: ./.github/workflows/r.yml\n  b:\n    name: B\n    uses: ./.github/workflows/r.yml\n    with: {os: mac, slow: false}\n  c:\n    uses: ./.github/workflows/r.yml\n    with: {os: "${{ vars.X }}"}\n  d:\n    strategy: {matrix: {os: [w, x]}}\n    uses: ./.github/workflows/r.yml\n    with: {os: "${{ matrix.os }}", slow: true}\n',
    );
    expect(names(caller, callee)).toEqual([
      'a / test linux',
      'B / test mac',
      'c / test …',
      'd (w) / test w slow',
      'd (x) / test x slow',
    ]);
    const [first] = checkProducers([caller, callee]);
    expect(first).toMatchObject({
      jobPath: ['a', 'test'],
      job: { id: 'a' },
      leaf: { workflow: { path: '.github/workflows/r.yml' } },
    });
  });

  it('end at cycles and at callees that are not there', () => {
    const loop = workflow(
      'on: [push, workflow_call]\njobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n  b:\n    uses: ./.github/workflows/none.yml\n',
    );
    expect(names(loop)).toEqual(['a / …', 'b / …']);
  });

  it('are bounded when workflows multiply', () => {
    const wide = (path: string, next: string | null) =>
      workflow(
        `on: [push, workflow_call]\njobs:\n${Array.from({ length: 60 }, (_, i) => `  j${i}:\n    ${next === null ? 'runs-on: x' : `uses: ./.github/workflows/${next}`}`).join('\n')}\n`,
        `.github/workflows/${path}`,
      );
    const cut: string[] = [];
    const producers = checkProducers(
      [wide('a.yml', 'b.yml'), wide('b.yml', 'c.yml'), wide('c.yml', null)],
      ({ path }) => cut.push(path),
    );
    expect(producers.length).toBeLessThanOrEqual(5000 + 3600 + 60);
    expect(cut).toEqual(['.github/workflows/a.yml']);
  });

  it('end when calls multiply without reporting anything', () => {
    const level = (n: number, last: boolean) =>
      workflow(
        `on: [push, workflow_call]\njobs:\n${last ? '' : Array.from({ length: 20 }, (_, i) => `  j${i}:\n    uses: ./.github/workflows/l${n + 1}.yml`).join('\n')}${last ? '  none: {}' : ''}\n`.replace(
          'jobs:\n  none: {}',
          'jobs: {}',
        ),
        `.github/workflows/l${n}.yml`,
      );
    const cut: string[] = [];
    const chain = Array.from({ length: 9 }, (_, n) => level(n, n === 8));
    checkProducers(chain, ({ path }) => cut.push(path));
    expect(cut).toContain('.github/workflows/l0.yml');
  });

  it('compare without blanks at the ends, and with every other character', () => {
    expect(matchName({ kind: 'exact', text: ' lint\t' }, 'lint')).toBe('exact');
    expect(matchName({ kind: 'exact', text: 'lint\u00a0' }, 'lint')).toBe('no');
  });
});

describe('matchName', () => {
  const pattern = (...literals: string[]): CheckName => ({ kind: 'pattern', literals });
  it.each([
    [{ kind: 'exact', text: 'lint' } as CheckName, 'lint', 'exact'],
    [{ kind: 'exact', text: 'lint' } as CheckName, 'Lint', 'no'],
    [pattern('build (', ')'), 'build (a)', 'maybe'],
    [pattern('build (', ')'), 'build ()', 'maybe'],
    [pattern('build (', ')'), 'build (', 'no'],
    [pattern('a', 'b', 'a'), 'axxbyya', 'maybe'],
    [pattern('a', 'b', 'a'), 'aba', 'maybe'],
    [pattern('a', 'a'), 'a', 'no'],
    [pattern('', ''), 'anything', 'no'],
    [pattern(' ', ''), ' x', 'no'],
    [pattern('', ' / test'), 'x / test', 'maybe'],
  ] as const)('%j against %s is %s', (name, context, verdict) => {
    expect(matchName(name as CheckName, context)).toBe(verdict);
  });
});

describe('effectivePermissions', () => {
  const grants = (text: string, jobId = 'a', ...others: Workflow[]) => {
    const subject = workflow(text);
    const job = subject.jobs.find(({ id }) => id === jobId);
    if (job === undefined) throw new Error('no such job');
    return effectivePermissions({ workflows: [subject, ...others] }, subject, job);
  };

  it.each([
    ['nothing declared', 'on: push\njobs: {a: {runs-on: x}}\n', 'none'],
    ['the workflow', 'on: push\npermissions: {id-token: write}\njobs: {a: {runs-on: x}}\n', 'write'],
    [
      'the job instead of the workflow',
      'on: push\npermissions: {id-token: write}\njobs: {a: {runs-on: x, permissions: {contents: read}}}\n',
      'none',
    ],
    ['write-all', 'on: push\npermissions: write-all\njobs: {a: {runs-on: x}}\n', 'write'],
    ['read-all', 'on: push\npermissions: read-all\njobs: {a: {runs-on: x}}\n', 'read'],
    ['an empty mapping', 'on: push\npermissions: {}\njobs: {a: {runs-on: x}}\n', 'none'],
    [
      'a callable workflow that nobody here calls',
      'on: workflow_call\npermissions: {id-token: write}\njobs: {a: {runs-on: x}}\n',
      'unknown',
    ],
  ])('follow %s', (_, text, access) => {
    expect(grants(text).grants('id-token')).toBe(access);
  });

  it('leave the default of other scopes unknown', () => {
    expect(grants('on: push\njobs: {a: {runs-on: x}}\n').grants('contents')).toBe('unknown');
  });

  it('are capped by every caller, and granted by the most generous one', () => {
    const callee = 'on: workflow_call\njobs: {a: {runs-on: x, permissions: {id-token: write}}}\n';
    const caller = (permissions: string, path: string) =>
      workflow(`on: push\njobs: {c: {uses: ./.github/workflows/ci.yml${permissions}}}\n`, path);
    const poor = caller('', '.github/workflows/poor.yml');
    const rich = caller(', permissions: {id-token: write}', '.github/workflows/rich.yml');
    expect(grants(callee, 'a', poor).grants('id-token')).toBe('none');
    expect(grants(callee, 'a', poor).cappedBy('id-token')).toMatchObject({ workflow: { path: poor.path } });
    expect(grants(callee, 'a', poor, rich).grants('id-token')).toBe('write');
    expect(grants(callee, 'a', rich).cappedBy('id-token')).toBeNull();
  });

  it('end when workflows call each other over and over', () => {
    const both = (path: string, other: string) =>
      workflow(
        `on: [push, workflow_call]\npermissions: {}\njobs:\n${Array.from({ length: 12 }, (_, i) => `  j${i}: {uses: ./.github/workflows/${other}}`).join('\n')}\n  a: {runs-on: x}\n`,
        `.github/workflows/${path}`,
      );
    const [one, two] = [both('ci.yml', 'two.yml'), both('two.yml', 'ci.yml')];
    const job = one.jobs.find(({ id }) => id === 'a');
    if (job === undefined) throw new Error('no such job');
    expect(effectivePermissions({ workflows: [one, two] }, one, job).grants('id-token')).toBe('none');
  });

  it('do not guess at an access written as an expression', () => {
    const [job] = workflow('on: push\njobs: {a: {runs-on: x, permissions: {contents: "${{ vars.A }}"}}}\n').jobs;
    expect(job?.permissions === undefined ? '' : accessIn(job.permissions, 'contents')).toBe('unknown');
  });
});
