/** The ConsentStore. Grants and revocations are appended; nothing is overwritten. */
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
import type { ConsentRow } from './consent-rows.js';
import { currentConsent, insertConsent, toConsent, toConsentRow } from './consent-rows.js';
import type { Database } from './database.js';

export class SqliteConsentStore implements ConsentStore {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async recordConsent(grant: ConsentGrant): Promise<ConsentRecord> {
    const operation = 'ConsentStore.recordConsent';
    checkGrant(operation, grant);
    return this.#db.write(operation, { key: scopeText(grant.scope) }, (sql) => {
      const version = (currentConsent(sql, grant.scope)?.version ?? 0) + 1;
      const row = toConsentRow({ ...grant, version, revoked: null }, this.#clock.now());
      insertConsent(sql, row);
      return toConsent(row);
    });
  }

  async revokeConsent(scope: ConsentScope, by: string, at: number): Promise<ConsentRecord> {
    const operation = 'ConsentStore.revokeConsent';
    checkRevocation(operation, scope, by, at);
    const ids = { key: scopeText(scope) };
    return this.#db.write(operation, ids, (sql) => {
      const current = currentConsent(sql, scope);
      if (current === null) {
        throw new StoreError({ operation, code: 'NOT_FOUND', reason: 'found no grant of this scope', ids });
      }
      if (current.revoked !== null) return current;
      if (!current.revocable) {
        throw new StoreError({ operation, code: 'NOT_REVOCABLE', reason: 'found a grant that can only expire', ids });
      }
      const row = toConsentRow({ ...current, version: current.version + 1, revoked: { by, at } }, this.#clock.now());
      insertConsent(sql, row);
      return toConsent(row);
    });
  }

  async hasValidConsent(scope: ConsentScope, at: number): Promise<boolean> {
    const record = await this.#current('ConsentStore.hasValidConsent', scope);
    return record !== null && isInForce(record, at);
  }

  async checkConsent({ org, repository, resources }: ConsentQuestion, at: number): Promise<ConsentAnswer> {
    const operation = 'ConsentStore.checkConsent';
    const scope: ConsentScope = { kind: 'repo', org, repository };
    checkScope(operation, scope);
    return this.#db.read(operation, { key: scopeText(scope) }, (sql) =>
      judgeConsent(currentConsent(sql, { kind: 'org', org }), currentConsent(sql, scope), repository, resources, at),
    );
  }

  getConsent(scope: ConsentScope): Promise<ConsentRecord | null> {
    return this.#current('ConsentStore.getConsent', scope);
  }

  async consentHistory(org: string): Promise<readonly ConsentRecord[]> {
    const operation = 'ConsentStore.consentHistory';
    const scope: ConsentScope = { kind: 'org', org };
    checkScope(operation, scope);
    return this.#db.read(operation, { key: scopeText(scope) }, (sql) =>
      sql.all<ConsentRow>('SELECT * FROM consent WHERE org = ? ORDER BY recorded_at, seq', org).map(toConsent),
    );
  }

  async #current(operation: string, scope: ConsentScope): Promise<ConsentRecord | null> {
    checkScope(operation, scope);
    return this.#db.read(operation, { key: scopeText(scope) }, (sql) => currentConsent(sql, scope));
  }
}
