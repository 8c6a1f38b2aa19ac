/**
 * What evaluate asks of the organisation's memory: the levels that rules have earned, and whether the circuit breaker
 * has paused one. It reads, and never writes; a decision needs neither, so whatever fails here is told and the files
 * decide. Each of the two questions is tried for at most five seconds, so that one that hangs costs the other nothing.
 */
import { PhaseMirrorError } from '../errors.js';
import { BREAKER_WINDOW_MS, breakerState, pausedText, pausesFor } from '../policy/breaker.js';
import { LEVELS_COPY, type OrganisationLevels, strictestLevels } from '../policy/org-levels.js';
import type { TrustedKey } from '../policy/types.js';
import type { Degradation } from '../report/types.js';
import type { Snapshot } from '../repository/types.js';
import type { BlockCounter, Clock, LevelStore } from '../stores/ports.js';
import { ALL_RULES } from './all-rules.js';
import { type AwsAccess, openAwsAccess } from './aws-access.js';
import { MAX_COPY_BYTES, readLevels } from './signed-levels.js';

export type RunMemoryOptions = AwsAccess;

export interface LevelsAnswer {
  readonly levels: OrganisationLevels;
  readonly degraded: readonly Degradation[];
  /** What makes the run incomplete, one sentence each. */
  readonly missing: readonly string[];
}

export interface PausesAnswer {
  /** Rules whose blocks are lifted for the author of this change. */
  readonly paused: ReadonlySet<string>;
  readonly degraded: readonly Degradation[];
}

export interface LevelsQuestion {
  /** Keys that the base trusts. */
  readonly keys: readonly TrustedKey[];
  readonly repositoryId: number | null;
  /** Where the committed copy is looked for; null: there is no base. */
  readonly tree: Snapshot | null;
}

export interface PausesQuestion {
  readonly ruleIds: readonly string[];
  readonly repositoryId: number | null;
  readonly authorId: number | null;
  /** Who started the run; null where it is nobody that is counted. */
  readonly senderId: number | null;
  readonly now: number;
}

export interface RunMemory {
  /** Neither rejects for what AWS does; what a person has to correct (an input, `id-token: write`) is thrown. */
  levels(question: LevelsQuestion): Promise<LevelsAnswer>;
  pauses(question: PausesQuestion): Promise<PausesAnswer>;
  close(): Promise<void>;
}

/** For each of the two questions: together at most ten seconds of trying. */
const QUESTION_MS = 5_000;
/** One call gives up a little earlier, and says which service it was. */
const CALL_MS = 4_500;

interface Ports {
  readonly levels: LevelStore;
  readonly blocks: BlockCounter;
  close(): Promise<void>;
}

/** Asks nobody for anything yet. */
export function openRunMemory(
  options: RunMemoryOptions,
  clock: Clock,
  open: (options: RunMemoryOptions, clock: Clock) => Promise<Ports> = openAwsAccess,
): RunMemory {
  const stop = new AbortController();
  let opened: Promise<Ports> | null = null;
  const ports = (): Promise<Ports> => {
    if (opened === null) {
      opened = open({ ...options, signal: stop.signal, deadlineMs: CALL_MS }, clock);
      opened.catch(() => undefined);
    }
    return opened;
  };
  return {
    // Without a bucket there is no state that could be asked for.
    levels: (question) =>
      options.baselineBucket === undefined
        ? Promise.resolve(NO_LEVELS_KEPT)
        : askLevels(ports, stop.signal, question, options.environment, clock),
    pauses: (question) => askPauses(ports, stop.signal, question),
    async close() {
      stop.abort();
      await opened?.then(
        (found) => found.close(),
        () => undefined,
      );
    },
  };
}

