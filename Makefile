# mutualis: `make demo` runs the whole way on a synthetic country, `make test` tests it. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
TOGETHER := -n 2 --dist worksteal -m "not torture and not spark and not clients"
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --no-input --require-hashes

.PHONY: help demo test test-country test-clients test-spark studies simulate check bench torture lock format clean

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/run.stamp: requirements/core.txt requirements/atlas.txt requirements/reports.txt requirements/staff.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mutualis needs Python 3.11 or newer; $(PYTHON) is older. Install it, or: make PYTHON=python3.11 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "No virtual environment could be made. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing the product's hash-pinned packages into .venv ..."
	@$(PIP) -r requirements/core.txt -r requirements/atlas.txt -r requirements/reports.txt -r requirements/staff.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/studies.stamp: .venv/run.stamp requirements/studies.txt
	@echo "Installing the statistics of studies into .venv ..."
	@$(PIP) -r requirements/studies.txt
	@touch $@

.venv/dev.stamp: .venv/studies.stamp requirements/geometry.txt requirements/dev.txt
	@echo "Installing the packages for checks and tests into .venv ..."
	@$(PIP) -r requirements/geometry.txt -r requirements/dev.txt
	@touch $@

demo: .venv/run.stamp ## the whole way on a synthetic country of 100,000 insured; ARGS=--no-serve stops before the Atlas
	@tools/debian.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
	@$(BIN)/mutualis demo $(ARGS)

test: .venv/dev.stamp ## the fast suite: rules, units, engines, pages and the web apps in a browser (9 minutes)
	@tools/debian.sh chromium openssh-server libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
	@$(BIN)/python -m pytest $(TOGETHER) --ignore tests/acceptance --ignore tests/clients $(ARGS)

test-country: .venv/dev.stamp ## acceptance: synthetic countries with known truth, run, killed, attacked (12 minutes)
	@$(BIN)/python -m pytest $(TOGETHER) tests/acceptance $(ARGS)

.venv/clients.stamp: .venv/dev.stamp requirements/clients.txt
	@echo "Installing the outside clients into .venv ..."
	@$(PIP) -r requirements/clients.txt
	@touch $@

test-clients: .venv/clients.stamp ## programs of others read what a running Atlas serves: SDMX, JSON-stat, CSVW, DCAT, FHIR (3 minutes)
	@$(BIN)/python -m pytest -m clients tests/clients $(ARGS)

.venv/spark.stamp: .venv/dev.stamp requirements/spark.txt
	@echo "Installing Spark into .venv ..."
	@$(PIP) -r requirements/spark.txt
	@touch $@

test-spark: export MUTUALIS_SPARK ?= local-cluster[2,1,2048]
test-spark: .venv/spark.stamp ## definitions and derived tables on a local Spark cluster, beside the embedded engine
	@tools/debian.sh openjdk-17-jre-headless
	@$(BIN)/python -m pytest tests/spec/test_derived*_spec.py tests/spec/test_indicator*_spec.py $(ARGS)
	@$(BIN)/python -m pytest -m spark tests/acceptance/test_spark.py $(ARGS)

studies: .venv/studies.stamp ## every study on a synthetic country with planted effects, beside what it must find (10 minutes)
	@tools/debian.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
	@$(BIN)/mutualis study run --all --demo $(ARGS)

simulate: .venv/studies.stamp ## what the intervals of the methods cover and the size of their tests, by simulation (20 minutes)
	@$(BIN)/python -m simulations $(ARGS)

check: .venv/dev.stamp ## format, lint, types, import rules, lock files
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/lock.py --check

format: .venv/dev.stamp ## rewrite the code in the project's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/spark.stamp ## every benchmark; each prints its ratio to a peer or to the limit
	@tools/debian.sh openjdk-17-jre-headless
	@broken=; for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script $(ARGS) || broken="$$broken $$script"; done; \
	test -z "$$broken" || { echo "Not held:$$broken"; exit 1; }

torture: .venv/dev.stamp ## the long forms: 200 kills of a load, and more
	@$(BIN)/python -m pytest -m torture $(ARGS)

lock: .venv/dev.stamp ## compile requirements/*.txt again from requirements/*.in
	@PATH=$(CURDIR)/$(BIN):$$PATH $(BIN)/python tools/lock.py $(ARGS)

clean: ## remove the virtual environment, caches and the demo's workspace
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache workspace workspace-studies
