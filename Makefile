# The few commands, the same here and in CI. Without make, or on Windows: see README.md.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
STAMP := .venv/.installed

.PHONY: run test lint types imports unit eval bench browser postgres clean help

help: ## say what each command does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit('NPQ assistant needs Python 3.11 or newer.' if sys.version_info < (3, 11) else 0)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

run: $(STAMP) ## install if need be, build the index, serve the chat on http://localhost:8501
	$(BIN)/npq serve

test: $(STAMP) lint types imports browser postgres unit ## everything that CI runs

lint: $(STAMP) ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## strict types
	$(BIN)/mypy

imports: $(STAMP) ## imports go one way
	$(BIN)/lint-imports

browser: ## Debian's Chromium for the browser test, if this machine can have it
	@sh .ci/browser

postgres: ## Debian's PostgreSQL for the tests of the store, if this machine can have it
	@sh .ci/postgres

unit: $(STAMP) ## the tests
	$(BIN)/python -m pytest tests/browser
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/browser

EVERY := --system npq --system vanilla --system govuk-chat-like --system bm25

eval: $(STAMP) ## how good the answers are, beside other systems
	$(BIN)/npq eval run $(EVERY)
	$(BIN)/npq eval run --dataset test $(EVERY)

bench: $(STAMP) ## speed and memory, on this machine
	$(BIN)/python -m evals.benchmark

clean: ## remove the environment; data/ stays
	rm -rf .venv
