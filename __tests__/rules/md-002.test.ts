import { describe, expect, it } from '@jest/globals';
import { requiredCheckWithoutMergeGroup as rule } from '../../src/rules/md-002-required-check-without-merge-group.js';
import type { RuleContext } from '../../src/rules/types.js';
import { contextOf } from '../support/rule-context.js';

const CI = '.github/workflows/ci.yml';
const STEPS = '    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n      - run: make test\n';
const QUEUE = { kind: 'api', endpoint: 'rules', label: 'ruleset 7 of octo-org/app' } as const;

async function context(files: Record<string, string>, branch: string | null = 'main'): Promise<RuleContext> {
  const found = await contextOf(files, { branch, api: [{ context: 'build' }] });
  return { ...found, requirements: { ...found.requirements, mergeQueue: [QUEUE] } };
}

async function findings(files: Record<string, string>, branch?: string | null): Promise<string[]> {
  const outcome = rule.check(await context(files, branch));
  return outcome.state === 'evaluated' ? outcome.findings.map(({ title }) => title) : [outcome.state];
}

const NOT_STARTED = ['The required check "build" does not start in the merge queue'];
const SKIPPED = ['The required check "build" is skipped in the merge queue'];

it('names the ruleset when the API says that a queue is in force', async () => {
  const outcome = rule.check(await context({ [CI]: `on: pull_request\njobs:\n  build:\n${STEPS}` }));
  const [finding] = outcome.state === 'evaluated' ? outcome.findings : [];
  expect(finding?.evidence[1]).toEqual({
    path: '',
    startLine: 0,
    endLine: 0,
    excerpt: 'ruleset 7 of octo-org/app says merge_queue',
    label: 'a merge queue is on',
  });
});

it('points to the file of a queue whose rule it cannot find', async () => {
  const found = await context({ [CI]: `on: pull_request\njobs:\n  build:\n${STEPS}` });
  const source = { kind: 'file', path: '.asf.yaml', format: 'asf' } as const;
  const outcome = rule.check({ ...found, requirements: { ...found.requirements, mergeQueue: [source] } });
  const [finding] = outcome.state === 'evaluated' ? outcome.findings : [];
  expect(finding?.evidence[1]).toMatchObject({ path: '.asf.yaml', startLine: 1 });
});

describe('a push of the branch of the merge group', () => {
  it.each([
    ['push:', []],
    ['push: { branches: ["**"] }', []],
    ['push: { branches: ["gh-readonly-queue/main/**"] }', []],
    ['push: { branches: ["gh-readonly-queue/release/**"] }', NOT_STARTED],
    ['push: { branches: ["*"] }', NOT_STARTED],
    ['push: { branches: ["main", "!gh-readonly-queue/**"] }', NOT_STARTED],
    ['push: { branches: ["[z-a]"] }', []],
    ['push: { branches-ignore: [main] }', []],
    ['push: { branches-ignore: ["gh-readonly-queue/**"] }', NOT_STARTED],
    ['push: { tags: ["v*"] }', NOT_STARTED],
    ['create:', []],
    ['schedule: [{ cron: "0 0 * * *" }]', NOT_STARTED],
  ])('%s', async (trigger, expected) => {
    expect(await findings({ [CI]: `on:\n  pull_request:\n  ${trigger}\njobs:\n  build:\n${STEPS}` })).toEqual(expected);
  });

  it('claims nothing from patterns when the base branch is not known', async () => {
    const on = (branch: string): Record<string, string> => ({
      [CI]: `on:\n  pull_request:\n  push: { branches: ["${branch}"] }\njobs:\n  build:\n${STEPS}`,
    });
    expect(await findings(on('gh-readonly-queue/trunk/**'), null)).toEqual([]);
    expect(await findings(on('trunk'), null)).toEqual(NOT_STARTED);
  });

  it('leaves conditions alone when a push starts it too', async () => {
    const files = `on: [pull_request, merge_group, push]\njobs:\n  build:\n    if: github.event_name == 'pull_request'\n${STEPS}`;
    expect(await findings({ [CI]: files })).toEqual([]);
  });
});

