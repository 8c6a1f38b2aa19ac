/**
 * Taking verdicts in: from dismissed alerts, from suppressions that were merged, from a file. What is refused is counted
 * and never stored; what is stored says who judged under the version of the salt of its row, so that it can be compared
 * with the people of the change.
 */
import type { IngestSummary } from '../calibration/report-types.js';
import { parseVerdictFile } from '../calibration/verdict-file.js';
import { type RawVerdict, Refused, weigh } from '../calibration/verdicts.js';
import { PhaseMirrorError } from '../errors.js';
import { redactText } from '../privacy/secrets.js';
import { toWellFormed } from '../privacy/well-formed.js';
import type { ConsentReason, FindingRef, MarkResult, StoredEvent, Verdict } from '../stores/ports.js';
import { alertVerdicts } from './calibrate-alerts.js';
import { requireDefaultBranch } from './calibrate-base.js';
import { type CalibrationGround, openCalibrationGround } from './calibrate-ground.js';
import { measuredIngestion } from './calibrate-metrics.js';
import { type GitHubAccess, type Reviewers, reviewersOf } from './calibrate-reviewers.js';
import { type CalibrationMemory, openCalibrationMemory } from './calibrate-store.js';
import { suppressionVerdicts, type Taken } from './calibrate-suppressions.js';
import type { IngestRequest } from './calibrate-types.js';
import { Memory } from './memory.js';

/** Findings that are worked on side by side. */
const AT_ONCE = 8;
/** Of a ticket, as the stores take it. */
const MAX_TICKET = 1000;
/** More findings than this do not start with the same eight digits, unless somebody made them. */
const MAX_IDS = 100;
const TIME_LIMIT_MS = 120_000;
const PUBLIC_API = 'https://api.github.com';

/** Where the events of one repository are, under each version of the salt. */
interface Place {
  readonly repository: string;
  readonly saltVersion: number;
}

/**
 * @throws PhaseMirrorError, StoreError: no clone, an invalid configuration, lines of the file that are wrong, a store that
 *   cannot be opened or written. No consent is none: nothing is written, and `notStored` says so.
 */
export async function ingest(request: IngestRequest): Promise<IngestSummary> {
  return await measuredIngestion(request, takeIn);
}

async function takeIn(request: IngestRequest): Promise<IngestSummary> {
  const { sources, input, clock } = request;
  const file = sources.includes('file') && input !== undefined ? parseVerdictFile(input.name, input.text, clock()) : [];
  const ground = await openCalibrationGround(request);
  let memory: CalibrationMemory | null = null;
  try {
    if (request.dryRun !== true) await requireDefaultBranch(ground, request);
    const against = await restriction(request);
    if (against !== '') return nothing(against);
    memory = await openCalibrationMemory(request.store, request.dryRun === true ? 'read' : 'write', { now: clock });
    const without = await withoutConsent(request, memory);
    if (without !== '') return nothing(without);
    const github = accessOf(request);
    const reviewers = await reviewersOf(ground.config, github, request.store.backend);
    const places = await placesOf(request, memory);
    const fromFile = {
      raws: file.map(({ line, reviewer, ...verdict }): RawVerdict => {
        const id = typeof reviewer === 'number' ? reviewer : (reviewers.byName.get(reviewer.toLowerCase()) ?? null);
        // A name that the list does not have is nobody's whose verdict counts.
        const speaker = { id: id ?? `name:${String(reviewer)}`, name: String(reviewer), person: true, own: false };
        return { source: 'file', ...verdict, speakers: [[speaker]], where: `${input?.name}:${line}` };
      }),
      notes: [],
      incomplete: false,
    };
    const taken = [...(await fromGitHub(request, ground, memory, places)), fromFile];
    const run = new Intake(request, memory, reviewers, places);
    await run.take(taken.flatMap(({ raws }) => raws));
    return run.summary(reviewers, taken);
  } finally {
    await Promise.all([ground.git.close(), memory?.close()]);
  }
}

