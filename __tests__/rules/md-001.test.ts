import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareRuns } from '../../src/rules/compare.js';
import { fingerprintOf } from '../../src/rules/fingerprint.js';
import { requiredCheckUnresolved as rule } from '../../src/rules/md-001-required-check-unresolved.js';
import { runRules } from '../../src/rules/run.js';
import type { SourceAnswer } from '../../src/rules/types.js';
import { changeBetween, contextOf } from '../support/rule-context.js';

const CI = '.github/workflows/ci.yml';
const SETTINGS = '.github/settings.yml';
const lint = (name: string): string =>
  `on: pull_request\njobs:\n  lint:\n    name: ${name}\n    runs-on: x\n    steps:\n      - run: make\n`;
const settings = (context: string): string =>
  `branches:\n  - name: main\n    protection:\n      required_status_checks:\n        contexts:\n          - ${JSON.stringify(context)}\n`;

describe('what is not known', () => {
  it.each<[SourceAnswer['status'], string, string]>([
    ['forbidden', 'environment', '403'],
    ['not-found', 'environment', '404'],
    ['unavailable', 'environment', 'did not answer'],
    ['not-asked', 'not-asked', 'no file here declares them'],
  ])('nothing but an API that answered %s: not evaluated, cause %s', async (api, cause, reason) => {
    const outcome = rule.check(await contextOf({ [CI]: lint('lint') }, { api }));
    expect(outcome).toMatchObject({
      state: 'not-evaluated',
      gaps: [{ cause, reason: expect.stringContaining(reason) }],
    });
  });

  it('evaluates from the file when the API refuses, and says so', async () => {
    const outcome = rule.check(
      await contextOf({ [CI]: lint('x'), [SETTINGS]: settings('lint') }, { api: 'forbidden' }),
    );
    expect(outcome).toMatchObject({
      state: 'evaluated',
      findings: [{ anchor: 'context:lint' }],
      gaps: [{ evidence: 'required checks from rules/branches/main', cause: 'environment' }],
    });
  });

  it('says that the API was not asked when only files were read', async () => {
    const outcome = rule.check(await contextOf({ [CI]: lint('lint'), [SETTINGS]: settings('lint') }));
    expect(outcome).toMatchObject({
      state: 'evaluated',
      findings: [],
      proven: ['context:lint'],
      gaps: [{ cause: 'not-asked', reason: 'GitHub was not asked: only files were read' }],
    });
  });

  it('counts a protection file that cannot be read as lost in the tree', async () => {
    const outcome = rule.check(await contextOf({ [CI]: lint('lint'), [SETTINGS]: 'branches: {' }, { api: 'none' }));
    expect(outcome).toMatchObject({
      state: 'evaluated',
      gaps: [{ evidence: `required checks from ${SETTINGS}`, cause: 'tree', next: `mend ${SETTINGS}` }],
    });
  });

  it('tells a name that is only known at run time from a file that cannot be read', async () => {
    const files = { [CI]: lint('build ${{ vars.X }}'), '.github/workflows/b.yml': 'on: [' };
    const api = [{ context: 'build a' }, { context: 'other' }];
    const outcome = rule.check(await contextOf(files, { api }));
    expect(outcome).toMatchObject({
      findings: [],
      unproven: [
        { key: 'context:build a', cause: 'pattern', at: { path: CI, startLine: 4 } },
        { key: 'context:other', cause: 'unreadable', at: { path: '.github/workflows/b.yml' } },
      ],
    });
  });

  it('is a finding without any workflow when GitHub Actions itself must report it', async () => {
    const api = [{ context: 'build', integrationId: 15368 }];
    expect(rule.check(await contextOf({ 'a.txt': '' }, { api }))).toMatchObject({
      findings: [{ anchor: 'context:build' }],
    });
  });
});

