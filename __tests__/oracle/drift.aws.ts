/** The accepted state in S3, signed by KMS: checks and acceptances on moto, and on the bad days of both. */
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AcceptRequest, type DriftRequest, loadDrift } from '../../src/oracle.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import {
  type Bare,
  bareClients,
  CREDENTIALS,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  REGION,
  type RigOptions,
} from '../support/aws-rig.js';
import { type Outcome, runCli } from '../support/cli.js';
import { CI, GOVERNED, MOVES } from '../support/drift-repo.js';
import { always, type Decide, type FaultProxy, startFaultProxy } from '../support/fault-proxy.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

/** KMS and S3 go by the clock of the server. */
const NOW = Date.now();
const KEY = { repositoryId: 42, branch: 'main' };
const VARIABLES = {
  AWS_ENDPOINT_URL: endpointOf('moto'),
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};
const REASON = ['--reason', 'the state of the release'];
const workshop = new Workshop();

let bare: Bare;
let options: RigOptions;
let repo: TestRepo;
beforeAll(() => {
  Object.assign(process.env, VARIABLES);
  bare = bareClients(endpointOf('moto'));
});
afterAll(() => {
  bare.destroy();
  workshop.clean();
  for (const name of Object.keys(VARIABLES)) delete process.env[name];
});
beforeEach(async () => {
  options = optionsOf(endpointOf('moto'), freshEnvironment());
  await provision(bare, options);
  repo = workshop.repo();
  const { environment } = options;
  const made = await cli('key', 'create', '--use', 'baseline', '--environment', environment, '--region', REGION);
  repo.commitFiles({ ...GOVERNED, '.phase-mirror.yml': `version: 1\n${made.stdout}` });
});

function cli(...words: string[]): Promise<Outcome> {
  return runCli({ cwd: repo?.dir ?? workshop.root, now: NOW }, ...words);
}

function drift(action: string, ...more: string[]): Promise<Outcome> {
  const { environment, baselineBucket } = options;
  const target = ['--environment', environment, '--region', REGION, '--baseline-bucket', baselineBucket];
  return cli('drift', action, '--backend', 'aws', ...target, '--repository', '42', ...more);
}

/** What is stored, every version of it. */
async function stored(): Promise<string> {
  const { Versions = [], DeleteMarkers = [] } = await bare.s3.send(
    new ListObjectVersionsCommand({ Bucket: options.baselineBucket }),
  );
  return JSON.stringify([Versions.map(({ VersionId, ETag }) => [VersionId, ETag]), DeleteMarkers.length]);
}

/** Puts bytes where the baseline is, as somebody who may write to the bucket and not sign. */
async function overwrite(change: (text: string) => string): Promise<void> {
  const stores = openAwsStores(options, { now: () => NOW });
  const document = await stores.baselines.load(KEY);
  await stores.close();
  const Body = change(Buffer.from(document?.bytes ?? []).toString());
  await bare.s3.send(new PutObjectCommand({ Bucket: options.baselineBucket, Key: await nameOf(), Body }));
}

async function nameOf(): Promise<string> {
  const { Versions = [] } = await bare.s3.send(new ListObjectVersionsCommand({ Bucket: options.baselineBucket }));
  return Versions[0]?.Key ?? '';
}

