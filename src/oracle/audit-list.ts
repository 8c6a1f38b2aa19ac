/**
 * The pull requests that have to be reviewed before a rule may block again: those of the audit sample, old enough to take
 * part, with findings that nobody has judged whose word counts. Calibration takes each of them for wrong until then. Rules
 * that block already and pull requests that have voted are left out: a review of those raises nothing.
 */
import { hasVoted, type RuleState } from '../calibration/decide.js';
import { type LevelState, renamed, startOf } from '../calibration/state.js';
import { AUDIT_DAYS, admitted } from '../calibration/votes.js';
import { PhaseMirrorError } from '../errors.js';
import { inAuditSample } from '../privacy/audit-sample.js';
import { DAY_MS, type StoredEvent } from '../stores/ports.js';
import { stateOf } from '../stores/window.js';
import { ALL_RULES } from './all-rules.js';
import { type CalibrationGround, openCalibrationGround } from './calibrate-ground.js';
import { settingsOf } from './calibrate-looks.js';
import { Repositories } from './calibrate-repositories.js';
import { identifier, reviewersOf } from './calibrate-reviewers.js';
import { heldState } from './calibrate-state.js';
import { type CalibrationMemory, openCalibrationMemory } from './calibrate-store.js';
import type { CalibrationStore } from './calibrate-types.js';

export interface AuditRequest {
  /** A checkout of the default branch, with the configuration that counts. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
  readonly store: CalibrationStore;
  /** Only this rule, this repository. */
  readonly ruleId?: string;
  readonly repositoryId?: number;
  /** To ask GitHub who the listed reviewers are. */
  readonly token?: string;
  readonly apiUrl?: string;
  /** Pull requests, of each rule anew. */
  readonly limit: number;
}

export interface AuditedRequest {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly repository: string;
  /** `pr#12` */
  readonly change: string;
  readonly firstSeen: number;
  readonly findings: number;
  /** Findings that count as wrong until somebody judges them, in order of id. */
  readonly unreviewed: readonly string[];
}

export interface AuditList {
  readonly auditRate: number;
  readonly store: string;
  /** By rule, oldest first. */
  readonly pullRequests: readonly AuditedRequest[];
  /** There are more than the limit. */
  readonly more: boolean;
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/** @throws PhaseMirrorError, StoreError: no clone, an invalid configuration, no such database, no salt … */
export async function listAudit(request: AuditRequest): Promise<AuditList> {
  const { clock, store, ruleId, repositoryId, token, apiUrl, limit } = request;
  const ground = await openCalibrationGround(request);
  try {
    const { auditRate, threshold } = settingsOf(ground.config);
    const github = token === undefined ? null : { token, ...(apiUrl === undefined ? {} : { apiUrl }) };
    const reviewers = await reviewersOf(ground.config, github, store.backend);
    const memory = await openCalibrationMemory(store, 'read', { now: clock });
    try {
      const { stores, anonymizers, auditFraction } = memory;
      const known = repositoryId === undefined ? [] : [repositoryId];
      const repositories = new Repositories({ stores, anonymizers, known, ownerId: null, clock: { now: clock } });
      const identify = identifier(reviewers, anonymizers);
      const only = new Set(known.flatMap((id) => anonymizers.map((anonymizer) => anonymizer.repository(id))));
      const published = await publishedState(store, memory, ground, clock());
      const notes = [...published.notes];
      const pullRequests: AuditedRequest[] = [];
      for (const rule of ALL_RULES.filter((one) => ruleId === undefined || one.id === ruleId)) {
        const { id, version } = rule;
        const held = published.state === null ? null : startOf(published.state, rule, threshold);
        if (published.state !== null && held?.evidence.direction !== 'promote') {
          if (ruleId !== undefined) notes.push(`${id} ${held === null ? NEVER_EARNED : BLOCKS_ALREADY}.`);
          continue;
        }
        const voted =
          held === null
            ? NOBODY_VOTED
            : renamed(
                held,
                (name) => repositories.canonical(name),
                (name) => name,
              );
        const found = new Map<string, Growing>();
        for await (const event of stores.fp.listEvents({ ruleId: id, ruleVersion: version })) {
          if (only.size > 0 && !only.has(event.repository)) continue;
          const repository = repositories.canonical(event.repository);
          if (!event.change.startsWith('pr#') || hasVoted(voted, { ...event, repository })) continue;
          if (!inAuditSample(auditFraction(repository, event.change), auditRate)) continue;
          const state = stateOf(admitted({ ...event, repository }, identify));
          grow(found, { ...event, repository }, state === 'pending');
        }
        const waiting = [...found.values()]
          .filter(({ firstSeen, unreviewed }) => clock() - firstSeen > AUDIT_DAYS * DAY_MS && unreviewed.size > 0)
          .sort((one, other) => one.firstSeen - other.firstSeen || (one.change < other.change ? -1 : 1))
          .map(({ unreviewed, ...one }) => ({
            ...{ ruleId: id, ruleVersion: version },
            ...one,
            unreviewed: [...unreviewed].sort(),
          }));
        pullRequests.push(...waiting);
      }
      return {
        ...{ auditRate, store: stores.description },
        pullRequests: pullRequests.slice(0, limit),
        more: pullRequests.length > limit,
        notes: [...notes, ...reviewers.notes.map((note) => `${note}.`)],
      };
    } finally {
      await memory.close();
    }
  } finally {
    await ground.git.close();
  }
}

const NOBODY_VOTED: Pick<RuleState, 'seen'> = { seen: {} };
/** After the id of a rule, when somebody asks for exactly that. */
const BLOCKS_ALREADY = 'blocks already: the audit sample is for rules that are to block again';
const NEVER_EARNED = 'has a level that no record changes';

/** What calibration goes on from, null where that cannot be told: then every rule is listed. */
async function publishedState(
  store: CalibrationStore,
  memory: CalibrationMemory,
  ground: CalibrationGround,
  now: number,
): Promise<{ readonly state: LevelState | null; readonly notes: readonly string[] }> {
  const everything = 'rules that block already and pull requests that have voted are listed too';
  if (store.backend === 'aws' && store.baselineBucket === undefined) {
    return { state: null, notes: [`The levels were not read: without --baseline-bucket ${everything}.`] };
  }
  try {
    return { state: (await heldState({ memory, ground, now })).state, notes: [] };
  } catch (error) {
    // Calibration refuses to go on from it; what is to be reviewed meanwhile does not depend on that.
    if (!(error instanceof PhaseMirrorError) || error.kind !== 'store') throw error;
    return { state: null, notes: [`The levels could not be used, so that ${everything}: ${error.message}.`] };
  }
}

interface Growing {
  readonly repository: string;
  readonly change: string;
  firstSeen: number;
  findings: number;
  readonly unreviewed: Set<string>;
}

function grow(found: Map<string, Growing>, event: StoredEvent, pending: boolean): void {
  const { repository, change, occurredAt, findingId } = event;
  const key = `${repository} ${change}`;
  const one = found.get(key) ?? { repository, change, firstSeen: occurredAt, findings: 0, unreviewed: new Set() };
  one.firstSeen = Math.min(one.firstSeen, occurredAt);
  one.findings += 1;
  if (pending) one.unreviewed.add(findingId);
  found.set(key, one);
}
