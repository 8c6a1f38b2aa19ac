/**
 * `calibration` of the configuration: whose verdicts count, and what a rule has to keep to. Its schema, what comes of it,
 * its rows in `config show`, and what a change loosens. docs/statistics.md says what the numbers do.
 */
import * as v from 'valibot';
import type { Located, Span } from '../repository/types.js';
import type { YamlValue } from '../repository/yaml.js';
import { NO_CALIBRATION } from './empty-config.js';
import type { CalibrationSettings, Config } from './types.js';
import type { Weakening } from './weakenings.js';

/** The false-positive rate that a rule which blocks has to stay below, where the configuration names none. */
export const DEFAULT_FP_THRESHOLD = 0.05;
/** Share of the pull requests that are reviewed for promotions, where the configuration names none. */
export const DEFAULT_AUDIT_RATE = 0.2;

/** More people than this judge no repository; a list has to end somewhere. */
const MAX_REVIEWERS = 100;

const REVIEWER =
  'Write the name of a user, `ORGANISATION/TEAM`, a numeric id of GitHub in quotes, or the e-mail address of a person';
/**
 * A user or team, or an address as git has it in `user.email`, of which no more is checked than that it is one. An app
 * can't answer for a verdict, so `[bot]` is no part of a name here.
 */
const REVIEWER_NAME =
  /^(?:@?[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\/[A-Za-z0-9_.-]{1,100})?|[^\s@<>"(),:;[\]\\]{1,64}@[A-Za-z0-9.-]{1,185})$/;
const THRESHOLD = 'Use a rate from 0.01 to 0.5, such as 0.05';
const RATE = 'Use a share from 0 to 1, such as 0.2';

export const calibrationSchema = v.strictObject(
  {
    reviewers: v.optional(
      v.pipe(
        v.array(
          v.pipe(v.string(REVIEWER), v.regex(REVIEWER_NAME, REVIEWER)),
          'Write a list of users and teams, `[octocat, octo-org/security]`',
        ),
        v.maxLength(MAX_REVIEWERS, `Keep at most ${MAX_REVIEWERS} entries`),
        v.description(
          'Whose verdicts on findings count: users, `ORGANISATION/TEAM`, numeric ids of GitHub in quotes, which need no token, and e-mail addresses for work without GitHub. Without the key: nobody.',
        ),
      ),
    ),
    threshold: v.optional(
      v.pipe(
        v.number(THRESHOLD),
        v.minValue(0.01, THRESHOLD),
        v.maxValue(0.5, THRESHOLD),
        v.description(
          `The false-positive rate above which a rule no longer blocks; ${DEFAULT_FP_THRESHOLD} without the key.`,
        ),
      ),
    ),
    'audit-rate': v.optional(
      v.pipe(
        v.number(RATE),
        v.minValue(0, RATE),
        v.maxValue(1, RATE),
        v.description(
          `Share of pull requests whose findings have to be reviewed before a rule may block again; ${DEFAULT_AUDIT_RATE} without the key. At 0 no rule is promoted.`,
        ),
      ),
    ),
  },
  'Write it as a map, `reviewers: [octocat]`',
);

/** Keys below `calibration` that hold numbers. */
export const CALIBRATION_NUMBERS: readonly string[] = ['calibration.threshold', 'calibration.audit-rate'];

/** @param section what stands below the key, for the places */
export function calibrationOf(
  section: YamlValue | undefined,
  input: v.InferOutput<typeof calibrationSchema> | undefined,
): CalibrationSettings {
  if (section?.kind !== 'map' || input === undefined) return NO_CALIBRATION;
  const list = section.get('reviewers');
  const names = input.reviewers ?? [];
  const places = list?.kind === 'seq' ? list.items : [];
  const number = (value: number | undefined, key: string): Located<number> | undefined => {
    const at = section.get(key)?.at;
    return value === undefined || at === undefined ? undefined : { value, at };
  };
  const threshold = number(input.threshold, 'threshold');
  const auditRate = number(input['audit-rate'], 'audit-rate');
  return {
    reviewers: places.flatMap(({ at }, index) => {
      const name = names[index];
      return name === undefined ? [] : [{ value: name.replace(/^@/, ''), at }];
    }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(auditRate === undefined ? {} : { auditRate }),
  };
}

/** Two configurations as one: reviewers add up, a number of `inline` wins. */
export function overlayCalibration(file: CalibrationSettings, inline: CalibrationSettings): CalibrationSettings {
  return { ...file, ...inline, reviewers: [...file.reviewers, ...inline.reviewers] };
}

/**
 * What a change loosens: somebody more whose verdicts count, a rate that a rule has to keep to which is another one, fewer
 * pull requests to review before a promotion, or nobody left who can judge. In a fixed order, each once.
 *
 * A threshold loosens in both directions: above the old one a noisy rule keeps blocking, below it a good one loses its
 * level to fewer verdicts, and either way the evidence so far is dropped.
 */
export function calibrationWeakenings({ calibration: base }: Config, { calibration: subject }: Config): Weakening[] {
  const known = new Set(base.reviewers.map(({ value }) => sameName(value)));
  const added = subject.reviewers.filter(
    ({ value }, index) =>
      !known.has(sameName(value)) &&
      subject.reviewers.findIndex((other) => sameName(other.value) === sameName(value)) === index,
  );
  const [first] = base.reviewers;
  const numbers = (key: 'threshold' | 'auditRate', builtIn: number) => [
    base[key]?.value ?? builtIn,
    subject[key]?.value ?? builtIn,
  ];
  const [oldThreshold = 0, threshold = 0] = numbers('threshold', DEFAULT_FP_THRESHOLD);
  const [oldRate = 0, rate = 0] = numbers('auditRate', DEFAULT_AUDIT_RATE);
  return [
    ...(threshold === oldThreshold
      ? []
      : [
          weakening('threshold', '`threshold` of `calibration`', String(oldThreshold), String(threshold), {
            baseAt: base.threshold?.at,
            subjectAt: subject.threshold?.at,
          }),
        ]),
    ...(rate >= oldRate
      ? []
      : [
          weakening('audit-rate', '`audit-rate` of `calibration`', String(oldRate), String(rate), {
            baseAt: base.auditRate?.at,
            subjectAt: subject.auditRate?.at,
          }),
        ]),
    ...added.map(({ value, at }) =>
      weakening(`reviewers:${value}`, `"${value}" in \`calibration.reviewers\``, '', value, { subjectAt: at }),
    ),
    ...(first === undefined || subject.reviewers.length > 0
      ? []
      : [
          weakening(
            'reviewers',
            '`reviewers` of `calibration`',
            base.reviewers.map(({ value }) => value).join(', '),
            '',
            { baseAt: first.at },
          ),
        ]),
  ];
}

/** GitHub's names are the same in upper and lower case, and so are addresses in practice. */
function sameName(name: string): string {
  return name.toLowerCase();
}

function weakening(
  name: string,
  subject: string,
  before: string,
  after: string,
  { baseAt, subjectAt }: { readonly baseAt?: Span | undefined; readonly subjectAt?: Span | undefined },
): Weakening {
  return {
    kind: 'calibration',
    anchor: `calibration:${name}`,
    subject,
    before,
    after,
    ...(baseAt === undefined ? {} : { baseAt }),
    ...(subjectAt === undefined ? {} : { subjectAt }),
    section: 'calibration',
  };
}
