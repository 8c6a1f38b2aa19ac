/** The command line of `verify-oidc`. */
import { defined, isOneOf, parse, TEXT, TEXTS, usage } from './parse.js';
import { MEMORY_FORMATS, type MemoryFormat } from './store-target.js';

export interface VerifyOidcCommand {
  readonly command: 'verify-oidc';
  /** ARNs of roles that have to trust this job, and of those that must not. */
  readonly trusted: readonly string[];
  readonly refused: readonly string[];
  /** Absent: AWS_REGION. */
  readonly region?: string;
  readonly format: MemoryFormat;
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function verifyOidcCommand(args: readonly string[]): VerifyOidcCommand {
  const { values, positionals } = parse('verify-oidc', args, {
    ...{ 'role-to-assume': TEXTS, refused: TEXTS, region: TEXT, format: TEXT },
  });
  const { 'role-to-assume': trusted = [], refused = [], region, format = 'text' } = values;
  if (positionals.length > 0) {
    throw usage(`"${positionals[0]}"`, 'is one word too many', 'Name roles by --role-to-assume ARN');
  }
  if (trusted.length + refused.length === 0) {
    throw usage('--role-to-assume', 'is missing', 'Give the ARN of a role, as the output of the Terraform has it');
  }
  if (!isOneOf(MEMORY_FORMATS, format)) {
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${MEMORY_FORMATS.join(', ')}`);
  }
  return { command: 'verify-oidc', trusted, refused, format, ...defined({ region }) };
}
