/**
 * Starts and stops the servers that speak the API of AWS: moto and MiniStack, out of .venv (scripts/venv.sh makes it).
 * Both listen on a free port of the loopback interface and hold everything in memory. scripts/test-aws.mjs and the
 * benchmarks of the stores use this.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PYTHON = join(ROOT, '.venv', 'bin', 'python');
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 5000;
/** Attempts: between looking for a free port and using it, another process may take it. */
const STARTS = 3;

/** The account that both say they are. */
export const ACCOUNT = '123456789012';

const SERVERS = {
  moto: {
    command: (port) => [join(ROOT, 'scripts', 'moto-server.py'), String(port)],
    environment: () => ({ MOTO_ACCOUNT_ID: ACCOUNT }),
    ready: '/moto-api/',
  },
  ministack: {
    command: () => ['-m', 'ministack'],
    // Without BIND_HOST it binds every interface, without the last two it opens further ports (MQTT, SFTP) as well.
    environment: (port, folder) => ({
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      S3_DATA_DIR: join(folder, 's3'),
      LOG_LEVEL: 'WARNING',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    }),
    ready: '/_ministack/ready',
  },
};

/**
 * Why the servers cannot run here, or null. Makes .venv.
 * @returns {string | null}
 */
export function whyNot() {
  try {
    execFileSync(join(ROOT, 'scripts', 'venv.sh'), { stdio: ['ignore', 2, 'pipe'], encoding: 'utf8' });
    return null;
  } catch (error) {
    const said = String(error.stderr ?? error.message).trim();
    return `no virtual environment with the servers of requirements-test.txt: ${said.split('\n').at(-1)}`;
  }
}

/**
 * @param {keyof typeof SERVERS} name
 * @returns {Promise<{ name: string, endpoint: string, stop: () => Promise<void> }>}
 */
export async function startServer(name) {
  let problem = '';
  for (let attempt = 1; attempt <= STARTS; attempt += 1) {
    const started = await tryStart(name);
    if (started.server !== undefined) return started.server;
    problem = started.problem;
  }
  throw new Error(`${name} did not start: ${problem}`);
}

async function tryStart(name) {
  const { command, environment, ready } = SERVERS[name];
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), `phase-mirror-${name}-`));
  const log = join(folder, 'log');
  const output = openSync(log, 'w');
  const child = spawn(PYTHON, command(port), {
    cwd: folder,
    // Nothing of the caller's AWS_* or proxy settings: the servers call nobody.
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      PYTHONDONTWRITEBYTECODE: '1',
      ...environment(port, folder),
    },
    stdio: ['ignore', output, output],
  });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(late);
    rmSync(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  let running = true;
  ended.then(() => {
    running = false;
  });
  const until = Date.now() + READY_WITHIN_MS;
  while (running && Date.now() < until) {
    if (await answers(endpoint + ready)) return { server: { name, endpoint, stop } };
    await sleep(100);
  }
  const problem = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
  await stop();
  return { problem: problem === '' ? `no answer within ${READY_WITHIN_MS / 1000} s` : problem };
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
