/** A clone with reviewers and a key, its database, and what people say of what is recorded in it. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { ALL_RULES } from '../../src/oracle/all-rules.js';
import { calibrate } from '../../src/oracle/calibrate.js';
import type { CalibrateRequest, CalibrateResult } from '../../src/oracle/calibrate-types.js';
import { localIdOf } from '../../src/oracle/local.js';
import { actualSchemaHash } from '../../src/oracle/schema-hash.js';
import { openStores } from '../../src/oracle.js';
import { pemSigner } from '../../src/privacy/pem-signer.js';
import { signDocument } from '../../src/privacy/signed-object.js';
import { DAY_MS, type FPEvent, type StoredLevels } from '../../src/stores/ports.js';
import type { Stores } from '../../src/stores/stores.js';
import { findingId, storedEvent } from '../support/events.js';
import { TEST_ENVIRONMENT, type TestRepo, type Workshop } from '../support/git-repo.js';

export const START = Date.UTC(2026, 10, 1, 12);
export const REPOSITORY = 7;
export const PEOPLE = ['ann@example.invalid', 'bob@example.invalid', 'cyd@example.invalid'] as const;
export const ANN = `actor:${localIdOf(PEOPLE[0])}`;
export const BOB = `actor:${localIdOf(PEOPLE[1])}`;
export const CYD = `actor:${localIdOf(PEOPLE[2])}`;

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
export const KEY = pair();
export const OTHER_KEY = pair();

export interface Judged {
  readonly count: number;
  readonly kind: 'false-positive' | 'true-positive' | 'pending';
  /** In turn; default both. */
  readonly by?: readonly string[];
  /** First pull request. */
  readonly from?: number;
  /** Findings of each pull request. */
  readonly findings?: number;
  readonly repository?: number;
  readonly ruleId?: string;
  readonly actors?: readonly string[];
}

export function versionOf(ruleId: string): number {
  return ALL_RULES.find(({ id }) => id === ruleId)?.version ?? 1;
}

export class World {
  readonly file: string;
  readonly repo: TestRepo;
  day = 0;

  constructor(
    workshop: Workshop,
    { key = KEY.pem, calibration = 'audit-rate: 1', reviewers = PEOPLE as readonly string[] } = {},
  ) {
    this.repo = workshop.repo();
    this.file = join(workshop.folder('store'), 'store.db');
    this.configure({ key, calibration, reviewers });
  }

  configure({
    key = KEY.pem,
    calibration = 'audit-rate: 1',
    reviewers = PEOPLE as readonly string[],
    more = '',
  }): void {
    const pem = key.trim().replaceAll('\n', '\n        ');
    const trust = key === '' ? '' : `trust:\n  keys:\n    - id: k1\n      use: levels\n      pem: |\n        ${pem}\n`;
    const text = `version: 1\ncalibration:\n  reviewers: [${reviewers.map((one) => `"${one}"`).join(', ')}]\n  ${calibration}\n${trust}${more}`;
    this.repo.commitFiles({ '.phase-mirror.yml': text });
  }

  now(): number {
    return START + this.day * DAY_MS;
  }

  async with<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    const stores = await openStores(
      { backend: 'sqlite', file: this.file, access: 'create' },
      { now: () => this.now() },
    );
    try {
      return await work(stores);
    } finally {
      await stores.close();
    }
  }

  /** Records pull requests today and has them judged at once. */
  async judged(what: Judged): Promise<void> {
    const { count, kind, by = [ANN, BOB], from = 1, findings = 1, repository = REPOSITORY, ruleId = 'MD-001' } = what;
    const events: FPEvent[] = [];
    for (let number = from; number < from + count; number += 1) {
      for (let n = 0; n < findings; n += 1) {
        events.push(
          storedEvent(this.now(), {
            ruleId,
            ruleVersion: versionOf(ruleId),
            repository: `repository:${repository}`,
            change: `pr#${number}`,
            findingId: findingId(`${(1_000_000 + number).toString(16)}${n.toString(16).padStart(3, '0')}`),
            actors: what.actors ?? ['actor:31'],
          }),
        );
      }
    }
    await this.with(async ({ fp }) => {
      await fp.recordEvents(events);
      if (kind === 'pending') return;
      for (const [index, event] of events.entries()) {
        const reviewer = by[Math.floor(index / findings) % by.length] ?? '';
        const verdict = { reviewer, ticket: 'T-1', at: this.now(), source: 'cli' } as const;
        const finding = { repository: event.repository, findingId: event.findingId };
        await (kind === 'false-positive'
          ? fp.markFalsePositive(finding, verdict)
          : fp.confirmTruePositive(finding, verdict));
      }
    });
  }

  request(more: Partial<CalibrateRequest> = {}): CalibrateRequest {
    return {
      folder: this.repo.dir,
      environment: TEST_ENVIRONMENT,
      clock: () => this.now(),
      store: { backend: 'sqlite', file: this.file },
      repositoryId: REPOSITORY,
      ownerId: null,
      runUrl: '',
      mode: 'apply',
      signingKey: KEY.secret,
      ...more,
    };
  }

  look(more: Partial<CalibrateRequest> = {}): Promise<CalibrateResult> {
    return calibrate(this.request(more), actualSchemaHash());
  }

  /** The level of a rule as it is published; null: nothing is. */
  async stored(): Promise<StoredLevels | null> {
    return await this.with(({ levels }) => levels.load());
  }

  async bytes(): Promise<string | null> {
    const stored = await this.stored();
    return stored === null ? null : Buffer.from(stored.bytes).toString('utf8');
  }

  async payload(): Promise<StoredPayload> {
    return (JSON.parse((await this.bytes()) ?? '{"payload":null}') as { payload: StoredPayload }).payload;
  }

  /** Publishes a document of another origin. */
  async plant(
    payload: unknown,
    header: { sequence: number; env?: string; key?: string | null; as?: number },
  ): Promise<void> {
    const { sequence, env = 'local', key = KEY.secret, as = sequence } = header;
    const { text } = await signDocument(
      payload as never,
      { type: 'levels', env, repositoryId: null, branch: null, sequence, previous: null },
      key === null ? null : pemSigner('k1', key),
      this.now(),
    );
    await this.plantBytes(text, as);
  }

  async plantBytes(text: string, sequence: number): Promise<void> {
    await this.with(async ({ levels }) => {
      const tag = (await levels.load())?.tag ?? null;
      await levels.publish(Buffer.from(text), sequence, tag);
    });
  }
}

export interface StoredPayload {
  readonly rules: readonly {
    readonly ruleId: string;
    readonly ruleVersion: number;
    readonly level: string;
    readonly record: unknown;
  }[];
  readonly repositories: Readonly<Record<string, readonly { readonly ruleId: string; readonly level: string }[]>>;
  readonly calibration?: {
    readonly rules: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly evidence: { readonly n: number; readonly sumX: number };
      readonly before: { readonly fp: number; readonly n: number } | null;
      readonly seen: Readonly<Record<string, Readonly<Record<string, number>>>>;
    }[];
    readonly changes: readonly Readonly<Record<string, unknown>>[];
  };
}

export function ruleOf({ report }: CalibrateResult, ruleId = 'MD-001') {
  const rule = report.rules.find((one) => one.ruleId === ruleId);
  if (rule === undefined) throw new Error(`no ${ruleId}`);
  return rule;
}
