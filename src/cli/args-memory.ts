/** The command lines of what is remembered: `fp`, `consent`, `store`. */
import { CONSENT_RESOURCES, type ConsentResource, type EventState } from '../stores/ports.js';
import { defined, FLAG, isDay, isOneOf, near, parse, TEXT, TEXTS, usage } from './parse.js';
import { BACKENDS, MEMORY_FORMATS, type MemoryFormat, type StoreTarget, VERIFY_BACKUPS } from './store-target.js';

interface Common {
  readonly target: StoreTarget;
  readonly format: MemoryFormat;
}

export interface FpListCommand extends Common {
  readonly command: 'fp';
  readonly action: 'list';
  readonly rule?: string;
  /** GitHub's numeric id, or OWNER/NAME. */
  readonly repository?: string;
  readonly state?: EventState;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly since?: number;
  readonly limit: number;
  /** Pull requests of the audit sample that wait for a review, instead of events. */
  readonly audit?: true;
  /** With `audit` and AWS: where the levels are. */
  readonly bucket?: string;
}

export interface FpJudgeCommand extends Common {
  readonly command: 'fp';
  readonly action: 'mark' | 'confirm';
  /** 8 to 32 lower-case hex digits. */
  readonly finding: string;
  readonly ticket: string;
  /** GitHub's numeric id, or a login. Absent: git's user.email. */
  readonly reviewer?: string;
  readonly repository?: string;
  /** Who owns it, as `--org` of consent. Absent: the owner of the name OWNER/NAME. */
  readonly org?: string;
}

export type FpCommand = FpListCommand | FpJudgeCommand;

export interface ConsentCommand extends Common {
  readonly command: 'consent';
  readonly action: 'grant' | 'revoke' | 'check' | 'show';
  /** GitHub's numeric id, or the name of an organisation or account. */
  readonly org: string;
  readonly repository?: string;
  /** `check`: what is asked for; all of them where nothing is said. */
  readonly resources: readonly ConsentResource[];
  readonly excludes: readonly string[];
  /** First instant at which it does not hold any more. */
  readonly expires?: number;
  readonly revocable: boolean;
  /** Who grants or revokes: as `reviewer`. */
  readonly by?: string;
}

/** `store` is about a database file; the tables of an account are looked after by the account. */
export interface StoreCommand {
  readonly command: 'store';
  readonly action: 'verify' | 'export' | 'migrate' | 'import' | 'merge';
  readonly file?: string;
  /** `import`: a file of JSON lines. `merge`: another database. */
  readonly source?: string;
  readonly output?: string;
  readonly format: MemoryFormat;
}

const TARGET = { backend: TEXT, store: TEXT, environment: TEXT, region: TEXT } as const;
const STATES = ['pending', 'false-positive', 'true-positive'] as const;
/** Events that `fp list` prints unless it is told otherwise, and the most it can be told. */
const LIMIT = 50;
const MAX_LIMIT = 10_000;

/** @throws PhaseMirrorError `user`, exit 64 */
export function fpCommand(args: readonly string[]): FpCommand {
  const action = actionOf('fp', args, ['mark', 'confirm', 'list'] as const);
  return action === 'list' ? fpList(args) : fpJudge(action, args);
}

function fpList(args: readonly string[]): FpListCommand {
  const options = {
    ...TARGET,
    rule: TEXT,
    repository: TEXT,
    state: TEXT,
    since: TEXT,
    limit: TEXT,
    format: TEXT,
    audit: FLAG,
    'baseline-bucket': TEXT,
  };
  const { values, positionals } = parse('fp', args, options);
  noMore('fp list', positionals.slice(1));
  const { state, limit, since, rule, repository } = values;
  if (values.audit === true && (state !== undefined || since !== undefined)) {
    const other = state === undefined ? '--since' : '--state';
    throw usage(other, 'has no meaning with --audit', 'The sample says itself which pull requests, and how old');
  }
  const { 'baseline-bucket': bucket } = values;
  if (bucket !== undefined && (values.audit !== true || values.backend !== 'aws')) {
    throw usage('--baseline-bucket', 'belongs to --audit with --backend aws', 'Leave it out: nothing else reads it');
  }
  if (state !== undefined && !isOneOf(STATES, state)) {
    throw usage('--state', `has the unknown value "${state}"`, `Use one of: ${STATES.join(', ')}`);
  }
  return {
    command: 'fp',
    action: 'list',
    target: targetOf(values),
    format: formatOf(values.format),
    limit: limit === undefined ? LIMIT : limitOf(limit),
    ...defined({ rule, repository, state, since: since === undefined ? undefined : instantOf('--since', since) }),
    ...(values.audit === true ? { audit: true } : {}),
    ...defined({ bucket }),
  };
}

