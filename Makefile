# Two commands need nothing before them: `make demo` and `make test`. Each sets up what is missing and reuses the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
APT_TEST := chromium ffmpeg
DEMO := examples/tide-clocks.md

.DEFAULT_GOAL := help
.PHONY: help demo test check fast format lint types bench clean apt-test

help: ## Say what there is to make
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: $(VENV)/.base ## Narrate an example article with the embedded voice
	@$(BIN)/rhapsode narrate $(DEMO) -o demo --format m4a,mp3

test: $(VENV)/.dev apt-test ## Set up and run everything: lint, types, all tests
	@$(MAKE) --no-print-directory lint types
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.dev ## Lint, types and the quick tests (under three minutes)
	@$(MAKE) --no-print-directory -j2 lint types fast

fast: $(VENV)/.dev ## The quick tests alone
	@$(BIN)/python -m pytest -m "not slow" -q -n 2 --dist loadfile

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev build/typing/rhapsode
	@$(BIN)/pyright

format: $(VENV)/.dev ## Put the code into shape
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev ## Wall time per minute of audio, split by stage, and peak memory
	@$(BIN)/python -m benchmarks.narration

clean: ## Remove what was built (the virtual environment too)
	rm -rf $(VENV) build dist demo *.egg-info

# --- set-up ---------------------------------------------------------------------------------------------

# Type checkers do not follow import hooks; this link shows them the root as the package `rhapsode`.
build/typing/rhapsode:
	@mkdir -p build/typing && ln -sfn ../.. $@

# pip 23.2, which Python 3.11 carries, cannot resolve some of our dependencies' extras.
$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Rhapsode needs Python 3.11 to 3.13; {sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/apt python3-venv
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=24.2" "setuptools>=77"
	@touch $@

$(VENV)/.base: $(VENV)/.pip pyproject.toml
	@echo "Installing Rhapsode and what it needs (PyTorch is large: this takes a few minutes the first time) ..."
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.pip pyproject.toml
	@echo "Installing Rhapsode with all that its tests need (this takes a few minutes the first time) ..."
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable ".[dev]"
	@touch $(VENV)/.base $@

# The tests drive a real browser and let FFmpeg judge our files.
apt-test:
	@.ci/apt $(APT_TEST) || echo "Tests that need them are skipped."
