import { describe, expect, it } from '@jest/globals';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type * as v from 'valibot';
import { PhaseMirrorError } from '../../src/errors.js';
import { renderJson } from '../../src/report/json.js';
import { reportSchema, validateReport } from '../../src/report/schema.js';
import type { Report } from '../../src/report/types.js';
import { caseNames, loadCase } from './load.js';

type Writable<T> = T extends string | number | boolean | null | undefined
  ? T
  : { -readonly [K in keyof T]: Writable<T[K]> };
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Does not compile when the schema and the type say different things. */
const SAME: Same<Writable<v.InferOutput<typeof reportSchema>>, Writable<Report>> = true;

function changed(change: (report: Record<string, never>) => void): Report {
  const { report } = loadCase('block-2-new-4-older');
  change(report as unknown as Record<string, never>);
  return report;
}

describe('the report schema', () => {
  it('says the same as the type', () => {
    expect(SAME).toBe(true);
  });

  it('converts to a JSON Schema that accepts what is written', () => {
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const validate = ajv.compile(toJsonSchema(reportSchema, { target: 'draft-2020-12' }) as object);
    for (const name of caseNames()) {
      expect([name, validate(JSON.parse(renderJson(loadCase(name).report))), validate.errors]).toEqual([
        name,
        true,
        null,
      ]);
    }
    expect(validate({ schemaVersion: '1' })).toBe(false);
  });

  it.each<[string, (report: never) => void, string]>([
    ['an unknown key', (report: { run: { extra?: number } }) => (report.run.extra = 1), 'run.extra'],
    [
      'a wrong severity',
      (report: { findings: { severity: string }[] }) => (report.findings[2]!.severity = 'huge'),
      'findings.2.severity',
    ],
    [
      'a short id',
      (report: { findings: { findingId: string }[] }) => (report.findings[0]!.findingId = 'abc'),
      'findings.0.findingId',
    ],
    [
      'no evidence',
      (report: { findings: { evidence: unknown[] }[] }) => (report.findings[0]!.evidence = []),
      'findings.0.evidence',
    ],
    [
      'a negative count',
      (report: { rules: { findings: { new: number } }[] }) => (report.rules[0]!.findings.new = -1),
      'rules.0.findings.new',
    ],
    ['a local time', (report: { run: { startedAt: string } }) => (report.run.startedAt = 'yesterday'), 'run.startedAt'],
    ['NaN', (report: { run: { durationMs: number } }) => (report.run.durationMs = Number.NaN), 'run.durationMs'],
    ['a missing key', (report: { decision?: unknown }) => delete report.decision, 'decision'],
  ] as never)('%s is a bug that names its place', (_what, change, path) => {
    const report = changed(change as never);
    expect(() => validateReport(report)).toThrow(PhaseMirrorError);
    expect(() => validateReport(report)).toThrow(`at ${path as string},`);
    expect(() => renderJson(report)).toThrow('does not match its own schema');
  });

  it('is a bug, exit 2, when it is no report at all', () => {
    const error = (() => {
      try {
        return validateReport(null as never);
      } catch (thrown) {
        return thrown as PhaseMirrorError;
      }
    })();
    expect(error).toMatchObject({ kind: 'bug', exitCode: 2, thing: 'The report, at the top,' });
  });
});

describe('renderJson', () => {
  it('has the same bytes whatever the order of the keys', () => {
    const { report } = loadCase('hostile');
    const reversed = JSON.parse(JSON.stringify(report), (_key, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as Report;
    expect(renderJson(reversed)).toBe(renderJson(report));
    expect(Object.keys(JSON.parse(renderJson(reversed)) as object).slice(0, 3)).toEqual([
      'schemaVersion',
      'run',
      'tool',
    ]);
  });

  it('sorts timings and ends with a newline', () => {
    const text = renderJson(loadCase('pass-not-asked').report);
    expect(text.indexOf('"evaluate"')).toBeLessThan(text.indexOf('"parse"'));
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('writes well-formed text', () => {
    expect(renderJson(loadCase('hostile').report)).not.toMatch(/\\ud[89a-f][0-9a-f]{2}(?!\\ud)/);
  });
});
