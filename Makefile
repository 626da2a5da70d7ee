# Two commands: `make run` and `make test`. Everything else is a step of them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
BIN := .venv/bin
PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

.PHONY: help install run test check evaluate lint lock clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/.installed ## Install into .venv what requirements.lock names

.venv/.installed: requirements.lock pyproject.toml | $(UV)
	@test -x $(BIN)/python || $(UV) venv --quiet --python 3.11 .venv
	$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@

.uv/bin/uv: # uv stays inside the repository
	@echo "Installation de uv dans .uv/ (le système n'est pas modifié)…"
	@python3 -m venv .uv || { echo "Il manque le module venv de Python : installez python3-venv."; exit 1; }
	@.uv/bin/pip install --quiet --disable-pip-version-check uv

run: install ## Prepare what is missing, then start Ariane
	@$(BIN)/ariane prepare
	@exec $(BIN)/ariane serve

test: install lint ## Formatting, types, then every test
	$(BIN)/ariane prepare
	$(BIN)/python -m pytest -m "not browser" $(PARALLEL)
	$(BIN)/python -m pytest -m browser $(PARALLEL)

evaluate: install ## Measure understanding on sentences kept out of training
	$(BIN)/python -m bot.nlu.evaluation

lint: install ## Formatting, style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

lock: | $(UV) ## Resolve pyproject.toml into requirements.lock
	$(UV) pip compile pyproject.toml --extra dev --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements.lock

clean: ## Remove what can be rebuilt (not var/)
	rm -rf .venv .uv .rasa models results *.egg-info
