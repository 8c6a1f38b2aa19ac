/**
 * What lies in the table consent. Identities hold no `#` (validate.ts).
 *
 * | row | pk | sk |
 * |---|---|---|
 * | grant of the organisation | `org#<org>` | `grant#org` |
 * | grant of a repository | `org#<org>` | `grant#repo#<repository>` |
 * | history | `org#<org>` | `history#<ISO>#<id>`: see `historyKey` |
 *
 * No row has the table's TTL attribute `expiresAt`: that a consent ran out is an answer too, and history is kept. Until
 * when a grant holds is `validUntil`.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ConsentRecord, ConsentScope } from '../ports.js';
import { CONSENT_RESOURCES } from '../ports.js';
import type { Row, RowKey } from './items.js';
import { BOOL, isoOf, keyItem, N, nullable, S, texts } from './items.js';

export const consentPk = (org: string): string => `org#${org}`;

const scopeKey = (scope: ConsentScope): string => (scope.kind === 'org' ? 'org' : `repo#${scope.repository}`);

export const grantKey = (scope: ConsentScope): RowKey => ({
  pk: consentPk(scope.org),
  sk: `grant#${scopeKey(scope)}`,
});

/**
 * Sorted by when it was written, as the writer's clock had it; within one millisecond by what the caller says of the
 * time, then by version.
 */
export function historyKey({ scope, version, grantedAt, revoked }: ConsentRecord, writtenAt: number): RowKey {
  const order = `${isoOf(writtenAt)}#${isoOf(revoked?.at ?? grantedAt)}#${String(version).padStart(10, '0')}`;
  return { pk: consentPk(scope.org), sk: `history#${order}#${scopeKey(scope)}` };
}

export function consentToItem(key: RowKey, record: ConsentRecord, writtenAt: number): Record<string, AttributeValue> {
  const { scope, revoked } = record;
  return {
    ...keyItem(key),
    org: S(scope.org),
    ...(scope.kind === 'org' ? {} : { repository: S(scope.repository) }),
    resources: texts(record.resources),
    excludes: texts(record.excludes),
    grantor: S(record.grantor),
    grantedAt: N(record.grantedAt),
    validUntil: nullable(record.expiresAt),
    revocable: BOOL(record.revocable),
    version: N(record.version),
    revoked: revoked === null ? { NULL: true } : { M: { by: S(revoked.by), at: N(revoked.at) } },
    writtenAt: N(writtenAt),
  };
}

/** Reads a grant or an entry of the history; throws inside `readRow` when it is not in its form. */
export function itemToConsent(row: Row): ConsentRecord {
  const org = row.text('org');
  row.expect('pk', consentPk(org));
  const revoked = row.rowOrNull('revoked');
  const record: ConsentRecord = {
    scope: row.has('repository') ? { kind: 'repo', org, repository: row.text('repository') } : { kind: 'org', org },
    resources: row.listOf('resources', CONSENT_RESOURCES),
    excludes: row.list('excludes'),
    grantor: row.text('grantor'),
    grantedAt: row.integer('grantedAt'),
    expiresAt: row.integerOrNull('validUntil'),
    revocable: row.flag('revocable'),
    version: row.integer('version', 1),
    revoked: revoked === null ? null : { by: revoked.text('by'), at: revoked.integer('at') },
  };
  const own = row.text('sk').startsWith('grant#')
    ? grantKey(record.scope)
    : historyKey(record, row.integer('writtenAt'));
  row.expect('sk', own.sk);
  return record;
}
