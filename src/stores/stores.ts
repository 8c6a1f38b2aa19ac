/** What opening a backend gives: every port over one database, or over one account. */
import type { BaselineStore, BlockCounter, ConsentStore, FPStore, LevelStore, SecretStore } from './ports.js';

export interface Stores {
  readonly fp: FPStore;
  readonly consent: ConsentStore;
  readonly blocks: BlockCounter;
  readonly baselines: BaselineStore;
  readonly levels: LevelStore;
  /** What messages call it: `the SQLite database /srv/pm.db`, `AWS eu-central-1, environment staging`. Holds no secret. */
  readonly description: string;
  /** Gives up connections and handles. Once is enough; again is no error. Afterwards no port may be used. */
  close(): Promise<void>;
}

/** AWS holds secrets too. They never reach a file, so SQLite has no such thing. */
export interface SecretStores extends Stores {
  /** The ring of redaction nonces. */
  readonly nonces: SecretStore;
  /** The identity salts. */
  readonly salts: SecretStore;
}
