/**
 * Copies of a table by point-in-time recovery, for checking that a backup is one. A copy is a table of its own beside the
 * one it is of, called `verify.<table>`: an environment has no dot in its name, so no table of any environment is called
 * that. Nothing else is ever deleted here, and of that name only what says of itself that it was restored from the table.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_howitworks.html
 */
import { createHash } from 'node:crypto';
import {
  type AttributeValue,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { AwsClients } from '../../aws/clients.js';
import { StoreError } from '../errors.js';
import { attemptsOf, call, nameOf } from './call.js';
import type { Item } from './items.js';

export const SCRATCH_PREFIX = 'verify.';

/** A row, as far as comparing needs it. */
export interface DigestedRow {
  /** Partition and sort key as one text: `repo#…#rule#MD-001 · event#…`. Identities in it are anonymised. */
  readonly key: string;
  /** SHA-256 over the canonical form. */
  readonly digest: Uint8Array;
}

export interface Scratch {
  readonly active: boolean;
  readonly createdAt: number;
  /** The moment that it holds; null while that is not said. */
  readonly holds: number | null;
}

export class TableBackup {
  readonly scratch: string;

  /** @param table full name, as `namesOf` gives it */
  constructor(
    private readonly clients: Pick<AwsClients, 'dynamodb'>,
    readonly table: string,
  ) {
    this.scratch = `${SCRATCH_PREFIX}${table}`;
  }

  /** From when to when the table can be restored; null where point-in-time recovery is switched off. */
  async window(): Promise<{ readonly earliest: number; readonly latest: number } | null> {
    return await call('Backups.window', { table: this.table }, async () => {
      const answer = await this.clients.dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: this.table }));
      const pitr = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
      const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } = pitr ?? {};
      if (pitr?.PointInTimeRecoveryStatus !== 'ENABLED' || earliest === undefined || latest === undefined) return null;
      return { earliest: earliest.getTime(), latest: latest.getTime() };
    });
  }

  /**
   * Begins a copy: the table as it was at a moment, without its indexes, which hold nothing of their own.
   *
   * @param moment milliseconds, whole seconds
   * @throws StoreError CONFLICT where there is such a copy already, of somebody else's making
   */
  async restore(moment: number): Promise<void> {
    const ids = { table: this.scratch };
    const command = new RestoreTableToPointInTimeCommand({
      SourceTableName: this.table,
      TargetTableName: this.scratch,
      RestoreDateTime: new Date(moment),
      BillingModeOverride: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexOverride: [],
    });
    await call('Backups.restore', ids, async () => {
      try {
        await this.clients.dynamodb.send(command);
      } catch (error) {
        if (nameOf(error) !== 'TableAlreadyExistsException' && nameOf(error) !== 'ResourceInUseException') throw error;
        // An earlier attempt may have begun it although its answer was lost.
        if (attemptsOf(error) > 1 && (await this.look())?.holds === moment) return;
        const reason = 'is there already: another check is under way, or one was killed';
        throw new StoreError({ operation: 'Backups.restore', ids, code: 'CONFLICT', reason });
      }
    });
  }

  /** The copy, as far as it is; null where there is none. @throws StoreError CORRUPT: what is there is no copy of ours */
  async look(): Promise<Scratch | null> {
    const ids = { table: this.scratch };
    return await call('Backups.look', ids, async () => {
      try {
        const { Table } = await this.clients.dynamodb.send(new DescribeTableCommand({ TableName: this.scratch }));
        const from = Table?.RestoreSummary?.SourceTableArn ?? '';
        if (!from.endsWith(`:table/${this.table}`)) {
          const reason = `was not restored from ${this.table}, and is left alone`;
          throw new StoreError({ operation: 'Backups.look', ids, code: 'CORRUPT', reason, next: NOT_OURS });
        }
        return {
          active: Table?.TableStatus === 'ACTIVE' && Table.RestoreSummary?.RestoreInProgress !== true,
          createdAt: Table?.CreationDateTime?.getTime() ?? 0,
          holds: Table?.RestoreSummary?.RestoreDateTime?.getTime() ?? null,
        };
      } catch (error) {
        if (nameOf(error) === 'ResourceNotFoundException') return null;
        throw error;
      }
    });
  }

  /**
   * Has the copy deleted. A copy that is still being made, or is being deleted, cannot be: `busy`, ask again later.
   *
   * @throws StoreError CORRUPT: what is there is no copy of ours
   */
  async drop(): Promise<'gone' | 'deleting' | 'busy'> {
    if ((await this.look()) === null) return 'gone';
    return await call('Backups.drop', { table: this.scratch }, async () => {
      try {
        await this.clients.dynamodb.send(new DeleteTableCommand({ TableName: this.scratch }));
        return 'deleting';
      } catch (error) {
        if (nameOf(error) === 'ResourceNotFoundException') return 'gone';
        if (nameOf(error) === 'ResourceInUseException') return 'busy';
        throw error;
      }
    });
  }

  /** Every row of the table, or of its copy, page by page, strongly consistent (each page by itself). */
  async *rows(of: 'table' | 'copy'): AsyncGenerator<readonly DigestedRow[], void, void> {
    const name = of === 'table' ? this.table : this.scratch;
    let from: Record<string, AttributeValue> | undefined;
    do {
      const command = new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey: from });
      const page = await call('Backups.rows', { table: name }, () => this.clients.dynamodb.send(command));
      yield (page.Items ?? []).map(digestedRow);
      from = page.LastEvaluatedKey;
    } while (from !== undefined && Object.keys(from).length > 0);
  }
}

const NOT_OURS = 'Find out whose table that is; rename or remove it by hand';

/** Exported for its test. */
export function digestedRow(item: Item): DigestedRow {
  const { pk, sk } = item;
  const key = `${pk?.S ?? ''} · ${sk?.S ?? ''}`;
  return {
    key,
    digest: createHash('sha256')
      .update(canonical({ M: { ...item } }), 'utf8')
      .digest(),
  };
}

/** A value as text that is the same for the same value: neither attributes nor the members of a set have an order. */
function canonical(value: AttributeValue): string {
  if (value.M !== undefined) {
    const members = Object.keys(value.M)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonical(value.M?.[name] as AttributeValue)}`);
    return `M{${members.join(',')}}`;
  }
  if (value.L !== undefined) return `L[${value.L.map(canonical).join(',')}]`;
  if (value.S !== undefined) return `S${JSON.stringify(value.S)}`;
  if (value.N !== undefined) return `N${JSON.stringify(value.N)}`;
  if (value.BOOL !== undefined) return `BOOL${value.BOOL}`;
  if (value.NULL !== undefined) return 'NULL';
  if (value.B !== undefined) return `B${base64(value.B)}`;
  if (value.SS !== undefined) return `SS${JSON.stringify([...value.SS].sort())}`;
  if (value.NS !== undefined) return `NS${JSON.stringify([...value.NS].sort())}`;
  return `BS${JSON.stringify((value.BS ?? []).map(base64).sort())}`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
