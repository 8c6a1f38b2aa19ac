/** What a change does to the copy of the organisation's levels that the base carries. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ALL_RULES } from '../../src/oracle/all-rules.js';
import { type CopyContext, levelsCopyWeakening } from '../../src/oracle/levels-copy.js';
import { evaluate } from '../../src/oracle.js';
import type { TrustedKey } from '../../src/policy/types.js';
import { pemSigner } from '../../src/privacy/pem-signer.js';
import { signDocument } from '../../src/privacy/signed-object.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';
import { memorySnapshot } from '../support/memory-snapshot.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const COPY = '.github/phase-mirror-levels.json';
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { publicKey, privateKey } = pair();
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const KEY: TrustedKey = { id: 'k1', use: 'levels', pem: PEM };
const SIGNER = pemSigner('k1', privateKey);
const OTHER = pemSigner('k2', pair().privateKey);

async function levels(
  sequence: number,
  signer: typeof SIGNER | null = SIGNER,
  { env = 'staging', payload }: { env?: string; payload?: Parameters<typeof signDocument>[0] } = {},
) {
  const ruleVersion = ALL_RULES.find(({ id }) => id === 'MD-008')?.version ?? 1;
  const rules = [{ ruleId: 'MD-008', ruleVersion, level: 'block', record: null }];
  const header = { type: 'levels', env, repositoryId: null, branch: null, sequence, previous: null } as const;
  return (await signDocument(payload ?? { schemaVersion: '1', rules }, header, signer, NOW)).text;
}

const CONTEXT: CopyContext = { environment: 'staging', keys: [KEY], repositoryId: 42, now: NOW };

/** `before -> after`; null: the change loosens nothing. */
async function said(before: string | null, after: string | null, context: Partial<CopyContext> = {}) {
  const tree = (text: string | null) => memorySnapshot(text === null ? {} : { [COPY]: text });
  const found = await levelsCopyWeakening(tree(before), tree(after), { ...CONTEXT, ...context });
  return found === null ? null : `${found.before} -> ${found.after}`;
}

describe('the copy of the levels on the base', () => {
  it('is loosened when a change deletes it, or puts an older one there', async () => {
    expect(await said(await levels(5), null)).toBe('sequence 5 -> ');
    expect(await said(await levels(5), await levels(4))).toBe('sequence 5 -> sequence 4');
  });

  it('is loosened when a change puts one there that is not believed', async () => {
    const base = await levels(5);
    const forged = (await levels(9)).replace('"block"', '"off"');
    for (const [text, why] of [
      [await levels(9, OTHER), 'is signed with key "k2", which is not pinned (UNKNOWN_KEY)'],
      [await levels(9, null), 'is unsigned, and a key is pinned for levels (UNSIGNED)'],
      [forged, 'has a payload that was changed: its digest is not the one in the header (PAYLOAD_ALTERED)'],
      [await levels(9, SIGNER, { env: 'prod' }), 'is for environment "prod", not for "staging" (WRONG_ENVIRONMENT)'],
    ] as const) {
      expect(await said(base, text)).toBe(`sequence 5 -> not believed: the document ${why}`);
    }
    expect(await said(base, await levels(9, SIGNER, { payload: { schemaVersion: '2', rules: [] } }))).toBe(
      'sequence 5 -> not believed: schemaVersion is not in its form',
    );
    expect(await said(base, ' '.repeat(2_000_001))).toBe('sequence 5 -> not believed: the file cannot be read');
  });

  it('may stay, and be replaced by one of a sequence as high that a pinned key signed', async () => {
    const base = await levels(5);
    expect(await said(base, base)).toBeNull();
    expect(await said(base, await levels(6))).toBeNull();
    expect(await said(base, await levels(5, SIGNER, { payload: { schemaVersion: '1', rules: [] } }))).toBeNull();
    expect(await said(null, await levels(1))).toBeNull();
    expect(await said(null, null)).toBeNull();
  });

  it('loosens nothing that was not believed before', async () => {
    expect(await said('{}', null)).toBeNull();
    expect(await said(await levels(5, OTHER), null)).toBeNull();
    expect(await said(await levels(5), null, { keys: [] })).toBeNull();
    expect(await said(await levels(5, SIGNER, { env: 'prod' }), null)).toBeNull();
  });

  it('counts by its sequence where it is unsigned and no key is pinned, and no environment is known', async () => {
    const context = { keys: [], environment: null };
    expect(await said(await levels(5, null), await levels(4, null), context)).toBe('sequence 5 -> sequence 4');
    expect(await said(await levels(5, null), null, context)).toBe('sequence 5 -> ');
    expect(await said(await levels(5, null), await levels(6, null), context)).toBeNull();
    // The copy of another environment is none of this one.
    const elsewhere = await levels(6, null, { env: 'prod' });
    expect(await said(await levels(5, null), elsewhere, context)).toMatch(/WRONG_ENVIRONMENT/);
    expect(await said('{"header":{"env":1}}', null, context)).toBeNull();
    expect(await said('not JSON', null, context)).toBeNull();
  });
});

describe('a run', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());

  it.each([
    [false, 'high', 'block'],
    [true, 'medium', 'warn'],
  ] as const)('reports it as policy-weakened; with code-owner review: %s, %s', async (reviewed, severity, outcome) => {
    const repo = workshop.repo('copy');
    const pem = JSON.stringify(PEM);
    const settings = {
      '.github/settings.yml': `branches:\n  - name: main\n    protection:\n      required_pull_request_reviews:\n        require_code_owner_reviews: true\n`,
      '.github/CODEOWNERS': `${COPY} @octo-org/gate\n`,
    };
    repo.commitFiles({
      [COPY]: await levels(5),
      '.phase-mirror.yml': `version: 1\ntrust: {keys: [{id: k1, use: levels, pem: ${pem}}]}\n`,
      ...(reviewed ? settings : {}),
    });
    repo.git('checkout', '--quiet', '-b', 'change');
    repo.commitFiles({ [COPY]: null });
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
    const found = report.findings.filter(({ ruleId }) => ruleId === 'policy-weakened');
    expect(found).toMatchObject([{ severity, title: `This change deletes ${COPY}, the levels of the organisation` }]);
    expect(report.decision.outcome).toBe(outcome);
  });
});
