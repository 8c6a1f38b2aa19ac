/**
 * What each action asks of AWS, read from the code, is what its role allows: nothing is missing, nothing is left over. The
 * call graph errs towards too much, so a request that no policy mentions fails here even where no test makes it.
 * `__tests__/aws/roles.aws.ts` and `__tests__/e2e-aws/roles-of-actions.aws.ts` show the same by running it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allowedBy, COMMANDS, needsOf, TABLES } from '../support/role-needs.js';
import { ROLE_NAMES } from '../support/role-policies.js';

describe('the code and the policies agree on', () => {
  it.each(ROLE_NAMES)('%s', (role) => {
    expect([...new Set(allowedBy(role))].sort()).toEqual([...needsOf(role).needs].sort());
  });
});

describe('the reading of the code', () => {
  /** If a port is renamed, or called in a way that is not seen, this changes. */
  it.each([
    ['evaluate', ['blocks.blocksSince', 'levels.load']],
    [
      'record',
      [
        ...[
          'blocks.blocksSince',
          'blocks.recordBlock',
          'consent.checkConsent',
          'consent.getConsent',
          'fp.recordEvents',
        ],
        ...['levels.load', 'nonces.load', 'salts.load'],
      ],
    ],
    ['drift', ['baselines.load', 'baselines.loadVersion', 'baselines.versions']],
  ] as const)('sees what %s asks', (role, asked) => {
    expect([...needsOf(role).asked].sort()).toEqual(asked);
  });

  it('may leave out of calibrate what it leaves out', () => {
    const files = readdirSync('src/oracle').filter((name) => name.startsWith('calibrate'));
    const text = files.map((name) => readFileSync(`src/oracle/${name}`, 'utf8')).join('\n');
    expect(files.length).toBeGreaterThan(5);
    // `memory` is a field of what evaluateRun is asked.
    expect(text.match(/\bnonces\b|\bNonceRing\b|\bmemory: (?!CalibrationMemory|Pick<|Memory;)/g)).toBe(null);
  });

  it('sees every request that is made in src/', () => {
    const seen = new Set(ROLE_NAMES.flatMap((role) => [...needsOf(role).needs].map((need) => need.split(' ')[0])));
    for (const action of Object.values(COMMANDS).flat()) expect([...seen]).toContain(action);
  });

  it('finds nothing that makes or destroys what is not a copy', () => {
    // Keys are made by people, under a role of their own; tables and buckets by Terraform.
    const destructive = /:(?:Create(?!Grant)|Delete|Restore|PutBucket|PutKey|BatchWrite)/;
    const found = ROLE_NAMES.flatMap((role) => [...needsOf(role).needs].filter((need) => destructive.test(need)));
    expect(found.filter((need) => !need.endsWith(' on copies')).sort()).toEqual([
      ...TABLES.map((table) => `dynamodb:RestoreTableToPointInTime on ${table}`).sort(),
      'ssm:DeleteParameter on nonces',
    ]);
  });
});
