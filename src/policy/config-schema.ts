/**
 * `.phase-mirror.yml`, version 1, defined once: the validator (config.ts), the types below and the JSON Schema
 * (schema/config.v1.json, written by scripts/generate-schema.mjs) all come from here. Why valibot:
 * docs/adr/0003-configuration-schema-library.md.
 *
 * A message in this file is the sentence that tells the person what to write; what is wrong is added by
 * config-problems.ts, which knows the value and its position. What needs the rule registry, today's date or two
 * keys at once is checked in config.ts.
 */
import * as v from 'valibot';
import { LEVELS } from '../rules/types.js';
import { calibrationSchema } from './config-calibration.js';
import { isDateShaped, parseDate } from './dates.js';
import { isCatchAll } from './glob-catch-all.js';

/** More than anyone writes by hand, few enough to keep every comparison cheap. */
const MAX_ITEMS = 500;
const MAX_TEXT = 500;
/** A reason nobody has to ask about again. */
const MIN_REASON = 8;

const NAME = 'Write a name of 1 to 500 characters';
const BRANCH = 'Write a branch name or a pattern such as `release/*`';
const DATE = 'Write the date as YYYY-MM-DD';

/** Checks with their own words; the words are in {@link CHECK_REASONS}. */
const isNotCatchAll = (text: string): boolean => !isCatchAll(text);
const isCalendarDay = (text: string): boolean => !isDateShaped(text) || parseDate(text) !== null;
const isReason = (text: string): boolean => text.trim().length >= MIN_REASON;

/** What a failed check means, as a clause after the name of the key. */
export const CHECK_REASONS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [isNotCatchAll, 'is a catch-all: it has fewer than two letters or digits beside the wildcards'],
  [isCalendarDay, 'is not a day of the calendar'],
  [isReason, `has fewer than ${MIN_REASON} characters`],
]);

function text(message: string) {
  return v.pipe(v.string(message), v.minLength(1, message), v.maxLength(MAX_TEXT, message));
}

function list<T extends v.GenericSchema>(item: T, message: string) {
  return v.pipe(v.array(item, message), v.maxLength(MAX_ITEMS, `Keep at most ${MAX_ITEMS} entries`));
}

function maximum(severity: string) {
  const message = 'Use a whole number of 0 or more';
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(0, message),
    v.maxValue(1_000_000, 'Use at most 1000000'),
    v.description(`How many new problems of severity ${severity} a change may introduce before it is blocked.`),
  );
}

export const ruleSchema = v.strictObject(
  {
    level: v.pipe(
      v.picklist(LEVELS, 'Use `block`, `warn` or `off`'),
      v.description('block: new problems count toward the maxima; warn: they are shown; off: the rule does not run.'),
    ),
  },
  'Write it as `{level: block}`, `{level: warn}` or `{level: off}`',
);

export const requiredCheckSchema = v.strictObject(
  {
    context: v.pipe(text(NAME), v.description('The name of the check as GitHub shows it.')),
    branches: v.optional(
      v.pipe(
        list(text(BRANCH), 'Write a list of branches, `[main]`'),
        v.minLength(1, 'Name a branch, or remove the key to mean the default branch'),
        v.description('Branches that require it, names or patterns. Without the key: the default branch.'),
      ),
    ),
  },
  'Write a check name, or `{context: NAME, branches: [BRANCH]}`',
);

const PATH = 'Write the path of a file, from the top of the repository';

export const schemaPairSchema = v.strictObject(
  {
    schema: v.pipe(text(PATH), v.description('A JSON or YAML file whose structure others rely on.')),
    version: v.strictObject(
      {
        path: v.pipe(text(PATH), v.description('The file that holds the version of the schema; it may be the schema.')),
        key: v.optional(
          v.pipe(
            text('Write the key with dots between levels, `info.version`'),
            v.description('Key of the version, dots between levels. Without it: the whole file is the version.'),
          ),
        ),
      },
      'Write it as `{path: FILE, key: KEY}`',
    ),
  },
  'Write it as `{schema: FILE, version: {path: FILE, key: KEY}}`',
);

