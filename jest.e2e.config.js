/** The built bundles, run as users run them. Needs dist/ (`npm run build`); no coverage, it is another process. */
import unit from './jest.config.js';

const { collectCoverageFrom: _from, coverageReporters: _reporters, coverageThreshold: _threshold, ...shared } = unit;

export default {
  ...shared,
  roots: ['<rootDir>/__tests__/e2e'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
};
