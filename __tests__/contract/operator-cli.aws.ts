/** `nonce`, `salt` and `key` as they are typed, on a server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { CREDENTIALS, endpointOf, freshEnvironment, REGION, type ServerName } from '../support/aws-rig.js';
import { runCli } from '../support/cli.js';

/** The SDK reads the environment of the process, as it does for a person. */
const variables = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

for (const server of ['moto', 'ministack'] as const satisfies readonly ServerName[]) {
  describe(`operator commands on ${server}`, () => {
    const before = variables.map((name) => process.env[name]);
    const NOW = Date.UTC(2026, 10, 24, 12);
    const environment = freshEnvironment();
    const run = async (now: number, ...args: string[]) => {
      const words = [...args, '--environment', environment, '--region', REGION];
      const { status, stdout, stderr } = await runCli({ cwd: '.', now }, ...words);
      expect({ status, stderr: args[0] === 'key' ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      return stdout;
    };

    beforeAll(() => {
      process.env['AWS_ENDPOINT_URL'] = endpointOf(server);
      process.env['AWS_ACCESS_KEY_ID'] = CREDENTIALS.accessKeyId;
      process.env['AWS_SECRET_ACCESS_KEY'] = CREDENTIALS.secretAccessKey;
    });

    afterAll(() => {
      for (const [index, name] of variables.entries()) {
        const value = before[index];
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });

    it('rotate a nonce from nothing to retired', async () => {
      const parameter = (version: number) => `/guardian/${environment}/redaction_nonce_v${version}`;
      expect(await run(NOW, 'nonce', 'list')).toMatch(/^There is none/);
      expect(await run(NOW, 'nonce', 'rotate')).toBe(
        `Made v1\n  v1  ${parameter(1)}  since 2026-11-24 12:00 UTC, signs\n`,
      );
      expect(await run(NOW, 'nonce', 'rotate')).toMatch(/^Nothing to do/);
      const hour = 3_600_000;
      expect(await run(NOW + hour, 'nonce', 'rotate')).toMatch(/^Made v2\n/);
      expect(await run(NOW + hour, 'nonce', 'retire')).toMatch(/^Nothing to retire yet/);
      expect(await run(NOW + 2 * hour, 'nonce', 'retire')).toMatch(/^Retired v1\n/);
      expect(JSON.parse(await run(NOW + 2 * hour, 'nonce', 'list', '--format', 'json'))).toEqual({
        created: [],
        retired: [],
        versions: [
          {
            version: 2,
            parameter: parameter(2),
            issuedAt: '2026-11-24T13:00:00.000Z',
            newest: true,
            retirableAt: null,
          },
        ],
      });
    });

    it('make a salt, and rotate it', async () => {
      expect(await run(NOW, 'salt', 'create')).toMatch(/^Made v1\n/);
      expect(await run(NOW, 'salt', 'rotate', '--now')).toMatch(/^Made v2\n {2}v1 .*read while rows carry it/);
    });

    it('make a key and show it', async () => {
      const made = await run(NOW, 'key', 'create', '--use', 'levels');
      expect(parseYaml(made)).toEqual({
        trust: {
          keys: [{ id: expect.stringMatching(/^p256-/), use: 'levels', pem: expect.stringMatching(/PUBLIC KEY/) }],
        },
      });
      expect(await run(NOW, 'key', 'show', '--use', 'levels')).toBe(made);
    });
  });
}
