/** Help on the commands of secrets and keys. */

const WHERE = `  --environment NAME     the environment in their names
  --region REGION        their region (default: AWS_REGION)
`;
const FORMAT = `  --format FORMAT        text (default), json
`;

export const SECRET_TOPICS: Readonly<Record<'nonce' | 'salt' | 'key', string>> = {
  nonce: `phase-mirror nonce rotate --environment NAME   a new version signs from now on; the first one, where there is none
phase-mirror nonce retire --environment NAME   removes the versions whose successor is an hour old
phase-mirror nonce list --environment NAME     which there are, without their values
${WHERE}${FORMAT}  --now                  rotate: although the newest is not an hour old. retire: without the hour of grace, so that
                         text made under the old version fails at once. For a nonce that has leaked
  --from N               rotate: the one away from version N (0: there is none yet), and nothing else. The same again goes
                         on with it: after an hour it retires N. scripts/rotate-nonce.sh is this
Each can be run again after an interruption: it goes on from what is there.
`,
  salt: `phase-mirror salt create --environment NAME   the first identity salt, where there is none
phase-mirror salt rotate --environment NAME   a new version for new rows; older ones are kept while rows carry them
phase-mirror salt list --environment NAME     which there are, without their values
${WHERE}${FORMAT}  --now                  rotate although the newest is not an hour old
`,
  key: `phase-mirror key create --use USE --environment NAME   a signing key in KMS; prints the public half, as it is pinned
phase-mirror key show --use USE --environment NAME     the public half again
  --use USE              baseline or levels: one key, one job
${WHERE}
phase-mirror key create --use USE --pem | gh secret set PHASE_MIRROR_SIGNING_KEY
                         a key in PEM, for those without AWS: the private half on stdout, the public one on stderr
phase-mirror key show --use USE --pem                  the public half of PHASE_MIRROR_SIGNING_KEY
`,
};
