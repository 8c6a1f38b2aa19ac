/** Our own configuration, and the versions of schemas. */
import { DEFAULT_MAX_MAGNITUDE } from '../../l0/constants.js';
import { DEFAULT_AUDIT_RATE, DEFAULT_FP_THRESHOLD } from '../../policy/config-calibration.js';
import { DEFAULT_THRESHOLDS } from '../../policy/types.js';
import type { Severity } from '../../rules/types.js';
import type { Fact, FactChange } from '../types.js';
import { changeAt, changedPairs, code } from './words.js';

/** What holds where the configuration says nothing. */
const BUILT_IN: Readonly<Record<string, number>> = {
  'max-critical': DEFAULT_THRESHOLDS.critical,
  'max-high': DEFAULT_THRESHOLDS.high,
  'max-medium': DEFAULT_THRESHOLDS.medium,
  'max-magnitude': DEFAULT_MAX_MAGNITUDE,
  threshold: DEFAULT_FP_THRESHOLD,
  'audit-rate': DEFAULT_AUDIT_RATE,
};

/** Which way a number loosens, where not upwards. Another threshold drops the evidence so far, whichever it is. */
const LOOSENS: Readonly<Record<string, (from: number, to: number) => boolean>> = {
  threshold: (from, to) => to !== from,
  'audit-rate': (from, to) => to < from,
};

const LEVELS = ['off', 'warn', 'block'];

/** What a listed entry means when it comes and when it goes. */
const LISTED: Readonly<Record<string, { readonly come: Severity; readonly gone: Severity; readonly words: string }>> = {
  'drift include': { come: 'low', gone: 'high', words: 'the governed paths' },
  'drift exclude': { come: 'high', gone: 'low', words: 'the paths that are not governed' },
  'drift accept': { come: 'high', gone: 'medium', words: 'those who may accept a new state' },
  'calibration reviewers': { come: 'high', gone: 'medium', words: 'those whose verdicts count' },
  'external-check': { come: 'medium', gone: 'low', words: 'the checks that are reported from outside' },
};

export function policyChanges(before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  return changedPairs(before, after, 4).map((pair): FactChange => {
    const [[old], [now]] = [pair.before, pair.after];
    const [section = '', second = '', third = ''] = pair.key;
    const words = LISTED[section === 'external-check' ? section : `${section} ${second}`];
    if (words !== undefined) {
      const name = section === 'external-check' ? second : third;
      const severity = now === undefined ? words.gone : words.come;
      const sentence = `${code(name)} is ${now === undefined ? 'no longer' : 'now'} among ${words.words}`;
      return changeAt(now, old, { sentence, severity, widened: severity === 'high' });
    }
    if (section === 'trusted-key') {
      const what = `the key ${code(third)}, which signs ${second === 'levels' ? 'levels' : 'baselines'},`;
      if (now === undefined)
        return changeAt(now, old, { sentence: `${what} is no longer trusted`, severity: 'medium' });
      const sentence = old === undefined ? `${what} is trusted now` : `${what} is another one, or has another end`;
      return changeAt(now, old, { sentence, severity: 'critical', widened: true });
    }
    if (section === 'suppression') {
      const sentence = `${now === undefined ? 'no longer' : old === undefined ? 'now' : 'with another reason'} suppressed: ${code(second)}`;
      return changeAt(now, old, { sentence, severity: old === undefined ? 'medium' : 'low' });
    }
    return settingChange(section, second, old, now);
  });
}

function settingChange(section: string, name: string, old: Fact | undefined, now: Fact | undefined): FactChange {
  const what =
    section === 'level' ? `the level of ${code(name)}` : code(section === 'calibration' ? `calibration.${name}` : name);
  const loosens = LOOSENS[name] ?? ((from: number, to: number) => to > from);
  const builtIn = section === 'level' ? undefined : BUILT_IN[name];
  if (builtIn !== undefined && (old === undefined || now === undefined)) {
    const [from, to] = [old?.value ?? String(builtIn), now?.value ?? String(builtIn)];
    const loosened = loosens(Number(from), Number(to));
    const sentence =
      old === undefined
        ? `${what} is set to ${code(to)} (built in: ${code(from)})`
        : `${what} is no longer set (before: ${code(from)}): the built-in ${code(to)} holds`;
    return changeAt(now, old, { sentence, severity: loosened ? 'high' : 'low', widened: loosened });
  }
  if (old === undefined || now === undefined) {
    const sentence =
      old === undefined
        ? `${what} is set to ${code(now?.value ?? '')}`
        : `${what} is no longer set (before: ${code(old.value)}): the built-in value holds`;
    const loose = old === undefined && section === 'level' && now?.value !== 'block';
    return changeAt(now, old, { sentence, severity: loose ? 'high' : 'medium', widened: loose });
  }
  const loosened =
    section === 'level'
      ? LEVELS.indexOf(now.value) < LEVELS.indexOf(old.value)
      : loosens(Number(old.value), Number(now.value));
  const sentence = `${what} changed from ${code(old.value)} to ${code(now.value)}`;
  return changeAt(now, old, { sentence, severity: loosened ? 'high' : 'low', widened: loosened });
}

export function schemaChanges(before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  return changedPairs(before, after, 1).map((pair): FactChange => {
    const [schema = ''] = pair.key;
    const [[old], [now]] = [pair.before, pair.after];
    if (now === undefined) {
      const sentence = `the version of the schema ${code(schema)} is no longer known (before: ${code(old?.value ?? '')})`;
      return changeAt(now, old, { sentence, severity: 'medium', schema: true });
    }
    if (old === undefined) {
      const sentence = `the schema ${code(schema)} has the version ${code(now.value)}`;
      return changeAt(now, old, { sentence, severity: 'low', schema: true });
    }
    const sentence = `the schema ${code(schema)} moved from version ${code(old.value)} to ${code(now.value)}`;
    return changeAt(now, old, { sentence, severity: 'medium', schema: true });
  });
}
