/** Help on `fleet`. */

export const FLEET_TOPIC = `phase-mirror fleet report [PATH…] [options]

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
`;
