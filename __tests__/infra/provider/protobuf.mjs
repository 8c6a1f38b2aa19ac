/**
 * Protocol buffers, as far as version 5 of Terraform's plugin protocol needs them. The numbers of the fields are those of
 * tfplugin5.proto, https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol; what is left out here is
 * skipped when it is read.
 */
const dynamic = { msgpack: [1, 'bytes'], json: [2, 'bytes'] };
const diagnostic = { severity: [1, 'int'], summary: [2, 'string'], detail: [3, 'string'] };
const diagnostics = (number) => [number, diagnostic, 'repeated'];

const attribute = {
  name: [1, 'string'],
  type: [2, 'bytes'],
  required: [4, 'bool'],
  optional: [5, 'bool'],
  computed: [6, 'bool'],
};
const block = { version: [1, 'int'], attributes: [2, attribute, 'repeated'] };
const nested = {
  type_name: [1, 'string'],
  block: [2, block],
  nesting: [3, 'int'],
  min_items: [4, 'int'],
  max_items: [5, 'int'],
};
block.block_types = [3, nested, 'repeated'];
const schema = { version: [1, 'int'], block: [2, block] };
const schemas = (number) => [number, { key: [1, 'string'], value: [2, schema] }, 'repeated'];

/** method → what is asked, what is answered */
export const METHODS = {
  GetSchema: [
    {},
    {
      provider: [1, schema],
      resource_schemas: schemas(2),
      data_source_schemas: schemas(3),
      diagnostics: diagnostics(4),
    },
  ],
  PrepareProviderConfig: [{ config: [1, dynamic] }, { prepared_config: [1, dynamic], diagnostics: diagnostics(2) }],
  Configure: [{ config: [2, dynamic] }, { diagnostics: diagnostics(1) }],
  ValidateResourceTypeConfig: [{ type_name: [1, 'string'], config: [2, dynamic] }, { diagnostics: diagnostics(1) }],
  ValidateDataSourceConfig: [{ type_name: [1, 'string'], config: [2, dynamic] }, { diagnostics: diagnostics(1) }],
  UpgradeResourceState: [
    { type_name: [1, 'string'], raw_state: [3, { json: [1, 'bytes'] }] },
    { upgraded_state: [1, dynamic], diagnostics: diagnostics(2) },
  ],
  ReadResource: [
    { type_name: [1, 'string'], current_state: [2, dynamic] },
    { new_state: [1, dynamic], diagnostics: diagnostics(2) },
  ],
  PlanResourceChange: [
    { type_name: [1, 'string'], prior_state: [2, dynamic], proposed_new_state: [3, dynamic], config: [4, dynamic] },
    { planned_state: [1, dynamic], diagnostics: diagnostics(4) },
  ],
  ApplyResourceChange: [
    { type_name: [1, 'string'], prior_state: [2, dynamic], planned_state: [3, dynamic] },
    { new_state: [1, dynamic], diagnostics: diagnostics(3) },
  ],
  ReadDataSource: [
    { type_name: [1, 'string'], config: [2, dynamic] },
    { state: [1, dynamic], diagnostics: diagnostics(2) },
  ],
  Stop: [{}, {}],
};

function varint(number) {
  const bytes = [];
  let rest = BigInt(number);
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

export function encode(message, value) {
  const parts = [];
  for (const [name, [number, kind, repeated]] of Object.entries(message)) {
    const given = value[name];
    if (given === undefined) continue;
    for (const item of repeated ? given : [given]) {
      if (kind === 'int' || kind === 'bool') {
        parts.push(varint(number * 8), varint(Number(item)));
      } else {
        const bytes = typeof kind === 'object' ? encode(kind, item) : Buffer.from(item);
        parts.push(varint(number * 8 + 2), varint(bytes.length), bytes);
      }
    }
  }
  return Buffer.concat(parts);
}

export function decode(message, bytes) {
  const fields = new Map(
    Object.entries(message).map(([name, [number, kind, repeated]]) => [number, { name, kind, repeated }]),
  );
  const value = {};
  let at = 0;
  const integer = () => {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error('A message that is cut off');
      at += 1;
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(result);
    }
  };
  while (at < bytes.length) {
    const tag = integer();
    const field = fields.get(tag >> 3);
    let item;
    if ((tag & 7) === 0) item = integer();
    else if ((tag & 7) === 2) {
      const size = integer();
      item = bytes.subarray(at, at + size);
      at += size;
    } else throw new Error(`Wire type ${tag & 7}`);
    if (field === undefined) continue;
    const { name, kind, repeated } = field;
    if (typeof kind === 'object') item = decode(kind, item);
    else if (kind === 'string') item = item.toString('utf8');
    else if (kind === 'bool') item = item !== 0;
    value[name] = repeated ? [...(value[name] ?? []), item] : item;
  }
  return value;
}
