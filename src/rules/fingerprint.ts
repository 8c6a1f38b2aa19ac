/**
 * The identity of a finding, and which findings a change introduced.
 *
 * The identity holds what the finding *claims* (rule, declaring path, anchor, facts) and nothing that moves or is
 * retold: no line numbers, excerpts or sentences. So a finding keeps its identity when lines move above it, when a
 * rule improves its wording, and when `attribute` puts another place first.
 */
import { createHash } from 'node:crypto';
import type { Evidence, Finding } from './types.js';

/** Length of a finding id; people see the first eight digits. */
const ID_LENGTH = 32;

/**
 * SHA-256 (64 hex digits) over rule, path, anchor and the facts with their paths, in any order of the evidence.
 *
 * The encoding is a JSON array of strings: JSON quotes its separators and `JSON.stringify` escapes lone surrogates, so
 * two different inputs never give the same text.
 */
export function fingerprintOf(finding: Finding): string {
  const facts = finding.evidence
    .flatMap(({ path, fact }) => (fact === undefined ? [] : [JSON.stringify([path, fact])]))
    .sort(byCodeUnit);
  const identity = JSON.stringify([finding.ruleId, finding.path, finding.anchor, facts]);
  return createHash('sha256').update(identity, 'utf8').digest('hex');
}

/** The name of a finding in reports, stores and alerts: the first 32 hex digits of its fingerprint. */
export function findingIdOf(fingerprint: string): string {
  return fingerprint.slice(0, ID_LENGTH);
}

/**
 * The same finding with the paths of a base tree replaced by those of the subject tree. Each path is looked up once,
 * so two files that swapped names map onto each other.
 *
 * @param renames old path → new path
 */
export function mapPaths(finding: Finding, renames: ReadonlyMap<string, string>): Finding {
  const map = (path: string): string => renames.get(path) ?? path;
  const mapEvidence = (evidence: Evidence): Evidence => ({ ...evidence, path: map(evidence.path) });
  const [first, ...rest] = finding.evidence;
  return { ...finding, path: map(finding.path), evidence: [mapEvidence(first), ...rest.map(mapEvidence)] };
}

/**
 * For each subject finding: did the change introduce it? Compared as multisets: two equal findings where the base had
 * one are one older and one introduced finding.
 *
 * @param renames old path → new path, applied to the base findings first
 * @returns one flag per subject finding, in its order
 */
export function introduced(
  subject: readonly Finding[],
  base: readonly Finding[],
  renames: ReadonlyMap<string, string>,
): boolean[] {
  const older = new Map<string, number>();
  for (const finding of base) {
    const fingerprint = fingerprintOf(mapPaths(finding, renames));
    older.set(fingerprint, (older.get(fingerprint) ?? 0) + 1);
  }
  return subject.map((finding) => {
    const fingerprint = fingerprintOf(finding);
    const left = older.get(fingerprint) ?? 0;
    if (left === 0) return true;
    older.set(fingerprint, left - 1);
    return false;
  });
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
