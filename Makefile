# `make` prints what can be made. Everything runs in .venv, which is built when it is first needed.

PYTHON ?= python3
BIN := .venv/bin
VERSIONS := 3.11 3.12 3.13 3.14
JOBS ?= auto
PARALLEL := -n $(JOBS) --dist loadgroup
ALONE := not (browser or process or spark or store or wheel)
ONCE := not (browser or linear) # neither Chromium nor whether time grows with a text depends on the version of Python
export PYTHONDONTWRITEBYTECODE := # unset: modules are compiled once, not by every process that a test starts

.DEFAULT_GOAL := help
.PHONY: help demo quick test nightly check lint types walls notebooks versions bench fuzz soak audit clean

help: ## print this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

.venv-demo/ready: pyproject.toml
	$(PYTHON) -m venv .venv-demo
	.venv-demo/bin/python -m pip install --quiet --editable .
	@touch $@

demo: .venv-demo/ready ## install the package alone, and rank the fifteen cities in USD at 2024's mean rates
	.venv-demo/bin/salarykit rank --to USD --on 2024

quick: export HYPOTHESIS_PROFILE ?= quick
quick: .venv/ready ## run the tests that start no process, no Java and no server: while you work
	$(BIN)/python -m pytest -q $(PARALLEL) -m "$(ALONE)" $(ARGS)

test: .venv/ready ## run every test, the examples in code and docs included
	$(BIN)/python -m pytest -q $(PARALLEL) $(ARGS)

nightly: export HYPOTHESIS_PROFILE = nightly
nightly: test ## run every test, the laws with ten times as many examples as in CI

check: .venv/ready ## all that CI checks: what is static and the notebooks side by side, then the tests
	$(MAKE) --jobs 2 types notebooks walls lint
	HYPOTHESIS_PROFILE=ci $(MAKE) test versions

lint: .venv/ready ## ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/ready ## mypy over code and tests, basedpyright over the public names
	$(BIN)/mypy
	$(BIN)/basedpyright

walls: .venv/ready ## the contract of imports in docs/architecture.md
	$(BIN)/lint-imports --no-cache

cover: export HYPOTHESIS_PROFILE = ci
cover: .venv/ready ## run every test as CI does, and print which branches of the code they pass
	$(MAKE) test ARGS="--cov --cov-report=term"

notebooks: .venv/ready ## run every notebook from top to bottom
	$(BIN)/python tools/run_notebooks.py

versions: .venv/ready ## run the tests with fewer examples on every other Python that is installed: on the newest all, on others those without processes
	@found=; for version in $(VERSIONS); do \
	  is="import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$$version')"; \
	  $(BIN)/python -c "$$is" && continue; \
	  for python in python$$version $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$version.*/bin/python; do \
	    $$python -c "$$is" 2>/dev/null || continue; \
	    found="$$found $$($$python -c 'import sys; print(sys.executable)')"; \
	    break; \
	  done; \
	done; \
	set -- $$found; while [ $$# -gt 0 ]; do \
	  version=$$($$1 -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  tests="$(ALONE) and not linear"; [ $$# -gt 1 ] || tests="$(ONCE)"; \
	  echo "Python $$version: $$tests"; \
	  $(BIN)/uv venv --quiet --clear --python $$1 .venv-$$version && \
	  $(BIN)/uv pip install --quiet --python .venv-$$version --editable . --group tests && \
	  HYPOTHESIS_PROFILE=reduced .venv-$$version/bin/python -m pytest -q $(PARALLEL) -m "$$tests" || exit 1; \
	  shift; \
	done

bench: .venv/ready ## measure against peers, in one run, as ratios
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/convert.py
	$(BIN)/python benchmarks/engines.py
	$(BIN)/python benchmarks/quote.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/analysis.py
	$(BIN)/python benchmarks/parse.py
	$(BIN)/python benchmarks/places.py
	$(BIN)/python benchmarks/service.py
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/spark.py --rows 10000000
	$(BIN)/python benchmarks/cluster.py

fuzz: .venv/ready ## change the files of tests/corpus for minutes and read them at every door, and texts of pay besides (SECONDS=300)
	$(BIN)/python tools/fuzz.py $(or $(SECONDS),300)
	$(BIN)/python tools/fuzz_pay.py 60

soak: .venv/ready ## call every door in one process for an hour, and fail if its memory grows (MINUTES=60)
	$(BIN)/python tools/soak.py $(or $(MINUTES),60)

audit: .venv/ready ## before a release: look for known faults in what the package depends on (needs the network)
	$(BIN)/uv pip compile --quiet --all-extras pyproject.toml | $(BIN)/uvx --quiet pip-audit --disable-pip --no-deps --requirement /dev/stdin

clean: ## remove what was built
	rm -rf .venv .venv-demo .venv-3.* build dist .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
