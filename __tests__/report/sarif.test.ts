import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { renderSarif, SARIF_LIMITS } from '../../src/report/sarif.js';
import type { Report } from '../../src/report/types.js';
import { caseNames, loadCase, repeated } from './load.js';

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: { startLine: number } };
  }[];
  relatedLocations?: { id: number }[];
  partialFingerprints: Record<string, string>;
  baselineState?: string;
}
interface Run {
  tool: { driver: { rules: { id: string; defaultConfiguration: { level: string }; properties: object }[] } };
  results: Result[];
  automationDetails: { id: string };
  invocations: [
    { executionSuccessful: boolean; toolExecutionNotifications: { level: string; message: { text: string } }[] },
  ];
}

const runOf = (report: Report, limits?: Parameters<typeof renderSarif>[1]): Run =>
  (JSON.parse(renderSarif(report, limits)) as { runs: [Run] }).runs[0];

describe('SARIF', () => {
  let validate: ValidateFunction;

  beforeAll(() => {
    // The official schema as Microsoft ships it. Draft 4 differs from draft 7, for what it uses, in the name of `id`.
    const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    const { id, $schema: _draft4, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    (addFormats as unknown as (ajv: Ajv) => void)(ajv);
    validate = ajv.compile({ $id: String(id), ...schema });
  });

  it.each(caseNames())('%s is valid by the official schema', (name) => {
    const log: unknown = JSON.parse(renderSarif(loadCase(name).report));
    expect([validate(log), validate.errors]).toEqual([true, null]);
  });

  it('the schema check can fail', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });

  it.each(caseNames())('%s has what GitHub requires of each result', (name) => {
    const run = runOf(loadCase(name).report);
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.locations).toHaveLength(1);
      const { artifactLocation, region } = result.locations[0]!.physicalLocation;
      expect(artifactLocation.uri).toMatch(/^[^/:]+/);
      expect(region.startLine).toBeGreaterThanOrEqual(1);
      expect(result.message.text).toMatch(/\n\[pm:[0-9a-f]{32}\]$/);
    }
    expect(run.automationDetails.id).toBe('phase-mirror/evaluate/');
  });

  it('holds new and older findings, worst first, and never a suppressed one', () => {
    const { report } = loadCase('block-2-new-4-older');
    const { results } = runOf(report);
    expect(results.map(({ baselineState }) => baselineState)).toEqual([
      'new',
      'new',
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    const suppressed = report.findings.find(({ status }) => status === 'suppressed');
    expect(renderSarif(report)).not.toContain(suppressed!.findingId);
    expect(results[0]!.partialFingerprints).toEqual({ 'phaseMirror/v1': report.findings[3]!.fingerprint });
  });

  it('places a finding without a file on the folder of the workflows, with a hash of its own', () => {
    const [result] = runOf(loadCase('full-scan').report).results;
    expect(result!.locations[0]!.physicalLocation.artifactLocation).toEqual({
      uri: '.github/workflows',
      uriBaseId: '%SRCROOT%',
    });
    expect(result!.partialFingerprints['primaryLocationLineHash']).toMatch(/^[0-9a-f]{16}:1$/);
    expect(result!.baselineState).toBe(undefined);
  });

  it.each([
    ['critical', 'error'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'note'],
  ] as const)('%s is level %s', (severity, level) => {
    const { report } = loadCase('fail-on-never');
    const findings = report.findings.map((finding) => ({ ...finding, severity }));
    const rules = report.rules.map((rule) => ({ ...rule, severity }));
    const run = runOf({ ...report, findings, rules });
    expect(run.results[0]!.level).toBe(level);
    expect(run.tool.driver.rules[0]!.defaultConfiguration.level).toBe(level);
    expect(run.tool.driver.rules[0]!.properties).toEqual({ tags: ['ci', 'governance'] });
  });

  it('describes a rule that only findings name', () => {
    const { report } = loadCase('fail-on-never');
    const run = runOf({ ...report, rules: report.rules.map((rule) => ({ ...rule, summary: '', name: '' })).slice(1) });
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['MD-003', 'MD-004', 'MD-005', 'MD-006', 'MD-001']);
    expect(run.results[0]!.ruleIndex).toBe(4);
  });

  it('keeps to ten locations', () => {
    const { report } = loadCase('fail-on-never');
    const [finding] = report.findings;
    const evidence = Array.from({ length: 40 }, (_, line) => ({ ...finding!.evidence[0]!, startLine: line + 1 }));
    const [result] = runOf({ ...report, findings: [{ ...finding!, evidence }] }).results;
    expect(result!.relatedLocations).toHaveLength(SARIF_LIMITS.locations - 1);
  });

  it('leaves out the least severe beyond the number of results, and says so', () => {
    const run = runOf(loadCase('medium-over-maximum').report, { results: 5, gzippedBytes: SARIF_LIMITS.gzippedBytes });
    expect(run.results).toHaveLength(5);
    expect(run.results.every(({ level }) => level === 'warning')).toBe(true);
    expect(run.invocations[0].toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      '8 results left out, the least severe: GitHub takes 25000 results and 10 MB. The JSON report has all of them.',
    ]);
  });

  it('leaves out what does not fit after compression', () => {
    const report = repeated(loadCase('fail-on-never').report, 400);
    const limit = 6000;
    const text = renderSarif(report, { results: 1000, gzippedBytes: limit });
    const kept = (JSON.parse(text) as { runs: [Run] }).runs[0].results.length;
    expect(gzipSync(text).length).toBeLessThanOrEqual(limit);
    expect(kept).toBeGreaterThan(50);
    expect(kept).toBeLessThan(400);
    expect(text).toContain(`${400 - kept} results left out`);
    expect(runOf(report, { results: 1000, gzippedBytes: 10 }).results).toEqual([]);
  });

  it('a rule that failed is a notification, not a result', () => {
    const { report } = loadCase('block-tool-error');
    const [invocation] = runOf(report).invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications.map(({ level }) => level)).toEqual(['error', 'warning']);
    expect(runOf(report).results).toEqual([]);
    const baseOnly = report.toolErrors.filter(({ side }) => side === 'base');
    expect(runOf({ ...report, toolErrors: baseOnly }).invocations[0].executionSuccessful).toBe(true);
  });
});
