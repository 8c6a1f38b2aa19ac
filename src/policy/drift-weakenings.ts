/**
 * What a change loosens in `drift`: fewer files that are governed, a larger drift that may be accepted in one go, more
 * people who may accept. Naming people for the first time narrows who may, so it is no loosening.
 */
import { DEFAULT_MAX_MAGNITUDE } from '../l0/constants.js';
import type { Located, Span } from '../repository/types.js';
import { globCovers } from './globs.js';
import type { Config } from './types.js';
import type { Weakening } from './weakenings.js';

/** In a fixed order, each once. */
export function driftWeakenings({ drift: base }: Config, { drift: subject }: Config): Weakening[] {
  const values = (list: readonly Located<string>[]): string[] => list.map(({ value }) => value);
  const notCovered = (items: readonly Located<string>[], by: readonly string[]): readonly Located<string>[] =>
    items.filter(
      ({ value }, index) =>
        !by.some((wide) => globCovers('path', wide, value)) && values(items).indexOf(value) === index,
    );
  const before = base.maxMagnitude?.value ?? DEFAULT_MAX_MAGNITUDE;
  const after = subject.maxMagnitude?.value ?? DEFAULT_MAX_MAGNITUDE;
  const added =
    base.accept.length === 0 ? [] : subject.accept.filter(({ value }) => !values(base.accept).includes(value));
  return [
    ...(after > before
      ? [
          weakening('max-magnitude', '`max-magnitude` of `drift`', String(before), String(after), {
            baseAt: base.maxMagnitude?.at,
            subjectAt: subject.maxMagnitude?.at,
          }),
        ]
      : []),
    ...notCovered(base.include, values(subject.include)).map(({ value, at }) =>
      weakening(`include:${value}`, `"${value}" in \`drift.include\``, value, '', { baseAt: at }),
    ),
    ...notCovered(subject.exclude, values(base.exclude)).map(({ value, at }) =>
      weakening(`exclude:${value}`, `"${value}" in \`drift.exclude\``, '', value, { subjectAt: at }),
    ),
    ...added.map(({ value, at }) =>
      weakening(`accept:${value}`, `"${value}" in \`drift.accept\``, '', value, { subjectAt: at }),
    ),
    ...(base.accept.length > 0 && subject.accept.length === 0
      ? [
          weakening('accept', '`accept` of `drift`', values(base.accept).join(', '), '', {
            baseAt: base.accept[0]?.at,
          }),
        ]
      : []),
  ];
}

function weakening(
  name: string,
  subject: string,
  before: string,
  after: string,
  { baseAt, subjectAt }: { readonly baseAt?: Span | undefined; readonly subjectAt?: Span | undefined },
): Weakening {
  return {
    kind: 'drift',
    anchor: `drift:${name}`,
    subject,
    before,
    after,
    ...(baseAt === undefined ? {} : { baseAt }),
    ...(subjectAt === undefined ? {} : { subjectAt }),
    section: 'drift',
  };
}
