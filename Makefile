# demo and test are all the set-up there is: each makes .venv when it is missing or stale.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# A Python that is named is used, even where another one has made the environment.
ifdef PYTHON
ifneq ($(shell $(PYTHON) -V 2>&1),$(shell $(BIN)/python -V 2>&1))
.PHONY: $(READY)
endif
endif
PYTHON ?= python3
LOCKED := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-emit-index-url --no-header --quiet

.PHONY: demo run test coverage mutants lint format bench screenshots drawing texts lock clean

demo: $(READY)
	$(BIN)/darkroom demo $(ARGS)

run: $(READY)
	$(BIN)/darkroom run

# Each worker, and each bot of the tests, is a process: none should compile the same files again.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(READY)
	$(BIN)/python -m pytest $(ARGS)

# Of the rooms that decide, by their own tests; fails below what pyproject.toml asks for.
coverage: $(READY)
	$(BIN)/python -m pytest --cov --cov-report=term $(addprefix tests/unit/,domain jobs moderation prompt)

# Changes that no test notices; ARGS names what to change, such as 'bot.domain.limits.*'.
# Without a name mutmut would repeat what it found before a test was written.
mutants: $(READY)
	$(BIN)/python -m mutmut run $(or $(ARGS),'bot.*')
	@$(BIN)/python -m mutmut results | sed '/: not checked$$/d'

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY)
	$(BIN)/python -m tests.bench $(ARGS)

# The README's pictures of the page; needs Chromium.
screenshots: $(READY)
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

# Who may import whom, as docs/architecture.md shows it.
drawing: $(READY)
	$(BIN)/python -m tests.unit.papers.drawing

# What is said to people, from the catalogues that translators edit to those that the bot reads.
texts: $(READY)
	$(BIN)/pybabel --quiet compile --domain darkroom --directory bot/texts/locales

lock: $(READY)
	$(LOCKED) --all-extras -o requirements.lock
	$(LOCKED) --extra postgres --extra detector --extra charts -c requirements.lock -o requirements-run.lock

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Darkroom needs Python 3.11 or newer; set PYTHON=/path/to/it"; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) .venv-newest .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-out \
		mutants tests/browser/failures
