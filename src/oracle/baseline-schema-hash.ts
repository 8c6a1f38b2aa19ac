/**
 * The schema hash of a run that reads a baseline and validates nothing else: a check of drift in a repository without a
 * configuration. It is of the very form that the baseline is read by; how it is read (`misfit`) is for tests.
 */
import { BASELINE_SHAPE } from '../drift/published-shape.js';
import { schemaDigest } from './schema-digest.js';

let known: string | null = null;

/** SHA-256, 64 hex digits. */
export function baselineSchemaHash(): string {
  known ??= schemaDigest({ 'baseline.v1': BASELINE_SHAPE });
  return known;
}
