#!/usr/bin/env bash
# Makes .venv with the test tools of requirements-test.txt, every file pinned by hash. Does nothing when .venv was made
# from the same requirements by the same Python, so it costs nothing to call before every use.
#
# Usage: scripts/venv.sh [REQUIREMENTS FOLDER]     prints nothing when there is nothing to do
# Needs: Python 3.11 or later with venv, or with the virtualenv package. PYTHON names another interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
requirements=${1:-requirements-test.txt}
venv=${2:-.venv}
stamp=$venv/.requirements

command -v "$python" >/dev/null || {
  echo "venv.sh: $python was not found. Install Python 3.11 or later, or set PYTHON." >&2
  exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "venv.sh: $("$python" -V) is too old: zizmor needs 3.11. Set PYTHON to a later one." >&2
  exit 1
}

wanted="$("$python" -V) $("$python" -c '
import hashlib, sys
print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$requirements")"
if [[ -x $venv/bin/python && "$(cat "$stamp" 2>/dev/null)" == "$wanted" ]]; then
  exit 0
fi

rm -rf "$venv"
if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
  # Debian splits ensurepip off into python3-venv; virtualenv carries its own pip.
  rm -rf "$venv"
  "$python" -m virtualenv --quiet "$venv" || {
    echo "venv.sh: neither \`$python -m venv\` nor \`$python -m virtualenv\` works. Install python3-venv or virtualenv." >&2
    exit 1
  }
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
  --require-hashes --only-binary :all: --requirement "$requirements"
# Last: an interrupted installation has no stamp and is made again.
echo "$wanted" > "$stamp"
