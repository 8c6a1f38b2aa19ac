/** Help on `calibrate`. */

export const CALIBRATE_TOPIC = `phase-mirror calibrate ingest [PATH] [options]    what people said of findings, into the memory: dismissed alerts and
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
`;
