#!/usr/bin/env bash
# Shows the accepted state: who accepted what, when and why, after its signature, repository, branch and sequence were
# checked. Writes nothing. `phase-mirror drift show`, for those who look for it here.
#
# Usage: scripts/load-baseline.sh [FOLDER] [--backend file|sqlite|aws] [--format json] …   as `phase-mirror drift show`
# Exit: 0 there is one, or certainly none; 2 it cannot be had, or is not to be believed; 64 usage
set -euo pipefail

exec node "$(dirname "$0")/../dist/cli/index.js" drift show "$@"
