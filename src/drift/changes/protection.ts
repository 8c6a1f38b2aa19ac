/** "required check `lint` disappeared". */
import { BYPASS, isSetting } from '../facts/governed.js';
import type { Fact, FactChange } from '../types.js';
import { environmentSettingChange, ruleSettingChange } from './governed.js';
import { changeAt, changedPairs, code, onlyIn } from './words.js';

export function requiredCheckChanges(before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  return changedPairs(before, after, 3).flatMap((pair): FactChange[] => {
    const [branch = '', context = '', where] = pair.key;
    const [old] = onlyIn(pair.before, pair.after);
    const [now] = onlyIn(pair.after, pair.before);
    const on = `on ${code(branch)}${where === undefined ? '' : ', by GitHub itself'}`;
    if (pair.after.length === 0) {
      const sentence = `required check ${code(context)} disappeared${where === undefined ? '' : ' from GitHub'}: ${code(branch)} no longer requires it`;
      return [changeAt(undefined, pair.before[0], { sentence, severity: 'high', widened: true })];
    }
    if (pair.before.length === 0) {
      return [changeAt(now, old, { sentence: `new required check ${code(context)} ${on}`, severity: 'low' })];
    }
    const free = now?.value === '' || (now === undefined && pair.after.every(({ value }) => value === ''));
    const sentence = free
      ? `any app may report the required check ${code(context)} ${on} (before: ${code(old?.value ?? '')})`
      : `required check ${code(context)} ${on} has to come from ${code((now ?? pair.after[0])?.value ?? '')}${old === undefined || old.value === '' ? '' : ` (before: ${code(old.value)})`}`;
    return [changeAt(now ?? pair.after[0], old, { sentence, severity: free ? 'medium' : 'low', widened: free })];
  });
}

export function branchRuleChanges(before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  const pairs = changedPairs(before, after, 4);
  const replaced = pairs.some(({ key: [, rule = ''], after: now }) => rule.startsWith(BYPASS) && now.length === 0);
  return pairs.flatMap((pair): FactChange[] => {
    const [branch = '', rule = '', where] = pair.key;
    const on = where === undefined ? '' : ' on GitHub';
    const [[old], [now]] = [pair.before, pair.after];
    if ([...pair.before, ...pair.after].some(isSetting)) return ruleSettingChange(pair, replaced);
    if (now === undefined) {
      const sentence = `${code(branch)} no longer has the rule ${code(rule)}${on}`;
      return [changeAt(now, old, { sentence, severity: 'high', widened: true })];
    }
    if (old === undefined) {
      return [changeAt(now, old, { sentence: `${code(branch)} has the rule ${code(rule)} now${on}`, severity: 'low' })];
    }
    const sentence = `the rule ${code(rule)} of ${code(branch)}${on} changed from ${code(old.value)} to ${code(now.value)}`;
    const unpinned = old.value.startsWith('sha ') && !now.value.startsWith('sha ');
    return [changeAt(now, old, { sentence, severity: unpinned ? 'high' : 'medium', widened: unpinned })];
  });
}

/** Environments and workflows as GitHub has them. */
export function githubChanges(before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  const pairs = changedPairs(before, after, 3);
  const whole = new Set(pairs.flatMap(({ key: [, name = '', setting] }) => (setting === undefined ? [name] : [])));
  return pairs.flatMap((pair): FactChange[] => {
    const [what, name = '', setting] = pair.key;
    const [[old], [now]] = [pair.before, pair.after];
    // That it came, went, or lost all its protection says it.
    if (setting !== undefined) return whole.has(name) ? [] : environmentSettingChange(pair);
    if (what === 'workflow') return workflowStates(name, old, now);
    if (now === undefined) {
      const sentence = `environment ${code(name)} is gone from GitHub`;
      return [changeAt(now, old, { sentence, severity: old?.value === 'protected' ? 'high' : 'low' })];
    }
    const open = now.value === 'unprotected';
    if (old === undefined) {
      return [
        changeAt(now, old, {
          sentence: `new environment ${code(name)}, ${open ? 'without protection' : 'protected'}`,
          severity: 'low',
        }),
      ];
    }
    const sentence = open
      ? `environment ${code(name)} lost its protection: no reviewer, timer or branch policy is left`
      : `environment ${code(name)} is protected now`;
    return [changeAt(now, old, { sentence, severity: open ? 'high' : 'low', widened: open })];
  });
}

function workflowStates(path: string, old: Fact | undefined, now: Fact | undefined): FactChange[] {
  // Files that came and went are told as files.
  if (old === undefined || now === undefined) return [];
  const sentence = `GitHub has ${code(path)} as ${code(now.value)} (before: ${code(old.value)})`;
  const off = now.value.startsWith('disabled');
  return [changeAt(now, old, { sentence, severity: off ? 'medium' : 'low' })];
}
