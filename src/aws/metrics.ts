/**
 * What the alarms watch: a few metrics, counted during a run and sent once at its end (put-metrics.ts). Names, units and
 * dimensions are those of infra/terraform/modules/monitoring/metrics.json, which Terraform reads; a test compares the two.
 * docs/adr/0013-metrics.md
 */

export const METRIC_NAMESPACE = 'PhaseMirror';

/** What sends metrics. `evaluate` does not: what a pull request can run must not be able to raise or drown an alarm. */
export type MetricAction = 'record' | 'drift-check' | 'calibrate' | 'nonce';

interface MetricFacts {
  readonly unit: 'Count' | 'Percent' | 'None';
  /** Each combination is a series of its own, and is paid for as one. */
  readonly dimensions: readonly (readonly ('Environment' | 'Action')[])[];
  readonly actions: readonly MetricAction[];
}

const ALL: readonly MetricAction[] = ['record', 'drift-check', 'calibrate', 'nonce'];
const BY_ENVIRONMENT = [['Environment']] as const;

/** Counters start at 0, and 0 is sent: an alarm that was raised can go out again. */
export const COUNTERS = {
  ActionErrors: { unit: 'Count', dimensions: [['Environment'], ['Environment', 'Action']], actions: ALL },
  BreakerOpened: { unit: 'Count', dimensions: BY_ENVIRONMENT, actions: ['record'] },
  NonceRotationFailed: { unit: 'Count', dimensions: BY_ENVIRONMENT, actions: ['nonce'] },
  ParameterAccessErrors: { unit: 'Count', dimensions: BY_ENVIRONMENT, actions: ['record', 'calibrate', 'nonce'] },
  StoreThrottled: { unit: 'Count', dimensions: BY_ENVIRONMENT, actions: ALL },
} as const satisfies Readonly<Record<string, MetricFacts>>;

/** Values that are sent as they were seen, and only where they were. */
export const GAUGES = {
  NonceAgeHours: { unit: 'None', dimensions: BY_ENVIRONMENT, actions: ['record', 'nonce'] },
  RuleFalsePositiveRate: { unit: 'Percent', dimensions: BY_ENVIRONMENT, actions: ['calibrate'] },
} as const satisfies Readonly<Record<string, MetricFacts>>;

export type CounterName = keyof typeof COUNTERS;
export type GaugeName = keyof typeof GAUGES;

/** One series of one metric, as PutMetricData takes it. */
export interface MetricDatum {
  readonly name: CounterName | GaugeName;
  readonly unit: MetricFacts['unit'];
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly values: readonly number[];
}

/** Where a run counts. Nothing of it ever throws. */
export interface Meter {
  add(name: CounterName, by?: number): void;
  observe(name: GaugeName, value: number): void;
}

/** Values of one series in one request: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const MAX_VALUES = 150;

export class RunMetrics implements Meter {
  readonly #counts = new Map<CounterName, number>();
  readonly #seen = new Map<GaugeName, number[]>();

  constructor(readonly action: MetricAction) {}

  /** What this action does not send is not counted. */
  add(name: CounterName, by = 1): void {
    if (Number.isFinite(by)) this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  observe(name: GaugeName, value: number): void {
    const seen = this.#seen.get(name) ?? [];
    if (Number.isFinite(value) && seen.length < MAX_VALUES) this.#seen.set(name, [...seen, rounded(value)]);
  }

  /** @returns every series of this action, in the order of names */
  data(environment: string): readonly MetricDatum[] {
    const named = { Environment: environment, Action: this.action };
    const series = (name: CounterName | GaugeName, facts: MetricFacts, values: readonly number[]): MetricDatum[] =>
      facts.actions.includes(this.action) && values.length > 0
        ? facts.dimensions.map((dimensions) => ({
            name,
            unit: facts.unit,
            dimensions: dimensions.map((dimension) => ({ name: dimension, value: named[dimension] })),
            values,
          }))
        : [];
    const counters = Object.keys(COUNTERS) as CounterName[];
    const gauges = Object.keys(GAUGES) as GaugeName[];
    return [
      ...counters.flatMap((name) => series(name, COUNTERS[name], [this.#counts.get(name) ?? 0])),
      ...gauges.flatMap((name) => series(name, GAUGES[name], this.#seen.get(name) ?? [])),
    ].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  }
}

/** To a millionth, so that no value is written with an exponent. */
function rounded(value: number): number {
  return Math.round(value * 1_000_000) / 1_000_000;
}
