/**
 * Runs a built action as the runner does: inputs with their defaults from action.yml, the GITHUB_* files, and stdout
 * read with the runner's own rules for commands (actions/runner, src/Runner.Worker/ActionCommandManager.cs).
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { description: string; required: boolean; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string; value?: string }>>;
  readonly runs: {
    readonly using: string;
    readonly main?: string;
    readonly steps?: readonly { id?: string; if?: string; uses?: string; with?: Record<string, string> }[];
  };
}

/** action.yml of a folder of this repository ('' is the root). */
export function readMetadata(folder: string): ActionMetadata {
  return parse(readFileSync(join(ROOT, folder, 'action.yml'), 'utf8')) as ActionMetadata;
}

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Parts stdout into what the log shows and what the runner obeys, `::stop-commands::` included. */
export function readCommands(stdout: string): { log: string[]; commands: Command[] } {
  const log: string[] = [];
  const commands: Command[] = [];
  let stopped: string | null = null;
  for (const line of stdout.replace(/\n$/, '').split(/\r?\n/)) {
    const command = parseCommand(line);
    if (stopped !== null) {
      if (command?.name === stopped) stopped = null;
      else log.push(line);
    } else if (command?.name === 'stop-commands') stopped = command.message;
    else if (command !== null) commands.push(command);
    else if (line !== '') log.push(line);
  }
  return { log, commands };
}

/** `::name a=b,c=d::message` after white space; where that is not it, the old `##[name]` anywhere in the line. */
function parseCommand(line: string): Command | null {
  const match = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/.exec(line);
  if (match === null) {
    const old = /##\[([^\]\s]+)[^\]]*\](.*)/.exec(line);
    return old === null ? null : { name: `##[${old[1]}]`, properties: {}, message: old[2] ?? '' };
  }
  const [, name = '', properties = '', message = ''] = match;
  const pairs = properties === '' ? [] : properties.split(',').map((pair) => pair.split(/=(.*)/s));
  return {
    name,
    properties: Object.fromEntries(pairs.map(([key = '', value = '']) => [key, decoded(value)])),
    message: decoded(message),
  };
}

function decoded(text: string): string {
  const signs: Record<string, string> = { '%25': '%', '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',' };
  return text.replace(/%(?:25|0D|0A|3A|2C)/g, (code) => signs[code] ?? code);
}

/** GITHUB_OUTPUT: `name<<DELIMITER`, lines, `DELIMITER`. */
export function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const head = /^([^<]+)<<(.+)$/.exec(lines[index] ?? '');
    if (head === null) continue;
    const end = lines.indexOf(head[2] ?? '', index);
    outputs[head[1] ?? ''] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return outputs;
}

export interface ActionOptions {
  /** Folder of the checkout. */
  readonly workspace: string;
  readonly event: string;
  readonly payload: unknown;
  /** Inputs by name; the rest have the defaults of action.yml. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What `${{ github.token }}` is; '' for none. */
  readonly token?: string;
  readonly apiUrl?: string;
  /** More variables, or other values for the runner's; undefined takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `actions/evaluate` unless told. */
  readonly action?: string;
}

export interface ActionRun {
  readonly exitCode: number | null;
  /** The log as people see it. */
  readonly log: string;
  /** Everything the runner obeyed. */
  readonly commands: readonly Command[];
  readonly annotations: readonly Command[];
  readonly masked: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The JSON report, undefined when none was written. */
  readonly report: unknown;
  readonly stdout: string;
  readonly stderr: string;
  /** RUNNER_TEMP of the run. */
  readonly temporary: string;
  /** Everything a person or a later step can see, to look for secrets in. Masking commands are left out. */
  readonly visible: string;
}

/** Folders made by `runAction`, for {@link removeRuns}. */
const made: string[] = [];

/** Runs the built action to its end. Never throws for what the action does. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const folder = options.action ?? 'actions/evaluate';
  const metadata = readMetadata(folder);
  const main = resolve(ROOT, folder, metadata.runs.main ?? '');
  if (!existsSync(main)) throw new Error(`${main} is missing: run \`npm run build\` first`);
  const run = await mkdtemp(join(tmpdir(), 'pm-action-'));
  made.push(run);
  const file = (name: string): string => join(run, name);
  const temporary = file('temp');
  await mkdir(temporary);
  await writeFile(file('event.json'), JSON.stringify(options.payload));
  for (const name of ['output', 'summary', 'env', 'path', 'state']) await writeFile(file(name), '');
  const { exitCode, stdout, stderr } = await execute(main, options.workspace, {
    PATH: process.env['PATH'],
    HOME: run,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: options.apiUrl ?? 'http://127.0.0.1:9',
    GITHUB_ENV: file('env'),
    GITHUB_EVENT_NAME: options.event,
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_JOB: 'phase-mirror',
    GITHUB_OUTPUT: file('output'),
    GITHUB_PATH: file('path'),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'octo-org/app',
    GITHUB_RUN_ID: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_WORKSPACE: options.workspace,
    RUNNER_TEMP: temporary,
    ...inputVariables(metadata, options),
    ...options.environment,
  });
  const { log, commands } = readCommands(stdout);
  const [outputs, summary] = [
    readOutputs(await readFile(file('output'), 'utf8')),
    await readFile(file('summary'), 'utf8'),
  ];
  const reportText = outputs['report'] ? await readFile(outputs['report'], 'utf8') : '';
  const masks = commands.filter(({ name }) => name === 'add-mask');
  return {
    exitCode,
    log: log.join('\n'),
    commands,
    annotations: commands.filter(({ name }) => ['error', 'warning', 'notice'].includes(name)),
    masked: masks.map(({ message }) => message),
    outputs,
    summary,
    report: reportText === '' ? undefined : JSON.parse(reportText),
    stdout,
    stderr,
    temporary,
    visible: [stdout.replace(/^::add-mask::.*$/gm, ''), stderr, JSON.stringify(outputs), summary, reportText].join(
      '\n',
    ),
  };
}

/** Removes what `runAction` left behind. */
export async function removeRuns(): Promise<void> {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

function inputVariables({ inputs }: ActionMetadata, options: ActionOptions): Record<string, string> {
  const unknown = Object.keys(options.inputs ?? {}).filter((name) => !(name in inputs));
  if (unknown.length > 0) throw new Error(`action.yml declares no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, declared]) => {
      const value = options.inputs?.[name] ?? declared.default ?? '';
      return [`INPUT_${name.toUpperCase()}`, value.replace('${{ github.token }}', options.token ?? '')];
    }),
  );
}

function execute(
  main: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  return new Promise((resolved, reject) => {
    const child = spawn(process.execPath, [main], { cwd: dirname(cwd), env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (exitCode) => resolved({ exitCode, stdout, stderr }));
  });
}
