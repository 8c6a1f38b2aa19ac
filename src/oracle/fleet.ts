/**
 * Several repositories of one organisation side by side: who has the gate, what is recorded, which levels hold, what was
 * blocked, which exceptions end, which rules look at nothing. Reads clones and the memory; writes nothing anywhere.
 */
import { PhaseMirrorError } from '../errors.js';
import type { FleetReport, FleetRepository, FleetRule, FleetTotals } from '../report/fleet-types.js';
import { RULES, ruleSetId } from '../rules/registry.js';
import { LEVELS, type Level } from '../rules/types.js';
import { VERSION } from '../version.js';
import { type CalibrationMemory, openCalibrationMemory } from './calibrate-store.js';
import type { CalibrationStore } from './calibrate-types.js';
import { type Clone, type CloneFacts, type CloneRequest, folderName, lookAtClone, openClone } from './fleet-clone.js';
import { type KnownLevels, keysOf, levelsHere } from './fleet-levels.js';
import { FleetLevels, type FleetRecord, readFleet } from './fleet-store.js';

/** A repository that was named: by a clone, by its id, by its name. */
export interface FleetEntry {
  readonly id?: number;
  /** `owner/name` */
  readonly name?: string;
  /** Absolute. */
  readonly folder?: string;
  /** As it was given. */
  readonly path?: string;
}

export interface FleetRequest extends CloneRequest {
  readonly entries: readonly FleetEntry[];
  /** Absent: clones alone. */
  readonly store?: CalibrationStore;
  /** Owner of all of them; needed with AWS. */
  readonly ownerId: number | null;
  /** The id of a name; absent, or null from it: nobody knows. */
  readonly idOf?: (name: string) => Promise<number | null>;
  readonly progress?: (text: string) => void;
}

/**
 * @throws PhaseMirrorError `user`: the same repository is named twice with different ids or folders; StoreError: the memory
 *   cannot be opened or read
 */
export async function fleetReport(request: FleetRequest): Promise<FleetReport> {
  const { clock, store } = request;
  const started = clock();
  const notes: string[] = [];
  const looked = merged(await lookAtAll(request));
  const memory = store === undefined ? null : await openCalibrationMemory(store, 'read', { now: clock });
  try {
    const known = await withIds(looked, memory === null ? undefined : request.idOf, notes);
    const joined = await join(known, memory, request);
    const repositories = known
      .map((one) => repositoryOf(one, joined))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const complete =
      repositories.every(({ problem }) => problem === '') && joined.problems.length === 0 && notes.length === 0;
    return {
      schemaVersion: '1',
      run: {
        generatedAt: new Date(started).toISOString(),
        durationMs: clock() - started,
        requests: memory?.requests() ?? null,
      },
      tool: { name: 'phase-mirror', version: VERSION, ruleSet: ruleSetId() },
      store: memory?.stores.description ?? '',
      saltVersion: memory?.anonymizers[0].saltVersion ?? null,
      complete,
      notes: [...notes, ...joined.problems, ...joined.notes],
      totals: totalsOf(repositories),
      rules: RULES.map((rule) => ruleOf(rule, repositories, joined.record)),
      repositories,
    };
  } finally {
    await memory?.close();
  }
}

// ---------------------------------------------------------------- clones

interface Looked {
  readonly entry: FleetEntry;
  /** Of the clone; null: there is none, or it has none. */
  readonly origin: string | null;
  readonly facts: CloneFacts | null;
  readonly problem: string;
}

/** One after the other: each keeps both cores of a small machine busy. */
async function lookAtAll({ entries, progress, ...request }: FleetRequest): Promise<Looked[]> {
  const looked: Looked[] = [];
  for (const entry of entries) {
    if (entry.folder === undefined) {
      looked.push({ entry, origin: null, facts: null, problem: '' });
      continue;
    }
    progress?.(`evaluating ${entry.path ?? entry.folder}`);
    let clone: Clone | null = null;
    try {
      clone = await openClone(entry.folder, request);
      looked.push({ entry, origin: clone.origin, facts: await lookAtClone(clone, request), problem: '' });
    } catch (error) {
      if (!(error instanceof PhaseMirrorError) || error.kind === 'bug') throw error;
      looked.push({ entry, origin: clone?.origin ?? null, facts: null, problem: error.message });
    } finally {
      await clone?.git.close();
    }
  }
  return looked;
}

