# Everything one needs to run, test and measure Pristan. `make` alone prints what there is.
#
# The environment lives in .venv and is built once from requirements/*.lock, hashes checked.
# Only bash, make and Python >= 3.11 are needed to run; `make test` also needs what `make setup` installs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The first Python that is new enough; say PYTHON=/path/to/python to choose another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
ARGS ?=

.PHONY: help run test check promises bench screenshots setup lock packages clean

help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## start the demo at http://localhost:8000 (PORT, PRISTAN_DATABASE_URL, PRISTAN_DATA_DIR)
	exec $(BIN)/python -m service demo $(ARGS)

test: $(VENV)/dev.stamp packages ## run the tests, the longest ones left out
	$(BIN)/python -m pytest -q -n $(WORKERS) -m "not long" $(ARGS)

check: $(VENV)/dev.stamp ## look for mistakes without running anything: style, types, imports, compose, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/python -m pytest -q tests/architecture tests/web/test_translations.py

promises: $(VENV)/dev.stamp packages ## show each promise with the tests that keep it; writes promises.json
	$(BIN)/python -m pytest -q -n $(WORKERS) --promises $(ARGS)

bench: $(VENV)/dev.stamp packages ## measure; ARGS="--scale 0.02" for a quick look; writes bench/latest.json
	$(BIN)/python -m bench $(ARGS)

screenshots: $(VENV)/dev.stamp packages ## take the pictures in docs/screenshots anew
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

setup: ## install the system packages that the tests need (as root; otherwise prints the line to run)
	@.ci/packages install

lock: $(VENV)/lock.stamp ## resolve requirements/*.in anew into the lock files
	cd requirements && for name in run dev; do ../$(BIN)/uv pip compile --universal --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11 --quiet $(ARGS) \
		$$name.in -o $$name.lock; done

clean: ## remove the environment and what was built; data/ stays
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

packages:
	@.ci/packages $$([ "$${CI:-}" = true ] && echo install || echo check)

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Pristan needs Python 3.11 or newer. On Debian or Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Building the environment in $(VENV) (once)"
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ $(VENV)/run.stamp

$(VENV)/lock.stamp: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	@touch $@
