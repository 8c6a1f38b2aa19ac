/** The digest of schemas, as L0 compares it. */
import { createHash } from 'node:crypto';

/** The digest of schemas by name: over their JSON, keys in the order in which they were published. */
export function schemaDigest(schemas: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(schemas)).digest('hex');
}