function fpJudge(action: 'mark' | 'confirm', args: readonly string[]): FpJudgeCommand {
  const options = { ...TARGET, ticket: TEXT, reviewer: TEXT, repository: TEXT, org: TEXT, format: TEXT };
  const { values, positionals } = parse('fp', args, options);
  const [, finding, ...more] = positionals;
  noMore(`fp ${action} FINDING`, more);
  const { ticket, reviewer, repository, org } = values;
  if (finding === undefined) {
    throw usage(
      `fp ${action}`,
      'needs a finding',
      `Name one of the report: phase-mirror fp ${action} 3f9a1c07 --ticket "why"`,
    );
  }
  const prefix = finding.toLowerCase();
  if (!/^[0-9a-f]{8,32}$/.test(prefix)) {
    throw usage(`"${finding}"`, 'is not a finding id (8 to 32 hex digits)', 'Take the id that the report shows');
  }
  if (ticket === undefined || ticket.trim() === '') {
    throw usage('--ticket', 'says why, and is missing', 'Give a ticket or a sentence: --ticket "reported by the lab"');
  }
  return {
    command: 'fp',
    action,
    target: targetOf(values),
    format: formatOf(values.format),
    finding: prefix,
    ticket: ticket.trim(),
    ...defined({ reviewer, repository, org }),
  };
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function consentCommand(args: readonly string[]): ConsentCommand {
  const action = actionOf('consent', args, ['grant', 'revoke', 'check', 'show'] as const);
  const options = some(CONSENT_OPTIONS, [
    ...Object.keys(TARGET),
    'org',
    'repository',
    'format',
    ...CONSENT_TAKES[action],
  ]);
  const { values, positionals } = parse(`consent ${action}`, args, options);
  noMore(`consent ${action}`, positionals.slice(1));
  const { org, repository, resources, exclude: excludes = [], expires } = values;
  if (org === undefined) {
    throw usage(
      '--org',
      'is missing',
      "Give the organisation (or account) that owns the repositories: GitHub's id, or its name",
    );
  }
  if (action === 'check' && repository === undefined) {
    throw usage('--repository', 'is missing', 'Name the repository to check: its id, or OWNER/NAME');
  }
  if (action === 'grant' && resources === undefined) {
    throw usage('--resources', 'is missing', `Say what is granted: --resources ${CONSENT_RESOURCES.join(',')}`);
  }
  if (excludes.length > 0 && repository !== undefined) {
    throw usage('--exclude', 'belongs to the grant of an organisation', 'Leave out --repository, or --exclude');
  }
  if (values['not-revocable'] === true && expires === undefined) {
    throw usage('--not-revocable', 'would hold for ever', 'Say when it ends with --expires');
  }
  return {
    command: 'consent',
    action,
    target: targetOf(values),
    format: formatOf(values.format),
    org,
    resources: resources === undefined ? CONSENT_RESOURCES : resourcesOf(resources),
    excludes,
    revocable: values['not-revocable'] !== true,
    ...defined({
      repository,
      expires: expires === undefined ? undefined : instantOf('--expires', expires),
      by: values.grantor ?? values.by,
    }),
  };
}

const CONSENT_OPTIONS = {
  ...{ ...TARGET, org: TEXT, repository: TEXT, format: TEXT },
  ...{ resources: TEXT, exclude: TEXTS, expires: TEXT, 'not-revocable': FLAG, grantor: TEXT, by: TEXT },
} as const;
const CONSENT_TAKES: Readonly<Record<ConsentCommand['action'], readonly string[]>> = {
  grant: ['resources', 'exclude', 'expires', 'not-revocable', 'grantor'],
  revoke: ['by'],
  check: ['resources'],
  show: [],
};

/** @throws PhaseMirrorError `user`, exit 64 */
export function storeCommand(args: readonly string[]): StoreCommand {
  const action = actionOf('store', args, ['verify', 'export', 'migrate', 'import', 'merge'] as const, VERIFY_BACKUPS);
  const options = some(STORE_OPTIONS, ['store', action === 'export' ? 'output' : 'format']);
  const { values, positionals } = parse(`store ${action}`, args, options);
  const [, source, ...more] = positionals;
  const takesSource = action === 'import' || action === 'merge';
  noMore(`store ${action}${takesSource ? ' FILE' : ''}`, takesSource || source === undefined ? more : [source]);
  if (takesSource && source === undefined) {
    const what = action === 'import' ? 'a file that `store export` wrote' : 'the other database';
    throw usage(`store ${action}`, 'needs a file', `Name ${what}: phase-mirror store ${action} FILE`);
  }
  return {
    command: 'store',
    action,
    format: formatOf(values.format),
    ...defined({ file: values.store, source, output: values.output }),
  };
}

const STORE_OPTIONS = { store: TEXT, output: TEXT, format: TEXT } as const;

/** The options that one action takes; the others are then refused by name, and read as undefined. */
function some<T extends object>(options: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name))) as T;
}

