"""What programs that kill who records decisions have in common: their options, their end."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from otzvuk.codings.decisions import Decisions


def main(about: str | None, kill: Callable[..., list[str]], *, times: int, study: str = ".") -> None:
    """Kill in a folder of its own, print how many decisions its `study` keeps, fail on a finding."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--times", type=int, default=times)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        findings = kill(Path(folder), seed=asked.seed, times=asked.times)
        kept = len(Decisions(Path(folder) / study).all())
    print(f"kills: {asked.times}, decisions kept: {kept}, findings: {len(findings)}")
    for each in findings:
        print(each)
    sys.exit(bool(findings))
