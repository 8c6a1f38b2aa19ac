/** The accepted state: compared with, accepted, shown. */

import { makeBaseline } from '../drift/baseline.js';
import { compareStates } from '../drift/compare.js';
import { isTooLarge, judgeAcceptance, maxMagnitude } from '../drift/judge.js';
import type { Baseline, Drift, Observation } from '../drift/types.js';
import { PhaseMirrorError } from '../errors.js';
import { schemaPair } from '../l0/check.js';
import { describeL0 } from '../l0/describe.js';
import { StoreError } from '../stores/errors.js';
import { VERSION } from '../version.js';
import { acceptorOf, checkRun as checkAcceptingRun, checkReason } from './drift-acceptor.js';
import { type DriftBackend, openBackend } from './drift-backend.js';
import { acceptCommand, missing } from './drift-command.js';
import { acceptAgain, acceptedWords, type Ground, groundOf, stateOf } from './drift-ground.js';
import { signatureGone } from './drift-history.js';
import { syncDriftIssue } from './drift-issue.js';
import { askGithub, driftFrom, type GithubAnswer, lostParts, patternsNow, stateNow } from './drift-observe.js';
import { openPlace, type Place, requireDefaultBranch } from './drift-place.js';
import { acceptedOf, readAccepted, unsignedNote, verified } from './drift-read.js';
import { degradationsOf, type Lost, losesParts, uncommitted } from './drift-refusals.js';
import { signBaseline } from './drift-sign.js';
import type {
  AcceptedState,
  AcceptRequest,
  DriftAcceptResult,
  DriftCheckResult,
  DriftRequest,
  DriftShowResult,
} from './drift-types.js';
import { PUBLISHED_SCHEMA_HASH } from './published-schemas.js';
import { checkRun } from './run-check.js';
import { actualSchemaHash } from './schema-hash.js';

/**
 * What moved away from the accepted state.
 *
 * @throws PhaseMirrorError, StoreError exit 2, nothing written: there is none (with the command that makes one), it
 *   cannot be had or is not to be used, the clone cannot be read
 */
export async function driftCheck(request: DriftRequest): Promise<DriftCheckResult> {
  const startedAt = request.clock();
  requireSchemas(startedAt);
  return await standing(request, 'read', async (place, backend) => {
    const [{ accepted, notes, expected }, github] = await Promise.all([
      readAccepted(backend, place, request),
      askGithub(request, place.branch),
    ]);
    if (accepted === null) throw await missing(request, place, backend);
    const { baseline } = accepted;
    const state = await stateNow(place, request, github, { also: [baseline.header.patterns], known: baseline });
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
    return { ...result, issue: await syncDriftIssue(result, request, null) };
  });
}

/**
 * Accept the state of the default branch.
 *
 * @throws PhaseMirrorError, StoreError exit 2, nothing written: whoever asks may not, the drift is larger than one
 *   acceptance may be, somebody else accepted first (the message says who), or what `driftCheck` throws
 */
export async function driftAccept(request: AcceptRequest): Promise<DriftAcceptResult> {
  const startedAt = request.clock();
  requireSchemas(startedAt);
  const reason = checkReason(request.reason);
  checkAcceptingRun(request.run);
  return await standing(request, request.dryRun === true ? 'read' : 'create', async (place, backend) => {
    requireDefaultBranch(place);
    const by = await acceptorOf(request, place, backend);
    const [ground, github] = await Promise.all([groundOf(backend, place, request), askGithub(request, place.branch)]);
    const { current, expected } = ground;
    const known = current?.baseline ?? null;
    const lost = known === null ? [] : lostParts(known, github);
    if (ground.restored === null && lost.length > 0) throw losesParts(lost, request);
    const { state, drift } = await statesOf(place, request, github, known ?? ground.before);
    const acceptance = {
      repositoryId: expected.repositoryId ?? 0,
      repository: request.repository ?? known?.header.repository ?? '',
      branch: place.branch,
      at: request.clock(),
      by,
      reason,
      runUrl: request.run?.runUrl ?? '',
      tool: VERSION,
    };
    const baseline =
      ground.restored === null ? makeBaseline(state, acceptance) : acceptAgain(ground.restored.baseline, acceptance);
    const taken = ground.restored === null || known === null ? drift : compareStates(known, stateOf(baseline));
    judge(taken, place, request);
    const about = { drift: taken, notes: ground.notes, store: backend.description };
    if (current !== null && known !== null && saysTheSame(known, baseline)) {
      return { ...about, outcome: 'unchanged', accepted: current, issue: null };
    }
    const order = { sequence: ground.highest + 1, previous: ground.previous };
    const document = await signBaseline(baseline, expected, order, backend, request.signingKey);
    const again = verified(document.text, expected, order.sequence);
    if (request.store.backend === 'file' && ground.signedBefore && !again.signed) throw signatureGone();
    const accepted = acceptedOf(again, expected, '');
    const notes = [...new Set([...ground.notes, ...unsignedNote(again)])];
    if (request.dryRun === true) return { ...about, notes, outcome: 'dry-run', accepted, issue: null };
    await write(backend, document.text, ground, request);
    const issue = await closeIssue({ accepted, state, place, backend, request, startedAt, lost });
    return { ...about, notes, outcome: 'written', accepted, issue };
  });
}

