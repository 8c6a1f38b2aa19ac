/** The accepted state as a document: how it is written and read back. Signing it is for src/privacy. */
import { type ErrorKind, PhaseMirrorError } from '../errors.js';
import { MAX_DOCUMENT_BYTES } from '../stores/ports.js';
import { compareIdentity } from './facts/sort.js';
import { BASELINE_SHAPE } from './published-shape.js';
import { inOrderOf, misfit } from './shape.js';
import type { Baseline } from './types.js';

/** Why a document is not taken for the accepted state of this branch. */
export const BASELINE_REFUSALS = [
  'EMPTY',
  'MALFORMED',
  'NEWER_SCHEMA',
  'OLDER_SCHEMA',
  'OTHER_BRANCH',
  'OTHER_REPOSITORY',
  'TOO_LARGE',
  'TRUNCATED',
] as const;
export type BaselineRefusal = (typeof BASELINE_REFUSALS)[number];

/** A baseline that is there and is not to be used: never the same as one that is missing. */
export class BaselineRefused extends PhaseMirrorError {
  readonly code: BaselineRefusal;

  constructor(code: BaselineRefusal, reason: string, next: string, kind: ErrorKind = 'store') {
    super(kind, { thing: 'the baseline', reason: `${reason} (${code})`, next });
    this.code = code;
  }
}

const ASK_FOR_OTHER = 'Restore the last good version (docs/drift.md), or accept the state of today anew';

/**
 * The document. One file and one fact on each line, so that a baseline kept in a repository can be reviewed.
 *
 * @throws {BaselineRefused} TOO_LARGE
 */
export function baselineText({ schemaVersion, header, files, facts }: Baseline): string {
  const list = (items: readonly object[]): string =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  const text = [
    '{',
    `  "schemaVersion": ${JSON.stringify(schemaVersion)},`,
    `  "header": ${JSON.stringify(header, null, 2).replaceAll('\n', '\n  ')},`,
    `  "files": ${list(files)},`,
    `  "facts": ${list(facts)}`,
    '}\n',
  ].join('\n');
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DOCUMENT_BYTES) throw tooLarge(bytes, 'Govern fewer files: see drift.exclude', 'user');
  return text;
}

function tooLarge(bytes: number, next: string, kind: ErrorKind = 'store'): BaselineRefused {
  return new BaselineRefused('TOO_LARGE', `has ${bytes} bytes; at most ${MAX_DOCUMENT_BYTES} are read`, next, kind);
}

/**
 * Read a document that a store gave, of any content. Whether its signature holds is checked before.
 *
 * @param expected whose state it has to be
 * @throws {BaselineRefused} with a code and a message of its own for each reason
 */
export function readBaseline(
  text: string,
  expected: { readonly repositoryId: number; readonly branch: string },
): Baseline {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DOCUMENT_BYTES) throw tooLarge(bytes, ASK_FOR_OTHER);
  if (text.trim() === '') throw new BaselineRefused('EMPTY', 'is an empty document', ASK_FOR_OTHER);
  return checkBaseline(parse(text), expected);
}

/** The same for a document that is parsed already: the payload of a signed one. */
export function checkBaseline(
  value: unknown,
  expected: { readonly repositoryId: number; readonly branch: string },
): Baseline {
  checkVersion(value);
  const place = misfit(value, BASELINE_SHAPE);
  if (place !== null) throw malformed(`at ${place || 'the top'}`);
  // What has the published form is one: types.ts and the schema that is published are held together by a test.
  const baseline = inOrderOf(value, BASELINE_SHAPE) as Baseline;
  const { header, files, facts } = baseline;
  if (header.repositoryId !== expected.repositoryId) {
    throw new BaselineRefused(
      'OTHER_REPOSITORY',
      `is of the repository with the id ${header.repositoryId}, not of ${expected.repositoryId}`,
      'Find out how it came here; nothing was compared with it',
    );
  }
  if (header.branch !== expected.branch) {
    throw new BaselineRefused(
      'OTHER_BRANCH',
      `is of the branch ${JSON.stringify(header.branch)}, not of ${JSON.stringify(expected.branch)}`,
      'Check out the branch it is of, or accept the state of this one',
    );
  }
  const unordered =
    files.some(({ path }, index) => index > 0 && (files[index - 1]?.path ?? '') >= path) ||
    facts.some((fact, index) => {
      const before = facts[index - 1];
      return before !== undefined && compareIdentity(before, fact) >= 0;
    });
  if (unordered) throw malformed('in its order, or says something twice');
  return baseline;
}

/** The version is looked at before the form: an older form is not a broken one. */
function checkVersion(value: unknown): void {
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (version === '1' || typeof version !== 'string' || !/^\d{1,6}$/.test(version)) return;
  if (Number(version) < 1) {
    throw new BaselineRefused(
      'OLDER_SCHEMA',
      `has the older format ${version}, whose facts mean something else`,
      'Compare with the version that wrote it, then accept the state of today',
    );
  }
  throw new BaselineRefused(
    'NEWER_SCHEMA',
    `has the format ${version}, which a later version of Phase Mirror wrote`,
    'Use that version or a later one',
  );
}

function malformed(where: string): BaselineRefused {
  return new BaselineRefused('MALFORMED', `is not in its form (${where})`, ASK_FOR_OTHER);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (endsEarly(text)) {
      throw new BaselineRefused(
        'TRUNCATED',
        'ends in the middle',
        'Run it again; if it stays, restore the last good version (docs/drift.md)',
      );
    }
    throw malformed('no JSON');
  }
}

/** Whether a text is the beginning of a longer document: it ends in a string, or with brackets open. */
function endsEarly(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
  }
  return quoted || depth > 0;
}