export const policySchema = v.strictObject(
  {
    'max-critical': v.optional(maximum('critical')),
    'max-high': v.optional(maximum('high')),
    'max-medium': v.optional(maximum('medium')),
  },
  'Write it as a map, `max-medium: 10`',
);

const DAY = v.pipe(
  v.string(DATE),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, DATE),
  v.check(isCalendarDay, DATE),
  v.description('Last day it holds, YYYY-MM-DD (UTC); at most 180 days from the day it is read.'),
);

export const suppressionSchema = v.strictObject(
  {
    rule: v.pipe(text('Name one rule, `MD-001`'), v.description('The rule it is about.')),
    path: v.optional(
      v.pipe(
        text('Write a path, or a glob such as `.github/workflows/nightly-*.yml`'),
        v.check(isNotCatchAll, 'Name the file, or turn the rule off under `rules`'),
        v.description('File of the problem: a path, or a glob (`*` within a folder, `**` across folders).'),
      ),
    ),
    finding: v.optional(
      v.pipe(
        v.string('Write at least 8 hex digits of the finding id'),
        v.regex(/^[0-9a-f]{8,32}$/, 'Write 8 to 32 of the hex digits (lower case) that the report shows'),
        v.description('Start of the id of the finding, at least 8 hex digits.'),
      ),
    ),
    reason: v.pipe(
      v.string('Say in a sentence why the problem may stay'),
      v.minLength(MIN_REASON, 'Say in a sentence why the problem may stay'),
      v.check(isReason, 'Say in a sentence why the problem may stay'),
      v.maxLength(2000, 'Use at most 2000 characters'),
      v.description('Why the problem may stay. Shown in every report.'),
    ),
    until: DAY,
    verdict: v.optional(
      v.pipe(
        v.picklist(['false-positive', 'accepted'], 'Use `false-positive` or `accepted`'),
        v.description('false-positive: the rule is wrong here; accepted: it is right and we live with it.'),
      ),
    ),
    owner: v.optional(v.pipe(text(NAME), v.description('Who will come back to it.'))),
    ticket: v.optional(v.pipe(text(NAME), v.description('Where it is tracked.'))),
  },
  'Write it as a map with `rule`, `path` or `finding`, `reason` and `until`',
);

const PEM = 'Write the public key as PEM, a block that starts with -----BEGIN PUBLIC KEY-----';

export const trustedKeySchema = v.strictObject(
  {
    id: v.pipe(
      v.string('Write the id of the key, as `key show` prints it'),
      v.regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}$/, 'Write the id of the key, as `key show` prints it'),
      v.description('The id that signed documents name.'),
    ),
    pem: v.pipe(
      v.string(PEM),
      v.maxLength(2000, PEM),
      v.regex(/^-----BEGIN PUBLIC KEY-----\s[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*$/, PEM),
      v.description('The public key (ECC_NIST_P256), as PEM.'),
    ),
    use: v.pipe(
      v.picklist(['baseline', 'levels'], 'Use `baseline` or `levels`'),
      v.description('What may be signed with it: one key, one job.'),
    ),
    'not-after': v.optional(
      v.pipe(
        v.string(DATE),
        v.regex(/^\d{4}-\d{2}-\d{2}$/, DATE),
        v.check(isCalendarDay, DATE),
        v.description('Last day on which what it signed is accepted, YYYY-MM-DD (UTC).'),
      ),
    ),
  },
  'Write it as a map with `id`, `pem` and `use`',
);

export const trustSchema = v.strictObject(
  {
    keys: v.optional(
      v.pipe(
        list(trustedKeySchema, 'Write a list, one entry per key'),
        v.description('Public keys that signed baselines and levels are checked with.'),
      ),
    ),
  },
  'Write it as a map, `keys: [...]`',
);

