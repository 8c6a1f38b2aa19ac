/** What calibration counts for the alarms. */
import type { CalibrationReport, IngestSummary } from '../calibration/report-types.js';
import type { RunMeter } from './aws-access.js';
import type { CalibrateRequest, CalibrateResult, CalibrationRequest, IngestRequest } from './calibrate-types.js';
import { measured } from './run-metrics.js';

/**
 * Runs `work` with a meter for its stores, in a workflow with AWS; otherwise runs it, and counts nothing.
 *
 * @returns what `work` returns @throws what `work` throws
 */
export async function measuredCalibration(
  request: CalibrateRequest,
  work: (request: CalibrateRequest) => Promise<CalibrateResult>,
): Promise<CalibrateResult> {
  return await metered(request, work, ({ report }, meter) => countRates(report, meter));
}

/** The same where verdicts are taken in: only that it failed can be told. */
export async function measuredIngestion(
  request: IngestRequest,
  work: (request: IngestRequest) => Promise<IngestSummary>,
): Promise<IngestSummary> {
  return await metered(request, work, () => undefined);
}

async function metered<R extends CalibrationRequest, T>(
  request: R,
  work: (request: R) => Promise<T>,
  count: (result: T, meter: RunMeter) => void,
): Promise<T> {
  const { store, clock } = request;
  if (store.backend !== 'aws' || request.dryRun === true || request.runUrl === '') return await work(request);
  return await measured({ action: 'calibrate', clock: { now: clock } }, store, async (counted) => {
    const result = await work({ ...request, store: counted ?? store });
    if (counted?.meter !== undefined) count(result, counted.meter);
    return result;
  });
}

/**
 * How wrong each rule is at least that could block when the look began. A rule that this look demotes is told of once
 * more; from then on it blocks nobody.
 */
export function countRates({ rules }: Pick<CalibrationReport, 'rules'>, meter: Pick<RunMeter, 'observe'>): void {
  for (const { level, reviewedOnly } of rules) {
    if (level === 'block' && reviewedOnly !== null) meter.observe('RuleFalsePositiveRate', reviewedOnly.low * 100);
  }
}
