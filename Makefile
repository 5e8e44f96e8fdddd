# make            install into .venv and build the sample in all its languages into output/
# make test       run the tests
# make figures    print every figure this project promises, measured now
# make verapdf    fetch veraPDF (needs Java and Maven) and let it judge every built leaflet

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: build test lint figures verapdf verapdf-if-present clean lock

build: $(STAMP)
	$(BIN)/leafdeck build --lang all

$(STAMP): pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

test: $(STAMP)
	$(BIN)/python -m pytest -q

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

figures: $(STAMP)
	$(BIN)/python tests/figures

clean:
	rm -rf output/* build dist *.egg-info
