#!/usr/bin/env bash
# Makes the labels of Phase Mirror's issues, or mends their colours. A run that opens an issue makes the ones it needs by
# itself; this is for repositories where its token may not.
#
# Usage: scripts/create-labels.sh OWNER/NAME…
# Needs: gh, signed in or with GH_TOKEN, with the right to write issues
set -euo pipefail

(($# > 0)) || {
  echo 'usage: scripts/create-labels.sh OWNER/NAME…' >&2
  exit 64
}
command -v gh >/dev/null || {
  echo 'create-labels.sh: gh was not found: https://cli.github.com' >&2
  exit 2
}

# NAME COLOUR DESCRIPTION: src/report/issues.ts, which a test holds equal.
while read -r name color description; do
  for repository; do
    gh label create "$name" --repo "$repository" --color "$color" --description "$description" --force </dev/null
  done
done <<'LABELS'
schema-drift d93f0b A schema changed against the accepted baseline
priority-high b60205 Look at this first
fp-calibration 0e8a16 The level of a rule changes by its record
circuit-breaker fbca04 A rule is paused because it blocked many pull requests
governance 5319e7 The governed state of this repository
runtime-enforcement 1d76db Something was merged that the gate would have blocked
LABELS
