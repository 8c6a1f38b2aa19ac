/** The accepted state: compared with, accepted, shown. A check is the one that has to start fast. */
import { isTooLarge, maxMagnitude } from '../drift/judge.js';
import { degradationsOf } from './drift-degraded.js';
import { askGithub, driftFrom, lostParts, stateNow } from './drift-observe.js';
import { readAccepted } from './drift-read.js';
import { requireBaselineSchema, requireSchemas, schemas, standing } from './drift-standing.js';
import type {
  AcceptRequest,
  DriftAcceptResult,
  DriftCheckResult,
  DriftRequest,
  DriftShowResult,
} from './drift-types.js';

/** @throws as `drift-accept.ts` says */
export async function driftAccept(request: AcceptRequest): Promise<DriftAcceptResult> {
  return await (await import('./drift-accept.js')).driftAccept(request);
}

/** @throws as `drift-show.ts` says */
export async function driftShow(request: DriftRequest): Promise<DriftShowResult> {
  return await (await import('./drift-show.js')).driftShow(request);
}

/**
 * What moved away from the accepted state.
 *
 * @throws PhaseMirrorError, StoreError exit 2, nothing written: there is none (with the command that makes one), it
 *   cannot be had or is not to be used, the clone cannot be read
 */
export async function driftCheck(request: DriftRequest): Promise<DriftCheckResult> {
  const { store, run, clock } = request;
  // Who looks from a terminal is no schedule that fails.
  if (store.backend !== 'aws' || run === null || request.dryRun === true) return await checked(request);
  const { measured } = await import('./run-metrics.js');
  return await measured({ action: 'drift-check', clock: { now: clock } }, store, (counted) =>
    checked({ ...request, store: counted ?? store }),
  );
}

async function checked(request: DriftRequest): Promise<DriftCheckResult> {
  const startedAt = request.clock();
  await requireBaselineSchema(startedAt);
  return await standing(request, 'read', async (place, backend) => {
    if (place.policy !== null || place.config !== null || request.run !== null) await requireSchemas(startedAt);
    const [{ accepted, notes, expected }, github] = await Promise.all([
      readAccepted(backend, place, request),
      askGithub(request, place.branch),
    ]);
    if (accepted === null) throw await (await import('./drift-command.js')).missing(request, place, backend);
    const { baseline } = accepted;
    const { patterns, repository: named } = baseline.header;
    const state = await stateNow(place, request, github, { also: [patterns], known: baseline, named });
    const drift = await driftFrom(place, baseline, state);
    const maximum = maxMagnitude(place.policy);
    const lost = lostParts(baseline, github);
    const result: DriftCheckResult = {
      drift,
      about: {
        accepted: baseline.header,
        commit: state.head?.commit ?? null,
        maxMagnitude: maximum,
        tooLarge: isTooLarge(schemas(), drift.magnitude, maximum, request.clock()),
      },
      accepted,
      complete: lost.length === 0 && state.gaps.length === 0 && place.tip.stale === null,
      degraded: degradationsOf(lost, request, place),
      notes: place.tip.note === null ? notes : [...notes, place.tip.note],
      store: backend.description,
      repository: request.repository ?? baseline.header.repository,
      repositoryId: expected.repositoryId ?? 0,
      branch: place.branch,
      startedAt,
      runUrl: request.run?.runUrl ?? '',
      issue: null,
    };
    if (request.issue !== true) return result;
    const { syncDriftIssue } = await import('./drift-issue.js');
    return { ...result, issue: await syncDriftIssue(result, request, null) };
  });
}
