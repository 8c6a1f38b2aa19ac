import { describe, expect, it } from '@jest/globals';
import { readWorkflow } from '../../src/repository/workflows.js';
import { requiredCheckPathFiltered as rule } from '../../src/rules/md-003-required-check-path-filtered.js';
import { reportsOnPullRequests, startsFor } from '../../src/rules/support/starts.js';
import { contextOf } from '../support/rule-context.js';

function workflowOn(on: string) {
  const text = `on: ${on}\njobs: {}\n`;
  const read = readWorkflow('.github/workflows/x.yml', new TextEncoder().encode(text));
  if (read.kind !== 'workflow') throw new Error(read.kind);
  return read.workflow;
}

describe('startsFor', () => {
  it.each([
    ['pull_request', 'main', 'always'],
    ['{ pull_request: { branches: [] } }', 'main', 'always'],
    ['{ pull_request: { branches: [main] } }', 'main', 'always'],
    ['{ pull_request: { branches: ["release/**"] } }', 'main', 'other-branches'],
    ['{ pull_request: { branches: ["**", "!main"] } }', 'main', 'other-branches'],
    ['{ pull_request: { branches-ignore: [main] } }', 'main', 'other-branches'],
    ['{ pull_request: { branches-ignore: [main] } }', null, 'always'],
    ['{ pull_request: { branches: ["[" ] } }', 'main', 'always'],
    ['{ pull_request: { paths: ["src/**"] } }', 'main', 'paths'],
    ['{ pull_request: { paths: [] } }', 'main', 'always'],
    ['{ pull_request: { paths: ["["] } }', 'main', 'always'],
    ['{ pull_request: { paths-ignore: ["["] } }', 'main', 'always'],
    ['{ pull_request_target: { paths-ignore: ["docs/**"] } }', 'main', 'paths'],
    ['push', 'main', 'always'],
    ['{ push: { branches: [main] } }', 'main', 'never'],
    ['{ push: { branches: ["feature/**"] } }', 'main', 'always'],
    ['{ push: { branches-ignore: [main] } }', 'main', 'always'],
    ['{ push: { tags: ["v*"] } }', 'main', 'never'],
    ['{ push: { tags-ignore: ["v*"] } }', 'main', 'never'],
    ['{ push: { tags: ["v*"], branches: ["**"] } }', 'main', 'always'],
    ['{ push: { paths: ["src/**"] } }', 'main', 'paths'],
    ['schedule', 'main', 'never'],
    ['workflow_dispatch', 'main', 'never'],
    ['merge_group', 'main', 'never'],
  ])('%s on %s: %s', (on, branch, kind) => {
    expect(startsFor(workflowOn(on).triggers[0]!, branch).kind).toBe(kind);
  });

  it('asks the filter about single paths', () => {
    const only = startsFor(workflowOn('{ pull_request: { paths: ["src/**", "!src/**.md"] } }').triggers[0]!, 'main');
    const except = startsFor(workflowOn('{ pull_request: { paths-ignore: ["docs/**"] } }').triggers[0]!, 'main');
    if (only.kind !== 'paths' || except.kind !== 'paths') throw new Error('not a path filter');
    expect(['src/a.ts', 'src/a.md', 'README.md'].map(only.startsFor)).toEqual([true, false, false]);
    expect(['src/a.ts', 'docs/a.md'].map(except.startsFor)).toEqual([true, false]);
  });

  it.each([
    ['[workflow_dispatch, merge_group]', true],
    ['{ workflow_dispatch: {}, pull_request: { paths: [a] } }', true],
    ['{ push: { branches: [main] }, schedule: [{ cron: "0 0 * * *" }] }', false],
    ['{ pull_request: { branches: [develop] } }', false],
  ])('reports on pull requests: %s: %s', (on, expected) => {
    expect(reportsOnPullRequests(workflowOn(on), 'main')).toBe(expected);
  });
});

describe('what a message shows', () => {
  const filtered =
    'on: { pull_request: { paths: ["src/**"] } }\njobs:\n  lint: { runs-on: x, steps: [{ run: make }] }\n';

  it.each([
    [['LICENSE', 'a.txt', 'README.md'], 'README.md'],
    [['LICENSE', 'a.txt'], 'LICENSE'],
    [['docs/x.md', 'a.txt'], 'docs/x.md'],
    [['a.txt', 'src/a.ts'], '.github/workflows/ci.yml'],
  ])('of %j it names %s', async (paths, named) => {
    const files = { ...Object.fromEntries(paths.map((path) => [path, ''])), '.github/workflows/ci.yml': filtered };
    const outcome = rule.check(await contextOf(files, { api: [{ context: 'lint' }] }));
    expect(outcome).toMatchObject({ findings: [{ what: expect.stringContaining(`touches only ${named} does`) }] });
  });
});