const GLOB = 'Write a path, or a glob such as `deploy/**`';
const SHARE = 'Use a share from 0 to 1, such as 0.3';
const ACCOUNT = 'Write the name of a user, or `ORGANISATION/TEAM`';

export const driftSchema = v.strictObject(
  {
    include: v.optional(
      v.pipe(
        list(text(GLOB), 'Write a list of paths and globs, `[deploy/**]`'),
        v.description('Paths and globs that are governed besides the built-in ones (docs/drift.md).'),
      ),
    ),
    exclude: v.optional(
      v.pipe(
        list(
          v.pipe(text(GLOB), v.check(isNotCatchAll, 'Name the files that are not to be governed')),
          'Write a list of paths and globs, `[testdata/**]`',
        ),
        v.description('Paths and globs that are not governed. The configuration file itself always is.'),
      ),
    ),
    'max-magnitude': v.optional(
      v.pipe(
        v.number(SHARE),
        v.minValue(0, SHARE),
        v.maxValue(1, SHARE),
        v.description('The largest share of governed files that one acceptance may change; 0.3 without the key.'),
      ),
    ),
    accept: v.optional(
      v.pipe(
        list(
          v.pipe(
            v.string(ACCOUNT),
            v.regex(/^@?[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\]|\/[A-Za-z0-9_.-]{1,100})?$/, ACCOUNT),
          ),
          'Write a list of users and teams, `[octocat, octo-org/security]`',
        ),
        v.description('Who may accept a new state. Without the key: who has the role admin or maintain.'),
      ),
    ),
  },
  'Write it as a map, `include: [deploy/**]`',
);

export const rulesSchema = v.record(
  v.string(),
  ruleSchema,
  'Write a map from rule id to settings, `MD-001: {level: warn}`',
);

export const configSchema = v.pipe(
  v.strictObject(
    {
      version: v.pipe(v.literal(1, 'Write `version: 1`'), v.description('Version of this format.')),
      rules: v.optional(v.pipe(rulesSchema, v.description('Settings of single rules, by id.'))),
      'required-checks': v.optional(
        v.pipe(
          list(
            v.union([text(NAME), requiredCheckSchema], 'Write a check name, or `{context: NAME, branches: [BRANCH]}`'),
            'Write a list of check names, `[lint, test]`',
          ),
          v.description('Checks that must pass before a merge, where no file of the repository says so.'),
        ),
      ),
      'external-checks': v.optional(
        v.pipe(
          list(
            v.pipe(text(NAME), v.check(isNotCatchAll, 'Write the name of the check, or the start of it: `codecov/*`')),
            'Write a list of check names or globs, `[codecov/*]`',
          ),
          v.description('Checks that something else than a job of this repository reports. `*` stands for any text.'),
        ),
      ),
      schemas: v.optional(
        v.pipe(
          list(schemaPairSchema, 'Write a list, one entry per schema'),
          v.description('Schemas, each with the version that has to change when its structure changes.'),
        ),
      ),
      policy: v.optional(v.pipe(policySchema, v.description('When a change is blocked.'))),
      drift: v.optional(v.pipe(driftSchema, v.description('What is compared with the accepted state, and by whom.'))),
      calibration: v.optional(
        v.pipe(calibrationSchema, v.description('Whose verdicts decide which rules block, and by which rate.')),
      ),
      trust: v.optional(v.pipe(trustSchema, v.description('Whose signatures count.'))),
      suppressions: v.optional(
        v.pipe(
          list(suppressionSchema, 'Write a list, one entry per suppression'),
          v.description('Problems that may stay for a while.'),
        ),
      ),
    },
    'Write the configuration as a map that starts with `version: 1`',
  ),
  v.title('Phase Mirror configuration, version 1 (.phase-mirror.yml)'),
);

/** The plain data of a file that matches the schema. */
export type ConfigInput = v.InferOutput<typeof configSchema>;
