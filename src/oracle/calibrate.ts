/**
 * Which level each rule has earned: looked at, reported, published. design.md, "Contracts: calibration"; how the parts
 * fit: docs/adr/0012-calibration.md.
 */
import type { CalibrationReport, OverrideChange } from '../calibration/report-types.js';
import { type LevelState, nextState, saysTheSame } from '../calibration/state.js';
import { PhaseMirrorError } from '../errors.js';
import { schemaPair } from '../l0/check.js';
import { ruleSetId } from '../rules/registry.js';
import type { Clock } from '../stores/ports.js';
import { VERSION } from '../version.js';
import { requireDefaultBranch } from './calibrate-base.js';
import { type CalibrationGround, openCalibrationGround } from './calibrate-ground.js';
import { syncCalibrationIssue } from './calibrate-issue.js';
import { lookAtRules, settingsOf } from './calibrate-looks.js';
import { measuredCalibration } from './calibrate-metrics.js';
import { type PublishContext, type Published, publishLevels, writeCopy } from './calibrate-publish.js';
import { calibratedRule, notCountedNote, overrideNotes, publishedRecord } from './calibrate-report.js';
import { Repositories } from './calibrate-repositories.js';
import { earlierState, restore } from './calibrate-restore.js';
import { identifier, type Reviewers, reviewersOf } from './calibrate-reviewers.js';
import { type SettledRule, type SettleInput, settle } from './calibrate-settle.js';
import { type HeldState, heldState, type StateContext, salvagedState, unsignedNotes } from './calibrate-state.js';
import { type CalibrationMemory, openCalibrationMemory } from './calibrate-store.js';
import type { CalibrateRequest, CalibrateResult } from './calibrate-types.js';
import { PUBLISHED_SCHEMA_HASH } from './published-schemas.js';
import { checkRun } from './run-check.js';
import { actualSchemaHash } from './schema-hash.js';
import { signersOf } from './signers.js';

/**
 * One look at every rule. `report` changes nothing; `apply` publishes what changed, evidence included.
 *
 * @param expected another schema hash than the published one, for tests
 * @throws PhaseMirrorError, StoreError exit 2, nothing published: the stored levels are not believed, L0 refuses what a
 *   person asks for, somebody else published first, a store or a key cannot be had. Exit 64: what a person asks for is
 *   not a thing that can be asked for
 */
export async function calibrate(
  request: CalibrateRequest,
  expected: string = PUBLISHED_SCHEMA_HASH,
): Promise<CalibrateResult> {
  const startedAt = request.clock();
  requireSchemas(startedAt, expected);
  if (request.set !== undefined && request.restore !== undefined) {
    throw new PhaseMirrorError('user', {
      thing: 'setting a level and going back',
      reason: 'exclude each other',
      next: 'Do one after the other',
      exitCode: 64,
    });
  }
  requireOwner(request);
  if (request.mode === 'apply') requireSigningKey(request);
  return await measuredCalibration(request, async (measured) => {
    const ground = await openCalibrationGround(measured);
    try {
      // In a workflow a report keeps the issue.
      if (publishes(measured) || measured.run !== undefined) await requireDefaultBranch(ground, measured);
      const clock: Clock = { now: measured.clock };
      const memory = await openCalibrationMemory(measured.store, publishes(measured) ? 'write' : 'read', clock);
      try {
        return await lookAndPublish({ request: measured, ground, memory, startedAt, expected });
      } finally {
        await memory.close();
      }
    } finally {
      await ground.git.close();
    }
  });
}

interface Run {
  readonly request: CalibrateRequest;
  readonly ground: CalibrationGround;
  readonly memory: CalibrationMemory;
  readonly startedAt: number;
  readonly expected: string;
}

