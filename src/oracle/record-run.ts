/** Wires a recording run: the checkout, GitHub's answers, consent, stores, issues. */
import { PhaseMirrorError } from '../errors.js';
import { type Anonymizer, loadAnonymizerRing, noopAnonymizer } from '../privacy/anonymizer.js';
import { NonceRing } from '../privacy/nonce-ring.js';
import { redact } from '../privacy/redaction.js';
import type { IssueOutcome } from '../report/issues.js';
import { Git } from '../repository/git.js';
import type { CommitInput } from '../repository/subject.js';
import type { Block, BlockCounter, Clock } from '../stores/ports.js';
import type { SecretStores, Stores } from '../stores/stores.js';
import { type AwsAccess, openAwsAccess, type RunMeter } from './aws-access.js';
import { type EvaluatedRun, type EvaluateRequest, evaluateRun } from './evaluate-run.js';
import { Memory } from './memory.js';
import { openStores } from './open-stores.js';
import { type Consent, type RecordInput, type RecordResult, type RecordWriter, record } from './record.js';
import type { RecordedChange, RecordTrigger } from './record-changes.js';
import { recordIssues } from './record-issues.js';
import { measured, nonceAge, openedBy } from './run-metrics.js';

export type RecordMemory =
  | { readonly backend: 'sqlite'; readonly file: string }
  | ({ readonly backend: 'aws' } & AwsAccess);

/** As for `evaluate`, except for the event: what is judged is found from the trigger. */
export interface RecordRequest extends Omit<EvaluateRequest, 'event' | 'memory' | 'authorId' | 'senderId' | 'gate'> {
  readonly trigger: RecordTrigger;
  readonly repositoryId: number;
  readonly ownerId: number;
  readonly defaultBranch: string;
  readonly serverUrl: string;
  readonly store: RecordMemory;
  readonly dryRun: boolean;
}

export interface RecordRunResult extends RecordResult {
  readonly issues: readonly IssueOutcome[];
  /** What the store is called. */
  readonly store: string;
}

/**
 * @throws PhaseMirrorError, StoreError recording fails closed: credentials, salt or a table that cannot be had are errors.
 *   Missing consent is none, and a consent table that cannot be asked is missing consent.
 */
export async function recordRun(request: RecordRequest): Promise<RecordRunResult> {
  const clock: Clock = { now: request.clock };
  const { store } = request;
  if (store.backend !== 'aws' || request.dryRun) return await recordWith(request, clock);
  // What is not incomplete did not fail: then the run ends with 0.
  const failure = (result: RecordRunResult): unknown =>
    result.failure ?? (result.incomplete ? 'incomplete' : undefined);
  return await measured({ action: 'record', clock, failure }, store, (counted) =>
    recordWith({ ...request, store: counted ?? store }, clock),
  );
}

async function recordWith(request: RecordRequest, clock: Clock): Promise<RecordRunResult> {
  const git = await Git.open(request.folder, request.environment);
  if (git === null) {
    throw new PhaseMirrorError('user', {
      thing: request.folder,
      reason: 'is not a git checkout',
      next: 'Run actions/checkout in a step before this one',
    });
  }
  const session = new StoreSession(request, clock);
  try {
    const changes = request.token === undefined ? null : await openChanges(request, request.token);
    const result = await record({
      git,
      trigger: request.trigger,
      defaultBranch: request.defaultBranch,
      repositoryId: request.repositoryId,
      changes,
      judge: (change) => judge(request, change),
      consent: () => session.consent(request),
      writer: () => session.writer(),
      clock,
      dryRun: request.dryRun,
    } satisfies RecordInput);
    const stores = await session.opened();
    await session.countOpened();
    const issues = await recordIssues({ request, result, blocks: stores?.blocks ?? null, now: clock.now() });
    const failed = issues.some(({ action }) => action === 'failed');
    return { ...result, incomplete: result.incomplete || failed, issues, store: stores?.description ?? 'none' };
  } finally {
    await Promise.all([git.close(), session.close()]);
  }
}

async function openChanges(request: RecordRequest, token: string) {
  const { openChanges } = await import('../github/changes.js');
  return openChanges({
    repository: request.repository ?? '',
    token,
    apiUrl: request.apiUrl ?? 'https://api.github.com',
    timeLimitMs: 60_000,
  });
}

