/**
 * The schema hash of a run that validates with the schema of a baseline and no other: a check of drift in a repository
 * without a configuration. The others are not loaded for it.
 */
import { baselineSchema } from '../drift/schema.js';
import { describeSchema, schemaDigest } from './schema-describe.js';

let known: string | null = null;

/** SHA-256, 64 hex digits. */
export function baselineSchemaHash(): string {
  known ??= schemaDigest({ 'baseline.v1': describeSchema(baselineSchema) });
  return known;
}
