/**
 * The state of all levels in S3: `levels/state.json` is the current one, `levels/history/<sequence>.json` every one there
 * was. History is written first, so a state never stands without its copy; what a crash leaves between the two is found
 * by the next publication.
 */
import type { AwsClients } from '../../aws/clients.js';
import { StoreError, type StoreErrorIds } from '../errors.js';
import type { Clock, LevelStore, StoredLevels } from '../ports.js';
import { type AwsNames, historyKey, LEVELS_HISTORY, LEVELS_STATE, sequenceOf } from './names.js';
import { Objects, type StoredObject, sameBytes } from './objects.js';

export class S3LevelStore implements LevelStore {
  private readonly objects: Objects;
  private readonly bucket: string | null;

  constructor(clients: Pick<AwsClients, 's3' | 'within'>, { bucket }: Pick<AwsNames, 'bucket'>, clock: Clock) {
    this.objects = new Objects(clients, bucket, clock);
    this.bucket = bucket;
  }

  async load(): Promise<StoredLevels | null> {
    const operation = 'LevelStore.load';
    const object = await this.objects.load(operation, LEVELS_STATE);
    return object === null ? null : this.levelsOf(operation, LEVELS_STATE, object);
  }

  async publish(bytes: Uint8Array, sequence: number, tag: string | null): Promise<StoredLevels> {
    const operation = 'LevelStore.publish';
    this.checkSequence(operation, sequence);
    const object = await this.objects.load(operation, LEVELS_STATE);
    const current = object === null ? null : this.levelsOf(operation, LEVELS_STATE, object);
    const ids = this.ids(LEVELS_STATE);
    if (tag !== (current?.tag ?? null)) {
      const reason = 'is not what it was when it was read: somebody published since';
      throw new StoreError({ operation, ids, code: 'CONFLICT', reason });
    }
    if (current !== null && sequence <= current.sequence) {
      const reason = `was given sequence ${sequence}; ${current.sequence} is stored`;
      throw new StoreError({ operation, ids, code: 'SEQUENCE', reason });
    }
    await this.keep(operation, bytes, sequence);
    const condition = tag === null ? 'absent' : { tag };
    const written = await this.objects.put(operation, LEVELS_STATE, bytes, condition, metadataOf(sequence));
    return this.levelsOf(operation, LEVELS_STATE, written);
  }

  /** What was written ahead of a state that then never came is no history. */
  async history(): Promise<readonly { readonly sequence: number; readonly writtenAt: number }[]> {
    const operation = 'LevelStore.history';
    // In this order a state that is published meanwhile shows one entry too few, never one too many.
    const keys = await this.objects.keys(operation, LEVELS_HISTORY);
    const object = await this.objects.load(operation, LEVELS_STATE);
    const last = object === null ? 0 : this.levelsOf(operation, LEVELS_STATE, object).sequence;
    return keys
      .flatMap(({ key, writtenAt }) => {
        const sequence = sequenceOf(key);
        return sequence === null || sequence > last ? [] : [{ sequence, writtenAt }];
      })
      .sort((a, b) => b.sequence - a.sequence);
  }

  async loadSequence(sequence: number): Promise<Uint8Array> {
    const operation = 'LevelStore.loadSequence';
    this.checkSequence(operation, sequence);
    const key = historyKey(sequence);
    const levels = this.levelsOf(operation, key, await this.objects.loadVersion(operation, key));
    if (levels.sequence === sequence) return levels.bytes;
    const reason = `says in its metadata that it is sequence ${levels.sequence}`;
    throw new StoreError({ operation, ids: this.ids(key), code: 'CORRUPT', reason });
  }

  /**
   * Writes the copy. One with the same bytes is there when an earlier publication broke off before the state: then there
   * is nothing to do. One with others belongs to somebody else, who is publishing now or whose publication broke off.
   */
  private async keep(operation: string, bytes: Uint8Array, sequence: number): Promise<void> {
    const key = historyKey(sequence);
    try {
      await this.objects.put(operation, key, bytes, 'absent', metadataOf(sequence));
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'CONFLICT') throw error;
      const kept = await this.objects.load(operation, key);
      if (kept !== null && sameBytes(kept.bytes, bytes)) return;
      throw new StoreError({
        operation,
        ids: this.ids(key),
        code: 'CONFLICT',
        reason: `holds another state under sequence ${sequence}: somebody publishes now, or a publication broke off there`,
        next: `Read the state again; when its sequence is still below ${sequence}, publish under ${sequence + 1}`,
        cause: error,
      });
    }
  }

  /** @throws {StoreError} CORRUPT: the object does not say which sequence it is */
  private levelsOf(operation: string, key: string, object: StoredObject): StoredLevels {
    const { bytes, tag, version, writtenAt, metadata } = object;
    const sequence = Number(/^[1-9][0-9]{0,15}$/.exec(metadata['sequence'] ?? '')?.[0]);
    if (Number.isSafeInteger(sequence)) return { bytes, tag, version, writtenAt, sequence };
    const reason = 'does not say in its metadata which sequence it is, so Phase Mirror did not write it';
    throw new StoreError({ operation, ids: this.ids(key), code: 'CORRUPT', reason });
  }

  private checkSequence(operation: string, sequence: number): void {
    if (Number.isSafeInteger(sequence) && sequence >= 1) return;
    throw new StoreError({ operation, code: 'INVALID', reason: 'was given a sequence that is not 1 or above' });
  }

  private ids(key: string): StoreErrorIds {
    return this.bucket === null ? { key } : { bucket: this.bucket, key };
  }
}

function metadataOf(sequence: number): Readonly<Record<string, string>> {
  return { sequence: String(sequence) };
}
