#!/usr/bin/env bash
# Measures serving side by side with a bare ASGI application. Called by `make bench`.
set -euo pipefail
cd "$(dirname "$0")/.."
ci-cd/system-packages.sh bench
exec .venv/bin/python ci-cd/bench/serving.py "$@"
