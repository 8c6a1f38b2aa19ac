/** The signed levels of an organisation, as the built gate believes them or does not. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pemSigner, publicPem } from '../../src/privacy/pem-signer.js';
import { signDocument } from '../../src/privacy/signed-object.js';
import type { Report } from '../../src/report/types.js';
import { type ActionRun, removeRuns } from '../support/action-harness.js';
import { startWorld, type World } from '../support/aws-world.js';
import type { TestRepo } from '../support/git-repo.js';
import { BAD, GOOD, Project, type Pull } from '../support/github-project.js';

const COPY = '.github/phase-mirror-levels.json';
const [known, unknown] = [0, 1].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const signer = pemSigner('levels-1', known?.privateKey as never);

interface Document {
  readonly sequence: number;
  readonly rules: Readonly<Record<string, 'block' | 'warn' | 'off'>>;
  readonly by?: typeof signer;
}

async function levelsText({ sequence, rules, by = signer }: Document, env: string): Promise<string> {
  const payload = {
    schemaVersion: '1',
    rules: Object.entries(rules).map(([ruleId, level]) => ({ ruleId, ruleVersion: 1, level, record: null })),
  };
  const header = { type: 'levels', env, repositoryId: null, branch: null, sequence, previous: null } as const;
  return (await signDocument(payload, header, by, Date.now() - 1000)).text;
}

const CONFIG = [
  ...['version: 1', 'required-checks: [lint]', 'trust:', '  keys:', '    - id: levels-1', '      use: levels'],
  '      pem: |',
  ...publicPem(known?.publicKey as never)
    .trim()
    .split('\n')
    .map((line) => `        ${line}`),
  '',
].join('\n');

let world: World;
/** The same change on a base without a copy of the levels, and on one with. */
let plain: { pull: Pull; checkout: TestRepo };
let copied: { pull: Pull; checkout: TestRepo };
beforeAll(async () => {
  world = await startWorld();
  const project = (number: number, base: Readonly<Record<string, string>>) => {
    const made = new Project(world.workshop, base);
    // One rule that blocks as built, MD-001, and one that warns as built, MD-013.
    const pull = made.change(number, 71_000_011, {
      ...BAD,
      '.github/workflows/other.yml':
        'on: { push: { branches: [gone] } }\npermissions: {}\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: make }] } }\n',
    });
    return { pull, checkout: made.merged(pull) };
  };
  plain = project(1, { ...GOOD, '.phase-mirror.yml': CONFIG });
  const copy = await levelsText(
    { sequence: 5, rules: { 'MD-001': 'warn', 'MD-013': 'block' } },
    world.options.environment,
  );
  copied = project(2, { ...GOOD, '.phase-mirror.yml': CONFIG, [COPY]: copy });
});
afterAll(() => Promise.all([world.close(), removeRuns()]));

/** Puts a state into the bucket, past what `publish` would refuse. */
async function store(text: string, sequence: number): Promise<void> {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  await world.bare.s3.send(
    new PutObjectCommand({
      Bucket: world.options.baselineBucket,
      Key: 'levels/state.json',
      Body: text,
      Metadata: { sequence: String(sequence) },
    }),
  );
}

const judge = ({ checkout, pull }: typeof plain, endpoints = {}) => world.evaluate(checkout, pull, { endpoints });
const reportOf = (run: ActionRun): Report => run.report as Report;
const levelOf = (run: ActionRun, rule: string) => {
  const found = reportOf(run).rules.find(({ id }) => id === rule);
  return [found?.level, found?.levelOrigin];
};

