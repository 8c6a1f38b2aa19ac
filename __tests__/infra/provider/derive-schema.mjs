/**
 * Derives schema.json, the schema of the AWS provider as `terraform providers schema -json` prints it, cut down to what
 * our modules use, from the generated bindings in the npm package @cdktn/provider-aws. The registry that has the provider
 * is not needed for that; what the bindings do not say is missing: descriptions, which attributes are sensitive, values
 * that the provider refuses, and MinItems above 1.
 *
 * Usage: npm pack @cdktn/provider-aws@25.7.0, unpack it, then
 *        node __tests__/infra/provider/derive-schema.mjs FOLDER_OF_THE_PACKAGE
 */
import { readFileSync, writeFileSync } from 'node:fs';

const RESOURCES = [
  'cloudtrail',
  'cloudwatch_dashboard',
  'cloudwatch_metric_alarm',
  'dynamodb_table',
  'iam_openid_connect_provider',
  'iam_role',
  'iam_role_policy',
  'kms_alias',
  'kms_key',
  'kms_key_policy',
  's3_bucket',
  's3_bucket_lifecycle_configuration',
  's3_bucket_object_lock_configuration',
  's3_bucket_ownership_controls',
  's3_bucket_policy',
  's3_bucket_public_access_block',
  's3_bucket_server_side_encryption_configuration',
  's3_bucket_versioning',
  'sns_topic',
  'sns_topic_policy',
  'sns_topic_subscription',
  // Not used: a check says that it is not, and has to be able to see it.
  'ssm_parameter',
];
const DATA_SOURCES = ['caller_identity', 'iam_openid_connect_provider', 'partition', 'region'];

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: derive-schema.mjs FOLDER');

/** The TypeScript the bindings were compiled from; its comments say what is required, optional and computed. */
function sourceOf(name) {
  const text = readFileSync(`${folder}/lib/${name}/index.js`, 'utf8');
  const [, encoded] = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(text) ?? [];
  if (encoded === undefined) throw new Error(`${name}: no source map`);
  return JSON.parse(Buffer.from(encoded, 'base64').toString()).sourcesContent[0];
}

const SCALARS = { string: 'string', number: 'number', boolean: 'bool' };
const GETTERS = {
  getStringAttribute: 'string',
  getNumberAttribute: 'number',
  getBooleanAttribute: 'bool',
  getListAttribute: ['list', 'string'],
  getNumberListAttribute: ['list', 'number'],
  getStringMapAttribute: ['map', 'string'],
  getNumberMapAttribute: ['map', 'number'],
  getBooleanMapAttribute: ['map', 'bool'],
};

function typeOf({ kind, storage }) {
  const [, scalar, many] = /^(string|number|boolean)(List|Map)?$/.exec(storage) ?? [];
  if (scalar === undefined) return undefined;
  return many === undefined ? SCALARS[scalar] : [many === 'Map' ? 'map' : kind, SCALARS[scalar]];
}

class Bindings {
  constructor(text) {
    this.text = text;
  }

  body(pattern) {
    const start = this.text.search(pattern);
    if (start < 0) return undefined;
    const end = this.text.indexOf('\n}\n', start);
    return this.text.slice(start, end);
  }

