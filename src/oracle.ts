/**
 * The door: the one place that wires implementations to ports. git and the work tree, the GitHub API, the stores (each
 * loaded only when it is asked for), the rules, the policy and the report. Actions and CLI call what is exported here,
 * and nothing else of src/oracle/.
 */
import { type EvaluateRequest, evaluateRun } from './oracle/evaluate-run.js';
import {
  type InspectedTree,
  type InspectRequest,
  inspectWorkTree,
  readWorkTreeConfig,
} from './oracle/inspect-config.js';
import type { StoreChoice } from './oracle/open-stores.js';
import type { RecordRequest, RecordRunResult } from './oracle/record-run.js';
import type { ReplayRequest } from './oracle/replay-history.js';
import { checkSelection, RULE_IDS } from './oracle/run-context.js';
import type { Config } from './policy/types.js';
import type { ReplayResult } from './replay/types.js';
import type { Report } from './report/types.js';
import type { Clock } from './stores/ports.js';
import type { Stores } from './stores/stores.js';

export { ALL_RULES } from './oracle/all-rules.js';
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
export type { StoreChoice } from './oracle/open-stores.js';
export type { RecordTrigger } from './oracle/record-changes.js';
export type { RecordRequest, RecordRunResult } from './oracle/record-run.js';
export type { ReplayRequest } from './oracle/replay-history.js';
export type { MergeReport, MigrationReport, SqliteReport } from './oracle/store-files.js';
export type { BackupReport } from './oracle/verify-backups.js';

/** What operator commands are made of. Loaded only by them: evaluate needs no memory. */
export const loadOperator = () => import('./oracle/operator.js');

/** Checking, accepting and showing the accepted state. Loaded only by who asks for it. */
export const loadDrift = () => import('./oracle/drift.js');

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
export function inspectConfig(request: InspectRequest): Promise<Config> {
  return readWorkTreeConfig(request, RULE_IDS);
}

/**
 * The validated configuration of a work tree, with the levels of the signed copy in it.
 *
 * @throws PhaseMirrorError `user`, exit 2
 */
export function inspectTree(request: InspectRequest): Promise<InspectedTree> {
  return inspectWorkTree(request, RULE_IDS);
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
  checkSelection(request.onlyRules);
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
  return (await evaluateRun(request)).report;
}
