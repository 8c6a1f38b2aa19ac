/** Consent in DynamoDB. The rows: consent-items.ts; what a set of grants means: ../consent.ts. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { AwsClients } from '../../aws/clients.js';
import { isInForce, judgeConsent } from '../consent.js';
import { StoreError } from '../errors.js';
import type {
  Clock,
  ConsentAnswer,
  ConsentGrant,
  ConsentQuestion,
  ConsentRecord,
  ConsentScope,
  ConsentStore,
} from '../ports.js';
import { checkGrant, checkRevocation, checkScope, scopeText } from '../validate.js';
import { consentPk, consentToItem, grantKey, historyKey, itemToConsent } from './consent-items.js';
import type { Item } from './items.js';
import { N, readRow, S } from './items.js';
import type { AwsNames } from './names.js';
import type { About, Outcome } from './table.js';
import { Table } from './table.js';

/** Somebody else changed the same consent in between, so often in a row. More than this is no coincidence. */
const REREADS = 50;

/** ConsentStore over the table consent. Every read is strongly consistent: a revocation holds from the moment it is stored. */
export class DynamoConsentStore implements ConsentStore {
  private readonly table: Table;

  constructor(
    clients: AwsClients,
    names: AwsNames,
    private readonly clock: Clock,
  ) {
    this.table = new Table(clients, names.tables.consent);
  }

  /**
   * A grant that somebody else recorded meanwhile is replaced like any other: it stays in the history. A revocation that
   * came meanwhile stands: whoever gives the grant has not seen it.
   */
  async recordConsent(grant: ConsentGrant): Promise<ConsentRecord> {
    const about = aboutScope('ConsentStore.recordConsent', grant.scope);
    checkGrant(about.operation, grant);
    let seen: number | null = null;
    return this.change(about, grant.scope, (stored) => {
      const version = stored?.version ?? 0;
      seen ??= version;
      if (stored !== null && stored.revoked !== null && version > seen) {
        const reason = 'was revoked while it was being given, so it was not given';
        throw new StoreError({ ...about, code: 'CONFLICT', reason });
      }
      return { ...recordOf(grant), version: version + 1, revoked: null };
    });
  }

  /** A grant that somebody else recorded meanwhile is revoked with it: who revokes wants none in force. */
  async revokeConsent(scope: ConsentScope, by: string, at: number): Promise<ConsentRecord> {
    const about = aboutScope('ConsentStore.revokeConsent', scope);
    checkRevocation(about.operation, scope, by, at);
    return this.change(about, scope, (stored) => {
      if (stored === null) {
        throw new StoreError({ ...about, code: 'NOT_FOUND', reason: 'names a scope without a consent' });
      }
      if (stored.revoked !== null) return stored;
      if (!stored.revocable) {
        throw new StoreError({ ...about, code: 'NOT_REVOCABLE', reason: 'names a consent that is not revocable' });
      }
      return { ...stored, version: stored.version + 1, revoked: { by, at } };
    });
  }

  async hasValidConsent(scope: ConsentScope, at: number): Promise<boolean> {
    const about = aboutScope('ConsentStore.hasValidConsent', scope);
    checkScope(about.operation, scope);
    const record = await this.read(about, scope);
    return record !== null && isInForce(record, at);
  }

  /** Both records in one request. */
  async checkConsent({ org, repository, resources }: ConsentQuestion, at: number): Promise<ConsentAnswer> {
    const scope: ConsentScope = { kind: 'repo', org, repository };
    const about = aboutScope('ConsentStore.checkConsent', scope);
    checkScope(about.operation, scope);
    const items = await this.table.getAll(about, [grantKey({ kind: 'org', org }), grantKey(scope)]);
    const records = items.map((item) => this.parse(about, item));
    const ofKind = (kind: ConsentScope['kind']) => records.find((record) => record.scope.kind === kind) ?? null;
    return judgeConsent(ofKind('org'), ofKind('repo'), repository, resources, at);
  }

  async getConsent(scope: ConsentScope): Promise<ConsentRecord | null> {
    const about = aboutScope('ConsentStore.getConsent', scope);
    checkScope(about.operation, scope);
    return this.read(about, scope);
  }

  async consentHistory(org: string): Promise<readonly ConsentRecord[]> {
    const scope: ConsentScope = { kind: 'org', org };
    const about = aboutScope('ConsentStore.consentHistory', scope);
    checkScope(about.operation, scope);
    const items = await this.table.all(about, {
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :sk)',
      ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
      ExpressionAttributeValues: { ':pk': S(consentPk(org)), ':sk': S('history#') },
      ConsistentRead: true,
    });
    return items.map((item) => this.parse(about, item));
  }

  /**
   * Writes what `next` makes of the stored record, together with its entry in the history, unless somebody wrote in
   * between: then again from what is stored now.
   *
   * @param next answers `stored` itself to leave it as it is
   */
  private async change(
    about: About,
    scope: ConsentScope,
    next: (stored: ConsentRecord | null) => ConsentRecord,
  ): Promise<ConsentRecord> {
    let sent: { readonly record: ConsentRecord; readonly outcome: Outcome } | null = null;
    for (let attempt = 0; attempt < REREADS; attempt += 1) {
      const stored = await this.read(about, scope);
      // After a lost answer, what we find may be what we wrote.
      if (stored !== null && sent?.outcome === 'unclear' && isDeepStrictEqual(stored, sent.record)) return stored;
      const record = next(stored);
      if (record === stored) return stored;
      sent = { record, outcome: await this.write(about, stored, record) };
      if (sent.outcome === 'done') return record;
    }
    const reason = `met another change in between ${REREADS} times in a row`;
    throw new StoreError({ ...about, code: 'CONFLICT', reason });
  }

  private write(about: About, stored: ConsentRecord | null, record: ConsentRecord): Promise<Outcome> {
    const condition =
      stored === null
        ? { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } }
        : {
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': N(stored.version) },
          };
    const TableName = this.table.name;
    const now = this.clock.now();
    return this.table.transact(
      about,
      [
        { Put: { TableName, Item: consentToItem(grantKey(record.scope), record, now), ...condition } },
        {
          Put: {
            TableName,
            Item: consentToItem(historyKey(record, now), record, now),
            ConditionExpression: 'attribute_not_exists(#pk)',
            ExpressionAttributeNames: { '#pk': 'pk' },
          },
        },
      ],
      randomUUID(),
    );
  }

  private async read(about: About, scope: ConsentScope): Promise<ConsentRecord | null> {
    const item = await this.table.get(about, grantKey(scope));
    return item === undefined ? null : this.parse(about, item);
  }

  private parse({ operation }: About, item: Item): ConsentRecord {
    return readRow({ operation, table: this.table.name }, item, itemToConsent);
  }
}

function aboutScope(operation: string, scope: ConsentScope): About {
  return { operation, ids: { key: scopeText(scope) } };
}

/** What is stored of a grant, in the form it is read in. */
function recordOf(grant: ConsentGrant): ConsentGrant {
  const { scope, resources, excludes, grantor, grantedAt, expiresAt, revocable } = grant;
  return { scope, resources, excludes, grantor, grantedAt, expiresAt, revocable };
}
