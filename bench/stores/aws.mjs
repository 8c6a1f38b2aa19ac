/**
 * The stores on AWS against the bare SDK on the same server. What a store sends is noted once, on a twin environment, and
 * the bare calls send exactly that again from stock clients: the same commands with the same input, those at once that
 * the store had under way at once.
 */
import { randomUUID } from 'node:crypto';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as s3 from '@aws-sdk/client-s3';
import * as ssm from '@aws-sdk/client-ssm';
import { optionsOf, provision } from '../../__tests__/support/aws-rig.ts';
import { createClients } from '../../build/aws/clients.js';
import { S3BaselineStore } from '../../build/stores/aws/baseline-store.js';
import { DynamoBlockCounter } from '../../build/stores/aws/block-counter.js';
import { DynamoConsentStore } from '../../build/stores/aws/consent-store.js';
import { DynamoFPStore } from '../../build/stores/aws/fp-store.js';
import { S3LevelStore } from '../../build/stores/aws/level-store.js';
import { namesOf } from '../../build/stores/aws/names.js';
import { SsmSecretStore } from '../../build/stores/aws/secret-store.js';

const COMMANDS = { ...dynamodb, ...s3, ...ssm };

/** Stores of one environment, with what they send noted. */
export async function openWorld(endpoint, environment, clock) {
  const options = optionsOf(endpoint, environment);
  const bare = {
    dynamodb: new dynamodb.DynamoDBClient(stock(options, 'dynamodb')),
    s3: new s3.S3Client({ ...stock(options, 's3'), forcePathStyle: true }),
    ssm: new ssm.SSMClient(stock(options, 'ssm')),
  };
  await provision({ ...bare, destroy: () => undefined }, options);
  // The server takes seconds for a query over thousands of rows; AWS does not.
  const clients = createClients({ ...options, requestTimeoutMs: 120_000, deadlineMs: 600_000 });
  const sent = [];
  let underWay = 0;
  for (const service of ['dynamodb', 's3', 'ssm']) {
    clients[service].middlewareStack.add(
      (next, context) => async (args) => {
        const entry = { service, command: context.commandName, input: args.input, together: underWay > 0 };
        sent.push(entry);
        underWay += 1;
        try {
          const answer = await next(args);
          entry.output = answer.output;
          return answer;
        } finally {
          underWay -= 1;
        }
      },
      { step: 'initialize', priority: 'high' },
    );
  }
  const names = namesOf(environment, options.baselineBucket);
  const stores = {
    fp: new DynamoFPStore(clients, names, clock),
    consent: new DynamoConsentStore(clients, names, clock),
    blocks: new DynamoBlockCounter(clients, names, clock),
    baselines: new S3BaselineStore(clients, names, clock),
    levels: new S3LevelStore(clients, names, clock),
    nonces: new SsmSecretStore(clients, names.secrets.nonces),
    salts: new SsmSecretStore(clients, names.secrets.salts),
  };
  return {
    stores,
    bare,
    environment,
    /** What was sent since the last time, and its answers. */
    take: () => sent.splice(0),
    close: () => {
      clients.destroy();
      for (const client of Object.values(bare)) client.destroy();
    },
  };
}

const stock = ({ region, credentials, endpoints }, service) => ({ region, credentials, endpoint: endpoints[service] });

/** What was noted, ready to be sent again, to another environment. */
export function replay(sent, { bare, environment }, from) {
  const calls = sent.map(({ service, command, input, together }) => {
    const again = renamed(input, from, environment);
    // The same token for other tables is an error.
    if (again.ClientRequestToken !== undefined) again.ClientRequestToken = randomUUID();
    return { client: bare[service], command: new COMMANDS[command](again), together };
  });
  return async () => {
    let batch = [];
    for (const { client, command, together } of calls) {
      if (!together) {
        await Promise.all(batch);
        batch = [];
      }
      batch.push(send(client, command));
    }
    await Promise.all(batch);
  };
}

async function send(client, command) {
  try {
    const answer = await client.send(command);
    // The body of an object is part of what was asked for.
    if (answer.Body !== undefined) await answer.Body.transformToByteArray();
  } catch (error) {
    // A condition that fails is an answer.
    if (!['ConditionalCheckFailedException', 'TransactionCanceledException', 'NoSuchKey'].includes(error.name))
      throw error;
  }
}

/** Names of tables, buckets and parameters of another environment. */
function renamed(value, from, to) {
  if (typeof value === 'string') {
    return value
      .replace(`mirror-dissonance-${from}-`, `mirror-dissonance-${to}-`)
      .replace(`/guardian/${from}/`, `/guardian/${to}/`);
  }
  if (value instanceof Uint8Array || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, from, to));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [renamed(key, from, to), renamed(entry, from, to)]),
  );
}
