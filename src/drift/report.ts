/** A check as JSON: the form that is stored and read by programs. `run` holds what differs between two equal runs. */
import * as v from 'valibot';
import { PhaseMirrorError } from '../errors.js';
import { toJson } from '../report/json.js';
import type { Degradation } from '../report/types.js';
import type { LastChange } from '../repository/git-history.js';
import type { DriftAbout } from './render-sentences.js';
import { type DriftReport, driftReportSchema } from './report-schema.js';
import type { BaselineHeader, Drift } from './types.js';

export interface DriftReportInput {
  readonly drift: Drift;
  readonly about: DriftAbout;
  readonly accepted: {
    readonly baseline: { readonly header: BaselineHeader };
    readonly sequence: number;
    readonly digest: string;
    readonly signed: boolean;
  };
  readonly complete: boolean;
  readonly degraded: readonly Degradation[];
  readonly notes: readonly string[];
  readonly store: string;
  readonly repository: string;
  readonly repositoryId: number;
  readonly branch: string;
  readonly startedAt: number;
  readonly runUrl: string;
}

export function driftReport(input: DriftReportInput, tool: string): DriftReport {
  const { drift, about, accepted, repository, repositoryId, branch, complete, degraded, notes } = input;
  const { header } = accepted.baseline;
  const { sequence, digest, signed } = accepted;
  const by = { name: header.acceptedBy.name, kind: header.acceptedBy.kind };
  return {
    schemaVersion: '1',
    run: { startedAt: new Date(input.startedAt).toISOString(), url: input.runUrl, store: input.store },
    tool,
    repository,
    repositoryId,
    branch,
    commit: about.commit,
    accepted: {
      ...{ commit: header.commit, at: header.acceptedAt, by, reason: header.reason, runUrl: header.runUrl },
      ...{ sequence, digest, signed },
    },
    drift: drift.severity !== null,
    id: drift.id,
    severity: drift.severity,
    widened: drift.widened,
    schema: drift.schema,
    magnitude: { ...drift.magnitude, maximum: about.maxMagnitude, tooLarge: about.tooLarge },
    complete,
    degraded: degraded.map(({ code, text }) => ({ code, text })),
    notes: [...notes],
    notCompared: [...drift.notCompared],
    files: drift.files.map(({ kind, path, from = '', sentence, severity: worst, widened, schema, ...rest }) => ({
      ...{ kind, path, from, sentence, severity: worst, widened, schema, uncommitted: rest.uncommitted },
      change: rest.change === null ? null : changeOf(rest.change),
      facts: rest.facts.map(factOf),
    })),
    others: drift.others.map(factOf),
  };
}

function changeOf({ commit, author, date, subject }: LastChange) {
  return { commit, author, date, subject };
}

function factOf({ kind, sentence, severity: worst, widened, schema, place }: Drift['others'][number]) {
  const { path, line, gone } = place;
  return { kind, sentence, severity: worst, widened, schema, place: { path, line, gone } };
}

/** @throws PhaseMirrorError of kind `bug` when the report does not match its schema */
export function renderDriftJson(report: DriftReport): string {
  const result = v.safeParse(driftReportSchema, report, { abortEarly: true });
  if (result.success) return toJson(report);
  const [issue] = result.issues;
  throw new PhaseMirrorError('bug', {
    thing: 'the drift report',
    reason: `does not match its schema: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`,
    next: 'Report it',
  });
}
