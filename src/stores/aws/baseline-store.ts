/** Baselines in S3. The bucket is versioned: nothing that was ever accepted is lost, and a deletion shows. */
import type { AwsClients } from '../../aws/clients.js';
import { StoreError } from '../errors.js';
import type { BaselineKey, BaselineStore, Clock, DocumentVersion, StoredDocument } from '../ports.js';
import { MAX_TEXT } from '../validate.js';
import { type AwsNames, baselineKey } from './names.js';
import { Objects, type StoredObject } from './objects.js';

export class S3BaselineStore implements BaselineStore {
  private readonly objects: Objects;

  constructor(clients: Pick<AwsClients, 's3' | 'within'>, names: Pick<AwsNames, 'bucket'>, clock: Clock) {
    this.objects = new Objects(clients, names.bucket, clock);
  }

  async load(key: BaselineKey): Promise<StoredDocument | null> {
    const object = await this.objects.load('BaselineStore.load', checked('BaselineStore.load', key));
    return object === null ? null : documentOf(object);
  }

  /** After a deletion S3 takes a new object too; `load` comes first and refuses with DELETED. */
  async create(key: BaselineKey, bytes: Uint8Array): Promise<StoredDocument> {
    const operation = 'BaselineStore.create';
    return documentOf(await this.objects.put(operation, checked(operation, key), bytes, 'absent'));
  }

  async replace(key: BaselineKey, bytes: Uint8Array, tag: string): Promise<StoredDocument> {
    const operation = 'BaselineStore.replace';
    return documentOf(await this.objects.put(operation, checked(operation, key), bytes, { tag }));
  }

  async versions(key: BaselineKey): Promise<readonly DocumentVersion[]> {
    const operation = 'BaselineStore.versions';
    return await this.objects.versions(operation, checked(operation, key));
  }

  async loadVersion(key: BaselineKey, version: string): Promise<StoredDocument> {
    const operation = 'BaselineStore.loadVersion';
    return documentOf(await this.objects.loadVersion(operation, checked(operation, key), version));
  }
}

/** @throws {StoreError} INVALID: no id of a repository, or no name of a branch */
function checked(operation: string, key: BaselineKey): string {
  const { repositoryId, branch } = key;
  const known = Number.isSafeInteger(repositoryId) && repositoryId >= 1;
  if (known && branch !== '' && branch.length <= MAX_TEXT && !/\p{Surrogate}/u.test(branch)) return baselineKey(key);
  const reason = known ? 'was given a branch that is no name' : 'was given a repository id that is no id';
  throw new StoreError({ operation, code: 'INVALID', reason });
}

function documentOf({ bytes, tag, version, writtenAt }: StoredObject): StoredDocument {
  return { bytes, tag, version, writtenAt };
}
