/**
 * A process that records events, for the fault test: `record-worker.mjs JSON`. It runs the compiled stores, as a
 * recorder would. What a store says has failed for a reason that may pass is recorded again; recording is idempotent.
 * Prints how many events that happened to, as JSON.
 */
import { readFileSync } from 'node:fs';
import { openAwsStores } from '../../build/stores/aws/index.js';

const { options, now, eventsFile } = JSON.parse(process.argv[2]);
const stores = openAwsStores(options, { now: () => now });
let left = JSON.parse(readFileSync(eventsFile, 'utf8'));
let again = 0;
for (let round = 0; left.length > 0; round += 1) {
  if (round === 50) throw new Error(`${left.length} events could not be recorded in ${round} rounds`);
  const failed = [];
  const waiting = [...left];
  const lane = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      try {
        await stores.fp.recordEvent(one);
      } catch (error) {
        if (error.retryable !== true) throw error;
        failed.push(one);
      }
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  again += failed.length;
  left = failed;
}
await stores.close();
process.stdout.write(JSON.stringify({ again }));
