/** What each role asks of AWS, read from the code, and what its policy allows, in the same words: `s3:GetObject on levels`. */
import { type MethodCall, methodsOf, reachOf } from './call-graph.js';
import type { PolicyStatement } from './iam.js';
import { permissionPolicy, type RoleName } from './role-policies.js';
import { ACCOUNT, REPOSITORY } from './web-identity.js';

/** Where the work of a role begins. */
const ENTRIES: Readonly<Record<RoleName, readonly string[]>> = {
  evaluate: ['src/oracle/evaluate-run.ts#evaluateRun'],
  record: ['src/oracle/record-run.ts#recordRun'],
  drift: ['src/oracle/drift.ts#driftCheck'],
  accept: ['src/oracle/drift-accept.ts#driftAccept'],
  calibrate: [
    'src/oracle/calibrate.ts#calibrate',
    'src/oracle/calibrate-ingest.ts#ingest',
    'src/oracle/audit-list.ts#listAudit',
  ],
  operate: [
    ...['changeNonces', 'openSecrets'].map((name) => `src/oracle/operator-secrets.ts#${name}`),
    ...['createFirst', 'listSecrets', 'retire', 'rotate', 'rotateFrom'].map(
      (name) => `src/privacy/rotation.ts#${name}`,
    ),
    ...['grant', 'revoke', 'check', 'consent', 'consentHistory'].map((name) => `src/oracle/memory.ts#Memory.${name}`),
    'src/oracle/memory.ts#openMemory',
  ],
  // Its requests are no store's.
  verify: ['verifyBackups', 'cleanBackups'].map((name) => `src/oracle/verify-backups.ts#${name}`),
};

const STORES = 'src/stores/aws';
type Port = 'fp' | 'consent' | 'blocks' | 'baselines' | 'levels' | 'nonces' | 'salts';
const CLASSES: Readonly<Record<Port, readonly [file: string, name: string]>> = {
  fp: [`${STORES}/fp-store.ts`, 'DynamoFPStore'],
  consent: [`${STORES}/consent-store.ts`, 'DynamoConsentStore'],
  blocks: [`${STORES}/block-counter.ts`, 'DynamoBlockCounter'],
  baselines: [`${STORES}/baseline-store.ts`, 'S3BaselineStore'],
  levels: [`${STORES}/level-store.ts`, 'S3LevelStore'],
  nonces: [`${STORES}/secret-store.ts`, 'SsmSecretStore'],
  salts: [`${STORES}/secret-store.ts`, 'SsmSecretStore'],
};
/** What policies call them. */
const RESOURCES: Readonly<Record<Port, string>> = {
  ...{ fp: 'fp-events', consent: 'consent', blocks: 'block-counter', baselines: 'baselines', levels: 'levels' },
  ...{ nonces: 'nonces', salts: 'salts' },
};

/** Ports under the names that generic code has for them. */
const ALIASES: readonly (readonly [file: string, receiver: string, ports: readonly Port[]])[] = [
  ['src/privacy/nonce-ring.ts', 'source', ['nonces']],
  ['src/oracle/run-metrics.ts', 'source', ['nonces']],
  // Salts are rotated and never retired: what calls `remove` is asked to by `options.retire`.
  ['src/privacy/rotation.ts', 'store', ['nonces', 'salts']],
];

/** Stores are judged method by method: here only what is asked of them is noted. */
function portsOf({ receiver, method, from }: MethodCall): readonly Port[] {
  const [file = ''] = from.split('#');
  const alias = ALIASES.find((one) => one[0] === file && one[1] === receiver);
  const ports = alias === undefined ? (Object.keys(CLASSES) as Port[]).filter((port) => port === receiver) : alias[2];
  return ports.filter(
    (port) => methodsOf(...CLASSES[port]).includes(method) && !(port === 'salts' && method === 'remove'),
  );
}

/** Names that many things have. */
function within({ receiver, method, from }: MethodCall, file: string): boolean {
  const [caller = ''] = from.split('#');
  // The SDK's signer signs the request for CloudWatch.
  if (caller === 'src/aws/put-metrics.ts' && method === 'sign') return false;
  if (caller === 'src/oracle/record.ts' && method === 'judge') return file === 'src/oracle/record-run.ts';
  // Maps, arrays and promises have these, too.
  if (file === `${STORES}/table.ts`) return receiver === 'table' || caller === file;
  if (file === `${STORES}/objects.ts`) return receiver === 'objects' || caller === file;
  // Levels and baselines are signed and verified by others.
  if (file === 'src/privacy/nonce-ring.ts') return receiver === 'ring' || caller === file;
  return true;
}

