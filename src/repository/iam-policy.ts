/**
 * IAM policies as Terraform repositories write them: `aws_iam_policy_document`, `jsonencode({ … })`, a heredoc of JSON, a
 * file of JSON. JSON is read with the HCL reader: it is an HCL expression, and `${ }` in a heredoc stays what it is.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
import { GITHUB_ISSUER } from './github-issuer.js';
import { attributeOf, blocksOf, type HclBlock, HclLines, hasDynamic, parseHclExpression } from './hcl.js';
import type { Terraform, TerraformBlock } from './terraform.js';
import { joinPath } from './terraform.js';
import { entryOf, evaluateHcl, exactText, type TfValue, UNKNOWN } from './terraform-values.js';
import type { Span } from './types.js';

/** A text of a policy: literal parts with unknown text between two neighbours. */
export interface PolicyText {
  readonly literals: readonly string[];
  readonly at: Span;
}

export interface PolicyTexts {
  readonly values: readonly PolicyText[];
  /** False when there are, or may be, values that are not known at all. */
  readonly complete: boolean;
}

export interface PolicyCondition extends PolicyTexts {
  /** `StringLike`, `ForAllValues:StringEquals`, as written; '' when it is not known. */
  readonly operator: string;
  /** `sub`, `aud` … of a token; null for another key, or one that is not known. */
  readonly claim: string | null;
  /** True when the key names GitHub's issuer. */
  readonly github: boolean;
  readonly at: Span;
}

export type Effect = 'Allow' | 'Deny' | 'unknown';

export interface PolicyStatement {
  readonly effect: Effect;
  readonly actions: PolicyTexts;
  readonly resources: PolicyTexts;
  readonly principals: readonly TfValue[];
  readonly conditions: readonly PolicyCondition[];
  /** False when there may be conditions that are not visible. */
  readonly complete: boolean;
  readonly at: Span;
}

export interface Policy {
  readonly statements: readonly PolicyStatement[];
  /** False when it may have statements that are not visible. */
  readonly complete: boolean;
  /** What it is written in, when that is not the block that uses it. */
  readonly from: TerraformBlock | string | null;
}

/** The policy that an attribute of a block holds, wherever it is written; null when it cannot be read. */
export function policyOf(terraform: Terraform, owner: TerraformBlock, name: string): Policy | null {
  const expression = attributeOf(owner.block.body, name);
  if (expression?.kind === 'template' && expression.heredoc) {
    const [start, end] = [expression.parts[0]?.start, expression.parts.at(-1)?.end];
    if (start === undefined || end === undefined) return null;
    const parsed = parseHclExpression(owner.file.text, { start, end });
    return parsed.ok ? policyFrom(terraform.value(owner, parsed.value), null) : null;
  }
  const value = terraform.value(owner, expression);
  if (value?.kind !== 'reference') return policyFrom(value, null);
  const [kind, second] = value.path;
  if (kind === 'file' || kind === 'templatefile') {
    const path = typeof second === 'string' ? joinPath(owner.file.folder, second) : null;
    return path === null ? null : policyFile(terraform, path);
  }
  const last = value.path.at(-1);
  if (second !== 'aws_iam_policy_document' || (last !== 'json' && last !== 'minified_json')) return null;
  const document = terraform.referenced(owner.file.folder, value.path);
  return document === undefined ? null : documentPolicy(terraform, document);
}

/** The policy of `data "aws_iam_policy_document"`. */
export function documentPolicy(terraform: Terraform, document: TerraformBlock): Policy {
  const { body } = document.block;
  const joined = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'];
  return {
    statements: blocksOf(body, 'statement').map((block) => blockStatement(terraform, document, block)),
    complete: !hasDynamic(body, 'statement') && joined.every((name) => attributeOf(body, name) === undefined),
    from: document,
  };
}