/**
 * The accepted state as it is kept, and what is governed today.
 *
 * @throws PhaseMirrorError, StoreError as {@link driftCheck}, except that having none is an answer
 */
export async function driftShow(request: DriftRequest): Promise<DriftShowResult> {
  return await standing(request, 'read', async (place, backend) => {
    const { accepted, notes } = await readAccepted(backend, place, request);
    const also = accepted === null ? [] : [accepted.baseline.header.patterns];
    const nobody: GithubAnswer = { parts: [], facts: [], missing: new Map() };
    const state = await stateNow(place, request, nobody, { also, known: accepted?.baseline ?? null });
    return {
      accepted,
      versions: await backend.versions(),
      branch: place.branch,
      patterns: patternsNow(place),
      governed: state.files.map(({ path }) => path),
      notes,
      store: backend.description,
      command: accepted === null ? acceptCommand(request) : '',
    };
  });
}

async function standing<T>(
  request: DriftRequest,
  access: 'read' | 'create',
  work: (place: Place, backend: DriftBackend) => Promise<T>,
): Promise<T> {
  const place = await openPlace(request);
  try {
    const backend = await openBackend(request, place, access);
    try {
      return await work(place, backend);
    } finally {
      await backend.close();
    }
  } finally {
    await place.git.close();
  }
}

function schemas() {
  return schemaPair(actualSchemaHash(), PUBLISHED_SCHEMA_HASH);
}

/** L0 on the run itself. */
function requireSchemas(now: number): void {
  const { mask, violations } = checkRun(now);
  if (mask === 0) return;
  throw new PhaseMirrorError('bug', {
    thing: violations.map(({ invariant }) => invariant).join(', '),
    reason: `does not hold: ${violations.map(({ value, bound }) => `${value}, not ${bound}`).join('; ')}`,
    next: 'Use an unaltered build of Phase Mirror',
  });
}

/** The state to be kept, and how far it is from the accepted one. */
async function statesOf(
  place: Place,
  request: AcceptRequest,
  github: GithubAnswer,
  known: Baseline | null,
): Promise<{ readonly state: Observation; readonly drift: Drift | null }> {
  // Everything is read anew: what is kept is what this version sees.
  const state = await stateNow(place, request, github, { also: [], known: null });
  if (known === null) return { state, drift: null };
  const { patterns } = known.header;
  const wide = same(patterns, state.patterns)
    ? state
    : await stateNow(place, request, github, { also: [patterns], known: null });
  return { state, drift: await driftFrom(place, known, wide) };
}

function judge(drift: Drift | null, { policy }: Place, { clock }: AcceptRequest): void {
  const now = clock();
  const { mask, state } = judgeAcceptance(schemas(), drift?.magnitude ?? null, maxMagnitude(policy), now);
  if (mask === 0) return;
  const broken = describeL0(mask, state, now);
  throw new PhaseMirrorError('user', {
    thing: 'The acceptance',
    reason: `breaks ${broken.map(({ invariant, value, bound }) => `${invariant}: ${value}, not ${bound}`).join('; ')}`,
    next: 'Nothing was written. To accept a larger change, raise `drift.max-magnitude` on the default branch first',
  });
}

/** The same state under the same patterns: accepting it again would say nothing new. */
function saysTheSame(known: Baseline, next: Baseline): boolean {
  const said = ({ header: { patterns, api }, files, facts }: Baseline) => ({ patterns, api, files, facts });
  return same(said(known), said(next));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** @throws PhaseMirrorError `store`: somebody else wrote first, and who */
async function write(
  backend: DriftBackend,
  text: string,
  { tag, expected }: Ground,
  { store }: AcceptRequest,
): Promise<void> {
  try {
    await backend.write(text, tag);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'CONFLICT') throw error;
    const winner = await backend.winner();
    if (winner === null) throw error;
    if (store.backend === 'file') throw uncommitted(winner, expected, error);
    const won = acceptedOf(verified(winner, expected, 0), expected, '');
    throw new PhaseMirrorError('store', {
      thing: 'The acceptance',
      reason: `lost a race: ${acceptedWords(won)}`,
      next: 'Nothing was written. Check what differs from that one, and accept again if it is still needed',
      cause: error,
    });
  }
}

/** What drifted is accepted now: its issue is closed at once, and not by the next check. */
async function closeIssue(input: {
  readonly accepted: AcceptedState;
  readonly state: Observation;
  readonly place: Place;
  readonly backend: DriftBackend;
  readonly request: AcceptRequest;
  readonly startedAt: number;
  readonly lost: Lost;
}) {
  const { accepted, state, place, backend, request, startedAt, lost } = input;
  const { baseline } = accepted;
  const drift = await driftFrom(place, baseline, state);
  const result: DriftCheckResult = {
    drift,
    about: {
      accepted: baseline.header,
      commit: state.head?.commit ?? null,
      maxMagnitude: maxMagnitude(place.policy),
      tooLarge: false,
    },
    accepted,
    complete: lost.length === 0 && state.gaps.length === 0,
    degraded: degradationsOf(lost, request, place),
    notes: [],
    store: backend.description,
    repository: baseline.header.repository,
    repositoryId: baseline.header.repositoryId,
    branch: place.branch,
    startedAt,
    runUrl: request.run?.runUrl ?? '',
    issue: null,
  };
  return await syncDriftIssue(result, request, 'accepted');
}