describe('checks of other services', () => {
  it('are named, so that nobody takes them for checked', async () => {
    const context = await contextOf(
      { [CI]: lint('lint') },
      { api: [{ context: 'lint' }, { context: 'cla/google' }, { context: 'x', integrationId: 99 }] },
    );
    expect(rule.check(context)).toMatchObject({
      gaps: [
        {
          evidence: '2 required checks',
          reason: 'taken as reported by other services: "cla/google" (Google CLA), "x" (GitHub App 99)',
          next: '',
          cause: 'not-asked',
        },
      ],
    });
  });

  it('are counted beyond the fifth, and not mentioned when there are none', async () => {
    const names = ['e', 'f', 'a', 'b', 'c', 'd', 'g'];
    const gapsOf = async (external: readonly string[]) => {
      const outcome = rule.check(
        await contextOf({ [CI]: lint('lint') }, { api: names.map((context) => ({ context })), external }),
      );
      return outcome.state === 'evaluated' ? outcome.gaps : [];
    };
    const by = '(external-checks of .phase-mirror.yml)';
    expect(await gapsOf(names)).toMatchObject([
      { reason: expect.stringMatching(/"e" \(external-checks of \.phase-mirror\.yml\) and 2 more$/) },
    ]);
    expect(await gapsOf(['a'])).toMatchObject([
      { evidence: '1 required check', reason: `taken as reported by other services: "a" ${by}` },
    ]);
    expect(await gapsOf([])).toEqual([]);
  });
});

describe('several files that cannot be read', () => {
  const protect = { api: [{ context: 'a' }, { context: 'b' }] };
  const job = (id: string): string => `on: pull_request\njobs:\n  ${id}: { runs-on: x, steps: [{ run: make }] }\n`;

  it('are told apart by what they reported before the change', async () => {
    const [A, B] = ['.github/workflows/a.yml', '.github/workflows/b.yml'];
    const before = { [A]: job('a'), [B]: job('b') };
    const told = async (options: { before?: Record<string, string> }) => {
      const outcome = rule.check(
        await contextOf({ [A]: 'on: [', [B]: 'on: x\njobs: {b: {}}' }, { ...protect, ...options }),
      );
      return outcome.state === 'evaluated' ? outcome.unproven.map(({ key, what }) => [key, what]) : [];
    };
    expect(await told({ before })).toEqual([
      ['context:a', `${A} cannot be read; it may report "a".`],
      ['context:b', `${B} cannot be used; it may report "b".`],
    ]);
    expect(await told({})).toEqual([
      ['context:a', `${A} cannot be read; it may report "a" and "b".`],
      ['context:b', `${A} cannot be read; it may report "a" and "b".`],
    ]);
  });
});

describe('an app that the source names', () => {
  it.each([
    [{ appSlug: 'octo-bot' }, 0],
    [{ appSlug: 'github-actions' }, 1],
    [{ appSlug: '' }, 1],
    [{ integrationId: 99 }, 0],
    [{ integrationId: 15368 }, 1],
    [{ integrationId: -1 }, 1],
  ])('%j: %i findings, whatever a second entry without an app says', async (app, count) => {
    const plain = await contextOf({ [CI]: lint('lint') }, { api: 'answered' });
    const source = { kind: 'api', endpoint: 'rules', label: 'rules/branches/main' } as const;
    const checks = [
      { context: 'other', source },
      { context: 'other', source, ...app },
    ];
    const outcome = rule.check({ ...plain, requirements: { ...plain.requirements, checks } });
    expect(outcome).toMatchObject({ state: 'evaluated', proven: count === 0 ? ['context:other'] : [] });
    expect(outcome.state === 'evaluated' && outcome.findings).toHaveLength(count);
  });

  it('goes before the well-known name of a service', async () => {
    const plain = await contextOf({ [CI]: lint('lint') }, { api: 'answered' });
    const source = { kind: 'api', endpoint: 'rules', label: 'rules/branches/main' } as const;
    const checks = [
      { context: 'codecov/patch', source },
      { context: 'codecov/patch', source, appSlug: 'github-actions' },
    ];
    const outcome = rule.check({ ...plain, requirements: { ...plain.requirements, checks } });
    expect(outcome).toMatchObject({ findings: [{ anchor: 'context:codecov/patch' }] });
  });
});

