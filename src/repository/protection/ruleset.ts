/**
 * Rulesets as GitHub exports them and as its API takes them, in `.github/rulesets/*.json` and inside other formats.
 *
 * Source: https://docs.github.com/rest/repos/rules#create-a-repository-ruleset
 */
import type { Protection, ProtectionSource, RequiredCheck, RequiredWorkflow } from '../types.js';
import type { YamlMap, YamlValue } from '../yaml.js';
import { appId, type FormatResult, namedChecks, type Shapes } from './shapes.js';

/** One ruleset, or a list of them. Anything else is some other tool's file: nothing is known from it. */
export function readRulesetFile(shapes: Shapes, path: string, root: YamlValue): FormatResult {
  const source: ProtectionSource = { kind: 'file', path, format: 'ruleset' };
  const rulesets = root.kind === 'seq' ? root.items : [root];
  const own = rulesets.filter((ruleset) => !isForeignRuleset(ruleset));
  const silent = own.length < rulesets.length && own.length === 0 ? 'its rulesets are for other repositories' : null;
  return { protections: own.flatMap((ruleset) => readRuleset(shapes, source, ruleset)), silent };
}

/** Whether a ruleset says that it is an organisation's: it names repositories, or where it comes from. */
export function isForeignRuleset(value: YamlValue): boolean {
  if (value.kind !== 'map') return false;
  const from = value.get('source_type');
  if (from?.kind === 'scalar' && (from.value === 'Organization' || from.value === 'Enterprise')) return true;
  const conditions = value.get('conditions');
  return (
    conditions?.kind === 'map' &&
    conditions.entries.some(
      ({ key, value }) =>
        /^(repository|organization)_(name|id|property)$/.test(key) &&
        !(value.kind === 'scalar' && value.value === null),
    )
  );
}

/** The requirements of one ruleset: none unless it targets branches and is enforced (`active`). */
export function readRuleset(shapes: Shapes, source: ProtectionSource, value: YamlValue): Protection[] {
  const ruleset = value.kind === 'map' ? value : null;
  if (ruleset === null || isForeignRuleset(ruleset)) return [];
  const target = shapes.text(ruleset.get('target'), 'target')?.value ?? 'branch';
  const enforcement = shapes.text(ruleset.get('enforcement'), 'enforcement')?.value;
  if (target !== 'branch' || enforcement !== 'active') return [];

  const refName = shapes.map(shapes.map(ruleset.get('conditions'), 'conditions')?.get('ref_name'), 'ref_name');
  const requiredChecks: RequiredCheck[] = [];
  const requiredWorkflows: RequiredWorkflow[] = [];
  let codeOwnerReview: boolean | undefined;
  let mergeQueue = false;
  for (const item of shapes.list(ruleset.get('rules'), 'rules')) {
    const rule = shapes.map(item, 'rules');
    const type = shapes.text(rule?.get('type'), 'type')?.value;
    const parameters = shapes.map(rule?.get('parameters'), 'parameters');
    if (type === 'merge_queue') mergeQueue = true;
    if (parameters === null) continue;
    if (type === 'required_status_checks') {
      requiredChecks.push(
        ...namedChecks(shapes, source, parameters.get('required_status_checks'), 'required_status_checks', {
          context: ['context'],
          app: ['integration_id'],
        }),
      );
    } else if (type === 'pull_request') {
      const flag = shapes.flag(parameters.get('require_code_owner_review'), 'require_code_owner_review');
      codeOwnerReview = codeOwnerReview === true || flag;
    } else if (type === 'workflows') requiredWorkflows.push(...readWorkflows(shapes, parameters));
  }
  return [
    {
      source,
      branches: {
        include: shapes.texts(refName?.get('include'), 'include').map((entry) => entry.value),
        exclude: shapes.texts(refName?.get('exclude'), 'exclude').map((entry) => entry.value),
      },
      at: ruleset.at,
      requiredChecks,
      ...(codeOwnerReview === undefined ? {} : { codeOwnerReview }),
      ...(mergeQueue ? { mergeQueue } : {}),
      ...(requiredWorkflows.length === 0 ? {} : { requiredWorkflows }),
    },
  ];
}

function readWorkflows(shapes: Shapes, parameters: YamlMap): RequiredWorkflow[] {
  return shapes.list(parameters.get('workflows'), 'workflows').flatMap((item) => {
    const workflow = shapes.map(item, 'workflows');
    const path = shapes.text(workflow?.get('path'), 'path')?.value;
    const repositoryId = appId(workflow?.get('repository_id'));
    if (path === undefined || repositoryId === undefined) {
      if (workflow !== null) shapes.refuse(item, 'an entry of `workflows` lacks its `path` or `repository_id`');
      return [];
    }
    const ref = shapes.text(workflow?.get('ref'), 'ref')?.value;
    const sha = shapes.text(workflow?.get('sha'), 'sha')?.value;
    return { path, repositoryId, ...(ref === undefined ? {} : { ref }), ...(sha === undefined ? {} : { sha }) };
  });
}
