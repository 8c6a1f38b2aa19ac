/** `phase-mirror verify-oidc`: which roles trust the job that this runs in. */
import { EXIT_CODES } from '../errors.js';
import { loadOperator } from '../oracle.js';
import { terminalText } from '../report/escape.js';
import type { VerifyOidcCommand } from './args-oidc.js';
import type { Io } from './io.js';
import { regionOf } from './memory.js';

/** @returns 0 where every role trusts the job, or refuses it, as asked; else 2 */
export async function runVerifyOidc(command: VerifyOidcCommand, io: Io): Promise<number> {
  const { environment } = io;
  const sts = environment['AWS_ENDPOINT_URL_STS'] || environment['AWS_ENDPOINT_URL'];
  const { verifyOidc } = await loadOperator();
  const report = await verifyOidc({
    ...{ region: regionOf(command.region, io), trusted: command.trusted, refused: command.refused },
    oidc: {
      requestUrl: environment['ACTIONS_ID_TOKEN_REQUEST_URL'] || undefined,
      requestToken: environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] || undefined,
    },
    clock: { now: io.clock },
    ...(sts ? { stsEndpoint: sts } : {}),
  });
  io.stdout(command.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
  return report.ok ? EXIT_CODES.ok : EXIT_CODES.failed;
}

function textOf({
  claims,
  roles,
}: Awaited<ReturnType<Awaited<ReturnType<typeof loadOperator>>['verifyOidc']>>): string {
  const width = Math.max(0, ...Object.keys(claims).map((name) => name.length));
  const words = { true: 'trusts this job', false: 'does not trust this job, or does not exist' } as const;
  return [
    'This job presents',
    ...Object.entries(claims).map(([name, value]) => `  ${name.padEnd(width)}  ${terminalText(value)}`),
    ...roles.map(({ arn, trusts, ok }) => `${ok ? 'ok   ' : 'WRONG'}  ${terminalText(arn)} ${words[`${trusts}`]}`),
    '',
  ].join('\n');
}