describe('a baseline in S3 on moto', () => {
  it('is made by the command that is shown, under the identity of STS, signed by KMS', async () => {
    const none = await drift('check');
    expect(none.status).toBe(2);
    const { environment, baselineBucket } = options;
    expect(none.stderr).toContain(
      `phase-mirror drift accept --first --backend aws --environment ${environment} --region ${REGION} --baseline-bucket ${baselineBucket} --repository 42 --reason "why this state is right"`,
    );
    const made = await drift('accept', '--first', ...REASON);
    expect(made.stdout).toMatch(/ {2}by {6}arn:aws:sts::\d{12}:\S+ \(aws\)\n/);
    expect(made.stdout).not.toContain('unsigned');
    const clean = await drift('check');
    expect([clean.status, clean.stdout.split('\n')[0]]).toEqual([0, 'NO DRIFT  none of 13 governed files changed']);
    expect((await drift('show')).stdout).toContain('sequence  1, signed; digest ');
  });

  it('tells every move as what it is', async () => {
    await drift('accept', '--first', ...REASON);
    for (const { name, make, says, severity } of MOVES) {
      make(repo);
      const { status, stdout } = await drift('check');
      expect([name, status]).toEqual([name, 1]);
      expect(stdout.replace(/\s+/g, ' ')).toMatch(says);
      expect(stdout).toMatch(new RegExp(`^${severity}  `, 'm'));
      repo.git('reset', '--quiet', '--hard', 'HEAD~1');
    }
  });

  it('of two acceptances at once takes one, and tells the other who won', async () => {
    await drift('accept', '--first', ...REASON);
    repo.commitFiles({ [CI]: 'on: push\n' });
    const both = await Promise.all([
      drift('accept', '--reason', 'the first of two'),
      drift('accept', '--reason', 'the other of two'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([0, 2]);
    const lost = both.find(({ status }) => status === 2);
    expect(lost?.stderr).toMatch(
      /lost a race: arn:\S+ \(aws\) accepted [0-9a-f]{12} on .* UTC: "the (first|other) of two"/,
    );
    expect((await drift('show')).stdout).toMatch(/\nVersions, newest first .*\n(?: {2}\S+ .* sequence \d, .*\n){2}\n/);
  });

  it.each([
    ['altered', (text: string) => text.replace('"value":"read"', '"value":"write"'), 'PAYLOAD_ALTERED'],
    ['given another header', (text: string) => text.replace('"sequence":1', '"sequence":9'), 'SIGNATURE_INVALID'],
    ['truncated', (text: string) => text.slice(0, 500), 'TRUNCATED'],
    ['stripped of its signature', stripped, 'UNSIGNED'],
  ])('refuses one that was %s, and writes nothing', async (_name, change, code) => {
    await drift('accept', '--first', ...REASON);
    await overwrite(change);
    const before = await stored();
    repo.commitFiles({ [CI]: 'on: push\n' });
    for (const outcome of [await drift('check'), await drift('accept', ...REASON)]) {
      expect(outcome.status).toBe(2);
      expect(outcome.stderr).toContain(code);
    }
    expect(await stored()).toBe(before);
  });

  it('refuses an older one that was put back', async () => {
    await drift('accept', '--first', ...REASON);
    let first = '';
    await overwrite((text) => {
      first = text;
      return text;
    });
    repo.commitFiles({ [CI]: 'on: push\n' });
    expect((await drift('accept', ...REASON)).status).toBe(0);
    await overwrite(() => first);
    const before = await stored();
    for (const outcome of [await drift('check'), await drift('accept', ...REASON)]) {
      expect(outcome.status).toBe(2);
      expect(outcome.stderr).toContain('REPLAYED');
    }
    expect(await stored()).toBe(before);
  });

  it('does not take a deletion for "there never was one"', async () => {
    await drift('accept', '--first', ...REASON);
    // S3 tells times in seconds, and lists versions and deletions apart: within one second nothing says which came first.
    await nextSecond();
    await bare.s3.send(new DeleteObjectCommand({ Bucket: options.baselineBucket, Key: await nameOf() }));
    await nextSecond();
    const before = await stored();
    for (const outcome of [await drift('check'), await drift('accept', '--first', ...REASON)]) {
      expect(outcome.status).toBe(2);
      expect(outcome.stderr).toContain('DELETED');
    }
    expect(await stored()).toBe(before);
    expect((await drift('accept', '--anew', ...REASON)).stdout).toContain('sequence 2');
    expect((await drift('check')).status).toBe(0);
    const { versions } = JSON.parse((await drift('show', '--format', 'json')).stdout);
    expect(versions.map(({ deleted }: { deleted: boolean }) => deleted)).toEqual([false, true, false]);
    const back = await drift('accept', '--restore', versions[2].version, ...REASON);
    expect([back.status, back.stderr]).toEqual([0, '']);
    expect((await drift('check')).status).toBe(0);
  });
});

function nextSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1100));
}

function stripped(text: string): string {
  const document = JSON.parse(text);
  document.header.keyId = null;
  document.signature = null;
  return JSON.stringify(document);
}

