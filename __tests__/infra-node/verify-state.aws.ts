/** scripts/verify-state.mjs on moto: a place that is right, and each way in which it is not. */
import { spawn } from 'node:child_process';
import { CreateTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CREDENTIALS, endpointOf, REGION } from '../support/aws-rig.js';

const endpoint = endpointOf('moto');
const s3 = new S3Client({ region: REGION, endpoint, credentials: CREDENTIALS, forcePathStyle: true });
const dynamodb = new DynamoDBClient({ region: REGION, endpoint, credentials: CREDENTIALS });
afterAll(() => {
  s3.destroy();
  dynamodb.destroy();
});

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001';
let made = 0;

/** As the Terraform of infra/terraform/bootstrap makes it. */
async function place(
  name?: string,
): Promise<{ readonly environment: string; readonly Bucket: string; readonly TableName: string }> {
  made += 1;
  const environment = `state${made}`;
  const Bucket = name ?? `mirror-dissonance-terraform-state-${environment}`;
  const TableName = `mirror-dissonance-terraform-lock-${environment}`;
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }],
      },
    }),
  );
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
    }),
  );
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*' },
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      ...Object.entries({ '': 'aws:kms', '-aws-kms-key-id': KEY }).map(([suffix, value]) => {
        const header = `s3:x-amz-server-side-encryption${suffix}`;
        return {
          ...{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` },
          Condition: { StringNotEquals: { [header]: value }, Null: { [header]: 'false' } },
        };
      }),
    ],
  };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
  return { environment, Bucket, TableName };
}

async function table(TableName: string, key: string): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY },
    }),
  );
}

function verify(...args: string[]): Promise<{ readonly status: number | null; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      NODE_OPTIONS: '',
    };
    const child = spawn(process.execPath, ['scripts/verify-state.mjs', ...args], { env });
    let stdout = '';
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString();
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout }));
  });
}

const wrongOf = (stdout: string): readonly string[] => stdout.split('\n').filter((line) => line.startsWith('WRONG'));

describe('verify-state.mjs', () => {
  it('finds nothing in a place that is right, with a table for locking or without', async () => {
    const { environment, TableName } = await place();
    await table(TableName, 'LockID');
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    for (const more of [[], ['--lock-table']]) {
      const { status, stdout } = await verify(environment, '--region', REGION, ...more);
      expect({ status, wrong: wrongOf(stdout) }).toEqual({ status: 0, wrong: [] });
    }
  });

  it('names what is wrong', async () => {
    const { environment, Bucket, TableName } = await place();
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      }),
    );
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await table(TableName, 'id');
    const { status, stdout } = await verify(environment, '--region', REGION, '--lock-table');
    expect(status).toBe(2);
    expect(wrongOf(stdout)).toEqual([
      'WRONG  versions are kept: versioning is Suspended',
      'WRONG  encrypted with a key of its own: encrypted by AES256',
      'WRONG  private: could not be looked at: NoSuchPublicAccessBlockConfiguration',
      'WRONG  TLS only: could not be looked at: NoSuchBucketPolicy',
      'WRONG  no other key: could not be looked at: NoSuchBucketPolicy',
      'WRONG  the table locks by LockID: its key is id',
      'WRONG  the table can be restored: point-in-time recovery is off',
    ]);
  });

  it('takes a bucket of another name, and sees that its policy denies nothing', async () => {
    const { environment, Bucket } = await place('example-terraform-state');
    const args = [environment, '--region', REGION, '--bucket', Bucket];
    expect((await verify(...args)).status).toBe(0);
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: `arn:aws:s3:::${Bucket}` }],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const { status, stdout } = await verify(...args);
    expect(status).toBe(2);
    expect(wrongOf(stdout)).toEqual([
      'WRONG  TLS only: its policy does not deny requests without TLS',
      'WRONG  no other key: its policy does not deny a state that is encrypted with another key',
    ]);
  });

  it('a place that was never made is wrong, not unknown', async () => {
    const { status, stdout } = await verify('nowhere', '--region', REGION);
    expect(status).toBe(2);
    expect(wrongOf(stdout)).toHaveLength(5);
    expect(stdout).toContain('NoSuchBucket');
  });

  it('says how it is used', async () => {
    for (const args of [[], ['staging'], ['Staging', '--region', REGION], ['a', 'b', '--region', REGION]]) {
      expect((await verify(...args)).status).toBe(64);
    }
  });
});
