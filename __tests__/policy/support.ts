import { parseConfig } from '../../src/policy/config.js';
import type { Config } from '../../src/policy/types.js';
import type { Level } from '../../src/rules/types.js';

export const TODAY = '2026-06-01';

export const RULES: readonly { readonly id: string; readonly level: Level }[] = [
  { id: 'MD-001', level: 'block' },
  { id: 'MD-003', level: 'block' },
  { id: 'MD-008', level: 'warn' },
  { id: 'policy-weakened', level: 'block' },
  { id: 'unreadable-file', level: 'block' },
  { id: 'L0-PERMISSION-BITS', level: 'block' },
  { id: 'suppression-problem', level: 'warn' },
];

export const CONTEXT = { ruleIds: RULES.map(({ id }) => id), today: TODAY };

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A valid configuration from its lines below `version: 1`. */
export function config(body = '', path = '.phase-mirror.yml'): Config {
  return parseConfig(path, bytes(`version: 1\n${body}`), CONTEXT).config;
}
