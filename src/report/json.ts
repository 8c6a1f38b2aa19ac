/** The report as JSON: the form that is stored, validated and compared. */
import { visibleJson, wellFormed } from './escape.js';
import { orderReport } from './order.js';
import { validateReport } from './schema.js';
import type { Report } from './types.js';

/**
 * Outside `run`, equal reports give equal bytes: keys stand in the schema's order, arrays in theirs. Text is well-formed
 * Unicode, and what cannot be seen is escaped, so the bytes are safe to print.
 *
 * @throws PhaseMirrorError of kind `bug` when the report does not match its schema
 */
export function renderJson(report: Report): string {
  return toJson(orderReport(validateReport(report)));
}

/** Indented JSON with a final newline, safe to print. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? wellFormed(part) : part), 2);
  return `${visibleJson(json)}\n`;
}
