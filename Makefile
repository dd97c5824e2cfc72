# Works with Python 3.11+, make and git alone. `make help` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PORT ?= 8000
.DELETE_ON_ERROR:
.PHONY: help run test check bench clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

run: .venv/.site ## install, build, load the demo and serve on http://localhost:8000
	@$(BIN)/python scripts/run.py --port $(PORT)

test: .venv/.dev .venv/.site ## tests on SQLite and PostgreSQL, then in a real browser, with coverage
	@$(BIN)/python scripts/test.py

check: .venv/.dev .venv/.site ## formatting, lint, types, layers, migrations, templates, translations, lock files
	@$(BIN)/python scripts/check.py

bench: .venv/.dev .venv/.site ## run the comparisons in benchmarks/
	@failed=""; for name in $(filter-out __init__,$(basename $(notdir $(wildcard benchmarks/*.py)))); do echo "== $$name"; \
		$(BIN)/python -m benchmarks.$$name || failed="$$failed $$name"; done; \
	if [ -n "$$failed" ]; then echo "limits missed:$$failed"; exit 1; fi

clean: ## remove everything that was installed or built, but not the data
	rm -rf .venv node_modules build yongxu/ui/static/dist locale/*/LC_MESSAGES/*.mo *.egg-info

.venv/.base: requirements/base.txt pyproject.toml
	@echo "python: making .venv and installing what the site needs"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements/base.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "python: installing what tests and checks need"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.frontend: package.json package-lock.json scripts/frontend.py $(wildcard yongxu/ui/assets/*) | .venv/.base
	@$(BIN)/python scripts/frontend.py
	@touch $@

.venv/.site: .venv/.base .venv/.frontend $(wildcard yongxu/*/static/*/*.svg) $(wildcard locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python scripts/translations.py compile
	@echo "front end: collecting static files"
	@YONGXU_DATA=build/data $(BIN)/yongxu collectstatic --noinput --clear --verbosity 0
	@touch $@
