/** Sentences of the fleet report, the same on every surface. Text of repositories is escaped by who prints it. */
import type { FleetException, FleetRate, FleetReport, FleetRepository, FleetRule } from './fleet-types.js';
import { plural } from './words.js';

/** `4 repositories: 3 with the gate, 2 recorded`. */
export function fleetHeading({ totals, store }: Pick<FleetReport, 'totals' | 'store'>): string {
  const { repositories, clones, gates, consented, recorded, blocked, expiring } = totals;
  const remembered =
    consented === null || recorded === null || blocked === null
      ? []
      : [
          `${consented} may be recorded`,
          `${recorded} recorded in 90 days`,
          `${plural(blocked, 'pull request')} blocked`,
        ];
  const parts = [
    ...(clones === 0 ? [] : [`${gates} of ${plural(clones, 'clone')} with the gate`]),
    ...remembered,
    ...(expiring === 0 ? [] : [`${plural(expiring, 'exception')} ending within 30 days`]),
  ];
  const where = store === '' ? '' : ` (${store})`;
  return `${plural(repositories, 'repository', 'repositories')}${where}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

export function gateWords({ gate, workflows }: FleetRepository['coverage']): string {
  if (gate === 'unknown') return 'no clone';
  if (gate === 'missing') return 'no workflow';
  return workflows.join(', ');
}

export function consentWords({ identity, coverage: { consent } }: FleetRepository): string {
  if (identity === '') return 'not asked';
  if (consent === null) return 'implicit';
  const granted = consent.granted.join(', ');
  return granted === '' ? `none: ${consent.reason}` : granted;
}

/** `12 events, 1 of 4 reviewed was wrong (at most 70 %)`. */
export function rateWords(rate: FleetRate | null): string {
  if (rate === null) return 'not counted';
  const { events, falsePositives, truePositives, interval } = rate;
  if (interval === null) return plural(events, 'event');
  const reviewed = falsePositives + truePositives;
  const most = Math.ceil(interval.high * 100);
  return `${plural(events, 'event')}, ${falsePositives} of ${reviewed} reviewed wrong (at most ${most} %)`;
}

export function blockWords({ blocks }: FleetRepository): string {
  if (blocks === null) return 'not counted';
  const rules = blocks.rules.map(({ ruleId, pullRequests }) => `${ruleId} ${pullRequests}`);
  return rules.length === 0 ? '0' : `${blocks.pullRequests} (${rules.join(', ')})`;
}

export function findingWords({ findings, problem, path }: FleetRepository): string {
  if (problem !== '') return 'failed';
  if (findings === null || path === '') return 'no clone';
  const suppressed = findings.suppressed === 0 ? '' : `, ${findings.suppressed} suppressed`;
  return `${findings.total}${suppressed}${findings.complete ? '' : ', checked in part'}`;
}

/** `block in octo-org/app, octo-org/web; warn in octo-org/lab`. */
export function levelWords({ levels }: FleetRule): string {
  return levels.map(({ level, repositories }) => `${level} in ${repositories.join(', ')}`).join('; ');
}

/** Rules whose level is not the same everywhere, or not the built-in one somewhere. */
export function unusualRules({ rules }: Pick<FleetReport, 'rules'>): FleetRule[] {
  return rules.filter(({ levels, builtIn }) => levels.some(({ level }) => level !== builtIn));
}

/** Rules of which anything was recorded. */
export function recordedRules({ rules }: Pick<FleetReport, 'rules'>): FleetRule[] {
  return rules.filter(({ rate }) => rate !== null && rate.events > 0);
}

export function exceptionWords({ ruleId, target, until, daysLeft, owner }: FleetException): string {
  const when = daysLeft === 0 ? 'today' : `in ${plural(daysLeft, 'day')}`;
  return `${ruleId} on ${target} ends ${when} (${until})${owner === '' ? '' : `, owner ${owner}`}`;
}

export interface SharedGap {
  readonly reason: string;
  readonly rules: readonly string[];
  readonly repositories: readonly string[];
}

/** Why rules were not evaluated: each reason once, with the rules and the repositories that it holds for. */
export function sharedGaps({ repositories }: Pick<FleetReport, 'repositories'>): SharedGap[] {
  const gaps = new Map<string, { rules: Set<string>; repositories: Set<string> }>();
  for (const { name, notEvaluated } of repositories) {
    for (const { ruleId, reasons } of notEvaluated) {
      for (const reason of reasons.length === 0 ? ['not said'] : reasons) {
        const gap = gaps.get(reason) ?? { rules: new Set(), repositories: new Set() };
        gap.rules.add(ruleId);
        gap.repositories.add(name);
        gaps.set(reason, gap);
      }
    }
  }
  return [...gaps]
    .map(([reason, gap]) => ({ reason, rules: [...gap.rules].sort(), repositories: [...gap.repositories].sort() }))
    .sort((one, other) => other.repositories.length - one.repositories.length || (one.reason < other.reason ? -1 : 1));
}
