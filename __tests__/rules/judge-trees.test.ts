import { describe, expect, it } from '@jest/globals';
import { judgeTrees } from '../../src/oracle/judge-trees.js';
import { loadPolicy } from '../../src/policy/load.js';
import { buildModel } from '../../src/repository/model.js';
import { NO_FACTS } from '../../src/rules/facts.js';
import { memorySnapshot } from '../support/memory-snapshot.js';
import { changeBetween } from '../support/rule-context.js';

type Files = Record<string, string>;

const CI = '.github/workflows/ci.yml';
const SETTINGS = '.github/settings.yml';
const workflow = (job: string, on = 'pull_request'): string =>
  `on: ${on}\njobs:\n  ${job}:\n    runs-on: x\n    steps:\n      - run: make\n`;
const settings = (context: string): string =>
  `branches:\n  - name: main\n    protection:\n      required_status_checks:\n        contexts: [${context}]\n`;

async function judged(
  before: Files,
  after: Files,
  required: readonly string[] = [],
  more: Partial<Parameters<typeof judgeTrees>[0]> = {},
) {
  const [subject, base] = [memorySnapshot(after), memorySnapshot(before)];
  const policy = await loadPolicy({ subject, base, fromBase: true }, { ruleIds: ['MD-008'], today: '2026-06-01' });
  const source = { kind: 'api', endpoint: 'rules', label: 'rules/branches/main' } as const;
  const requiredChecks = required.map((context) => ({ context, source }));
  const { judgement } = judgeTrees({
    subject: await buildModel(subject),
    base: await buildModel(base),
    change: changeBetween(before, after),
    policy,
    api: {
      protections: [{ source, branches: { include: ['~ALL'], exclude: [] }, requiredChecks }],
      answers: [{ source: source.label, status: 'answered', detail: '' }],
    },
    facts: NO_FACTS,
    branch: 'main',
    defaultBranch: 'main',
    repository: 'octo-org/app',
    onlyRules: ['MD-001', 'unreadable-file', 'policy-weakened'],
    strict: false,
    today: '2026-06-01',
    baseState: 'present',
    degraded: [],
    ...more,
  });
  const { outcome } = judgement.decision;
  const findings = judgement.findings.map(({ finding, status }) => [finding.severity, finding.anchor, status]);
  return { outcome, findings, lost: judgement.lost.map(({ what }) => what) };
}

describe('a change of the policy', () => {
  const promoted = new Map([
    ['MD-008', { level: 'block', record: null, source: 'organisation', sequence: 3, signed: true } as const],
  ]);
  const pinned = { '.phase-mirror.yml': 'version: 1\nrules: {MD-008: {level: warn}}\n' };

  it('is compared under the levels of the organisation', async () => {
    const { findings, outcome } = await judged({}, pinned, [], { organisation: promoted });
    expect([outcome, findings]).toEqual(['block', [['high', 'level:MD-008', 'new']]]);
    expect((await judged({}, pinned)).findings).toEqual([]);
  });
});

describe('a change that stops reporting a required check', () => {
  const before = { [CI]: workflow('lint'), [SETTINGS]: settings('lint') };

  it('warns when the same change drops the requirement from its file', async () => {
    expect(await judged(before, { [CI]: workflow('style'), [SETTINGS]: settings('style') })).toEqual({
      outcome: 'warn',
      findings: [['medium', 'requirement:lint', 'new']],
      lost: [],
    });
  });

  it('blocks when GitHub requires it, whatever the file says', async () => {
    const after = { [CI]: workflow('style'), [SETTINGS]: settings('style') };
    expect(await judged(before, after, ['lint'])).toEqual({
      outcome: 'block',
      findings: [['high', 'context:lint', 'new']],
      lost: [],
    });
  });

  it('blocks as unproven when only a person may start it now', async () => {
    expect(await judged(before, { ...before, [CI]: workflow('lint', 'workflow_dispatch') })).toEqual({
      outcome: 'block',
      findings: [],
      lost: [`Whether "lint" is reported on a pull request cannot be seen: ${CI} starts on workflow_dispatch.`],
    });
  });

  it('passes when nothing about it changes', async () => {
    const old = { ...before, [CI]: workflow('lint', 'workflow_dispatch') };
    expect(await judged(old, { ...old, 'README.md': '' })).toEqual({ outcome: 'pass', findings: [], lost: [] });
  });
});
