/** The record of one rule: what is stored of it, folded into pull requests and counts. */
import { admitted, type Identify, type NotCounted, type PullRequest, PullRequests } from '../calibration/votes.js';
import type { FPStore, VoteRow } from '../stores/ports.js';
import { stateOf } from '../stores/window.js';
import type { Repositories } from './calibrate-repositories.js';

export interface RuleRecord {
  /** Of repositories that count, those that came without a pull request included. */
  readonly events: number;
  readonly falsePositives: number;
  readonly truePositives: number;
  /** Names of the repositories that count and have any. */
  readonly repositories: ReadonlySet<string>;
  /** Whether rows of repositories that do not count were met. */
  readonly leftOut: boolean;
  /** Verdicts on its findings that do not count, by why. */
  readonly notCounted: Readonly<Record<NotCounted, number>>;
}

export const NO_RECORD: RuleRecord = {
  events: 0,
  falsePositives: 0,
  truePositives: 0,
  repositories: new Set(),
  leftOut: false,
  notCounted: { own: 0, 'not-listed': 0, 'no-comment': 0 },
};

/** Reads every row once. @returns counts, and pull requests, oldest first @throws StoreError what the store throws */
export async function readRecord(
  fp: Pick<FPStore, 'voteRows'>,
  { ruleId, ruleVersion }: { readonly ruleId: string; readonly ruleVersion: number },
  repositories: Repositories,
  identify: Identify,
): Promise<{ readonly record: RuleRecord; readonly pullRequests: readonly PullRequest[] }> {
  const notCounted = { ...NO_RECORD.notCounted };
  const leave = (why: NotCounted): void => {
    notCounted[why] += 1;
  };
  const requests = new PullRequests(identify, leave);
  const names = new Set<string>();
  let [events, falsePositives, truePositives, leftOut] = [0, 0, 0, false];
  for await (const page of fp.voteRows(ruleId, ruleVersion)) {
    for (const row of page) {
      // A row is one of a million: the usual case awaits nothing.
      let name = repositories.known(row.repository);
      if (name === undefined) name = await repositories.nameOf(row.repository, row.saltVersion);
      if (name === null) {
        leftOut = true;
        continue;
      }
      names.add(name);
      events += row.kind === 'unjudged' ? row.events : 1;
      add(requests, row, name);
      if (row.kind === 'judged' && !row.change.startsWith('pr#')) {
        const state = stateOf(admitted({ ...row, repository: name }, identify, leave));
        if (state === 'false-positive') falsePositives += 1;
        if (state === 'true-positive') truePositives += 1;
      }
    }
  }
  const pullRequests = requests.list();
  for (const request of pullRequests) {
    falsePositives += request.falsePositives;
    truePositives += request.truePositives;
  }
  return { record: { events, falsePositives, truePositives, repositories: names, leftOut, notCounted }, pullRequests };
}

function add(requests: PullRequests, row: VoteRow, repository: string): void {
  const named = row.repository === repository ? row : { ...row, repository };
  if (named.kind === 'unjudged') requests.addUnjudged(named);
  else requests.add(named);
}
