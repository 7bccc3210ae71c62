# Một Cửa. `make` alone lists what can be done.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test nightly check bench bench-dossiers chaos shots asvs sbom reference pins runtime dev browser load clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  Settings: PORT=8080 MOTCUA_HOME=/srv/motcua make run (all: docs/reference/settings.md)"

run: runtime ## install what is needed, start everything, serve until Ctrl-C
	@exec $(BIN)/motcua serve

test: dev browser ## run every test, the browser journeys included
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

nightly: dev ## the long runs: some hundred thousand steps of the law, a hundred thousand pushed rows, a hundred thousand steps of money, beside plain models
	@MOTCUA_NIGHTLY=1 $(BIN)/pytest -q -s --timeout 7200 src/motcua/dossiers/tests/test_model_of_law.py src/motcua/dossiers/tests/test_syncing_model.py src/motcua/payments/tests/test_model_of_money.py src/motcua/site/api/tests/test_contract.py $(ARGS)

check: dev ## the fast checks: style, types, floors, templates, spelling, guards
	@step() { printf '%-12s' "$$1"; shift; started=$$SECONDS; if said=$$("$$@" 2>&1); \
	  then echo "ok ($$((SECONDS - started)) s)"; else echo "FAILED"; echo "$$said"; failed=1; fi; }; failed=0; \
	step ruff $(BIN)/ruff check -q .; \
	step format $(BIN)/ruff format -q --check .; \
	step mypy $(BIN)/mypy --no-error-summary; \
	step floors env PYTHONPATH=src $(BIN)/lint-imports; \
	step djlint $(BIN)/djlint src --lint --quiet; \
	step codespell $(BIN)/codespell src docs tests *.md; \
	step guards $(BIN)/pytest -q tests/guards; \
	exit $$failed

bench: dev load ## measure the product against the database's floor, in the same run
	@$(BIN)/python -m benchmarks $(ARGS)

bench-dossiers: dev load ## measure the dossier engine beside its floors; ARGS="submit track --rounds 1" for some rows
	@$(BIN)/python -m benchmarks.dossiers $(ARGS)

chaos: dev ## kill, cut, fill up and set clocks wrong while people work, then count what is left
	@$(BIN)/python -m benchmarks.chaos $(ARGS)

shots: dev browser ## take screenshots of every page, phone and desktop
	@$(BIN)/python scripts/shots.py $(ARGS)

asvs: dev ## count which requirements of OWASP ASVS 5.0 are met, and list what is open
	@$(BIN)/python -m tests.asvs.register

sbom: runtime ## write the bill of materials, build/sbom.json (CycloneDX), offline
	@$(BIN)/python scripts/sbom.py $(ARGS)

reference: runtime ## write the reference pages that are made from the code
	@$(BIN)/python -m motcua.site.reference

pins: dev ## pin every dependency again, with the hashes of all published files
	@for name in runtime dev; do \
	  CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(ARGS) \
	    --output-file requirements/$$name.txt requirements/$$name.in; \
	done

clean: ## remove the environment and caches; data in MOTCUA_HOME stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The environment is made again only when the pins or the interpreter change.
runtime: $(VENV)/made
	@$(call install,runtime,runtime.txt)

dev: runtime
	@$(call install,dev,runtime.txt dev.txt)

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed; on Debian: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) -V). Name another one: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@printf '%s\n' "$(CURDIR)/src" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/motcua.pth"
	@printf '#!%s\nimport sys\nfrom motcua.site.cli import main\nsys.exit(main())\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/motcua
	@chmod +x $(BIN)/motcua
	@touch $@

# $(1) names the stamp, $(2) the pin files in requirements/.
define install
pins=$$(cd requirements && cat $(2) | sha256sum | cut -c1-16); \
stamp=$(VENV)/installed-$(1)-$$pins; \
if [ ! -e $$stamp ]; then \
  echo "Installing what $(1) needs (once; again only when requirements/ change) ..."; \
  cd requirements; \
  ../$(BIN)/python -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes --progress-bar off \
    $(foreach file,$(2),-r $(file)) | awk '/^Collecting/ {printf "  %d %s\n", ++n, $$2; fflush()}'; \
  cd ..; rm -f $(VENV)/installed-$(1)-*; touch $$stamp; \
fi
endef

# $(1) the commands that are needed, $(2) the Debian packages that bring them, $(3) what for.
define need
for command in $(1); do command -v $$command >/dev/null || lacking=1; done; \
if [ -n "$${lacking:-}" ]; then \
  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo "Installing $(2) ..."; \
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2) >/dev/null; \
  else echo "$(3); on Debian: sudo apt-get install $(2)"; exit 1; fi; \
fi
endef

browser:
	@$(call need,pdftotext,poppler-utils fonts-noto-core,Tests need pdftotext)
	@command -v chromium >/dev/null || { $(call need,chromium-headless-shell,chromium-headless-shell,The browser journeys need Chromium); }

load:
	@$(call need,wrk,wrk,The benchmark needs the load generator wrk)
