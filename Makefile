# Rosette. The two commands of the README are `make demo` and `make test`.
VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed
ON_POSTGRESQL = $(patsubst %,tests/server/test_%.py,facts consultation office) tests/durability/test_kill.py

# A process that may not keep its bytecode compiles the whole source again; threads of linear algebra wait for each
# other where two processes share two cores.
unexport PYTHONDONTWRITEBYTECODE
export OPENBLAS_NUM_THREADS = 1

.PHONY: demo test on-postgresql in-browser check style types imports data bench kill load flood lock mutants clean

demo: $(STAMP)  ## print a board, then serve the demo programme on this machine
	$(BIN)/rosette demo

test: $(STAMP)  ## all tests, on two cores
	$(BIN)/python -m pytest -n 2 --ignore tests/browser
	$(MAKE) on-postgresql
	$(MAKE) in-browser

on-postgresql: $(STAMP)
	$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n 2 $(ON_POSTGRESQL)

in-browser: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser

check: $(STAMP)  ## style, types, imports, data; the docs are tested with the rest
	$(MAKE) -j 2 -O style types imports data

style: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

data: $(STAMP)
	$(BIN)/rosette knowledge check
	$(BIN)/rosette portfolio check

bench: $(STAMP)  ## measured figures, as rates
	$(BIN)/python -m bench.run

kill: $(STAMP)  ## two hundred writers killed, on both databases
	$(BIN)/python -m tests.durability.killing 200
	$(BIN)/python tools/with_postgres.py $(BIN)/python -m tests.durability.killing 200

load: $(STAMP)  ## two thousand children, twenty requests a second
	$(BIN)/python bench/load.py

flood: $(STAMP)  ## ten thousand junk inquiries through the front door
	$(BIN)/python bench/flood.py

mutants: $(STAMP)  ## mutation score of kernel, eligibility, mibg, response and designs
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
