#!/usr/bin/env bash
# Measures serving beside a bare ASGI application, a drift check beside Evidently, and the executive
# dashboard's queries; and what Lighthouse says of the pages that people open first.
# Called by `make bench`; arguments are those of the serving benchmark.
set -euo pipefail
cd "$(dirname "$0")/.."
ci-cd/system-packages.sh bench
.venv/bin/python ci-cd/bench/serving.py "$@"
PYTHONPATH=. .venv/bin/python ci-cd/bench/drift.py
PYTHONPATH=. .venv/bin/python ci-cd/bench/kpis.py
exec .venv/bin/python ci-cd/bench/pages.py
