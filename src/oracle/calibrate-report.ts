/** What a look found, as every surface renders it. */
import { LOG_EVIDENCE_BAR } from '../calibration/evidence.js';
import type { CalibratedRule } from '../calibration/report-types.js';
import { type LevelState, overridesOf } from '../calibration/state.js';
import type { NotCounted } from '../calibration/votes.js';
import { wilson } from '../calibration/wilson.js';
import type { RuleLevelState } from '../policy/org-levels.js';
import type { Config } from '../policy/types.js';
import { plural } from '../report/words.js';
import { ALL_RULES } from './all-rules.js';
import type { RuleRecord } from './calibrate-rows.js';
import type { SettledRule } from './calibrate-settle.js';

/** @param config of the base, whose pins win over any record */
export function calibratedRule(settled: SettledRule, { rules }: Config): CalibratedRule {
  const { rule, record, start, look, days, change, refused } = settled;
  const pin = rules.get(rule.id)?.level;
  const level = start?.level ?? rule.level;
  const reviewed = record.falsePositives + record.truePositives;
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    name: rule.name,
    builtIn: rule.level,
    level,
    next: change?.applies === true ? change.to : level,
    pin: pin === undefined ? null : { level: pin.value, path: pin.at.path, line: pin.at.startLine },
    evidence:
      look === null
        ? null
        : {
            direction: look.direction,
            votes: look.votes.n,
            falseShare: look.votes.fp,
            logE: look.logE,
            progress: Math.min(1, Math.max(0, look.logE / LOG_EVIDENCE_BAR)),
            reviewers: look.reviewers,
            pullRequests: look.pullRequests,
            waiting: look.waiting,
          },
    change: change === null ? null : { from: change.from, to: change.to, by: change.by, why: change.why },
    refused,
    reviewedOnly:
      reviewed === 0
        ? null
        : { reviewed, falsePositives: record.falsePositives, ...wilson(record.falsePositives, reviewed) },
    events: record.events,
    pending: record.events - reviewed,
    days: (days ?? []).map(({ day, total, falsePositives, truePositives }) => {
      return { day, total, falsePositives, truePositives };
    }),
  };
}

/** What evaluate shows beside a finding: `1 of 61 reviewed findings was wrong (at most 9 %)`. */
export function publishedRecord({ falsePositives, truePositives }: RuleRecord): RuleLevelState['record'] {
  const reviewed = falsePositives + truePositives;
  return reviewed === 0 ? null : { reviewed, falsePositives, upper: wilson(falsePositives, reviewed).high };
}

/** After their number. */
const NOT_COUNTED: Readonly<Record<NotCounted, string>> = {
  own: 'by somebody who took part in the change',
  'not-listed': 'by somebody who is not listed under `calibration.reviewers`',
  'no-comment': 'without a comment or ticket',
};

/** Verdicts that are stored and count for nothing, of all rules together; '' where there are none. */
export function notCountedNote(records: readonly Pick<RuleRecord, 'notCounted'>[]): string {
  const kinds = Object.keys(NOT_COUNTED) as NotCounted[];
  const counts = kinds.map((why) => ({
    why,
    count: records.reduce((sum, { notCounted }) => sum + notCounted[why], 0),
  }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return '';
  const reasons = counts.filter(({ count }) => count > 0).map(({ why, count }) => `${count} ${NOT_COUNTED[why]}`);
  return `${plural(total, 'verdict')} on recorded findings ${total === 1 ? 'does' : 'do'} not count: ${reasons.join(', ')}.`;
}

/** Levels of single repositories that are named; the others are counted. */
const OVERRIDES_SHOWN = 20;

/** What stands for one repository alone: no record changes it, and no column of a report shows it. */
export function overrideNotes(state: LevelState): string[] {
  const standing = overridesOf(state, ALL_RULES);
  const notes = standing.slice(0, OVERRIDES_SHOWN).map(({ ruleId, level, repository, change }) => {
    const since = change === null ? '' : `, ${change.at.slice(0, 10)}: ${change.why}`;
    return `${ruleId} is \`${level}\` in repository ${repository} alone (by hand${since}).`;
  });
  const more = standing.length - OVERRIDES_SHOWN;
  return more > 0 ? [...notes, `${more} more levels of single repositories, by hand.`] : notes;
}
