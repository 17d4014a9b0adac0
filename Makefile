# The few commands, the same here and in CI. Without make, or on Windows: see README.md.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
STAMP := .venv/.installed

.PHONY: run test lint types imports unit eval bench browser clean help

help: ## say what each command does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit('NPQ assistant needs Python 3.11 or newer.' if sys.version_info < (3, 11) else 0)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

run: $(STAMP) ## install if need be, build the index, serve the chat on http://localhost:8501
	$(BIN)/npq serve

test: $(STAMP) lint types imports browser unit ## everything that CI runs

lint: $(STAMP) ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## strict types
	$(BIN)/mypy

imports: $(STAMP) ## imports go one way
	$(BIN)/lint-imports

browser: ## Debian's Chromium for the browser test, if this machine can have it
	@sh .ci/browser

unit: $(STAMP) ## the tests
	$(BIN)/python -m pytest

eval: $(STAMP) ## how good the answers are
	$(BIN)/python -m evals.measure

bench: $(STAMP) ## speed and memory, on this machine
	$(BIN)/python -m evals.benchmark

clean: ## remove the environment; data/ stays
	rm -rf .venv