/** The change as its own run judged it: policy of the base, levels, and a breaker that may have been open for its author. */
function judge(request: RecordRequest, change: RecordedChange): Promise<EvaluatedRun> {
  const { trigger: _trigger, store, ...rest } = request;
  const event: CommitInput = {
    kind: 'commit',
    ...change.input,
    sha: change.input.commit,
    serverUrl: request.serverUrl,
    ...(request.repository === undefined ? {} : { repository: request.repository }),
    ...(request.token === undefined ? {} : { token: request.token }),
  };
  return evaluateRun({
    ...rest,
    event,
    authorId: change.pullRequest?.authorId ?? null,
    ...(store.backend === 'aws' ? { memory: store } : {}),
  });
}

/** The stores of one run, opened when they are first asked for. */
class StoreSession {
  readonly #store: RecordMemory;
  readonly #clock: Clock;
  #stores: Promise<Stores & Partial<Pick<SecretStores, 'salts' | 'nonces'>>> | null = null;
  #identities: Promise<readonly Anonymizer[]> | null = null;
  readonly #meter: RunMeter | null;
  /** Blocks that were not there before. */
  readonly #blocks: Block[] = [];

  constructor({ store }: RecordRequest, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#meter = (store.backend === 'aws' ? store.meter : undefined) ?? null;
  }

  /** null: nobody opened them. */
  async opened(): Promise<Stores | null> {
    return this.#stores === null ? null : await this.#stores.catch(() => null);
  }

  async consent({ ownerId, repositoryId }: RecordRequest): Promise<Consent> {
    if (this.#store.backend === 'sqlite') return { kind: 'implicit' };
    if (this.#store.restricted !== null) {
      // Nobody can mend it, so it is no failure.
      const { noOidc } = await import('../aws/credential-errors.js');
      return { kind: 'unreachable', why: noOidc(this.#store.restricted).message };
    }
    // Not part of the question: without credentials or salt nothing could be written whatever the answer, and whoever
    // runs this has to mend it.
    const [stores, anonymizers] = [await this.#open(), await this.#anonymizers()];
    try {
      const memory = new Memory(stores, anonymizers, this.#clock);
      return { kind: 'asked', answer: await memory.check({ org: ownerId, repository: repositoryId }, ['events']) };
    } catch (error) {
      if (!(error instanceof PhaseMirrorError) || error.kind !== 'store') throw error;
      return { kind: 'unreachable', why: error.message };
    }
  }

  async writer(): Promise<RecordWriter> {
    const stores = await this.#open();
    const [identities] = await this.#anonymizers();
    if (identities === undefined) throw new RangeError('no anonymizer');
    if (stores.nonces === undefined) return { stores, identities, seal: null };
    const meter = this.#meter;
    const ring = new NonceRing(
      meter === null ? stores.nonces : nonceAge(stores.nonces, meter, this.#clock),
      this.#clock,
    );
    const seal = async (text: string): Promise<string> =>
      JSON.stringify((await redact(text, ring, this.#clock.now())).envelope);
    const { fp, description } = stores;
    return { stores: { fp, description, blocks: noting(stores.blocks, this.#blocks) }, identities, seal };
  }

  /** Counts the rules that the blocks of this run have paused. @throws StoreError */
  async countOpened(): Promise<void> {
    if (this.#meter === null || this.#blocks.length === 0) return;
    const { blocks } = await this.#open();
    this.#meter.add('BreakerOpened', (await openedBy(blocks, this.#blocks, this.#clock.now())).length);
  }

  async close(): Promise<void> {
    await (await this.opened())?.close();
  }

  #open() {
    const store = this.#store;
    this.#stores ??=
      store.backend === 'sqlite'
        ? openStores({ backend: 'sqlite', file: store.file, access: 'create' }, this.#clock)
        : openAwsAccess(store, this.#clock);
    return this.#stores;
  }

  /** Newest first. Asked for once. */
  #anonymizers(): Promise<readonly Anonymizer[]> {
    this.#identities ??= this.#open().then(async ({ salts }) => {
      if (salts === undefined) return [noopAnonymizer({ backend: 'sqlite' })];
      const ring = await loadAnonymizerRing(salts);
      return [...ring.versions].reverse().map((version) => ring.forVersion(version));
    });
    return this.#identities;
  }
}

/** Notes the blocks that were recorded and not known. */
function noting(blocks: BlockCounter, noted: Block[]): BlockCounter {
  return {
    async recordBlock(block) {
      const outcome = await blocks.recordBlock(block);
      if (outcome === 'recorded') noted.push(block);
      return outcome;
    },
    blocksSince: (ruleId, repositoryId, since) => blocks.blocksSince(ruleId, repositoryId, since),
  };
}