async function lookAndPublish(run: Run): Promise<CalibrateResult> {
  const { request, ground, memory, startedAt: now } = run;
  const context: StateContext = { memory, ground, now };
  const goesBack = request.restore !== undefined;
  const held = await (goesBack ? salvagedState(context) : heldState(context));
  const github =
    request.token === undefined
      ? null
      : { token: request.token, ...(request.apiUrl === undefined ? {} : { apiUrl: request.apiUrl }) };
  const reviewers = await reviewersOf(ground.config, github, request.store.backend);
  const identify = identifier(reviewers, memory.anonymizers);
  const repositories = repositoriesOf(run);
  const schemas = schemaPair(actualSchemaHash(), run.expected);
  const looked = await lookAtRules({
    ...{ memory, config: ground.config, state: held.state, repositories, identify, schemas, now },
    keep: request.set?.ruleId ?? null,
  });
  const degraded = degradedOf(reviewers, repositories, request.ingested?.incomplete === true);
  const input = { looked, state: held.state, complete: degraded.length === 0, schemas, now };
  const decided = await decide(input, held, run);
  const publication = await publishIfNew(decided.next, held, run);
  const published = publication?.sequence ?? null;
  const notes = [
    ...notesOf(run, reviewers, held),
    ...(publication?.signed === false && (held.sequence === null || held.signed) ? unsignedNotes(false) : []),
    ...decided.notes,
    ...[notCountedNote(looked.map(({ record }) => record))].filter((note) => note !== ''),
    ...looked.filter(({ days }) => days === null).map(({ rule }) => noChart(rule.id)),
    ...(await keepCopy(decided.next, held, published, run)),
    ...overrideNotes(published === null ? held.state : decided.next),
  ];
  const { threshold, auditRate } = settingsOf(ground.config);
  const { clock } = request;
  const report = (): CalibrationReport => ({
    schemaVersion: '1',
    run: {
      generatedAt: new Date(now).toISOString(),
      durationMs: Math.max(0, clock() - now),
      url: request.runUrl,
      requests: memory.requests(),
    },
    tool: { name: 'phase-mirror', version: VERSION, ruleSet: ruleSetId() },
    mode: request.mode,
    store: memory.stores.description,
    environment: request.store.backend === 'aws' ? request.store.environment : '',
    ...{ threshold, auditRate },
    complete: degraded.length === 0,
    degraded,
    notes,
    repositories: { counted: repositories.counted(), leftOut: repositories.leftOut() },
    state: { sequence: held.sequence, signed: held.signed, published },
    rules: decided.rules.map((rule) => calibratedRule(rule, ground.config)),
    ...(decided.override === undefined ? {} : { override: decided.override }),
    ingested: request.ingested ?? null,
  });
  const inForce = published === null ? held.state : decided.next;
  const { issue, breakerIssue } = await syncCalibrationIssue(report(), inForce.changes, request);
  return { report: report(), issue, breakerIssue };
}

interface Decided {
  readonly rules: readonly SettledRule[];
  readonly next: LevelState;
  readonly notes: readonly string[];
  readonly override?: OverrideChange;
}

/** What the record, and a person, make of what was seen. */
async function decide(input: Omit<SettleInput, 'set'>, held: HeldState, run: Run): Promise<Decided> {
  const { request, memory, ground } = run;
  const [{ actor }] = memory.anonymizers;
  if (request.restore !== undefined) {
    const { sequence, reason, by } = request.restore;
    const context = { memory, ground, now: input.now };
    const target = await earlierState(context, sequence, held.sequence !== null);
    return restore(target, { ...input, config: ground.config }, { sequence, reason, by: actor(by) });
  }
  const set = request.set === undefined ? null : { forced: request.set, by: actor(request.set.by) };
  const { rules, repositories, changes, notes, override } = settle({ ...input, set });
  const next = rules.map(({ rule, state, record, start, look }) => {
    // What an incomplete look counted is not written down either.
    const kept = input.complete || state !== start ? publishedRecord(record) : recordBefore(held.state, rule);
    return { rule, state, record: look === null ? null : kept };
  });
  const after = nextState(held.state, next, repositories, changes);
  return { rules, next: after, notes, ...(override === undefined ? {} : { override }) };
}

function recordBefore({ levels }: LevelState, { id, version }: { readonly id: string; readonly version: number }) {
  return levels.rules.find(({ ruleId, ruleVersion }) => ruleId === id && ruleVersion === version)?.record ?? null;
}

function publishes({ mode, dryRun }: CalibrateRequest): boolean {
  return mode === 'apply' && dryRun !== true;
}

/** @returns null where there is nothing new or nothing may be written */
async function publishIfNew(next: LevelState, held: HeldState, run: Run): Promise<Published | null> {
  if (!publishes(run.request) || isInForce(next, held)) return null;
  return await publishLevels(next, held, publishContext(run));
}

/** Whether what is stored says it already. What was salvaged, or gone on from, is not in force until it is published. */
function isInForce(next: LevelState, held: HeldState): boolean {
  return held.inForce && saysTheSame(held.state, next);
}

