# Two commands: `make run` reads the samples and serves the explorer, `make test` proves that all of it works.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
DATA ?= ../shared/data
SAMPLES := samples/articles
SAMPLES_READ := MATCH (a:Article) WHERE any(s IN a.sources WHERE s STARTS WITH '$(SAMPLES)/') RETURN count(a)

.PHONY: run test lint train lock setup

# The samples are read once; `.venv/bin/aigraph ingest --again samples/articles` reads them again.
run: setup
	@test "$$($(BIN)/aigraph query "$(SAMPLES_READ)" | tail -n 1)" = "$$(ls $(SAMPLES) | wc -l | tr -d ' ')" || $(BIN)/aigraph ingest $(SAMPLES)
	@$(BIN)/aigraph serve || test $$? -eq 130 # Ctrl-C is how it ends

test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Train tagger, judge and encoder anew from a folder of articles with gold and from what was written in training/: hours on two cores.
train: setup
	$(PIP) install --upgrade "pip>=25.1" # the first that knows groups
	$(PIP) install --group train
	@mkdir -p build && rm -f build/examples.pickle
	$(BIN)/python -m training.tagger.teach --data $(DATA)
	$(BIN)/python -m training.train --data $(DATA) --cache build/examples.pickle
	$(BIN)/python -m training.encoder.teach --data $(DATA) --cache build/examples.pickle

# Resolve the packages of pyproject.toml anew, keeping the pins that still fit; uv lives in a throwaway folder.
# One package moves with make lock UPGRADE="--upgrade-package NAME", all with UPGRADE=--upgrade.
lock:
	rm -rf build/uv && $(PYTHON) -m venv build/uv
	build/uv/bin/python -m pip --quiet --disable-pip-version-check install uv
	build/uv/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 \
		$(UPGRADE) --quiet --output-file requirements.lock
	rm -rf build/uv

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python " + sys.version.split()[0] + " is too old: name a 3.11 or later, as in make PYTHON=python3.12")'
	@$(PYTHON) -c 'import ensurepip, venv' || { echo 'this Python makes no environments: on Debian and Ubuntu, apt-get install python3-venv brings what is missing' >&2; exit 1; }
	@echo 'setting up .venv from requirements.lock: once, a few minutes'
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
