/** Acceptance: who may, of what, how far from what was accepted before; written once, or not at all. */
import { carryForward } from '../drift/carry.js';
import { compareStates } from '../drift/compare.js';
import { isTooLarge, judgeAcceptance, maxMagnitude } from '../drift/judge.js';
import { makeBaseline } from '../drift/make-baseline.js';
import type { Baseline, Drift, Observation } from '../drift/types.js';
import { PhaseMirrorError } from '../errors.js';
import { describeL0 } from '../l0/describe.js';
import { StoreError } from '../stores/errors.js';
import { VERSION } from '../version.js';
import { acceptorOf, checkReason, checkRun, notEnforced } from './drift-acceptor.js';
import type { DriftBackend } from './drift-backend.js';
import { degradationsOf, type Lost } from './drift-degraded.js';
import { acceptAgain, acceptedWords, type Ground, groundOf, stateOf } from './drift-ground.js';
import { signatureGone } from './drift-history.js';
import { syncDriftIssue } from './drift-issue.js';
import { askGithub, driftFrom, type GithubAnswer, lostParts, stateNow } from './drift-observe.js';
import { type Place, requireDefaultBranch } from './drift-place.js';
import { acceptedOf, unsignedNote, verified } from './drift-read.js';
import { keptNote, losesParts, uncommitted } from './drift-refusals.js';
import { signBaseline } from './drift-sign.js';
import { requireSchemas, schemas, standing } from './drift-standing.js';
import type { AcceptedState, AcceptRequest, DriftAcceptResult, DriftCheckResult } from './drift-types.js';

/**
 * Accept the state of the default branch.
 *
 * @throws PhaseMirrorError, StoreError exit 2, nothing written: whoever asks may not, the drift is larger than one
 *   acceptance may be, somebody else accepted first (the message says who), or what `driftCheck` throws
 * @throws what `request.keep` throws; then no issue is touched
 */
export async function driftAccept(request: AcceptRequest): Promise<DriftAcceptResult> {
  const { result, after } = await accept(request);
  if (after === null) return result;
  // Only once the next check will find it: what closes the issue has to last.
  await request.keep?.();
  return { ...result, issue: await syncDriftIssue(after, request, 'accepted') };
}

interface Done {
  readonly result: DriftAcceptResult;
  /** What a check sees now; null: nothing was written. */
  readonly after: DriftCheckResult | null;
}

async function accept(request: AcceptRequest): Promise<Done> {
  const startedAt = request.clock();
  await requireSchemas(startedAt);
  const reason = checkReason(request.reason);
  checkRun(request.run);
  return await standing(request, request.dryRun === true ? 'read' : 'create', async (place, backend): Promise<Done> => {
    requireDefaultBranch(place);
    const by = await acceptorOf(request, place, backend);
    const [ground, github] = await Promise.all([groundOf(backend, place, request), askGithub(request, place.branch)]);
    const { current, expected, restored } = ground;
    const known = current?.baseline ?? null;
    const lost = known === null ? [] : lostParts(known, github);
    if (restored === null && lost.length > 0) throw losesParts(lost, request);
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
    const base = known ?? ground.before;
    const { baseline, state, drift, kept } =
      restored === null
        ? await ofNow(place, request, github, base, (one) => makeBaseline(one, acceptance), known)
        : await ofThen(place, request, github, base, acceptAgain(restored.baseline, acceptance));
    judge(drift, place, request);
    const about = { drift, notes: [...ground.notes, ...keptNote(kept)], store: backend.description, issue: null };
    if (current !== null && known !== null && saysTheSame(known, baseline)) {
      return { result: { ...about, outcome: 'unchanged', accepted: current }, after: null };
    }
    const order = { sequence: ground.highest + 1, previous: ground.previous };
    const document = await signBaseline(baseline, expected, order, backend, request.signingKey);
    const again = verified(document.text, expected, order.sequence);
    if (request.store.backend === 'file' && ground.signedBefore && !again.signed) throw signatureGone();
    const accepted = acceptedOf(again, expected, '');
    const notes = [...new Set([...about.notes, ...unsignedNote(again), ...notEnforced(request, place)])];
    if (request.dryRun === true) return { result: { ...about, notes, outcome: 'dry-run', accepted }, after: null };
    await write(backend, document.text, ground, request);
    const after = await seenNow({ accepted, state, place, backend, request, startedAt, lost });
    return { result: { ...about, notes, outcome: 'written', accepted }, after };
  });
}

interface Taken {
  /** What is to be written. */
  readonly baseline: Baseline;
  /** The state of now, under its patterns. */
  readonly state: Observation;
  /** From what was accepted to what is to be; null: there is nothing it could have moved from. */
  readonly drift: Drift | null;
  /** What GitHub did not prove now and had proven before. */
  readonly kept: readonly string[];
}

async function ofNow(
  place: Place,
  request: AcceptRequest,
  github: GithubAnswer,
  base: Baseline | null,
  make: (state: Observation) => Baseline,
  known: Baseline | null,
): Promise<Taken> {
  const named = base?.header.repository ?? '';
  // Everything is read anew: what is kept is what this version sees.
  const state = await stateNow(place, request, github, { also: [], known: null, named });
  const carried = carryForward(known, state);
  const baseline = make(carried.state);
  if (base === null) return { baseline, state, drift: null, kept: carried.kept };
  const { patterns } = base.header;
  const wide = same(patterns, state.patterns)
    ? state
    : await stateNow(place, request, github, { also: [patterns], known: null, named });
  return { baseline, state, drift: await driftFrom(place, base, wide), kept: carried.kept };
}

/** An earlier state, which is compared with what it replaces, and not with what is there now. */
async function ofThen(
  place: Place,
  request: AcceptRequest,
  github: GithubAnswer,
  base: Baseline | null,
  baseline: Baseline,
): Promise<Taken> {
  const { patterns, repository: named } = baseline.header;
  const state = await stateNow(place, request, github, { also: [patterns], known: null, named });
  return { baseline, state, drift: base === null ? null : compareStates(base, stateOf(baseline)), kept: [] };
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

/** What drifted is accepted now: its issue is closed at once, and not by the next check. Going back may leave some. */
async function seenNow(input: {
  readonly accepted: AcceptedState;
  readonly state: Observation;
  readonly place: Place;
  readonly backend: DriftBackend;
  readonly request: AcceptRequest;
  readonly startedAt: number;
  readonly lost: Lost;
}): Promise<DriftCheckResult> {
  const { accepted, state, place, backend, request, startedAt, lost } = input;
  const { baseline } = accepted;
  const drift = await driftFrom(place, baseline, state);
  const maximum = maxMagnitude(place.policy);
  return {
    drift,
    about: {
      accepted: baseline.header,
      commit: state.head?.commit ?? null,
      maxMagnitude: maximum,
      tooLarge: isTooLarge(schemas(), drift.magnitude, maximum, request.clock()),
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
}
