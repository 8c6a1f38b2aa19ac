/** The one issue of a drift: what it should be, from what a check saw. Pure; keeping it is for src/github. */

import { markdownCode, markdownProse, markdownText } from '../report/escape.js';
import type { DesiredIssue, LabelName } from '../report/issues.js';
import { labelsOf } from './judge.js';
import type { DriftAbout } from './render-blocks.js';
import { countSentence } from './render-blocks.js';
import { ISSUE_LENGTH, renderDriftMarkdown } from './render-markdown.js';
import type { Drift } from './types.js';

/** What is known besides the drift itself. */
export interface DriftIssueContext {
  readonly repositoryId: number;
  readonly branch: string;
  readonly runUrl: string;
  /** `accepted`: an acceptance made it clean just now. null: a check found it clean. */
  readonly by: 'accepted' | null;
}

/** Room for what is around the drift, and for the marker. */
const RESERVE = 4000;

/** `drift:123456:main`; a branch whose name does not fit into a key gets its code points instead. */
export function driftIssueKey(repositoryId: number, branch: string): string {
  const name = branch.replace(/[^A-Za-z0-9:./_-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
  return `drift:${repositoryId}:${name}`.slice(0, 200);
}

/** For a run that saw everything: any other must leave the issue alone. */
export function driftIssue(
  { drift, about }: { readonly drift: Drift; readonly about: DriftAbout },
  context: DriftIssueContext,
): DesiredIssue {
  const { branch, repositoryId, runUrl } = context;
  const clean = drift.severity === null;
  const seen = runUrl === '' ? '' : `\n\nSeen by ${runUrl}`;
  const accept = 'If it is right, accept it; if not, put back what changed. Either closes this issue.';
  const body = clean
    ? resolvedBy(about, context)
    : `${renderDriftMarkdown(drift, about, { maxLength: ISSUE_LENGTH - RESERVE })}\n${accept}${seen}`;
  return {
    key: driftIssueKey(repositoryId, branch),
    state: clean ? 'closed' : 'open',
    title: clean ? `No drift on ${branch}` : `Drift on ${branch}: ${countSentence(drift)}`,
    body,
    labels: labelsOf(drift, about.tooLarge) as readonly LabelName[],
    about: drift.id,
    changed: `The drift is another one now: ${markdownProse(countSentence(drift))}.`,
    resolved: resolvedBy(about, context),
  };
}

function resolvedBy({ accepted }: DriftAbout, { by }: DriftIssueContext): string {
  const { acceptedBy, acceptedAt, reason, commit } = accepted;
  const who = `${markdownText(acceptedBy.name)} accepted ${markdownCode(commit.slice(0, 12))} on ${acceptedAt.slice(0, 10)}: ${markdownText(reason)}`;
  return by === 'accepted' ? `Accepted: ${who}` : `The state is the accepted one again. ${who}`;
}