/** @param others words that somebody else takes, for the message */
function actionOf<T extends string>(
  command: string,
  [word]: readonly string[],
  actions: readonly T[],
  ...others: readonly string[]
): T {
  if (isOneOf(actions, word)) return word;
  const names = [...actions, ...others];
  const all = `Use one of: ${names.map((action) => `${command} ${action}`).join(', ')}`;
  if (word === undefined || word.startsWith('-')) throw usage(command, 'needs a word after it', all);
  throw usage(command, `doesn't know "${word}"`, near(word, names) ?? all);
}

function noMore(command: string, words: readonly string[]): void {
  if (words[0] !== undefined)
    throw usage(`"${words[0]}"`, 'is one word too many', `phase-mirror ${command} takes no more words`);
}

function targetOf(values: Readonly<Partial<Record<keyof typeof TARGET, string>>>): StoreTarget {
  const { backend = 'sqlite', store, environment, region } = values;
  if (!isOneOf(BACKENDS, backend)) {
    throw usage('--backend', `has the unknown value "${backend}"`, `Use one of: ${BACKENDS.join(', ')}`);
  }
  if (backend === 'aws') {
    if (store !== undefined) throw usage('--store', 'names a database file', 'Leave it out with --backend aws');
    if (environment === undefined) {
      throw usage(
        '--environment',
        'is missing',
        'Name the environment of the tables, for example --environment staging',
      );
    }
    return { backend, environment, ...defined({ region }) };
  }
  for (const [name, value] of Object.entries({ environment, region })) {
    if (value !== undefined) throw usage(`--${name}`, 'belongs to --backend aws', 'Add --backend aws, or leave it out');
  }
  return { backend, ...defined({ file: store }) };
}

function formatOf(format = 'text'): MemoryFormat {
  if (isOneOf(MEMORY_FORMATS, format)) return format;
  throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${MEMORY_FORMATS.join(', ')}`);
}

function limitOf(text: string): number {
  const limit = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : Number.NaN;
  if (limit <= MAX_LIMIT) return limit;
  throw usage('--limit', `"${text}" is not a number of events`, `Give a whole number from 1 to ${MAX_LIMIT}`);
}

function resourcesOf(text: string): readonly ConsentResource[] {
  const words = text.split(',').map((word) => word.trim());
  for (const word of words) {
    if (!isOneOf(CONSENT_RESOURCES, word)) {
      throw usage(
        '--resources',
        `holds "${word}"`,
        near(word, CONSENT_RESOURCES) ?? `Give one or more of ${CONSENT_RESOURCES.join(',')}, separated by commas`,
      );
    }
  }
  return CONSENT_RESOURCES.filter((resource) => words.includes(resource));
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A day (its first millisecond in UTC), or an instant that says its zone: one without would mean what the machine likes. */
function instantOf(option: string, text: string): number {
  if (isDay(text)) return Date.parse(`${text}T00:00:00Z`);
  const day = INSTANT.exec(text)?.[1];
  if (day !== undefined && isDay(day)) return Date.parse(text);
  throw usage(
    option,
    `"${text}" is neither a date nor an instant with its zone`,
    'Give 2026-01-31 (UTC), or 2026-01-31T09:00:00+01:00',
  );
}
