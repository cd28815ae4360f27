"""Kill programs that record decisions at random moments: what was acknowledged is there, and nothing twice.

    python tests/fuzz/fuzz_decisions.py --times 200 --seed 1

Every second kill falls on two writers at once; the journal is now WAL, now DELETE. A finding fails it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from kills import main

from otzvuk.codings.decisions import JOURNAL, Decisions

WRITER = """
import sys
from pathlib import Path
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.model.decision import Act, Place
place = Place(interview="i1", file="f", turn=0, start=0, stop=1, text="x")
store = Decisions(Path(sys.argv[1]))
for at in range(int(sys.argv[3])):
    name = f"{sys.argv[2]}-{at}"
    store.record(new_decision(Act.CONFIRM, place, by=sys.argv[2], identifier=name))
    print(name, flush=True)
"""
"""A program that records decisions one after another and says the id of each that is kept."""


def writer(folder: Path, name: str, count: int, journal: str = "") -> subprocess.Popen[str]:
    """`WRITER` at work as person `name`."""
    own = {**os.environ, JOURNAL: journal} if journal else None
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=own)


def kill_writers(folder: Path, *, seed: int, times: int) -> list[str]:
    """Kill writers of decisions `times` times; what is wrong afterwards, nothing where all is well."""
    dice = random.Random(seed)
    told: list[str] = []
    started = 0
    for run in range(times):
        journal = ("wal", "delete")[run // 2 % 2]
        writers = [writer(folder, f"run{run}{name}", 10_000, journal) for name in "ab"[: 1 + run % 2]]
        started += len(writers)
        for each in writers:
            assert each.stdout is not None
            told.append(each.stdout.readline().strip())  # they are at it
        time.sleep(dice.uniform(0, 0.05))
        for each in writers:
            os.kill(each.pid, signal.SIGKILL)
        for each in writers:
            assert each.stdout is not None
            told += [line for line in each.stdout.read().split("\n")[:-1] if line]
            each.stdout.close()
            each.wait()
    kept = [each.id for each in Decisions(folder).all()]
    findings = [f"lost: {name}" for name in sorted(set(told) - set(kept))]
    findings += [] if len(kept) == len(set(kept)) else ["doubled"]
    extra = len(set(kept) - set(told))  # kept, but the writer died before it could say so
    return findings + ([f"{extra} not told of {started}"] if extra > started else [])


if __name__ == "__main__":
    main(__doc__, kill_writers, times=200)