  /** What is written to HCL: name → is it a block, how many, of which kind. */
  written(body) {
    const found = new Map();
    const entry =
      /^ +(\w+): \{\n +value: .*\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",/gm;
    for (const [, name, isBlock, kind, storage] of body.matchAll(entry)) {
      found.set(name, { isBlock: isBlock === 'true', kind, storage });
    }
    return found;
  }

  /** @param {string} name a class, either of a resource or of a block; `written` is what HCL may say of it */
  block(body, written) {
    const attributes = {};
    const block_types = {};
    const member =
      /^ {2}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n((?: {2}.*\n)*?) {2}\}/gm;
    for (const [, name, computed, optional, required, code] of body.matchAll(member)) {
      const flags = {
        ...(required === 'true' ? { required: true } : {}),
        ...(optional === 'true' ? { optional: true } : {}),
        ...(computed === 'true' ? { computed: true } : {}),
      };
      const how = written.get(name);
      const [, struct, shape, set] =
        /new (\w+?)(List|OutputReference|Map)\(this, "\w+"(?:, (true|false))?/.exec(code) ?? [];
      if (how?.isBlock) {
        const nested = this.struct(how.storage.replace(/List$/, ''));
        const single = shape === 'OutputReference';
        const alone = how.kind === 'struct';
        block_types[name] = {
          nesting_mode: alone ? 'single' : how.kind === 'set' || set === 'true' ? 'set' : 'list',
          block: nested,
          ...(required === 'true' && !alone ? { min_items: 1 } : {}),
          ...(single && !alone ? { max_items: 1 } : {}),
        };
      } else if (how !== undefined) {
        const type = typeOf(how) ?? this.object(how.storage.replace(/List$/, ''), how.kind);
        attributes[name] = { type, ...flags };
      } else {
        const getter = /this\.(get\w+)\('/.exec(code)?.[1];
        const type =
          struct === undefined
            ? /Fn\.tolist/.test(code)
              ? ['set', 'string']
              : GETTERS[getter]
            : struct === 'cdktn.String' || /cdktn\.StringMap/.test(code)
              ? ['map', 'string']
              : this.object(struct, set === 'true' ? 'set' : 'list');
        if (type === undefined) throw new Error(`${name}: no type in\n${code}`);
        attributes[name] = { type, ...flags };
      }
    }
    return {
      ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
      ...(Object.keys(block_types).length > 0 ? { block_types } : {}),
    };
  }

  struct(name) {
    const lower = name[0].toLowerCase() + name.slice(1);
    const writer = this.body(new RegExp(`^export function ${lower}ToHclTerraform\\(`, 'm')) ?? '';
    const reader = this.body(new RegExp(`^export class ${name}OutputReference `, 'm'));
    if (reader === undefined) throw new Error(`no class for ${name}`);
    return this.block(reader, this.written(writer));
  }

  object(name, kind) {
    const { attributes = {} } = this.struct(name);
    const fields = Object.fromEntries(Object.entries(attributes).map(([field, { type }]) => [field, type]));
    return kind === 'struct' ? ['object', fields] : [kind, ['object', fields]];
  }
}

function resource(name, base) {
  const bindings = new Bindings(sourceOf(name));
  const body = bindings.body(new RegExp(`^export class \\w+ extends cdktn\\.${base} `, 'm'));
  if (body === undefined) throw new Error(`no class in ${name}`);
  return { version: 0, block: bindings.block(body, bindings.written(body)) };
}

/** The provider has no getters: what may be written is all there is, and nothing of it is required. */
function provider() {
  const bindings = new Bindings(sourceOf('provider'));
  const body = bindings.body(/^export class AwsProvider extends cdktn\.TerraformProvider /m);
  const attributes = {};
  const block_types = {};
  for (const [name, how] of bindings.written(body)) {
    const type = typeOf(how);
    if (!how.isBlock && type !== undefined) attributes[name] = { type, optional: true };
    if (name === 'default_tags') {
      block_types[name] = {
        nesting_mode: 'list',
        block: { attributes: { tags: { type: ['map', 'string'], optional: true } } },
        max_items: 1,
      };
    }
  }
  delete attributes.alias;
  return { version: 0, block: { attributes, block_types } };
}

const [, version] = /providerVersion: '([\d.]+)'/.exec(sourceOf('dynamodb-table')) ?? [];
const dashed = (name) => name.replaceAll('_', '-');
const every = (names, make) => Object.fromEntries(names.map((name) => [`aws_${name}`, make(name)]));
const schema = {
  format_version: '1.0',
  derived_from: `@cdktn/provider-aws, provider ${version}`,
  provider_schemas: {
    'registry.terraform.io/hashicorp/aws': {
      provider: provider(),
      resource_schemas: every(RESOURCES, (name) => resource(dashed(name), 'TerraformResource')),
      data_source_schemas: every(DATA_SOURCES, (name) => resource(`data-aws-${dashed(name)}`, 'TerraformDataSource')),
    },
  },
};
writeFileSync(new URL('schema.json', import.meta.url), `${JSON.stringify(schema, null, 1)}\n`);
