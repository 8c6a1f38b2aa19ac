/**
 * The pull requests that have to be reviewed before a rule may block again: those of the audit sample, old enough to take
 * part, with findings that nobody has judged whose word counts. Calibration takes each of them for wrong until then.
 */
import { AUDIT_DAYS, admitted } from '../calibration/votes.js';
import { inAuditSample } from '../privacy/audit-sample.js';
import { DAY_MS, type StoredEvent } from '../stores/ports.js';
import { stateOf } from '../stores/window.js';
import { ALL_RULES } from './all-rules.js';
import { openCalibrationGround } from './calibrate-ground.js';
import { settingsOf } from './calibrate-looks.js';
import { Repositories } from './calibrate-repositories.js';
import { identifier, reviewersOf } from './calibrate-reviewers.js';
import { openCalibrationMemory } from './calibrate-store.js';
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
  /** Pull requests, over all rules. */
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
    const { auditRate } = settingsOf(ground.config);
    const github = token === undefined ? null : { token, ...(apiUrl === undefined ? {} : { apiUrl }) };
    const reviewers = await reviewersOf(ground.config, github, store.backend);
    const memory = await openCalibrationMemory(store, 'read', { now: clock });
    try {
      const { stores, anonymizers, auditFraction } = memory;
      const known = repositoryId === undefined ? [] : [repositoryId];
      const repositories = new Repositories({ stores, anonymizers, known, ownerId: null, clock: { now: clock } });
      const identify = identifier(reviewers, anonymizers);
      const only = new Set(known.flatMap((id) => anonymizers.map((anonymizer) => anonymizer.repository(id))));
      const pullRequests: AuditedRequest[] = [];
      for (const { id, version } of ALL_RULES.filter((rule) => ruleId === undefined || rule.id === ruleId)) {
        const found = new Map<string, Growing>();
        for await (const event of stores.fp.listEvents({ ruleId: id, ruleVersion: version })) {
          if (only.size > 0 && !only.has(event.repository)) continue;
          const repository = repositories.canonical(event.repository);
          if (!event.change.startsWith('pr#')) continue;
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
        notes: reviewers.notes.map((note) => `${note}.`),
      };
    } finally {
      await memory.close();
    }
  } finally {
    await ground.git.close();
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
