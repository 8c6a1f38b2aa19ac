/** Help on `drift`. */

export const DRIFT_TOPIC = `phase-mirror drift check [PATH] [options]     what moved away from the accepted state. Exit 0: nothing. 1: something.
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
`;
