# Rosette. The two commands of the README are `make demo` and `make test`.
VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: demo test check bench lock mutants clean

demo: $(STAMP)  ## print the board of an invented child against the portfolio
	$(BIN)/rosette demo --once

test: $(STAMP)  ## all tests, on two cores
	$(BIN)/python -m pytest -n 2

check: $(STAMP)  ## style, types, imports, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/rosette knowledge check
	$(BIN)/rosette portfolio check
	$(BIN)/python -m pytest tests/docs

bench: $(STAMP)  ## measured figures, as rates
	$(BIN)/python bench/run.py

mutants: $(STAMP)  ## mutation score of kernel and eligibility
	$(BIN)/python bench/mutants.py

lock: $(STAMP)  ## pin what is installed, with hashes
	$(BIN)/python tools/lock.py

$(STAMP): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis mutants
