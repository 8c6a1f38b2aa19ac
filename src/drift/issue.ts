/** The one issue of a drift: what it should be, from what a check saw. Pure; keeping it is for src/github. */
import { createHash } from 'node:crypto';
import { inlineText, markdownCode, markdownProse, markdownText } from '../report/escape.js';
import type { DesiredIssue, IssueItem, LabelName } from '../report/issues.js';
import { blockLine, type HowToAccept, issueBody, runLink } from './issue-body.js';
import { labelsOf } from './judge.js';
import { blocksOf, type DriftBlock } from './render-blocks.js';
import { ISSUE_LENGTH } from './render-markdown.js';
import { countSentence, type DriftAbout } from './render-sentences.js';
import type { BaselineHeader, Drift } from './types.js';

/** What is known besides the drift itself. */
export interface DriftIssueContext {
  readonly repositoryId: number;
  readonly branch: string;
  readonly runUrl: string;
  /** `accepted`: an acceptance made it clean just now. null: a check found it clean. */
  readonly by: 'accepted' | null;
  readonly accept: HowToAccept;
  /** Page that tells what each kind of drift means. */
  readonly docs: string;
  /** Sentences for people: the baseline is unsigned, and the like. */
  readonly notes: readonly string[];
  /** Of the accepted state: another digest is another acceptance. */
  readonly digest: string;
  /** Run that accepted; '' where it is not known. */
  readonly acceptedRunUrl: string;
}

/** Room for the marker, which grows with the number of changes. */
const MARKER = 3000;
const TITLE_LIMIT = 200;

/**
 * `drift:123456:main`. A branch whose name cannot be in a key gets its digest.
 *
 * design.md, "Issues": one per repository and branch.
 */
export function driftIssueKey(repositoryId: number, branch: string): string {
  const plain = /^(?!.*--)[A-Za-z0-9./_-]{1,150}$/.test(branch);
  return `drift:${repositoryId}:${plain ? branch : `sha256:${sha256(branch).slice(0, 32)}`}`;
}

/** For a run that saw everything: any other must leave the issue alone. */
export function driftIssue(
  { drift, about }: { readonly drift: Drift; readonly about: DriftAbout },
  context: DriftIssueContext,
): DesiredIssue {
  const { branch, repositoryId, runUrl, accept, docs, notes, digest } = context;
  const clean = drift.severity === null;
  const blocks = blocksOf(drift);
  const said = acceptance(about.accepted, context.acceptedRunUrl);
  const accepted = `Accepted: ${said}`;
  return {
    key: driftIssueKey(repositoryId, branch),
    state: clean ? 'closed' : 'open',
    title: clean ? `No drift on ${inlineText(branch, TITLE_LIMIT)}` : titleOf(blocks, branch),
    // An issue keeps its last body when it is closed: that tells what it was about.
    body: clean ? '' : issueBody(drift, about, { runUrl, accept, docs, notes, maxLength: ISSUE_LENGTH - MARKER }),
    labels: labelsOf(drift, about.tooLarge) as readonly LabelName[],
    about: drift.id,
    changed: `The drift is another one now: ${markdownProse(countSentence(drift))}.`,
    items: itemsOf(blocks),
    resolved:
      context.by === 'accepted'
        ? accepted
        : `Gone: the governed state of ${markdownCode(branch)} is the accepted one again. ${said}`,
    basis: digest,
    resolvedByBasis: accepted,
  };
}

/** `Drift on main: job `publish` gained `contents: write`, and 3 more`. Plain text: a title links and mentions nothing. */
function titleOf(blocks: readonly DriftBlock[], branch: string): string {
  const [worst, ...others] = blocks;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const room = TITLE_LIMIT - more.length;
  return `${inlineText(`Drift on ${inlineText(branch, 60)}: ${worst?.title ?? ''}`, room)}${more}`;
}

/** The same change has the same id whoever made it; a file that was edited once more is another one. */
function itemsOf(blocks: readonly DriftBlock[]): IssueItem[] {
  const byId = new Map<string, IssueItem>();
  for (const block of blocks) {
    const paths = block.at.map(({ path }) => path).sort();
    const said = [block.title, paths, block.items.map(({ sentence }) => sentence), [...block.states].sort()];
    const id = sha256(JSON.stringify(said)).slice(0, 8);
    if (!byId.has(id)) byId.set(id, { id, text: blockLine(block) });
  }
  return [...byId.values()];
}

/** `ada accepted `08c6903cd8c0` on 2026-01-02: state of the release ([the run](…))`. */
function acceptance(
  { acceptedBy, acceptedAt, reason, commit }: Pick<BaselineHeader, 'acceptedBy' | 'acceptedAt' | 'reason' | 'commit'>,
  runUrl: string,
): string {
  const run = runUrl === '' ? '' : ` (${runLink(runUrl)})`;
  return `${markdownText(acceptedBy.name)} accepted ${markdownCode(commit.slice(0, 12))} on ${acceptedAt.slice(0, 10)}: ${markdownText(reason)}${run}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
