/**
 * What a validator accepts, as JSON Schema without titles and descriptions. Writing it here, for
 * what our schemas use, costs about a millisecond and 90 lines; `@valibot/to-json-schema`, which writes the files in
 * schema/, is a development dependency and stays one. What JSON Schema cannot express (`check`) is in neither.
 */
import type { GenericSchema } from 'valibot';

/** A part of a valibot schema, as it lies in memory. https://valibot.dev/guides/schemas/ */
interface Part {
  readonly kind: 'schema' | 'validation' | 'transformation' | 'metadata';
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly key?: Part;
  readonly value?: Part;
  readonly wrapped?: Part;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
  readonly requirement?: unknown;
}

type Json = { [key: string]: unknown };

/**
 * The JSON Schema of a valibot schema, without titles and descriptions.
 *
 * @throws Error for a construct that our schemas do not use: a test meets it before a user does
 */
export function describeSchema(schema: GenericSchema): Json {
  return describe(schema as unknown as Part);
}

function describe(schema: Part): Json {
  if (schema.pipe !== undefined) {
    // A pipe starts with the schema that it narrows, which may be a pipe of its own.
    const [first, ...actions] = schema.pipe;
    if (first === undefined) throw unknown(schema);
    return actions.reduce(withAction, describe(first));
  }
  switch (schema.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: schema.type };
    case 'array':
      return { type: 'array', items: describe(partOf(schema, 'item')) };
    case 'record':
      return {
        type: 'object',
        propertyNames: describe(partOf(schema, 'key')),
        additionalProperties: describe(partOf(schema, 'value')),
      };
    case 'strict_object':
      return strictObject(schema.entries ?? {});
    case 'optional':
    case 'exact_optional':
      return describe(partOf(schema, 'wrapped'));
    case 'nullable':
      return { anyOf: [describe(partOf(schema, 'wrapped')), { type: 'null' }] };
    case 'literal':
      return { const: schema.literal };
    case 'picklist':
      return { enum: schema.options, type: 'string' };
    case 'union':
      return { anyOf: (schema.options as readonly Part[]).map(describe) };
    default:
      throw unknown(schema);
  }
}

function strictObject(entries: Readonly<Record<string, Part>>): Json {
  const properties: Json = {};
  const required: string[] = [];
  for (const [key, entry] of Object.entries(entries)) {
    properties[key] = describe(entry);
    if (entry.type !== 'optional' && entry.type !== 'exact_optional') required.push(key);
  }
  return { type: 'object', properties, required, additionalProperties: false };
}

function withAction(schema: Json, action: Part): Json {
  const { type, requirement } = action;
  const size = schema['type'] === 'array' ? 'Items' : 'Length';
  switch (type) {
    case 'title':
    case 'description':
    // Code that JSON Schema cannot express.
    case 'check':
      return schema;
    case 'integer':
      return { ...schema, type: 'integer' };
    case 'min_length':
      return { ...schema, [`min${size}`]: requirement };
    case 'max_length':
      return { ...schema, [`max${size}`]: requirement };
    case 'min_value':
      return { ...schema, minimum: requirement };
    case 'max_value':
      return { ...schema, maximum: requirement };
    case 'regex':
      return { ...schema, pattern: (requirement as RegExp).source };
    case 'iso_timestamp':
      return { ...schema, format: 'date-time' };
    default:
      throw unknown(action);
  }
}

function partOf(schema: Part, name: 'item' | 'key' | 'value' | 'wrapped'): Part {
  const part = schema[name];
  if (part === undefined) throw unknown(schema);
  return part;
}

function unknown({ kind, type }: Part): Error {
  return new Error(`schema-describe.ts does not know the ${kind} "${type}" of valibot`);
}
