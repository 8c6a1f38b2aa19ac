/** Taking verdicts in where others share the tables: consent first, and every row under the salt it was written with. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ingest } from '../../src/oracle/calibrate-ingest.js';
import type { IngestRequest } from '../../src/oracle.js';
import { saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import type { StoredEvent } from '../../src/stores/ports.js';
import type { SecretStores } from '../../src/stores/stores.js';
import {
  type Bare,
  bareClients,
  CREDENTIALS,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  REGION,
} from '../support/aws-rig.js';
import { storedEvent } from '../support/events.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';
import { type GitHubApi, startGitHubApi } from '../support/github-api.js';
import { type ReviewWorld, reviewFront, reviewWorld } from '../support/github-review.js';

const NOW = Date.now();
const workshop = new Workshop();
const environment = freshEnvironment();
const VARIABLES = {
  AWS_ENDPOINT_URL: endpointOf('moto'),
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};
const salt = (version: number) => ({ version, value: String(version).repeat(64), issuedAt: NOW });
const [old, current] = [saltedAnonymizer(salt(1)), saltedAnonymizer(salt(2))];
const ada = { id: 5, login: 'ada' };

let bare: Bare;
let stores: SecretStores;
let world: ReviewWorld;
let api: GitHubApi;
beforeAll(async () => {
  Object.assign(process.env, VARIABLES);
  const options = optionsOf(endpointOf('moto'), environment);
  bare = bareClients(endpointOf('moto'));
  await provision(bare, options);
  stores = openAwsStores(options, { now: () => NOW });
  for (const version of [1, 2]) await stores.salts.create(salt(version));
  for (const [anonymizer, change, actor] of [
    [old, 'pr#1', 31],
    [current, 'pr#2', 5],
    [current, 'pr#3', 31],
  ] as const) {
    await stores.fp.recordEvent(
      storedEvent(NOW - 1000, {
        repository: anonymizer.repository(42),
        saltVersion: anonymizer.saltVersion,
        actors: [anonymizer.actor(actor)],
        change,
      }),
    );
  }
});
afterAll(async () => {
  await stores.close();
  bare.destroy();
  workshop.clean();
  for (const name of Object.keys(VARIABLES)) delete process.env[name];
});
beforeEach(async () => {
  world = reviewWorld();
  world.people.push(ada);
  api = await startGitHubApi({ elsewhere: (attempt, url) => reviewFront(world)(attempt, url) });
});
afterEach(() => api.close());

function request(more: Partial<IngestRequest> = {}): IngestRequest {
  const repo = workshop.repo();
  repo.commitFiles({ '.phase-mirror.yml': 'version: 1\ncalibration: {reviewers: [ada, "ada@example.org"]}\n' });
  return {
    folder: repo.dir,
    environment: TEST_ENVIRONMENT,
    clock: () => NOW,
    store: {
      ...{ backend: 'aws', environment, region: REGION, session: { action: 'calibrate', runId: '1' } },
      ...{ oidc: { requestUrl: undefined, requestToken: undefined }, restricted: null },
    },
    ...{ repository: 'octo-org/app', repositoryId: 42, ownerId: 1, token: 'ghs_test', apiUrl: api.url, runUrl: '' },
    sources: ['alerts'],
    ...more,
  };
}

async function events(): Promise<StoredEvent[]> {
  const finding = storedEvent(NOW).findingId;
  const lists = [old, current].map(({ repository }) =>
    stores.fp.getFinding({ repository: repository(42), findingId: finding }),
  );
  return (await Promise.all(lists)).flat().sort((a, b) => (a.change < b.change ? -1 : 1));
}

/** In order: consent comes, and goes. */
describe('taking verdicts in on moto', () => {
  const dismissed = () => {
    world.alerts = [
      { number: 1, message: `x [pm:${storedEvent(NOW).findingId}]`, by: ada, at: new Date(NOW).toISOString() },
    ];
  };

  it('stores nothing without consent, and asks GitHub nothing', async () => {
    dismissed();
    expect(await ingest(request())).toEqual({
      ...{ read: { alert: 0, suppression: 0, file: 0 }, stored: 0, known: 0, refused: [], examples: [] },
      notStored: 'no consent (nobody gave it)',
    });
    const grant = { excludes: [], grantor: old.actor(9), grantedAt: NOW, expiresAt: null, revocable: true };
    await stores.consent.recordConsent({ ...grant, scope: { kind: 'org', org: old.org(1) }, resources: ['events'] });
    expect((await ingest(request())).notStored).toBe('no consent (it does not cover verdicts)');
    expect(api.requests).toEqual([]);
    expect((await events()).flatMap(({ verdicts }) => verdicts)).toEqual([]);
  });

  it('needs to know whose repository it is, and no fork may ask', async () => {
    await expect(ingest(request({ ownerId: null }))).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringContaining('nobody can tell whether it consents'),
    });
    const { store } = request();
    if (store.backend !== 'aws') throw new TypeError('not AWS');
    expect((await ingest(request({ store: { ...store, restricted: 'fork' } }))).notStored).toContain('fork');
  });

  it('stores each verdict under the salt of its row, and leaves the own change out when it is counted', async () => {
    const grant = { excludes: [], grantor: current.actor(9), grantedAt: NOW, expiresAt: null, revocable: true };
    const scope = { kind: 'org', org: current.org(1) } as const;
    await stores.consent.recordConsent({ ...grant, scope, resources: ['events', 'verdicts'] });
    dismissed();
    const note = expect.stringContaining('is an e-mail address, which stands for nobody where others share the memory');
    expect(await ingest(request())).toMatchObject({ stored: 3, refused: [], notStored: '', notes: [note] });
    expect((await events()).map(({ change, verdicts }) => [change, verdicts.map(({ reviewer }) => reviewer)])).toEqual([
      ['pr#1', [old.actor(5)]],
      ['pr#2', [current.actor(5)]],
      ['pr#3', [current.actor(5)]],
    ]);
    expect(await ingest(request())).toMatchObject({ stored: 0, known: 3 });
  });

  it('stores nothing any more for a repository that is excluded', async () => {
    const grant = { grantor: current.actor(9), grantedAt: NOW + 1, expiresAt: null, revocable: true };
    const scope = { kind: 'org', org: current.org(1) } as const;
    const excludes = [current.repository(42)];
    await stores.consent.recordConsent({ ...grant, scope, excludes, resources: ['events', 'verdicts'] });
    expect((await ingest(request())).notStored).toBe(
      'no consent (the grant of the organisation leaves this repository out)',
    );
  });
});
