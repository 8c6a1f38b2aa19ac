/** The BlockCounter: which pull requests a rule blocked lately. */
import type { Block, BlockCounter, Clock } from '../ports.js';
import { BLOCK_HOURS, HOUR_MS } from '../ports.js';
import { checkBlock, checkRule, checkSince } from '../validate.js';
import type { Database } from './database.js';
import { purge } from './purge.js';

export class SqliteBlockCounter implements BlockCounter {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async recordBlock(block: Block): Promise<'recorded' | 'known'> {
    const operation = 'BlockCounter.recordBlock';
    checkBlock(operation, block);
    const now = this.#clock.now();
    return this.#db.write(operation, { ruleId: block.ruleId }, (sql) => {
      // What has expired is gone to everybody: it may not keep a new block of the same pull request out.
      purge(sql, now);
      const stored = sql.run(
        `INSERT INTO block (rule_id, repository_id, pull_request, author_id, first_seen_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET author_id = excluded.author_id, first_seen_at = excluded.first_seen_at
           WHERE first_seen_at <= ?`,
        block.ruleId,
        block.repositoryId,
        block.pullRequest,
        block.authorId,
        block.firstSeenAt,
        cutoff(now),
      );
      return stored === 0 ? 'known' : 'recorded';
    });
  }

  async blocksSince(ruleId: string, repositoryId: number, since: number): Promise<readonly Block[]> {
    const operation = 'BlockCounter.blocksSince';
    checkRule(operation, ruleId);
    checkSince(operation, { ruleId }, since);
    const from = Math.max(since, cutoff(this.#clock.now()) + 1);
    return this.#db.read(operation, { ruleId }, (sql) =>
      sql
        .all<Block>(
          `SELECT rule_id AS ruleId, repository_id AS repositoryId, pull_request AS pullRequest, author_id AS authorId,
             first_seen_at AS firstSeenAt
           FROM block WHERE rule_id = ? AND repository_id = ? AND first_seen_at >= ?
           ORDER BY first_seen_at, pull_request`,
          ruleId,
          repositoryId,
          from,
        )
        .map((row) => ({ ...row })),
    );
  }
}

/** Blocks first seen at or before this instant have expired. */
function cutoff(now: number): number {
  return now - BLOCK_HOURS * HOUR_MS;
}
