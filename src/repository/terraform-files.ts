/**
 * Which Terraform of a tree is read: none where there is none, or where nothing says that it has to do with GitHub; all
 * of it (within bounds) where a workflow uses OIDC or a path hints at it, and even then only bytes are looked at until
 * one of the words that matter is found.
 */
import { GITHUB_ISSUER } from './github-issuer.js';
import type { Terraform, TerraformFile } from './terraform.js';
import type { ReadResult, Snapshot, TextFile, Workflow } from './types.js';
import { decode, splitLines } from './yaml.js';

/** Bounds of what is read of one tree. */
const MAX_FILES = 2000;
const MAX_FILE_BYTES = 256 * 1024;
const MAX_TOTAL_BYTES = 16 * 1024 * 1024;
const CHUNK = 400;

/** Terraform without any of these says nothing about this repository's jobs or checks. */
const WORDS = [GITHUB_ISSUER, 'github_branch_protection', 'github_repository_ruleset'];

/** Code for other places: modules' examples, tests, downloaded modules. */
const ELSEWHERE = /(^|\/)(\.terraform|examples?|tests?|__tests__|testdata|fixtures?|vendor|node_modules|docs?)\//i;
const HINT = /oidc|github|iam|role|repo|ruleset|branch|protect/i;
const POLICY = /(^|[/_.-])(oidc|trust|assume)[^/]*\.json$/i;

export interface TerraformRead {
  readonly terraform: Terraform;
  /** The .tf and JSON files by path, for excerpts. */
  readonly files: ReadonlyMap<string, TextFile>;
}

/**
 * Read the Terraform and the JSON trust policies of a tree.
 *
 * @param parse keeps parsed files by their bytes
 * @returns null when there is nothing of interest
 */
export async function readTerraform(
  snapshot: Snapshot,
  paths: readonly string[],
  workflows: readonly Workflow[],
  parse?: (file: TextFile, parse: () => TerraformFile) => TerraformFile,
): Promise<TerraformRead | null> {
  const usesOidc = workflows.some(asksForToken);
  const sources: string[] = [];
  const policies: string[] = [];
  for (const path of paths) {
    // A look at the last letter answers for nearly all of them.
    const last = path.charCodeAt(path.length - 1);
    if (last === 0x66 && path.endsWith('.tf')) sources.push(path);
    else if (last === 0x6e && usesOidc && path.endsWith('.json') && POLICY.test(path)) policies.push(path);
  }
  const own = sources.filter((path) => !ELSEWHERE.test(path));
  if (!usesOidc && !own.some((path) => HINT.test(path))) return null;
  const ownPolicies = policies.filter((path) => !ELSEWHERE.test(path));
  if (own.length === 0 && ownPolicies.length === 0) return null;

  const read = await readAll(snapshot, own);
  const readPolicies = await readAll(snapshot, ownPolicies);
  const files = read.files.map(lazyText);
  const trusts = readPolicies.files.filter(({ bytes }) => has(bytes, GITHUB_ISSUER)).map(lazyText);
  if (trusts.length === 0 && !read.files.some(({ bytes }) => WORDS.some((word) => has(bytes, word)))) return null;

  const { Terraform } = await import('./terraform.js');
  const terraform = new Terraform(files, {
    complete: read.complete,
    paths,
    setsVariable: (name) => workflows.some(({ lines }) => lines.some((line) => line.includes(`TF_VAR_${name}`))),
    policies: new Map(trusts.map((file) => [file.path, file])),
    ...(parse === undefined ? {} : { parse }),
  });
  return { terraform, files: new Map([...files, ...trusts].map((file) => [file.path, file])) };
}

function asksForToken({ lines }: Workflow): boolean {
  return lines.some((line) => line.includes('id-token') || line.includes('write-all'));
}

interface Bytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function readAll(
  snapshot: Snapshot,
  paths: readonly string[],
): Promise<{ readonly files: readonly Bytes[]; readonly complete: boolean }> {
  const files: Bytes[] = [];
  let complete = paths.length <= MAX_FILES;
  let total = 0;
  for (let from = 0; from < Math.min(paths.length, MAX_FILES); from += CHUNK) {
    const chunk = paths.slice(from, Math.min(from + CHUNK, MAX_FILES));
    const results: readonly ReadResult[] = await snapshot.readMany(chunk, MAX_FILE_BYTES);
    chunk.forEach((path, index) => {
      const result = results[index];
      if (!result?.ok) {
        complete = false;
        return;
      }
      total += result.bytes.length;
      files.push({ path, bytes: result.bytes });
    });
    if (total > MAX_TOTAL_BYTES) return { files, complete: false };
  }
  return { files, complete };
}

function has(bytes: Uint8Array, word: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(word);
}

/** Most files are never asked for more than whether they hold a word. */
function lazyText({ path, bytes }: Bytes): TextFile {
  let text: string | undefined;
  let lines: readonly string[] | undefined;
  return {
    path,
    bytes,
    get text() {
      text ??= decode(bytes) ?? '';
      return text;
    },
    get lines() {
      lines ??= splitLines(this.text);
      return lines;
    },
  };
}
