/** The command lines of `calibrate`. */
import { defined, FLAG, isOneOf, near, onePath, parse, TEXT, TEXTS, usage } from './parse.js';
import { BACKENDS, type StoreTarget } from './store-target.js';

export const CALIBRATE_FORMATS = ['text', 'json', 'markdown'] as const;
export type CalibrateFormat = (typeof CALIBRATE_FORMATS)[number];

/** Where events, verdicts and levels are. */
export type CalibrateTarget =
  | Extract<StoreTarget, { backend: 'sqlite' }>
  | (Extract<StoreTarget, { backend: 'aws' }> & { readonly bucket?: string });

/** What `--set` asks for. */
export interface SetLevel {
  /** As it was given: known ids are looked up by who runs it. */
  readonly rule: string;
  readonly level: 'block' | 'warn' | 'inherit';
  /** GitHub's numeric id, or OWNER/NAME. Absent: for all. */
  readonly repository?: string;
}

export interface CalibrateCommand {
  readonly command: 'calibrate';
  readonly action: 'ingest' | 'report' | 'apply';
  /** A checkout of the default branch. */
  readonly path: string;
  readonly target: CalibrateTarget;
  readonly format: CalibrateFormat;
  /** GitHub's numeric id, or OWNER/NAME. */
  readonly repository?: string;
  /** Numeric id or login of the account that owns it. */
  readonly org?: string;
  readonly config?: string;
  readonly output?: string;
  readonly dryRun: boolean;
  /** `ingest`: a file of JSON lines. */
  readonly input?: string;
  /** `report`, `apply`: further repositories whose rows are joined over versions of the salt. */
  readonly repositories: readonly string[];
  /** `apply` */
  readonly set?: SetLevel;
  readonly restore?: number;
  /** Why, for `set` and `restore`; '' for neither. */
  readonly reason: string;
  /** Who sets or restores: GitHub's numeric id, or a login. Absent: git's user.email. */
  readonly by?: string;
  readonly copy?: string;
}

const ACTIONS = ['ingest', 'report', 'apply'] as const;
const LEVELS = ['block', 'warn', 'inherit'] as const;
const OPTIONS = {
  ...{ backend: TEXT, store: TEXT, environment: TEXT, region: TEXT, 'baseline-bucket': TEXT, org: TEXT },
  ...{ repository: TEXT, config: TEXT, format: TEXT, output: TEXT, 'dry-run': FLAG, input: TEXT, repositories: TEXTS },
  ...{ set: TEXT, for: TEXT, restore: TEXT, reason: TEXT, by: TEXT, copy: TEXT },
} as const;
type Option = keyof typeof OPTIONS;
type Texts = Readonly<Partial<Record<Exclude<Option, 'dry-run' | 'repositories'>, string>>>;

const COMMON: readonly Option[] = [
  ...(['backend', 'store', 'environment', 'region', 'baseline-bucket', 'org'] as const),
  ...(['repository', 'config', 'format', 'output'] as const),
];
const TAKES: Readonly<Record<CalibrateCommand['action'], readonly Option[]>> = {
  ingest: ['input', 'dry-run'],
  report: ['repositories'],
  apply: ['repositories', 'set', 'for', 'restore', 'reason', 'by', 'copy', 'dry-run'],
};

