#!/usr/bin/env bash
# Locks every list again, with hashes and without index addresses. Versions move only where asked:
#   requirements/compile.sh [--upgrade | --upgrade-package NAME]
set -euo pipefail
cd "$(dirname "$0")"
uv="../.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes
    --no-emit-index-url --no-emit-find-links --no-annotate --no-header"
$uv bootstrap.in -o bootstrap.txt "$@"
$uv --no-deps data.in -o data.txt
$uv dev.in -o dev.txt "$@"
for list in base api worker run; do $uv -c dev.txt "$list.in" -o "$list.txt"; done
