/**
 * The arrows: who may import whom (docs/architecture.md). `npm run check:arrows` fails on any other import, and
 * __tests__/house/arrows.test.ts plants one of every class to see that it does.
 *
 * TypeScript 7 has no compiler API yet, so swc parses. It reports `import type` as such. What it cannot see is
 * refused by the same test: a computed `import(name)`, an inline `import('…').Type`, and a module imported both
 * statically and dynamically by one file (only the first would be reported).
 */

/** Folder of src/ → the folders, or single modules of src/, that it may import besides itself. */
const ARROWS = {
  l0: [],
  repository: ['errors'],
  rules: ['repository', 'l0', 'errors'],
  policy: ['rules', 'repository', 'l0', 'errors'],
  report: ['policy', 'rules', 'repository', 'l0', 'errors'],
  github: ['report', 'rules', 'repository', 'errors'],
  aws: ['errors'],
  stores: ['aws', 'errors'],
  privacy: ['stores', 'l0', 'errors'],
  drift: ['report', 'stores', 'privacy', 'policy', 'rules', 'repository', 'l0', 'errors'],
  calibration: ['report', 'stores', 'privacy', 'policy', 'rules', 'l0', 'errors'],
  replay: ['report', 'policy', 'rules', 'repository', 'errors'],
  oracle: [
    ...['github', 'aws', 'stores', 'privacy', 'drift', 'calibration', 'replay', 'report', 'policy', 'rules'],
    ...['repository', 'l0', 'errors', 'version'],
  ],
  actions: ['oracle', 'drift', 'calibration', 'privacy', 'stores', 'report', 'policy', 'rules', 'errors', 'version'],
  cli: [
    ...['oracle', 'drift', 'calibration', 'privacy', 'stores', 'replay', 'report', 'policy', 'rules'],
    ...['errors', 'version'],
  ],
};

/**
 * Packages that end in dist/. They are devDependencies, because the published package is the bundle: who installs it
 * installs nothing else.
 */
const BUNDLED = [
  '@actions/cache',
  '@actions/core',
  '@actions/expressions',
  '@actions/github',
  '@aws-sdk/client-(?:dynamodb|kms|s3|ssm|sts)',
  '@smithy/(?:core|node-http-handler|signature-v4)',
  'fastest-levenshtein',
  'get-east-asian-width',
  'https-proxy-agent',
  'valibot',
  'yaml',
];

/** oracle.ts is the door; what it is made of lies in src/oracle/ and is nobody else's to import. */
const ORACLE = '^src/oracle(?:\\.ts$|/)';
const MODULES = new Set(['errors', 'oracle', 'version']);

/** Implementations of ports: wired by the oracle alone, and loaded only by a run that uses them. */
const ADAPTERS = '^src/(?:github|aws|stores/(?:sqlite|aws))/';

/** The only modules of src/repository that touch a disk or start git. */
const REPOSITORY_IO = '^src/repository/(?:git[^/]*|snapshot[^/]*|subject|compare)\\.ts$';

/** Matches a package where it resolves to, and by its bare name where it is not installed. */
const npm = (...names) => `(?:^|/)(?:${names.join('|')})(?:/|$)`;

const inSource = (name) => (MODULES.has(name) ? `${name}\\.ts$` : `${name}/`);