describe('a condition', () => {
  it.each([
    ["github.event_name == 'pull_request'", SKIPPED],
    ["${{ github.event_name == 'PULL_REQUEST' }}", SKIPPED],
    ["github['event_name'] == 'pull_request'", SKIPPED],
    ["!(github.event_name != 'pull_request')", SKIPPED],
    ['contains(fromJSON(\'["push", "pull_request"]\'), github.event_name)', SKIPPED],
    ["always() && github.event_name == 'push'", SKIPPED],
    ['github.event.pull_request.number > 0', SKIPPED],
    ['github.event.pull_request', SKIPPED],
    ["github.event_name == 'pull_request' && vars.X", SKIPPED],
    ['false', SKIPPED],
    ["github.event_name == 'pull_request' || vars.X", []],
    ["github.event_name == 'pull_request' || success()", []],
    ["github.event_name != 'push'", []],
    ['github.event.pull_request.draft == false', []],
    ['github.event.number > 0', []],
    ["hashFiles('x') == 'y'", []],
    ['github.event_name == ', []],
    ["x ${{ github.event_name == 'pull_request' }}", []],
    ["fromJSON('x')", []],
  ])('%s', async (condition, expected) => {
    const files = `on: [pull_request, merge_group]\njobs:\n  build:\n    if: ${JSON.stringify(condition)}\n${STEPS}`;
    expect(await findings({ [CI]: files })).toEqual(expected);
  });

  it('ends with needs that go round in circles or name no job', async () => {
    const files = `on: [pull_request, merge_group]\njobs:\n  build:\n    needs: [b, gone]\n${STEPS}  b:\n    needs: build\n${STEPS}`;
    expect(await findings({ [CI]: files })).toEqual([]);
  });
});

describe('a job about the pull request itself', () => {
  it.each([
    ['env: { HEAD: "${{ github.head_ref }}" }', ''],
    ['', '      - uses: octo-org/x@v1\n        with: { number: "${{ github.event.pull_request.number }}" }\n'],
    ['', '      - run: gh pr view\n'],
    ['', '      - uses: wagoid/commitlint-github-action@v6\n'],
  ])('%s %s', async (job, step) => {
    const head = `on: [pull_request, merge_group]\njobs:\n  build:\n    if: github.event_name == 'pull_request'\n`;
    const outcome = rule.check(await context({ [CI]: `${head}    ${job}\n${STEPS}${step}` }));
    expect(outcome.state === 'evaluated' ? outcome.findings.length : -1).toBe(0);
  });

  it('is told from one that has nothing to test', async () => {
    const head = `on: [pull_request, merge_group]\njobs:\n  build:\n    if: github.event_name == 'pull_request'\n    runs-on: ubuntu-latest\n    steps:\n`;
    expect(await findings({ [CI]: `${head}      - run: make test\n` })).toEqual([]);
    expect(await findings({ [CI]: `${head}      - uses: actions/checkout@v5\n` })).toEqual([]);
  });
});

it('rates a skipped job lower when another required check still runs', async () => {
  const found = await context({
    [CI]: `on: [pull_request, merge_group]\njobs:\n  build:\n    if: github.event_name == 'pull_request'\n${STEPS}  lint:\n${STEPS}`,
  });
  const severities = (checks: RuleContext['requirements']['checks']): string[] => {
    const outcome = rule.check({ ...found, requirements: { ...found.requirements, checks } });
    return outcome.state === 'evaluated' ? outcome.findings.map(({ severity }) => severity) : [];
  };
  const [build] = found.requirements.checks;
  expect(severities([build!])).toEqual(['high']);
  expect(severities([build!, { context: 'lint', source: QUEUE }])).toEqual(['medium']);
  expect(severities([build!, { context: 'codecov/patch', source: QUEUE }])).toEqual(['medium']);
});

it('says how GitHub failed to answer', async () => {
  const found = await contextOf(
    { [CI]: `on: merge_group\njobs:\n  build:\n${STEPS}` },
    { api: [{ context: 'build' }] },
  );
  const gapsFor = (status: 'forbidden' | 'not-asked' | 'answered', detail: string): unknown => {
    const answers = [{ source: 'rules/branches/main', status, detail }];
    const outcome = rule.check({ ...found, requirements: { ...found.requirements, answers, known: true } });
    return outcome.state === 'not-evaluated' ? outcome.gaps.map(({ reason, cause }) => [reason, cause]) : outcome.state;
  };
  expect(gapsFor('forbidden', '403: no access')).toEqual([
    ['rules/branches did not answer: 403: no access', 'environment'],
  ]);
  expect(gapsFor('not-asked', '')).toEqual([['no file here declares one and GitHub was not asked', 'not-asked']]);
  expect(gapsFor('answered', '')).toEqual([
    [expect.stringContaining('whether .github/workflows/ci.yml:1 is for one of classic protection'), 'not-asked'],
  ]);
});
