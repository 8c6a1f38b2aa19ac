/** The command line of `fleet report`. */
import { defined, isOneOf, near, parse, TEXT, usage } from './parse.js';
import { BACKENDS, type StoreTarget } from './store-target.js';

export const FLEET_FORMATS = ['text', 'json', 'markdown'] as const;
export type FleetFormat = (typeof FLEET_FORMATS)[number];

/** The memory to join with: levels of an organisation are in a bucket. */
export type FleetTarget =
  | (Extract<StoreTarget, { backend: 'sqlite' }> & { readonly file: string })
  | (Extract<StoreTarget, { backend: 'aws' }> & { readonly bucket?: string; readonly org: string });

export interface FleetCommand {
  readonly command: 'fleet';
  readonly action: 'report';
  /** Clones. */
  readonly paths: readonly string[];
  /** File with a repository a line. */
  readonly repositories?: string;
  /** Absent: clones alone. */
  readonly target?: FleetTarget;
  readonly format: FleetFormat;
  readonly output?: string;
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function fleetCommand(args: readonly string[]): FleetCommand {
  const [word, ...rest] = args;
  if (word !== 'report') {
    if (word === undefined || word.startsWith('-')) throw usage('fleet', 'needs a word after it', 'Use fleet report');
    throw usage('fleet', `doesn't know "${word}"`, near(word, ['report']) ?? 'Use fleet report');
  }
  const { values, positionals } = parse('fleet report', rest, {
    ...{ repositories: TEXT, backend: TEXT, store: TEXT, environment: TEXT, region: TEXT, 'baseline-bucket': TEXT },
    ...{ org: TEXT, format: TEXT, output: TEXT },
  });
  const { format = 'text', repositories, output } = values;
  if (!isOneOf(FLEET_FORMATS, format)) {
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${FLEET_FORMATS.join(', ')}`);
  }
  if (positionals.length === 0 && repositories === undefined) {
    throw usage('fleet report', 'needs repositories', 'Name clones, or a list with --repositories FILE');
  }
  return {
    command: 'fleet',
    action: 'report',
    paths: positionals,
    format,
    ...defined({ repositories, output, target: targetOf(values) }),
  };
}

type Values = Readonly<
  Partial<Record<'backend' | 'store' | 'environment' | 'region' | 'baseline-bucket' | 'org', string>>
>;

function targetOf(values: Values): FleetTarget | undefined {
  const { backend, store, environment, region, 'baseline-bucket': bucket, org } = values;
  if (backend !== undefined && !isOneOf(BACKENDS, backend)) {
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
    if (org === undefined) {
      throw usage('--org', 'is missing', "Give the organisation that owns the repositories: GitHub's id, or its name");
    }
    return { backend, environment, org, ...defined({ region, bucket }) };
  }
  for (const [name, value] of Object.entries({ environment, region, 'baseline-bucket': bucket, org })) {
    if (value !== undefined) throw usage(`--${name}`, 'belongs to --backend aws', 'Add --backend aws, or leave it out');
  }
  if (store !== undefined) return { backend: 'sqlite', file: store };
  if (backend === undefined) return undefined;
  throw usage('--store', 'is missing', 'Name the database: several repositories have no default one');
}
