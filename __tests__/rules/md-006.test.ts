import { describe, expect, it } from '@jest/globals';
import { OIDC_USERS } from '../../src/rules/data/oidc-users.js';
import { oidcWithoutIdToken as rule } from '../../src/rules/md-006-oidc-without-id-token.js';
import { StepReader } from '../../src/rules/support/steps.js';
import { contextOf } from '../support/rule-context.js';

const DEPLOY = '.github/workflows/deploy.yml';
const deploy = (steps: string, job = ''): string =>
  `on: push\npermissions:\n  contents: read\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n${job}    steps:\n${steps}`;

async function fixes(files: Record<string, string>): Promise<string[]> {
  const outcome = rule.check(await contextOf(files));
  return outcome.state === 'evaluated' ? outcome.findings.map(({ fix }) => fix) : [outcome.state];
}

describe('the list of actions', () => {
  it('names each action once, in lower case, with the page that says so', () => {
    expect(new Set(OIDC_USERS.map(({ action }) => action)).size).toBe(OIDC_USERS.length);
    for (const { action, docs, also } of OIDC_USERS) {
      expect(action).toMatch(/^[a-z0-9-]+\/[a-z0-9./-]+$/);
      expect(docs).toMatch(
        /^https:\/\/(docs\.github\.com|github\.com|docs\.pypi\.org|crates\.io|learn\.microsoft\.com)\//,
      );
      for (const scope of also ?? []) expect(scope).toMatch(/^[a-z-]+: write$/);
    }
  });

  it.each(OIDC_USERS.map((user) => [user.action, user] as const))(
    '%s asks by its inputs alone',
    async (action, user) => {
      const inputs = new Map<string, string>((user.given ?? []).map((name) => [name, 'value']));
      if (user.equals !== undefined) inputs.set(...user.equals);
      if (user.contains !== undefined) inputs.set(user.contains[0], `x ${user.contains[1]} y`);
      const step = (with_: ReadonlyMap<string, string>): string =>
        `      - uses: ${action.toUpperCase()}@v1\n        with:\n          other: x\n${[...with_].map(([name, value]) => `          ${name.toUpperCase()}: ${JSON.stringify(value)}\n`).join('')}`;
      const [fix] = await fixes({ [DEPLOY]: deploy(step(inputs)) });
      expect(fix).toContain('contents: ');
      expect(fix).toContain('id-token: write');
      for (const scope of user.also ?? []) expect(fix).toContain(scope);
      expect(fix).toContain(user.docs);

      for (const name of user.given ?? []) {
        expect(await fixes({ [DEPLOY]: deploy(step(new Map([...inputs].filter(([key]) => key !== name)))) })).toEqual(
          [],
        );
        expect(await fixes({ [DEPLOY]: deploy(step(new Map(inputs).set(name, ''))) })).toEqual([]);
      }
      for (const name of user.unless ?? []) {
        expect(await fixes({ [DEPLOY]: deploy(step(new Map(inputs).set(name, '${{ secrets.X }}'))) })).toEqual([]);
      }
      if (user.differs !== undefined) {
        for (const value of [user.differs[1], '${{ vars.X }}']) {
          expect(await fixes({ [DEPLOY]: deploy(step(new Map(inputs).set(user.differs[0], value))) })).toEqual([]);
        }
      }
      if (user.equals !== undefined) {
        expect(await fixes({ [DEPLOY]: deploy(step(new Map(inputs).set(user.equals[0], 'else'))) })).toEqual([]);
      }
      if (user.contains !== undefined) {
        expect(await fixes({ [DEPLOY]: deploy(step(new Map(inputs).set(user.contains[0], 'else'))) })).toEqual([]);
      }
    },
  );
});

