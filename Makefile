# Stance: every task of a developer's day. `make` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= python3
PORT ?= 8000
# One more than there are processors: many tests wait for a browser, a server or a lease.
WORKERS ?= $(shell expr 1 + "$$(getconf _NPROCESSORS_ONLN)")
export PORT
# Compiled once, also where the shell says otherwise: tests and workers start many programs of the same sources.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
POSE_MODEL := gait/weights/pose_landmarker.task
FEATURE_MODEL := gait/weights/xfeat.onnx

TRAIN := .venv-training/bin/python -m gait.training
TILT_DATA ?= var/tilt
TILT_STILLS ?= 24000
TILT_INSTALL ?=
SEED ?= 1
COUNT ?= 10

# What preflight also looks at: port for what serves; tools where tests/tools.sh can bring what is missing by itself.
BRINGS_TOOLS = $(and $(filter 0,$(shell id -u 2>/dev/null)),$(shell command -v apt-get 2>/dev/null),tools)
NEEDS := $(if $(filter preflight,$(MAKECMDGOALS)),port)

# In order, also under -j: first what is missing is said, then things are downloaded.
.NOTPARALLEL:
.PHONY: preflight whole-venv help setup run test test-fast check fix demo tools-for-tests bench-accuracy bench-heldout bench-nasty bench-real bench-clicks bench-surface bench-speed tilt-model lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

preflight: ## Say all that this machine lacks, and the line that installs it
	@PYTHON=$$($(BIN)/python -c '' 2>/dev/null && echo $(BIN)/python || echo $(PYTHON)) /bin/sh config/preflight.sh $(NEEDS)

setup: preflight whole-venv .venv/installed node_modules/.installed $(POSE_MODEL) $(FEATURE_MODEL) .venv/measures ## Virtual environment, npm packages, models

run: NEEDS := port
run: setup ## Serve the web and its workers with the demo clinic until Ctrl-C (PORT, STANCE_HOME)
	@exec $(MANAGE) serve --demo

test: NEEDS = $(BRINGS_TOOLS)
test: preflight tools-for-tests setup .venv/installed-for-tests ## Everything the tests need, then all tests (WORKERS side by side)
	$(PYTEST)

test-fast: setup .venv/installed-for-tests ## Pure parts, models and views: no clip, no browser, no installation
	$(PYTEST) -m "not long"

check: NEEDS = $(BRINGS_TOOLS)
check: preflight whole-venv .venv/installed-for-tests node_modules/.installed ## Lint, format, types, missing migrations; of the JavaScript lint, types, unit tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run --verbosity 0
	node_modules/.bin/biome lint --config-path=tests/js/lint.json --error-on-warnings static/js tests/js/*.mjs
	node_modules/.bin/tsc -p tests/js
	node --import ./tests/js/import_map.mjs --test --test-reporter=dot tests/js/*.test.mjs

fix: .venv/installed-for-tests ## Let the linter mend and format what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: setup ## Fill an empty database with the demo clinic
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) demo

bench-accuracy: setup .venv/installed-for-tests ## Measure the rendered clips and print errors against their truth
	$(BIN)/python -m tests.bench.accuracy $(CLIPS)

bench-heldout: setup .venv/installed-for-tests .venv-training/installed ## Render COUNT fresh clips of SEED that nobody has seen, measure and score them
	$(TRAIN).clips $(TILT_DATA)/held-out --seed $(SEED) --count $(COUNT)
	$(BIN)/python -m tests.bench.fresh $(TILT_DATA)/held-out --seed $(SEED)

bench-nasty: setup .venv/installed-for-tests ## Input that looks measurable and is not: is any claimed side wrong? (some ten minutes)
	$(BIN)/python -m tests.bench.nasty $(if $(STORE),--store)

bench-real: setup .venv/installed-for-tests ## Real clips of yours with lines marked by hand, by every way to a number (CLIPS)
	$(BIN)/python -m tests.bench.real $(CLIPS) $(if $(STORE),--store)

bench-clicks: setup .venv/installed-for-tests ## Marked lines carried by the picture alone, on clips with marks or truth (CLIPS)
	$(BIN)/python -m tests.bench.clicks $(CLIPS)

bench-landmarks: setup .venv/installed-for-tests ## Do the hips of the pose model follow the pelvis? (CLIPS)
	$(BIN)/python -m tests.bench.landmarks $(CLIPS)

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
	rm -rf .venv .venv-training node_modules $(POSE_MODEL) $(FEATURE_MODEL)

# A .venv that was begun without ensurepip, broken off, or made by a Python that is gone has no pip: it is made anew.
whole-venv:
	@[ ! -e .venv/installed ] || $(BIN)/python -c "import pip, django" >/dev/null 2>&1 || rm -f .venv/installed*

.venv/installed: requirements.txt
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo "Installing the Python packages, about 1 GB ..."
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/installed-for-tests: requirements-dev.txt .venv/installed
	@echo "Installing the packages of the tests ..."
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

.venv/measures: .venv/installed $(POSE_MODEL) $(FEATURE_MODEL)
	@$(BIN)/python -m gait.weights.open_pose_model
	@touch $@

.venv-training/installed: requirements-training.txt
	$(PYTHON) -m venv .venv-training
	.venv-training/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-training.txt
	touch $@

node_modules/.installed: package.json package-lock.json
	@echo "Installing the npm packages ..."
	@npm ci --no-audit --no-fund --no-update-notifier --loglevel error
	@touch $@

$(POSE_MODEL): gait/weights/build_pose_model.py | .venv/installed
	@echo "Building the pose model ..."
	@$(BIN)/python -m gait.weights.build_pose_model
	@touch $@

$(FEATURE_MODEL): gait/weights/build_feature_model.py | .venv/installed
	@echo "Building the feature model ..."
	@$(BIN)/python -m gait.weights.build_feature_model
	@touch $@

tools-for-tests:
	@/bin/sh tests/tools.sh
