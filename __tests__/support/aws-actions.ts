/**
 * Which IAM actions on which resources a request of the AWS SDK needs. A request that is not known here is an error, so
 * that no call of the product goes by unjudged.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import type { IncomingMessage } from 'node:http';
import type { AccessQuestion } from './iam.js';

export type Service = 'dynamodb' | 's3' | 'ssm' | 'kms' | 'monitoring' | 'sts';

export interface ActionFacts {
  readonly region: string;
  readonly account: string;
  /** `alias/name` → ARN of the key. */
  readonly aliases?: Readonly<Record<string, string>>;
}

type Need = Pick<AccessQuestion, 'action' | 'context'> & { readonly resource: string };
type Json = Readonly<Record<string, unknown>>;

/** Everything a request needs; all of it has to be allowed. Empty: it needs no permission. */
export function needsOf(service: string, request: IncomingMessage, body: Buffer, facts: ActionFacts): readonly Need[] {
  switch (service) {
    case 'dynamodb':
      return dynamodb(operationOf(request), jsonOf(body), facts);
    case 'ssm':
      return ssm(operationOf(request), jsonOf(body), facts);
    case 'kms':
      return kms(operationOf(request), jsonOf(body), facts);
    case 's3':
      return s3(request);
    case 'monitoring':
      return monitoring(request, body);
    case 'sts':
      return [];
    default:
      throw new Error(`No actions are known for the service ${service}`);
  }
}

function need(action: string, resource: string, context: AccessQuestion['context'] = {}): Need {
  return { action, resource, context };
}

function operationOf(request: IncomingMessage): string {
  return String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
}

function jsonOf(body: Buffer): Json {
  return JSON.parse(body.toString('utf8') || '{}') as Json;
}

function unknown(service: string, operation: string): never {
  throw new Error(`It is not known which permission ${service} wants for ${operation}`);
}

// ---------------------------------------------------------------- DynamoDB

const ON_TABLE = new Set([
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'],
  ...['DescribeTable', 'DescribeContinuousBackups', 'DeleteTable'],
]);
/** On the table that a restore makes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html */
const OF_A_RESTORE = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];
const IN_TRANSACTION = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

function dynamodb(operation: string, body: Json, { region, account }: ActionFacts): readonly Need[] {
  const table = (name: unknown): string => `arn:aws:dynamodb:${region}:${account}:table/${name}`;
  if (ON_TABLE.has(operation)) {
    const index = body['IndexName'] === undefined ? '' : `/index/${body['IndexName']}`;
    return [need(`dynamodb:${operation}`, `${table(body['TableName'])}${index}`)];
  }
  if (operation === 'RestoreTableToPointInTime') {
    const target = table(body['TargetTableName']);
    return [
      need('dynamodb:RestoreTableToPointInTime', table(body['SourceTableName'])),
      ...OF_A_RESTORE.map((action) => need(`dynamodb:${action}`, target)),
    ];
  }
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    const names = Object.keys((body['RequestItems'] ?? {}) as Json);
    return names.map((name) => need(`dynamodb:${operation}`, table(name)));
  }
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    // Authorised item by item: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    return (body['TransactItems'] as readonly Readonly<Record<string, Json>>[]).flatMap((item) =>
      Object.entries(item).map(([kind, { TableName }]) => {
        const action = kind === 'Get' ? 'GetItem' : IN_TRANSACTION[kind as keyof typeof IN_TRANSACTION];
        return need(`dynamodb:${action ?? unknown('DynamoDB', kind)}`, table(TableName));
      }),
    );
  }
  return unknown('DynamoDB', operation);
}

// ---------------------------------------------------------------- SSM and KMS

