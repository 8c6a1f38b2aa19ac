/** A `git` for PATH that writes down what each process was given, argument by argument and variable by variable. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GitProcess {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface GitWrapper {
  /** What PATH is. */
  readonly path: string;
  processes(): readonly GitProcess[];
}

/** @param folder an empty folder */
export function wrapGit(folder: string): GitWrapper {
  const [bin, log] = [join(folder, 'bin'), join(folder, 'log')];
  for (const made of [bin, log]) mkdirSync(made);
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  // NUL is what no argument and no variable can hold.
  const script = [
    '#!/bin/sh',
    `out=$(mktemp -d '${log}/XXXXXXXX')`,
    'printf "%s\\0" "$@" > "$out/argv"',
    'env -0 > "$out/environment"',
    `exec '${real}' "$@"`,
    '',
  ];
  writeFileSync(join(bin, 'git'), script.join('\n'), { mode: 0o755 });
  const entries = (name: string, file: string): string[] =>
    readFileSync(join(log, name, file), 'utf8')
      .split('\0')
      .slice(0, -1);
  return {
    path: `${bin}:${process.env['PATH'] ?? ''}`,
    processes: () =>
      readdirSync(log).map((name) => ({
        argv: entries(name, 'argv'),
        environment: Object.fromEntries(
          entries(name, 'environment').map((entry): [string, string] => {
            const at = entry.indexOf('=');
            return [entry.slice(0, at), entry.slice(at + 1)];
          }),
        ),
      })),
  };
}
