# `make run` runs the bot, `make test` tests it; each installs what it needs, in this folder alone.
# Paths are relative, because make cannot handle spaces and the folder's name may hold some.

.PHONY: help run watch test check bench clean FORCE
.DEFAULT_GOAL := help

# The first of these that is new enough; PYTHON=... chooses another.
PYTHON = $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& echo "$$p" && break; done)
UV = .tools/uv/bin/uv
RUN = .venv/bin/python -m

export UV_CACHE_DIR = .cache/uv
export UV_PROJECT_ENVIRONMENT = .venv
export UV_PYTHON_DOWNLOADS = never
unexport VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH
# Without bytecode each process compiles all it imports.
unexport PYTHONDONTWRITEBYTECODE

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run: .venv/.run ## run the bot; ARGS=--help lists the settings
	@exec $(RUN) service $(ARGS)

watch: .venv/.test ## run the bot with lifters and all that watches it; ARGS=--help
	@exec $(RUN) grafana.watch $(ARGS)

test: .venv/.test ## run the tests in three processes; ARGS="-k word" chooses, ARGS=-n0 takes one
	@exec $(RUN) pytest -n 3 --dist worksteal $(ARGS)

check: .venv/.test ## look for mistakes of style, form and type, with every tool
	@failed=; for tool in "ruff check ." "ruff format --check ." mypy; do \
	$(RUN) $$tool || failed="$$failed, $${tool%% .}"; done; \
	test -z "$$failed" || { echo "Failed: $${failed#, }"; exit 1; }

bench: .venv/.bench ## measure, two hours in all; ARGS="sets start" chooses, ARGS=--quick tries
	@exec $(RUN) tests.bench $(ARGS)

clean: ## remove what was installed; .data and .env stay
	rm -rf .venv .tools .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

# What is installed depends on these. The sources of the package are not copied, only pointed at.
LOCKED = uv.lock pyproject.toml instrumentation/telegram/pyproject.toml

# The stamps lie in .venv, so that they go with it.
.venv/.run: $(LOCKED) | $(UV)
	@echo "Setting up: installing the bot's libraries (about 100 MB, a minute the first time) ..."
	@$(call SYNC,--inexact)
	@touch .venv/.run

.venv/.test: $(LOCKED) | $(UV)
	@echo "Setting up: installing what the tests need (a minute the first time) ..."
	@$(call SYNC,--group dev)
	@touch .venv/.run .venv/.test

.venv/.bench: $(LOCKED) | $(UV)
	@echo "Setting up: installing what the benches compare with (a minute the first time) ..."
	@$(call SYNC,--inexact --group dev --group bench)
	@touch .venv/.run .venv/.bench

.venv/.all: $(LOCKED) | $(UV)
	@$(call SYNC,--all-groups)
	@touch .venv/.run .venv/.test .venv/.all

# Some networks present certificates that only this machine's own store knows.
SYNC = $(UV) sync --quiet --frozen --python "$(PYTHON)" $(1) \
	|| { echo "Once more, with the certificates of this machine ..."; \
	$(UV) sync --quiet --frozen --python "$(PYTHON)" $(1) --system-certs; }

$(UV): .ci/uv.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 is needed, and there is none." \
		"On Debian or Ubuntu: sudo apt install python3"; exit 1; }
	@echo "Setting up: fetching uv, which installs the rest (20 MB) ..."
	@"$(PYTHON)" .ci/get_uv.py .tools/uv
	@touch $(UV)

# An environment whose Python was replaced or removed is made anew, and one that came here with a
# copied or moved folder: it points at the package where that folder was.
HEALTHY := $(shell .venv/bin/python -c 'import importlib.util as u, pathlib as p; print( \
	p.Path(u.find_spec("opentelemetry.instrumentation.aiogram").origin).is_relative_to(p.Path.cwd()) \
	and u.find_spec("aiogram") is not None)' 2>/dev/null)
ifneq ($(HEALTHY),True)
.venv/.run .venv/.test .venv/.bench .venv/.all: FORCE
endif
FORCE:
