/**
 * Objects of one bucket, read whole or not at all. What BaselineStore and LevelStore share: conditional writes, bodies
 * that are checked, and telling "never was" from "deleted".
 */
import type { DeleteMarkerEntry, ListObjectVersionsCommandOutput, ObjectVersion } from '@aws-sdk/client-s3';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { AwsClients } from '../../aws/clients.js';
import { StoreError, type StoreErrorIds } from '../errors.js';
import { type Clock, type DocumentVersion, MAX_DOCUMENT_BYTES, type StoredDocument } from '../ports.js';
import { bodyFailure, readBody } from './body.js';
import { attemptsOf, call, nameOf, statusOf, storeError } from './call.js';

export interface StoredObject extends StoredDocument {
  readonly metadata: Readonly<Record<string, string>>;
}

/** Only where there is none, or only where the tag is still the stored one. */
export type Condition = 'absent' | { readonly tag: string };

/** A body that breaks off is asked for again: this often in all. */
const BODY_ATTEMPTS = 3;
const BODY_PAUSE_MS = 100;

export class Objects {
  /** @param bucket null where none was named: every call is then refused */
  constructor(
    private readonly clients: Pick<AwsClients, 's3' | 'within'>,
    private readonly bucket: string | null,
    private readonly clock: Clock,
  ) {}

  /**
   * The object, or null where it is certain that there never was one. One more request is made then: only the list of
   * versions tells, on every server, a key that was deleted from one that never was.
   *
   * @throws {StoreError} DELETED, ACCESS_DENIED (also where S3 hides a missing key for want of s3:ListBucket), CORRUPT …
   */
  async load(operation: string, key: string): Promise<StoredObject | null> {
    const { bucket, ids } = this.about(operation, key);
    return call(operation, ids, () =>
      this.clients.within(async (signal) => {
        // Once more where somebody wrote between the two requests.
        for (let look = 0; look < 2; look += 1) {
          try {
            return await this.read(operation, { Bucket: bucket, Key: key }, ids, signal);
          } catch (error) {
            if (nameOf(error) !== 'NoSuchKey') throw error;
            if (headerOf(error, 'x-amz-delete-marker') === 'true') throw deleted(operation, ids);
          }
          const latest = (await this.list(bucket, key, signal))[0];
          if (latest === undefined) return null;
          if (latest.deleted) throw deleted(operation, ids);
        }
        throw new StoreError({ operation, ids, code: 'UNAVAILABLE', reason: 'is listed, and could not be read twice' });
      }),
    );
  }

  /** @throws {StoreError} NOT_FOUND where there is no such version, or where it is a deletion */
  async loadVersion(operation: string, key: string, version?: string): Promise<StoredObject> {
    const { bucket, ids } = this.about(operation, key);
    return call(operation, ids, async () => {
      try {
        return await this.clients.within((signal) =>
          this.read(operation, { Bucket: bucket, Key: key, VersionId: version }, ids, signal),
        );
      } catch (error) {
        // 400 InvalidArgument: it does not look like an id. 405: it is the id of a delete marker.
        const absent = ['NoSuchKey', 'NoSuchVersion', 'InvalidArgument', 'MethodNotAllowed'].includes(nameOf(error));
        if (!absent && statusOf(error) !== 405) throw error;
        throw new StoreError({ operation, ids, code: 'NOT_FOUND', reason: 'has no such version' });
      }
    });
  }

