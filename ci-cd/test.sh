#!/usr/bin/env bash
# Every check, fast ones first; stops at the first stage that fails. Called by `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
started=$SECONDS

stage() {
  local name=$1 begin=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@" || { printf '\n== %s FAILED after %d s\n' "$name" $((SECONDS - begin)) >&2; exit 1; }
  printf '== %s: %d s\n' "$name" $((SECONDS - begin))
}

frontend() { (cd frontend && npm run --silent "$@"); }

stage "system packages" ci-cd/system-packages.sh test
stage "format" ruff format --check --quiet .
stage "lint" ruff check --quiet .
stage "import contracts" lint-imports --no-cache
stage "types" mypy
stage "contracts: OpenAPI" python ci-cd/openapi.py --check
stage "contracts: Postman collection" python ci-cd/postman/generate.py --check
stage "contracts: frontend types" frontend generate:check
stage "frontend lint" frontend lint
stage "frontend format" frontend format:check
stage "frontend unit tests" frontend test
# The limits end a run that hangs; a healthy one takes a third of them.
stage "unit and integration tests" timeout 40m pytest --numprocesses 2 --dist loadgroup
stage "end-to-end tests" timeout 40m pytest frontend/e2e -p no:xdist
printf '\nEverything passed in %d s.\n' $((SECONDS - started))
