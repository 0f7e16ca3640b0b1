# Every target is one script; a line with ## is its help.
.DEFAULT_GOAL := help
.PHONY: help run test lint fix messages screenshots bench db stop reset

run: ## Set up what is missing and serve at http://127.0.0.1:8000 until Ctrl-C (PORT=8123 moves it)
	@exec scripts/run

test: ## The same set-up with a browser, then linters, types, contracts and all tests
	@exec scripts/check test

lint: ## What `make test` does before the tests
	@exec scripts/check lint

fix: ## Mend and format the Python code as far as the linter can
	@.venv/bin/python -m ruff check --fix . scripts/vendor ; .venv/bin/python -m ruff format . scripts/vendor

messages: ## Collect interface strings into the Chinese catalogue and show what is not translated
	@exec scripts/messages

screenshots: ## Take the pictures of docs/img anew, with the real facts in both languages
	@exec scripts/screenshots

bench: ## Measure speed and weight with synthetic records, in databases of their own (BENCH_PROJECTS="1000 20000 100000")
	@exec scripts/bench

db: ## Set up and leave only the database running, for work with manage.py (until `make stop`)
	@scripts/setup run && echo 'Now in your shell:  . .local/env'

stop: ## End the server and the database cluster of this checkout, and nothing else
	@exec scripts/stop

reset: ## Stop, then remove the database, .local and staticfiles (keeps .venv, node_modules)
	@exec scripts/reset

help: ## Show this
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile
	@echo
	@echo '  DATABASE_URL=postgis://user:password@host:port/name make run   uses that PostGIS instead of its own'
	@echo '  More in docs/setup.md'
