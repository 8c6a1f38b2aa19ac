/** How the built action reaches the API: through a proxy, and what it says when the address is none. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { removeRuns, runAction } from '../support/action-harness.js';
import { HEALTHY, pullRequest, RENAMED } from '../support/action-scenario.js';
import { type GitHubApi, requiredChecksRule, startGitHubApi } from '../support/github-api.js';
import { mergeRef, removeCheckouts } from '../support/merge-ref.js';

let api: GitHubApi | undefined;
let proxy: Server | undefined;
afterEach(async () => {
  await api?.close();
  proxy?.close();
  proxy?.closeAllConnections();
  api = undefined;
  proxy = undefined;
});
afterAll(() => Promise.all([removeRuns(), removeCheckouts()]));

/** A proxy that leads every tunnel to the loopback API and says where to it was asked to lead. */
async function startProxy(target: string): Promise<{ url: string; tunnels: string[] }> {
  const tunnels: string[] = [];
  proxy = createServer((_request, response) => response.writeHead(405).end());
  proxy.on('connect', ({ url }, client) => {
    tunnels.push(url ?? '');
    const server = connect(Number(new URL(target).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    for (const socket of [server, client]) socket.on('error', () => socket.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels };
}

describe('the API', () => {
  it('is reached through the proxy of the runner', async () => {
    api = await startGitHubApi({ rules: { body: [requiredChecksRule(['lint'])] } });
    const { url, tunnels } = await startProxy(api.url);
    const event = pullRequest(await mergeRef(HEALTHY, RENAMED));
    const run = await runAction({
      ...event,
      apiUrl: 'http://api.github.invalid',
      environment: { ...event.environment, http_proxy: url },
    });
    expect([run.exitCode, run.outputs['new-findings']]).toEqual([1, '1']);
    expect(new Set(tunnels)).toEqual(new Set(['api.github.invalid:80']));
    expect(api.requests.map(({ target }) => target.split('?')[0])).toContain('/repos/octo-org/app/rules/branches/main');
  });

  it('at an address that is none: exit 2, and what to write', async () => {
    const run = await runAction({ ...pullRequest(await mergeRef(HEALTHY, RENAMED)), apiUrl: 'api.github.com' });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toBe('');
    expect(run.annotations.map(({ message }) => message)).toEqual([
      'The address of the GitHub API is not an http or https address: "api.github.com". Set GITHUB_API_URL to https://api.github.com, or to https://HOST/api/v3 of your server.',
    ]);
  });
});