/** @throws PhaseMirrorError `user`, exit 64 */
export function calibrateCommand(args: readonly string[]): CalibrateCommand {
  const [word, ...rest] = args;
  if (!isOneOf(ACTIONS, word)) {
    const all = `Use one of: ${ACTIONS.map((action) => `calibrate ${action}`).join(', ')}`;
    if (word === undefined || word.startsWith('-')) throw usage('calibrate', 'needs a word after it', all);
    throw usage('calibrate', `doesn't know "${word}"`, near(word, ACTIONS) ?? all);
  }
  const taken = new Set<string>([...COMMON, ...TAKES[word]]);
  // The options of another action are refused by name, and read as undefined.
  const options = Object.fromEntries(Object.entries(OPTIONS).filter(([name]) => taken.has(name))) as typeof OPTIONS;
  const { values, positionals } = parse(`calibrate ${word}`, rest, options);
  const { repository, org, config, output, input, copy } = values;
  named('--repository', repository);
  const { format = 'text' } = values;
  const formats = word === 'ingest' ? CALIBRATE_FORMATS.filter((name) => name !== 'markdown') : CALIBRATE_FORMATS;
  if (!isOneOf(formats, format)) {
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${formats.join(', ')}`);
  }
  return {
    command: 'calibrate',
    action: word,
    path: onePath(`calibrate ${word}`, positionals),
    target: targetOf(values),
    format,
    dryRun: values['dry-run'] === true,
    repositories: repositoriesOf(values.repositories ?? []),
    ...byHand(values),
    ...defined({ repository, org, config, output, input, copy }),
  };
}

function targetOf(values: Texts): CalibrateTarget {
  const { backend = 'sqlite', store, environment, region, 'baseline-bucket': bucket, repository, org } = values;
  if (!isOneOf(BACKENDS, backend)) {
    throw usage('--backend', `has the unknown value "${backend}"`, `Use one of: ${BACKENDS.join(', ')}`);
  }
  if (backend === 'sqlite') {
    for (const [name, value] of Object.entries({ environment, region, 'baseline-bucket': bucket })) {
      if (value !== undefined)
        throw usage(`--${name}`, 'belongs to --backend aws', 'Add --backend aws, or leave it out');
    }
    return { backend, ...defined({ file: store }) };
  }
  if (store !== undefined) throw usage('--store', 'names a database file', 'Leave it out with --backend aws');
  for (const [name, value, example] of [
    ['environment', environment, 'the environment of the tables, for example --environment staging'],
    ['baseline-bucket', bucket, 'the bucket of the levels, as the Terraform output `baseline_bucket_name` has it'],
    ['repository', repository, "the repository: GitHub's numeric id, or OWNER/NAME"],
  ] as const) {
    if (value === undefined) throw usage(`--${name}`, 'is missing', `With --backend aws name ${example}`);
  }
  if (org === undefined && !(repository ?? '').includes('/')) {
    throw usage('--org', 'is missing', 'Name the account that owns the repository: its id, or its name');
  }
  return { backend, environment: environment ?? '', ...defined({ region, bucket }) };
}

function byHand(values: Texts): Pick<CalibrateCommand, 'set' | 'restore' | 'reason' | 'by'> {
  const { set, for: repository, restore, by } = values;
  const reason = (values.reason ?? '').trim();
  if (set !== undefined && restore !== undefined) {
    throw usage('--set and --restore', 'exclude each other', 'Give one of them, or none');
  }
  if (set === undefined && repository !== undefined) {
    throw usage('--for', 'says for whom --set is', 'Add --set RULE=LEVEL, or leave it out');
  }
  if (set === undefined && restore === undefined) {
    for (const [name, value] of Object.entries({ reason: values.reason, by })) {
      if (value !== undefined) throw usage(`--${name}`, 'belongs to --set or --restore', 'Leave it out');
    }
    return { reason: '' };
  }
  if (reason === '') throw usage('--reason', 'is missing', 'Say why: it is kept with the levels');
  named('--for', repository);
  if (restore !== undefined) {
    if (!/^[1-9]\d{0,14}$/.test(restore)) {
      throw usage('--restore', `"${restore}" is not a sequence`, 'Give the number that the report showed, from 1 on');
    }
    return { restore: Number(restore), reason, ...defined({ by }) };
  }
  return { set: setLevel(set ?? '', repository), reason, ...defined({ by }) };
}

function setLevel(text: string, repository: string | undefined): SetLevel {
  const at = text.indexOf('=');
  const [rule, level] = at === -1 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (rule === '' || level === '') {
    throw usage('--set', `"${text}" is not RULE=LEVEL`, 'Give it as --set MD-004=warn');
  }
  if (level === 'off') {
    throw usage('--set', 'switches no rule off', 'Write `level: off` under `rules:` in .phase-mirror.yml');
  }
  if (!isOneOf(LEVELS, level)) {
    throw usage(
      '--set',
      `doesn't know the level "${level}"`,
      near(level, LEVELS) ?? `Use one of: ${LEVELS.join(', ')}`,
    );
  }
  if (level === 'inherit' && repository === undefined) {
    throw usage('--set', '"inherit" takes back what was set for one repository', 'Add --for OWNER/NAME');
  }
  return { rule, level, ...defined({ repository }) };
}

function repositoriesOf(lists: readonly string[]): readonly string[] {
  const words = lists.flatMap((list) => list.split(',')).map((word) => word.trim());
  for (const word of words) named('--repositories', word);
  return words;
}

function named(option: string, word: string | undefined): void {
  if (word === undefined || /^(?:[1-9]\d{0,14}|[\w.-]+\/[\w.-]+)$/.test(word)) return;
  throw usage(option, `"${word}" is neither an id nor OWNER/NAME`, "Give GitHub's numeric id, or OWNER/NAME");
}