interface Known extends Looked {
  readonly name: string;
  readonly id: number | null;
}

function nameOf({ entry, origin }: Looked): string {
  return entry.name ?? origin ?? (entry.folder === undefined ? String(entry.id) : folderName(entry.folder));
}

/** A clone and a line of the list that speak of one repository become one. Names are compared as GitHub does. */
function merged(looked: readonly Looked[]): Looked[] {
  const byName = new Map<string, Looked>();
  for (const one of looked) {
    const named = one.entry.name ?? one.origin;
    const key = named?.toLowerCase() ?? `id ${one.entry.id ?? ''} ${one.entry.folder ?? ''}`;
    const before = byName.get(key);
    byName.set(key, before === undefined ? one : together(before, one, nameOf(one)));
  }
  return [...byName.values()];
}

function together(one: Looked, other: Looked, name: string): Looked {
  const ids = new Set([one.entry.id, other.entry.id].filter((id) => id !== undefined));
  const folders = new Set([one.entry.folder, other.entry.folder].filter((folder) => folder !== undefined));
  if (ids.size > 1 || folders.size > 1) {
    throw new PhaseMirrorError('user', {
      thing: `the repository ${name}`,
      reason: `is named twice, with different ${ids.size > 1 ? 'ids' : 'folders'}`,
      next: 'Name each repository once',
    });
  }
  return {
    entry: { ...other.entry, ...one.entry },
    origin: one.origin ?? other.origin,
    facts: one.facts ?? other.facts,
    problem: one.problem || other.problem,
  };
}

async function withIds(looked: readonly Looked[], idOf: FleetRequest['idOf'], notes: string[]): Promise<Known[]> {
  const known: Known[] = [];
  for (const one of looked) {
    const name = nameOf(one);
    const asked = one.entry.id === undefined && name.includes('/') ? await idOf?.(name) : undefined;
    const id = one.entry.id ?? asked ?? null;
    if (id === null && idOf !== undefined) {
      notes.push(
        `Nothing is known of ${name} in the memory: its numeric id is not known (--repositories FILE, or GITHUB_TOKEN).`,
      );
    }
    known.push({ ...one, name, id });
  }
  return known;
}

// ---------------------------------------------------------------- memory

interface Joined extends KnownLevels {
  readonly record: FleetRecord | null;
}

async function join(
  known: readonly Known[],
  memory: CalibrationMemory | null,
  { ownerId, clock }: FleetRequest,
): Promise<Joined> {
  const pinned = known.flatMap(({ facts }) => (facts === null ? [] : keysOf(facts.config)));
  const keys = [...new Map(pinned.map((key) => [`${key.id} ${key.pem}`, key])).values()];
  if (memory === null) return { record: null, hasMemory: false, levels: null, keys, problems: [], notes: [] };
  const members = known.flatMap(({ id }) => (id === null ? [] : [{ id }]));
  const record = await readFleet(memory, members, ownerId, clock);
  const problems = [...record.problems];
  const levels = await levelsOf(memory, clock(), problems);
  const implicit = ownerId === null ? ['Consent is implicit: this is a database of your own.'] : [];
  const anybody = [...record.rules.values()].some(({ interval }) => interval !== null) ? [BY_ANYBODY] : [];
  return { record, hasMemory: true, levels, keys, problems, notes: [...implicit, ...anybody] };
}

const BY_ANYBODY =
  'Reviewed by anybody: rates count verdicts of people too who are not listed under `calibration.reviewers`.';

async function levelsOf(memory: CalibrationMemory, now: number, problems: string[]): Promise<FleetLevels | null> {
  try {
    const stored = await memory.stores.levels.load();
    return new FleetLevels(stored === null ? null : new TextDecoder().decode(stored.bytes), memory.env, now);
  } catch (error) {
    if (!(error instanceof PhaseMirrorError) || error.kind === 'bug') throw error;
    problems.push(`The levels could not be read: ${error.message}`);
    return null;
  }
}

