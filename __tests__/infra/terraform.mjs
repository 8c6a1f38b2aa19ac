/**
 * Terraform on copies of infra/terraform, with the stub as its provider. A copy has a local backend instead of S3, and
 * nothing is ever written beside the sources.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Plan } from './plan.mjs';
import { startStub } from './provider/stub.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = join(ROOT, 'infra', 'terraform');
export const VENV = join(ROOT, '.venv-infra');
export const ENVIRONMENTS = ['staging', 'production'];

/** Seconds after which a command is taken to hang. */
const LIMIT = 120;

/** TERRAFORM names another one: `terraform` 1.6 or later, `tofu`. */
const COMMAND =
  process.env.TERRAFORM === undefined
    ? [join(VENV, 'bin', 'python'), join(import.meta.dirname, 'terraform.py')]
    : [process.env.TERRAFORM];

/** @returns {Promise<{ status: number, output: string, stdout: string }>} never rejects for what the command says */
export function run([command, ...rest], options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT * 1000 });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status: status ?? 1, stdout, output: output + (signal ?? '') }));
  });
}

/** The stub in both its moods, a folder for copies, and the first copy, initialised. */
export class Workshop {
  #made = 0;

  static async open() {
    const workshop = new Workshop();
    workshop.folder = mkdtempSync(join(tmpdir(), 'phase-mirror-infra-'));
    workshop.stub = await startStub(join(workshop.folder, 'stub'));
    workshop.predicting = await startStub(join(workshop.folder, 'predicting'), { predict: true });
    writeFileSync(join(workshop.folder, 'terraformrc'), '');
    return workshop;
  }

  async close() {
    await Promise.all([this.stub.close(), this.predicting.close()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A copy of a folder with Terraform in it, by default of the sources. */
  copy(from = SOURCES) {
    this.#made += 1;
    const folder = join(this.folder, `copy-${this.#made}`);
    mkdirSync(folder);
    // A .terraform of the sources is an operator's own.
    const filter = (path) =>
      from !== SOURCES || !/\.terraform(?:$|\/)|\.tfstate|\.tfplan$/.test(path.slice(from.length));
    cpSync(from, folder, { recursive: true, filter });
    writeFileSync(join(folder, 'backend_override.tf'), 'terraform {\n  backend "local" {}\n}\n');
    return folder;
  }

  /** @param {{ predict?: boolean }} [options] */
  terraform(folder, [command, ...rest], { predict = false } = {}) {
    const { environment } = predict ? this.predicting : this.stub;
    const env = {
      ...process.env,
      ...environment,
      ...{ CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0' },
      TF_CLI_CONFIG_FILE: join(this.folder, 'terraformrc'),
    };
    // Terraform would take a variable or a data folder of the person's own from here.
    for (const name of Object.keys(env)) {
      if (/^TF_(?:VAR_|CLI_ARGS|DATA_DIR|LOG|WORKSPACE)/.test(name)) delete env[name];
    }
    const plain = ['fmt', 'init', 'validate', 'plan', 'test'].includes(command) ? ['-no-color'] : [];
    return run([...COMMAND, command, ...plain, ...rest], { cwd: folder, env });
  }

  /** @throws Error with what Terraform said */
  async plan(folder, environment, options) {
    const file = `${environment}.tfplan`;
    const planned = await this.terraform(
      folder,
      ['plan', '-input=false', `-out=${file}`, `-var-file=environments/${environment}.tfvars`],
      options,
    );
    if (planned.status !== 0) throw new Error(planned.output);
    const shown = await this.terraform(folder, ['show', '-json', file], options);
    if (shown.status !== 0) throw new Error(shown.output);
    return new Plan(JSON.parse(shown.stdout), folder);
  }
}

/** Changes one place of a copy. @throws Error where the text is not there exactly once */
export function mutate(folder, { file, find, replace }) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const found = text.split(find).length - 1;
  if (found !== 1) throw new Error(`${file} has "${find}" ${found} times`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
}
