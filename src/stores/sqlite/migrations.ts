/**
 * The schema, as the ordered steps that led to it. A step is never changed once it was released: a database that has
 * it will not see it again. `user_version` counts the steps that a file has.
 */

/** "PMir": says whose database it is (sqlite.org/fileformat.html, offset 68). */
export const APPLICATION_ID = 0x504d6972;

/** Step n brings a database from version n - 1 to n, in a transaction of its own. */
export const MIGRATIONS: readonly string[] = [
  // 1: events, verdicts and totals
  `
  CREATE TABLE mark (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL CHECK (value >= 0)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE rule (
    rule_id TEXT NOT NULL,
    rule_version INTEGER NOT NULL CHECK (rule_version >= 1),
    PRIMARY KEY (rule_id, rule_version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE event (
    event_id TEXT NOT NULL PRIMARY KEY,
    finding_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    rule_version INTEGER NOT NULL,
    repository TEXT NOT NULL,
    salt_version INTEGER NOT NULL CHECK (salt_version >= 0),
    change TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low')),
    level TEXT NOT NULL CHECK (level IN ('block', 'warn')),
    blocked INTEGER NOT NULL CHECK (blocked IN (0, 1)),
    occurred_at INTEGER NOT NULL CHECK (occurred_at >= 0),
    state TEXT NOT NULL CHECK (state IN ('pending', 'false-positive', 'true-positive')),
    sealed TEXT,
    FOREIGN KEY (rule_id, rule_version) REFERENCES rule (rule_id, rule_version)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_by_rule ON event (rule_id, rule_version, occurred_at, event_id, state);
  CREATE INDEX event_by_finding ON event (repository, finding_id, occurred_at, event_id);

  CREATE TABLE actor (
    event_id TEXT NOT NULL REFERENCES event (event_id) ON DELETE CASCADE,
    actor TEXT NOT NULL,
    PRIMARY KEY (event_id, actor)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE verdict (
    event_id TEXT NOT NULL REFERENCES event (event_id) ON DELETE CASCADE,
    reviewer TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('false-positive', 'true-positive')),
    ticket TEXT NOT NULL,
    at INTEGER NOT NULL CHECK (at >= 0),
    source TEXT NOT NULL CHECK (source IN ('alert', 'suppression', 'cli', 'file')),
    PRIMARY KEY (event_id, reviewer)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE total (
    rule_id TEXT NOT NULL,
    rule_version INTEGER NOT NULL,
    day TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total >= 0),
    false_positives INTEGER NOT NULL CHECK (false_positives >= 0),
    true_positives INTEGER NOT NULL CHECK (true_positives >= 0),
    PRIMARY KEY (rule_id, rule_version, day),
    FOREIGN KEY (rule_id, rule_version) REFERENCES rule (rule_id, rule_version),
    CHECK (false_positives + true_positives <= total)
  ) STRICT, WITHOUT ROWID;
  `,
  // 2: consent, and blocks for the circuit breaker. `repository` is empty for an organisation's grant.
  `
  CREATE TABLE consent (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    org TEXT NOT NULL,
    repository TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    resources TEXT NOT NULL CHECK (json_valid(resources)),
    excludes TEXT NOT NULL CHECK (json_valid(excludes)),
    grantor TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    expires_at INTEGER,
    revocable INTEGER NOT NULL CHECK (revocable IN (0, 1)),
    revoked_by TEXT,
    revoked_at INTEGER,
    recorded_at INTEGER NOT NULL,
    digest TEXT NOT NULL,
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL)),
    UNIQUE (org, repository, version, digest)
  ) STRICT;

  CREATE TABLE block (
    rule_id TEXT NOT NULL,
    repository_id INTEGER NOT NULL,
    pull_request INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    PRIMARY KEY (rule_id, repository_id, pull_request)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX block_by_time ON block (rule_id, repository_id, first_seen_at, pull_request);
  CREATE INDEX block_by_age ON block (first_seen_at);
  `,
  // 3: signed documents, every version of them. Rowid tables: a row of 32 MB does not belong into an index.
  `
  CREATE TABLE baseline (
    repository_id INTEGER NOT NULL,
    branch TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    digest TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (repository_id, branch, version, digest)
  ) STRICT;

  CREATE TABLE level_state (
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    digest TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (sequence, digest)
  ) STRICT;
  `,
  // 4: for calibration. Whether anybody judged an event stands in the event, kept by a trigger, so that one index holds
  // all that a vote needs of the others. Verdicts go only with their event, so nothing ever takes it back.
  `
  ALTER TABLE event ADD COLUMN judged INTEGER NOT NULL DEFAULT 0 CHECK (judged IN (0, 1));
  UPDATE event SET judged = 1 WHERE event_id IN (SELECT event_id FROM verdict);
  CREATE TRIGGER verdict_judges AFTER INSERT ON verdict BEGIN
    UPDATE event SET judged = 1 WHERE event_id = NEW.event_id AND judged = 0;
  END;
  CREATE INDEX event_by_change
    ON event (rule_id, rule_version, repository, salt_version, change, judged, occurred_at, blocked);
  CREATE INDEX event_judged ON event (rule_id, rule_version, repository, salt_version, change) WHERE judged = 1;
  `,
];

/** The version that this code reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * The CHECK constraints of every table: SQLite drops them from a connection that may only read, so its integrity_check
 * does not look at them there.
 */
export function constraints(): { readonly table: string; readonly condition: string }[] {
  const found: { table: string; condition: string }[] = [];
  const parts = /(?:CREATE TABLE (?=\w+ \()|ALTER TABLE (?=\w+ ADD COLUMN))(\w+)([^;]*);/g;
  for (const [, table = '', body = ''] of MIGRATIONS.join('').matchAll(parts)) {
    for (const { index } of body.matchAll(/CHECK \(/g)) {
      found.push({ table, condition: balanced(body, index + 'CHECK '.length) });
    }
  }
  return found;
}

/** The text from an opening parenthesis to the one that closes it. */
function balanced(text: string, start: number): string {
  let depth = 0;
  for (let end = start; end < text.length; end += 1) {
    if (text[end] === '(') depth += 1;
    if (text[end] === ')') depth -= 1;
    if (depth === 0) return text.slice(start, end + 1);
  }
  return text.slice(start);
}
