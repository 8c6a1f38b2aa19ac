/** docs/runbook.md shows commands and what they print. Here they are run, in order and at the times of the page, on moto. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CREDENTIALS, endpointOf, freshEnvironment, REGION } from '../support/aws-rig.js';
import { runCli } from '../support/cli.js';

/** The SDK reads the environment of the process, as it does for a person. */
const VARIABLES: Readonly<Record<string, string>> = {
  AWS_ENDPOINT_URL: endpointOf('moto'),
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};
const before = Object.keys(VARIABLES).map((name) => [name, process.env[name]] as const);
beforeAll(() => {
  Object.assign(process.env, VARIABLES);
});
afterAll(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** When each command of the page is run, in minutes after 12:00. */
const NOON = Date.UTC(2026, 10, 24, 12);
const MINUTES = [0, 180, 181, 200, 241, 250, 250, 0, 0, 180, 0];

interface Shown {
  readonly words: readonly string[];
  readonly output: string;
}

/** The commands of the page's `console` blocks, with what stands below each; a block in a list is indented. */
function shownIn(page: string): Shown[] {
  return [...page.matchAll(/^( *)```console\n([\s\S]*?)^\1```$/gm)].flatMap(([, indent = '', block = '']) =>
    block
      .split('\n')
      .map((line) => line.slice(line.startsWith(indent) ? indent.length : 0))
      .join('\n')
      .split(/^\$ phase-mirror /m)
      .slice(1)
      .map((part) => {
        const [line = '', ...output] = part.split('\n');
        return { words: line.split(' '), output: output.join('\n').trimEnd() };
      }),
  );
}

/** Another key every time. */
function withoutKey(text: string): string {
  return text.replace(/p256-[0-9a-f]{32}/g, 'p256-ID').replace(/^ +[A-Za-z0-9+/=]{40,64}$/gm, 'BASE64');
}

it('every command of docs/runbook.md prints what the page shows', async () => {
  const environment = freshEnvironment();
  const shown = shownIn(readFileSync('docs/runbook.md', 'utf8'));
  expect(shown).toHaveLength(MINUTES.length);
  for (const [index, { words, output }] of shown.entries()) {
    const args = words.map((word) => (word === 'staging' ? environment : word));
    const now = NOON + (MINUTES[index] ?? 0) * 60_000;
    const { status, stdout, stderr } = await runCli({ cwd: '.', now }, ...args, '--region', REGION);
    const printed = (stderr + stdout).trimEnd().replaceAll(environment, 'staging');
    const command = `$ phase-mirror ${words.join(' ')}`;
    expect(`${command}\n${withoutKey(printed)}`).toBe(`${command}\n${withoutKey(output)}`);
    expect([command, status]).toEqual([command, 0]);
  }
});
