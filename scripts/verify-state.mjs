/**
 * Is the place of Terraform's state as infra/terraform/bootstrap makes it? Reads settings, writes nothing, and reads no
 * state. For the person who applies, before `terraform init`, with the credentials of the shell.
 *
 * Usage: node scripts/verify-state.mjs ENVIRONMENT --region REGION [--bucket NAME] [--lock-table]
 *          --bucket       its name, where it is not the usual one
 *          --lock-table   the table is used for locking, so it has to be there
 * A bucket of somebody else who was first to take the name is found as well: S3 shows a policy to the owner alone.
 * Exit: 0 as it should be; 2 something is not, or could not be looked at; 64 usage
 */

import { parseArgs } from 'node:util';
import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';

const USAGE = 'usage: node scripts/verify-state.mjs ENVIRONMENT --region REGION [--bucket NAME] [--lock-table]';

function asked() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        region: { type: 'string' },
        bucket: { type: 'string' },
        'lock-table': { type: 'boolean', default: false },
      },
    });
    const [environment, ...rest] = positionals;
    if (rest.length > 0 || values.region === undefined) return null;
    if (!/^[a-z][a-z0-9-]{0,18}$/.test(environment ?? '')) return null;
    return { environment, region: values.region, bucket: values.bucket, lockTable: values['lock-table'] };
  } catch {
    return null;
  }
}

const question = asked();
if (question === null) {
  console.error(USAGE);
  process.exit(64);
}
const { environment, region, bucket, lockTable } = question;
const Bucket = bucket ?? `mirror-dissonance-terraform-state-${environment}`;
const TableName = `mirror-dissonance-terraform-lock-${environment}`;
const s3 = new S3Client({ region, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
const dynamodb = new DynamoDBClient({ region });

/** What the bucket's policy denies to everybody. */
async function denials() {
  const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  const { Statement = [] } = JSON.parse(Policy);
  return Statement.filter(({ Effect, Principal }) => Effect === 'Deny' && Principal === '*');
}

/** What a check says is wrong; null: nothing. */
const CHECKS = {
  'versions are kept': async () => {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    return Status === 'Enabled' ? null : `versioning is ${Status ?? 'off'}`;
  },
  'encrypted with a key of its own': async () => {
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const { SSEAlgorithm, KMSMasterKeyID } =
      ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault ?? {};
    if (SSEAlgorithm !== 'aws:kms') return `encrypted by ${SSEAlgorithm ?? 'nothing'}`;
    return KMSMasterKeyID === undefined ? 'encrypted with the key that AWS made' : null;
  },
  private: async () => {
    const { PublicAccessBlockConfiguration: block = {} } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    const four = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
    const off = four.filter((name) => block[name] !== true);
    return off.length === 0 ? null : `${off.join(', ')} is off`;
  },
  'TLS only': async () => {
    const denied = (await denials()).some(
      ({ Action, Condition }) => Action === 's3:*' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
    );
    return denied ? null : 'its policy does not deny requests without TLS';
  },
  'no other key': async () => {
    const headers = ['s3:x-amz-server-side-encryption', 's3:x-amz-server-side-encryption-aws-kms-key-id'];
    const statements = (await denials()).filter(({ Action }) => Action === 's3:PutObject');
    const open = headers.filter(
      (header) => !statements.some(({ Condition }) => Condition?.StringNotEquals?.[header] !== undefined),
    );
    return open.length === 0 ? null : 'its policy does not deny a state that is encrypted with another key';
  },
  ...(lockTable
    ? {
        'the table locks by LockID': async () => {
          const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
          const keys = (Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName).join();
          if (keys !== 'LockID') return `its key is ${keys}`;
          return Table?.SSEDescription?.SSEType === 'KMS' ? null : 'it is not encrypted with a key of its own';
        },
        'the table can be restored': async () => {
          const { ContinuousBackupsDescription } = await dynamodb.send(
            new DescribeContinuousBackupsCommand({ TableName }),
          );
          const status = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
          return status === 'ENABLED' ? null : 'point-in-time recovery is off';
        },
      }
    : {}),
};

let wrong = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  const said = await check().catch((error) => `could not be looked at: ${error.name}`);
  if (said !== null) wrong += 1;
  console.log(said === null ? `ok     ${name}` : `WRONG  ${name}: ${said}`);
}
console.log(
  wrong === 0
    ? `${Bucket} is as infra/terraform/bootstrap makes it.`
    : `${wrong} of ${Object.keys(CHECKS).length} are wrong. Apply infra/terraform/bootstrap, or correct them by hand.`,
);
process.exitCode = wrong === 0 ? 0 : 2;
