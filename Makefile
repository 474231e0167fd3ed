# `make` lists what can be done. Every target installs what it needs into .venv.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help serve test site check new permaliens lint proofs forge bench fuzz faults way-out lighthouse audit outdated sbom schema lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(VENV)/site ## Check, build and serve on http://127.0.0.1:8000 with live reload
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

site: $(VENV)/site ## Build the site into site/ (left as it was when something is wrong)
	$(BIN)/catalogue site

check: $(VENV)/site ## Check every record, vocabulary and page
	$(BIN)/catalogue check

new: $(VENV)/site ## Begin a record: a few questions, and a file that explains each field
	@$(BIN)/catalogue new

permaliens: $(VENV)/site ## Promise the site's new addresses (the publication does)
	@$(BIN)/catalogue permaliens

lint: $(VENV)/dev ## Style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/zizmor --offline --quiet --persona auditor .github
	$(BIN)/mypy

test: lint $(VENV)/browser ## Lint, type-check, and run every test with coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 -m "not long"
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

bench: $(VENV)/bench ## Measure speed, memory and weight, beside other tools (slow; not part of the tests)
	$(BIN)/python tests/benchmarks/check.py
	PYTHONPATH=tests $(BIN)/python tests/benchmarks/search.py
	$(BIN)/python tests/benchmarks/weight.py
	$(BIN)/python tests/benchmarks/scale.py --write

proofs: $(VENV)/browser $(VENV)/forge ## Run the long proofs: hostile texts in a browser, the yaml-test-suite, ten thousand files, `make forge`
	$(BIN)/pytest -n 2 -m long

forge: $(VENV)/forge ## Take practices from proposals to readers on a forge in a box, by the workflows' own steps; some twenty minutes
	$(BIN)/pytest -n 2 --dist worksteal tests/forge

fuzz: $(VENV)/fuzz ## Look for inputs that break the checks, for FUZZ_SECONDS (600)
	$(BIN)/python tests/fuzz.py

way-out: $(VENV)/dev ## Build the site with ProperDocs and Zensical too, and compare
	PYTHONPATH=tests $(BIN)/python tests/benchmarks/way_out.py

faults: $(VENV)/dev ## Kill fifty builds at random moments, fill a disk, build twice at once; some ten minutes
	PYTHONPATH=tests $(BIN)/python tests/benchmarks/faults.py

lighthouse: $(VENV)/browser ## Run Lighthouse, which you bring (LIGHTHOUSE=path), over five kinds of pages
	$(BIN)/python tests/benchmarks/lighthouse.py

audit: $(VENV)/audit ## Ask whether anything is known against the pinned requirements (needs the network)
	@$(BIN)/python scripts/audit.py $(VENV)/audit-env/bin/pip-audit --strict --disable-pip --require-hashes \
	  --progress-spinner off --format markdown -r requirements.txt -r requirements-dev.txt -r requirements-audit.txt \
	  -r requirements-forge.txt -r requirements-fuzz.txt -r requirements-bench.txt

outdated: $(VENV)/audit ## Ask what is two majors behind, actions too (needs the network, and gh signed in)
	@$(BIN)/python scripts/outdated.py $(VENV)/audit-env/bin/pip

sbom: $(VENV)/site ## Write the bill of materials (CycloneDX) into .cache/sbom.cdx.json
	mkdir -p .cache
	$(BIN)/python scripts/sbom.py > .cache/sbom.cdx.json

schema: $(VENV)/site ## Renew the editor's schema and the forge's form from the model and the vocabularies
	$(BIN)/catalogue schema > $(VENV)/schema.json
	mv $(VENV)/schema.json practices/pratique.schema.json
	$(BIN)/catalogue issue-form > $(VENV)/pratique.yml
	mv $(VENV)/pratique.yml .github/ISSUE_TEMPLATE/pratique.yml

lock: $(VENV)/dev ## Renew requirements*.txt from requirements*.in
	for name in requirements requirements-dev requirements-audit requirements-forge requirements-fuzz requirements-bench; do \
	  CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file $$name.txt $$name.in || exit 1; \
	done

clean: ## Remove what the targets made
	rm -rf $(VENV) site .site-* .cache .mypy_cache .ruff_cache .pytest_cache .coverage*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Il faut Python 3.11 ou plus récent, et « $(PYTHON) » ne l’est pas. S’il y en a un autre : make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Il manque à « $(PYTHON) » de quoi faire un environnement : sur Debian et Ubuntu, apt install python3-venv." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/site: $(VENV)/bin/python requirements.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q scripts/catalogue # as pip does for all but editable installs: the command starts a fifth faster
	touch $@

$(VENV)/dev: $(VENV)/site requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/audit: $(VENV)/bin/python requirements-audit.txt
	$(PYTHON) -m venv $(VENV)/audit-env
	$(VENV)/audit-env/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	touch $@

$(VENV)/forge: $(VENV)/dev requirements-forge.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-forge.txt
	touch $@

$(VENV)/fuzz: $(VENV)/dev requirements-fuzz.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.txt
	touch $@

$(VENV)/bench: $(VENV)/browser requirements-bench.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	touch $@

$(VENV)/browser: $(VENV)/dev
	scripts/install-chromium $(BIN)/playwright
	touch $@
