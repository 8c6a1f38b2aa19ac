#!/usr/bin/env bash
# Which roles trust the job that this runs in? Prints what the OIDC token of the job claims (never the token) and, for each
# role, whether it trusts it. `phase-mirror verify-oidc`, for those who look for it here.
#
# In a job of GitHub Actions, with this repository checked out:
#
#     permissions:
#       id-token: write # to ask for the token
#       contents: read # to check out
#     steps:
#       - run: scripts/verify-oidc.sh --region eu-central-1 --role-to-assume "$EVALUATE_ROLE" --refused "$RECORD_ROLE"
#
# Usage: scripts/verify-oidc.sh --role-to-assume ARN … [--refused ARN …] [--region REGION] [--format text|json]
# Exit: 0 it is as asked; 2 it is not, or it could not be found out; 64 usage
set -euo pipefail

exec node "$(dirname "$0")/../dist/cli/index.js" verify-oidc "$@"
