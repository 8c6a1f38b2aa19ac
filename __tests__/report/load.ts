/** Fixture cases: one folder of __tests__/fixtures/report each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, ReportFinding } from '../../src/report/types.js';

export const CASES = join(import.meta.dirname, '..', 'fixtures', 'report');

export interface CaseOptions {
  readonly width?: number;
  readonly color?: boolean;
  readonly notes?: readonly string[];
  readonly docsBase?: string;
  /** Repeat the first finding so many times, each with its own line and id. */
  readonly repeat?: number;
  /** Files that are expected; default: all. */
  readonly surfaces?: readonly string[];
}

export function caseNames(): string[] {
  return readdirSync(CASES).sort();
}

export function loadCase(name: string): { report: Report; options: CaseOptions } {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(CASES, name, file), 'utf8'));
  const options = existsSync(join(CASES, name, 'options.json')) ? (read('options.json') as CaseOptions) : {};
  const report = read('report.json') as Report;
  return { options, report: options.repeat === undefined ? report : repeated(report, options.repeat) };
}

/** The report with `count` copies of its first finding, told apart by line, anchor and id. */
export function repeated(report: Report, count: number): Report {
  const [first] = report.findings as [ReportFinding];
  const findings = Array.from({ length: count }, (_, index): ReportFinding => {
    const fingerprint = (index + 1).toString(16).padStart(8, '0') + first.fingerprint.slice(8);
    const evidence = first.evidence.map((one) => ({ ...one, startLine: index + 1, endLine: index + 1 }));
    return { ...first, findingId: fingerprint.slice(0, 32), fingerprint, anchor: `${first.anchor}-${index}`, evidence };
  });
  return { ...report, findings };
}
