/**
 * The door: the one place that wires implementations to ports. git and the work tree, the GitHub API, the stores, the
 * rules, the policy and the report: each is loaded when it is asked for, so that a command loads what it uses. git alone
 * comes with the door: nearly every answer starts with it, and it answers while the rest is loaded. Actions and CLI call
 * what is exported here, and nothing else of src/oracle/.
 */
import type { EvaluateRequest } from './oracle/evaluate-run.js';
import type { InspectedTree, InspectRequest } from './oracle/inspect-config.js';
import type { StoreChoice } from './oracle/open-stores.js';
import type { RecordRequest, RecordRunResult } from './oracle/record-run.js';
import type { ReplayRequest } from './oracle/replay-history.js';
import type { RuleIdentity } from './policy/judge.js';
import type { Config } from './policy/types.js';
import type { ReplayResult } from './replay/types.js';
import type { Report } from './report/types.js';
import type { Clock } from './stores/ports.js';
import type { Stores } from './stores/stores.js';

export type { AuditList, AuditRequest } from './oracle/audit-list.js';
export type {
  CalibrateRequest,
  CalibrateResult,
  CalibrationRequest,
  CalibrationRun,
  CalibrationStore,
  ForcedLevel,
  IngestRequest,
} from './oracle/calibrate-types.js';
export type { TakenIn } from './oracle/carried-store.js';
export type {
  AcceptedState,
  AcceptRequest,
  DriftAcceptResult,
  DriftCheckResult,
  DriftRequest,
  DriftRun,
  DriftShowResult,
  DriftStore,
  ShownVersion,
} from './oracle/drift-types.js';
export type { Environment, EvaluateRequest } from './oracle/evaluate-run.js';
export type { FleetEntry, FleetRequest } from './oracle/fleet.js';
export type { Candidate, ConsentTarget, Id, Memory } from './oracle/memory.js';
export { accountIdOf, repositoryAndOwner, repositoryIdOf } from './oracle/name-ids.js';
export type { StoreChoice } from './oracle/open-stores.js';
export type { RecordTrigger } from './oracle/record-changes.js';
export type { RecordRequest, RecordRunResult } from './oracle/record-run.js';
export type { ReplayRequest } from './oracle/replay-history.js';
export type { MergeReport, MigrationReport, SqliteReport } from './oracle/store-files.js';
export type { BackupReport } from './oracle/verify-backups.js';

/** Every rule with its identity, in the order of lists. */
export async function loadRules(): Promise<readonly RuleIdentity[]> {
  return (await import('./oracle/all-rules.js')).ALL_RULES;
}

/** What the machine knows by itself: where the database of a repository is, and who works here. */
export const loadLocal = () => import('./oracle/local.js');

/** What operator commands are made of. Loaded only by them: evaluate needs no memory. */
export const loadOperator = () => import('./oracle/operator.js');

/** What a check asks git, before the check itself is loaded. */
export { openAhead } from './oracle/drift-ahead.js';

/** Checking, accepting and showing the accepted state. Loaded only by who asks for it. */
export const loadDrift = () => import(/* webpackChunkName: "drift" */ './oracle/drift.js');

/** Taking verdicts in, and the levels that they earn. Loaded only by who asks for it. */
export const loadCalibration = () => import('./oracle/calibration.js');

/** Several repositories side by side. Loaded only by who asks for it. */
export const loadFleet = () => import('./oracle/fleet.js');

/** What carries a database from one workflow run to the next. Loaded only by a run that records in SQLite. */
export const loadCarriedStore = () => import('./oracle/carried-store.js');

/**
 * The validated configuration of a work tree.
 *
 * @throws PhaseMirrorError `user`, exit 2
 */
export async function inspectConfig(request: InspectRequest): Promise<Config> {
  const { readWorkTreeConfig } = await import('./oracle/inspect-config.js');
  return await readWorkTreeConfig(request, await loadRuleIds());
}

/**
 * The validated configuration of a work tree, with the levels of the signed copy in it.
 *
 * @throws PhaseMirrorError `user`, exit 2
 */
export async function inspectTree(request: InspectRequest): Promise<InspectedTree> {
  const { inspectWorkTree } = await import('./oracle/inspect-config.js');
  return await inspectWorkTree(request, await loadRuleIds());
}

async function loadRuleIds(): Promise<readonly string[]> {
  return (await loadRules()).map(({ id }) => id);
}

/**
 * A backend with its ports. Loaded only when it is asked for.
 *
 * @throws PhaseMirrorError, StoreError see `oracle/open-stores.ts`
 */
export async function openStores(choice: StoreChoice, clock: Clock): Promise<Stores> {
  return (await import('./oracle/open-stores.js')).openStores(choice, clock);
}

/**
 * Every change of a clone's history, decided as {@link evaluate} would have. Loaded only when it is asked for.
 *
 * @throws PhaseMirrorError see `oracle/replay-history.ts`
 */
export async function replayHistory(request: ReplayRequest): Promise<ReplayResult> {
  (await import('./oracle/run-context.js')).checkSelection(request.onlyRules);
  return (await import('./oracle/replay-history.js')).replayHistory(request);
}

/**
 * Judge what was merged or proposed with trusted code, and record it. Loaded only when it is asked for.
 *
 * @throws PhaseMirrorError, StoreError see `oracle/record-run.ts`
 */
export async function recordRun(request: RecordRequest): Promise<RecordRunResult> {
  return (await import('./oracle/record-run.js')).recordRun(request);
}

/**
 * Evaluate one tree, against its base where there is one.
 *
 * @returns the report, validated against its schema
 * @throws PhaseMirrorError for bad input or configuration (exit 2); whatever else is thrown is a bug of ours
 */
export async function evaluate(request: EvaluateRequest): Promise<Report> {
  return (await (await import('./oracle/evaluate-run.js')).evaluateRun(request)).report;
}
