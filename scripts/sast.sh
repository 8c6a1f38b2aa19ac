#!/usr/bin/env bash
# Static analysis: src/ by the rules of .semgrep/, and the rules by their own examples. Reads no other rules, sends nothing.
#
# Usage: scripts/sast.sh     exit 1 when something is found
# Needs: Python 3.11 or later. Makes .venv-sast the first time.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/venv.sh requirements-sast.txt .venv-sast
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# No telemetry, no look for a newer version, no settings of this machine. Semgrep writes its settings: by a rename, so that
# a device in their place would become a file.
export SEMGREP_SEND_METRICS=off SEMGREP_ENABLE_VERSION_CHECK=0 SEMGREP_SETTINGS_FILE="$tmp/settings.yml"
PATH="$PWD/.venv-sast/bin:$PATH"

semgrep scan --test --config .semgrep/phase-mirror.yml .semgrep/phase-mirror.ts
semgrep scan --error --disable-version-check --config .semgrep/phase-mirror.yml src
