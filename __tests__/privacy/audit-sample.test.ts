import { createHmac } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { auditFractions, inAuditSample } from '../../src/privacy/audit-sample.js';

const SALT = { version: 1, value: '1'.repeat(64), issuedAt: 0 };
const salted = auditFractions(SALT);

it('is the HMAC of repository and pull request under the salt, in a domain of its own', () => {
  const message = 'phase-mirror/audit-sample/1\n["r","pr#1"]';
  const digest = createHmac('sha256', Buffer.from(SALT.value, 'hex')).update(message).digest('hex');
  expect(salted('r', 'pr#1')).toBe(Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48);
  expect(salted('r', 'pr#1')).not.toBe(auditFractions({ ...SALT, value: '2'.repeat(64) })('r', 'pr#1'));
  expect(salted('r', 'pr#1')).not.toBe(auditFractions(null)('r', 'pr#1'));
});

it('tells apart what only runs together', () => {
  expect(salted('a', 'b","c')).not.toBe(salted('a","b', 'c'));
});

it('lies from 0 to below 1, whatever is asked', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (repository, change) => {
      const fraction = salted(repository, change);
      return fraction >= 0 && fraction < 1 && !inAuditSample(fraction, 0) && inAuditSample(fraction, 1);
    }),
  );
});

it('takes about the share that is asked for', () => {
  const taken = Array.from({ length: 10_000 }, (_, n) => inAuditSample(salted('r', `pr#${n}`), 0.2));
  // Four standard deviations of a binomial distribution.
  expect(Math.abs(taken.filter(Boolean).length - 2000)).toBeLessThan(160);
});

it('refuses a salt that is none, without showing it', () => {
  const broken = { ...SALT, value: 'secret' };
  expect(() => auditFractions(broken, '/guardian/staging/identity_salt_v*')).toThrow(
    /AuditSample\.open \(parameter \/guardian\/staging\/identity_salt_v1\)/,
  );
  expect(() => auditFractions(broken)).not.toThrow(/secret/);
});
