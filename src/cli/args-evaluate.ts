/** The command lines of what looks at one tree or history: `evaluate`, `replay`, `explain`, `config`. */
import { defined, FLAG, isDay, isOneOf, onePath, ownerAndName, parse, TEXT, TEXTS, usage } from './parse.js';

export const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export interface EvaluateCommand {
  readonly command: 'evaluate';
  readonly path: string;
  readonly base?: string;
  readonly config?: string;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly format: Format;
  readonly output?: string;
  readonly rules: readonly string[];
  readonly repository?: string;
  readonly timings: boolean;
}

export interface ExplainCommand {
  readonly command: 'explain';
  /** A rule id, or at least 8 hex digits of a finding id. */
  readonly target: string;
  readonly path: string;
  readonly base?: string;
}

export interface ConfigCommand {
  readonly command: 'config';
  readonly action: 'check' | 'show';
  readonly path: string;
  readonly strict: boolean;
}

export const REPLAY_FORMATS = ['text', 'json', 'markdown'] as const;
export type ReplayFormat = (typeof REPLAY_FORMATS)[number];

export interface ReplayCommand {
  readonly command: 'replay';
  readonly path: string;
  readonly branch?: string;
  /** YYYY-MM-DD, UTC. */
  readonly since?: string;
  readonly last?: number;
  readonly rules: readonly string[];
  readonly repository?: string;
  readonly state?: string;
  readonly format: ReplayFormat;
  readonly output?: string;
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function evaluateCommand(args: readonly string[]): EvaluateCommand {
  const { values, positionals } = parse('evaluate', args, {
    base: TEXT,
    config: TEXT,
    strict: FLAG,
    'dry-run': FLAG,
    format: TEXT,
    output: TEXT,
    rule: TEXTS,
    repository: TEXT,
    timings: FLAG,
  });
  const format = values['format'] ?? 'text';
  if (!isOneOf(FORMATS, format))
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${FORMATS.join(', ')}`);
  const repository = ownerAndName(values['repository']);
  return {
    command: 'evaluate',
    path: onePath('evaluate', positionals),
    strict: values['strict'],
    dryRun: values['dry-run'],
    format,
    rules: values['rule'] ?? [],
    timings: values['timings'],
    ...defined({ base: values['base'], config: values['config'], output: values['output'], repository }),
  };
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function replayCommand(args: readonly string[]): ReplayCommand {
  const { values, positionals } = parse('replay', args, {
    branch: TEXT,
    since: TEXT,
    last: TEXT,
    rule: TEXTS,
    repository: TEXT,
    state: TEXT,
    format: TEXT,
    output: TEXT,
  });
  const format = values['format'] ?? 'text';
  if (!isOneOf(REPLAY_FORMATS, format))
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${REPLAY_FORMATS.join(', ')}`);
  const { since, last } = values;
  if (since !== undefined && !isDay(since)) {
    throw usage('--since', `"${since}" is not a date`, 'Give it as YYYY-MM-DD, for example 2026-01-31');
  }
  if (last !== undefined && !/^[1-9]\d{0,8}$/.test(last)) {
    throw usage('--last', `"${last}" is not a number of changes`, 'Give a whole number from 1 on');
  }
  return {
    command: 'replay',
    path: onePath('replay', positionals),
    rules: values['rule'] ?? [],
    format,
    ...defined({
      branch: values['branch'],
      since,
      last: last === undefined ? undefined : Number(last),
      repository: ownerAndName(values['repository']),
      state: values['state'],
      output: values['output'],
    }),
  };
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function explainCommand(args: readonly string[]): ExplainCommand {
  const { values, positionals } = parse('explain', args, { base: TEXT });
  const [target, ...rest] = positionals;
  if (target === undefined) {
    throw usage(
      'explain',
      'needs a rule or a finding',
      'Name one: phase-mirror explain MD-001, or phase-mirror explain 3f9a1c07',
    );
  }
  return { command: 'explain', target, path: onePath('explain', rest), ...defined({ base: values['base'] }) };
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function configCommand(args: readonly string[]): ConfigCommand {
  const { values, positionals } = parse('config', args, { strict: FLAG });
  const [action, ...rest] = positionals;
  if (!isOneOf(['check', 'show'] as const, action)) {
    throw usage(
      'config',
      action === undefined ? 'needs a word' : `doesn't know "${action}"`,
      'Use `config check` or `config show`',
    );
  }
  return { command: 'config', action, path: onePath('config', rest), strict: values['strict'] };
}
