/**
 * A provider for Terraform that knows the schema of the AWS provider and nothing else: no account, no network. With it
 * `validate`, `plan` and `terraform test` run on our modules. It stands for the real provider where attributes, blocks and
 * their types are concerned; it cannot say whether AWS accepts a value.
 *
 * Terraform talks to it over a socket that it is told of (TF_REATTACH_PROVIDERS), so nothing is installed and one stub
 * serves every run. What AWS would decide is unknown in a plan, as it is with the real provider, or, with `predict`, made up,
 * the same each time: then policies that name a key are complete in the plan, and can be judged.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import { encode as pack, UNKNOWN, decode as unpack } from './msgpack.mjs';
import { decode, encode, METHODS } from './protobuf.mjs';

export const ACCOUNT = '111122223333';
const ADDRESS = 'registry.terraform.io/hashicorp/aws';
/** OpenTofu knows it by another. */
const ADDRESSES = [ADDRESS, 'registry.opentofu.org/hashicorp/aws'];
const SCHEMAS = JSON.parse(readFileSync(new URL('schema.json', import.meta.url), 'utf8'));
const { provider, resource_schemas, data_source_schemas } = SCHEMAS.provider_schemas[ADDRESS];
export const DERIVED_FROM = SCHEMAS.derived_from;

const NESTING = { single: 1, list: 2, set: 3, map: 4 };

/** What data sources answer, in an account of the examples of AWS's documentation. */
const DATA = {
  aws_caller_identity: () => ({
    account_id: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:role/apply`,
    user_id: 'AROAEXAMPLE',
  }),
  aws_partition: () => ({ partition: 'aws', dns_suffix: 'amazonaws.com', reverse_dns_prefix: 'com.amazonaws' }),
  aws_region: ({ region }) => ({ region: region ?? 'eu-central-1', name: region ?? 'eu-central-1' }),
  aws_iam_openid_connect_provider: ({ url }) => ({
    arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${String(url).replace('https://', '')}`,
    client_id_list: ['sts.amazonaws.com'],
    thumbprint_list: [],
  }),
};

function blockMessage({ attributes = {}, block_types = {} }) {
  return {
    attributes: Object.entries(attributes).map(([name, { type, ...flags }]) => ({
      name,
      type: JSON.stringify(type),
      ...flags,
    })),
    block_types: Object.entries(block_types).map(([type_name, { nesting_mode, block, min_items, max_items }]) => ({
      type_name,
      block: blockMessage(block),
      nesting: NESTING[nesting_mode],
      min_items,
      max_items,
    })),
  };
}

function schemaMessage({ version, block }) {
  return { version, block: blockMessage(block) };
}

const schemaList = (schemas) => Object.entries(schemas).map(([key, value]) => ({ key, value: schemaMessage(value) }));

/** Fills what the provider decides, `missing(name, type)` for each computed attribute that has no value. */
function filled({ attributes = {}, block_types = {} }, value, missing) {
  if (value === null || value === UNKNOWN) return value;
  const result = { ...value };
  for (const [name, { type, computed }] of Object.entries(attributes)) {
    const given = result[name] ?? null;
    if (computed && (given === null || given === UNKNOWN)) result[name] = missing(name, type, value);
  }
  for (const [name, { block, nesting_mode }] of Object.entries(block_types)) {
    const given = result[name];
    if (given === null || given === undefined || given === UNKNOWN) continue;
    if (nesting_mode === 'single') result[name] = filled(block, given, missing);
    else if (Array.isArray(given)) result[name] = given.map((item) => filled(block, item, missing));
  }
  return result;
}

