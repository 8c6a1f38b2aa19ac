/** What both surfaces say of a drift before what moved: how much, and what was compared with what. Not escaped yet. */
import { codePath } from './changes/words.js';
import type { BaselineHeader, Drift } from './types.js';

export interface DriftAbout {
  readonly accepted: Pick<BaselineHeader, 'commit' | 'branch' | 'acceptedAt' | 'acceptedBy' | 'reason'>;
  /** The commit that was compared; null before the first one. */
  readonly commit: string | null;
  readonly maxMagnitude: number;
  /** More than one acceptance may change. */
  readonly tooLarge: boolean;
}

/** Digits of a commit that people see. */
export const SHOWN = 12;

/** `3 of 61 governed files changed (5 %)`. */
export function countSentence({ magnitude: { changed, total, value } }: Drift): string {
  const files = `governed ${total === 1 ? 'file' : 'files'}`;
  return changed === 0
    ? `none of ${total} ${files} changed`
    : `${changed} of ${total} ${files} changed (${percent(value)})`;
}

/** What it was compared with, and whether all of it may be accepted. */
export function aboutSentences(drift: Drift, about: DriftAbout): string[] {
  const { commit, branch, acceptedAt, acceptedBy, reason } = about.accepted;
  const now = about.commit === null ? '' : ` Now: ${about.commit.slice(0, SHOWN)}.`;
  return [
    `Accepted for ${codePath(branch)}: ${commit.slice(0, SHOWN)}, on ${acceptedAt.slice(0, 10)} by ${acceptedBy.name}: "${reason}".${now}`,
    ...(about.tooLarge
      ? [
          `That is more than one acceptance may change (${percent(about.maxMagnitude)}): to accept it, raise \`drift.max-magnitude\` on the default branch first.`,
        ]
      : []),
    ...drift.notCompared.map((sentence) => `Not compared: ${sentence}.`),
  ];
}

function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 1 ? 'less than 1' : Math.round(value)} %`;
}
