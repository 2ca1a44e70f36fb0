PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_SYNC = $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11
MANAGE = $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run test check lint types contracts migrations format browser benchmarks screenshots lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.synced  ## start Quorum and all it needs; PORT and QUORUM_DATA choose where, Ctrl-C ends it
	@exec $(MANAGE) run

test: $(VENV)/.synced-dev  ## the whole suite on the embedded engines, browser journeys included
	$(BIN)/pytest -n auto

check: lint types contracts migrations test  ## everything that must hold before a change goes in

lint: $(VENV)/.synced-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.synced-dev
	$(BIN)/mypy .

contracts: $(VENV)/.synced-dev
	$(BIN)/lint-imports

migrations: $(VENV)/.synced-dev
	$(MANAGE) check --fail-level WARNING
	$(BIN)/python -W "ignore:Got an error checking a consistent migration history" manage.py makemigrations --check --dry-run

format: $(VENV)/.synced-dev  ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmarks: $(VENV)/.synced-dev  ## the slow measurements that make test leaves out
	$(BIN)/pytest -m "benchmark or scale" -p no:xdist

screenshots: $(VENV)/.synced-dev  ## the README's pictures, from a make run in another terminal
	$(BIN)/python docs/take_screenshots.py

browser:  ## install Chromium for the browser journeys with the system's package manager
	@deploy/install-browser

lock: $(BIN)/uv  ## resolve the dependencies of pyproject.toml anew, pinned with hashes
	echo uv | $(COMPILE) --upgrade --no-annotate - -o deploy/uv.lock
	$(COMPILE) --upgrade pyproject.toml -o deploy/requirements.lock
	$(COMPILE) --upgrade pyproject.toml --group dev -c deploy/requirements.lock -o deploy/requirements-dev.lock

clean:  ## remove the virtual environment and caches; data stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# Two stamps, one environment: the developers' lock contains the other, so once it is in, `make run` keeps it.
$(VENV)/.synced: deploy/requirements.lock | $(BIN)/uv
	@if [ -e $(VENV)/.synced-dev ]; then $(MAKE) --no-print-directory $(VENV)/.synced-dev; \
	else echo "Installing what Quorum needs into $(VENV)"; $(PIP_SYNC) $<; fi
	@touch $@

$(VENV)/.synced-dev: deploy/requirements-dev.lock | $(BIN)/uv
	@echo "Installing what developing Quorum needs into $(VENV)"
	@$(PIP_SYNC) $<
	@touch $@ $(VENV)/.synced

$(BIN)/uv: deploy/uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Quorum needs Python 3.11 or newer: make PYTHON=python3.12 names another one"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null && $(BIN)/python -m pip install --quiet --require-hashes -r $< \
	|| { $(PYTHON) -m venv --without-pip $(VENV) \
	     && $(PYTHON) -m pip --python $(BIN)/python install --quiet --require-hashes -r $<; } \
	|| { echo "A virtual environment needs pip: apt-get install python3-venv, or your system's equivalent"; exit 1; }
	@touch $@
