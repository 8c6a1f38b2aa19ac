/** The command lines of `drift`. */
import { defined, FLAG, isOneOf, near, onePath, parse, TEXT, usage } from './parse.js';
import { BACKENDS as STORES, type StoreTarget } from './store-target.js';

export const DRIFT_FORMATS = ['text', 'json', 'markdown'] as const;
export type DriftFormat = (typeof DRIFT_FORMATS)[number];

/** Where the accepted state is kept. */
export type DriftTarget =
  | { readonly backend: 'file' }
  | Extract<StoreTarget, { backend: 'sqlite' }>
  | (Extract<StoreTarget, { backend: 'aws' }> & { readonly bucket: string });

export interface DriftCommand {
  readonly command: 'drift';
  readonly action: 'check' | 'accept' | 'show';
  readonly path: string;
  readonly target: DriftTarget;
  readonly format: DriftFormat;
  /** GitHub's numeric id, or OWNER/NAME. */
  readonly repository?: string;
  readonly config?: string;
  readonly output?: string;
  /** `accept` */
  readonly reason: string;
  readonly first: boolean;
  readonly anew: boolean;
  readonly restore?: string;
  readonly dryRun: boolean;
}

const ACTIONS = ['check', 'accept', 'show'] as const;
const BACKENDS = [...STORES, 'file'] as const;
const COMMON = {
  ...{ backend: TEXT, store: TEXT, environment: TEXT, region: TEXT, 'baseline-bucket': TEXT },
  ...{ repository: TEXT, config: TEXT, format: TEXT },
} as const;

/** @throws PhaseMirrorError `user`, exit 64 */
export function driftCommand(args: readonly string[]): DriftCommand {
  const [word, ...rest] = args;
  if (!isOneOf(ACTIONS, word)) {
    const all = `Use one of: ${ACTIONS.map((action) => `drift ${action}`).join(', ')}`;
    if (word === undefined || word.startsWith('-')) throw usage('drift', 'needs a word after it', all);
    throw usage('drift', `doesn't know "${word}"`, near(word, ACTIONS) ?? all);
  }
  const base = { command: 'drift', action: word, reason: '', first: false, anew: false, dryRun: false } as const;
  switch (word) {
    case 'accept': {
      const options = { ...COMMON, reason: TEXT, first: FLAG, anew: FLAG, restore: TEXT, 'dry-run': FLAG };
      const { values, positionals } = parse('drift accept', rest, options);
      const { reason } = values;
      if (reason === undefined || reason.trim() === '') {
        throw usage('--reason', 'is missing', 'Say why this state is right: it is kept with the baseline');
      }
      const { first, anew, restore } = values;
      if ([first, anew, restore !== undefined].filter(Boolean).length > 1) {
        throw usage('--first, --anew and --restore', 'exclude each other', 'Give one of them, or none');
      }
      const more = { reason, first, anew, dryRun: values['dry-run'], ...defined({ restore }) };
      return { ...base, ...common(word, values, positionals), ...more };
    }
    case 'check': {
      const { values, positionals } = parse('drift check', rest, { ...COMMON, output: TEXT });
      return { ...base, ...common(word, values, positionals), ...defined({ output: values.output }) };
    }
    case 'show': {
      const { values, positionals } = parse('drift show', rest, COMMON);
      return { ...base, ...common(word, values, positionals) };
    }
  }
}

type Values = Readonly<Partial<Record<keyof typeof COMMON, string>>>;

function common(action: DriftCommand['action'], values: Values, positionals: readonly string[]) {
  const { format = 'text', repository, config } = values;
  const formats = action === 'check' ? DRIFT_FORMATS : DRIFT_FORMATS.filter((name) => name !== 'markdown');
  if (!isOneOf(formats, format)) {
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${formats.join(', ')}`);
  }
  if (repository !== undefined && !/^(?:[1-9]\d{0,14}|[\w.-]+\/[\w.-]+)$/.test(repository)) {
    throw usage(
      '--repository',
      `"${repository}" is neither an id nor OWNER/NAME`,
      "Give GitHub's numeric id, or OWNER/NAME",
    );
  }
  return {
    path: onePath(`drift ${action}`, positionals),
    target: targetOf(values),
    format,
    ...defined({ repository, config }),
  };
}

function targetOf(values: Values): DriftTarget {
  const { backend = 'sqlite', store, environment, region, 'baseline-bucket': bucket } = values;
  if (!isOneOf(BACKENDS, backend)) {
    throw usage('--backend', `has the unknown value "${backend}"`, `Use one of: ${BACKENDS.join(', ')}`);
  }
  if (backend !== 'sqlite' && store !== undefined) {
    throw usage('--store', 'names a database file', `Leave it out with --backend ${backend}`);
  }
  if (backend === 'aws') {
    const { repository } = values;
    for (const [name, value, example] of [
      ['environment', environment, 'the environment of the bucket, for example --environment staging'],
      ['baseline-bucket', bucket, 'the bucket, as the Terraform output `baseline_bucket_name` has it'],
      ['repository', repository, "the repository: GitHub's numeric id, or OWNER/NAME"],
    ] as const) {
      if (value === undefined) throw usage(`--${name}`, 'is missing', `With --backend aws name ${example}`);
    }
    return { backend, environment: environment ?? '', bucket: bucket ?? '', ...defined({ region }) };
  }
  for (const [name, value] of Object.entries({ environment, region, 'baseline-bucket': bucket })) {
    if (value !== undefined) throw usage(`--${name}`, 'belongs to --backend aws', 'Add --backend aws, or leave it out');
  }
  return backend === 'file' ? { backend } : { backend, ...defined({ file: store }) };
}
