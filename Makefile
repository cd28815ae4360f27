# Each target does all the set-up it needs; `make demo` and `make test` are all that a newcomer has to know.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# CI adds `train`: PyTorch is too large to ask of everybody who runs the tests; those of training skip without it.
EXTRAS ?= test
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# Processes that the tests run in, each file in one of them.
JOBS ?= 2

.PHONY: demo docs pictures test coverage hooks lint bench fuzz bundle model encoder layers compiled corpus clean

demo: $(VENV)/.installed
	$(BIN)/otzvuk analyse corpora/demo --out demo-out

test: lint
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile
	$(BIN)/python -m pytest --nbmake --nbmake-timeout=300 notebooks

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-bench
	for script in tests/bench/bench_*.py; do $(BIN)/python $$script || exit 1; done

# Damage files of every format and read them (ten minutes; MINUTES=60 for longer); kill fifty analyses
# and two hundred times whoever records decisions; kill the workbench while two people answer;
# walk through every page of the workbench.
fuzz: $(VENV)/.installed-test
	$(BIN)/python tests/fuzz/fuzz_read.py --minutes $(or $(MINUTES),10)
	$(BIN)/python tests/fuzz/fuzz_kill.py --times 50
	$(BIN)/python tests/fuzz/fuzz_decisions.py --times 200
	$(BIN)/python tests/fuzz/fuzz_workbench.py --times 20
	$(BIN)/python -m pytest -m thorough tests
	HYPOTHESIS_PROFILE=drawn $(BIN)/python -m pytest tests

# All that a closed machine needs, in dist/otzvuk-VERSION-bundle: docs/more/closed-machine.md.
bundle: $(VENV)/.installed-bundle
	$(BIN)/python bundle $(BUNDLE)

# Rebuild the bundled coder from the training corpus (about an hour on two cores); the same corpus on the same
# machine gives the same bytes. The shipped one came in stages (models/coders/README.md): `python -m otzvuk.train
# --start models/coders/b2b --epochs 4 --rate 0.0015` goes on from a model.
model: $(VENV)/.installed-train
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m otzvuk.train
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m otzvuk.train.likeness
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m otzvuk.train.trust

# Tune the careful voice, an encoder that has read before, and put it beside the bundled coder's voices (some two
# hours on one core; saved every ten minutes in build/encoder.pt, from where it goes on).
encoder: $(VENV)/.installed-train
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m otzvuk.train.encoder
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m otzvuk.train.verifier

# Fit the heads of losses, leaving and what matters to what the careful voice hears (some ten minutes on one core):
# after a change of its middle layers or of corpora/training/layers.
layers: $(VENV)/.installed-train
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m otzvuk.train.layers

# Parse the YAML of models/ once for all: after any change of it.
compiled: $(VENV)/.installed
	$(BIN)/python -m otzvuk.model.compiled

# The site, strictly and without a network: build/site/index.html.
docs: $(VENV)/.installed-test
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet docs build/site

# What the tests reach, in the terminal and in build/coverage/index.html (longer than `make test`).
coverage: $(VENV)/.installed-test
	$(BIN)/python -m pytest --cov=otzvuk --cov-report=term:skip-covered --cov-report=html:build/coverage

# Have git check before every commit (.pre-commit-config.yaml; needs pre-commit).
hooks: $(VENV)/.installed-test
	pre-commit install

# The pictures of the site and the README, drawn from the demo (needs chromium).
pictures: $(VENV)/.installed-test
	$(BIN)/python tests/picture.py

# What the training corpus holds, and whether anything is said twice.
corpus: $(VENV)/.installed
	$(BIN)/python -m otzvuk.train.validate

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) --editable '.[$(EXTRAS)]'
	touch $@

$(VENV)/.installed-bundle: $(VENV)/.installed
	$(PIP) --editable '.[bundle]'
	touch $@

$(VENV)/.installed-train: $(VENV)/.installed
	$(PIP) --editable '.[train]'
	touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-test
	$(PIP) --editable '.[bench]'
	touch $@

clean:
	rm -rf $(VENV) build dist demo-out .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
