/**
 * What an issue of ours should be, whatever is there: the port that src/github/issues.ts implements. One issue per key,
 * found again by a hidden marker in its body. design.md, "Issues".
 */

/** Labels with their colours; made where they are missing. */
export const LABELS = {
  'schema-drift': { color: 'd93f0b', description: 'A schema changed against the accepted baseline' },
  'priority-high': { color: 'b60205', description: 'Look at this first' },
  'fp-calibration': { color: '0e8a16', description: 'The level of a rule changes by its record' },
  'circuit-breaker': { color: 'fbca04', description: 'A rule is paused because it blocked many pull requests' },
  governance: { color: '5319e7', description: 'The governed state of this repository' },
  'runtime-enforcement': { color: '1d76db', description: 'Something was merged that the gate would have blocked' },
} as const;

export type LabelName = keyof typeof LABELS;

/** One of the things that an issue is about. */
export interface IssueItem {
  /** 8 hexadecimal digits, the same for the same thing in every run. */
  readonly id: string;
  /** One line of Markdown whose untrusted parts are escaped already. */
  readonly text: string;
}

export interface DesiredIssue {
  /** Identity, `drift:123456:main`: letters, digits and `:./_-`, at most 200. Part of a hidden marker in the body. */
  readonly key: string;
  /** `closed`: what it was about is gone. A run that could not see everything must not ask for it. */
  readonly state: 'open' | 'closed';
  /** One line of plain text; escaped and cut by whoever writes it. */
  readonly title: string;
  /** Markdown whose untrusted parts are escaped already. Without the marker. */
  readonly body: string;
  readonly labels: readonly LabelName[];
  /**
   * What it is about, as any text. While that stays the same, edits of the body (counts, times) are silent; when it
   * changes, `changed` is said in a comment.
   */
  readonly about: string;
  /** Markdown. Said in a comment when `about` changes; without it every edit is silent. */
  readonly changed?: string;
  /** false: an issue that somebody closed stays closed. Default true. */
  readonly reopen?: boolean;
  /** What it consists of, worst first. With it the comment says what came since the last one, and how much went. */
  readonly items?: readonly IssueItem[];
  /** Markdown. Said in a comment when the issue is closed. */
  readonly resolved?: string;
  /**
   * What it is measured against, as any text. When that is another one by the time the issue is closed, `resolvedByBasis`
   * is said in place of `resolved`: the measure moved, not the thing.
   */
  readonly basis?: string;
  readonly resolvedByBasis?: string;
}

export interface IssueOutcome {
  readonly key: string;
  /** `absent`: nothing is wrong, and there was no issue. `failed`: see `why`. */
  readonly action: 'created' | 'edited' | 'reopened' | 'closed' | 'unchanged' | 'absent' | 'failed';
  readonly number: number | null;
  readonly url: string;
  /** What went wrong and what to do, or what was left out (a label, a comment); '' otherwise. */
  readonly why: string;
}

export interface IssueTracker {
  /** Makes what is there equal to what should be. Never throws for what the server or the network does. */
  sync(desired: DesiredIssue): Promise<IssueOutcome>;
  /** Address of the open issue of a key; '' where there is none, or nobody can tell. Throws as little as `sync`. */
  openAddress(key: string): Promise<string>;
}
