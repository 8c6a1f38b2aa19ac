/** The policy in force: what the trees say, what the workflow adds to it, and the levels of the organisation under both. */
import { parseConfig } from '../policy/config.js';
import type { LoadedPolicy } from '../policy/load.js';
import type { OrganisationLevels } from '../policy/org-levels.js';
import { CONFIG_INLINE, overlayConfig } from '../policy/overlay.js';
import type { Report } from '../report/types.js';
import type { EventInput } from '../repository/subject.js';
import { ALL_RULES } from './all-rules.js';
import { RULE_IDS } from './run-context.js';
import type { LevelsAnswer } from './run-memory.js';

/** A configuration that the workflow gives (input `config-inline`). */
export interface InlinePolicy {
  /** undefined: it gives none. */
  readonly text: string | undefined;
  /** Whether it wins over the file; otherwise it may only tighten. */
  readonly wins: boolean;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  readonly defaultBranch: string | null;
}

export interface SettledPolicy {
  readonly policy: LoadedPolicy;
  readonly levels: LevelsAnswer;
}

/**
 * Whether no pull request can edit what the workflow gives: the organisation requires the workflow, or trusted code of
 * the default branch looks at a change that is not checked out (a recording run).
 */
export function inlineWins(enforcement: Report['enforcement'], event: EventInput['kind']): boolean {
  return enforcement === 'required-workflow' || event === 'commit';
}

/**
 * Brings the two into their order. Where the workflow may only tighten, what it gives is compared under the levels of
 * the organisation, so these come first; it can add no key then, because that loosens. Where it wins, the keys it gives
 * say which levels are believed.
 *
 * @param levelsUnder asks for the levels that a policy's keys vouch for
 * @throws PhaseMirrorError `user`, exit 2, for an inline configuration that is invalid, or loosens where it may not
 */
export async function settlePolicy(
  loaded: LoadedPolicy,
  inline: InlinePolicy,
  levelsUnder: (policy: LoadedPolicy) => Promise<LevelsAnswer>,
): Promise<SettledPolicy> {
  if (inline.text !== undefined && inline.wins) {
    const policy = withInline(loaded, inline.text, inline);
    return { policy, levels: await levelsUnder(policy) };
  }
  const levels = await levelsUnder(loaded);
  if (inline.text === undefined) return { policy: loaded, levels };
  return { policy: withInline(loaded, inline.text, inline, levels.levels), levels };
}

function withInline(
  policy: LoadedPolicy,
  text: string,
  { wins, today, defaultBranch }: InlinePolicy,
  organisation?: OrganisationLevels,
): LoadedPolicy {
  const inline = parseConfig(CONFIG_INLINE, new TextEncoder().encode(text), { ruleIds: RULE_IDS, today }).config;
  const context = { rules: ALL_RULES, today, defaultBranch, ...(organisation === undefined ? {} : { organisation }) };
  return { ...policy, config: overlayConfig(policy.config, inline, wins, context) };
}