describe('the identity', () => {
  it('survives attribution: the line of the change is shown, the facts stay', async () => {
    const before = { [CI]: lint('lint'), [SETTINGS]: settings('lint') };
    const after = { [CI]: lint('checkstyle'), [SETTINGS]: settings('lint') };
    const [base, subject] = [await contextOf(before), await contextOf(after)];
    const runs = runRules([rule], subject);
    const plain = compareRuns(runs, null, null).findings[0]!.finding;
    const retold = compareRuns(runs, runRules([rule], base), {
      base,
      subject,
      change: changeBetween(before, after),
    }).findings[0]!;
    expect(retold.status).toBe('new');
    expect(retold.finding.evidence.map(({ path, startLine, label }) => [path, startLine, label])).toEqual([
      [CI, 4, 'this change'],
      [SETTINGS, 6, 'still required'],
    ]);
    expect(fingerprintOf(retold.finding)).toBe(fingerprintOf(plain));
  });

  it('differs for each context and each declaring file', async () => {
    const of = async (context: string, path: string): Promise<string> => {
      const ruleset = JSON.stringify({
        target: 'branch',
        enforcement: 'active',
        conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
        rules: [{ type: 'required_status_checks', parameters: { required_status_checks: [{ context }] } }],
      });
      const files = { [CI]: lint('x'), [path]: path === SETTINGS ? settings(context) : ruleset };
      return fingerprintOf(compareRuns(runRules([rule], await contextOf(files)), null, null).findings[0]!.finding);
    };
    const all = [await of('a', SETTINGS), await of('b', SETTINGS), await of('a', '.github/rulesets/main.json')];
    expect(new Set(all).size).toBe(3);
    expect(await of('a', SETTINGS)).toBe(all[0]);
  });
});

describe('any required name', () => {
  it('gives exactly one answer, in messages of one line', async () => {
    const name = fc.oneof(
      fc.string({ maxLength: 300, unit: 'grapheme' }),
      fc.constantFrom(
        'lint',
        'LINT',
        ' lint ',
        'unit (9)',
        'CI / lint (pull_request)',
        '${{ x }}',
        'a\nb',
        '|'.repeat(400),
      ),
    );
    const files = {
      [CI]: `name: CI\n${lint('lint')}  unit:\n    strategy:\n      matrix:\n        v: [8, 11]\n    runs-on: x\n    steps:\n      - run: make\n`,
    };
    const plain = await contextOf(files, { api: [] });
    await fc.assert(
      fc.property(name, (context) => {
        const source = { kind: 'api', endpoint: 'rules', label: 'rules/branches/main' } as const;
        const outcome = rule.check({
          ...plain,
          requirements: { ...plain.requirements, checks: [{ context, source }] },
        });
        if (outcome.state !== 'evaluated') throw new Error(outcome.state);
        const external = plain.external.reporterOf({ context, source }) !== null;
        const resolves = ['lint', 'unit (8)', 'unit (11)'].includes(context.trim());
        expect(outcome.findings).toHaveLength(resolves || external || context.trim() === '' ? 0 : 1);
        for (const { title, what, why, fix } of outcome.findings) {
          for (const text of [title, what, why, fix]) expect(text).not.toMatch(/[\r\n]/);
          expect(title.length).toBeLessThanOrEqual(160);
          expect(fix.length).toBeLessThanOrEqual(600);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a workflow that a ruleset requires', () => {
  it('may report what no job here reports: neither proven nor a finding', async () => {
    const plain = await contextOf({ [CI]: lint('lint') }, { api: [{ context: 'scan' }] });
    const requiredWorkflows = [{ path: '.github/workflows/scan.yml', repositoryId: 7, sha: 'a'.repeat(40) }];
    const outcome = rule.check({ ...plain, requirements: { ...plain.requirements, requiredWorkflows } });
    expect(outcome).toMatchObject({
      findings: [],
      unproven: [
        { key: 'context:scan', cause: 'pattern', what: expect.stringContaining('a workflow that a ruleset requires') },
      ],
    });
    expect(rule.check(plain)).toMatchObject({ findings: [{ anchor: 'context:scan' }] });
  });
});
