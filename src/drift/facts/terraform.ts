/** What governed Terraform says. Loaded only where there is some: the HCL reader is not small. */
import { readTerraformProtection } from '../../repository/protection/terraform.js';
import { Terraform } from '../../repository/terraform.js';
import type { Snapshot, TextFile } from '../../repository/types.js';
import { decode, splitLines } from '../../repository/yaml.js';
import { MAX_TERRAFORM_BYTES, WORDS } from '../terraform.js';
import type { Fact } from '../types.js';
import { protectionFacts } from './protection.js';
import { trustFacts } from './trust.js';

/**
 * The facts of governed Terraform.
 *
 * @param repository `owner/name`, '' when it is not known: then protection in Terraform is nobody's
 * @returns also the files that are not HCL
 */
export async function terraformFacts(
  snapshot: Snapshot,
  paths: readonly string[],
  { repository, branch }: { readonly repository: string; readonly branch: string },
): Promise<{ readonly facts: readonly Fact[]; readonly broken: readonly string[] }> {
  const results = await snapshot.readMany(paths, MAX_TERRAFORM_BYTES);
  const files = paths.flatMap((path, index): TextFile[] => {
    const result = results[index];
    const text = result?.ok ? decode(result.bytes) : null;
    return result?.ok && text !== null ? [{ path, bytes: result.bytes, text, lines: splitLines(text) }] : [];
  });
  const read = new Set(files.map(({ path }) => path));
  const policies = files.filter(({ path }) => path.endsWith('.json'));
  const terraform = new Terraform(
    files.filter(({ path }) => path.endsWith('.tf')),
    {
      complete: read.size === paths.length,
      paths,
      setsVariable: () => false,
      policies: new Map(policies.map((file) => [file.path, file])),
    },
  );
  const unread = paths.filter((path) => !read.has(path));
  return {
    facts: [
      ...trustFacts(terraform),
      ...protectionFacts(readTerraformProtection(terraform, repository).protections, branch),
    ],
    broken: [...new Set([...unread, ...WORDS.flatMap((word) => terraform.broken(word))])].sort(),
  };
}
