import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
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
import { type Outcome, runCli } from '../support/cli.js';
import { storedEvent } from '../support/events.js';
import { Workshop } from '../support/git-repo.js';

const NOW = Date.now();
const workshop = new Workshop();
const environment = freshEnvironment();
/** The commands take credentials and endpoint as the SDK does. */
const VARIABLES = {
  AWS_ENDPOINT_URL: endpointOf('moto'),
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};

let bare: Bare;
let stores: SecretStores;
beforeAll(async () => {
  Object.assign(process.env, VARIABLES);
  const options = optionsOf(endpointOf('moto'), environment);
  bare = bareClients(endpointOf('moto'));
  await provision(bare, options);
  stores = openAwsStores(options, { now: () => NOW });
});
afterAll(async () => {
  await stores.close();
  bare.destroy();
  workshop.clean();
  for (const name of Object.keys(VARIABLES)) delete process.env[name];
});

function run(command: string, action: string, ...args: string[]): Promise<Outcome> {
  const target = ['--backend', 'aws', '--environment', environment, '--region', REGION];
  return runCli({ cwd: workshop.root, now: NOW }, command, action, ...args, ...target);
}

/** In order: the salt is made, and rotated, on the way. */
describe('the operator commands on moto', () => {
  const salt = (version: number) => ({ version, value: String(version).repeat(64), issuedAt: NOW });
  const record = async (version: number, change: string): Promise<void> => {
    const anonymizer = saltedAnonymizer(salt(version));
    const identities = { repository: anonymizer.repository(7), saltVersion: version, actors: [anonymizer.actor(31)] };
    await stores.fp.recordEvent(storedEvent(NOW - 1000, { ...identities, change }));
  };

  it('without a salt do nothing, and say what is missing', async () => {
    const { status, stdout, stderr } = await run(
      'consent',
      'grant',
      '--org',
      '1',
      '--resources',
      'events',
      '--grantor',
      '5',
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`parameter /guardian/${environment}/identity_salt_v*`);
    expect(stderr).toContain('phase-mirror salt create');
  });

  it('grant, and show nobody by name', async () => {
    await stores.salts.create(salt(1));
    const granted = await run(
      'consent',
      'grant',
      '--org',
      '1',
      '--resources',
      'events,verdicts',
      '--grantor',
      '5',
      '--format',
      'json',
    );
    const anonymizer = saltedAnonymizer(salt(1));
    expect(JSON.parse(granted.stdout)).toMatchObject({
      record: { scope: { kind: 'org', org: anonymizer.org(1) }, grantor: anonymizer.actor(5), version: 1 },
    });
    expect(await run('consent', 'check', '--org', '1', '--repository', '7', '--resources', 'events')).toEqual({
      status: 0,
      stdout: 'GRANTED  events: the organisation granted it\n',
      stderr: '',
    });
  });

  it('judge a finding under every version of the salt', async () => {
    await record(1, 'pr#1');
    await stores.salts.create(salt(2));
    await record(2, 'pr#2');
    const mark = ['fp', 'mark', '3f9a1c07', '--ticket', 'OPS-1', '--repository', '7', '--reviewer', '5'] as const;
    expect(await run(...mark)).toMatchObject({ status: 64, stderr: expect.stringContaining('--org is missing') });
    const without = await run(...mark, '--org', '2');
    expect({ status: without.status, stdout: without.stdout }).toEqual({ status: 2, stdout: '' });
    expect(without.stderr).toContain(
      'there is no consent to store verdicts about repository 7 (nobody ever granted anything for it)',
    );
    expect(without.stderr).toContain(
      `consent grant --backend aws --environment ${environment} --org 2 --repository 7 --resources verdicts`,
    );
    expect(await run(...mark, '--org', '1')).toEqual({
      status: 0,
      stdout: '3f9a1c07 is a false positive: 2 events\n',
      stderr: '',
    });
    const { events } = JSON.parse((await run('fp', 'list', '--repository', '7', '--format', 'json')).stdout);
    expect(events).toMatchObject([
      { change: 'pr#2', saltVersion: 2, state: 'false-positive' },
      { change: 'pr#1', saltVersion: 1, state: 'false-positive' },
    ]);
    const own = await run(
      'fp',
      'confirm',
      '3f9a1c07',
      '--ticket',
      'x',
      '--repository',
      '7',
      '--reviewer',
      '31',
      '--org',
      '1',
    );
    expect(own.stderr).toContain('the reviewer took part in 2 of these changes');
    expect((await run('fp', 'list', '--repository', '8')).stdout).toBe(
      `No such event in AWS ${REGION}, environment ${environment}\n`,
    );
  });

  it('still know, after the rotation, what was granted before, and end it', async () => {
    const check = ['--org', '1', '--repository', '7', '--resources', 'events'];
    expect((await run('consent', 'check', ...check)).status).toBe(0);
    expect((await run('consent', 'revoke', '--org', '1', '--by', '5')).status).toBe(0);
    expect(await run('consent', 'check', ...check)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('revoked'),
    });
    const { history } = JSON.parse((await run('consent', 'show', '--org', '1', '--format', 'json')).stdout);
    expect(history.map(({ version }: { version: number }) => version)).toEqual([1, 2]);
  });

  it('say that an environment is not there', async () => {
    const target = ['--backend', 'aws', '--environment', 'nowhere', '--region', REGION];
    const { status, stderr } = await runCli(
      { cwd: workshop.root, now: NOW },
      'fp',
      'list',
      '--repository',
      '7',
      ...target,
    );
    expect(status).toBe(2);
    expect(stderr).toContain('/guardian/nowhere/identity_salt_v*');
  });
});
