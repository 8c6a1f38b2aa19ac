/** The command line of `store verify-backups`: about the tables and the bucket of an account, not a database file. */
import { defined, FLAG, isOneOf, onePath, parse, TEXT, usage } from './parse.js';
import { MEMORY_FORMATS, type MemoryFormat } from './store-target.js';

export interface BackupsCommand {
  readonly command: 'verify-backups';
  /** `clean`: only delete what a check left behind. */
  readonly action: 'verify' | 'clean';
  /** The repository whose configuration pins the keys. */
  readonly path: string;
  readonly environment: string;
  /** Absent: AWS_REGION. */
  readonly region?: string;
  /** Of baselines and levels; not for `clean`. */
  readonly bucket?: string;
  readonly format: MemoryFormat;
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function backupsCommand(args: readonly string[]): BackupsCommand {
  const { values, positionals } = parse('store verify-backups', args, {
    ...{ environment: TEXT, region: TEXT, 'baseline-bucket': TEXT, format: TEXT, clean: FLAG },
  });
  const { environment, region, 'baseline-bucket': bucket, format = 'text', clean } = values;
  if (environment === undefined) {
    throw usage('--environment', 'is missing', 'Name the environment of the tables, for example --environment staging');
  }
  if (!isOneOf(MEMORY_FORMATS, format)) {
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${MEMORY_FORMATS.join(', ')}`);
  }
  if (clean === true && bucket !== undefined) {
    throw usage('--baseline-bucket', 'is not touched by --clean', 'Leave one of them out');
  }
  if (clean !== true && bucket === undefined) {
    throw usage(
      '--baseline-bucket',
      'is missing',
      'Name the bucket, as the Terraform output `baseline_bucket_name` has it',
    );
  }
  return {
    command: 'verify-backups',
    action: clean === true ? 'clean' : 'verify',
    path: onePath('store verify-backups', positionals.slice(1)),
    environment,
    format,
    ...defined({ region, bucket }),
  };
}
