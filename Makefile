# Two commands: `make run` and `make test`. They need Python 3.11 or newer with venv, nothing else
# (what of `make test` needs a browser says so at its end, where there is none).

BIN := .venv/bin
READY := .venv/ready
READY_TO_TEST := .venv/ready-to-test
CHECKS := style types floors words pytest

.PHONY: run test bench lint catalogue settings guides pictures $(CHECKS)

# The bot; without a token the practice chat: its page in the browser, and a show in the terminal.
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

# Chromium and a Chinese typeface are for tests/browser; by apt, where it may.
pytest: $(READY_TO_TEST)
	@./install-browser.sh
	@$(BIN)/pytest -n 2

# About four minutes; benchmarks/README.md tells of the long run and of its parts.
bench: $(READY_TO_TEST)
	@$(BIN)/python -m benchmarks

# Brings the catalogues up to date with the sentences in the code.
catalogue: $(READY_TO_TEST)
	@$(BIN)/python -m reports.catalogue update

# docs/settings.md, from bot/settings.py.
settings: $(READY_TO_TEST)
	@$(BIN)/python -m bot.settings_page > docs/settings.md

# The members' page in large type, for print.
guides: $(READY_TO_TEST)
	@for language in zh en; do \
		$(BIN)/python -m reports.leaflet docs/members.$$language.md docs/members.$$language.pdf; \
	done

# The guides' pictures, taken from the practice page; it needs Chromium.
pictures: $(READY_TO_TEST)
	@./install-browser.sh
	@$(BIN)/python -m tests.browser.pictures

# Another tag or branch may be another version.
HEAD := $(wildcard .git/HEAD)

$(READY): requirements.lock pyproject.toml $(HEAD)
	@./install.sh requirements.lock
	@touch $@

$(READY_TO_TEST): requirements-test.lock pyproject.toml $(HEAD)
	@./install.sh requirements-test.lock
	@touch $@ $(READY)
