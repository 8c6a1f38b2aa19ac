/**
 * `store verify-backups` as it is typed, on moto: 10,000 rows restored and compared, one dropped from the copy on purpose,
 * and nothing left behind. moto restores what is there now, whatever moment is asked for, and its window of restorable
 * moments stands still: a gate in front of it moves the window as DynamoDB does. How long a restore takes, what it costs
 * and whether a role may do it with a key of its own is for a live account.
 */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { resolve } from 'node:path';
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  ListTablesCommand,
  PutItemCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BackupReport } from '../../src/oracle.js';
import { pemSigner, publicPem } from '../../src/privacy/pem-signer.js';
import { type SignedDocument, signDocument } from '../../src/privacy/signed-object.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import type { SecretStores } from '../../src/stores/stores.js';
import {
  type Bare,
  bareClients,
  CREDENTIALS,
  discard,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  REGION,
  type RigOptions,
} from '../support/aws-rig.js';
import { startBackupWindow } from '../support/backup-window.js';
import { type Outcome, runCli } from '../support/cli.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';
import type { Loopback } from '../support/loopback.js';

const ROWS = 10_000;
const FEW = 50;
const BRANCHES = ['main', 'release'];
const REPOSITORY_ID = 71_000_001;

const workshop = new Workshop();
const [baselineKeys, levelKeys] = [0, 1].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

interface Place {
  readonly environment: string;
  readonly events: string;
  /** The copy of `events`. */
  readonly scratch: string;
  readonly options: RigOptions;
  readonly stores: SecretStores;
}

function place(): Place {
  const environment = freshEnvironment();
  const options = optionsOf(endpointOf('moto'), environment);
  const events = `mirror-dissonance-${environment}-fp-events`;
  const stores = openAwsStores(options, { now: Date.now });
  return { environment, events, scratch: `verify.${events}`, options, stores };
}

/** One environment of 10,000 rows, and one of a few: moto takes a second to scan 10,000. */
const [large, small] = [place(), place()];
let bare: Bare;
let gate: Loopback;
let repository: string;
/** Called before a request reaches moto; `name` of the table where there is one. */
let before: (operation: string, name: string) => Promise<void> = async () => {};

function config(): string {
  const key = (id: string, use: string, pem: string) => [
    ...[`    - id: ${id}`, `      use: ${use}`, '      pem: |'],
    ...pem
      .trim()
      .split('\n')
      .map((line) => `        ${line}`),
  ];
  return [
    ...['version: 1', 'trust:', '  keys:'],
    ...key('baseline-1', 'baseline', publicPem(baselineKeys?.publicKey as never)),
    ...key('levels-1', 'levels', publicPem(levelKeys?.publicKey as never)),
    '',
  ].join('\n');
}

const baselineSigner = pemSigner('baseline-1', baselineKeys?.privateKey as never);
const levelsSigner = pemSigner('levels-1', levelKeys?.privateKey as never);
const bytesOf = ({ text }: SignedDocument) => new TextEncoder().encode(text);

/** Three acceptances of each branch, each naming the one before it; three states of levels. */
async function writeDocuments({ environment, stores }: Place): Promise<void> {
  const signedAt = Date.now() - 1000;
  for (const branch of BRANCHES) {
    const key = { repositoryId: REPOSITORY_ID, branch };
    let previous: string | null = null;
    let tag = '';
    for (const sequence of [1, 2, 3]) {
      const header = { type: 'baseline', env: environment, ...key, sequence, previous } as const;
      const document: SignedDocument = await signDocument({ files: [] }, header, baselineSigner, signedAt);
      const stored = await (sequence === 1
        ? stores.baselines.create(key, bytesOf(document))
        : stores.baselines.replace(key, bytesOf(document), tag));
      [tag, previous] = [stored.tag, document.digest];
    }
  }
  let [previous, tag]: [string | null, string | null] = [null, null];
  for (const sequence of [1, 2, 3]) {
    const subject = { type: 'levels', env: environment, repositoryId: null, branch: null } as const;
    const payload = { schemaVersion: '1', rules: [] };
    const document: SignedDocument = await signDocument(
      payload,
      { ...subject, sequence, previous },
      levelsSigner,
      signedAt,
    );
    tag = (await stores.levels.publish(bytesOf(document), sequence, tag)).tag;
    previous = document.digest;
  }
}

async function writeRows({ events }: Place, rows: number): Promise<void> {
  const row = (index: number) => ({
    pk: { S: `repo#${(index % 50).toString(16).padStart(64, '0')}#rule#MD-00${1 + (index % 9)}` },
    sk: { S: `event#${index.toString(16).padStart(64, '0')}` },
    actors: { L: [{ S: 'a'.repeat(64) }] },
    occurredAt: { N: String(1_790_000_000_000 + index) },
  });
  for (let first = 0; first < rows; first += 25) {
    const puts = Array.from({ length: 25 }, (_, index) => ({ PutRequest: { Item: row(first + index) } }));
    await bare.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [events]: puts } }));
  }
}

