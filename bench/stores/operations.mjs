/** What is measured: every port, reading and writing, each call on something new where it writes. */
import { createHash } from 'node:crypto';

export const DAY_MS = 86_400_000;
export const NOW = Date.UTC(2026, 10, 24, 12);
const hash = (text) => createHash('sha256').update(text).digest('hex');
export const REPOSITORY = hash('repository');
export const ORG = hash('org');

let counter = 0;
export const next = () => {
  counter += 1;
  return counter;
};

/** An event as record makes it: identities are HMACs, so 64 hex digits. */
export function eventOf(number, more = {}) {
  return {
    eventId: hash(`event ${number}`),
    findingId: hash(`finding ${number}`).slice(0, 32),
    ruleId: 'MD-004',
    ruleVersion: 1,
    repository: REPOSITORY,
    saltVersion: 1,
    change: `pr#${number}`,
    severity: 'high',
    level: 'block',
    blocked: true,
    actors: [hash('author'), hash('pusher')],
    occurredAt: NOW - DAY_MS - (number % 1000),
    ...more,
  };
}

export const verdictOf = () => ({
  reviewer: hash('reviewer'),
  ticket: 'OPS-41: the lab reports it',
  at: NOW,
  source: 'cli',
});
/** Of a repository of medium size. */
export const baselineBytes = (number) => Buffer.from(JSON.stringify({ number, files: 'x'.repeat(20_000) }));
export const KEY = { repositoryId: 5, branch: 'main' };
const SCOPE = { kind: 'org', org: ORG };
export const grantOf = (more = {}) => ({
  scope: SCOPE,
  resources: ['events', 'verdicts'],
  excludes: [],
  grantor: hash('grantor'),
  grantedAt: NOW,
  expiresAt: null,
  revocable: true,
  ...more,
});

/** Rows that reads find: a rule of its own, so that what the writes add changes nothing for them. */
export async function seed({ fp, consent, blocks, baselines, levels }) {
  for (let number = 0; number < 150; number += 1) {
    const occurredAt = NOW - (number % 30) * DAY_MS - 1000 * number;
    await fp.recordEvent(eventOf(`read ${number}`, { ruleId: 'MD-001', change: `pr#${number + 1}`, occurredAt }));
  }
  await consent.recordConsent(grantOf());
  for (let pullRequest = 1; pullRequest <= 10; pullRequest += 1) {
    await blocks.recordBlock({
      ruleId: 'MD-001',
      repositoryId: 5,
      pullRequest,
      authorId: 3,
      firstSeenAt: NOW - 60_000,
    });
  }
  await baselines.create(KEY, baselineBytes(0));
  await levels.publish(Buffer.from('{"levels":{}}'), 1, null);
}

/** name, whether it writes, a call. `prepare` runs before each call and is not measured. */
export function operations({ fp, consent, blocks, baselines, levels, nonces, salts }) {
  const since = NOW - 3_600_000;
  let document = null;
  const rest = [
    ['FPStore.recordEvent', true, (n) => fp.recordEvent(eventOf(n))],
    // Nothing new, so nothing goes to a disk.
    ['FPStore.recordEvent, known', false, (n) => fp.recordEvent(eventOf(n)), (n) => fp.recordEvent(eventOf(n))],
    [
      'FPStore.markFalsePositive',
      true,
      (n) => fp.markFalsePositive(eventOf(n), verdictOf()),
      (n) => fp.recordEvent(eventOf(n)),
    ],
    ['FPStore.getWindowByCount (100)', false, () => fp.getWindowByCount('MD-001', 100, 1)],
    ['FPStore.getWindowBySince (90 days)', false, () => fp.getWindowBySince('MD-001', NOW - 90 * DAY_MS - 1, 1)],
    ['FPStore.dailyTotals (30 days)', false, () => fp.dailyTotals('MD-001', 1, '2026-10-25', '2026-11-24')],
    ['FPStore.getFinding', false, () => fp.getFinding(eventOf('read 7'))],
    ['FPStore.listRules', false, () => fp.listRules()],
    [
      'ConsentStore.checkConsent',
      false,
      () => consent.checkConsent({ org: ORG, repository: REPOSITORY, resources: ['events'] }, NOW),
    ],
    ['ConsentStore.getConsent', false, () => consent.getConsent(SCOPE)],
    [
      'ConsentStore.recordConsent',
      true,
      (n) =>
        consent.recordConsent(
          grantOf({ scope: { kind: 'repo', org: hash('many'), repository: hash(`repository ${n}`) } }),
        ),
    ],
    [
      'BlockCounter.recordBlock',
      true,
      (n) => blocks.recordBlock({ ruleId: 'MD-004', repositoryId: 5, pullRequest: n, authorId: 3, firstSeenAt: NOW }),
    ],
    ['BlockCounter.blocksSince', false, () => blocks.blocksSince('MD-001', 5, since)],
    ['BaselineStore.load (20 KB)', false, () => baselines.load(KEY)],
    [
      'BaselineStore.create (20 KB)',
      true,
      (n) => baselines.create({ repositoryId: n, branch: 'main' }, baselineBytes(n)),
    ],
    [
      'BaselineStore.replace (20 KB)',
      true,
      (n) => baselines.replace({ repositoryId: n, branch: 'main' }, baselineBytes(n + 1), document.tag),
      async (n) => {
        document = await baselines.create({ repositoryId: n, branch: 'main' }, baselineBytes(n));
      },
    ],
    ['LevelStore.load', false, () => levels.load()],
  ];
  if (nonces !== undefined) {
    rest.push(
      ['NonceSource.load (nonces)', false, () => nonces.load()],
      ['NonceSource.load (salts)', false, () => salts.load()],
    );
  }
  return rest.map(([name, writes, call, prepare]) => ({ name, writes, call, prepare }));
}
