import { describe, expect, it } from '@jest/globals';
import { TOKEN_USERS } from '../../src/rules/data/token-users.js';
import { tokenGrantsUnused as rule } from '../../src/rules/md-021-token-grants-unused.js';
import { contextOf } from '../support/rule-context.js';

const CI = '.github/workflows/ci.yml';
const SCOPES = ['contents', 'id-token', 'issues', 'packages'];

/** The grants of {@link SCOPES} that are reported for a job with these steps. */
async function unused(
  steps: readonly object[],
  files: Record<string, string> = {},
  job: object = {},
): Promise<string[]> {
  const permissions = Object.fromEntries(SCOPES.map((scope) => [scope, 'write']));
  const workflow = { on: 'push', jobs: { build: { 'runs-on': 'ubuntu-latest', permissions, steps, ...job } } };
  const outcome = rule.check(await contextOf({ [CI]: JSON.stringify(workflow), ...files }));
  if (outcome.state !== 'evaluated') return [outcome.state];
  return outcome.findings.flatMap(({ evidence }) =>
    evidence.flatMap(({ fact }) => (fact === undefined ? [] : [fact.replace(' unused', '')])),
  );
}

const CHECKOUT = { uses: 'actions/checkout@v5' };

describe('the list of actions', () => {
  it('names actions in lower case and scopes that GitHub has', () => {
    for (const [action, { scopes }] of Object.entries(TOKEN_USERS)) {
      expect(action).toMatch(/^[a-z0-9-]+\/[a-z0-9./-]+$/);
      for (const scope of scopes) {
        expect([
          'actions',
          'artifact-metadata',
          'attestations',
          'checks',
          'contents',
          'deployments',
          'discussions',
          'id-token',
          'issues',
          'packages',
          'pages',
          'pull-requests',
          'security-events',
          'statuses',
        ]).toContain(scope);
      }
    }
  });

  it('is not fooled by names that every object has', async () => {
    expect(await unused([{ uses: 'constructor@v1' }])).toEqual([]);
    expect(await unused([{ uses: 'docker://alpine' }])).toEqual([]);
  });
});

describe('a script', () => {
  it.each([
    ['echo hello', SCOPES],
    ['mkdir -p out && cp a out/ || true', SCOPES],
    ['echo "sha=$SHA" >> "$GITHUB_OUTPUT"', SCOPES],
    ['npm ci\nnpm run build:prod', ['contents', 'issues', 'packages']],
    ['cargo test \\\n  --workspace', ['contents', 'issues', 'packages']],
    ['./gradlew --no-daemon clean build -x test', ['contents', 'issues', 'packages']],
    ['./gradlew --no-daemon clean build -Pfast', ['contents', 'issues', 'packages']],
    ['./gradlew build publish', ['issues', 'packages']],
    ['mvn -B verify', ['contents', 'issues', 'packages']],
    ['mvn -B deploy', ['issues', 'packages']],
    ['make', ['issues', 'packages']],
    ['npm run release', ['issues', 'packages']],
    ['echo $(./version)', ['issues', 'packages']],
    ['if true; then ./x; fi', ['issues', 'packages']],
    ['eval "$CMD"', ['issues', 'packages']],
    ['${{ inputs.command }}', ['issues', 'packages']],
    [`echo ${'x'.repeat(20_001)}`, ['issues', 'packages']],
    ['git -c user.name=x push', ['issues', 'packages']],
    ['curl -H "authorization: $GITHUB_TOKEN" https://api.github.com', []],
    ['echo ${{ github.token }}', []],
    ["echo ${{ github['token'] }}", []],
    ['echo "${{ toJSON(github) }}"', []],
    ['git config --get http.https://github.com/.extraheader', []],
  ])('%s', async (run, expected) => {
    expect(await unused([CHECKOUT, { run }])).toEqual(expected);
  });

  it('has no credentials where the checkout kept none, or there was none', async () => {
    const without = { ...CHECKOUT, with: { 'persist-credentials': 'false' } };
    expect(await unused([without, { run: './x' }])).toEqual(['contents', 'issues', 'packages']);
    expect(await unused([{ run: './x' }])).toEqual(['contents', 'issues', 'packages']);
    const unknown = { ...CHECKOUT, with: { 'persist-credentials': '${{ inputs.keep }}' } };
    expect(await unused([unknown, { run: './x' }])).toEqual(['issues', 'packages']);
  });

  it('is handed the token by the job, unless it only prints', async () => {
    const job = { env: { TOKEN: '${{ secrets.GITHUB_TOKEN }}' } };
    expect(await unused([CHECKOUT, { run: './x' }], {}, job)).toEqual([]);
    expect(await unused([CHECKOUT, { run: 'echo x' }], {}, job)).toEqual(SCOPES);
  });
});

describe('an action', () => {
  it('that runs the code of the project counts as a script', async () => {
    const build = { uses: 'github/codeql-action/autobuild@v4' };
    expect(await unused([CHECKOUT, build])).toEqual(['issues', 'packages']);
    expect(await unused([CHECKOUT, { ...build, env: { T: '${{ github.token }}' } }])).toEqual([]);
    expect(await unused([CHECKOUT, build], {}, { env: { T: '${{ github.token }}' } })).toEqual([]);
  });

  it('takes the token by the input that is for it', async () => {
    expect(await unused([{ ...CHECKOUT, with: { token: '${{ github.token }}' } }])).toEqual(SCOPES);
    expect(await unused([{ ...CHECKOUT, with: { path: '${{ github.token }}' } }])).toEqual([]);
  });

  it('of this repository is found by its folder, however it is written', async () => {
    const files = { '.github/Actions/Setup/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: echo\n' };
    expect(await unused([{ uses: './.github/Actions/Setup/' }], files)).toEqual(SCOPES);
    expect(await unused([{ uses: './.github/Actions/Gone' }], files)).toEqual([]);
  });
});

it('says nothing of a job without steps', async () => {
  expect(await unused([])).toEqual([]);
});
