/**
 * CloudWatch with alarms that fire: MiniStack, behind a relay. MiniStack keeps accounts apart by the access key id, and
 * looks at all series of a metric whatever their dimensions; so the relay puts every request into one account of its own,
 * and keeps what was sent with its dimensions, for the test to look at.
 */
import { bodyOf, listen } from './loopback.js';
import type { AlarmDefinition } from './monitoring.js';

export interface SentSeries {
  readonly metric: string;
  /** `Environment=staging`, `Action=record` */
  readonly dimensions: readonly string[];
  readonly values: readonly number[];
}

export interface CloudWatch {
  readonly url: string;
  /** Everything that was sent, in order. */
  readonly sent: readonly SentSeries[];
  putAlarm(alarm: AlarmDefinition, environment: string): Promise<void>;
  /** Name of the alarm → `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  states(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

let made = 0;

/** As Terraform names it. */
export function alarmName({ name }: Pick<AlarmDefinition, 'name'>, environment: string): string {
  return `mirror-dissonance-${environment}-${name}`;
}

export async function startCloudWatch(upstream: string): Promise<CloudWatch> {
  made += 1;
  const account = String(((process.pid % 100_000) + 1) * 1_000_000 + made).padStart(12, '9');
  const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20260101/eu-central-1/monitoring/aws4_request, SignedHeaders=host, Signature=0`;
  const sent: SentSeries[] = [];
  const ask = async (form: URLSearchParams): Promise<{ status: number; text: string }> => {
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(upstream, { method: 'POST', headers, body: form.toString() });
    return { status: response.status, text: await response.text() };
  };
  const wanted = async (parameters: Readonly<Record<string, string>>): Promise<string> => {
    const { status, text } = await ask(new URLSearchParams({ Version: '2010-08-01', ...parameters }));
    if (status !== 200) throw new Error(`${parameters['Action']}: ${status} ${text}`);
    return text;
  };
  const { url, close } = await listen(async (request, response) => {
    const form = new URLSearchParams((await bodyOf(request)).toString('utf8'));
    const { status, text } = await ask(form);
    if (status === 200 && form.get('Action') === 'PutMetricData') sent.push(...seriesOf(form));
    response.writeHead(status, { 'content-type': 'text/xml' }).end(text);
  });
  return {
    ...{ url, sent, close },
    async putAlarm(alarm, environment) {
      await wanted({
        ...{ Action: 'PutMetricAlarm', AlarmName: alarmName(alarm, environment), MetricName: alarm.metric },
        ...{ Namespace: alarm.namespace, Statistic: alarm.statistic, Period: String(alarm.period) },
        ...{ EvaluationPeriods: String(alarm.evaluationPeriods), Threshold: String(alarm.threshold) },
        ...{ ComparisonOperator: alarm.comparison, TreatMissingData: alarm.treatMissingData },
        'Dimensions.member.1.Name': 'Environment',
        'Dimensions.member.1.Value': environment,
      });
    },
    async states() {
      const text = await wanted({ Action: 'DescribeAlarms' });
      return Object.fromEntries(
        [...text.matchAll(/<AlarmName>([^<]*)<[\s\S]*?<StateValue>([A-Z_]+)</g)].map(([, name = '', state = '']) => [
          name,
          state,
        ]),
      );
    },
  };
}

function seriesOf(form: URLSearchParams): SentSeries[] {
  const found: SentSeries[] = [];
  for (let member = 1; form.has(`MetricData.member.${member}.MetricName`); member += 1) {
    const all = (what: string, part = ''): string[] => {
      const values: string[] = [];
      for (let at = 1; ; at += 1) {
        const value = form.get(`MetricData.member.${member}.${what}.member.${at}${part}`);
        if (value === null) return values;
        values.push(value);
      }
    };
    const values = all('Dimensions', '.Value');
    found.push({
      metric: form.get(`MetricData.member.${member}.MetricName`) ?? '',
      dimensions: all('Dimensions', '.Name').map((name, at) => `${name}=${values[at]}`),
      values: all('Values').map(Number),
    });
  }
  return found;
}
