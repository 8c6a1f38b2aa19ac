/** The repository most tests of the built action start from, and the events GitHub sends about it. */
import type { ActionOptions } from './action-harness.js';
import type { Checkout, Files } from './merge-ref.js';

/** A job under one name, in a workflow that pull requests and the merge queue start. */
export function workflow(job: string, name = 'lint'): string {
  return [
    `name: ${name}`,
    'on: [pull_request, merge_group]',
    'permissions: {}',
    'jobs:',
    `  ${job}:`,
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - run: make check',
    '',
  ].join('\n');
}

export const LINT = '.github/workflows/lint.yml';
export const GATE = '.github/workflows/gate.yml';

/** `lint` is produced, and the gate runs in `phase-mirror`. */
export const HEALTHY: Files = {
  [LINT]: workflow('lint'),
  [GATE]: workflow('phase-mirror', 'gate'),
  'README.md': 'App\n',
};
/** The change nobody notices until every pull request waits for `lint`. */
export const RENAMED: Files = { [LINT]: workflow('checkstyle') };

export const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';

type Event = Pick<ActionOptions, 'workspace' | 'event' | 'payload' | 'token'> & {
  readonly environment: Record<string, string | undefined>;
};

/** A pull request on its merge ref; `head` is the repository it comes from. */
export function pullRequest({ workspace, sha }: Checkout, head = 'octo-org/app'): Event {
  return {
    workspace,
    event: 'pull_request',
    payload: {
      action: 'synchronize',
      number: 7,
      pull_request: {
        number: 7,
        // Stale on purpose: it must never be used.
        base: { ref: 'main', sha: 'dead'.repeat(10), repo: { full_name: 'octo-org/app' } },
        head: { ref: 'change', repo: { full_name: head } },
      },
      repository: { full_name: 'octo-org/app', default_branch: 'main' },
    },
    token: TOKEN,
    environment: {
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_SHA: sha,
      GITHUB_WORKFLOW_REF: `octo-org/app/${GATE}@refs/pull/7/merge`,
    },
  };
}

/** Any other event, on the branch main. */
export function onMain(event: string, { workspace, sha }: Checkout, payload: Readonly<Record<string, unknown>>): Event {
  return {
    workspace,
    event,
    payload: { ...payload, repository: { full_name: 'octo-org/app', default_branch: 'main' } },
    token: TOKEN,
    environment: { GITHUB_SHA: sha, GITHUB_WORKFLOW_REF: `octo-org/app/${GATE}@refs/heads/main` },
  };
}
