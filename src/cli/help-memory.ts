/** Help on the commands of what is remembered. */

const TARGET = `
Where it is remembered:
  --store FILE           the database; without it .phase-mirror/store.db at the top of the repository you are in.
                         Needs Node 22.13 or later
  --backend aws          the tables of an AWS account instead, with
  --environment NAME       the environment in their names, and
  --region REGION          their region (default: AWS_REGION)
`;

const PEOPLE = `REPO, ORG and ID are GitHub's numeric ids. With GITHUB_TOKEN in the environment they may be names: OWNER/NAME, a login.
`;

export const MEMORY_TOPICS: Readonly<Record<'fp' | 'consent' | 'store', string>> = {
  fp: `phase-mirror fp list [options]
  --rule ID              findings of this rule
  --repository REPO      of this repository
  --state STATE          pending, false-positive, true-positive
  --since WHEN           seen since a date (2026-01-31, UTC) or an instant with its zone (2026-01-31T09:00:00+01:00)
  --audit                pull requests of the audit sample instead, older than 30 days and not wholly reviewed: until they
                         are, they speak against a rule that would block again. Only rules that do not block, and pull
                         requests that have not voted: with AWS that takes --baseline-bucket NAME. Reads \`calibration\` in the configuration
                         of the commit that is checked out, and asks GitHub for the reviewers with GITHUB_TOKEN
  --limit N              at most N events (default 50), rule after rule, newest first; the next rule: --rule ID
  --format FORMAT        text (default), json

phase-mirror fp mark FINDING --ticket TEXT [options]       it was wrong: a false positive
phase-mirror fp confirm FINDING --ticket TEXT [options]    it was right: a true positive
  FINDING                at least 8 hex digits of its id; the verdict holds for every event of it
  --ticket TEXT          why: a ticket or a sentence. Passwords and keys do not belong here
  --reviewer ID          who says so. Without it, and with a database, git's user.email is you; stored is a part of its
                         SHA-256, not the address. It counts only by somebody under \`calibration.reviewers\`
  --repository REPO      whose finding it is; needed when several repositories have it, and with --backend aws
  --org ORG              with --backend aws and a numeric REPO: who owns it, and has to have consented to verdicts
  --format FORMAT        text (default), json
A later verdict of the same person replaces the earlier one.
${TARGET}
${PEOPLE}`,
  consent: `phase-mirror consent grant --org ORG --resources LIST [options]
  --resources LIST       events (findings are recorded), verdicts (what people say of them), aggregate (they count for
                         the organisation); separated by commas
  --repository REPO      for this repository; without it for all of the organisation, except
  --exclude REPO         this one; may be repeated
  --expires WHEN         the first moment at which it does not hold: a date (UTC) or an instant with its zone
  --not-revocable        holds until it expires; needs --expires
  --grantor ID           who grants it; without it, and with a database, git's user.email (a part of its SHA-256)
A grant replaces the earlier one of the same organisation or repository.

phase-mirror consent revoke --org ORG [--repository REPO] [--by ID]
phase-mirror consent check --org ORG --repository REPO [--resources LIST]
                         may it be recorded now? Exit 0: granted. 1: not granted. 2: could not be found out
phase-mirror consent show --org ORG [--repository REPO]
                         the grant of exactly that, in force or not, and every one before it
  --format FORMAT        text (default), json
${TARGET}
${PEOPLE}`,
  store: `phase-mirror store verify             every check of the database with its result. Exit 2 when one failed
phase-mirror store export             everything in it, as JSON lines
  --output FILE          write them there instead of to stdout
phase-mirror store import FILE        makes a database of what \`store export\` wrote; refused where one holds rows
phase-mirror store merge FILE         takes in another database; that one is not changed
phase-mirror store migrate            brings a database of an earlier version up to date

  --store FILE           the database; without it .phase-mirror/store.db at the top of the repository you are in
  --format FORMAT        text (default), json
Needs Node 22.13 or later.

phase-mirror store verify-backups [PATH] --environment NAME --baseline-bucket BUCKET
                         are the backups in AWS any good? Restores each table to a moment beside it, compares row by row,
                         deletes the copy; reads the signed documents and the versions before them, and verifies them
                         with the keys that the repository at PATH (default: .) pins. Exit 2 when something is wrong.
                         Takes from ten minutes to hours, and a restore costs by the size of the table
  --region REGION        their region (default: AWS_REGION)
  --clean                only delete the copies that a check left behind when it was killed; takes no bucket
  --format FORMAT        text (default), json
`,
};
