/**
 * Tables and bucket on the servers that `npm run test:aws` has started. The definitions of the tables are those that
 * Terraform reads.
 */
import { readFileSync } from 'node:fs';
import {
  type AttributeDefinition,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ResourceNotFoundException,
  type ScalarAttributeType,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { HttpRequest } from '@smithy/types';

export type ServerName = 'moto' | 'ministack';

export const REGION = 'eu-central-1';
/** Both servers believe everybody. */
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

interface Keys {
  readonly hash_key: string;
  readonly range_key: string;
}

export interface TableDefinition extends Keys {
  readonly ttl_attribute: string;
  readonly attributes: Readonly<Record<string, ScalarAttributeType>>;
  readonly indexes: Readonly<Record<string, Keys & { readonly projection: 'ALL' | 'KEYS_ONLY' }>>;
}

/** Table without its prefix → definition: the one source, read by Terraform too. */
export const TABLES = JSON.parse(readFileSync('infra/terraform/modules/storage/tables.json', 'utf8')) as Readonly<
  Record<string, TableDefinition>
>;

/** @throws {Error} where no server was started */
export function endpointOf(server: ServerName): string {
  const endpoint = process.env[`TEST_${server.toUpperCase()}`];
  if (endpoint === undefined) throw new Error(`${server} is not running. Use \`npm run test:aws\`.`);
  return endpoint;
}

/** What openAwsStores takes, for one environment. Several endpoints are one: the servers tell the services apart. */
export interface RigOptions {
  readonly region: string;
  readonly environment: string;
  readonly endpoints: { readonly [service in 'dynamodb' | 's3' | 'ssm' | 'kms' | 'sts']: string };
  readonly credentials: typeof CREDENTIALS;
  readonly baselineBucket: string;
}

export function optionsOf(endpoint: string, environment: string): RigOptions {
  return {
    region: REGION,
    environment,
    endpoints: { dynamodb: endpoint, s3: endpoint, ssm: endpoint, kms: endpoint, sts: endpoint },
    credentials: CREDENTIALS,
    baselineBucket: `mirror-dissonance-${environment}-123456789012-baselines`,
  };
}

/** Bare clients of the SDK, for looking behind the stores. */
export interface Bare {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  destroy(): void;
}

/** @param unqueued requests to DynamoDB pass the queue of scripts/moto-server.py by */
export function bareClients(endpoint: string, { unqueued = false } = {}): Bare {
  const config = { endpoint, region: REGION, credentials: CREDENTIALS };
  const dynamodb = new DynamoDBClient(config);
  if (unqueued) {
    const mark = (request: unknown) => Object.assign((request as HttpRequest).headers, { 'x-test-unqueued': '1' });
    dynamodb.middlewareStack.add(
      (next) => (args) => {
        mark(args.request);
        return next(args);
      },
      { step: 'build' },
    );
  }
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const ssm = new SSMClient(config);
  return {
    dynamodb,
    s3,
    ssm,
    destroy: () => {
      for (const client of [dynamodb, s3, ssm]) client.destroy();
    },
  };
}

let made = 0;

/** The name of an environment that nobody has used yet. */
export function freshEnvironment(): string {
  made += 1;
  return `t${process.pid.toString(36)}-${Date.now().toString(36)}-${made.toString(36)}`;
}

/**
 * Creates the tables and the versioned bucket of an environment. TTL is not switched on: MiniStack does delete what has
 * expired by the clock of the machine, once a minute, and the clocks of the cases stand elsewhere. {@link enableTtl}
 */
export async function provision({ dynamodb, s3 }: Bare, { environment, baselineBucket }: RigOptions): Promise<void> {
  await Promise.all([
    ...Object.entries(TABLES).map(([name, table]) =>
      createTable(dynamodb, `mirror-dissonance-${environment}-${name}`, table),
    ),
    createBucket(s3, baselineBucket),
  ]);
}

/** Has DynamoDB delete rows by the attribute that Terraform declares. */
export async function enableTtl({ dynamodb }: Bare, { environment }: RigOptions): Promise<void> {
  for (const [name, { ttl_attribute }] of Object.entries(TABLES)) {
    await dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: `mirror-dissonance-${environment}-${name}`,
        TimeToLiveSpecification: { AttributeName: ttl_attribute, Enabled: true },
      }),
    );
  }
}

/** Deletes the tables of an environment: a server that holds fewer rows is faster. Objects and parameters stay. */
export async function discard({ dynamodb }: Bare, { environment }: RigOptions): Promise<void> {
  await Promise.all(
    Object.keys(TABLES).map(async (name) => {
      try {
        await dynamodb.send(new DeleteTableCommand({ TableName: `mirror-dissonance-${environment}-${name}` }));
      } catch (error) {
        // A case may have deleted it itself.
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    }),
  );
}

async function createTable(client: DynamoDBClient, name: string, table: TableDefinition): Promise<void> {
  const indexes = Object.entries(table.indexes).map(([index, { projection, ...keys }]) => ({
    IndexName: index,
    KeySchema: schemaOf(keys),
    Projection: { ProjectionType: projection },
  }));
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: schemaOf(table),
      AttributeDefinitions: Object.entries(table.attributes).map(
        ([attribute, type]): AttributeDefinition => ({ AttributeName: attribute, AttributeType: type }),
      ),
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    }),
  );
}

function schemaOf({ hash_key, range_key }: Keys): KeySchemaElement[] {
  return [
    { AttributeName: hash_key, KeyType: 'HASH' },
    { AttributeName: range_key, KeyType: 'RANGE' },
  ];
}

async function createBucket(client: S3Client, bucket: string): Promise<void> {
  await client.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
  );
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
}
