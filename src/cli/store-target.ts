/** Which memory a command line means. */

export const BACKENDS = ['sqlite', 'aws'] as const;

/** Which memory: a database file, or the tables of an account. */
export type StoreTarget =
  | {
      readonly backend: 'sqlite';
      /** As it was given; absent: `.phase-mirror/store.db` at the top of the repository. */
      readonly file?: string;
    }
  | {
      readonly backend: 'aws';
      readonly environment: string;
      /** Absent: AWS_REGION. */
      readonly region?: string;
    };

export const MEMORY_FORMATS = ['text', 'json'] as const;
export type MemoryFormat = (typeof MEMORY_FORMATS)[number];

/** The word of `store` that is about copies in AWS and no database: it has a parser of its own, args-backups.ts. */
export const VERIFY_BACKUPS = 'verify-backups';