const previousValues = VARIABLES.map((name) => process.env[name]);
beforeAll(async () => {
  bare = bareClients(endpointOf('moto'));
  for (const [at, rows] of [
    [large, ROWS],
    [small, FEW],
  ] as const) {
    await provision(bare, at.options);
    for (const name of ['fp-events', 'consent', 'block-counter']) {
      const TableName = `mirror-dissonance-${at.environment}-${name}`;
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
      await bare.dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    }
    await Promise.all([writeRows(at, rows), writeDocuments(at)]);
  }
  gate = await startBackupWindow(endpointOf('moto'), (operation, name) => before(operation, name));
  const repo = workshop.repo();
  repo.commitFiles({ '.phase-mirror.yml': config() });
  repository = repo.dir;
  const values = [gate.url, CREDENTIALS.accessKeyId, CREDENTIALS.secretAccessKey];
  for (const [index, name] of VARIABLES.entries()) process.env[name] = values[index];
}, 180_000);
afterAll(async () => {
  for (const [index, name] of VARIABLES.entries()) {
    const value = previousValues[index];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  for (const { stores, options } of [large, small]) {
    await stores.close();
    await discard(bare, options);
  }
  bare.destroy();
  await gate.close();
  workshop.clean();
});
beforeEach(() => {
  before = async () => {};
});

function verify({ environment }: Place, ...args: string[]): Promise<Outcome> {
  const words = ['--environment', environment, '--region', REGION, ...args];
  return runCli({ cwd: repository, now: Date.now() }, 'store', 'verify-backups', ...words);
}

const full = ({ options }: Place) => ['--baseline-bucket', options.baselineBucket, '--format', 'json'];

async function report(at: Place): Promise<{ readonly status: number; readonly report: BackupReport }> {
  const { status, stdout } = await verify(at, ...full(at));
  return { status, report: JSON.parse(stdout) as BackupReport };
}

async function scratchTables({ environment }: Place): Promise<readonly string[]> {
  const names: string[] = [];
  let from: string | undefined;
  do {
    const page = await bare.dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: from }));
    names.push(...(page.TableNames ?? []));
    from = page.LastEvaluatedTableName;
  } while (from !== undefined);
  return names.filter((name) => name.startsWith('verify.') && name.includes(environment));
}

async function anyRow({ events }: Place): Promise<{ readonly pk: { S: string }; readonly sk: { S: string } }> {
  const { Items = [] } = await bare.dynamodb.send(new ScanCommand({ TableName: events, Limit: 1 }));
  const { pk, sk } = Items[0] as { pk: { S: string }; sk: { S: string } };
  return { pk, sk };
}

describe('verify-backups of 10,000 rows, on moto', () => {
  it('restores 10,000 rows, compares every one, reads every document, and leaves nothing behind', async () => {
    const { environment, events } = large;
    const { status, report: found } = await report(large);
    expect([status, found.ok]).toEqual([0, true]);
    expect(found.tables.map(({ table, rows, compared, problems }) => ({ table, rows, compared, problems }))).toEqual(
      [
        [events, ROWS],
        [`mirror-dissonance-${environment}-consent`, 0],
        [`mirror-dissonance-${environment}-block-counter`, 0],
      ].map(([table, rows]) => ({
        ...{ table, rows: { before: rows, copy: rows, after: rows } },
        ...{ compared: rows, problems: [] },
      })),
    );
    expect(
      found.documents.map(({ document, verified, signed, problems }) => [
        ...[document.replace(/[0-9a-f]{64}/, '*'), verified, signed, problems],
      ]),
    ).toEqual([
      ['levels/state.json', 3, true, []],
      [`baselines/${REPOSITORY_ID}/*.json`, 2, true, []],
      [`baselines/${REPOSITORY_ID}/*.json`, 2, true, []],
    ]);
    expect(await scratchTables(large)).toEqual([]);
  });

  it('finds one row that was dropped, one that was altered and one that nobody wrote, and cleans up', async () => {
    const { scratch } = large;
    const dropped = await anyRow(large);
    let done = false;
    before = async (operation, name) => {
      if (operation !== 'Scan' || name !== scratch || done) return;
      done = true;
      const { Items: [first, second] = [] } = await bare.dynamodb.send(new ScanCommand({ TableName: scratch }));
      expect(first).toMatchObject(dropped);
      await bare.dynamodb.send(new DeleteItemCommand({ TableName: scratch, Key: dropped }));
      await bare.dynamodb.send(new PutItemCommand({ TableName: scratch, Item: { ...second, occurredAt: { N: '1' } } }));
      const surplus = { pk: { S: 'repo#nobody' }, sk: { S: 'event#1' } };
      await bare.dynamodb.send(new PutItemCommand({ TableName: scratch, Item: surplus }));
    };
    const { status, report: found } = await report(large);
    expect([status, found.ok]).toEqual([2, false]);
    const [table] = found.tables;
    expect(table).toMatchObject({
      ...{ ok: false, compared: ROWS, rows: { before: ROWS, copy: ROWS, after: ROWS } },
      missing: { rows: 1, keys: [`${dropped.pk.S} · ${dropped.sk.S}`] },
      different: { rows: 1 },
      surplus: { rows: 1, keys: ['repo#nobody · event#1'] },
    });
    expect(table?.problems).toHaveLength(3);
    expect(await scratchTables(large)).toEqual([]);
  });
});

