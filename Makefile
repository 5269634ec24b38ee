# Two commands: `make run` and `make test`. They need Python 3.11 or newer with venv, nothing else.

BIN := .venv/bin
READY := .venv/ready
READY_TO_TEST := .venv/ready-to-test
CHECKS := style types floors words pytest

.PHONY: run test bench lint catalogue settings $(CHECKS)

run: $(READY)
	@$(BIN)/sanxue run

# Every check is run, whatever the others say; pytest comes last, so that its summary does.
test: $(READY_TO_TEST)
	@failed=; \
	for check in $(CHECKS); do \
		echo "== $$check"; \
		$(MAKE) --no-print-directory $$check || failed="$$failed $$check"; \
	done; \
	[ -z "$$failed" ] || { echo "Failed:$$failed"; exit 1; }

lint: style types floors

style: $(READY_TO_TEST)
	@$(BIN)/ruff check && $(BIN)/ruff format --check

types: $(READY_TO_TEST)
	@$(BIN)/mypy

floors: $(READY_TO_TEST)
	@$(BIN)/lint-imports

words: $(READY_TO_TEST)
	@$(BIN)/python -m reports.catalogue check

pytest: $(READY_TO_TEST)
	@$(BIN)/pytest -n 2

# About three minutes; benchmarks/README.md tells of the long run and of its parts.
bench: $(READY_TO_TEST)
	@$(BIN)/python -m benchmarks

# Brings the catalogues up to date with the sentences in the code.
catalogue: $(READY_TO_TEST)
	@$(BIN)/python -m reports.catalogue update

settings: $(READY_TO_TEST)
	@$(BIN)/python -m bot.settings > docs/settings.md

$(READY): requirements.lock pyproject.toml
	@./install.sh requirements.lock
	@touch $@

$(READY_TO_TEST): requirements-test.lock pyproject.toml
	@./install.sh requirements-test.lock
	@touch $@ $(READY)
