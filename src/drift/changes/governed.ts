/** "a merge into `main` needs 1 approval on GitHub (before: 2)". */
import type { Severity } from '../../rules/types.js';
import {
  ADMINS,
  ANY_BRANCH,
  APPROVALS,
  BRANCHES,
  BYPASS,
  MAY_BYPASS,
  namesIn,
  OTHERS_REVIEW,
  PROTECTED_BRANCHES,
  PUSH,
  REVIEWERS,
  selectedIn,
  WAIT,
  WHOEVER,
} from '../facts/governed.js';
import type { Fact, FactChange } from '../types.js';
import { changeAt, code, listed, type Pair } from './words.js';

interface Words {
  readonly sentence: string;
  readonly severity: Severity;
  readonly widened?: boolean;
}

/**
 * Parameters of rulesets and of classic protection.
 *
 * @param replaced a ruleset is gone: one that is new may stand in for it, with others who go around it
 */
export function ruleSettingChange(pair: Pair, replaced: boolean): FactChange[] {
  const [branch = '', rule = '', , source] = pair.key;
  const [[old], [now]] = [pair.before, pair.after];
  const on = source === 'classic' ? ' by classic protection' : ' on GitHub';
  const change = (words: Words): FactChange[] => [changeAt(now, old, words)];
  if (rule.startsWith(BYPASS)) return bypassChange(pair, replaced).flatMap(change);
  if (rule === APPROVALS) {
    const [was, is] = [Number(old?.value ?? 0), Number(now?.value ?? 0)];
    if (was === is) return [];
    const sentence = `a merge into ${code(branch)} needs ${approvals(is)}${on} (before: ${was})`;
    return change({ sentence, severity: is < was ? 'high' : 'low', widened: is < was });
  }
  if (rule === PUSH) {
    const all = now === undefined || now.value === WHOEVER;
    const wasAll = old === undefined || old.value === WHOEVER;
    if (all === wasAll && all) return [];
    if (all) {
      const sentence = `who may push to ${code(branch)} is no longer restricted${on}`;
      return change({ sentence, severity: 'high', widened: true });
    }
    if (wasAll) {
      return change({ sentence: `who may push to ${code(branch)} is restricted${on}`, severity: 'low' });
    }
    return change(listChange(old, now, `those who may push to ${code(branch)}${on}`, 'medium', 'low'));
  }
  if (now === undefined) {
    return change({
      sentence: `${code(branch)} no longer has the rule ${code(rule)}${on}`,
      severity: 'high',
      widened: true,
    });
  }
  return change({ sentence: `${code(branch)} has the rule ${code(rule)} now${on}`, severity: 'low' });
}

function approvals(count: number): string {
  return count === 0 ? 'no approval' : `${count} ${count === 1 ? 'approval' : 'approvals'}`;
}

function bypassChange({ key: [branch = '', rule = ''], before, after }: Pair, replaced: boolean): Words[] {
  const [[old], [now]] = [before, after];
  // The rules that it had are told as gone.
  if (now === undefined) return [];
  const what = rule.slice(BYPASS.length);
  const come = namesIn(now.value).filter((name) => !namesIn(old?.value ?? '').includes(name));
  if (old === undefined) {
    if (come.length === 0) return [];
    const sentence = `${listed(come)} may bypass the new ${code(what)} of ${code(branch)} on GitHub`;
    return [{ sentence, severity: replaced ? 'high' : 'low', widened: replaced }];
  }
  return [listChange(old, now, `those who may bypass ${code(what)} of ${code(branch)} on GitHub`, 'high', 'low')];
}

/** @param what "those who may push" */
function listChange(old: Fact | undefined, now: Fact | undefined, what: string, come: Severity, gone: Severity): Words {
  const [had, has] = [namesIn(old?.value ?? ''), namesIn(now?.value ?? '')];
  const [newcomers, leavers] = [has.filter((name) => !had.includes(name)), had.filter((name) => !has.includes(name))];
  const parts = [
    ...(newcomers.length === 0 ? [] : [`${listed(newcomers)} came`]),
    ...(leavers.length === 0 ? [] : [`${listed(leavers)} went`]),
  ];
  const widened = newcomers.length > 0;
  return { sentence: `${what}: ${parts.join(', ')}`, severity: widened ? come : gone, widened };
}

// ---------------------------------------------------------------- environments

export function environmentSettingChange({ key, before, after }: Pair): FactChange[] {
  const [, name = '', setting = ''] = key;
  const [[old], [now]] = [before, after];
  if (old === undefined || now === undefined) return [];
  const words = WORDS[setting]?.(code(name), old, now);
  return words === undefined ? [] : [changeAt(now, old, words)];
}

const WORDS: Readonly<Record<string, (name: string, old: Fact, now: Fact) => Words>> = {
  [REVIEWERS]: (name, old, now) => {
    const [had, has] = [namesIn(old.value), namesIn(now.value)];
    if (has.length === 0) {
      const sentence = `environment ${name} needs no review any more (before: ${listed(had)})`;
      return { sentence, severity: 'high', widened: true };
    }
    if (had.length === 0) return { sentence: `environment ${name} needs a review by ${listed(has)}`, severity: 'low' };
    // Who is gone may have been the one who looked; who came may say yes alone.
    const words = listChange(old, now, `reviewers of environment ${name}`, 'medium', 'high');
    return had.some((one) => !has.includes(one)) ? { ...words, severity: 'high' } : words;
  },
  [OTHERS_REVIEW]: (name, _old, now) =>
    now.value === 'on'
      ? { sentence: `nobody may approve their own deployment to environment ${name} any more`, severity: 'low' }
      : { sentence: `who deploys to environment ${name} may approve it too`, severity: 'high', widened: true },
  [WAIT]: (name, old, now) => {
    const shorter = Number(now.value) < Number(old.value);
    const sentence = `a job waits ${now.value} minutes for environment ${name} (before: ${old.value})`;
    return { sentence, severity: !shorter ? 'low' : now.value === '0' ? 'high' : 'medium', widened: shorter };
  },
  [BRANCHES]: (name, old, now) => {
    const [had, has] = [selectedIn(old.value), selectedIn(now.value)];
    if (had !== null && has !== null) {
      const of = (fact: Fact, names: readonly string[]): Fact => ({ ...fact, value: names.join(', ') });
      return listChange(of(old, had), of(now, has), `branches that may deploy to environment ${name}`, 'high', 'low');
    }
    const sentence = `${deployers(now.value)} may deploy to environment ${name} (before: ${deployers(old.value)})`;
    const wider = old.value !== ANY_BRANCH;
    // Whether a selection is more than the protected branches, only their names tell.
    return { sentence, severity: now.value === ANY_BRANCH ? 'high' : wider ? 'medium' : 'low', widened: wider };
  },
  [ADMINS]: (name, _old, now) =>
    now.value === MAY_BYPASS
      ? {
          sentence: `administrators may bypass the protection of environment ${name}`,
          severity: 'medium',
          widened: true,
        }
      : { sentence: `administrators may not bypass the protection of environment ${name} any more`, severity: 'low' },
};

function deployers(value: string): string {
  if (value === ANY_BRANCH) return 'any branch';
  return value === PROTECTED_BRANCHES ? 'protected branches' : `the branches ${listed(selectedIn(value) ?? [])}`;
}
