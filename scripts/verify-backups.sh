#!/usr/bin/env bash
# Are the backups in AWS any good? Restores each table to a moment beside it, compares it row by row and deletes the copy;
# reads the signed documents of the bucket and the versions before them, and verifies them with the keys that the
# repository at PATH pins. `phase-mirror store verify-backups`, for those who look for it here.
#
# Usage: scripts/verify-backups.sh [PATH] --environment NAME --baseline-bucket BUCKET [--region REGION] [--format json]
#        scripts/verify-backups.sh --environment NAME --clean      deletes copies that a killed check left behind
# Exit: 0 sound; 2 something is wrong, or could not be looked at; 64 usage
set -euo pipefail

exec node "$(dirname "$0")/../dist/cli/index.js" store verify-backups "$@"