/** Alerts and suppressions: both are GitHub's to tell. */
async function fromGitHub(
  request: IngestRequest,
  ground: CalibrationGround,
  { stores }: CalibrationMemory,
  places: readonly Place[],
): Promise<Taken[]> {
  const asked = request.sources.filter((source) => source !== 'file');
  const { repository, token } = request;
  if (asked.length === 0) return [];
  if (token === undefined || repository === undefined) {
    const lacks = token === undefined ? 'a token' : 'the name of the repository';
    return [{ raws: [], notes: [`Not read without ${lacks}: ${asked.join(' and ')}`], incomplete: true }];
  }
  const options = { token, repository, apiUrl: request.apiUrl ?? PUBLIC_API, timeLimitMs: TIME_LIMIT_MS };
  const found: Taken[] = [];
  if (asked.includes('alerts')) {
    const { openAlerts } = await import('../github/alerts.js');
    found.push(await alertVerdicts(await openAlerts(options), stores.fp, places));
  }
  if (asked.includes('suppressions')) {
    const { openMerges } = await import('../github/merges.js');
    const findIds = async (prefix: string): Promise<string[]> => {
      const lists = places.map((place) => stores.fp.findFindings(place.repository, prefix, MAX_IDS));
      return (await Promise.all(lists)).flat();
    };
    found.push(await suppressionVerdicts(ground, request, await openMerges(options), findIds));
  }
  return found;
}

// ---------------------------------------------------------------- whether, and where

/** '' where the run may use the memory. */
async function restriction({ store }: IngestRequest): Promise<string> {
  if (store.backend !== 'aws' || store.restricted === null) return '';
  const { noOidc } = await import('../aws/credential-errors.js');
  return noOidc(store.restricted).message;
}

/** After `no consent`. */
const REASONS: Readonly<Record<ConsentReason, string>> = {
  'granted-by-org': '',
  'granted-by-repository': '',
  'never-granted': 'nobody gave it',
  excluded: 'the grant of the organisation leaves this repository out',
  revoked: 'it was revoked',
  expired: 'it has expired',
  'resource-not-granted': 'it does not cover verdicts',
};

/** '' where verdicts of this repository may be stored. A database of one's own holds what its owner puts there. */
async function withoutConsent(request: IngestRequest, memory: CalibrationMemory): Promise<string> {
  if (request.store.backend === 'sqlite') return '';
  const { repositoryId, ownerId, clock } = request;
  if (repositoryId === null || ownerId === null) {
    throw new PhaseMirrorError('user', {
      thing: 'the repository',
      reason: 'is not known by its numeric id and that of its owner, so nobody can tell whether it consents',
      next: 'Give its name as OWNER/NAME, with a token that may read it',
    });
  }
  try {
    const asked = new Memory(memory.stores, memory.anonymizers, { now: clock });
    const answer = await asked.check({ org: ownerId, repository: repositoryId }, ['verdicts']);
    return answer.granted ? '' : `no consent (${REASONS[answer.reason]})`;
  } catch (error) {
    if (!(error instanceof PhaseMirrorError) || error.kind !== 'store') throw error;
    return `no consent (it could not be asked for, which counts as none: ${error.message})`;
  }
}

function nothing(notStored: string): IngestSummary {
  return { read: { alert: 0, suppression: 0, file: 0 }, stored: 0, known: 0, refused: [], examples: [], notStored };
}

function accessOf({ token, apiUrl }: IngestRequest): GitHubAccess | null {
  return token === undefined ? null : { token, ...(apiUrl === undefined ? {} : { apiUrl }) };
}

/** Of a database whose repository has no known id: every repository that it holds, and it holds one. */
async function placesOf({ repositoryId }: IngestRequest, { stores, anonymizers }: CalibrationMemory): Promise<Place[]> {
  if (repositoryId !== null) {
    return anonymizers.map(({ repository, saltVersion }) => ({ repository: repository(repositoryId), saltVersion }));
  }
  const found = new Map<string, Place>();
  for await (const { repository, saltVersion } of stores.fp.listEvents({})) {
    found.set(repository, { repository, saltVersion });
  }
  return [...found.values()];
}

// ---------------------------------------------------------------- weighing and storing

class Intake {
  readonly #request: IngestRequest;
  readonly #memory: CalibrationMemory;
  readonly #reviewers: Reviewers;
  readonly #places: readonly Place[];
  readonly #refused = new Refused();
  readonly #read = { alert: 0, suppression: 0, file: 0 };
  #stored = 0;
  #known = 0;

  constructor(request: IngestRequest, memory: CalibrationMemory, reviewers: Reviewers, places: readonly Place[]) {
    this.#request = request;
    this.#memory = memory;
    this.#reviewers = reviewers;
    this.#places = places;
  }

