/**
 * What the stores rely on in DynamoDB, S3 and SSM themselves, by bare calls: what AWS documents, and where the servers
 * differ from it (deviations.ts). A store that is right on a server which is wrong here proves nothing there.
 */
import { describe, expect, it } from '@jest/globals';
import {
  bareClients,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  type ServerName,
} from '../support/aws-rig.js';
import { deviatingTitle, deviationOf, expectDeviation } from './backend.js';
import { DEVIATIONS } from './deviations.js';
import { DYNAMODB } from './servers-dynamodb.js';
import { S3_AND_SSM } from './servers-s3-ssm.js';

export const PORT = 'servers';

const CASES = [...DYNAMODB, ...S3_AND_SSM];

export function serversContract(name: ServerName): void {
  describe(`The server itself on ${name}`, () => {
    for (const [id, title, body] of CASES) {
      const deviation = deviationOf(`${PORT}/${id}`, name);
      const run = async (): Promise<void> => {
        const options = optionsOf(endpointOf(name), freshEnvironment());
        const bare = bareClients(endpointOf(name));
        const past = bareClients(endpointOf(name), { unqueued: true });
        try {
          await provision(bare, options);
          const table = `mirror-dissonance-${options.environment}-fp-events`;
          await body({
            ...bare,
            unqueued: past.dynamodb,
            table,
            bucket: options.baselineBucket,
            prefix: `/${options.environment}/`,
          });
        } finally {
          bare.destroy();
          past.destroy();
        }
      };
      if (deviation === undefined) it(title, run);
      else it(deviatingTitle(title, deviation), () => expectDeviation(run, deviation));
    }

    it('has no recorded deviation of a case that does not exist', () => {
      const ids = CASES.map(([id]) => `${PORT}/${id}`);
      const recorded = DEVIATIONS.map((deviation) => deviation.case).filter((id) => id.startsWith(`${PORT}/`));
      expect(recorded.filter((id) => !ids.includes(id))).toEqual([]);
    });
  });
}
