/** False-positive events in DynamoDB. The rows: fp-items.ts. */
import type { AwsClients } from '../../aws/clients.js';
import type {
  Clock,
  DayTotal,
  EventQuery,
  FindingRef,
  FPEvent,
  FPStore,
  MarkResult,
  RecordResult,
  StoredEvent,
  Verdict,
  VoteRow,
  Window,
} from '../ports.js';
import {
  checkCount,
  checkDay,
  checkEvent,
  checkFinding,
  checkPrefix,
  checkQuery,
  checkRule,
  checkSince,
  checkVerdict,
} from '../validate.js';
import { computeWindow, keptVerdict, planWindow, windowOf } from '../window.js';
import type { RuleVersion } from './fp-items.js';
import { expiredUntil, totalLane } from './fp-items.js';
import { findingEvents, markFinding } from './fp-verdicts.js';
import { atOnce, inLanes } from './lanes.js';
import type { AwsNames } from './names.js';
import { Recorder } from './record.js';
import { countEvents, eventsOf, findingIds, newestStates, ruleVersions, votePages } from './rule-index.js';
import type { About } from './table.js';
import { Table } from './table.js';
import { LAST_DAY, NOTHING, readTotals, sumOf } from './totals.js';

/**
 * FPStore over the table fp-events. Reads through an index may be a moment behind the last write: `getWindowByCount`,
 * `getFinding`, `listEvents`, `voteRows`, and the part of the first day of `getWindowBySince`. Totals, and what is marked, are not.
 */
export class DynamoFPStore implements FPStore {
  private readonly table: Table;
  private readonly recorder: Recorder;

  constructor(
    clients: AwsClients,
    names: AwsNames,
    private readonly clock: Clock,
  ) {
    this.table = new Table(clients, names.tables.fpEvents);
    this.recorder = new Recorder(this.table);
  }

  async recordEvent(event: FPEvent): Promise<'recorded' | 'known'> {
    return this.record('FPStore.recordEvent', event);
  }

  async recordEvents(events: readonly FPEvent[]): Promise<RecordResult> {
    const operation = 'FPStore.recordEvents';
    const answers = await inLanes(events, totalLane, (event) => this.record(operation, event));
    const recorded = answers.filter((answer) => answer === 'recorded').length;
    return { recorded, known: answers.length - recorded };
  }

  async getWindowByCount(ruleId: string, count: number, ruleVersion?: number): Promise<Window> {
    const about = { operation: 'FPStore.getWindowByCount', ids: { ruleId } };
    checkRule(about.operation, ruleId, ruleVersion);
    checkCount(about.operation, ruleId, count);
    const versions = await this.versions(about, ruleId, ruleVersion);
    const states = await newestStates(this.table, about, versions, this.firstInstant(), count);
    return computeWindow(
      ruleId,
      ruleVersion ?? null,
      states.map((state) => ({ state })),
    );
  }

  async getWindowBySince(ruleId: string, since: number, ruleVersion?: number): Promise<Window> {
    const about = { operation: 'FPStore.getWindowBySince', ids: { ruleId } };
    checkRule(about.operation, ruleId, ruleVersion);
    checkSince(about.operation, about.ids, since);
    const now = this.clock.now();
    const { partial, firstDay, since: first } = planWindow(since, now);
    const versions = await this.versions(about, ruleId, ruleVersion);
    const counts = await atOnce(versions, async (version) => {
      const [totals, singles] = await Promise.all([
        readTotals(this.table, about, version, firstDay, LAST_DAY, now),
        partial === null
          ? NOTHING
          : countEvents(this.table, about, version, { ...partial, from: Math.max(partial.from, this.firstInstant()) }),
      ]);
      return sumOf([...totals, singles]);
    });
    return windowOf(ruleId, ruleVersion ?? null, sumOf(counts), first);
  }

  markFalsePositive(finding: FindingRef, verdict: Omit<Verdict, 'kind'>): Promise<MarkResult> {
    return this.mark('FPStore.markFalsePositive', finding, 'false-positive', verdict);
  }

