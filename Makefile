# Every target does its own set-up. `make` alone lists them.
# Needed: Python 3.11 or newer, git and make. Another Python: make serve PYTHON=python3.13

PYTHON ?= python3
UV_VERSION := 0.13.8
ADDRESS ?= 127.0.0.1:8000

UV := .uv/bin/uv
RUN := .venv/bin/python
UV_READY := .uv/.ready-$(UV_VERSION)
SITE_READY := .venv/.ready-site
TEST_READY := .venv/.ready-test
NODE_READY := node_modules/.ready
BENCH_READY := bench/node_modules/.ready

# Material and a plugin print notices about other projects at every build; these turn them off.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
# uv takes the Python and the certificates of the machine, and everything else from pyproject.toml.
export UV_NO_CONFIG := 1
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
export UV_PROJECT_ENVIRONMENT := .venv

ifeq ($(origin PATH),command line)
$(error Write PAGE=$(PATH) and not PATH=$(PATH): PATH is where your computer looks for programs)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve site freeze check new-page facts-diff test proof lint fix engines bench card reviews links lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

serve: $(SITE_READY) ## show the guide at http://127.0.0.1:8000/ and again after each change
	STRICT=false $(RUN) -m mkdocs serve --dev-addr $(ADDRESS)

site: $(SITE_READY) ## build the guide into site/
	$(RUN) -m macros.checks
	$(RUN) -m mkdocs build --strict --quiet
	$(RUN) -m macros.publish site --compress
	$(RUN) -m macros.checks --built site
	@echo "The guide is in site/."

freeze: site ## keep the embed pages as they are now, for good: once a month, for clinics
	$(RUN) -m macros.publish.freeze site

check: $(SITE_READY) ## check the pages and the facts, without building
	$(RUN) -m macros.checks

# make new-page TITLE="Scars and time" PAGE=scars. What is not given is asked for. Not PATH=: make hands it on
# as the list of folders that programs are looked for in.
new-page: $(SITE_READY) ## write a new page to fill in, its line in the menu and its address in the record
	@$(RUN) -m macros.checks.new_page --title "$$TITLE" --page "$$PAGE"

# Another earlier state: make facts-diff BASE=origin/main, or a commit, or a folder.
facts-diff: $(TEST_READY) ## show what a change of the facts and pages changes for readers, before and after
	@$(RUN) -m macros.facts_diff --base "$(BASE)" --full .cache/facts-diff.md
	@echo "The full list is in .cache/facts-diff.md." >&2

test: lint $(NODE_READY) ## run every test, the browser's and the other engines' included
	$(RUN) -m tests.tools.browser
	$(RUN) -m pytest

proof: $(TEST_READY) ## solve 20,000 random plans and compare each with brute force
	$(RUN) -m tests.planner.proof

lint: $(TEST_READY) ## check the style and the types of the code
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy

# Of the code too, where `make test` or `make lint` has brought the tool for it.
fix: $(SITE_READY) ## mend in pages, facts and code what is certain, and print each change
	@$(RUN) -m macros.checks.fix
	@if $(RUN) -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("ruff") is None)'; then \
	  $(RUN) -m ruff check --quiet --fix; $(RUN) -m ruff format --quiet; fi

engines: $(TEST_READY) ## build with ProperDocs and Zensical too, and compare
	$(RUN) -m tests.engines.compare

# Some parts, some pages, one run: make bench PARTS="weigh lighthouse" PAGES=timing,home RUNS=1
# Another folder, which is not built first: make bench SITE=/srv/guide
bench: $(if $(SITE),,site) $(TEST_READY) $(BENCH_READY) ## measure the guide, and other sites beside it (half an hour)
	$(RUN) -m tests.tools.browser
	$(RUN) -m bench $(PARTS) --site "$(or $(SITE),site)" $(if $(PAGES),--pages "$(PAGES)") $(if $(RUNS),--runs $(RUNS))

card: $(TEST_READY) ## draw the social card and the small icon anew, after a change of the guide's name
	$(RUN) -m tests.tools.draw

reviews: $(SITE_READY) ## list what is due for review within 30 days, or late
	$(RUN) -m macros.watch.reviews

links: $(SITE_READY) ## ask whether the sources' web addresses still answer (a few minutes)
	$(RUN) -m macros.watch.links

lock: $(UV_READY) ## write the lock files anew, after a change of a version
	$(UV) lock --quiet --default-index https://pypi.org/simple --python .uv/bin/python
	@$(MAKE) --no-print-directory $(TEST_READY)
	$(RUN) -m tests.tools.npm install --package-lock-only
	$(RUN) -m tests.tools.npm install --package-lock-only --prefix bench

clean: ## remove what these targets made
	rm -rf .venv .uv node_modules bench/node_modules site .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --- set-up -------------------------------------------------------------------

$(UV_READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This needs Python 3.11 or newer; $(PYTHON) is older or missing." >&2; \
	  echo "With another one: make $(MAKECMDGOALS) PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make a virtual environment." >&2; \
	  echo "On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	rm -rf .uv
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

# --inexact keeps what `make test` has added.
$(SITE_READY): $(UV_READY) pyproject.toml uv.lock
	$(UV) sync --quiet --locked --inexact --python .uv/bin/python
	@touch $@

$(TEST_READY): $(UV_READY) pyproject.toml uv.lock
	$(UV) sync --quiet --locked --all-groups --python .uv/bin/python
	@touch $@ $(SITE_READY)

$(NODE_READY): $(TEST_READY) package.json package-lock.json
	$(RUN) -m tests.tools.npm ci
	@touch $@

$(BENCH_READY): $(TEST_READY) bench/package.json bench/package-lock.json
	$(RUN) -m tests.tools.npm ci --prefix bench
	@touch $@
