/**
 * `.asf.yaml` of the Apache Software Foundation: `github.protected_branches` and `github.rulesets` (raw payloads, or the
 * shorter convenience form).
 *
 * Source: https://github.com/apache/infrastructure-asfyaml#branch_protection and #rulesets. Its reader (strictyaml) takes
 * every scalar as text, so `3.0:` is the branch "3.0".
 */
import { DEFAULT_BRANCH } from '../branch-selector.js';
import type { BranchSelector, Protection, ProtectionSource } from '../types.js';
import type { YamlMap } from '../yaml.js';
import { readRuleset } from './ruleset.js';
import { classicProtection, type FormatResult, namedChecks, only, type Shapes } from './shapes.js';

/** Keys that make an entry of `rulesets` a raw payload (`name` is in both forms). */
const RAW_KEYS = ['target', 'enforcement', 'conditions', 'rules', 'bypass_actors'] as const;

export function readAsf(shapes: Shapes, path: string, root: YamlMap): FormatResult {
  const source: ProtectionSource = { kind: 'file', path, format: 'asf' };
  const github = shapes.map(root.get('github'), 'github');
  const protections: Protection[] = [];
  for (const { keySource, keyAt, value } of shapes.map(github?.get('protected_branches'), 'protected_branches')
    ?.entries ?? []) {
    // "Branches that … are not dictionary entries are not protected."
    if (value.kind === 'map') protections.push(classicProtection(shapes, source, only(keySource), value, keyAt));
  }
  const rulesetSource: ProtectionSource = { ...source, format: 'ruleset' };
  for (const item of shapes.list(github?.get('rulesets'), 'rulesets')) {
    const ruleset = shapes.map(item, 'rulesets');
    if (ruleset === null) continue;
    if (RAW_KEYS.some((key) => ruleset.entry(key) !== undefined))
      protections.push(...readRuleset(shapes, rulesetSource, item));
    else protections.push(...readConvenience(shapes, rulesetSource, ruleset));
  }
  return { protections, silent: null };
}

/** The short form: always enforced, for the default branch unless it names branches. */
function readConvenience(shapes: Shapes, source: ProtectionSource, ruleset: YamlMap): Protection[] {
  if ((shapes.text(ruleset.get('type'), 'type')?.value ?? 'branch') !== 'branch') return [];
  const reviews = shapes.map(ruleset.get('required_pull_request_reviews'), 'required_pull_request_reviews');
  const codeOwnerReview = shapes.flag(reviews?.get('require_code_owner_reviews'), 'require_code_owner_reviews');
  return [
    {
      source,
      branches: branchesOf(shapes, ruleset),
      at: ruleset.at,
      requiredChecks: namedChecks(shapes, source, ruleset.get('required_status_checks'), 'required_status_checks', {
        context: ['name', 'context'],
        app: ['app_slug', 'integration_id'],
      }),
      ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
    },
  ];
}

function branchesOf(shapes: Shapes, ruleset: YamlMap): BranchSelector {
  const key = ruleset.entry('branches') === undefined ? 'refs' : 'branches';
  const refs = shapes.map(ruleset.get(key), key);
  const include = shapes.texts(refs?.get('includes'), 'includes').map(({ value }) => value);
  return {
    include: refs?.entry('includes') === undefined ? [DEFAULT_BRANCH] : include,
    exclude: shapes.texts(refs?.get('excludes'), 'excludes').map(({ value }) => value),
  };
}