  confirmTruePositive(finding: FindingRef, verdict: Omit<Verdict, 'kind'>): Promise<MarkResult> {
    return this.mark('FPStore.confirmTruePositive', finding, 'true-positive', verdict);
  }

  async getFinding(finding: FindingRef): Promise<readonly StoredEvent[]> {
    const about = { operation: 'FPStore.getFinding', ids: { findingId: finding.findingId } };
    checkFinding(about.operation, finding.repository, finding.findingId);
    return findingEvents(this.table, about, finding, this.clock.now());
  }

  async findFindings(repository: string, prefix: string, limit: number): Promise<readonly string[]> {
    const about = { operation: 'FPStore.findFindings', ids: { findingId: prefix } };
    checkPrefix(about.operation, repository, prefix, limit);
    const rules = new Set((await ruleVersions(this.table, about)).map(({ ruleId }) => ruleId));
    const from = this.firstInstant();
    const found = await atOnce([...rules], (ruleId) => findingIds(this.table, about, repository, ruleId, prefix, from));
    return [...new Set(found.flat())].sort().slice(0, limit);
  }

  async listRules(): Promise<readonly RuleVersion[]> {
    return ruleVersions(this.table, { operation: 'FPStore.listRules', ids: {} });
  }

  async *listEvents(query: EventQuery): AsyncGenerator<StoredEvent, void, void> {
    const { ruleId, ruleVersion, since } = query;
    const about = { operation: 'FPStore.listEvents', ids: ruleId === undefined ? {} : { ruleId } };
    checkQuery(about.operation, query);
    const from = Math.max(since ?? 0, this.firstInstant());
    for (const version of await this.versions(about, ruleId, ruleVersion)) {
      yield* eventsOf(this.table, about, version, from, query);
    }
  }

  async *voteRows(ruleId: string, ruleVersion: number): AsyncGenerator<readonly VoteRow[], void, void> {
    const about = { operation: 'FPStore.voteRows', ids: { ruleId } };
    checkRule(about.operation, ruleId, ruleVersion);
    yield* votePages(this.table, about, { ruleId, ruleVersion }, this.firstInstant());
  }

  async dailyTotals(ruleId: string, ruleVersion: number, fromDay: string, toDay: string): Promise<readonly DayTotal[]> {
    const about = { operation: 'FPStore.dailyTotals', ids: { ruleId } };
    checkRule(about.operation, ruleId, ruleVersion);
    checkDay(about.operation, ruleId, 'fromDay', fromDay);
    checkDay(about.operation, ruleId, 'toDay', toDay);
    return readTotals(this.table, about, { ruleId, ruleVersion }, fromDay, toDay, this.clock.now());
  }

  private async record(operation: string, event: FPEvent): Promise<'recorded' | 'known'> {
    const now = this.clock.now();
    checkEvent(operation, event, now);
    const ids = { ruleId: event.ruleId, eventId: event.eventId };
    return this.recorder.record({ operation, ids }, event, now);
  }

  private async mark(
    operation: string,
    finding: FindingRef,
    kind: Verdict['kind'],
    said: Omit<Verdict, 'kind'>,
  ): Promise<MarkResult> {
    checkFinding(operation, finding.repository, finding.findingId);
    checkVerdict(operation, finding.findingId, said);
    const verdict = keptVerdict(kind, said);
    const about = { operation, ids: { findingId: finding.findingId } };
    return markFinding(this.table, about, finding, verdict, this.clock.now());
  }

  /** The version that was asked for; else every version of the rule, or of all. */
  private async versions(about: About, ruleId?: string, ruleVersion?: number): Promise<readonly RuleVersion[]> {
    if (ruleId !== undefined && ruleVersion !== undefined) return [{ ruleId, ruleVersion }];
    const versions = await ruleVersions(this.table, about, ruleId);
    return versions.filter((version) => ruleVersion === undefined || version.ruleVersion === ruleVersion);
  }

  /** First instant that is not expired. */
  private firstInstant(): number {
    return expiredUntil(this.clock.now()) + 1;
  }
}