  /**
   * @throws {StoreError} CONFLICT where the condition does not hold, TOO_LARGE
   */
  async put(
    operation: string,
    key: string,
    bytes: Uint8Array,
    condition: Condition,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<StoredObject> {
    const { bucket, ids } = this.about(operation, key);
    if (bytes.byteLength > MAX_DOCUMENT_BYTES) {
      const reason = `was given ${bytes.byteLength} bytes; ${MAX_DOCUMENT_BYTES} are the most`;
      throw new StoreError({ operation, ids, code: 'TOO_LARGE', reason });
    }
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: bytes,
      ContentType: 'application/json',
      ChecksumAlgorithm: 'SHA256',
      Metadata: { ...metadata },
      ...(condition === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: condition.tag }),
    });
    return call(operation, ids, async () => {
      try {
        const answer = await this.clients.s3.send(command);
        const tag = tagOf(operation, ids, answer);
        return { bytes, tag, version: answer.VersionId ?? 'null', writtenAt: this.clock.now(), metadata };
      } catch (error) {
        // If-Match on a key that is gone is NoSuchKey.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        if (![409, 412].includes(statusOf(error)) && nameOf(error) !== 'NoSuchKey') throw error;
        // An earlier attempt may have been done although its answer was lost. What is stored then is what we sent.
        if (attemptsOf(error) > 1) {
          const stored = await this.load(operation, key);
          if (stored !== null && sameBytes(stored.bytes, bytes)) return stored;
        }
        const reason =
          condition === 'absent' ? 'is there already' : 'is not what it was when it was read: somebody wrote since';
        throw new StoreError({
          operation,
          ids,
          code: 'CONFLICT',
          reason,
          cause: storeError(operation, ids, error).cause,
        });
      }
    });
  }

  /** Versions and deletions of exactly this key, newest first. */
  async versions(operation: string, key: string): Promise<readonly DocumentVersion[]> {
    const { bucket, ids } = this.about(operation, key);
    return call(operation, ids, () => this.clients.within((signal) => this.list(bucket, key, signal)));
  }

  /** Keys below a prefix with the time they were written, in order of key. */
  async keys(
    operation: string,
    prefix: string,
  ): Promise<readonly { readonly key: string; readonly writtenAt: number }[]> {
    const { bucket, ids } = this.about(operation, prefix);
    return call(operation, ids, async () => {
      const keys: { key: string; writtenAt: number }[] = [];
      let token: string | undefined;
      do {
        const page = await this.clients.s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
        );
        for (const { Key, LastModified } of page.Contents ?? []) {
          if (Key !== undefined) keys.push({ key: Key, writtenAt: LastModified?.getTime() ?? 0 });
        }
        token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
      return keys;
    });
  }

  private about(operation: string, key: string): { readonly bucket: string; readonly ids: StoreErrorIds } {
    if (this.bucket !== null) return { bucket: this.bucket, ids: { bucket: this.bucket, key } };
    const reason = 'has no bucket to look in';
    throw new StoreError({ operation, ids: { key }, code: 'INVALID', reason, next: 'Set baseline-bucket' });
  }

  /** @throws what the SDK throws, or a StoreError CORRUPT or UNAVAILABLE */
  private async read(
    operation: string,
    input: { readonly Bucket: string; readonly Key: string; readonly VersionId?: string | undefined },
    ids: StoreErrorIds,
    signal: AbortSignal,
  ): Promise<StoredObject> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.clients.s3.send(new GetObjectCommand({ ...input, ChecksumMode: 'ENABLED' }), {
        abortSignal: signal,
      });
      try {
        const bytes = await readBody(operation, ids, answer);
        return {
          bytes,
          tag: tagOf(operation, ids, answer),
          version: answer.VersionId ?? 'null',
          writtenAt: answer.LastModified?.getTime() ?? 0,
          metadata: answer.Metadata ?? {},
        };
      } catch (error) {
        if (error instanceof StoreError || signal.aborted) throw error;
        if (attempt === BODY_ATTEMPTS) throw bodyFailure(operation, ids, error);
        await new Promise((done) => setTimeout(done, Math.random() * BODY_PAUSE_MS * 2 ** attempt));
      }
    }
  }

  /**
   * S3 lists a key's versions newest first, and its deletions apart from them. Times are whole seconds, so the latest
   * of all is put first by its mark and the rest by time.
   */
  private async list(bucket: string, key: string, signal: AbortSignal): Promise<readonly DocumentVersion[]> {
    const found: (DocumentVersion & { readonly latest: boolean })[] = [];
    const take = (entry: ObjectVersion | DeleteMarkerEntry, size: number, wasDeleted: boolean): void => {
      // The prefix is also that of longer keys.
      if (entry.Key !== key) return;
      const writtenAt = entry.LastModified?.getTime() ?? 0;
      const latest = entry.IsLatest === true;
      found.push({ version: entry.VersionId ?? 'null', writtenAt, size, deleted: wasDeleted, latest });
    };
    let marker: { KeyMarker?: string; VersionIdMarker?: string } | null = {};
    while (marker !== null) {
      const page: ListObjectVersionsCommandOutput = await this.clients.s3.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...marker }),
        { abortSignal: signal },
      );
      for (const version of page.Versions ?? []) take(version, version.Size ?? 0, false);
      for (const gone of page.DeleteMarkers ?? []) take(gone, 0, true);
      const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
      marker =
        IsTruncated === true && NextKeyMarker !== undefined
          ? { KeyMarker: NextKeyMarker, ...(NextVersionIdMarker ? { VersionIdMarker: NextVersionIdMarker } : {}) }
          : null;
    }
    return found
      .sort((a, b) => Number(b.latest) - Number(a.latest) || b.writtenAt - a.writtenAt)
      .map(({ latest: _, ...version }) => version);
  }
}

function deleted(operation: string, ids: StoreErrorIds): StoreError {
  return new StoreError({ operation, ids, code: 'DELETED', reason: 'was deleted: there is a delete marker' });
}

/** A header of the answer that became `error`. The SDK keeps the answer where no printing shows it. */
function headerOf(error: unknown, name: string): string | undefined {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  return $response?.headers?.[name];
}

/** What identifies the state of an object. No server leaves it out; without it nothing could be replaced. */
function tagOf(operation: string, ids: StoreErrorIds, { ETag }: { ETag?: string | undefined }): string {
  if (ETag !== undefined && ETag !== '') return ETag;
  throw new StoreError({ operation, ids, code: 'UNEXPECTED', reason: 'got an answer without an ETag' });
}

/** Whether two documents are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