async function askLevels(
  ports: () => Promise<Ports>,
  signal: AbortSignal,
  { keys, repositoryId, tree }: LevelsQuestion,
  environment: string,
  clock: Clock,
): Promise<LevelsAnswer> {
  const context = { environment, keys, repositoryId, now: clock.now() };
  const copy = await copyOf(tree, context);
  const answer = await within(signal, ports, async ({ levels }) => levels.load());
  if (!answer.ok)
    return fallBack(copy, `The levels of the organisation could not be read: ${answer.why}`, 'levels_unavailable');
  // There never were any: nothing has been calibrated yet, and built-in levels are what holds.
  if (answer.value === null) {
    // The base knows of a state: whoever takes the bucket away, or names another one, does not get a laxer gate for it.
    return copy?.signed === true
      ? fallBack(
          copy,
          `The bucket holds no levels, and ${LEVELS_COPY} is of sequence ${copy.sequence}`,
          'levels_missing',
        )
      : NO_LEVELS_KEPT;
  }
  const text = new TextDecoder().decode(answer.value.bytes);
  const read = readLevels(text, {
    ...context,
    source: 'organisation',
    floor: copy?.signed === true ? copy.sequence : 0,
  });
  if (!('refused' in read) && read.sequence !== answer.value.sequence) {
    const why = `the store calls it sequence ${answer.value.sequence}, it calls itself ${read.sequence}`;
    return fallBack(copy, `The levels of the organisation are not believed: ${why}`, 'levels_refused');
  }
  if ('refused' in read) {
    return fallBack(copy, `The levels of the organisation are not believed: ${read.refused}`, 'levels_refused');
  }
  return { levels: read.levels, degraded: [], missing: [] };
}

const NO_LEVELS_KEPT: LevelsAnswer = { levels: new Map(), degraded: [], missing: [] };

interface Copy {
  readonly levels: OrganisationLevels;
  readonly sequence: number;
  readonly signed: boolean;
}

/** The copy that the base carries; null where there is none that can be believed. */
async function copyOf(
  tree: Snapshot | null,
  context: { environment: string; keys: readonly TrustedKey[]; repositoryId: number | null; now: number },
): Promise<Copy | null> {
  const found = await tree?.read(LEVELS_COPY, MAX_COPY_BYTES);
  if (found?.ok !== true) return null;
  const read = readLevels(new TextDecoder().decode(found.bytes), { ...context, source: 'copy', floor: 0 });
  return 'refused' in read ? null : read;
}

function fallBack(copy: Copy | null, why: string, code: string): LevelsAnswer {
  const builtIn = new Map(ALL_RULES.map(({ id, level }) => [id, level]));
  const used = copy === null ? 'the built-in levels' : `the stricter of the built-in levels and ${LEVELS_COPY}`;
  const text = `${why.replace(/\.$/, '')}. This run uses ${used}.`;
  return {
    levels: copy === null ? new Map() : strictestLevels(builtIn, copy.levels),
    degraded: [{ code, text }],
    missing: [why.replace(/\.$/, '')],
  };
}

async function askPauses(
  ports: () => Promise<Ports>,
  signal: AbortSignal,
  { ruleIds, repositoryId, authorId, senderId, now }: PausesQuestion,
): Promise<PausesAnswer> {
  if (repositoryId === null) return { paused: new Set(), degraded: [] };
  const answer = await within(signal, ports, async ({ blocks }) => {
    const since = now - BREAKER_WINDOW_MS;
    return Promise.all(
      ruleIds.map(async (ruleId) => breakerState(ruleId, await blocks.blocksSince(ruleId, repositoryId, since), now)),
    );
  });
  if (!answer.ok) {
    const text = `The circuit breaker could not be asked, so every block stands: ${answer.why}`;
    return { paused: new Set(), degraded: [{ code: 'breaker_unavailable', text }] };
  }
  const paused = answer.value.filter(
    (state) => pausesFor(state, authorId) && (senderId === null || pausesFor(state, senderId)),
  );
  return {
    paused: new Set(paused.map(({ ruleId }) => ruleId)),
    degraded: paused.map((state) => ({ code: 'circuit_breaker_open', text: `${pausedText(state)}.` })),
  };
}

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** What `ask` answers, or why it did not: what was thrown, or that the time is up. */
async function within<T>(
  signal: AbortSignal,
  ports: () => Promise<Ports>,
  ask: (ports: Ports) => Promise<T>,
): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined;
  try {
    // Opening asks nobody. The time counts from here, so that a call that hangs ends first and says which one it was.
    const opened = await ports();
    const late = new Promise<Answer<T>>((resolve) => {
      const say = (): void => resolve({ ok: false, why: `AWS did not answer within ${QUESTION_MS / 1000} s.` });
      timer = setTimeout(say, QUESTION_MS);
      signal.addEventListener('abort', say, { once: true });
      if (signal.aborted) say();
    });
    const asked = ask(opened).then((value): Answer<T> => ({ ok: true, value }));
    return await Promise.race([asked, late]);
  } catch (error) {
    // A mistake in the workflow would otherwise be a line in every run that nobody reads.
    if (error instanceof PhaseMirrorError && error.kind === 'user') throw error;
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
