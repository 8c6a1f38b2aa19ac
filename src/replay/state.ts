/** What `--state` keeps between two runs. Pure: the caller reads and writes the file. */
import { PhaseMirrorError } from '../errors.js';
import type { ReplayResult } from './types.js';

const VERSION = 1;

/** The text of a state file. */
export function stateText(result: ReplayResult): string {
  return `${JSON.stringify({ state: 'phase-mirror replay', version: VERSION, result })}\n`;
}

/**
 * Read one back.
 *
 * @throws {PhaseMirrorError} `user` when the text is not a state of this version
 */
export function parseState(text: string): ReplayResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notState('is not JSON', cause);
  }
  if (!isRecord(value) || value['state'] !== 'phase-mirror replay') throw notState('was not written by replay');
  if (value['version'] !== VERSION) throw notState('was written by another version');
  const { result } = value;
  if (!isResult(result)) throw notState('is incomplete');
  return result;
}

function isResult(value: unknown): value is ReplayResult {
  if (!isRecord(value)) return false;
  const { scope, counts, rules, flagged, ruleSet, last } = value;
  const numbers = ['changes', 'pass', 'warn', 'block', 'failed', 'judged', 'exactRenames'];
  return (
    isRecord(scope) &&
    typeof scope['branch'] === 'string' &&
    isRecord(counts) &&
    numbers.every((key) => Number.isSafeInteger(counts[key])) &&
    isRecord(rules) &&
    Array.isArray(flagged) &&
    typeof ruleSet === 'string' &&
    (last === null || typeof last === 'string')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notState(reason: string, cause?: unknown): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: 'The state file',
    reason,
    next: 'Begin again: delete it, or name another file with --state',
    cause,
  });
}