/** The same for the same resource, different for different ones. */
function invented(typeName, name, type, value) {
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (type !== 'string') return type[0] === 'map' ? {} : [];
  const known = JSON.stringify(value, (_, item) => (item === UNKNOWN ? null : item));
  const id = createHash('sha256').update(typeName).update(known).digest('hex').slice(0, 12);
  const named = value.name ?? value.bucket ?? id;
  const [, service] = typeName.split('_');
  if (name !== 'arn') return name === 'region' ? 'eu-central-1' : name === 'id' ? named : id;
  if (typeName === 'aws_s3_bucket') return `arn:aws:s3:::${named}`;
  if (service === 'iam') return `arn:aws:iam::${ACCOUNT}:${typeName.slice(8)}/${named}`;
  return `arn:aws:${service}:eu-central-1:${ACCOUNT}:${typeName.slice(5 + service.length)}/${named}`;
}

const dynamic = (value) => ({ msgpack: pack(value) });
const contentOf = ({ msgpack, json }) => (msgpack === undefined ? JSON.parse(json.toString('utf8')) : unpack(msgpack));

const answersOf = (predict) => ({
  GetSchema: () => ({
    provider: schemaMessage(provider),
    resource_schemas: schemaList(resource_schemas),
    data_source_schemas: schemaList(data_source_schemas),
  }),
  PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
  Configure: () => ({}),
  ValidateResourceTypeConfig: () => ({}),
  ValidateDataSourceConfig: () => ({}),
  UpgradeResourceState: ({ raw_state }) => ({ upgraded_state: { json: raw_state.json } }),
  ReadResource: ({ current_state }) => ({ new_state: current_state }),
  PlanResourceChange: ({ type_name, proposed_new_state }) => ({
    planned_state: dynamic(
      filled(resource_schemas[type_name].block, contentOf(proposed_new_state), (name, type, value) =>
        predict ? invented(type_name, name, type, value) : UNKNOWN,
      ),
    ),
  }),
  ApplyResourceChange: ({ type_name, planned_state }) => ({
    new_state: dynamic(
      filled(resource_schemas[type_name].block, contentOf(planned_state), (name, type, value) =>
        invented(type_name, name, type, value),
      ),
    ),
  }),
  ReadDataSource: ({ type_name, config }) => {
    const asked = contentOf(config);
    const answer = { id: 'example', ...DATA[type_name](asked) };
    return { state: dynamic(filled(data_source_schemas[type_name].block, asked, (name) => answer[name] ?? null)) };
  },
  Stop: () => ({}),
});

/** gRPC: one message in, one message out, the status in the trailers. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
function answer(answers, stream, path, body) {
  const method = path.startsWith('/tfplugin5.Provider/') ? path.slice('/tfplugin5.Provider/'.length) : '';
  if (!Object.hasOwn(METHODS, method)) {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' }, { endStream: true });
    return;
  }
  const [request, response] = METHODS[method];
  let message;
  try {
    message = encode(response, answers[method](decode(request, body.subarray(5))));
  } catch (error) {
    const text = encodeURIComponent(`stub provider, ${method}: ${error.stack ?? error}`.slice(0, 2000));
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '2', 'grpc-message': text },
      { endStream: true },
    );
    return;
  }
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.concat([head, message]));
}

/**
 * Serves until `close()`. `environment` is what Terraform needs to find it.
 * @param {string} socket path of a socket that does not exist yet
 * @param {{ predict?: boolean }} [options]
 */
export async function startStub(socket, { predict = false } = {}) {
  const answers = answersOf(predict);
  const sessions = new Set();
  const server = createServer();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => session.destroy());
  });
  server.on('stream', (stream, headers) => {
    const parts = [];
    stream.on('error', () => stream.destroy());
    stream.on('data', (part) => parts.push(part));
    const path = headers[':path'];
    // Streams of the plugin library itself (standard output, broker) never end: they are refused at once.
    if (!path.startsWith('/tfplugin5.Provider/')) answer(answers, stream, path, Buffer.alloc(0));
    else stream.on('end', () => answer(answers, stream, path, Buffer.concat(parts)));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  const where = {
    Protocol: 'grpc',
    ProtocolVersion: 5,
    Pid: process.pid,
    Test: true,
    Addr: { Network: 'unix', String: socket },
  };
  const reattach = Object.fromEntries(ADDRESSES.map((address) => [address, where]));
  return {
    environment: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) },
    close: async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