describe('verify-backups of a few rows, on moto', () => {
  const { environment, events, scratch } = small;

  it('says nothing of rows that are written meanwhile', async () => {
    const item = { pk: { S: 'repo#new' }, sk: { S: 'event#1' } };
    before = async (operation, name) => {
      if (operation !== 'RestoreTableToPointInTime' || name !== scratch) return;
      await bare.dynamodb.send(new PutItemCommand({ TableName: events, Item: item }));
    };
    const { status, report: found } = await report(small);
    expect(status).toBe(0);
    expect(found.tables[0]).toMatchObject({ ok: true, compared: FEW, inMotion: 1 });
    await bare.dynamodb.send(new DeleteItemCommand({ TableName: events, Key: item }));
  });

  it('cleans up after a failure in the middle, and says what failed', async () => {
    before = async (operation, name) => {
      // An address that answers nothing of the kind: 500 from the gate.
      if (operation === 'Scan' && name === scratch) throw new Error('gone');
    };
    const { status, report: found } = await report(small);
    expect(status).toBe(2);
    expect(found.tables[0]?.problems).toEqual([expect.stringContaining(scratch)]);
    expect(found.tables[1]?.problems).toEqual([]);
    expect(await scratchTables(small)).toEqual([]);
  });

  it('cleans up when it is interrupted', async () => {
    const words = ['--environment', environment, '--region', REGION, ...full(small)];
    const child = spawn(process.execPath, [resolve('build/cli/index.js'), 'store', 'verify-backups', ...words], {
      cwd: repository,
      env: {
        ...TEST_ENVIRONMENT,
        ...Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]])),
      },
    });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => output.push(text));
    const heard = new Promise<void>((done) => {
      child.stderr.on('data', (text: Buffer) => text.includes('interrupted; deleting the copies first') && done());
    });
    before = async (operation, name) => {
      if (operation !== 'Scan' || name !== scratch || child.killed) return;
      child.kill('SIGINT');
      await heard;
    };
    const status = await new Promise<number | null>((done) => child.once('close', done));
    expect([status, Buffer.concat(output).toString()]).toEqual([
      2,
      expect.stringContaining('the check was interrupted'),
    ]);
    expect(await scratchTables(small)).toEqual([]);
  });

  it('leaves the copy of somebody else alone, and takes it away when told to', async () => {
    const source = `mirror-dissonance-${environment}-consent`;
    const copy = { SourceTableName: source, TargetTableName: `verify.${source}`, UseLatestRestorableTime: true };
    await bare.dynamodb.send(new RestoreTableToPointInTimeCommand(copy));
    const { status, report: found } = await report(small);
    expect([status, found.tables[1]?.problems]).toEqual([
      2,
      [expect.stringMatching(/was made 0 minutes ago: another check is under way, or was killed/)],
    ]);
    expect(await scratchTables(small)).toEqual([`verify.${source}`]);
    expect(await verify(small, '--clean')).toMatchObject({ status: 0, stdout: `Deleted verify.${source}\n` });
    expect(await verify(small, '--clean')).toMatchObject({ status: 0, stdout: 'Nothing was left behind\n' });
  });

  it('never deletes a table that only has the name of a copy', async () => {
    const source = `mirror-dissonance-${environment}-consent`;
    const copy = { SourceTableName: source, TargetTableName: scratch, UseLatestRestorableTime: true };
    await bare.dynamodb.send(new RestoreTableToPointInTimeCommand(copy));
    for (const args of [full(small), ['--clean']]) {
      const { status, stdout, stderr } = await verify(small, ...args);
      expect([status, stdout + stderr]).toEqual([2, expect.stringContaining(`was not restored from ${events}`)]);
      expect(await scratchTables(small)).toEqual([scratch]);
    }
    await bare.dynamodb.send(new DeleteTableCommand({ TableName: scratch }));
  });

  it('finds a baseline that was deleted', async () => {
    const key = (await report(small)).report.documents[1]?.document as string;
    await bare.s3.send(new DeleteObjectCommand({ Bucket: small.options.baselineBucket, Key: key }));
    const { status, report: after } = await report(small);
    expect(status).toBe(2);
    expect(after.documents.find(({ document }) => document === key)?.problems).toEqual([
      expect.stringMatching(/^It was deleted\./),
    ]);
  });
});
