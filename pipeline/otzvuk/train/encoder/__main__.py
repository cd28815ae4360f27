"""`python -m otzvuk.train.encoder` (`make encoder`): tune the careful voice; goes on where it was stopped."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from otzvuk.model.errors import InputError
from otzvuk.train.encoder.build import build, go_on


def main() -> None:
    """Read the corpus, tune, save, settle, write."""
    parser = argparse.ArgumentParser(description="Tune the bundled coder's encoder on the training corpus.")
    parser.add_argument("--corpus", type=Path, default=Path("corpora/training"))
    parser.add_argument("--out", type=Path, default=Path("models/coders/b2b"))
    parser.add_argument("--save", type=Path, default=Path("build/encoder.pt"))
    parser.add_argument("--steps", type=int, default=7500)
    parser.add_argument("--until", help="HH:MM of today: how long to train, instead of the steps")
    parser.add_argument(
        "--start", type=Path, help="go on: from what an earlier training saved, or a model's folder"
    )
    parser.add_argument(
        "--keep", type=int, default=8, help="of a model's layers that many, the lowest, stay as they are"
    )
    parser.add_argument("--rate", type=float, default=1.0, help="of the usual rates; less with --start")
    parser.add_argument("--exact", action="store_true", help="single precision throughout")
    given = parser.parse_args()
    until = None
    if given.until:
        until = time.mktime(time.strptime(time.strftime("%Y-%m-%d ") + given.until, "%Y-%m-%d %H:%M"))
    try:
        how = {"steps": given.steps, "until": until, "low": not given.exact, "rate": given.rate}
        if given.start and given.start.is_dir():
            go_on(given.corpus, given.out, given.save, start=given.start, kept=given.keep, **how)
        else:
            build(given.corpus, given.out, given.save, start=given.start, **how)
    except InputError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
