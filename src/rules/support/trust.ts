/** Which tokens a trust policy lets in. */
import { type OverlapToken, overlap, tokensOfLike, tokensOfLiterals } from '../../repository/glob-overlap.js';
import type { PolicyCondition, PolicyStatement, PolicyText } from '../../repository/iam-policy.js';
import type { Subjects } from '../../repository/oidc-subjects.js';

/** An operator of IAM without its set and `IfExists` parts, in lower case. */
export function operatorOf({ operator }: PolicyCondition): {
  readonly base: string;
  readonly set: 'all' | 'any' | null;
} {
  const [, set, base = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(?:IfExists)?$/i.exec(operator) ?? [];
  const kind = set === undefined ? null : set.toLowerCase() === 'forallvalues' ? 'all' : 'any';
  return { base: base.toLowerCase(), set: kind };
}

/** Conditions on the subject that say what it has to be, not what it must not be. */
export function subjectConditions({ conditions }: PolicyStatement): readonly PolicyCondition[] {
  return conditions.filter(
    (condition) =>
      condition.claim === 'sub' &&
      ['stringequals', 'stringlike', 'stringequalsignorecase'].includes(operatorOf(condition).base),
  );
}

/** True when a token with one of these subjects may pass all conditions on the subject. */
export function mayAccept(statement: PolicyStatement, subjects: readonly OverlapToken[][]): boolean {
  return subjectConditions(statement).every(
    (condition) =>
      !condition.complete ||
      condition.values.some((value) => {
        const pattern = patternOf(condition, value);
        return subjects.some((subject) => overlap(pattern, subject));
      }),
  );
}

function patternOf(condition: PolicyCondition, { literals }: PolicyText): OverlapToken[] {
  const { base } = operatorOf(condition);
  if (base === 'stringlike') return tokensOfLike(literals);
  return tokensOfLiterals(literals, base === 'stringequalsignorecase');
}

/**
 * The subjects of a job as tokens: in the classic form and with ids (`repo:octo-org@1/app@2:…`). How GitHub spells the
 * name of an environment that differs in case is not documented, so there case does not count.
 *
 * @param fold case does not count anywhere
 */
export function subjectTokens(repository: string, subjects: readonly Subjects[], fold = false): OverlapToken[][] {
  const [owner = '', name = ''] = repository.split('/');
  const prefixes = [[`repo:${owner}/${name}:`], [`repo:${owner}@`, `/${name}@`, ':']];
  return subjects.flatMap(({ literals, kind }) =>
    prefixes.map((prefix) => [
      ...tokensOfLiterals(prefix, fold),
      ...tokensOfLiterals(literals, fold || kind === 'environment'),
    ]),
  );
}

/** The repositories that the values name in full, as written, without ids. */
export function namedRepositories(conditions: readonly PolicyCondition[]): string[] {
  const names = conditions.flatMap(({ values }) =>
    values.flatMap(({ literals: [first = ''] }) => {
      const [, owner, name] = /^repo:([^/:*?@]+)(?:@[^/:]*)?\/([^/:*?@]+)(?:@[^/:]*)?:/.exec(first) ?? [];
      return owner === undefined || name === undefined ? [] : `${owner}/${name}`;
    }),
  );
  return [...new Set(names)];
}

/** A value as people read it: `…` for what only Terraform knows. */
export function valueText({ literals }: PolicyText): string {
  return literals.join('…');
}

/** A subject as people read it: `*` for what is only known at run time. */
export function subjectText(repository: string, { literals }: Subjects): string {
  return `repo:${repository}:${literals.join('*')}`;
}
