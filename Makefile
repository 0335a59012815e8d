# Daypass. `make` lists the commands.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
RUN := $(PY) tools/stages.py

.PHONY: help setup setup-all up demo demo-once host console check test bench format locks

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## install everything that Daypass and its tests need
	@sh tools/setup.sh wine tests

format: ## format the code in place
	$(PY) -m ruff format . && $(PY) -m ruff check --fix .

locks: ## compile requirements/*.in again
	sh tools/locks.sh