export const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  GetItemCommand: ['dynamodb:GetItem'],
  BatchGetItemCommand: ['dynamodb:BatchGetItem'],
  QueryCommand: ['dynamodb:Query'],
  PutItemCommand: ['dynamodb:PutItem'],
  UpdateItemCommand: ['dynamodb:UpdateItem'],
  GetObjectCommand: ['s3:GetObject'],
  PutObjectCommand: ['s3:PutObject'],
  ListObjectsV2Command: ['s3:ListBucket'],
  ListObjectVersionsCommand: ['s3:ListBucketVersions'],
  GetParametersCommand: ['ssm:GetParameters'],
  GetParametersByPathCommand: ['ssm:GetParametersByPath'],
  PutParameterCommand: ['ssm:PutParameter'],
  DeleteParameterCommand: ['ssm:DeleteParameter'],
  SignCommand: ['kms:Sign'],
  // No permission is needed for these.
  AssumeRoleWithWebIdentityCommand: [],
  GetCallerIdentityCommand: [],
};
/** A transaction needs the permission of each of its items. */
const ITEMS: Readonly<Record<string, string>> = {
  ...{ Put: 'dynamodb:PutItem', Update: 'dynamodb:UpdateItem', Delete: 'dynamodb:DeleteItem' },
  ConditionCheck: 'dynamodb:ConditionCheckItem',
};

function actionsOf(commands: ReadonlySet<string>, keys: ReadonlySet<string>): string[] {
  return [...commands]
    .filter((name) => name.endsWith('Command'))
    .flatMap((name) => {
      if (name === 'TransactWriteItemsCommand') return [...keys].flatMap((key) => ITEMS[key] ?? []);
      const actions = COMMANDS[name];
      if (actions === undefined) throw new Error(`It is not known which permission ${name} needs`);
      return actions;
    });
}

/** `s3:GetObject on levels`, of one method of a store. */
function needsOfMethod(port: Port, method: string): string[] {
  const [file, name] = CLASSES[port];
  const { instantiated, keys } = reachOf([`${file}#${name}.${method}`], { within });
  return actionsOf(instantiated, keys)
    .filter((action) => {
      // One class, two ways to find all versions: by name where none is ever deleted.
      if (action === 'ssm:GetParameters') return port === 'salts';
      if (action === 'ssm:GetParametersByPath') return port === 'nonces';
      return true;
    })
    .map((action) => {
      const version = port === 'baselines' && method === 'loadVersion' && action === 's3:GetObject';
      const where = action === 's3:ListBucket' ? 'bucket' : RESOURCES[port];
      return `${version ? 's3:GetObjectVersion' : action} on ${where}`;
    });
}

export const TABLES = ['fp-events', 'consent', 'block-counter'];
const ON_RESTORE = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];
const KEY_ON_RESTORE = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
];
const on = (places: readonly string[], ...actions: readonly string[]): string[] =>
  actions.flatMap((action) => places.map((place) => `${action} on ${place}`));
const OF_BACKUPS: Readonly<Record<string, readonly string[]>> = {
  DescribeContinuousBackupsCommand: on(TABLES, 'dynamodb:DescribeContinuousBackups'),
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_beforeyoubegin.html
  RestoreTableToPointInTimeCommand: [
    ...on(TABLES, 'dynamodb:RestoreTableToPointInTime'),
    ...on(['copies'], ...ON_RESTORE.map((action) => `dynamodb:${action}`)),
    ...KEY_ON_RESTORE.map((action) => `kms:${action} via dynamodb`),
  ],
  DescribeTableCommand: on(['copies'], 'dynamodb:DescribeTable'),
  DeleteTableCommand: on(['copies'], 'dynamodb:DeleteTable'),
  ScanCommand: on([...TABLES, 'copies'], 'dynamodb:Scan'),
  GetObjectCommand: on(['levels', 'baselines'], 's3:GetObject', 's3:GetObjectVersion'),
  ListObjectVersionsCommand: on(['levels', 'baselines'], 's3:ListBucketVersions'),
  ListObjectsV2Command: on(['bucket'], 's3:ListBucket'),
};

function needsOfBackups(instantiated: ReadonlySet<string>): string[] {
  const commands = [...instantiated].filter((name) => name.endsWith('Command'));
  return commands.flatMap((name) => OF_BACKUPS[name] ?? [`${name} on nothing that is known`]);
}

interface Needs {
  readonly needs: ReadonlySet<string>;
  readonly asked: ReadonlySet<string>;
}

