# The commands of the house. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
WORKERS ?= 2
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
MADE := $(VENV)/made
FONTS := src/jieting/documents/fonts
FONT_PACKAGE := node_modules/@expo-google-fonts/noto-sans-sc
FONT_FILES := $(FONTS)/NotoSansSC-Regular.ttf $(FONTS)/NotoSansSC-Bold.ttf $(FONTS)/LICENSE
CATALOGUES := $(wildcard src/jieting/language/locale/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
ASSETS := $(shell find src/jieting/web/static_src -type f)

# uv where it is on the path, else plain venv and pip; both take the same locks.
UV := $(shell command -v uv)
ifneq ($(UV),)
MAKE_VENV = $(UV) venv --quiet --clear --seed --no-project --python $(PYTHON) $(1)
INSTALL = $(UV) pip install --quiet --compile-bytecode --python $(1)/bin/python
else
MAKE_VENV = $(PYTHON) -m venv --clear $(1)
INSTALL = $(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-input
endif

.PHONY: help setup run test test-spark browser asterisk screenshots check format bench messages lock clean

help: ## list these commands
	@echo "make COMMAND"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(MADE)/installed $(FONT_FILES) $(COMPILED) $(MADE)/assets ## build .venv, assets and catalogues; .venv/bin/jieting is the command
	$(if $(filter setup,$(MAKECMDGOALS)),@echo "ready: $(VENV)/bin/jieting")

run: setup ## serve the product on 127.0.0.1 with three demonstration months
	@$(VENV)/bin/jieting demo room $(ARGS)

test: setup ## run the tests; ARGS="-k words" for some of them
	@$(PY) tools/browser.py --install >/dev/null || [ $$? -eq 3 ]
	@$(PY) tools/asterisk.py --install >/dev/null || [ $$? -eq 3 ]
	@$(PY) -m pytest -n $(WORKERS) $(ARGS)

test-spark: setup ## run the figures on Spark; needs Java
	@command -v java >/dev/null || { echo "Spark needs Java, and there is no 'java' on the path: install one and try again" >&2; exit 1; }
	@$(MAKE) --no-print-directory $(MADE)/spark
	@$(PY) -m pytest -m spark $(ARGS)

browser: $(MADE)/python ## get a Chromium for the tests where the machine has none
	@$(PY) tools/browser.py --install

asterisk: $(MADE)/python ## get an Asterisk and a SIPp for the tests of the line
	@$(PY) tools/asterisk.py --install

screenshots: setup browser ## take a picture of every page, into build/screenshots
	@$(PY) -m tests.browser.screenshots $(ARGS)

check: setup ## style, types, layers and catalogues
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache --no-logo
	@$(PY) -m pytest -q tests/architecture/test_catalogue.py

format: setup ## put the code into the house's style
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

bench: setup $(MADE)/bench ## measure the speed
	@$(PY) -m bench $(ARGS)

messages: $(MADE)/python ## bring the catalogues up to the sentences in the code
	@$(PY) tools/messages.py

lock: ## make the locks again; ARGS=--upgrade for newer versions
	@$(call MAKE_VENV,build/lock)
	@$(call INSTALL,build/lock) --require-hashes -r requirements-lock.txt
	@build/lock/bin/python tools/lock.py build/lock/bin/uv $(ARGS)
	@$(PYTHON) tools/npm.py install --package-lock-only --ignore-scripts

clean: ## remove everything that was made
	@rm -rf $(VENV) node_modules build dist $(FONTS) src/jieting/web/static/built src/*.egg-info
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src -name '*.mo' -delete
	@find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

# What setup is made of: each stamp in .venv/made is younger than what it was made from.
$(MADE)/venv:
	@echo "making $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one: make setup PYTHON=python3.12")'
	@$(call MAKE_VENV,$(VENV))
	@mkdir -p $(MADE) && touch $@

$(MADE)/python: requirements-dev.txt $(MADE)/venv
	@echo "installing what requirements-dev.txt locks"
	@$(call INSTALL,$(VENV)) --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

$(MADE)/installed: pyproject.toml $(MADE)/python
	@echo "installing jieting"
	@$(call INSTALL,$(VENV)) --no-deps --no-build-isolation --editable .
	@$(PY) -m compileall -q src
	@touch $@

$(MADE)/bench: requirements-bench.txt $(MADE)/python
	@echo "installing what requirements-bench.txt locks"
	@$(call INSTALL,$(VENV)) --require-hashes --no-deps -r requirements-bench.txt
	@touch $@

$(MADE)/spark: requirements-spark.txt $(MADE)/python
	@echo "installing what requirements-spark.txt locks"
	@$(call INSTALL,$(VENV)) --require-hashes --no-deps --no-build-isolation $(if $(UV),,--use-pep517) -r requirements-spark.txt
	@touch $@

$(MADE)/node: package.json package-lock.json requirements-node.txt .npmrc | $(MADE)/python
	@$(PY) tools/npm.py --found || $(call INSTALL,$(VENV)) --require-hashes --no-deps -r requirements-node.txt
	@echo "installing what package-lock.json locks"
	@$(PY) tools/npm.py ci --ignore-scripts --loglevel=error
	@touch $@

$(MADE)/assets: $(MADE)/node tools/assets.py $(ASSETS)
	@$(PY) tools/assets.py && echo "assets built: a server that runs must be started again"
	@touch $@

$(FONTS)/NotoSansSC-Regular.ttf: FROM := $(FONT_PACKAGE)/400Regular/NotoSansSC_400Regular.ttf
$(FONTS)/NotoSansSC-Bold.ttf: FROM := $(FONT_PACKAGE)/700Bold/NotoSansSC_700Bold.ttf
$(FONTS)/LICENSE: FROM := $(FONT_PACKAGE)/LICENSE_FONT
$(FONT_FILES): $(MADE)/node
	@mkdir -p $(FONTS)
	@cp $(FROM) $@

%.mo: %.po $(MADE)/python
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@