// ---------------------------------------------------------------- one repository

function repositoryOf({ name, id, entry, facts, problem }: Known, joined: Joined): FleetRepository {
  const stored = id === null ? undefined : joined.record?.members.get(id);
  const record = stored?.record ?? null;
  const report = facts?.report ?? null;
  const findings = report?.findings ?? [];
  return {
    ...{ name, id, identity: stored?.identity ?? '', path: entry.path ?? '', problem },
    coverage: {
      gate: facts === null ? 'unknown' : facts.gates.length > 0 ? 'present' : 'missing',
      workflows: facts?.gates ?? [],
      consent: stored?.consent ?? null,
      rate: record?.rate ?? null,
      lastSeen: record === null || record.lastSeen === null ? '' : new Date(record.lastSeen).toISOString(),
    },
    levels: levelsHere(name, id, facts, joined),
    blocks:
      record === null
        ? null
        : {
            pullRequests: record.blocked.size,
            rules: [...record.blockedBy]
              .map(([ruleId, changes]) => ({ ruleId, pullRequests: changes.size }))
              .sort((one, other) => other.pullRequests - one.pullRequests || (one.ruleId < other.ruleId ? -1 : 1)),
          },
    findings:
      report === null
        ? null
        : {
            total: findings.filter(({ status }) => status !== 'suppressed').length,
            suppressed: findings.filter(({ status }) => status === 'suppressed').length,
            complete: report.complete,
          },
    expiring: facts?.expiring ?? [],
    notEvaluated: (report?.rules ?? [])
      .filter(({ state }) => state === 'not-evaluated')
      .map(({ id: ruleId, gaps }) => ({
        ruleId,
        reasons: [...new Set(gaps.map(({ evidence, reason }) => `${evidence}: ${reason}`))],
      })),
  };
}

// ---------------------------------------------------------------- all of them

function ruleOf(
  { id: ruleId, name, level: builtIn }: (typeof RULES)[number],
  repositories: readonly FleetRepository[],
  record: FleetRecord | null,
): FleetRule {
  const having = (level: Level): string[] =>
    repositories
      .filter(({ levels }) => levels.some((one) => one.ruleId === ruleId && one.level === level))
      .map((one) => one.name);
  const levels = [...LEVELS]
    .sort((one, other) => STRICTNESS[other] - STRICTNESS[one])
    .map((level) => ({ level, repositories: having(level) }))
    .filter(({ repositories: names }) => names.length > 0);
  return {
    ...{ ruleId, name, builtIn, levels },
    notEvaluated: repositories.filter((one) => one.notEvaluated.some((rule) => rule.ruleId === ruleId)).length,
    rate:
      record === null
        ? null
        : (record.rules.get(ruleId) ?? { events: 0, falsePositives: 0, truePositives: 0, interval: null }),
  };
}

const STRICTNESS: Readonly<Record<Level, number>> = { off: 0, warn: 1, block: 2 };

function totalsOf(repositories: readonly FleetRepository[]): FleetTotals {
  const count = (test: (one: FleetRepository) => boolean): number => repositories.filter(test).length;
  const remembered = repositories.some(({ identity }) => identity !== '');
  return {
    repositories: repositories.length,
    clones: count(({ path, problem }) => path !== '' && problem === ''),
    gates: count(({ coverage }) => coverage.gate === 'present'),
    consented: remembered
      ? count(({ identity, coverage }) => identity !== '' && coverage.consent?.granted.includes('events') !== false)
      : null,
    recorded: remembered ? count(({ coverage }) => (coverage.rate?.events ?? 0) > 0) : null,
    blocked: remembered ? repositories.reduce((sum, { blocks }) => sum + (blocks?.pullRequests ?? 0), 0) : null,
    expiring: repositories.reduce((sum, { expiring }) => sum + expiring.length, 0),
  };
}