describe('a bad day of a baseline on moto', () => {
  let proxy: FaultProxy;
  beforeEach(async () => {
    proxy = await startFaultProxy(endpointOf('moto'));
  });
  afterEach(() => proxy.close());

  function request(): DriftRequest {
    const { environment, baselineBucket } = options;
    const { endpoint } = proxy;
    return {
      folder: repo.dir,
      environment: TEST_ENVIRONMENT,
      clock: () => NOW,
      store: {
        backend: 'aws',
        ...{ environment, region: REGION, baselineBucket, restricted: null },
        session: { action: 'drift', runId: '1' },
        oidc: { requestUrl: undefined, requestToken: undefined },
        endpoints: { s3: endpoint, kms: endpoint, sts: endpoint },
      },
      repositoryId: 42,
      defaultBranch: 'main',
      run: null,
    };
  }

  const accepting = (first = false): AcceptRequest => ({ ...request(), reason: 'the state of the release', first });

  it.each([
    ['500', 'internal-before', 'UNAVAILABLE'],
    ['503', 'unavailable', 'UNAVAILABLE'],
    ['403', 'denied', 'ACCESS_DENIED'],
    ['no answer', 'hang', 'TIMEOUT'],
    ['a cut body', 'truncate-before', 'UNAVAILABLE'],
  ] as const)('%s is neither clean nor missing, and nothing is written', async (_name, fault, code) => {
    const { driftAccept, driftCheck } = await loadDrift();
    await driftAccept(accepting(true));
    const before = await stored();
    repo.commitFiles({ [CI]: 'on: push\n' });
    proxy.decide(always(fault));
    await expect(driftCheck(request())).rejects.toMatchObject({ code, exitCode: 2 });
    await expect(driftAccept(accepting())).rejects.toMatchObject({ exitCode: 2 });
    proxy.decide(() => null);
    expect(await stored()).toBe(before);
  });

  it.each([
    ['signing is denied', ({ target }) => (target.endsWith('.Sign') ? 'denied' : null)],
    ['the caller is not known', ({ path, target }) => (path === '/' && target === '' ? 'denied' : null)],
    ['writing is denied', ({ method }) => (method === 'PUT' ? 'denied' : null)],
  ] as const satisfies readonly (readonly [string, (seen: Parameters<Decide>[1]) => ReturnType<Decide>])[])(
    'nothing is written when %s',
    async (_name, decide) => {
      const { driftAccept, driftCheck } = await loadDrift();
      await driftAccept(accepting(true));
      const before = await stored();
      repo.commitFiles({ [CI]: 'on: push\n' });
      proxy.decide((_number, seen) => decide(seen));
      await expect(driftAccept(accepting())).rejects.toMatchObject({ code: 'ACCESS_DENIED', exitCode: 2 });
      proxy.decide(() => null);
      expect(await stored()).toBe(before);
      expect((await driftCheck(request())).drift.severity).not.toBeNull();
    },
  );

  it('an old version that cannot be read stops no check; one that may be the newest does', async () => {
    const { driftAccept, driftCheck, driftShow } = await loadDrift();
    await driftAccept(accepting(true));
    const { versions: first } = await driftShow(request());
    repo.commitFiles({ [CI]: 'on: push\n' });
    await driftAccept(accepting());
    const old = first[0]?.version ?? '';
    const lose = (): void => proxy.decide((_number, { path }) => (path.includes(`versionId=${old}`) ? 'denied' : null));
    // As if the second acceptance were of tomorrow.
    lose();
    const tomorrow = { clock: () => NOW + 86_400_000 };
    await expect(driftCheck(request())).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    proxy.decide(() => null);
    repo.commitFiles({ [CI]: 'on: pull_request\n' });
    await driftAccept({ ...accepting(), ...tomorrow });
    lose();
    expect((await driftCheck({ ...request(), ...tomorrow })).drift.severity).toBeNull();
  });

  it('an acceptance whose answer was lost counts once', async () => {
    const { driftAccept } = await loadDrift();
    let struck = false;
    proxy.decide((_number, { method }) => {
      if (method !== 'PUT' || struck) return null;
      struck = true;
      return 'internal-after';
    });
    expect((await driftAccept(accepting(true))).outcome).toBe('written');
    expect(JSON.parse(await stored())[0]).toHaveLength(1);
  });
});
