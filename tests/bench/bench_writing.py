"""CPU seconds of writing reports, beside another state of the program that keeps what it computes (a5fdc6c).

    git worktree add --detach /tmp/otzvuk-then a5fdc6c
    python tests/bench/bench_writing.py /tmp/otzvuk-then/pipeline [rounds [demo|forty]]

`analyse` of a study whose numbers are kept and whose reports were removed, all of them or one: what is left
is to start, to read what is kept and to write. User and system time, medians, both programs in turn,
`coder: fast`; the demo and forty interviews. Asserts nothing.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from bench_again import HERE, analyse, demo, forty, told

REMOVED = {"all reports": ("*",), "report.pptx": ("report.pptx",)}


def main() -> None:
    then, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    wanted = sys.argv[3:] or ["demo", "forty"]
    with tempfile.TemporaryDirectory() as scratch:
        for size, make in (("demo", demo), ("forty", forty)):
            if size not in wanted:
                continue
            studies = [(make(Path(scratch) / f"{size}-{name}"), name) for name in ("old", "new")]
            programs = [(study, then if name == "old" else HERE) for study, name in studies]
            for study, pipeline in programs:
                analyse(pipeline, study)
                shutil.rmtree(study / "out")
                analyse(pipeline, study)  # with the list of names that the first run wrote
            for what, patterns in REMOVED.items():
                spent: tuple[list[float], list[float]] = [], []
                for _ in range(rounds):
                    for (study, pipeline), times in zip(programs, spent, strict=True):
                        for pattern in patterns:
                            for path in (study / "out").glob(pattern):
                                path.unlink()
                        times.append(analyse(pipeline, study))
                told(f"{size}, {what} to write", *spent)


if __name__ == "__main__":
    main()
