/** Every signed document of the bucket with its versions, for checking that older ones can be had. Reads only. */
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { AwsClients } from '../../aws/clients.js';
import type { Clock } from '../ports.js';
import { call } from './call.js';
import { LEVELS_HISTORY, LEVELS_STATE, sequenceOf } from './names.js';
import { Objects } from './objects.js';

const BASELINES = 'baselines/';
const BASELINE_KEY = /^baselines\/([1-9][0-9]{0,15})\/[0-9a-f]{64}\.json$/;

/** A baseline, deleted ones too: those are what somebody would want back. */
export interface BaselineObject {
  readonly key: string;
  readonly repositoryId: number;
  /** The latest is a deletion. */
  readonly deleted: boolean;
  /** Ids of what can be read, newest first. */
  readonly versions: readonly string[];
}

interface Seen {
  readonly version: string;
  readonly latest: boolean;
  readonly at: number;
  readonly deleted: boolean;
}

export class DocumentVersions {
  readonly #clients: Pick<AwsClients, 's3' | 'within'>;
  readonly #bucket: string;
  readonly #objects: Objects;

  constructor(clients: Pick<AwsClients, 's3' | 'within'>, bucket: string, clock: Clock) {
    this.#clients = clients;
    this.#bucket = bucket;
    this.#objects = new Objects(clients, bucket, clock);
  }

  /** In order of key; and keys below the same prefix that are no baseline's. */
  async baselines(): Promise<{ readonly found: readonly BaselineObject[]; readonly foreign: readonly string[] }> {
    const found: BaselineObject[] = [];
    const foreign: string[] = [];
    for (const [key, seen] of [...(await this.#list(BASELINES))].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const repositoryId = Number(BASELINE_KEY.exec(key)?.[1]);
      if (!Number.isSafeInteger(repositoryId)) {
        foreign.push(key);
        continue;
      }
      // Times are whole seconds: the latest of all has a mark, the order of S3 settles the rest.
      const newestFirst = seen.sort((one, other) => Number(other.latest) - Number(one.latest) || other.at - one.at);
      const versions = newestFirst.filter(({ deleted }) => !deleted).map(({ version }) => version);
      found.push({ key, repositoryId, deleted: newestFirst[0]?.deleted === true, versions });
    }
    return { found, foreign };
  }

  /** The history of levels, newest first. */
  async levelsHistory(): Promise<readonly { readonly key: string; readonly sequence: number }[]> {
    return (await this.#objects.keys('Backups.levels', LEVELS_HISTORY))
      .flatMap(({ key }) => {
        const sequence = sequenceOf(key);
        return sequence === null ? [] : [{ key, sequence }];
      })
      .sort((one, other) => other.sequence - one.sequence);
  }

  /** The state of levels; null where there certainly never was one. @throws StoreError DELETED … */
  async levelsState(): Promise<string | null> {
    const object = await this.#objects.load('Backups.levels', LEVELS_STATE);
    return object === null ? null : textOf(object.bytes);
  }

  /** @param version absent: the current one @throws StoreError NOT_FOUND, CORRUPT … */
  async read(key: string, version?: string): Promise<string> {
    return textOf((await this.#objects.loadVersion('Backups.read', key, version)).bytes);
  }

  async #list(prefix: string): Promise<Map<string, Seen[]>> {
    const found = new Map<string, Seen[]>();
    let marker: { KeyMarker?: string; VersionIdMarker?: string } | null = {};
    while (marker !== null) {
      const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
        ...{ Bucket: this.#bucket, Prefix: prefix },
        ...marker,
      });
      const ids = { bucket: this.#bucket, key: prefix };
      const page = await call('Backups.baselines', ids, () => this.#clients.s3.send(command));
      const entries = [
        ...(page.Versions ?? []).map((entry) => ({ entry, deleted: false })),
        ...(page.DeleteMarkers ?? []).map((entry) => ({ entry, deleted: true })),
      ];
      for (const { entry, deleted } of entries) {
        const { Key: key = '', VersionId: version = 'null', IsLatest: latest = false, LastModified } = entry;
        const seen = found.get(key) ?? [];
        seen.push({ version, latest, at: LastModified?.getTime() ?? 0, deleted });
        found.set(key, seen);
      }
      const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
      marker =
        IsTruncated === true && NextKeyMarker !== undefined
          ? { KeyMarker: NextKeyMarker, ...(NextVersionIdMarker ? { VersionIdMarker: NextVersionIdMarker } : {}) }
          : null;
    }
    return found;
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
