"""`python -m otzvuk.train`: build the bundled model from the training corpus (`make model`)."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.train.build import build


def main() -> None:
    """Parse, build, say what came out."""
    parser = argparse.ArgumentParser(description="Build the bundled coder from the training corpus.")
    parser.add_argument("--corpus", type=Path, default=Path("corpora/training"))
    parser.add_argument("--out", type=Path, default=Path("models/coders/b2b"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--start", type=Path, help="a model to go on from; `--epochs 0` keeps its networks")
    parser.add_argument(
        "--share", type=float, default=1.0, help="share of the training studies, for a learning curve"
    )
    given = parser.parse_args()
    started = time.perf_counter()
    try:
        scores = build(
            given.corpus,
            given.out,
            jobs=given.jobs,
            networks=given.networks,
            epochs=given.epochs,
            share=given.share,
            rate=given.rate,
            start=given.start,
        )
    except InputError as error:
        sys.exit(str(error))
    sys.stdout.write(f"{scores}\n{time.perf_counter() - started:.0f} s\n")


if __name__ == "__main__":
    main()
