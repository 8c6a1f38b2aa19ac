/** What our own configuration says, and the versions of the schemas it names. */
import { createHash } from 'node:crypto';
import { suppressionText } from '../../policy/levels.js';
import type { Config } from '../../policy/types.js';
import type { Located, TextFile } from '../../repository/types.js';
import { versionIn } from '../../rules/md-016-schema-changed-without-version-bump.js';
import type { Fact } from '../types.js';

export function policyFacts(config: Config): Fact[] {
  const facts: Fact[] = [];
  const add = (key: readonly string[], value: string, at: { readonly path: string; readonly line: number }): void => {
    facts.push({ kind: 'policy', key, value, ...at });
  };
  const one = (key: readonly string[], item: Located<unknown> | undefined): void => {
    if (item !== undefined) add(key, String(item.value), lineOf(item));
  };
  for (const [id, { level }] of config.rules) one(['level', id], level);
  for (const key of ['critical', 'high', 'medium'] as const) one(['maximum', `max-${key}`], config.thresholds[key]);
  one(['drift', 'max-magnitude'], config.drift.maxMagnitude);
  for (const key of ['include', 'exclude', 'accept'] as const) {
    for (const item of config.drift[key]) add(['drift', key, item.value], 'listed', lineOf(item));
  }
  one(['calibration', 'threshold'], config.calibration.threshold);
  one(['calibration', 'audit-rate'], config.calibration.auditRate);
  for (const item of config.calibration.reviewers)
    add(['calibration', 'reviewers', item.value], 'listed', lineOf(item));
  for (const item of config.externalChecks) add(['external-check', item.value], 'listed', lineOf(item));
  for (const item of config.trustedKeys) {
    const { use, id, pem, notAfter } = item.value;
    const digest = createHash('sha256').update(pem.replace(/\s+/g, '')).digest('hex').slice(0, 16);
    add(['trusted-key', use, id], notAfter === undefined ? digest : `${digest} until ${notAfter}`, lineOf(item));
  }
  for (const entry of config.suppressions) add(['suppression', suppressionText(entry)], entry.reason, entry.at);
  return facts;
}

/** @param files the schemas and the files that hold their versions, by path */
export function schemaFacts(config: Config, files: ReadonlyMap<string, TextFile>): Fact[] {
  return config.schemas.flatMap(({ value: pair }): Fact[] => {
    const version = versionIn({ files }, pair);
    if (version === null) return [];
    return [
      { kind: 'schema', key: [pair.schema], value: version.value, path: version.at.path, line: version.at.startLine },
    ];
  });
}

function lineOf({ at }: Located<unknown>): { readonly path: string; readonly line: number } {
  return { path: at.path, line: at.startLine };
}