const known = new Map<RoleName, Needs>();
export function needsOf(role: RoleName): Needs {
  const found = known.get(role);
  if (found !== undefined) return found;
  const opaque = [
    ...[`${STORES}/index.ts`, 'src/stores/sqlite/index.ts'],
    // Calibrate judges merged changes again for what suppressed them, without a memory; and reads no title.
    ...(role === 'calibrate' ? ['src/oracle/run-memory.ts', 'src/privacy/nonce-ring.ts'] : []),
  ];
  const ofStores = { stop: (call: MethodCall): boolean => portsOf(call).length > 0, opaque };
  const reach = reachOf(ENTRIES[role], { within, ...(role === 'verify' ? {} : ofStores) });
  const needs = new Set<string>();
  const asked = new Set<string>();
  for (const call of reach.stopped) {
    for (const port of portsOf(call)) {
      asked.add(`${port}.${call.method}`);
      for (const need of needsOfMethod(port, call.method)) needs.add(need);
    }
  }
  const others =
    role === 'verify'
      ? needsOfBackups(reach.instantiated)
      : actionsOf(reach.instantiated, new Set()).map(
          (action) => `${action} on ${action === 'kms:Sign' ? 'signing' : 'nothing that is known'}`,
        );
  for (const need of others) needs.add(need);
  if (reach.functions.has('src/aws/put-metrics.ts#putMetrics')) needs.add('cloudwatch:PutMetricData on PhaseMirror');
  // Without the right to list, S3 answers "denied" where nothing is.
  if ([...needs].some((need) => need.startsWith('s3:GetObject '))) needs.add('s3:ListBucket on bucket');
  for (const need of viaKey(needs)) needs.add(need);
  const made = { needs, asked };
  known.set(role, made);
  return made;
}

/** The data key is used by the services, on behalf of the caller. */
function viaKey(needs: ReadonlySet<string>): string[] {
  const has = (pattern: RegExp): boolean => [...needs].some((need) => pattern.test(need));
  return [
    // For writing too: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
    ...(has(/^dynamodb:/) ? ['kms:Decrypt via dynamodb'] : []),
    ...(has(/^s3:GetObject/) ? ['kms:Decrypt via s3'] : []),
    ...(has(/^ssm:GetParameters/) ? ['kms:Decrypt via ssm'] : []),
    ...(has(/^s3:PutObject/) ? ['kms:GenerateDataKey via s3'] : []),
    ...(has(/^ssm:PutParameter/) ? ['kms:Encrypt via ssm'] : []),
  ];
}

/** The same of what a policy allows. */
export function allowedBy(role: RoleName): string[] {
  const { Statement } = permissionPolicy(role, ACCOUNT, REPOSITORY.repository_id);
  return Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) =>
    [statement.Action].flat().flatMap((action) => placesOf(statement).map((place) => `${action} ${place}`)),
  );
}

function placesOf({ Resource = [], Condition = {} }: PolicyStatement): string[] {
  const places = [Resource].flat().flatMap((resource) => {
    if (resource === ACCOUNT.data_key_arn) {
      return [Condition['StringEquals']?.['kms:ViaService'] ?? 'nobody']
        .flat()
        .map((via) => `via ${via.split('.')[0]}`);
    }
    const prefixes = [Condition['StringLike']?.['s3:prefix'] ?? []].flat();
    if (prefixes.length > 0) return prefixes.map((prefix) => `on ${prefix.split('/')[0]}`);
    return [`on ${placeOf(resource, String(Condition['StringEquals']?.['cloudwatch:namespace'] ?? ''))}`];
  });
  return [...new Set(places)];
}

export function placeOf(resource: string, namespace: string): string {
  const table = /:table\/mirror-dissonance-staging-(fp-events|consent|block-counter)(?:\/index\/\w+)?$/.exec(resource);
  if (table !== null) return table[1] ?? '';
  if (/:table\/verify\.mirror-dissonance-staging-(?:fp-events|consent|block-counter)$/.test(resource)) return 'copies';
  if (/:parameter\/guardian\/staging\/identity_salt_v\*$/.test(resource)) return 'salts';
  if (/:parameter\/guardian\/staging(?:\/|\/redaction_nonce_v\*)?$/.test(resource)) return 'nonces';
  const object = /^arn:aws:s3:::[^/]+(?:\/(levels|baselines)\/.*)?$/.exec(resource);
  if (object !== null) return object[1] ?? 'bucket';
  if (resource === ACCOUNT.signing_key_arn) return 'signing';
  return resource === '*' && namespace !== '' ? namespace : resource;
}
