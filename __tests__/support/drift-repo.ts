/** A governed repository, and the ways in which it moves away from what was accepted. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepo } from './git-repo.js';

export const CI = '.github/workflows/ci.yml';
export const NOW = Date.parse('2026-11-24T10:30:00Z');

const workflow = (contents: string): string => `name: ci
on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: ${contents}
    steps:
      - run: make
`;

/** More than ten governed files, so that one change is no large drift. */
export const GOVERNED: Readonly<Record<string, string>> = {
  [CI]: workflow('read'),
  '.github/CODEOWNERS': '* @octo-org/all\n/infra/ @octo-org/infra\n',
  '.github/actions/setup/action.yml': 'name: setup\nruns:\n  using: composite\n  steps: []\n',
  '.github/actions/setup/run.sh': 'echo hello\n',
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [
      `.github/actions/a${n}/action.yml`,
      `name: a${n}\nruns: { using: node24, main: x.js }\n`,
    ]),
  ),
  'infra/a.txt': '1\n',
  'README.md': 'App\n',
};

export interface Move {
  readonly name: string;
  make(repo: TestRepo): void;
  /** What the text has to say. */
  readonly says: RegExp;
  readonly severity: string;
}

export const MOVES: readonly Move[] = [
  {
    name: 'a new workflow',
    make: (repo) => {
      repo.commitFiles({ '.github/workflows/new.yml': workflow('read').replace('push', 'pull_request_target') });
    },
    says: /new\.yml` is new: started by `pull_request_target`, 1 job/,
    severity: 'high',
  },
  {
    name: 'a widened permission',
    make: (repo) => {
      repo.commitFiles({ [CI]: workflow('write') });
    },
    says: /job `build` gained `contents: write` \(before: `read`\)/,
    severity: 'high',
  },
  {
    name: 'a deleted CODEOWNERS',
    make: (repo) => {
      repo.commitFiles({ '.github/CODEOWNERS': null });
    },
    says: /CODEOWNERS` is gone/,
    severity: 'critical',
  },
  {
    name: 'a renamed file',
    make: (repo) => {
      repo.move(CI, '.github/workflows/build.yml');
      repo.commit('rename');
    },
    says: /build\.yml` was renamed from `\.github\/workflows\/ci\.yml`/,
    severity: 'medium',
  },
  {
    name: 'a changed mode',
    make: (repo) => {
      chmodSync(join(repo.dir, '.github/actions/setup/run.sh'), 0o755);
      repo.commit('executable');
    },
    says: /run\.sh` is executable now \(before: a plain file\)/,
    severity: 'low',
  },
];

/** Takes back the last commit. */
export function undo(repo: TestRepo): void {
  repo.git('reset', '--quiet', '--hard', 'HEAD~1');
}
