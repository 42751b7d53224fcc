# Recipes are POSIX shell. They name relative paths alone, because the folder may have a space in its
# name; the folder of temporary files is the exception.
.POSIX:
.SUFFIXES:
.PHONY: help run test test-all quick check words laws schema migration seed lock audit bench bench-load bench-copy bench-scale mutants wheel

BIN = .venv/bin
ARGS =
# Modules are compiled once for all processes that tests start, whatever the environment says.
PYTHON_OF_TESTS = TMPDIR="$$(sh tools/scratch.sh)" PYTHONDONTWRITEBYTECODE= $(BIN)/python
# One process more than processors, at most four: some tests wait for other programs.
WORKERS = $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -lt 3 ] && echo $$((n + 1)) || echo 4)
PYTEST = $(PYTHON_OF_TESTS) -m pytest -n $(WORKERS) --dist worksteal
# No header, since it would repeat the command line; and uv shall fetch no interpreter. The oldest
# Python is named: otherwise the lock would be one for this Python and newer ones.
LOCK = UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header

help: ## say what each target does
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/  make \1@\2/p' Makefile | while IFS=@ read -r a b; do printf '%-15s %s\n' "$$a" "$$b"; done

run: ## start the program at http://localhost:8000 (the first time: with a demonstration office)
	@sh tools/venv.sh run
	@exec $(BIN)/tracker run $(ARGS)

test: ## run the tests, but for the slow group (ARGS="-k silence" for some)
	@sh tools/venv.sh dev
	@$(PYTEST) -m "not slow" $(ARGS)

test-all: ## run every test, with the slow group (ARGS="-m slow" for that alone)
	@sh tools/venv.sh dev
	@$(PYTEST) $(ARGS)

quick: ## run the tests of the domain, in under five seconds
	@sh tools/venv.sh dev
	@$(PYTHON_OF_TESTS) -m pytest -q -p no:xdist \
		--hypothesis-profile=quick -m "not slow" tests/domain $(ARGS)

check: ## format, lint, types, import contracts, full folders, law files, words in every language
	@sh tools/venv.sh dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/structure.py
	$(BIN)/lint-imports
	$(BIN)/tracker law check
	$(BIN)/python tools/words.py
	$(BIN)/python tools/bare_english.py

words: ## bring the catalogues up to date with the sources (pybabel), and say what lacks words
	@sh tools/venv.sh dev
	@$(BIN)/python tools/words.py update

laws: ## check every law file, and list the laws
	@sh tools/venv.sh run
	@$(BIN)/tracker law check
	@$(BIN)/tracker law list

schema: ## write the JSON Schema of each kind of library file
	@sh tools/venv.sh run
	@$(BIN)/tracker law schema --write

migration: ## write a migration from the tables of the code (ARGS="Add the colour of a tag")
	@sh tools/venv.sh dev
	@PYTHONPATH=. $(BIN)/python tools/migration.py "$(ARGS)"

seed: ## fill the instance with the demonstration office
	@sh tools/venv.sh run
	@$(BIN)/tracker seed $(ARGS)

lock: ## write the locks from pyproject.toml (ARGS="--upgrade" for newer versions)
	@sh tools/venv.sh bare
	@[ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet uv
	$(LOCK) pyproject.toml --group build -o requirements.lock $(ARGS)
	$(LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock $(ARGS)

audit: ## look every locked package up in a database of known vulnerabilities
	@sh tools/venv.sh dev
	@$(BIN)/python tools/audit.py $(ARGS)

bench: ## measure against the program's own aims, in ratios
	@sh tools/venv.sh dev
	@$(BIN)/python -m benchmarks $(ARGS)

bench-load: ## a thousand readers at once for five minutes, twice (ARGS="--seconds 60")
	@sh tools/venv.sh dev
	@$(BIN)/python -m benchmarks.load $(ARGS)

bench-copy: ## time and memory of a copy of 100,000 records (ARGS="--records 1000")
	@sh tools/venv.sh dev
	@$(BIN)/python -m benchmarks.copied_memory $(ARGS)

bench-scale: ## fill PostgreSQL with a million requests and measure (ARGS="--requests 100000")
	@sh tools/venv.sh dev
	@$(BIN)/python -m benchmarks.scale $(ARGS)

mutants: ## change the clock in small ways, one by one: how many changes does no test notice?
	@sh tools/venv.sh dev
	@rm -rf mutants
	@$(BIN)/python -m mutmut run $(ARGS)
	@$(BIN)/python -m mutmut export-cicd-stats
	@$(BIN)/python -m mutmut results
	@$(BIN)/python tools/killed.py

wheel: ## build the wheel into dist/
	@sh tools/venv.sh run
	@$(BIN)/python -m hatchling build -t wheel
