import { describe, expect, it } from '@jest/globals';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type * as v from 'valibot';
import { calibrationReportSchema, renderCalibrationJson } from '../../src/calibration/report-schema.js';
import type { CalibrationReport } from '../../src/calibration/report-types.js';
import { PhaseMirrorError } from '../../src/errors.js';
import { calibrationReport, DEMOTED, HOSTILE, REFUSED, rule, STEADY } from './report-support.js';

type Writable<T> = T extends string | number | boolean | null | undefined
  ? T
  : { -readonly [K in keyof T]: Writable<T[K]> };
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Does not compile when the schema and the type say different things. */
const SAME: Same<Writable<v.InferOutput<typeof calibrationReportSchema>>, Writable<CalibrationReport>> = true;

const FULL = calibrationReport(
  [
    STEADY,
    REFUSED,
    DEMOTED,
    rule('policy-weakened', { evidence: null, pin: { level: 'off', path: 'a.yml', line: 3 } }),
  ],
  {
    complete: false,
    degraded: [{ code: 'team_unreadable', text: 'octo-org/platform could not be listed' }],
    notes: ['x'],
    repositories: { counted: 2, leftOut: [{ reason: 'no consent', repositories: 1 }] },
    ingested: {
      read: { alert: 1, suppression: 2, file: 3 },
      stored: 4,
      known: 1,
      refused: [{ reason: 'by its author', count: 1 }],
      examples: ['alert 12: dismissed by its author'],
      notStored: '',
      notes: ['alerts were not read'],
      incomplete: true,
    },
  },
);

describe('the calibration report as JSON', () => {
  it('says the same as the type', () => {
    expect(SAME).toBe(true);
  });

  it('is what its JSON Schema accepts', () => {
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const validate = ajv.compile(toJsonSchema(calibrationReportSchema, { target: 'draft-2020-12' }) as object);
    const written = JSON.parse(renderCalibrationJson(FULL));
    expect([validate(written), validate.errors]).toEqual([true, null]);
    expect(written).toEqual(FULL);
    expect(validate({ ...FULL, mode: 'guess' })).toBe(false);
  });

  it('has the same bytes whatever the order of keys was', () => {
    const reversed = Object.fromEntries(Object.entries(FULL).reverse()) as unknown as CalibrationReport;
    expect(renderCalibrationJson(reversed)).toBe(renderCalibrationJson(FULL));
  });

  it('shows what cannot be seen, and no command to a runner', () => {
    const json = renderCalibrationJson(calibrationReport([STEADY], { notes: [HOSTILE] }));
    expect(json).not.toMatch(/(?!\n)\p{Cc}|[\u202e\u200b]|##\[/u);
    expect(JSON.parse(json).notes).toEqual([HOSTILE]);
  });

  it.each<[string, CalibrationReport, string]>([
    [
      'an infinite log E',
      calibrationReport([rule('MD-001', { evidence: { ...STEADY.evidence!, logE: Infinity } })]),
      'logE',
    ],
    [
      'a share above 1',
      calibrationReport([rule('MD-001', { evidence: { ...STEADY.evidence!, progress: 1.1 } })]),
      'rules.0.evidence.progress',
    ],
    [
      'a day that is none',
      calibrationReport([rule('MD-001', { days: [{ day: 'today', total: 1, falsePositives: 0, truePositives: 0 }] })]),
      'rules.0.days.0.day',
    ],
    ['a further key', { ...FULL, extra: 1 } as CalibrationReport, 'extra'],
  ])('refuses %s as a bug of ours', (_what, report, place) => {
    let thrown: unknown;
    try {
      renderCalibrationJson(report);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PhaseMirrorError);
    expect((thrown as PhaseMirrorError).kind).toBe('bug');
    expect((thrown as PhaseMirrorError).message).toContain(place);
  });
});
