/** Where accepted states are kept: a store, or a file of the repository. One face for both. */

export interface StoredBaseline {
  /** The signed document, of any content. */
  readonly text: string;
  /** Opaque, for `write`. */
  readonly tag: string;
}

export interface BackendVersion {
  readonly version: string;
  readonly writtenAt: number | null;
  readonly deleted: boolean;
}

/** What signs, and who asks, where the backend itself knows. */
export interface AwsPart {
  /** `arn:aws:sts::123456789012:assumed-role/…` */
  callerIdentity(): Promise<string>;
  sign(keyId: string, bytes: Uint8Array): Promise<Uint8Array>;
}

export interface DriftBackend {
  readonly description: string;
  /** `env` of what is signed: an environment of AWS, or `local`. */
  readonly env: string;
  /** null only when it is certain that there never was one. @throws StoreError, PhaseMirrorError for everything else */
  load(): Promise<StoredBaseline | null>;
  /**
   * Other versions, for the highest sequence that was seen; and why they may not be all.
   *
   * @param issuedAt of the document that is to be believed: those alone that may come after it, and one that cannot be
   *   read is thrown. null: every one that can be read
   */
  earlier(issuedAt: number | null): Promise<{
    readonly texts: readonly string[];
    readonly gap: string | null;
    /** How many cannot be read. */
    readonly lost: number;
    /** Commits that are certainly in the history of the default branch, where reading the versions told some. */
    readonly inHistory?: ReadonlySet<string>;
  }>;
  /** After `load` threw CORRUPT: the tag of what lies there, to write after it; null where that is not known. */
  damaged(): Promise<string | null>;
  versions(): Promise<readonly BackendVersion[]>;
  /** @throws StoreError NOT_FOUND where there is no such version */
  loadVersion(version: string): Promise<string>;
  /** @param tag what `load` gave; null: there was none @throws StoreError CONFLICT where somebody else wrote first */
  write(text: string, tag: string | null): Promise<void>;
  /** After a CONFLICT: what somebody else wrote; null where it is gone again. */
  winner(): Promise<string | null>;
  /** null: not AWS. */
  readonly aws: AwsPart | null;
  close(): Promise<void>;
}

/** `env` of documents that no environment of AWS holds. */
export const LOCAL = 'local';