describe('steps of local actions', () => {
  const action = (steps: string): string => `runs:\n  using: composite\n  steps:\n${steps}`;

  it('are read in their place, through several actions, and end for actions that use themselves', async () => {
    const { model } = await contextOf({
      [DEPLOY]: deploy('      - run: first\n      - uses: ./a\n      - run: last\n'),
      'a/action.yml': action('    - run: in-a\n    - uses: ./b/\n'),
      'b/action.yaml': action('    - run: in-b\n    - uses: ./b\n      if: false\n    - uses: ./a\n'),
    });
    const steps = new StepReader(model).stepsOf(model.workflows[0]!.jobs[0]!);
    const runs = steps.flatMap(({ step }) => step.run?.value ?? []);
    expect(runs.slice(0, 3)).toEqual(['first', 'in-a', 'in-b']);
    expect(runs.at(-1)).toBe('last');
    // Ten levels deep, then no further.
    expect(runs.filter((run) => run === 'in-a' || run === 'in-b')).toHaveLength(10);
    expect(steps[2]!.outer.uses?.value).toBe('./a');
    expect(steps[2]!.at).toMatchObject({ path: 'a/action.yml', startLine: 4 });
  });

  it('stop at a number that no real job reaches', async () => {
    const uses = '    - uses: ./a\n'.repeat(8);
    const { model } = await contextOf({ [DEPLOY]: deploy('      - uses: ./a\n'), 'a/action.yml': action(uses) });
    expect(new StepReader(model).stepsOf(model.workflows[0]!.jobs[0]!)).toHaveLength(2000);
  });

  it('take inputs from the step that calls, and nothing else for known', async () => {
    const login = action(
      '    - uses: x/y@v1\n      with:\n        a: ${{ inputs.ROLE }}\n        b: ${{ inputs.missing }}\n        c: pre-${{ inputs.role }}\n        d: ${{ inputs.role || inputs.other }}\n        e: plain\n        f: ""\n        g: ${{ env.X }}\n',
    );
    const { model } = await contextOf({
      [DEPLOY]: deploy('      - uses: ./login\n        with: { role: given }\n'),
      'login/action.yml': login,
    });
    const [, inner] = new StepReader(model).stepsOf(model.workflows[0]!.jobs[0]!);
    expect(['a', 'b', 'c', 'd', 'E', 'f', 'g', 'h'].map((name) => inner!.input(name))).toEqual([
      'given',
      null,
      null,
      null,
      'plain',
      undefined,
      '${{ env.X }}',
      undefined,
    ]);
    expect(inner!.isCertain()).toBe(true);
  });
});

describe('the fix', () => {
  const step = '      - uses: rust-lang/crates-io-auth-action@v1\n';

  it.each([
    ['    permissions: {}\n', 'permissions: { id-token: write }'],
    ['    permissions: { id-token: none, contents: write }\n', 'Add `id-token: write` below'],
    ['    permissions: read-all\n', 'permissions: { contents: read, id-token: write }'],
    ['    permissions: none-such\n', null],
  ])('for a job with %j', async (permissions, text) => {
    const found = await fixes({ [DEPLOY]: deploy(step, permissions) });
    expect(found.map((fix) => fix.includes(text ?? ''))).toEqual(text === null ? [] : [true]);
  });

  it('adds the other scopes of the step that are missing, and only those', async () => {
    const attest = '      - uses: actions/attest@v2\n';
    const [missing] = await fixes({ [DEPLOY]: deploy(attest, '    permissions: { contents: read }\n') });
    const [there] = await fixes({ [DEPLOY]: deploy(attest, '    permissions: { attestations: write }\n') });
    const [lower] = await fixes({ [DEPLOY]: deploy(attest, '    permissions: { attestations: read }\n') });
    expect(missing).toContain('Add `id-token: write` and `attestations: write` below');
    expect(there).toContain('Add `id-token: write` below');
    expect(lower).toContain('`attestations: write`');
  });

  it.each([
    ['permissions:\n  contents: read\n', 1, 'no id-token here'],
    ['', 3, 'declares no permissions'],
  ])('stands on the line to edit: %j', async (permissions, line, label) => {
    const text = `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n${step}`;
    const outcome = rule.check(await contextOf({ [DEPLOY]: `${permissions}${text}` }));
    expect(outcome).toMatchObject({
      findings: [{ evidence: [{ startLine: line, label }, { label: 'asks for an OIDC token' }] }],
    });
  });
});
