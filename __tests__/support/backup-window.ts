/**
 * moto's point-in-time recovery in front of a test: its window of restorable moments stands still where recovery was
 * switched on. Here it moves, as DynamoDB's does. Everything else is moto's.
 */
import { bodyOf, type Loopback, listen, relay } from './loopback.js';

const DAY_S = 86_400;

/** @param before called before a request to DynamoDB is passed on, with the table that it is about */
export async function startBackupWindow(
  upstream: string,
  before: (operation: string, table: string) => Promise<void> = async () => {},
): Promise<Loopback> {
  return listen(async (request, response) => {
    const body = await bodyOf(request);
    const [service = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    if (!service.startsWith('DynamoDB')) return relay(request, body, upstream, response);
    const { TableName, TargetTableName } = JSON.parse(body.toString()) as Record<string, string>;
    await before(operation, TargetTableName ?? TableName ?? '');
    if (operation !== 'DescribeContinuousBackups') return relay(request, body, upstream, response);
    const now = Date.now() / 1000;
    // Moments are whole seconds, and this one has to be past the reading that just ended.
    const window = { EarliestRestorableDateTime: now - DAY_S, LatestRestorableDateTime: now + 2 };
    const PointInTimeRecoveryDescription = { PointInTimeRecoveryStatus: 'ENABLED', ...window };
    const description = { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription };
    response.end(JSON.stringify({ ContinuousBackupsDescription: description }));
  });
}
