#!/usr/bin/env bash
# Fails with a sentence when the one thing named is missing or too old: require.sh python PYTHON | node
set -euo pipefail
case "$1" in
  python)
    "$2" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
      { echo "Farol needs Python 3.11 or newer; '$2' is $("$2" --version 2>&1 || echo missing). Install it, or: make PYTHON=/path/to/python3.12" >&2; exit 1; }
    "$2" -c 'import venv, ensurepip' 2>/dev/null ||
      { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
    ;;
  node)
    command -v npm >/dev/null ||
      { echo "Farol's frontend is built with Node 20 or newer and npm; neither was found on PATH." >&2; exit 1; }
    node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' ||
      { echo "Farol's frontend needs Node 20 or newer; this is $(node --version)." >&2; exit 1; }
    ;;
esac
