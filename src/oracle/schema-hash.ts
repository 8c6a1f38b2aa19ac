/**
 * The schema hash of a run (L0): what the validators that this bundle loads accept, as one SHA-256. The expected one
 * (published-schemas.ts) is computed from the files in schema/, so both sides have to come down to the same text.
 */
import type { GenericSchema } from 'valibot';
import { driftReportSchema } from '../drift/report-schema.js';
import { baselineSchema } from '../drift/schema.js';
import { configSchema } from '../policy/config-schema.js';
import { reportSchema } from '../report/schema.js';
import { describeSchema } from './schema-describe.js';
import { schemaDigest } from './schema-digest.js';

/** By the name of the published file. */
const SCHEMAS: Readonly<Record<string, GenericSchema>> = {
  'baseline.v1': baselineSchema,
  'config.v1': configSchema,
  'drift.v1': driftReportSchema,
  'report.v1': reportSchema,
};

/** Nobody changes a validator while it runs, and a run asks more than once. */
let known: string | null = null;

/** SHA-256, 64 hex digits, of every schema that this bundle validates with. */
export function actualSchemaHash(): string {
  if (known !== null) return known;
  const described = Object.entries(SCHEMAS).map(([name, schema]) => [name, describeSchema(schema)] as const);
  known = schemaDigest(Object.fromEntries(described));
  return known;
}
