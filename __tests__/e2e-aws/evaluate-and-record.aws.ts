/**
 * The built action, as a gate and as a recorder, with credentials from OIDC alone: who may do what, what is in the rows,
 * and where none of the secrets is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import { StoreError } from '../../src/stores/errors.js';
import type { FPEvent } from '../../src/stores/ports.js';
import { type ActionRun, removeRuns } from '../support/action-harness.js';
import { TOKEN } from '../support/action-scenario.js';
import { NONCE, OWNER_ID, REPOSITORY_ID, SALT, startWorld, type World } from '../support/aws-world.js';
import { type GitServer, startGitServer } from '../support/git-http.js';
import { type GitWrapper, wrapGit } from '../support/git-wrapper.js';
import { BAD, LOGIN, Project, type Pull } from '../support/github-project.js';
import { roleArn } from '../support/web-identity.js';

const AUTHOR = 71_000_011;

let world: World;
let server: GitServer;
let wrapper: GitWrapper;
let pull: Pull;
const runs: { gate: ActionRun; proposed: ActionRun; merged: ActionRun } = {} as never;

/** One story: a pull request is judged, then recorded after its run, then recorded again when it was merged. */
beforeAll(async () => {
  world = await startWorld();
  await world.grant();
  wrapper = wrapGit(world.workshop.folder('wrapper'));
  server = await startGitServer(world.workshop.folder('server'));
  const project = new Project(world.workshop);
  server.serve('octo-org/app', project.origin.dir);
  pull = project.change(7, AUTHOR, BAD);
  world.pulls.set(7, pull);
  const more = { environment: { PATH: wrapper.path, GITHUB_SERVER_URL: server.url } };
  runs.gate = await world.evaluate(project.merged(pull), pull, more);
  // Shallow, and from a server: what is judged has to be fetched, with the token.
  const checkout = project.checkout(1);
  checkout.git('remote', 'set-url', 'origin', `${server.url}/octo-org/app`);
  runs.proposed = await world.record(checkout, { kind: 'workflow_run', pull }, more);
  project.origin.git('merge', '--quiet', '--no-ff', '-m', 'Merge #7', pull.headSha);
  const after = project.origin.git('rev-parse', 'main');
  world.pulls.set(7, { ...pull, mergeSha: after, commits: [pull.headSha, after] });
  runs.merged = await world.record(project.checkout(), { kind: 'push', before: project.main, after }, more);
}, 120_000);
afterAll(() => Promise.all([world.close(), server.close(), removeRuns()]));

const HEX = 'ab'.repeat(32);
const identities = saltedAnonymizer(SALT);
const textOf = (value: AttributeValue | undefined): string => value?.S ?? value?.N ?? '';

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'done';
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

