/** The parameters of what GitHub enforces: approvals, who goes around them, who lets a job into an environment. */
import type { EnvironmentSettings, ProtectionSettings } from '../../rules/governed-settings.js';
import type { Fact } from '../types.js';
import { ON_GITHUB, UNPROVEN } from './marks.js';

/** Fourth part of the key of a parameter: classic protection says its own, rulesets say theirs together. */
export type RuleSource = 'rulesets' | 'classic';

/** There for every source that is on, whatever its number: without it a side does not know the parameters. */
export const APPROVALS = 'required approvals';
/** Before the name of a ruleset; of classic protection alone. */
export const BYPASS = 'bypass of ';
export const PUSH = 'push';
/** A list with nobody in it, and one that does not exist. */
export const NOBODY = 'nobody';
export const WHOEVER = 'whoever may write';

/** There for every environment. */
export const REVIEWERS = 'reviewers';
export const OTHERS_REVIEW = 'review by somebody else';
export const WAIT = 'wait timer';
export const BRANCHES = 'branches';
export const ADMINS = 'administrators';
export const MAY_BYPASS = 'may bypass';
export const ANY_BRANCH = 'any';
export const PROTECTED_BRANCHES = 'protected';

export function protectionSettingFacts({ rulesets, bypass, classic }: ProtectionSettings, branch: string): Fact[] {
  const fact = (source: RuleSource, rule: string, value: string): Fact => ({
    ...{ kind: 'branch-rule', key: [branch, rule, ON_GITHUB, source], value, path: '', line: 0 },
  });
  const settings = (source: RuleSource, all: ProtectionSettings['rulesets']): Fact[] => [
    fact(source, APPROVALS, String(all.approvals)),
    ...all.on.map((rule) => fact(source, rule, 'on')),
  ];
  const facts = [
    ...settings('rulesets', rulesets),
    ...bypass.map(({ ruleset, actors }) =>
      fact('rulesets', `${BYPASS}${ruleset}`, actors === null ? UNPROVEN : listText(actors)),
    ),
  ];
  if (classic === null) return [...facts, fact('classic', APPROVALS, UNPROVEN)];
  if (classic === 'none') return facts;
  return [
    ...facts,
    ...settings('classic', classic),
    fact('classic', `${BYPASS}reviews`, listText(classic.bypass)),
    fact('classic', PUSH, classic.pushers === null ? WHOEVER : listText(classic.pushers)),
  ];
}

export function environmentSettingFacts(all: readonly EnvironmentSettings[]): Fact[] {
  return all.flatMap(({ name, reviewers, selfReviewPrevented, waitMinutes, branches, adminsBypass }) => {
    const fact = (setting: string, value: string): Fact => ({
      ...{ kind: 'github', key: ['environment', name, setting], value, path: '', line: 0 },
    });
    return [
      fact(REVIEWERS, listText(reviewers)),
      fact(OTHERS_REVIEW, selfReviewPrevented ? 'on' : 'off'),
      fact(WAIT, String(waitMinutes)),
      fact(BRANCHES, branchesText(branches)),
      ...(adminsBypass === null ? [] : [fact(ADMINS, adminsBypass ? MAY_BYPASS : 'may not bypass')]),
    ];
  });
}

/** No login, slug or name of a branch has a space behind a comma. */
const BETWEEN = ', ';
const SELECTED = 'selected: ';

function listText(names: readonly string[]): string {
  return names.length === 0 ? NOBODY : names.join(BETWEEN);
}

export function namesIn(value: string): string[] {
  return value === NOBODY ? [] : value.split(BETWEEN);
}

function branchesText(branches: EnvironmentSettings['branches']): string {
  if (branches === null) return UNPROVEN;
  return typeof branches === 'string' ? branches : `${SELECTED}${listText(branches)}`;
}

/** The names of a selection; null: any, or the protected ones. */
export function selectedIn(value: string): string[] | null {
  return value.startsWith(SELECTED) ? namesIn(value.slice(SELECTED.length)) : null;
}

/** A parameter of a rule, or of an environment: its key says so. */
export function isSetting({ kind, key, path }: Fact): boolean {
  if (path !== '') return false;
  return kind === 'branch-rule' ? key.length > 3 : kind === 'github' && key[0] === 'environment' && key.length > 2;
}

/** That a side knows the parameters of what the fact is about. */
export function isMarker(fact: Fact): boolean {
  return isSetting(fact) && (fact.key[1] === APPROVALS || fact.key[2] === REVIEWERS);
}

/** What is known or not known together: the rulesets of a branch, its classic protection, one environment. */
export function groupOf({ kind, key }: Fact): string {
  const [first = '', second = '', third = '', source = ''] = key;
  if (kind === 'github') return JSON.stringify([kind, first, second]);
  return JSON.stringify([kind, first, third, source]);
}
