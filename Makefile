# From a bare clone, with Python 3.11 or newer and make:  make demo  |  make test
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
CASE ?= cases/flanders-2014

.DEFAULT_GOAL := help
.PHONY: help demo test ui lint format words docs bench lock clean

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: $(VENV)/runtime ## decide the Flanders case
	$(BIN)/spearhead decide $(CASE)

test: $(VENV)/dev ## run the tests
	$(BIN)/python -m pytest

ui: $(VENV)/runtime ## the pages, in a browser on this machine
	$(BIN)/spearhead ui $(CASE)

lint: $(VENV)/dev ## style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev ## put the code in its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: $(VENV)/dev ## compile the Dutch
	$(BIN)/python -m optimizer.words

docs: $(VENV)/dev ## put what the program prints today into README.md and docs/
	$(BIN)/python -m docs.refresh

bench: $(VENV)/dev ## measure, as ratios in one run
	$(BIN)/python -m benchmarks.run

lock: $(VENV)/dev ## pin anew what is installed
	$(BIN)/pip-compile --quiet --upgrade --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## throw away what was built
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name one with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

# The stamps say which lock is installed. The package itself is a link to this folder, without its dependencies: those
# are what the lock says.
$(VENV)/runtime: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install --requirement requirements.txt
	$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/runtime
	$(PIP) install --requirement requirements-dev.txt
	@touch $@
