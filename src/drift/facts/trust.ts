/**
 * Who may take which cloud role with a token of GitHub. For each role and claim, all values that some statement lets in:
 * statements add up, and one that does not ask for the claim lets every value in.
 */
import type { PolicyCondition, PolicyStatement } from '../../repository/iam-policy.js';
import { type TrustPolicy, trustPolicies } from '../../repository/oidc-trust.js';
import type { Terraform } from '../../repository/terraform.js';
import { folderOf } from '../../repository/terraform.js';
import type { Span } from '../../repository/types.js';
import { broadGrant } from '../../rules/support/broad-grants.js';
import { operatorOf, valueText } from '../../rules/support/trust.js';
import type { Fact } from '../types.js';

/** Lets every value in. */
export const ANY_VALUE = '*';
/** That the role lets tokens of GitHub in at all. */
export const ROLE = 'role';
/** What it may do, where that is plainly much. */
export const GRANT = 'grant';
/** Claims that are expected of every statement: without a condition each value is let in. */
const EXPECTED = ['sub', 'aud'];
const POSITIVE = new Set(['stringequals', 'stringlike', 'stringequalsignorecase']);

export function trustFacts(terraform: Terraform): Fact[] {
  return trustPolicies(terraform).flatMap((policy) => policyFacts(terraform, policy));
}

function policyFacts(terraform: Terraform, policy: TrustPolicy): Fact[] {
  const { address, at, role } = policy;
  const folder = folderOf(at.path);
  const name = role === null || folder === '' ? address : `${folder}/${address}`;
  const fact = (about: string, value: string, place: Span): Fact => ({
    kind: 'oidc',
    key: [name, about],
    value,
    path: place.path,
    line: place.startLine,
  });
  const allowing = policy.statements.filter(({ effect }) => effect !== 'Deny');
  const facts = allowing.length === 0 ? [] : [fact(ROLE, 'trusts GitHub', at)];
  const claims = new Set(allowing.flatMap(({ conditions }) => conditions.map(({ claim }) => claim)));
  for (const claim of new Set([...EXPECTED, ...claims])) {
    if (claim === null) continue;
    for (const statement of allowing) facts.push(...claimFacts(statement, claim, fact));
  }
  for (const { conditions } of policy.statements.filter(({ effect }) => effect === 'Deny')) {
    for (const condition of conditions) {
      const about = `denied ${condition.claim ?? 'other key'} (${condition.operator})`;
      facts.push(...condition.values.map((value) => fact(about, valueText(value), value.at)));
    }
  }
  const grant = role === null ? null : broadGrant(terraform, role);
  return grant === null ? facts : [...facts, fact(GRANT, grant.text, grant.at)];
}

function claimFacts(
  statement: PolicyStatement,
  claim: string,
  fact: (about: string, value: string, place: Span) => Fact,
): Fact[] {
  const own = statement.conditions.filter((condition) => condition.claim === claim);
  const positive = own.filter(isPositive);
  const other = own
    .filter((condition) => !isPositive(condition))
    .flatMap((condition) =>
      condition.values.map((value) => fact(`${claim} (${condition.operator})`, valueText(value), value.at)),
    );
  if (positive.length === 0) return [fact(claim, ANY_VALUE, statement.at), ...other];
  const values = positive.flatMap((condition) => [
    ...condition.values.map((value) => fact(claim, patternText(condition, valueText(value)), value.at)),
    // What only Terraform knows.
    ...(condition.complete ? [] : [fact(claim, '…', condition.at)]),
  ]);
  return [...values, ...other];
}

function isPositive(condition: PolicyCondition): boolean {
  return POSITIVE.has(operatorOf(condition).base);
}

/** Before a text whose wildcards mean nothing; behind one that a token without the claim passes too. */
export const EXACTLY = 'exactly ';
export const OR_MISSING = ' (or no claim)';

/**
 * Wildcards mean something to `StringLike` alone, and `ForAllValues` and `IfExists` let a token without the claim in.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function patternText(condition: PolicyCondition, text: string): string {
  const { base, set } = operatorOf(condition);
  const optional = set === 'all' || /IfExists$/i.test(condition.operator);
  const exact = base !== 'stringlike' && /[*?]/.test(text);
  return `${exact ? EXACTLY : ''}${text}${optional ? OR_MISSING : ''}`;
}
