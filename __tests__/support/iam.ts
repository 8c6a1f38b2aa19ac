/**
 * Evaluates IAM policies as AWS documents it, as far as this project's policies go. An element, an operator or a
 * variable that is not known here is an error: a policy that the tests cannot judge must not look tested.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export type OneOrMany<T> = T | readonly T[];
type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany<string>>>>>;

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: { readonly Federated: OneOrMany<string> };
  readonly Action: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly Condition?: ConditionBlock;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface AccessQuestion {
  readonly action: string;
  /** ARN; absent for a trust policy, which has no resource. */
  readonly resource?: string;
  /** ARN of the identity provider; absent for a permissions policy. */
  readonly federated?: string;
  /** Condition keys of the request. A key that is not there is missing, which is not the same as empty. */
  readonly context: Readonly<Record<string, OneOrMany<string>>>;
}

/** `none`: no statement allows it, which denies it as well. */
export type Decision = 'allow' | 'deny' | 'none';

const ELEMENTS = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

/** A Deny that applies wins over every Allow. */
export function decide(policy: PolicyDocument, question: AccessQuestion): Decision {
  if (policy.Version !== '2012-10-17') throw new Error('Policies of this project are of version 2012-10-17');
  const effects = policy.Statement.filter((statement) => applies(statement, question)).map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'deny';
  return effects.includes('Allow') ? 'allow' : 'none';
}

function applies(statement: PolicyStatement, { action, resource, federated, context }: AccessQuestion): boolean {
  const unknown = Object.keys(statement).find((element) => !ELEMENTS.has(element));
  if (unknown !== undefined) throw new Error(`This evaluator does not know the element ${unknown}`);
  if (JSON.stringify(statement).includes('${')) throw new Error('This evaluator knows no policy variables');
  if ((statement.Principal === undefined) !== (federated === undefined)) return false;
  if ((statement.Resource === undefined) !== (resource === undefined)) return false;
  return (
    list(statement.Action).some((pattern) => like(action.toLowerCase(), pattern.toLowerCase())) &&
    (federated === undefined || list(statement.Principal?.Federated).includes(federated)) &&
    (resource === undefined || list(statement.Resource).some((pattern) => like(resource, pattern))) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, list(wanted), contextValue(context, key))),
    )
  );
}

function list<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/** Names of condition keys are not case-sensitive. */
function contextValue(context: AccessQuestion['context'], key: string): readonly string[] | undefined {
  const name = Object.keys(context).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : list(context[name]);
}

type Test = (actual: string, wanted: string) => boolean;
const TESTS: Readonly<Record<string, { readonly test: Test; readonly negated: boolean }>> = {
  StringEquals: { test: (actual, wanted) => actual === wanted, negated: false },
  StringNotEquals: { test: (actual, wanted) => actual === wanted, negated: true },
  StringEqualsIgnoreCase: { test: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(), negated: false },
  StringLike: { test: like, negated: false },
  StringNotLike: { test: like, negated: true },
  ArnLike: { test: like, negated: false },
  Bool: { test: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(), negated: false },
};

/** Values of one key are alternatives. A key that is missing fails, except for a negated operator and `…IfExists`. */
function holds(operator: string, wanted: readonly string[], actual: readonly string[] | undefined): boolean {
  if (operator === 'Null') return wanted.some((value) => (value === 'true') === (actual === undefined));
  const [, set, bare = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = TESTS[bare];
  if (known === undefined) throw new Error(`This evaluator does not know the operator ${operator}`);
  const { test, negated } = known;
  if (actual === undefined) return negated || ifExists !== undefined || set === 'ForAllValues';
  const one = (value: string): boolean => wanted.some((pattern) => test(value, pattern)) !== negated;
  if (set === 'ForAllValues') return actual.every(one);
  if (set === 'ForAnyValue') return actual.some(one);
  if (actual.length !== 1) throw new Error(`${operator} on a key with ${actual.length} values is not defined`);
  return actual.every(one);
}

/** `*` is any text, `?` one character; both also match `/` and `:`. */
export function like(text: string, pattern: string): boolean {
  let at = 0;
  let rule = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[rule] === '*') {
      star = rule;
      rule += 1;
      resume = at;
    } else if (rule < pattern.length && (pattern[rule] === '?' || pattern[rule] === text[at])) {
      rule += 1;
      at += 1;
    } else if (star !== -1) {
      resume += 1;
      at = resume;
      rule = star + 1;
    } else return false;
  }
  while (pattern[rule] === '*') rule += 1;
  return rule === pattern.length;
}
