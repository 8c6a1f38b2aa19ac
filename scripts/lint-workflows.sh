#!/usr/bin/env bash
# Lints what GitHub runs for this repository and what our users run: workflows, action.yml files and shell scripts.
# Offline, with the pinned tools of .venv (scripts/venv.sh makes it). Exceptions are argued beside what they excuse:
# `# zizmor: ignore[…]` in the file, or .github/actionlint.yaml.
#
# Usage: scripts/lint-workflows.sh
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/venv.sh
bin=$PWD/.venv/bin

shopt -s nullglob
workflows=(.github/workflows/*.yml .github/workflows/*.yaml workflows-templates/*.yml)
actions=(action.yml actions/*/action.yml)
scripts=(scripts/*.sh .ci/run)

status=0
echo "actionlint: ${#workflows[@]} workflows"
"$bin/actionlint" -no-color -shellcheck "$bin/shellcheck" -pyflakes '' "${workflows[@]}" || status=1

echo "zizmor: ${#workflows[@]} workflows, ${#actions[@]} actions, dependabot.yml"
"$bin/zizmor" --offline --no-progress --quiet --color never --persona pedantic \
  "${workflows[@]}" "${actions[@]}" .github/dependabot.yml || status=1

echo "shellcheck: ${#scripts[@]} scripts"
"$bin/shellcheck" "${scripts[@]}" || status=1

exit "$status"
