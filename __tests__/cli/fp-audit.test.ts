import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditFractions, inAuditSample } from '../../src/privacy/audit-sample.js';
import type { FPEvent } from '../../src/stores/ports.js';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import { type Outcome, runCli } from '../support/cli.js';
import { findingId, storedEvent } from '../support/events.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';
import { PINNED } from '../support/signed-copy.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const DAY = 86_400_000;
const EMAIL = 'jane@example.invalid';
const local = (address: string) => `actor:local:${createHash('sha256').update(address).digest('hex').slice(0, 32)}`;

const workshop = new Workshop();
afterAll(() => workshop.clean());
let repo: TestRepo;

beforeEach(() => {
  repo = workshop.repo();
  repo.git('config', 'user.email', EMAIL);
  repo.commitFiles({
    '.phase-mirror.yml': `version: 1\ncalibration:\n  reviewers: [${EMAIL}]\n  audit-rate: 0.5\n`,
    '.gitignore': '.phase-mirror/\n',
  });
});

function audit(...args: string[]): Promise<Outcome> {
  return runCli({ cwd: repo.dir, now: NOW }, 'fp', 'list', '--audit', ...args);
}

interface Shown {
  readonly auditRate: number;
  readonly more: boolean;
  readonly pullRequests: { readonly ruleId: string; readonly change: string; readonly unreviewed: string[] }[];
}

async function shown(...args: string[]): Promise<Shown> {
  return JSON.parse((await audit('--format', 'json', ...args)).stdout) as Shown;
}

async function store(use: (fp: Awaited<ReturnType<typeof openSqliteStores>>['fp']) => Promise<unknown>): Promise<void> {
  repo.write('.phase-mirror/.gitignore', '*\n');
  const stores = await openSqliteStores(join(repo.dir, '.phase-mirror/store.db'), { now: () => NOW });
  await use(stores.fp);
  await stores.close();
}

const fraction = auditFractions(null);
const sampled = (change: string) => inAuditSample(fraction('repository:7', change), 0.5);
const changes = Array.from({ length: 40 }, (_, index) => `pr#${index + 1}`);
const wanted = changes.filter(sampled);
const [one = '', two = '', three = ''] = wanted;
const old = (change: string, more: Partial<FPEvent> = {}): FPEvent =>
  storedEvent(NOW - 31 * DAY, {
    ruleId: 'MD-008',
    change,
    findingId: findingId(`${change.slice(3).padStart(8, 'a')}`),
    ...more,
  });

