# Stance: every task of a developer's day. `make` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
PORT ?= 8000
export PORT

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP_INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes
POSE_MODEL := gait/weights/pose_landmarker.task

TRAIN := .venv-training/bin/python -m gait.training
TILT_DATA ?= var/tilt
TILT_STILLS ?= 24000
TILT_INSTALL ?=

.PHONY: help setup run test check fix demo tools-for-tests bench-accuracy bench-surface bench-speed tilt-model lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: .venv/installed node_modules/.installed $(POSE_MODEL) ## Virtual environment, npm packages, pose model

run: setup ## Serve the web and a worker with the demo clinic until Ctrl-C (PORT, STANCE_HOME)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo --where-empty
	@exec $(MANAGE) serve

test: setup .venv/installed-for-tests tools-for-tests ## Everything the tests need, then all tests
	$(BIN)/python -m pytest

check: .venv/installed-for-tests ## Lint, format, types of the pure parts, missing migrations, unit tests of the JavaScript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run --verbosity 0
	node --import ./tests/js/import_map.mjs --test --test-reporter=dot tests/js/*.test.mjs

fix: .venv/installed-for-tests ## Let the linter mend and format what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: setup ## Fill an empty database with the demo clinic
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) demo

bench-accuracy: setup .venv/installed-for-tests ## Measure the rendered clips and print errors against their truth
	$(BIN)/python -m tests.bench.accuracy $(CLIPS)

bench-surface: setup .venv/installed-for-tests ## The tilt reader alone, on clips with and without truth (CLIPS)
	$(BIN)/python -m tests.bench.surface $(CLIPS)

bench-speed: setup .venv/installed-for-tests ## Cost of each stage as ratios within one run
	$(BIN)/python -m tests.bench.speed
	$(BIN)/python -m tests.bench.search_speed

tilt-model: .venv-training/installed ## Render stills, train the tilt reader anew and print its figures (TILT_INSTALL=1 keeps it)
	$(TRAIN).stills $(TILT_DATA)/train --seed 1 --count $(TILT_STILLS)
	$(TRAIN).stills $(TILT_DATA)/validation --seed 901 --count 1440
	$(TRAIN).train $(TILT_DATA)
	$(TRAIN).export $(TILT_DATA)/trained.pt $(TILT_DATA)/tilt.onnx
	$(TRAIN).evaluate $(TILT_DATA)/validation $(TILT_DATA)/tilt.onnx
	@[ -z "$(TILT_INSTALL)" ] || cp -v $(TILT_DATA)/tilt.onnx gait/weights/tilt.onnx

lock: ## Resolve pyproject.toml anew into requirements*.txt (needs uv) and package-lock.json
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --group training -c requirements.txt -o requirements-training.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean: ## Remove what setup made (never your data)
	rm -rf .venv .venv-training node_modules $(POSE_MODEL)

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(PIP_INSTALL) -r requirements.txt
	touch $@

.venv/installed-for-tests: requirements-dev.txt .venv/installed
	$(PIP_INSTALL) -r requirements-dev.txt
	touch $@

.venv-training/installed: requirements-training.txt
	$(PYTHON) -m venv .venv-training
	.venv-training/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-training.txt
	touch $@

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel error
	touch $@

$(POSE_MODEL): gait/weights/build_pose_model.py | .venv/installed
	$(BIN)/python -m gait.weights.build_pose_model
	touch $@

# Chromium, Redis, PostgreSQL, nginx and Pango (PDF reports) make more tests run for real; without them those tests say so and
# are skipped.
tools-for-tests:
	@missing=""; \
	command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$$missing chromium"; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || missing="$$missing libpango-1.0-0 libpangoft2-1.0-0"; \
	command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing="$$missing nginx"; \
	command -v pdftoppm >/dev/null || missing="$$missing poppler-utils"; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing) >/dev/null 2>&1 \
			|| echo "Could not install:$$missing. The tests that need them will be skipped."; \
	fi
