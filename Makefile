# Each goal sets up .venv by itself, once, and again only when requirements.lock changes.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DOCUMENTS ?= ../shared/seeds
RUN ?= outputs/latest
LOOKS := tests/accessibility
# JupyterLab would look for news, for newer versions of itself, and for extensions.
LAB_ALONE := --LabApp.news_url=None --LabApp.extension_manager=readonly \
    --LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: help setup reports check test browser accessibility lint lab audit translations lock bench torture mutate sbom example clean

help: ## Show the goals
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

CATALOGUES := $(wildcard analysis/display/locale/*/LC_MESSAGES/messages.po)

$(READY): requirements.lock pyproject.toml $(CATALOGUES)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version). Set PYTHON=/path/to/python3.11."; exit 2; }
	@echo "Setting up $(VENV) (once; again only when the lock changes) ..."
	@if ! { [ -f $(VENV)/.lock ] && cmp -s requirements.lock $(VENV)/.lock; }; then \
	    rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) \
	    && $(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements.lock; fi
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/pybabel -q compile -d analysis/display/locale
	@cp requirements.lock $(VENV)/.lock
	@touch $@

setup: $(READY) ## Set up the virtual environment only

reports: $(READY) ## Clean, check and run every report: outputs/latest/index.html
	$(BIN)/analysis run

check: $(READY) ## Clean the raw figures and check them, without reports
	$(BIN)/analysis check

PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
# Of the tests of three rooms those that go through most branches: to be counted doubles their time.
ROOM_TESTS := $(wildcard $(addprefix tests/test_, notation.py cleaning.py rows.py checks_parts.py \
    programmes.py programmes_refusals.py reports_as_text.py collecting.py documents_in.py rounds.py \
    years.py)) analysis/cleaning analysis/checks analysis/measures

test: $(READY) ## Run the tests, on every processor; say how many branches of three rooms they go through
	@failed=0; \
	$(PYTEST) $(ROOM_TESTS) --cov --cov-report=term || failed=1; \
	$(PYTEST) $(addprefix --ignore=,$(ROOM_TESTS)) || failed=1; \
	exit $$failed

browser: ## Install what looks at pages and fills in workbooks: Chromium, npm, LibreOffice Calc (apt-get, as root), axe (npm)
	@if ! { command -v chromium && command -v npm && command -v localc; } >/dev/null; then \
	    $(AS_ROOT) apt-get -qq update \
	    && $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends \
	        chromium fonts-dejavu-core libreoffice-calc $$(command -v npm >/dev/null || echo npm); fi
	@if ! cmp -s $(LOOKS)/package-lock.json $(LOOKS)/node_modules/.lock; then \
	    cd $(LOOKS) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
	    && cp package-lock.json node_modules/.lock; fi

accessibility: $(READY) ## Look at every page of a run with axe, in every view (RUN=folder)
	$(BIN)/python tests/browser.py "$(RUN)"

lint: $(READY) ## Format check, lint, types, and the order of the rooms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: $(READY) ## Open JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks $(LAB_ALONE)

audit: $(READY) ## Prove the raw rows against the documents (DOCUMENTS=folder)
	$(BIN)/analysis audit --documents "$(DOCUMENTS)"

bench: $(READY) ## Run the benchmarks on a quiet machine (ROWS=names, all if none)
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python -m benchmarks $(ROWS)

torture: $(READY) ## Run the long campaigns of docs/trust.md (ROWS=names, all if none)
	$(BIN)/python -m torture $(ROWS)

mutate: $(READY) ## Change cleaning, checks and measures line by line: do tests notice? (SOME=7: a tenth)
	$(BIN)/python -m torture.mutation $(SOME)

example: $(READY) ## Play a whole reporting round on invented documents: build/example
	rm -rf build/example
	$(BIN)/python examples/next-round/play.py build/example

sbom: $(READY) ## List what is installed, with licences, as CycloneDX: build/sbom.cdx.json
	@mkdir -p build
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-format JSON \
	    --output-file build/sbom.cdx.json $(BIN)/python

translations: $(READY) ## Find new messages, put them into the catalogues, and compile these
	@mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg --no-default-keywords -k _ -k _n:1,2 -k _c:1c,2 -k _said \
	    -k mark -k mark_plural:1,2 --no-location --sort-output --no-wrap -o build/messages.pot .
	$(BIN)/pybabel -q update -i build/messages.pot -d analysis/display/locale --no-wrap \
	    --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel compile -d analysis/display/locale --statistics

lock: $(READY) ## Pin every dependency again, with hashes
	$(BIN)/uv pip compile pyproject.toml --extra cluster --extra dev --extra lab --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --upgrade --quiet --output-file requirements.lock
	$(BIN)/uv pip compile benchmarks/peers.in pyproject.toml --override benchmarks/peers-without.txt \
	    --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
	    --quiet --output-file benchmarks/peers.txt

clean: ## Remove the environment and what runs have made
	rm -rf $(VENV) $(LOOKS)/node_modules outputs build mutants *.egg-info .mypy_cache .ruff_cache .pytest_cache