function blockStatement(terraform: Terraform, document: TerraformBlock, block: HclBlock): PolicyStatement {
  const at = terraform.spanOf(document, block);
  const of = (inner: HclBlock, name: string): TfValue | undefined =>
    terraform.value(document, attributeOf(inner.body, name));
  const effect = of(block, 'effect');
  return {
    effect: effect === undefined ? 'Allow' : effectOf(effect),
    actions: textsOf(of(block, 'actions')),
    resources: textsOf(of(block, 'resources')),
    principals: blocksOf(block.body, 'principals').map((inner) => of(inner, 'identifiers') ?? UNKNOWN),
    conditions: blocksOf(block.body, 'condition').map((inner): PolicyCondition => {
      const values = of(inner, 'values');
      const place = terraform.spanOf(document, inner);
      return {
        operator: exactText(of(inner, 'test')) ?? '',
        ...keyOf(of(inner, 'variable')),
        ...textsOf(values),
        at: placeOf(values, place),
      };
    }),
    complete: !hasDynamic(block.body, 'condition'),
    at,
  };
}

/** The policy in a JSON file of the tree. */
export function policyFile(terraform: Terraform, path: string): Policy | null {
  const file = terraform.policies.get(path);
  const parsed = file === undefined ? null : parseHclExpression(file.text);
  if (file === undefined || parsed === null || !parsed.ok) return null;
  const lines = new HclLines(path, file.text);
  return policyFrom(evaluateHcl(parsed.value, { span: (node) => lines.span(node), lookup: () => undefined }), path);
}

type TfObject = Extract<TfValue, { kind: 'object' }>;

function policyFrom(value: TfValue | undefined, from: string | null): Policy | null {
  if (value?.kind !== 'object') return null;
  const statement = entryOf(value, 'Statement');
  if (statement === undefined) return null;
  const items = statement.kind === 'list' ? statement.items : [statement];
  const known = items.filter((item) => item.kind === 'object');
  return {
    statements: known.map(objectStatement),
    complete: value.complete && known.length === items.length && (statement.kind !== 'list' || statement.complete),
    from,
  };
}

function objectStatement(statement: TfObject): PolicyStatement {
  const principal = entryOf(statement, 'Principal');
  const condition = entryOf(statement, 'Condition');
  const conditions: PolicyCondition[] = [];
  let complete = statement.complete && (condition === undefined || condition.kind === 'object');
  for (const {
    key: [operator = '', ...rest],
    value: keys,
  } of condition?.kind === 'object' ? condition.entries : []) {
    complete &&= rest.length === 0 && keys.kind === 'object' && keys.complete;
    for (const { key, value, at } of keys.kind === 'object' ? keys.entries : []) {
      const named = keyOf({ kind: 'text', literals: key, at });
      conditions.push({ operator, ...named, ...textsOf(value), at: placeOf(value, at) });
    }
  }
  return {
    effect: effectOf(entryOf(statement, 'Effect')),
    actions: textsOf(entryOf(statement, 'Action')),
    resources: textsOf(entryOf(statement, 'Resource')),
    principals: principal?.kind === 'object' ? principal.entries.map(({ value }) => value) : [],
    conditions,
    complete: complete && (condition?.kind !== 'object' || condition.complete),
    at: statement.at,
  };
}

function effectOf(value: TfValue | undefined): Effect {
  const text = exactText(value);
  return text === 'Allow' || text === 'Deny' ? text : 'unknown';
}

/**
 * The claim a condition key names: `sub` of `token.actions.githubusercontent.com:sub`, with or without the slug of an
 * enterprise, and of `${aws_iam_openid_connect_provider.github.url}:sub`, where the issuer is the provider's.
 */
function keyOf(key: TfValue | undefined): { readonly claim: string | null; readonly github: boolean } {
  const literals = key?.kind === 'text' ? key.literals : [];
  const first = literals[0] ?? '';
  const last = literals.at(-1) ?? '';
  const github = first === GITHUB_ISSUER || /^token\.actions\.githubusercontent\.com[:/]/.test(first);
  const colon = last.lastIndexOf(':');
  const claim = colon < 0 ? '' : last.slice(colon + 1);
  const named = claim !== '' && (github || (first === '' && colon === 0));
  return { claim: named ? claim : null, github: github && named };
}

/** A value, or a list of values, as texts. */
function textsOf(value: TfValue | undefined): PolicyTexts {
  if (value === undefined) return { values: [], complete: true };
  if (value.kind === 'text') return { values: [value], complete: true };
  if (value.kind !== 'list') return { values: [], complete: false };
  const values = value.items.filter((item) => item.kind === 'text');
  return { values, complete: value.complete && values.length === value.items.length };
}

function placeOf(value: TfValue | undefined, otherwise: Span): Span {
  return value !== undefined && 'at' in value ? value.at : otherwise;
}
