/** The words of `help`. */
import { VERSION } from '../version.js';

const GENERAL = `phase-mirror ${VERSION}
Do the things this repository requires, configures, codes and runs agree with each other?

  phase-mirror evaluate [PATH]         findings with file and line, and a decision: pass, warn or block
  phase-mirror explain RULE|FINDING    why it matters, how to mend it, how to dispute it
  phase-mirror config check|show       is the configuration valid; where does each value come from
  phase-mirror help COMMAND            the options of one command
  phase-mirror version

No account and no network are needed. Exit codes: 0 pass or warn, 1 block, 2 something failed, 64 wrong usage.
`;

const TOPICS: Readonly<Record<string, string>> = {
  evaluate: `phase-mirror evaluate [PATH] [options]

Reads the repository that PATH (default: .) is in, untracked files included, and decides.
Without --base every problem counts; with it only what your work introduces.

  --base REV             compare with REV, or with where your branch left it (git merge-base)
  --config FILE          use this configuration instead of .phase-mirror.yml of the base
  --rule ID              run this rule only; may be repeated
  --strict               at most 0 critical, 0 high, 5 medium problems
  --format FORMAT        text (default), json, sarif, github (workflow commands), markdown
  --output FILE          write the result there instead of to stdout
  --dry-run              write nothing, not even --output
  --repository OWNER/NAME  ask GitHub too what is required; needs GITHUB_TOKEN in the environment
  --timings              how long each phase took, on stderr
`,
  explain: `phase-mirror explain RULE|FINDING_ID [PATH] [--base REV]

RULE         a rule such as MD-001: what it checks, how to mend it, the safe order of a rename, how to dispute it
FINDING_ID   at least 8 hex digits of a finding of PATH (default: .): its evidence in full
`,
  config: `phase-mirror config check [PATH]    is .phase-mirror.yml valid? Exit 0 or 2
phase-mirror config show [PATH]     every value in force and where it comes from
  --strict                          as evaluate --strict would see it
`,
  version: 'phase-mirror version\n',
};

/** Help on one command, or in general. */
export function helpText(topic: string | null): string {
  return topic === null ? GENERAL : (TOPICS[topic] ?? GENERAL);
}
