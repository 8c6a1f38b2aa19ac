import { describe, expect, it } from '@jest/globals';
import { readWorkflow } from '../../src/repository/workflows.js';
import { fingerprintOf } from '../../src/rules/fingerprint.js';
import { requiredCheckPathFiltered as rule } from '../../src/rules/md-003-required-check-path-filtered.js';
import { eventsOf, timesOf } from '../../src/rules/support/reporting.js';
import { reachOf, reportsOnPullRequests, startsFor } from '../../src/rules/support/starts.js';
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
    ['{ pull_request: { types: [closed] } }', 'main', 'never'],
    ['{ pull_request: { types: [closed, opened] } }', 'main', 'always'],
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

describe('reachOf', () => {
  it.each([
    ['pull_request', 'reports'],
    ['{ pull_request_target: { types: [] } }', 'reports'],
    ['{ pull_request: { types: [labeled, synchronize] } }', 'reports'],
    ['{ pull_request: { types: [labeled] } }', 'may'],
    ['{ pull_request: { types: [closed] } }', 'never'],
    ['{ pull_request_target: { types: closed } }', 'never'],
    ['{ pull_request: { branches: [other] } }', 'reports'],
    ['push', 'reports'],
    ['{ push: { branches: ["**"] } }', 'reports'],
    ['{ push: { branches: ["*"] } }', 'reports'],
    ['{ push: { branches-ignore: [main] } }', 'reports'],
    ['{ push: { paths: [src] } }', 'reports'],
    ['{ push: { branches: [main] } }', 'never'],
    ['{ push: { branches: [main, develop] } }', 'may'],
    ['{ push: { branches: ["feature/**"] } }', 'may'],
    ['{ push: { branches: [] } }', 'may'],
    ['{ push: { tags: ["v*"] } }', 'never'],
    ['{ push: { tags: ["v*"], branches: [main] } }', 'never'],
    ['{ schedule: [{ cron: "0 0 * * *" }] }', 'never'],
    ['[schedule, release, workflow_call]', 'never'],
    ['[release, merge_group]', 'may'],
    ['workflow_dispatch', 'may'],
    ['workflow_run', 'may'],
    ['issue_comment', 'may'],
    ['some_new_event', 'may'],
    ['[workflow_dispatch, pull_request]', 'reports'],
  ])('%s: %s', (on, reach) => {
    expect(reachOf(workflowOn(on), 'main')).toBe(reach);
  });

  it('knows of no branch that is never a head when the judged one is not known', () => {
    expect(reachOf(workflowOn('{ push: { branches: [main] } }'), null)).toBe('may');
  });

  it('is told in words', () => {
    const triggers = workflowOn(
      '{ push: { branches: [main, main] }, schedule: [], release: {}, workflow_call: {}, watch: {}, pull_request: { types: [closed] } }',
    ).triggers;
    expect(timesOf(triggers)).toBe(
      'only on pushes to main, on a schedule, on releases, on watch and when a pull request is closed, never on open pull requests',
    );
    expect(timesOf(workflowOn('{ push: { tags: [v] } }').triggers)).toBe(
      'only on pushes of tags, never on pull requests',
    );
    expect(eventsOf(triggers)).toBe('push (main, main), schedule, release, watch, pull_request (closed)');
    expect(eventsOf(workflowOn('[workflow_dispatch, push, workflow_call]').triggers)).toBe('workflow_dispatch, push');
  });
});

describe('a filter that holds several checks back', () => {
  it('is one problem, however many checks it holds back', async () => {
    const files = {
      '.github/workflows/ci.yml':
        'on: { pull_request: { paths: [src] } }\njobs:\n  b: { runs-on: x }\n  a: { runs-on: x }\n',
    };
    const idsOf = async (...names: string[]) => {
      const outcome = rule.check(await contextOf(files, { api: names.map((context) => ({ context })) }));
      return outcome.state === 'evaluated' ? outcome.findings.map(fingerprintOf) : [];
    };
    const both = await idsOf('b', 'a');
    expect(both).toHaveLength(1);
    // Renaming or removing one of them must not make the filter a new problem of the change.
    expect(await idsOf('a')).toEqual(both);
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
