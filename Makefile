# Daypass. `make` lists the commands.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
STAGES := python3 tools/stages.py
# Where it is set, every worker of the tests and every program they start compiles its sources again: 5 s each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup up demo demo-once host console check test bench bench-api bench-screen bench-files mutation-score format locks

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## install everything that Daypass and its tests need
	@sh tools/setup.sh wine tests

base-setup:
	@sh tools/setup.sh

up: base-setup console host ## run Daypass on this machine (SQLite, mails shown in the console)
	@$(PY) -m daypass.server serve --setup-link

console: ## build the console when its sources changed
	@sh tools/build_console.sh

host: ## build the Windows host when its sources changed
	@. tools/trust.sh && $(PY) packaging/windows/build_host.py

format: ## format the code in place
	$(PY) -m ruff format . && $(PY) -m ruff check --fix .

locks: ## compile requirements/*.in again
	sh tools/locks.sh

demo: setup console host ## one page on localhost with both sides, real parts, sample data; deleted at the end
	@trap : INT; $(PY) -m demo $(DEMO) || [ $$? -eq 130 ]

demo-once: setup console host ## play the whole journey unattended; screenshots in demo-out/, JSON report as the last line
	@$(PY) -m demo --once $(DEMO)

bench: ## measure, beside a peer or a limit in the same run; JSON in benchmarks/out/
	@mkdir -p benchmarks/out
	@$(PY) benchmarks/sealing.py | tee benchmarks/out/sealing.json

bench-api: base-setup ## limits under 100 concurrent creates and a list of 10,000 sessions, on SQLite and PostgreSQL
	@mkdir -p benchmarks/out
	@timeout 300 $(PY) -m benchmarks.api > benchmarks/out/api.json; status=$$?; cat benchmarks/out/api.json; exit $$status

bench-screen: ## remote control beside noVNC and TigerVNC, in real Chromium at 1920 x 1080 (SCREEN="--cases flip --runs 1")
	@sh tools/setup.sh tests peers >&2
	@sh tools/build_console.sh >&2
	@mkdir -p benchmarks/out
	@$(PY) -m benchmarks.screen $(SCREEN) > benchmarks/out/screen.json; status=$$?; cat benchmarks/out/screen.json; exit $$status

bench-files: ## files both ways through relay and browser beside plain HTTP; a line that breaks (FILES="--size-mib 256 --small 1000")
	@sh tools/setup.sh tests >&2
	@sh tools/build_console.sh >&2
	@mkdir -p benchmarks/out
	@$(PY) -m benchmarks.files $(FILES) > benchmarks/out/files.json; status=$$?; cat benchmarks/out/files.json; exit $$status

mutation-score: base-setup ## plant bugs in copies of the sources; the state machine must find every one
	@$(PY) tools/mutation_score.py

# --- checks -------------------------------------------------------------------------------------------------------
TYPES_ON_WINDOWS := $(PY) -m mypy --platform win32 --cache-dir .mypy_cache/win32
# The server does not run there; that it names nothing which Windows lacks is checked by `make test`.
RUNS_ON_WINDOWS := src/daypass/protocol src/daypass/evidence src/daypass/host src/daypass/translation.py packaging/windows
# Real parts (servers, a PC, a browser) are played once more before they count as failed; the summary names who needed it.
TWICE := --reruns 1 --reruns-delay 2 -rR
FAST_TESTS := $(PY) -m pytest -q -n auto -m 'not slow and not wine and not e2e'

check: ## format, lint, types, import floors, sizes, fast tests (under 90 s after `make setup`)
	@$(STAGES) \
	  format  "$(PY) -m ruff format --check ." \
	  lint    "$(PY) -m ruff check ." \
	  floors  ".venv/bin/lint-imports" \
	  sizes   "$(PY) tools/check_sizes.py" \
	  types   "$(PY) -m mypy && $(TYPES_ON_WINDOWS) $(RUNS_ON_WINDOWS)" \
	  +console "cd console && npm run --silent check" \
	  +tests  "$(FAST_TESTS)"

test: ## everything, from a bare machine: set-up, checks, both databases, Windows host under Wine, Chromium, the demo
	@$(STAGES) \
	  setup      "$(MAKE) --no-print-directory setup" \
	  console    "$(MAKE) --no-print-directory console" \
	  host       "$(MAKE) --no-print-directory host" \
	  check      "$(MAKE) --no-print-directory check" \
	  types      "$(TYPES_ON_WINDOWS)" \
	  slow-tests "$(PY) -m pytest -q -n 3 --dist worksteal $(TWICE) -m 'slow and not wine and not e2e'" \
	  wine       "$(PY) -m pytest -q -n 3 --dist worksteal $(TWICE) -m wine" \
	  e2e        "$(PY) -m pytest -q -n 3 --dist loadfile $(TWICE) -m e2e" \
	  journey    "$(MAKE) --no-print-directory demo-once"
