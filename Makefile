# make demo | demo-reset | test | browser-test | mutations | proofs | bench | papers | lock
PYTHON ?= python3
PORT ?= 8000
export PORT

# Demo and tests bring their own database and queue, whatever the shell has set.
ALONE = env -u DATABASE_URL -u REDIS_URL -u DJANGO_SETTINGS_MODULE
DEMO = exec $(ALONE) DEMO=1 .venv/bin/python manage.py demo --port $(PORT)

.PHONY: demo demo-reset test browser-test mutations proofs bench papers lock

demo:
	@$(PYTHON) -m tools.set_up demo
	@$(DEMO)

demo-reset:
	@$(PYTHON) -m tools.set_up reset
	@$(DEMO)

test:
	@$(PYTHON) -m tools.set_up test
	@$(ALONE) .venv/bin/python -m pytest -n 2 --dist worksteal --nomigrations --ignore tests/browser --ignore tests/proofs $(PYTEST)

browser-test:
	@$(PYTHON) -m tools.set_up browser
	@$(ALONE) .venv/bin/python -m pytest tests/browser $(PYTEST)

# What is promised of the ballot's secret, and that each proof fails without its guard.
proofs:
	@$(PYTHON) -m tools.set_up proofs
	@$(ALONE) .venv/bin/python -m pytest -n 2 --dist worksteal --nomigrations tests/proofs $(PYTEST)

# How fast it is, as JSON: make bench BENCH="--quick figures.json"
bench:
	@$(PYTHON) -m tools.set_up proofs >&2
	@$(ALONE) .venv/bin/python -m tests.bench $(BENCH)

# docs/papers.png: the first page of every paper that three simulated campaigns leave.
papers:
	@$(PYTHON) -m tools.set_up test
	@$(ALONE) .venv/bin/python -m tools.contact_sheet docs/papers.png

# A hundred thousand changed uploads, which take half an hour.
mutations:
	@$(PYTHON) -m tools.set_up test
	@$(ALONE) MUTATIONS=100000 .venv/bin/python -m pytest -q -s -n 0 --nomigrations tests/ground/test_mutations.py

# Lock anew after a change to requirements/*.in or package.json; no lock names a host.
lock:
	@for name in base dev; do \
	    .venv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
	        requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done
	@.venv/bin/npm install --package-lock-only