function ssm(operation: string, body: Json, { region, account }: ActionFacts): readonly Need[] {
  // A leading slash of the name is the slash of the ARN; `:3` or `:label` is not part of the name.
  const parameter = (name: unknown): string =>
    `arn:aws:ssm:${region}:${account}:parameter/${String(name)
      .replace(/^\//, '')
      .replace(/:[^:/]*$/, '')}`;
  switch (operation) {
    case 'PutParameter':
      return [
        need('ssm:PutParameter', parameter(body['Name']), { 'ssm:Overwrite': String(body['Overwrite'] === true) }),
      ];
    case 'GetParameter':
    case 'DeleteParameter':
    case 'GetParameterHistory':
      return [need(`ssm:${operation}`, parameter(body['Name']))];
    case 'GetParameters':
    case 'DeleteParameters':
      return (body['Names'] as readonly string[]).map((name) => need(`ssm:${operation}`, parameter(name)));
    case 'GetParametersByPath':
      return [need('ssm:GetParametersByPath', parameter(body['Path']))];
    case 'DescribeParameters':
      return [need('ssm:DescribeParameters', `arn:aws:ssm:${region}:${account}:*`)];
    default:
      return unknown('SSM', operation);
  }
}

const ON_KEY = new Set(['Sign', 'GetPublicKey', 'DescribeKey', 'Decrypt', 'Encrypt', 'GenerateDataKey', 'Verify']);

function kms(operation: string, body: Json, { region, account, aliases = {} }: ActionFacts): readonly Need[] {
  if (!ON_KEY.has(operation)) return unknown('KMS', operation);
  const id = String(body['KeyId']);
  const alias = id.includes(':alias/') ? id.slice(id.indexOf('alias/')) : id;
  const key = id.includes(':key/') ? id : (aliases[alias] ?? `arn:aws:kms:${region}:${account}:key/${id}`);
  const context: Record<string, string> = {};
  if (body['SigningAlgorithm'] !== undefined) context['kms:SigningAlgorithm'] = String(body['SigningAlgorithm']);
  if (body['MessageType'] !== undefined) context['kms:MessageType'] = String(body['MessageType']);
  return [need(`kms:${operation}`, key, context)];
}

// ---------------------------------------------------------------- S3, path style

function s3(request: IncomingMessage): readonly Need[] {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/');
  const key = decodeURIComponent(rest.join('/'));
  const query = url.searchParams;
  const method = request.method ?? '';
  const onBucket = `arn:aws:s3:::${bucket}`;
  const onObject = `${onBucket}/${key}`;
  // Parameters that select another operation than the method alone.
  const other = ['acl', 'tagging', 'policy', 'uploads', 'uploadId', 'retention', 'legal-hold', 'lifecycle'];
  const special = other.find((name) => query.has(name));
  if (special !== undefined) return unknown('S3', `${method} ?${special}`);
  if (key === '') {
    const prefix = query.get('prefix');
    const context = prefix === null ? {} : { 's3:prefix': prefix };
    if (method === 'GET' && query.has('versions')) return [need('s3:ListBucketVersions', onBucket, context)];
    if (method === 'GET' && query.has('versioning')) return [need('s3:GetBucketVersioning', onBucket)];
    if (method === 'GET' || method === 'HEAD') return [need('s3:ListBucket', onBucket, context)];
    return unknown('S3', `${method} on a bucket`);
  }
  const version = query.has('versionId') ? 'Version' : '';
  if (method === 'GET' || method === 'HEAD') return [need(`s3:GetObject${version}`, onObject)];
  if (method === 'DELETE') return [need(`s3:DeleteObject${version}`, onObject)];
  if (method !== 'PUT' || request.headers['x-amz-copy-source'] !== undefined) return unknown('S3', method);
  const context: Record<string, string> = {};
  for (const name of ['x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id']) {
    const value = request.headers[name];
    if (typeof value === 'string') context[`s3:${name}`] = value;
  }
  // If-Match compares with what is there: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
  const read = request.headers['if-match'] === undefined ? [] : [need('s3:GetObject', onObject)];
  return [need('s3:PutObject', onObject, context), ...read];
}

// ---------------------------------------------------------------- CloudWatch

function monitoring(request: IncomingMessage, body: Buffer): readonly Need[] {
  const form = new URLSearchParams(body.toString('utf8'));
  const operation = operationOf(request) || form.get('Action') || (request.url ?? '').split('/operation/')[1] || '';
  if (operation !== 'PutMetricData') return unknown('CloudWatch', operation);
  const json = String(request.headers['content-type'] ?? '').includes('json');
  const namespace = json ? jsonOf(body)['Namespace'] : form.get('Namespace');
  const context = typeof namespace === 'string' ? { 'cloudwatch:namespace': namespace } : {};
  return [need('cloudwatch:PutMetricData', '*', context)];
}