const arrows = Object.entries(ARROWS).map(([folder, targets]) => ({
  name: `arrow-${folder}`,
  comment: `src/${folder} may import itself${targets.map((target) => `, ${target}`).join('')}; nothing else of src/.`,
  severity: 'error',
  from: { path: folder === 'oracle' ? ORACLE : `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(?:${folder}/|${[folder, ...targets].map(inSource).join('|')})` },
}));

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    ...arrows,
    forbid(
      'arrow-undeclared-folder',
      'A new folder of src/ declares its arrows in ARROWS, at the top of .dependency-cruiser.mjs, before it imports.',
      { path: '^src/[^/]+/', pathNot: `^src/(?:${Object.keys(ARROWS).join('|')})/` },
      {},
    ),
    forbid(
      'l0-imports-nothing',
      'L0 is arithmetic on one state: no package, no Node module.',
      { path: '^src/l0/' },
      { pathNot: '^src/l0/' },
    ),
    forbid(
      'leaves-import-nothing',
      'src/errors.ts and src/version.ts are below everything.',
      { path: '^src/(?:errors|version)\\.ts$' },
      { path: '.' },
    ),
    forbid(
      'adapters-only-from-oracle',
      'Implementations of ports are wired in the oracle and nowhere else.',
      { path: '^src/', pathNot: [ADAPTERS, ORACLE] },
      { path: ADAPTERS },
    ),
    forbid(
      'adapters-only-dynamically',
      'Use `await import()`: a static import makes an offline run load Octokit or a driver it never uses.',
      { path: '^src/', pathNot: ADAPTERS },
      { path: ADAPTERS, dynamic: false, dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'pure-folders-use-no-node-module',
      'Rules, policy and report are pure: input comes in as arguments. Digests, formatting and compression are no I/O.',
      { path: '^src/(?:rules|policy|report)/' },
      { dependencyTypes: ['core'], pathNot: '^(?:node:)?(?:crypto|util|zlib)$' },
    ),
    forbid(
      'digests-only-for-identities',
      'One place identifies findings, one the set of rules; randomness has no place in rules, policy or report.',
      { path: '^src/(?:rules|policy|report)/', pathNot: '^src/rules/(?:fingerprint|registry)\\.ts$' },
      { path: '^(?:node:)?crypto$' },
    ),
    forbid(
      'rendering-only-in-report',
      'node:util formats and node:zlib measures against the limits of an upload: both belong to rendering.',
      { path: '^src/(?:rules|policy)/' },
      { path: '^(?:node:)?(?:util|zlib)$' },
    ),
    forbid(
      'repository-reads-in-few-places',
      'The model is computed from a snapshot. Disk and git are reached in git*.ts, snapshot*.ts, subject.ts and compare.ts.',
      { path: '^src/repository/', pathNot: REPOSITORY_IO },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'actions-toolkit-only-in-actions',
      'The core library runs without a runner: inputs and outputs are read and written in src/actions.',
      { path: '^src/', pathNot: '^src/actions/' },
      { path: npm('@actions/core', '@actions/cache') },
    ),
    forbid(
      'cache-toolkit-only-dynamically',
      'The cache toolkit brings a storage SDK with it: only a run that records in SQLite loads it.',
      { path: '^src/', pathNot: '^src/actions/toolkit-cache\\.ts$' },
      {
        path: ['^src/actions/toolkit-cache\\.ts$', npm('@actions/cache')],
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'octokit-only-in-github',
      'One place talks to the API of GitHub.',
      { path: '^src/', pathNot: '^src/github/' },
      { path: npm('@actions/github', '@octokit/[^/]+') },
    ),
    forbid(
      'sqlite-only-in-its-store',
      'node:sqlite does not exist on Node 20, which dist/ supports.',
      { path: '^src/', pathNot: '^src/stores/sqlite/' },
      { path: '^node:sqlite$' },
    ),
    forbid(
      'aws-sdk-only-in-aws',
      'The AWS SDK is the largest part of a cold start.',
      { path: '^src/', pathNot: '^src/(?:aws|stores/aws)/' },
      { path: npm('@aws-sdk/[^/]+', '@smithy/[^/]+') },
    ),
    forbid(
      'no-undeclared-package',
      'What dist/ bundles is listed in BUNDLED, at the top: not a development tool, not a package that happens to be there.',
      { path: '^src/' },
      {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional', 'npm-peer'],
        dependencyTypesNot: ['type-only'],
        pathNot: npm(...BUNDLED),
      },
    ),
    forbid(
      'no-unresolved-import',
      'The module does not exist. (@octokit/openapi-types holds declarations alone, so there is nothing to resolve.)',
      { path: '^src/' },
      { couldNotResolve: true, pathNot: '^@octokit/openapi-types$' },
    ),
    forbid(
      'no-cycle',
      'A cycle of imports that run. One made of types alone is tolerated.',
      { path: '^src/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
