"""Kill analyses at random moments: results that were there stay whole, and the next run completes.

    python tests/fuzz/fuzz_kill.py --times 50 --seed 1

Half of the kills fall anywhere in a run, half while it writes. Prints when they fell; a finding fails it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

EARLIER = """\
Интервьюер: Как у них с документами?
Пётр: Документы вечно опаздывают. А водители вежливые.
"""
LATER = """\
Интервьюер: Что бы вы попросили?
Анна: Хотелось бы личный кабинет. Отгрузки срываются каждый месяц.
"""
SAME = (".csv", ".parquet")  # the same bytes from run to run; the others say when they were written
DEADLINE = 300.0


@dataclass
class Killed:
    """What became of the kills: how many fell when, and what was wrong afterwards."""

    before: int = 0  # before anything was written
    writing: int = 0
    after: int = 0  # the run had ended by itself
    findings: list[str] = field(default_factory=list)


SLOWED = """
import os, sys, time
from otzvuk.cli import main
whole = os.replace

def replace(*names, **more):
    time.sleep({seconds})
    whole(*names, **more)

os.replace = replace
main()
"""


def kill_runs(
    folder: Path,
    *,
    seed: int,
    times: int,
    rerun: bool = True,
    slow: float = 0.0,
    say: Callable[[str], object] = str,
) -> Killed:
    """Kill `times` analyses of a study in `folder`, over the results of an earlier one.

    With `rerun` a whole run follows each kill, else only the last one. A file that is written takes its place
    `slow` seconds later than it might, so that some kill surely falls in between. `say` is told of each.
    """
    dice = random.Random(seed)
    study, reference = folder / "исследование", folder / "образец"
    study.mkdir(parents=True)
    # a bare folder of transcripts: litter would be nearest to being read as one
    (study / "и1.txt").write_text(EARLIER, "utf-8")
    whole = _timed(study)
    earlier = _results(study / "out")
    shutil.copytree(study, reference, ignore=shutil.ignore_patterns("out"))
    for place in (study, reference):
        (place / "и2.txt").write_text(LATER, "utf-8")
    shortest = min(whole, _timed(reference))  # other work on the machine makes runs longer
    later = _results(reference / "out")
    killed, ended = Killed(), False
    for number in range(times):
        if rerun or number == 0 or ended:  # else there would be nothing to write any more
            _restore(study / "out", earlier)
        littered = _litter(study / "out")
        running = _start(study, slow)
        if number % 2:
            _await_writing(running, study / "out", littered, files=dice.randint(1, len(later)))
            time.sleep(dice.uniform(0, 0.02))
        else:
            time.sleep(dice.uniform(0, shortest))
        ended = running.poll() is not None
        running.kill()  # SIGKILL; TerminateProcess under Windows
        running.communicate()
        at = "after" if ended else "writing" if _litter(study / "out") - littered else "before"
        setattr(killed, at, getattr(killed, at) + 1)
        killed.findings += [f"kill {number} ({at}): {each}" for each in _faults(study, earlier, later)]
        if rerun or number == times - 1:
            start = time.monotonic()
            killed.findings += [f"run after kill {number}: {each}" for each in _completed(study, later)]
            shortest = min(shortest, time.monotonic() - start)
        say(f"kill {number}: {at}, findings so far {len(killed.findings)}")
    return killed


def _start(study: Path, slow: float = 0.0) -> subprocess.Popen[bytes]:
    program = ["-c", SLOWED.format(seconds=slow)] if slow else ["-m", "otzvuk"]
    command = [sys.executable, *program, "analyse", str(study)]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def _timed(study: Path) -> float:
    """A whole run, and how long it took."""
    start = time.monotonic()
    running = _start(study)
    _, said = running.communicate(timeout=DEADLINE)
    if running.returncode:
        raise RuntimeError(said.decode("utf-8", "replace"))
    return time.monotonic() - start


def _await_writing(running: subprocess.Popen[bytes], out: Path, littered: set[str], *, files: int) -> None:
    """Wait until so many files have been begun besides what earlier kills left, or the run has ended."""
    while running.poll() is None and len(_litter(out) - littered) < files:
        time.sleep(0.001)


def _litter(out: Path) -> set[str]:
    return {path.name for path in out.glob(".*")} if out.is_dir() else set()


def _results(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if not path.name.startswith(".")}


def _restore(out: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(out)
    out.mkdir()
    for name, data in files.items():
        (out / name).write_bytes(data)


def _faults(study: Path, earlier: dict[str, bytes], later: dict[str, bytes]) -> list[str]:
    """What is wrong with the files after a kill: each must be the earlier one or the whole later one."""
    found = _results(study / "out")
    faults = [f"{name} is gone" for name in earlier.keys() - found.keys()]
    faults += [f"{name} is no result" for name in found.keys() - later.keys()]
    for name, data in found.items():
        if data == earlier.get(name):
            continue
        if Path(name).suffix in SAME and data != later.get(name):
            faults.append(f"{name} is neither the earlier file nor the later one")
        elif not _whole(study / "out" / name):
            faults.append(f"{name} is cut off")
    return faults


def _whole(path: Path) -> bool:
    if path.suffix in {".xlsx", ".docx", ".pptx"}:
        return zipfile.is_zipfile(path) and zipfile.ZipFile(path).testzip() is None
    if path.suffix == ".html":
        return path.read_text("utf-8").rstrip().endswith("</html>")
    if path.suffix == ".json":
        return isinstance(json.loads(path.read_text("utf-8")), dict)
    return True


def _completed(study: Path, later: dict[str, bytes]) -> list[str]:
    """What is wrong with a whole run after a kill: its results must be as if nothing had been killed."""
    running = _start(study)
    _, said = running.communicate(timeout=DEADLINE)
    if running.returncode or said:
        return [f"exit code {running.returncode}, {said.decode('utf-8', 'replace')}"]
    found = _results(study / "out")
    faults = [f"{name} is missing or too many" for name in found.keys() ^ later.keys()]
    same = [name for name in found.keys() & later.keys() if Path(name).suffix in SAME]
    faults += [f"{name} differs" for name in same if found[name] != later[name]]
    return faults + [f"{name} is cut off" for name in found if not _whole(study / "out" / name)]


def main() -> None:
    """Kill as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        say = partial(print, flush=True)
        killed = kill_runs(Path(name), seed=options.seed, times=options.times, say=say)
    print(
        f"seed {options.seed}: killed before writing {killed.before}, while writing {killed.writing}, "
        f"ended already {killed.after}"
    )
    for finding in killed.findings:
        print(finding)
    sys.exit(bool(killed.findings))


if __name__ == "__main__":
    main()