describe('levels of the organisation on moto', () => {
  it('that were published hold, and the report says whose they are', async () => {
    const text = await levelsText({ sequence: 3, rules: { 'MD-001': 'warn' } }, world.options.environment);
    await world.owner.levels.publish(new TextEncoder().encode(text), 3, null);
    const run = await judge(plain);
    expect([run.exitCode, run.outputs['decision'], run.outputs['degraded'], run.outputs['complete']]).toEqual([
      0,
      'warn',
      '',
      'true',
    ]);
    expect(levelOf(run, 'MD-001')).toEqual(['warn', 'organisation, sequence 3']);
    expect(reportOf(run).findings.map(({ ruleId, status }) => [ruleId, status])).toContainEqual(['MD-001', 'new']);
  }, 60_000);

  it.each<[string, (environment: string) => Promise<[string, number]>, RegExp]>([
    [
      'altered',
      async (environment) => {
        const text = await levelsText({ sequence: 4, rules: { 'MD-001': 'block' } }, environment);
        return [text.replace('"level":"block"', '"level":"warn"'), 4];
      },
      /\(PAYLOAD_ALTERED\)/,
    ],
    [
      'signed by a key that the base does not pin',
      async (environment) => {
        const by = pemSigner('levels-2', unknown?.privateKey as never);
        return [await levelsText({ sequence: 4, rules: { 'MD-001': 'warn' }, by }, environment), 4];
      },
      /\(UNKNOWN_KEY\)/,
    ],
    [
      'signed by another key under the id of the pinned one',
      async (environment) => {
        const by = pemSigner('levels-1', unknown?.privateKey as never);
        return [await levelsText({ sequence: 4, rules: { 'MD-001': 'warn' }, by }, environment), 4];
      },
      /\(SIGNED_BY_ANOTHER_KEY\)|\(SIGNATURE_INVALID\)/,
    ],
    [
      'of another environment',
      async () => [await levelsText({ sequence: 4, rules: { 'MD-001': 'warn' } }, 'production'), 4],
      /\(WRONG_ENVIRONMENT\)/,
    ],
    [
      'cut off',
      async (environment) => [
        (await levelsText({ sequence: 4, rules: { 'MD-001': 'warn' } }, environment)).slice(0, -40),
        4,
      ],
      /\(TRUNCATED\)/,
    ],
  ])(
    '%s: refused, built-in levels, incomplete',
    async (_name, make, why) => {
      await store(...(await make(world.options.environment)));
      const run = await judge(plain);
      expect([run.exitCode, run.outputs['decision'], run.outputs['degraded'], run.outputs['complete']]).toEqual([
        1,
        'block',
        'levels_refused',
        'false',
      ]);
      expect(reportOf(run).degraded[0]?.text).toMatch(why);
      expect(levelOf(run, 'MD-001')).toEqual(['block', 'built-in']);
    },
    60_000,
  );

  it('older than the copy on the base are a replay: of built-in and copy the stricter holds', async () => {
    await store(
      await levelsText({ sequence: 4, rules: { 'MD-001': 'off', 'MD-013': 'off' } }, world.options.environment),
      4,
    );
    const run = await judge(copied);
    expect([run.exitCode, run.outputs['degraded'], run.outputs['complete']]).toEqual([1, 'levels_refused', 'false']);
    expect(reportOf(run).degraded[0]?.text).toMatch(/\(REPLAYED\)/);
    // The copy says warn, which is laxer than built in; and block, which is stricter.
    expect(levelOf(run, 'MD-001')).toEqual(['block', 'built-in']);
    expect(levelOf(run, 'MD-013')).toEqual(['block', `${COPY}, sequence 5`]);
  }, 60_000);

  it('newer than the copy hold', async () => {
    await store(await levelsText({ sequence: 6, rules: { 'MD-001': 'warn' } }, world.options.environment), 6);
    const run = await judge(copied);
    expect([run.exitCode, run.outputs['degraded'], run.outputs['complete']]).toEqual([0, '', 'true']);
    expect(levelOf(run, 'MD-001')).toEqual(['warn', 'organisation, sequence 6']);
    expect(levelOf(run, 'MD-013')).toEqual(['warn', 'built-in']);
  }, 60_000);

  it('out of reach: of built-in and copy the stricter holds, incomplete', async () => {
    const run = await judge(copied, { s3: 'http://127.0.0.1:9' });
    expect([run.exitCode, run.outputs['decision'], run.outputs['degraded'], run.outputs['complete']]).toEqual([
      1,
      'block',
      'levels_unavailable',
      'false',
    ]);
    expect(reportOf(run).degraded[0]?.text).toContain(`the stricter of the built-in levels and ${COPY}`);
    expect(levelOf(run, 'MD-001')).toEqual(['block', 'built-in']);
    expect(levelOf(run, 'MD-013')).toEqual(['block', `${COPY}, sequence 5`]);
  }, 60_000);
});