describe('evaluate and record on moto', () => {
  it('the gate blocks, and takes no part in recording', () => {
    const { gate } = runs;
    expect([gate.exitCode, gate.outputs['decision'], gate.outputs['degraded'], gate.stderr]).toEqual([
      1,
      'block',
      '',
      '',
    ]);
    const own = world.front.calls.filter(({ roleArn: role }) => role === roleArn('evaluate'));
    expect([...new Set(own.map(({ action }) => action))].sort()).toEqual([
      'dynamodb:Query',
      's3:GetObject',
      's3:ListBucketVersions',
    ]);
    expect(own.filter(({ allowed }) => !allowed)).toEqual([]);
  });

  it('the credentials of the gate are refused every write, and every read of secrets and identities', async () => {
    const [, session] = [...world.rig.sts.sessions].find(([, { roleArn: role }]) => role === roleArn('evaluate')) ?? [];
    expect(session?.sessionName).toBe('phase-mirror-evaluate-1');
    const [accessKeyId] = [...world.rig.sts.sessions.keys()];
    const [secretAccessKey, sessionToken] = world.rig.sts.issued;
    const url = world.front.url;
    const stores = openAwsStores(
      {
        ...world.options,
        endpoints: { dynamodb: url, s3: url, ssm: url },
        credentials: {
          accessKeyId: accessKeyId ?? '',
          secretAccessKey: secretAccessKey ?? '',
          sessionToken: sessionToken ?? '',
        },
      },
      { now: Date.now },
    );
    const { fp, consent, blocks, baselines, levels, nonces, salts } = stores;
    const scope = { kind: 'org', org: HEX } as const;
    const question = { org: HEX, repository: HEX, resources: ['events'] } as const;
    const own = { repositoryId: REPOSITORY_ID, branch: 'main' };
    const secret = { version: 9, value: HEX, issuedAt: 1 };
    const bytes = new TextEncoder().encode('{}');
    const event: FPEvent = {
      ...{ eventId: HEX, findingId: HEX.slice(32), ruleId: 'MD-001', ruleVersion: 1, repository: HEX, saltVersion: 1 },
      ...{ change: 'pr#12', severity: 'high', level: 'block', blocked: true, actors: [], occurredAt: Date.now() },
    };
    const attempts = {
      event: fp.recordEvent(event),
      verdict: fp.markFalsePositive(
        { repository: HEX, findingId: event.findingId },
        { reviewer: HEX, ticket: 'T', at: 1, source: 'cli' },
      ),
      grant: consent.recordConsent({
        ...{ scope, resources: ['events'], excludes: [], grantor: HEX, grantedAt: 1, expiresAt: null, revocable: true },
      }),
      revocation: consent.revokeConsent(scope, HEX, 1),
      block: blocks.recordBlock({
        ...{ ruleId: 'MD-001', repositoryId: REPOSITORY_ID, pullRequest: 8, authorId: 9, firstSeenAt: Date.now() },
      }),
      baseline: baselines.create(own, bytes),
      levels: levels.publish(bytes, 1, null),
      nonce: nonces.create(secret),
      'without the nonce': nonces.remove(1),
      salt: salts.create(secret),
      'without the salt': salts.remove(1),
      // Nor what a gate has no business to read.
      'read events': fp.listRules(),
      'read consent': consent.checkConsent(question, 1),
      'read the baseline': baselines.load(own),
      'read nonces': nonces.load(),
      'read salts': salts.load(),
    };
    const codes = await Promise.all(Object.values(attempts).map(codeOf));
    await stores.close();
    expect(Object.fromEntries(Object.keys(attempts).map((name, index) => [name, codes[index]]))).toEqual(
      Object.fromEntries(Object.keys(attempts).map((name) => [name, 'ACCESS_DENIED'])),
    );
  });

  it('record records once, whether the change was proposed or merged', () => {
    expect([runs.proposed.exitCode, runs.proposed.log]).toEqual([
      0,
      expect.stringMatching(
        /^#7: block by MD-001, 1 new problem\.\nRecorded in AWS .*: 1 event \(0 known already\), 1 /,
      ),
    ]);
    expect([runs.merged.exitCode, runs.merged.log]).toEqual([
      0,
      expect.stringMatching(
        /^#7: block by MD-001, 1 new problem\.\nRecorded in AWS .*: 0 events \(1 known already\), 0 /,
      ),
    ]);
    expect(world.front.calls.filter(({ roleArn: role, allowed }) => role === roleArn('record') && !allowed)).toEqual(
      [],
    );
    expect(world.front.unjudged).toEqual([]);
    expect(world.github.issues.map(({ title, state }) => [title, state])).toEqual([
      ['Merged to main although the gate would have blocked it: #7', 'open'],
    ]);
  });

  it('the rows have the keys of the contract, and identities that cannot be turned back', async () => {
    const repository = identities.repository(REPOSITORY_ID);
    const events = await world.rows('fp-events');
    const [event, ...others] = events.filter(({ sk }) => textOf(sk).startsWith('event#'));
    expect(others).toEqual([]);
    const eventId = textOf(event?.['eventId']);
    const finding = textOf(event?.['findingId']);
    expect([eventId, finding]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
    expect(event).toMatchObject({
      pk: { S: `repo#${repository}#rule#MD-001` },
      sk: { S: `event#${eventId}` },
      gsi1pk: { S: 'rule#MD-001#1' },
      gsi2pk: { S: `finding#${repository}#${finding}` },
      repository: { S: repository },
      saltVersion: { N: '1' },
      change: { S: 'pr#7' },
      blocked: { BOOL: true },
    });
    // Author, committer, who started the run that was watched, and who pushed the merge.
    expect(new Set(event?.['actors']?.SS)).toEqual(
      new Set([AUTHOR, 71_000_097, 71_000_098, 71_000_099].map((id) => identities.actor(id))),
    );
    const rest = events.map(({ pk, sk }) => `${textOf(pk)} ${textOf(sk)}`).filter((key) => !key.includes(' event#'));
    expect(rest.sort()).toEqual(['rules rule#MD-001#1', expect.stringMatching(/^total#MD-001#1 day#\d{4}-\d\d-\d\d$/)]);
    expect((await world.rows('consent')).map(({ pk, sk }) => [textOf(pk), textOf(sk).split('#')[0]])).toContainEqual([
      `org#${identities.org(OWNER_ID)}`,
      'grant',
    ]);
    // GitHub's public ids: evaluate has no salt.
    expect((await world.rows('block-counter')).map(({ pk, sk, authorId }) => [pk, sk, authorId])).toEqual([
      [{ S: `MD-001#repo#${REPOSITORY_ID}` }, { S: 'pr#7' }, { N: String(AUTHOR) }],
    ]);
    const anonymous = JSON.stringify([events, await world.rows('consent')]);
    for (const raw of [REPOSITORY_ID, OWNER_ID, AUTHOR, 71_000_001, 71_000_097, 71_000_098, 71_000_099]) {
      expect([raw, anonymous.includes(String(raw))]).toEqual([raw, false]);
    }
    for (const raw of ['octo-org', LOGIN, 'example.invalid', 'checkstyle', '.github', pull.headSha]) {
      expect([raw, anonymous.includes(raw)]).toEqual([raw, false]);
    }
  });
});

describe('secrets, on moto', () => {
  const basic = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
  /** Every file that a run left, its checkout apart. */
  const files = (folder: string): [string, string][] =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() ? [[path, readFileSync(path, 'latin1')] as [string, string]] : [];
    });

  it('were all there to be found', () => {
    const { rig } = world;
    // Three jobs, of which the two that record exchange a token to judge and another to write. A busy machine asks twice.
    expect(world.requestTokens).toHaveLength(3);
    expect(rig.issuer.issued.length).toBeGreaterThanOrEqual(5);
    expect(rig.sts.issued).toHaveLength(2 * rig.sts.sessions.size);
    expect(server.authorizations.map((header) => header.replace(/^basic/i, 'basic'))).toContain(`basic ${basic}`);
    const all = world.secrets();
    expect(all).toEqual(expect.arrayContaining([TOKEN, SALT.value, NONCE.value]));
    expect(all.filter((secret) => secret.length < 20)).toEqual([]);
  });

  it('are in no log, output, report, summary, issue, row, cache or file', async () => {
    const places: [string, string][] = Object.entries(runs).flatMap(([name, run]) => [
      [`what is to be seen of ${name}`, run.visible] as [string, string],
      // Outputs, summary, state, cache, reports: all that the run wrote. HOME is there too.
      ...files(dirname(run.temporary)),
    ]);
    places.push(['issues', JSON.stringify([world.github.issues, [...world.github.labels]])]);
    for (const table of ['fp-events', 'consent', 'block-counter'] as const) {
      places.push([table, JSON.stringify(await world.rows(table))]);
    }
    places.push(...files(world.workshop.root).filter(([path]) => !path.includes('/log/')));
    expect(places.length).toBeGreaterThan(20);
    for (const secret of world.secrets()) {
      expect(places.filter(([, text]) => text.includes(secret)).map(([place]) => place)).toEqual([]);
    }
  });

  it('are masked in the log before they are used', () => {
    for (const run of Object.values(runs)) {
      const masked = new Set(run.masked);
      expect(masked).toContain(TOKEN);
      expect(world.requestTokens.filter((token) => masked.has(token))).toHaveLength(1);
    }
    const masked = new Set(Object.values(runs).flatMap((run) => run.masked));
    for (const secret of [...world.rig.sts.issued, ...world.rig.sts.sessions.keys()]) expect(masked).toContain(secret);
    expect(world.rig.issuer.issued.filter((token) => masked.has(token)).length).toBeGreaterThanOrEqual(5);
  });

  it('are in no argument of git, and in its environment the token alone, as configuration', () => {
    const processes = wrapper.processes();
    expect(processes.length).toBeGreaterThan(10);
    const found: string[] = [];
    for (const secret of world.secrets()) {
      for (const { argv, environment } of processes) {
        if (argv.some((argument) => argument.includes(secret))) found.push(`argv: ${argv.join(' ')}`);
        for (const [name, value] of Object.entries(environment)) if (value.includes(secret)) found.push(name);
      }
    }
    expect([...new Set(found)].filter((place) => !/^GIT_CONFIG_VALUE_\d+$/.test(place))).toEqual([]);
    const values = processes.flatMap(({ environment }) =>
      Object.entries(environment).filter(([name]) => name.startsWith('GIT_CONFIG_VALUE_')),
    );
    expect(new Set(values.map(([, value]) => value).filter((value) => value.includes(basic)))).toEqual(
      new Set([`AUTHORIZATION: basic ${basic}`]),
    );
    // Nor anything of the job's OIDC service or the SDK's variables, whatever their values.
    const names = new Set(processes.flatMap(({ environment }) => Object.keys(environment)));
    expect([...names].filter((name) => /^(?:ACTIONS_|INPUT_|AWS_(?!ENDPOINT_URL))/.test(name))).toEqual([]);
  });
});
