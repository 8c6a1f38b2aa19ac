/** The words of `help`. */
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import { VERSION } from '../version.js';
import { CALIBRATE_TOPIC } from './help-calibrate.js';
import { DRIFT_TOPIC } from './help-drift.js';
import { FLEET_TOPIC } from './help-fleet.js';
import { MEMORY_TOPICS } from './help-memory.js';
import { OIDC_TOPIC } from './help-oidc.js';
import { SECRET_TOPICS } from './help-secrets.js';

const GENERAL = `phase-mirror ${VERSION}
Do the things this repository requires, configures, codes and runs agree with each other?

  phase-mirror evaluate [PATH]         findings with file and line, and a decision: pass, warn or block
  phase-mirror replay [PATH]           every change of a history: what would have been blocked, and why
  phase-mirror explain RULE|FINDING    why it matters, how to mend it, how to dispute it
  phase-mirror config check|show       is the configuration valid; where does each value come from
  phase-mirror drift WORD              what moved away from the accepted state: check, accept, show
  phase-mirror calibrate WORD          which rules may block, by their record: ingest, report, apply
  phase-mirror fp list|mark|confirm    what was recorded, and whether it was right
  phase-mirror consent WORD            what may be recorded: grant, revoke, check, show
  phase-mirror store WORD              the database: verify, export, import, merge, migrate; verify-backups of AWS
  phase-mirror fleet report            the repositories of an organisation side by side
  phase-mirror nonce rotate|list|retire   the key of redacted text
  phase-mirror salt create|rotate|list    the key of identities
  phase-mirror key create|show         the keys that sign baselines and levels
  phase-mirror verify-oidc             which roles on AWS trust this job
  phase-mirror help COMMAND            the options of one command
  phase-mirror version

No account and no network are needed. Exit codes: 0 pass or warn, 1 block, or no consent, 2 something failed, 64 wrong usage.
`;

const TOPICS: Readonly<Record<string, string>> = {
  evaluate: `phase-mirror evaluate [PATH] [options]

Reads the repository that PATH (default: .) is in, untracked files included, and decides.
Without --base every problem counts; with it only what your work introduces.

  --base REV             compare with REV, or with where your branch left it (git merge-base)
  --config FILE          use this file of the repository instead of .phase-mirror.yml of the base
  --rule ID              run this rule only; may be repeated
  --strict               at most 0 critical, 0 high, 5 medium problems
  --format FORMAT        text (default), json, sarif, github (workflow commands), markdown
  --output FILE          write the result there instead of to stdout
  --dry-run              write nothing, not even --output
  --repository OWNER/NAME  ask GitHub too what is required; needs GITHUB_TOKEN in the environment
  --timings              how long each phase took, on stderr
`,
  replay: `phase-mirror replay [PATH] [options]

Evaluates every first-parent change of a clone's default branch against its parent, by the rules and the configuration
its parent had. PATH (default: .) may be a bare repository. Reads git's objects alone: nothing is checked out, run or
written.

  --branch NAME          another branch than the default branch
  --since YYYY-MM-DD     changes from this day on
  --last N               the last N changes
  --rule ID              run this rule only; may be repeated
  --repository OWNER/NAME  the name of the repository, for rules that speak of it; GitHub is not asked
  --format FORMAT        text (default), json, markdown (a table for a rollout proposal)
  --output FILE          write the result there instead of to stdout
  --state FILE           keep there what was reached, and go on from it the next time
`,
  explain: `phase-mirror explain RULE|FINDING_ID [PATH] [--base REV]

RULE         a rule such as MD-001: what it checks, how to mend it, the safe order of a rename, how to dispute it
FINDING_ID   at least 8 hex digits of a finding of PATH (default: .): its evidence in full
`,
  config: `phase-mirror config check [PATH]    is .phase-mirror.yml valid? Exit 0 or 2
phase-mirror config show [PATH]     every value in force and where it comes from
  --strict                          as evaluate --strict would see it
`,
  drift: DRIFT_TOPIC,
  calibrate: CALIBRATE_TOPIC,
  fleet: FLEET_TOPIC,
  ...MEMORY_TOPICS,
  ...SECRET_TOPICS,
  'verify-oidc': OIDC_TOPIC,
  version: 'phase-mirror version\n',
};

/**
 * Help on one command, or in general.
 *
 * @throws PhaseMirrorError `user`, exit 64: there is no such command
 */
export function helpText(topic: string | null): string {
  if (topic === null || topic === 'help') return GENERAL;
  const text = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
  if (text !== undefined) return text;
  throw new PhaseMirrorError('user', {
    thing: `"${topic}"`,
    reason: 'is not a command',
    next: `One of: ${Object.keys(TOPICS).join(', ')}`,
    exitCode: EXIT_CODES.usage,
  });
}
