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

export const VERDICT = {
  reviewer: hash('reviewer'),
  ticket: 'OPS-41: the lab reports it',
  at: NOW,
  source: 'cli',
};
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

/**
 * What is measured, in order. `input` makes what a call takes, of a number that nobody had before; `prepare` brings about
 * what it needs. Neither is part of the measured `call`.
 */
export function operations({ fp, consent, blocks, baselines, levels, nonces, salts }) {
  const nothing = () => undefined;
  const read = (name, call) => ({ name, writes: false, input: nothing, call });
  const write = (name, input, call, prepare) => ({ name, writes: true, input, call, prepare });
  const question = { org: ORG, repository: REPOSITORY, resources: ['events'] };
  const finding = eventOf('read 7');
  const repositoryScope = (n) => ({ kind: 'repo', org: hash('many'), repository: hash(`repository ${n}`) });
  const block = (n) => ({ ruleId: 'MD-004', repositoryId: 5, pullRequest: n, authorId: 3, firstSeenAt: NOW });
  const document = (n, bytes = n) => ({ key: { repositoryId: n, branch: 'main' }, bytes: baselineBytes(bytes) });
  const create = ({ key, bytes }) => baselines.create(key, bytes);
  let tag = '';
  return [
    write('FPStore.recordEvent', eventOf, (event) => fp.recordEvent(event)),
    {
      ...read('FPStore.recordEvent, known', (event) => fp.recordEvent(event)),
      input: eventOf,
      prepare: (event) => fp.recordEvent(event),
    },
    write(
      'FPStore.markFalsePositive',
      eventOf,
      (event) => fp.markFalsePositive(event, VERDICT),
      (event) => fp.recordEvent(event),
    ),
    read('FPStore.getWindowByCount (100)', () => fp.getWindowByCount('MD-001', 100, 1)),
    read('FPStore.getWindowBySince (90 days)', () => fp.getWindowBySince('MD-001', NOW - 90 * DAY_MS - 1, 1)),
    read('FPStore.dailyTotals (30 days)', () => fp.dailyTotals('MD-001', 1, '2026-10-25', '2026-11-24')),
    read('FPStore.getFinding', () => fp.getFinding(finding)),
    read('FPStore.listRules', () => fp.listRules()),
    read('ConsentStore.checkConsent', () => consent.checkConsent(question, NOW)),
    read('ConsentStore.getConsent', () => consent.getConsent(SCOPE)),
    write(
      'ConsentStore.recordConsent',
      (n) => grantOf({ scope: repositoryScope(n) }),
      (grant) => consent.recordConsent(grant),
    ),
    write('BlockCounter.recordBlock', block, (input) => blocks.recordBlock(input)),
    read('BlockCounter.blocksSince', () => blocks.blocksSince('MD-001', 5, NOW - 3_600_000)),
    read('BaselineStore.load (20 KB)', () => baselines.load(KEY)),
    write('BaselineStore.create (20 KB)', document, create),
    write(
      'BaselineStore.replace (20 KB)',
      (n) => document(n, n + 1),
      ({ key, bytes }) => baselines.replace(key, bytes, tag),
      async ({ key }) => {
        ({ tag } = await create(document(key.repositoryId)));
      },
    ),
    read('LevelStore.load', () => levels.load()),
    ...(nonces === undefined ? [] : [read('NonceSource.load (nonces)', () => nonces.load())]),
    ...(salts === undefined ? [] : [read('NonceSource.load (salts)', () => salts.load())]),
  ];
}
