#!/usr/bin/env bash
# Rotates the redaction nonce of an environment away from its current version:
#
#     v1 → v1 + v2 (an hour of grace: v2 signs, both verify) → v2
#
# Run it, and run the same again after the hour: that retires the old one. It can be interrupted at any moment and run
# again with the same words; it goes on from what is stored. `phase-mirror nonce rotate --from`, for those who look for it
# here. No value of a nonce is printed, passed as an argument or written to a file.
#
# Usage: scripts/rotate-nonce.sh ENVIRONMENT CURRENT [--wait] [--region REGION]
#        scripts/rotate-nonce.sh staging 0       makes the first one, v1
#        scripts/rotate-nonce.sh staging 1       v1 to v2; again after an hour: retires v1
#   --wait    stay for the hour of grace, and retire the old one then
# Exit: 0 done, or nothing to do yet; 2 refused or failed, with what was changed printed; 64 usage
set -euo pipefail

usage() {
  echo 'usage: scripts/rotate-nonce.sh ENVIRONMENT CURRENT [--wait] [--region REGION]' >&2
  exit 64
}

(($# >= 2)) || usage
environment=$1 current=$2
shift 2
wait=false
options=()
while (($# > 0)); do
  case $1 in
    --wait) wait=true ;;
    --region) (($# >= 2)) || usage; options+=(--region "$2"); shift ;;
    *) usage ;;
  esac
  shift
done

rotate() {
  node "$(dirname "$0")/../dist/cli/index.js" nonce rotate --environment "$environment" --from "$current" \
    "${options[@]+"${options[@]}"}"
}

rotate
if [[ $wait == true && $current != 0 ]]; then
  # A little more than the hour, so that it is over by the clock that stamped the version.
  sleep 3605
  rotate
fi
