"""`python -m otzvuk.train.encoder` (`make encoder`): tune the careful voice; goes on where it was stopped."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.train.encoder.build import build


def main() -> None:
    """Read the corpus, tune, save, settle, write."""
    parser = argparse.ArgumentParser(description="Tune the bundled coder's encoder on the training corpus.")
    parser.add_argument("--corpus", type=Path, default=Path("corpora/training"))
    parser.add_argument("--out", type=Path, default=Path("models/coders/b2b"))
    parser.add_argument("--save", type=Path, default=Path("build/encoder.pt"))
    parser.add_argument("--steps", type=int, default=7500)
    parser.add_argument("--until", help="HH:MM of today: how long to train, instead of the steps")
    parser.add_argument("--exact", action="store_true", help="single precision throughout")
    given = parser.parse_args()
    until = None
    if given.until:
        until = time.mktime(time.strptime(time.strftime("%Y-%m-%d ") + given.until, "%Y-%m-%d %H:%M"))
    try:
        build(given.corpus, given.out, given.save, steps=given.steps, until=until, low=not given.exact)
    except InputError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
