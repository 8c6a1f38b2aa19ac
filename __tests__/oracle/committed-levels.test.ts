/** Levels of a run that has no store: the signed copy on the base, and nothing else. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ALL_RULES } from '../../src/oracle/all-rules.js';
import { committedLevels } from '../../src/oracle/committed-levels.js';
import { evaluate } from '../../src/oracle.js';
import { LEVELS_COPY } from '../../src/policy/org-levels.js';
import type { TrustedKey } from '../../src/policy/types.js';
import { pemSigner } from '../../src/privacy/pem-signer.js';
import { signDocument } from '../../src/privacy/signed-object.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';
import { memorySnapshot } from '../support/memory-snapshot.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { publicKey, privateKey } = pair();
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const KEY: TrustedKey = { id: 'k1', use: 'levels', pem: PEM };
const SIGNER = pemSigner('k1', privateKey);

async function copy(signer: typeof SIGNER | null, env = 'local'): Promise<string> {
  const ruleVersion = ALL_RULES.find(({ id }) => id === 'MD-001')?.version ?? 1;
  const record = { reviewed: 40, falsePositives: 9, upper: 0.37 };
  const rules = [{ ruleId: 'MD-001', ruleVersion, level: 'warn', record }];
  const header = { type: 'levels', env, repositoryId: null, branch: null, sequence: 3, previous: null } as const;
  return (await signDocument({ schemaVersion: '1', rules }, header, signer, NOW)).text;
}

function ask(text: string | null, keys: readonly TrustedKey[] = [KEY]) {
  const tree = text === null ? memorySnapshot({}) : memorySnapshot({ [LEVELS_COPY]: text });
  return committedLevels({ keys, repositoryId: 42, tree }, NOW);
}

describe('without a store', () => {
  it.each(['local', 'staging'])('the copy that a pinned key signed says which levels hold (%s)', async (env) => {
    const { levels, degraded, missing } = await ask(await copy(SIGNER, env));
    expect([...levels]).toMatchObject([['MD-001', { level: 'warn', source: 'copy', sequence: 3, signed: true }]]);
    expect([degraded, missing]).toEqual([[], []]);
  });

  it('nothing is said by one that nobody vouches for', async () => {
    const nothing = { levels: new Map(), degraded: [], missing: [] };
    expect(await ask(await copy(null), [])).toEqual(nothing);
    expect(await ask(await copy(SIGNER), [{ ...KEY, use: 'baseline' }])).toEqual(nothing);
    expect(await ask(null)).toEqual(nothing);
    expect(await committedLevels({ keys: [KEY], repositoryId: 42, tree: null }, NOW)).toEqual(nothing);
  });

  it.each([
    ['unsigned', copy(null), 'UNSIGNED'],
    ['of another key', copy(pemSigner('k2', pair().privateKey)), 'UNKNOWN_KEY'],
    ['altered', copy(SIGNER).then((text) => text.replace('"warn"', '"off"')), 'PAYLOAD_ALTERED'],
    ['no document', Promise.resolve('{}'), 'NOT_A_SIGNED_DOCUMENT'],
    ['too large', Promise.resolve(' '.repeat(2_000_001)), 'cannot be read'],
  ])('one that is %s is told, and built-in levels hold', async (_what, text, why) => {
    const { levels, degraded, missing } = await ask(await text);
    expect(levels.size).toBe(0);
    expect(degraded).toMatchObject([{ code: 'levels_refused', text: expect.stringContaining(why) }]);
    expect(missing).toHaveLength(1);
  });
});

describe('a run without a store', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());

  it('warns by the rule that lost its level, and shows its record', async () => {
    const repo = workshop.repo('levels');
    repo.commitFiles({
      '.phase-mirror.yml': `version: 1\nrequired-checks: [gone]\ntrust: {keys: [{id: k1, use: levels, pem: ${JSON.stringify(PEM)}}]}\n`,
      '.github/workflows/ci.yml': 'on: pull_request\njobs: {gone: {runs-on: ubuntu-latest, steps: [{run: make}]}}\n',
      [LEVELS_COPY]: await copy(SIGNER),
    });
    repo.git('checkout', '--quiet', '-b', 'change');
    repo.commitFiles({
      '.github/workflows/ci.yml': 'on: pull_request\njobs: {here: {runs-on: ubuntu-latest, steps: [{run: make}]}}\n',
    });
    const report = await evaluate({
      folder: repo.dir,
      event: { kind: 'terminal', base: 'main' },
      environment: TEST_ENVIRONMENT,
      clock: () => NOW,
      strict: false,
      apiExpected: false,
      eventName: 'terminal',
      timings: false,
    });
    expect(report.findings).toMatchObject([{ ruleId: 'MD-001', status: 'new', level: 'warn' }]);
    expect(report.decision.outcome).toBe('warn');
    expect(report.rules.find(({ id }) => id === 'MD-001')).toMatchObject({
      level: 'warn',
      record: { reviewed: 40, falsePositives: 9 },
    });
  });
});
