/** One look at the record of every rule. */
import { type Look, look, type RuleState } from '../calibration/decide.js';
import { DEFAULT_THRESHOLD } from '../calibration/evidence.js';
import { type LevelState, renamed, startOf } from '../calibration/state.js';
import type { Identify, PullRequest } from '../calibration/votes.js';
import type { SchemaPair } from '../l0/state.js';
import { DEFAULT_AUDIT_RATE } from '../policy/config-calibration.js';
import type { RuleIdentity } from '../policy/judge.js';
import type { Config } from '../policy/types.js';
import { inAuditSample } from '../privacy/audit-sample.js';
import { DAY_MS, type DayTotal } from '../stores/ports.js';
import { ALL_RULES } from './all-rules.js';
import type { Repositories } from './calibrate-repositories.js';
import { NO_RECORD, type RuleRecord, readRecord } from './calibrate-rows.js';
import type { CalibrationMemory } from './calibrate-store.js';

export interface LookedRule {
  readonly rule: RuleIdentity;
  readonly record: RuleRecord;
  /** What held when the look began; null: no record changes the level of this rule. */
  readonly start: RuleState | null;
  readonly look: Look | null;
  /** Of the rule that was asked for; empty for the others: all of them at once would be a copy of the store in memory. */
  readonly pullRequests: readonly PullRequest[];
  /** null: they count repositories too that are left out. */
  readonly days: readonly DayTotal[] | null;
}

export interface LooksInput {
  readonly memory: Pick<CalibrationMemory, 'stores' | 'auditFraction'>;
  readonly config: Config;
  readonly state: LevelState;
  readonly repositories: Repositories;
  readonly identify: Identify;
  /** For L0: a grant is published in the schemas of this program. */
  readonly schemas: SchemaPair;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  /** The rule whose pull requests are kept, for a level that a person sets. */
  readonly keep: string | null;
}

/** Days of the chart. */
const CHART_DAYS = 90;

/** τ and the audit rate in force. */
export function settingsOf({ calibration }: Config): { readonly threshold: number; readonly auditRate: number } {
  return {
    threshold: calibration.threshold?.value ?? DEFAULT_THRESHOLD,
    auditRate: calibration.auditRate?.value ?? DEFAULT_AUDIT_RATE,
  };
}

/**
 * Every rule of this program, in the order of ids; rules of which nothing is recorded cost no request.
 *
 * @throws StoreError what the store throws
 */
export async function lookAtRules(input: LooksInput): Promise<readonly LookedRule[]> {
  const { fp } = input.memory.stores;
  const recorded = new Set((await fp.listRules()).map(({ ruleId, ruleVersion }) => `${ruleId} ${ruleVersion}`));
  const looked: LookedRule[] = [];
  for (const rule of [...ALL_RULES].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    looked.push(await lookAt(rule, recorded.has(`${rule.id} ${rule.version}`), input));
  }
  return looked;
}

async function lookAt(rule: RuleIdentity, isRecorded: boolean, input: LooksInput): Promise<LookedRule> {
  const { memory, config, state, repositories, identify, schemas, now } = input;
  const { fp } = memory.stores;
  const { threshold, auditRate } = settingsOf(config);
  const key = { ruleId: rule.id, ruleVersion: rule.version };
  const read = isRecorded ? await readRecord(fp, key, repositories, identify) : { record: NO_RECORD, pullRequests: [] };
  const { record } = read;
  const pullRequests = input.keep === rule.id ? read.pullRequests : [];
  const [from, to] = [now - (CHART_DAYS - 1) * DAY_MS, now].map((at) => new Date(at).toISOString().slice(0, 10));
  const totals = isRecorded && !record.leftOut ? await fp.dailyTotals(rule.id, rule.version, from ?? '', to ?? '') : [];
  const days = record.leftOut ? null : totals;
  const stored = startOf(state, rule, threshold);
  if (stored === null) return { rule, record, start: null, look: null, pullRequests, days };
  const start = renamed(
    stored,
    (identity) => repositories.canonical(identity),
    (identity) => identify(identity, '') ?? identity,
  );
  const feeding = new Set([...record.repositories, ...Object.keys(start.supporters.repositories)]).size;
  const found = look(start, {
    pullRequests: read.pullRequests,
    audited: (repository, change) => inAuditSample(memory.auditFraction(repository, change), auditRate),
    ...{ feeding, schemas, now },
  });
  return { rule, record, start, look: found, pullRequests, days };
}
