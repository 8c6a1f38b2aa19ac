/** Jest runs TypeScript as ES modules through swc; no type check here (that is `tsc`). */
export default {
  testEnvironment: 'node',
  // Fixtures are trees of other repositories: their package.json files are not ours, and some are broken on purpose.
  modulePathIgnorePatterns: ['<rootDir>/__tests__/fixtures/'],
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  // A busy machine must not decide: what is timed is timed in bench/.
  testTimeout: 30_000,
  // Jest's own default leaves one core idle, which is half of a small machine: most of these tests wait for git.
  maxWorkers: '100%',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  testPathIgnorePatterns: ['/node_modules/', '/__tests__/e2e/'],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/types.ts'],
  coverageReporters: ['text-summary', 'lcov', 'html'],
  coverageThreshold: {
    global: { statements: 80, branches: 80, functions: 80, lines: 80 },
    './src/policy/': { statements: 90, branches: 85, functions: 90, lines: 90 },
    './src/rules/': { statements: 90, branches: 85, functions: 90, lines: 90 },
  },
};
