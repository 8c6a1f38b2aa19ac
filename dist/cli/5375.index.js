export const id=5375;export const ids=[5375];export const modules={85375:((e,t,o)=>{o.r(t),o.d(t,{helpText:()=>b});var r=o(19473),i=o(58508);let a=`phase-mirror calibrate ingest [PATH] [options]    what people said of findings, into the memory: dismissed alerts and
                         merged suppressions, where GITHUB_TOKEN and --repository OWNER/NAME are there, and
  --input FILE           JSON lines of another tracker: {"finding": "<32 hex digits>", "verdict": "false-positive" or
                         "true-positive", "reviewer": id, login or e-mail, "comment": "why",
                         "at": "2026-01-31T09:00:00Z"}
  --dry-run              say what would not count and how many would be new, and write nothing
  --format FORMAT        text (default), json

phase-mirror calibrate report [PATH] [options]    each rule's record, and which levels it would change. Writes nothing
phase-mirror calibrate apply [PATH] [options]     the same, and publishes the levels
  --set RULE=LEVEL       besides, give this rule a level: block, warn. A rise goes through the always-on checks (L0):
                         refused where its findings were wrong more often since, or fewer than ten pull requests of the
                         audit sample voted since it lost the level
  --for REPO               for this repository alone; --set RULE=inherit takes that back
  --restore SEQUENCE     go back to what was published then: its content, under a new sequence. What it raises goes
                         through the same checks
  --reason TEXT          why; needed with --set and --restore, and kept
  --by ID                who sets or restores; without it, and with a database, git's user.email
  --copy FILE            write the levels there, for runs without credentials: .github/phase-mirror-levels.json, to be
                         committed. Without a signature, or a key pinned for it, evaluate passes it over
  --dry-run              say what would be published, and write nothing, not even --output or --copy
  --repositories LIST    further repositories (ids, OWNER/NAME) whose findings under an older salt count as theirs
  --format FORMAT        text (default), json, markdown
  --output FILE          write the result there instead of to stdout
PHASE_MIRROR_SIGNING_KEY (PEM) in the environment signs the levels; with --backend aws the key of the environment does.

PATH (default: .) is a clone of the default branch: .phase-mirror.yml of its commit says who reviews. The memory:
  --store FILE           the database; without it .phase-mirror/store.db at the top of the repository.
                         Needs Node 22.13 or later
  --backend aws          the tables and the bucket of an AWS account instead, with
  --environment NAME       the environment in their names,
  --baseline-bucket NAME   the bucket,
  --repository REPO        the repository,
  --org ORG                the account that owns it, where --repository is an id, and
  --region REGION          the region (default: AWS_REGION)

  --repository REPO      GitHub's numeric id; with GITHUB_TOKEN in the environment also OWNER/NAME
  --config FILE          use this file of the repository instead of .phase-mirror.yml
Exit 0: done. 2: it could not be done, or was refused; nothing was published. How a level is earned: docs/calibration.md
`,s=`phase-mirror drift check [PATH] [options]     what moved away from the accepted state. Exit 0: nothing. 1: something.
                         2: there is no accepted state, or it could not be had or believed
  --format FORMAT        text (default), json, markdown
  --output FILE          write the result there instead of to stdout

phase-mirror drift accept [PATH] --reason TEXT [options]   the state of the default branch is right from now on
  --reason TEXT          why, in 8 characters or more; it is kept with the baseline
  --first                there is none yet: this is to be the first
  --restore VERSION      go back to a version that \`drift show\` lists, by its first characters: its content, under a new
                         sequence
  --anew                 the stored one was refused or deleted, or its key replaced: accept the state of now in its place
  --dry-run              say what would be accepted, and write nothing
PHASE_MIRROR_SIGNING_KEY (PEM) in the environment signs it; with --backend aws the key of the environment does.

phase-mirror drift show [PATH] [options]      who accepted what, when and why, and before; which paths are governed. Exit 2:
                         what is there is not to be used
  --format FORMAT        text (default), json

PATH (default: .) is a clone. Where the accepted state is kept:
  --store FILE           the database; without it .phase-mirror/store.db at the top of the repository.
                         Needs Node 22.13 or later
  --backend file         .github/phase-mirror-baseline.json of the default branch; accept writes it into the work tree,
                         for a pull request
  --backend aws          S3, with
  --environment NAME       the environment,
  --baseline-bucket NAME   the bucket, and
  --region REGION          the region (default: AWS_REGION)

  --repository REPO      GitHub's numeric id; with GITHUB_TOKEN in the environment also OWNER/NAME, and GitHub is asked
                         about protection, environments and workflows that are switched off
  --config FILE          use this file of the repository instead of .phase-mirror.yml
`,n=`phase-mirror fleet report [PATH\u{2026}] [options]

Several repositories of one organisation side by side: who has the gate, what is recorded and judged, which levels hold and
where they differ, what was blocked in 90 days, which exceptions end within 30 days, which rules were not evaluated and why.
Reads; writes nothing anywhere.

  PATH                   clones. Each is evaluated as \`evaluate\` does without a network
  --repositories FILE    more of them, one a line: numeric id, OWNER/NAME, folder of a clone, spaces or tabs between;
                         one of the first two is needed. A clone is called what its \`origin\` is, so name it once.
                         gh api orgs/ORG/repos --paginate --jq '.[] | [.id, .full_name] | @tsv' > FILE
  --backend aws          joined with the memory in AWS, with
  --environment NAME       the environment in the names of the tables,
  --org ORG                the organisation that owns them all: GitHub's id, or a login with GITHUB_TOKEN,
  --baseline-bucket NAME   the bucket of the levels, and
  --region REGION          their region (default: AWS_REGION)
  --store FILE           joined with a database instead
  --format FORMAT        text (default), json, markdown
  --output FILE          write the result there instead of to stdout
Rows of the memory are found by the numeric id of a repository: from FILE, or asked from GitHub by its name with
GITHUB_TOKEN. Exit 2: something that was asked for could not be looked at; the report says what.
`,h=`
Where it is remembered:
  --store FILE           the database; without it .phase-mirror/store.db at the top of the repository you are in.
                         Needs Node 22.13 or later
  --backend aws          the tables of an AWS account instead, with
  --environment NAME       the environment in their names, and
  --region REGION          their region (default: AWS_REGION)
`,d=`REPO, ORG and ID are GitHub's numeric ids. With GITHUB_TOKEN in the environment they may be names: OWNER/NAME, a login.
`,l={fp:`phase-mirror fp list [options]
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
${h}
${d}`,consent:`phase-mirror consent grant --org ORG --resources LIST [options]
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
${h}
${d}`,store:`phase-mirror store verify             every check of the database with its result. Exit 2 when one failed
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
`},c=`phase-mirror verify-oidc --role-to-assume ARN [options]

In a job of GitHub Actions with \`id-token: write\`: exchanges the token of the job at each role as a run would, prints what
the token claims and which roles trust it, and throws away what comes back. The token is never printed.

  --role-to-assume ARN   a role that has to trust this job; may be repeated
  --refused ARN          a role that must not; may be repeated
  --region REGION        where STS is asked (default: AWS_REGION)
  --format FORMAT        text (default), json

Exit codes: 0 it is as asked, 2 it is not, or it could not be found out.
`,u=`  --environment NAME     the environment in their names
  --region REGION        their region (default: AWS_REGION)
`,p=`  --format FORMAT        text (default), json
`,m={nonce:`phase-mirror nonce rotate --environment NAME   a new version signs from now on; the first one, where there is none
phase-mirror nonce retire --environment NAME   removes the versions whose successor is an hour old
phase-mirror nonce list --environment NAME     which there are, without their values
${u}${p}  --now                  rotate: although the newest is not an hour old. retire: without the hour of grace, so that
                         text made under the old version fails at once. For a nonce that has leaked
  --from N               rotate: the one away from version N (0: there is none yet), and nothing else. The same again goes
                         on with it: after an hour it retires N. scripts/rotate-nonce.sh is this
Each can be run again after an interruption: it goes on from what is there.
`,salt:`phase-mirror salt create --environment NAME   the first identity salt, where there is none
phase-mirror salt rotate --environment NAME   a new version for new rows; older ones are kept while rows carry them
phase-mirror salt list --environment NAME     which there are, without their values
${u}${p}  --now                  rotate although the newest is not an hour old
`,key:`phase-mirror key create --use USE --environment NAME   a signing key in KMS; prints the public half, as it is pinned
phase-mirror key show --use USE --environment NAME     the public half again
  --use USE              baseline or levels: one key, one job
${u}
phase-mirror key create --use USE --pem | gh secret set PHASE_MIRROR_SIGNING_KEY
                         a key in PEM, for those without AWS: the private half on stdout, the public one on stderr
phase-mirror key show --use USE --pem                  the public half of PHASE_MIRROR_SIGNING_KEY
`},f=`phase-mirror ${i.x}
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
`,w={evaluate:`phase-mirror evaluate [PATH] [options]

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
`,replay:`phase-mirror replay [PATH] [options]

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
`,explain:`phase-mirror explain RULE|FINDING_ID [PATH] [--base REV]

RULE         a rule such as MD-001: what it checks, how to mend it, the safe order of a rename, how to dispute it
FINDING_ID   at least 8 hex digits of a finding of PATH (default: .): its evidence in full
`,config:`phase-mirror config check [PATH]    is .phase-mirror.yml valid? Exit 0 or 2
phase-mirror config show [PATH]     every value in force and where it comes from
  --strict                          as evaluate --strict would see it
`,drift:s,calibrate:a,fleet:n,...l,...m,"verify-oidc":c,version:"phase-mirror version\n"};function b(e){if(null===e||"help"===e)return f;let t=Object.hasOwn(w,e)?w[e]:void 0;if(void 0!==t)return t;throw new r.VV("user",{thing:`"${e}"`,reason:"is not a command",next:`One of: ${Object.keys(w).join(", ")}`,exitCode:r.ai.usage})}})};