  async take(raws: readonly RawVerdict[]): Promise<void> {
    const byFinding = new Map<string, RawVerdict[]>();
    for (const raw of raws) {
      this.#read[raw.source] += 1;
      if (raw.findingId === null) this.#weigh(raw, []);
      else byFinding.set(raw.findingId, [...(byFinding.get(raw.findingId) ?? []), raw]);
    }
    const findings = [...byFinding];
    for (let start = 0; start < findings.length; start += AT_ONCE) {
      const some = findings.slice(start, start + AT_ONCE);
      await Promise.all(some.map(([findingId, said]) => this.#finding(findingId, said)));
    }
  }

  summary({ notes, incomplete }: Reviewers, taken: readonly Taken[]): IngestSummary {
    const all = [...notes, ...taken.flatMap((source) => source.notes)];
    return {
      read: this.#read,
      stored: this.#stored,
      known: this.#known,
      refused: this.#refused.counts(),
      examples: this.#refused.examples(),
      notStored: this.#request.dryRun === true ? 'dry run' : '',
      ...(all.length === 0 ? {} : { notes: all }),
      ...(incomplete || taken.some((source) => source.incomplete) ? { incomplete: true } : {}),
    };
  }

  /** Latest first: of one person the latest word counts, whichever source it came from. */
  async #finding(findingId: string, raws: readonly RawVerdict[]): Promise<void> {
    const { fp } = this.#memory.stores;
    const rows: (Place & { readonly events: readonly StoredEvent[] })[] = [];
    for (const place of this.#places) {
      const events = await fp.getFinding({ repository: place.repository, findingId });
      if (events.length > 0) rows.push({ ...place, events });
    }
    const heard = new Set<number | string>();
    for (const raw of [...raws].sort((one, other) => other.at - one.at)) {
      const meant = rows.filter(({ events }) => events.some(({ ruleId }) => (raw.ruleId ?? ruleId) === ruleId));
      for (const { id, name } of this.#weigh(raw, meant)) {
        if (heard.has(id)) {
          this.#refused.add(raw, 'replaced', name);
          continue;
        }
        heard.add(id);
        for (const { repository, saltVersion, events } of meant) {
          const reviewer = this.#actor(saltVersion, id);
          if (events.every(({ actors }) => actors.includes(reviewer))) continue;
          await this.#store({ repository, findingId }, raw, reviewer, events);
        }
      }
    }
  }

  #weigh(
    raw: RawVerdict,
    rows: readonly (Place & { readonly events: readonly StoredEvent[] })[],
  ): readonly { readonly id: number | string; readonly name: string }[] {
    const weighed = weigh(raw, {
      isReviewer: (id) => this.#reviewers.ids.has(id),
      events: rows.reduce((sum, { events }) => sum + events.length, 0),
      ownEvents: (id) =>
        rows.reduce((sum, { events, saltVersion }) => {
          const actor = this.#actor(saltVersion, id);
          return sum + events.filter(({ actors }) => actors.includes(actor)).length;
        }, 0),
    });
    if (weighed.ok) return weighed.speakers;
    const [first] = raw.speakers.flat();
    this.#refused.add(raw, weighed.refusal, first?.name ?? '');
    return [];
  }

  async #store(
    finding: FindingRef,
    { kind, comment, at, source }: RawVerdict,
    reviewer: string,
    rows: readonly StoredEvent[],
  ): Promise<void> {
    const verdict: Omit<Verdict, 'kind'> = { reviewer, ticket: ticketOf(comment), at, source };
    if (this.#request.dryRun === true) {
      const fresh = rows.filter(({ verdicts }) =>
        isNew({ ...verdict, kind: kind ?? 'true-positive' }, verdicts),
      ).length;
      this.#stored += fresh;
      this.#known += rows.length - fresh;
      return;
    }
    const { fp } = this.#memory.stores;
    const marked: MarkResult = await (kind === 'false-positive'
      ? fp.markFalsePositive(finding, verdict)
      : fp.confirmTruePositive(finding, verdict));
    this.#stored += marked.changed;
    this.#known += marked.events - marked.changed;
  }

  #actor(saltVersion: number, id: number | string): string {
    const { anonymizers } = this.#memory;
    return (anonymizers.find((anonymizer) => anonymizer.saltVersion === saltVersion) ?? anonymizers[0]).actor(id);
  }
}

/** Whether a store would take it: nobody said that yet, and the same person nothing later. */
function isNew(verdict: Verdict, said: readonly Verdict[]): boolean {
  const before = said.find(({ reviewer }) => reviewer === verdict.reviewer);
  if (before === undefined) return true;
  const fields = ['kind', 'ticket', 'at', 'source'] as const;
  return before.at <= verdict.at && fields.some((field) => before[field] !== verdict[field]);
}

/** Without its secrets, and no longer than a store takes. */
function ticketOf(comment: string): string {
  const { text } = redactText(comment.trim());
  // Half of a surrogate pair, cut or given, is no text that every store gives back as it was.
  return toWellFormed(text.length <= MAX_TICKET ? text : `${text.slice(0, MAX_TICKET - 2)}…`);
}
