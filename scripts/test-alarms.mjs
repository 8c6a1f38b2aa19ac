/**
 * Drives every alarm of infra/terraform/modules/monitoring/alarms.json to ALARM by what runs of the product send, on
 * MiniStack. The suite is one of `npm run test:aws`; this runs it alone.
 *
 * Usage: npm run test:alarms
 * Needs the built dist/ (npm run build) and what test:aws needs; where that is not to be had it is skipped, and says so.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const lane = join(import.meta.dirname, 'test-aws.mjs');
const { status } = spawnSync(
  process.execPath,
  [lane, '--verbose', '--testPathPatterns', '__tests__/e2e-aws/alarms\\.aws\\.ts$'],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
