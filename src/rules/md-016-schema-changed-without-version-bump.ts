/**
 * MD-016: the structure of a schema changed between base and head, and the version that is paired with it did not.
 * Which schemas have a version, only the configuration can say (`schemas:`).
 */
import type { Located, RepositoryModel, TextFile } from '../repository/types.js';
import { pointAt, readYaml, scalarText, type YamlValue } from '../repository/yaml.js';
import { evidenceAt, placeOf, quoted, shownPath } from './support/evidence.js';
import { type Difference, firstDifference } from './support/structure.js';
import { tomlText } from './support/toml.js';
import type { Finding, Gap, Rule, RuleContext, RuleOutcome, SchemaPair } from './types.js';

const ID = 'MD-016';
const VERSION = 1;

export const schemaChangedWithoutVersionBump: Rule = {
  id: ID,
  name: 'schema-changed-without-version-bump',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'A schema changes its structure and keeps its version',
  needs: 'files',
  check,
};

function check({ model, before, schemas = [] }: RuleContext): RuleOutcome {
  if (schemas.length === 0) return { state: 'not-applicable', reason: 'no schema is paired with a version' };
  if (before === null) return { state: 'not-applicable', reason: 'there is no base to compare with' };
  const findings: Finding[] = [];
  const proven: string[] = [];
  const gaps: Gap[] = [];
  for (const pair of schemas) {
    const answer = judge(pair, before, model);
    if (answer === null) continue;
    if ('cause' in answer) gaps.push(answer);
    else {
      proven.push(`schema:${pair.schema}`);
      if (answer.finding !== null) findings.push(answer.finding);
    }
  }
  return { state: 'evaluated', findings, proven, unproven: [], gaps };
}

type Answer = { readonly finding: Finding | null } | Gap | null;

/** null: the schema is new or gone, so there is nothing to compare. */
function judge(pair: SchemaPair, before: RepositoryModel, model: RepositoryModel): Answer {
  const { schema, version } = pair;
  const [old, now] = [before.files.get(schema), model.files.get(schema)];
  if (old === undefined || now === undefined) {
    // A file that is there and was not read is too large, or no text.
    const unread = [before, model].some(({ paths, files }) => !files.has(schema) && paths.includes(schema));
    return unread ? gap(schema, 'is too large, or no text') : null;
  }
  const [oldTree, tree] = [treeOf(old), treeOf(now)];
  if (oldTree === null || tree === null) return gap(schema, 'is neither JSON nor YAML that can be read');
  const difference = firstDifference(oldTree, tree, version.path === schema ? version.key : '');
  if (difference === null) return { finding: null };
  const [oldVersion, newVersion] = [versionIn(before, pair), versionIn(model, pair)];
  if (newVersion === null) return gap(version.path, `has no version at ${quoted(version.key)}`);
  // A version that the base did not have is new, and so says something new.
  if (oldVersion === null || oldVersion.value !== newVersion.value) return { finding: null };
  return { finding: findingFor(model, pair, difference, newVersion) };
}

function gap(evidence: string, reason: string): Gap {
  return { evidence, reason, next: 'correct `schemas` in the configuration, or the file', cause: 'tree' };
}

/** JSON is YAML; null for anything else. */
function treeOf({ path, bytes }: TextFile): YamlValue | null {
  if (!/\.(?:json|jsonc|avsc|ya?ml)$/i.test(path)) return null;
  const read = readYaml(path, bytes, 'config');
  return read.ok ? read.value : null;
}

/** The version that a schema is paired with; null when it is not there. */
export function versionIn(model: Pick<RepositoryModel, 'files'>, { version }: SchemaPair): Located<string> | null {
  const file = model.files.get(version.path);
  if (file === undefined) return null;
  if (version.key === '') return { value: file.text.trim(), at: pointAt(file.path, 1) };
  if (/\.toml$/i.test(file.path)) return tomlText(file, version.key);
  let at = treeOf(file);
  for (const key of version.key.split('.')) at = at?.kind === 'map' ? (at.get(key) ?? null) : null;
  return at === null ? null : scalarText(at);
}

const DID: Readonly<Record<Difference['kind'], string>> = { added: 'adds', removed: 'removes', changed: 'changes' };

function findingFor(
  model: RepositoryModel,
  { schema, version }: SchemaPair,
  { path, at, kind }: Difference,
  current: Located<string>,
): Finding {
  const what = path === '' ? 'the whole document' : quoted(path);
  const held = `${version.key === '' ? '' : `${quoted(version.key)} in `}${placeOf(current.at)}`;
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'medium',
    title: `${shownPath(schema)} changes and its version stays ${quoted(current.value)}`,
    what: `This change ${DID[kind]} ${what} (${placeOf(at)}) and leaves ${held} at ${quoted(current.value)}.`,
    why: 'Whoever reads data of this version cannot tell the old structure from the new one.',
    fix: `Raise ${held}, or undo the change of structure.`,
    path: schema,
    anchor: `schema:${schema}`,
    evidence: [
      evidenceAt(model, at, 'this change', 'structure changed'),
      evidenceAt(model, current.at, 'not raised', `version ${current.value}`),
    ],
  };
}
