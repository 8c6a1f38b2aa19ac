/** The suites that need AWS-compatible servers, and the same suites on SQLite beside them: `npm run test:aws`. */
import unit from './jest.config.js';

const { collectCoverageFrom: _from, coverageReporters: _reporters, coverageThreshold: _threshold, ...shared } = unit;

export default {
  ...shared,
  testMatch: ['**/*.aws.ts', '**/contract/sqlite*.test.ts'],
  // Both servers are one process each: more workers only queue there.
  maxWorkers: 2,
  testTimeout: 120_000,
};