async function keepCopy(next: LevelState, held: HeldState, published: number | null, run: Run): Promise<string[]> {
  const { copy } = run.request;
  if (copy === undefined) return [];
  if (!publishes(run.request)) return ['No copy was written: only a run that may publish writes one.'];
  if (published === null && held.sequence === null) return ['No copy was written: no levels are published yet.'];
  const [state, sequence] = published === null ? [held.state, held.sequence ?? 0] : [next, published];
  const previous = published === null ? held.previous : held.digest;
  const signed = await writeCopy(copy, state, { sequence, previous }, publishContext(run));
  if (signed === null) return [];
  const written = `The copy of sequence ${sequence} was written`;
  return [
    signed
      ? `${written}, signed. Runs without AWS and forks use it once it is on the base.`
      : `${written}, ${UNSIGNED_COPY}`,
  ];
}

const UNSIGNED_COPY =
  'unsigned: it never counts, because nothing vouches for it. For one that does: `phase-mirror key create --pem --use levels` prints a private key, for PHASE_MIRROR_SIGNING_KEY, and what to pin under `trust.keys` of the default branch; then write it anew.';

function publishContext({ memory, ground, startedAt, request }: Run): PublishContext {
  return { memory, ground, now: startedAt, signingKey: request.signingKey };
}

function repositoriesOf({ request, memory }: Run): Repositories {
  const { store, ownerId, repositoryId, clock } = request;
  return new Repositories({
    stores: memory.stores,
    anonymizers: memory.anonymizers,
    known: [...(repositoryId === null ? [] : [repositoryId]), ...(request.repositories ?? []).map(({ id }) => id)],
    ownerId: store.backend === 'aws' ? ownerId : null,
    clock: { now: clock },
  });
}

function degradedOf(
  reviewers: Reviewers,
  repositories: Repositories,
  verdictsMissing: boolean,
): CalibrationReport['degraded'][number][] {
  return [
    ...(verdictsMissing
      ? [
          {
            code: 'verdicts_incomplete',
            text: 'Not every verdict could be taken in, so some may not have been counted',
          },
        ]
      : []),
    ...(reviewers.incomplete
      ? [
          {
            code: 'reviewers_unknown',
            text: 'Not everybody whose verdicts count is known, so some may not have been counted',
          },
        ]
      : []),
    ...repositories.problems().map((text) => ({ code: 'consent_unavailable', text })),
  ];
}

function notesOf({ request, ground, memory }: Run, { notes }: Reviewers, held: HeldState): string[] {
  const local =
    memory.sign === null
      ? [
          'Consent is implicit: the database is of this machine.',
          'The audit sample is drawn without a secret, since a database has no salt: who knows the ids knows the sample.',
        ]
      : [];
  const nobody =
    ground.config.calibration.reviewers.length === 0
      ? [
          `Nobody is listed under \`calibration.reviewers\` in the commit ${ground.head.slice(0, 12)}, which is what is read, so no verdict counts and no level changes.`,
        ]
      : [];
  const dry = request.dryRun === true ? ['Dry run: nothing is written.'] : [];
  return [...dry, ...held.notes, ...nobody, ...notes, ...local];
}

function noChart(ruleId: string): string {
  return `No chart of ${ruleId}: its daily totals also hold repositories that are left out.`;
}

/** Consent is the owner's to give. */
function requireOwner({ store, ownerId }: CalibrateRequest): void {
  if (store.backend !== 'aws' || ownerId !== null) return;
  throw new PhaseMirrorError('user', {
    thing: 'The owner of the repository',
    reason: 'is not known, so nobody can be asked whether its findings may be counted',
    next: 'Name the repository as OWNER/NAME, with a token',
  });
}

/** One that cannot sign is a mistake whether or not there is anything to sign. AWS signs with its own. */
function requireSigningKey({ store, signingKey }: CalibrateRequest): void {
  if (store.backend === 'sqlite') signersOf('levels', [], null, signingKey);
}

/** L0 on the run itself. */
function requireSchemas(now: number, expected: string): void {
  const { mask, violations } = checkRun(now, expected);
  if (mask === 0) return;
  throw new PhaseMirrorError('bug', {
    thing: violations.map(({ invariant }) => invariant).join(', '),
    reason: `does not hold: ${violations.map(({ value, bound }) => `${value}, not ${bound}`).join('; ')}`,
    next: 'Use an unaltered build of Phase Mirror',
  });
}