describe('fp list --audit', () => {
  it('has the pull requests of the sample that are old enough, and no others', async () => {
    await store((fp) =>
      fp.recordEvents([
        ...changes.map((change) => old(change)),
        // Too young; without a pull request; of another version of the rule.
        storedEvent(NOW - 30 * DAY, { ruleId: 'MD-009', change: one }),
        old(one, { ruleId: 'MD-010', change: 'ref#refs/heads/main' }),
        old(one, { ruleId: 'MD-011', ruleVersion: 99 }),
      ]),
    );
    const { pullRequests, auditRate, more } = await shown();
    expect(wanted.length).toBeGreaterThan(10);
    expect(pullRequests.map(({ change }) => change).sort()).toEqual([...wanted].sort());
    expect(new Set(pullRequests.map(({ ruleId }) => ruleId))).toEqual(new Set(['MD-008']));
    expect([auditRate, more]).toEqual([0.5, false]);
    expect(await shown('--limit', '3')).toMatchObject({ more: true, pullRequests: { length: 3 } });
    expect((await shown('--rule', 'md-009')).pullRequests).toEqual([]);
    expect((await shown('--repository', '8')).pullRequests).toEqual([]);
    expect((await shown('--repository', '7')).pullRequests).toHaveLength(wanted.length);
  });

  it('drops a finding once somebody has judged it whose word counts', async () => {
    await store(async (fp) => {
      const both = [findingId('aaaaaaaa'), findingId('bbbbbbbb')];
      await fp.recordEvents([
        old(one, { findingId: both[0] as string }),
        old(one, { findingId: both[1] as string }),
        old(two, { findingId: findingId('cccccccc') }),
        old(three, { findingId: findingId('dddddddd'), actors: [local(EMAIL)] }),
      ]);
      const judge = (finding: string, reviewer: string) =>
        fp.confirmTruePositive(
          { repository: 'repository:7', findingId: findingId(finding) },
          { reviewer, ticket: 'OPS-1', at: NOW, source: 'cli' },
        );
      await judge('aaaaaaaa', local(EMAIL));
      // A stranger, and the author: neither counts.
      await judge('cccccccc', local('stranger@example.invalid'));
      await judge('dddddddd', local(EMAIL));
    });
    const left = Object.fromEntries((await shown()).pullRequests.map(({ change, unreviewed }) => [change, unreviewed]));
    expect(left).toEqual({
      [one]: [findingId('bbbbbbbb')],
      [two]: [findingId('cccccccc')],
      [three]: [findingId('dddddddd')],
    });
  });

  it('leaves out rules that block, and says so of one that was asked for', async () => {
    await store((fp) => fp.recordEvents([old(one, { ruleId: 'MD-001' })]));
    expect((await shown()).pullRequests).toEqual([]);
    const { stdout } = await audit('--rule', 'MD-001');
    expect(stdout).toMatch(/^Nothing of the audit sample .*\nMD-001 blocks already: /);
  });

  it('leaves out pull requests that have voted, and lists those of a rule that lost its level', async () => {
    await store(async (fp) => fp.recordEvents([old(one, { ruleId: 'MD-001' })]));
    // Whatever was there when the level was taken has had its say.
    await runCli({ cwd: repo.dir, now: NOW }, ...['calibrate', 'apply', '--set', 'MD-001=warn', '--reason', 'INC-7']);
    await store(async (fp) => fp.recordEvents([old(two, { ruleId: 'MD-001', findingId: findingId('eeeeeeee') })]));
    expect((await shown()).pullRequests).toMatchObject([{ ruleId: 'MD-001', change: two }]);
  });

  it('lists everything where the levels are not believed, and says it', async () => {
    await store((fp) => fp.recordEvents([old(one, { ruleId: 'MD-001' })]));
    await runCli({ cwd: repo.dir, now: NOW }, ...['calibrate', 'apply', '--set', 'MD-002=warn', '--reason', 'INC-7']);
    const config = `version: 1\ncalibration:\n  reviewers: [${EMAIL}]\n  audit-rate: 0.5\n${PINNED}`;
    repo.commitFiles({ '.phase-mirror.yml': config });
    const { status, stdout } = await audit();
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^MD-001 version 1/)]);
    expect(stdout).toMatch(/The levels could not be used, so that rules that block already .*\(UNSIGNED\)/);
  });

  it('counts a pull request once that has findings under two rules', async () => {
    await store((fp) => fp.recordEvents([old(one), old(one, { ruleId: 'MD-009', findingId: findingId('ffffffff') })]));
    expect((await audit()).stdout).toContain(
      'To review: 1 pull request, 2 findings under 2 rules, of the audit sample',
    );
  });

  it('says it to people', async () => {
    await store((fp) => fp.recordEvents([old(one), old(two, { occurredAt: NOW - 40 * DAY })]));
    const { status, stdout } = await audit();
    expect([status, stdout.split('\n')]).toEqual([
      0,
      [
        'MD-008 version 1, repository:7',
        expect.stringMatching(new RegExp(`^  ${two}  since 2026-10-15 10:30 UTC, 1 of 1 to review: [0-9a-f]{8}$`)),
        expect.stringMatching(new RegExp(`^  ${one}  since 2026-10-24 10:30 UTC, 1 of 1 to review: [0-9a-f]{8}$`)),
        '',
        'To review: 2 pull requests, 2 findings under 1 rule, of the audit sample (50 % of pull requests, from their 30th day on)',
        '',
      ],
    ]);
    await store((fp) => fp.recordEvents([]));
    expect((await audit('--rule', 'MD-009')).stdout).toMatch(/^Nothing of the audit sample \(50 % of pull requests/);
  });

  it.each([
    [['--state', 'pending'], /--state has no meaning with --audit/],
    [['--baseline-bucket', 'b'], /--baseline-bucket belongs to --audit with --backend aws/],
    [['--since', '2026-01-01'], /--since has no meaning with --audit/],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await audit(...args);
    expect([status, stderr]).toEqual([64, expect.stringMatching(message)]);
  });
});
