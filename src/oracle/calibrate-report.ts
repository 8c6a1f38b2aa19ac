/** What a look found, as every surface renders it. */
import { LOG_EVIDENCE_BAR } from '../calibration/evidence.js';
import type { CalibratedRule } from '../calibration/report-types.js';
import { wilson } from '../calibration/wilson.js';
import type { RuleLevelState } from '../policy/org-levels.js';
import type { Config } from '../policy/types.js';
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
