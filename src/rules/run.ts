/** Runs rules one by one. A rule that throws is ours to mend: it never becomes a finding and stops no other rule. */
import type { Rule, RuleContext, RuleOutcome } from './types.js';

export interface RuleRun {
  readonly rule: Rule;
  readonly outcome: RuleOutcome | { readonly state: 'tool-error'; readonly message: string };
}

export interface RunOptions {
  /** Which tree is judged; names the side in a tool error and selects `throwing`. */
  readonly side?: 'subject' | 'base';
  /** Lets tests of a built bundle see a rule fail. */
  readonly throwing?: Throwing;
}

export interface Throwing {
  readonly ruleId: string;
  readonly side: 'subject' | 'base';
}

/** Longest message of a tool error. */
const MAX_MESSAGE = 500;

/** One run for each rule, in the order given. Never throws. */
export function runRules(
  rules: readonly Rule[],
  context: RuleContext,
  { side = 'subject', throwing }: RunOptions = {},
): RuleRun[] {
  return rules.map((rule): RuleRun => {
    try {
      if (throwing?.ruleId === rule.id && throwing.side === side) throw new Error('told to fail by a test');
      return { rule, outcome: rule.check(context) };
    } catch (error) {
      return { rule, outcome: { state: 'tool-error', message: messageOf(error) } };
    }
  });
}

/**
 * Read `MD-004` or `MD-004@base`, the value of the environment variable that the oracle hands over.
 *
 * @returns undefined for an empty value
 */
export function parseThrowing(text: string | undefined): Throwing | undefined {
  if (text === undefined || text === '') return undefined;
  const [ruleId = '', side] = text.split('@');
  return { ruleId, side: side === 'base' ? 'base' : 'subject' };
}

/** One line without a stack trace. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_MESSAGE);
}
