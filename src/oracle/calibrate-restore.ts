/** Going back: the content of an earlier sequence, under a new one. What it grants has to hold today. */
import type { EarnedLevel } from '../calibration/decide.js';
import { type LevelState, MAX_CHANGES, MAX_WHY, overrideOf, startOf } from '../calibration/state.js';
import { PhaseMirrorError } from '../errors.js';
import type { Config } from '../policy/types.js';
import { toWellFormed } from '../privacy/well-formed.js';
import { StoreError } from '../stores/errors.js';
import { type LookedRule, settingsOf } from './calibrate-looks.js';
import {
  changeRecord,
  grantRefusals,
  notGranted,
  reasonOf,
  type SettledRule,
  type SettleInput,
} from './calibrate-settle.js';
import { type Judged, judgeDocument, type StateContext } from './calibrate-state.js';

export interface Restored {
  readonly rules: readonly SettledRule[];
  /** What is published. */
  readonly next: LevelState;
  readonly notes: readonly string[];
}

/**
 * An earlier document.
 *
 * @param believed whether anything that is stored is believed. Where nothing is, because a key was pinned after
 *   everything was published without one, a person may say which unsigned one to go on from
 * @throws PhaseMirrorError `store`: it is not believed
 * @throws PhaseMirrorError `user`: there is no such sequence, and which there are
 * @throws StoreError what the store throws
 */
export async function earlierState(context: StateContext, sequence: number, believed: boolean): Promise<LevelState> {
  const bytes = await documentOf(context, sequence);
  let judged: Judged = judgeDocument(bytes, context, sequence);
  if (!judged.ok && judged.code === 'UNSIGNED' && !believed) judged = judgeDocument(bytes, context, sequence, true);
  if (judged.ok && judged.sequence === sequence) return judged.state;
  throw new PhaseMirrorError('store', {
    thing: `Sequence ${sequence} of ${context.memory.stores.description}`,
    reason: `is not believed: ${judged.ok ? `it calls itself ${judged.sequence}` : judged.why}`,
    next: 'Nothing was published. Choose another sequence',
  });
}

/** Sequences that are named where one is asked for that is not there. */
const SHOWN = 10;

async function documentOf({ memory }: StateContext, sequence: number): Promise<Uint8Array> {
  try {
    return await memory.stores.levels.loadSequence(sequence);
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== 'NOT_FOUND') throw cause;
    const history = await memory.stores.levels.history();
    const dated = history
      .slice(0, SHOWN)
      .map(({ sequence: one, writtenAt }) => `${one} (${new Date(writtenAt).toISOString().slice(0, 16)}Z)`);
    const more = history.length > SHOWN ? `, and ${history.length - SHOWN} before them` : '';
    throw new PhaseMirrorError('user', {
      thing: `sequence ${sequence}`,
      reason: `is not in the history of ${memory.stores.description}`,
      next: `Nothing was published. ${history.length === 0 ? 'No levels were published yet: there is nothing to go back to' : `Choose one of ${dated.join(', ')}${more}`}`,
      cause,
    });
  }
}

/** @throws PhaseMirrorError `user`, exit 2: L0 refuses a level that it would grant, or the look is incomplete */
export function restore(
  target: LevelState,
  input: Omit<SettleInput, 'set'> & { readonly config: Config },
  { sequence, reason, by }: { readonly sequence: number; readonly reason: string; readonly by: string },
): Restored {
  const { looked, state, now } = input;
  const why = toWellFormed(`Back to sequence ${sequence}: ${reasonOf(reason)}`.slice(0, MAX_WHY));
  const rules = looked.map((one): SettledRule => {
    const then = levelThen(one, target, input.config);
    const { start } = one;
    const change =
      start === null || then === null || then === start.level
        ? null
        : { from: start.level, to: then, by: 'person' as const, why, applies: true };
    return { ...one, state: start, change, refused: [] };
  });
  const grants = rules.filter((one) => isGrant(one, target, input.config, state));
  if (grants.length > 0 && !input.complete) {
    throw notGranted(grants.map(({ rule }) => rule.id).join(', '), 'asks for a complete look, and this one is not');
  }
  for (const one of grants) {
    const refused = grantRefusals(one, input.schemas, now);
    if (refused.length > 0) throw notGranted(one.rule.id, `breaks ${refused.join('; ')}`);
  }
  const changes = rules.flatMap(({ rule, change }) =>
    change === null ? [] : [changeRecord(rule, change, { at: now, by, why })],
  );
  return {
    rules,
    next: { levels: target.levels, rules: target.rules, changes: [...state.changes, ...changes].slice(-MAX_CHANGES) },
    notes: [`The content of sequence ${sequence} is what counts from now on, with its evidence.`],
  };
}

function levelThen({ rule }: LookedRule, target: LevelState, config: Config): EarnedLevel | null {
  return startOf(target, rule, settingsOf(config).threshold)?.level ?? null;
}

/** Whether the earlier state lets a rule block where it does not now, for all or for one repository. */
function isGrant(one: SettledRule, target: LevelState, config: Config, state: LevelState): boolean {
  if (one.start === null) return false;
  const { level } = one.start;
  const then = levelThen(one, target, config);
  if (then === 'block') return level === 'warn';
  return Object.keys(target.levels.repositories).some((id) => {
    const own = overrideOf(target, Number(id), one.rule);
    return own === 'block' && (overrideOf(state, Number(id), one.rule) ?? level) === 'warn';
  });
}
