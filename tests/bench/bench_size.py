"""Thousands of interviews: two processes, CPU and memory beside another state of the program, what grows how.

    git worktree add --detach /tmp/otzvuk-then 832c3c3
    python tests/bench/bench_size.py jobs [INTERVIEWS [PAIRS]]   # reading, names, coding: one process, two
    python tests/bench/bench_size.py whole /tmp/otzvuk-then/pipeline [INTERVIEWS...]   # analyse, beside then
    python tests/bench/bench_size.py words | transcripts | group [SIZE...]           # by doubling

Studies are the demo over and over, one word of every turn changed (`copies.py`); `coder: fast`. CPU seconds
are user and system time of all processes; peak memory is that of the largest one. Asserts nothing.
"""

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copies import DEMO, copies

HERE = Path(__file__).parents[2] / "pipeline"
STAGES = Path(__file__).with_name("stages.py")
SAY = """
import json, resource, sys, time
from pathlib import Path
from otzvuk.codings.surveyed import read_identified
since = time.process_time()
study = read_identified(Path(sys.argv[1]))
spent = {"read": time.process_time() - since + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])}
from otzvuk.analysis import _find, names_of, count
from otzvuk.coding.coder import code_study
since = time.process_time()
names = names_of(study)
spent["names"], since = time.process_time() - since, time.process_time()
codings = code_study(study)
spent["code"], since = time.process_time() - since, time.process_time()
if "numbers" in sys.argv:
    _find(count(study, codings), names)
    spent["numbers"] = time.process_time() - since
print(json.dumps({name: round(value, 2) for name, value in spent.items()}))
"""


def run(pipeline: Path, *command: str, cache: str = "") -> tuple[float, float, int, str]:
    """Wall and CPU seconds of a command and its processes, the largest one's peak in MB, what it said."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPATH": str(pipeline), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    if cache:
        environment["OTZVUK_CACHE"] = cache
    ready, answer = os.pipe()
    child = os.fork()
    if (
        child == 0
    ):  # a process of its own: it waits for grandchildren, too, and its sums are those of this run
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
        since = time.perf_counter()
        done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True)
        wall = time.perf_counter() - since
        while True:
            try:
                os.wait()
            except ChildProcessError:
                break
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = [wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1000, done.stdout]
        if done.returncode not in (0, 1):
            told[3] = done.stdout + done.stderr
        os.write(answer, json.dumps(told).encode()[:60_000])
        os._exit(0)
    os.close(answer)
    with os.fdopen(ready, "rb") as file:
        wall, cpu, peak, said = json.loads(file.read())
    os.waitpid(child, 0)
    return wall, cpu, peak, said


def jobs(interviews: int, pairs: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        study = copies(Path(scratch) / "study", interviews)
        best: dict[int, float] = {}
        for _ in range(pairs):
            for count in (1, 2):
                _, cpu, peak, said = run(HERE, str(STAGES), str(study), str(count), cache="off")
                spent = json.loads(said)
                wall = spent["read"] + spent["names"] + spent["code"]
                best[count] = min(wall, best.get(count, wall))
                print(
                    f"{count} processes: {wall:6.2f} s, CPU {cpu:6.2f} s, peak {peak} MB, {spent}", flush=True
                )
        print(
            f"{interviews} interviews, best of {pairs}: {best[1] / best[2]:.2f} times faster in two processes"
        )


def whole(then: Path, counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for interviews in counts:
            for name, pipeline in (("then", then), ("now", HERE)):
                study = copies(Path(scratch) / f"{name}{interviews}", interviews)
                wall, cpu, peak, _ = run(pipeline, "-m", "otzvuk", "analyse", str(study))
                steps = json.loads((study / "out" / "run.json").read_text("utf-8"))["seconds"]
                print(
                    f"{interviews:5} {name:5} CPU {cpu:7.1f} s, peak {peak:5} MB, wall {wall:.0f} {steps}",
                    flush=True,
                )
                shutil.rmtree(study)


def doubled(what: str) -> None:
    """CPU seconds of each step of studies twice as large as the one before."""
    sizes = [int(each) for each in sys.argv[2:]] or {
        "words": [1, 2, 4, 8, 16, 30],  # MB in one transcript
        "transcripts": [125, 250, 500, 1000, 2000],
        "group": [25, 50, 100, 200],  # respondents in one talk
    }[what]
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            study = Path(scratch) / str(size)
            if what == "transcripts":
                copies(study, size)
            else:
                study.mkdir()
                (study / "study.yaml").write_text(
                    "coder: fast\nlimits: {seconds: 3600, memory_mb: 8000}\n", "utf-8"
                )
                (study / "transcripts").mkdir()
                talk = _long(size) if what == "words" else _group(size)
                (study / "transcripts" / "talk.txt").write_text(talk, "utf-8")
            more = ("numbers",) if what == "group" else ()
            _, cpu, peak, said = run(HERE, "-c", SAY, str(study), *more, cache="off")
            print(f"{what} {size:5}: CPU {cpu:7.1f} s, peak {peak:5} MB {said.strip()[-300:]}", flush=True)
            shutil.rmtree(study)


def _long(megabytes: int) -> str:
    """One talk of two: the demo's words over and over, each time in another order of turns."""
    said = [line.partition(": ")[2] for line in _lines()]
    parts, size, at = [], 0, 0
    while size < megabytes * 2**20:
        asks = at % 2 == 0
        turn = f"{'Интервьюер' if asks else 'Лобов'}: {said[(at * 7 + at // len(said)) % len(said)]}"
        parts.append(turn)
        size += len(turn.encode()) + 1
        at += 1
    return "\n".join(parts) + "\n"


def _group(people: int) -> str:
    """A focus group: everybody speaks in turn, ten times each."""
    said = [line.partition(": ")[2] for line in _lines()]
    names = [f"{_syllables(at)} Анна" if at % 2 else f"{_syllables(at)} Пётр" for at in range(people)]
    turns = []
    for at in range(people * 10):
        if at % 5 == 0:
            turns.append("Модератор: Что скажете об этом?")
        turns.append(f"{names[at % people]}: {said[at % len(said)]}")
    return "\n".join(turns) + "\n"


def _syllables(number: int) -> str:
    parts = ("бо", "ве", "га", "ду", "жи", "ко", "ла", "ме", "ну", "ро")
    return "".join(parts[int(digit)] for digit in f"{number:03}").capitalize() + "ров"


def _lines() -> list[str]:
    text = (DEMO / "transcripts" / "01-zharoven-2024.txt").read_bytes().decode("utf-8-sig")
    return [line for line in text.splitlines() if ": " in line]


def main() -> None:
    what, *more = sys.argv[1:] or ["jobs"]
    if what == "jobs":
        jobs(*(int(each) for each in (*more, *("40", "3")[len(more) :])))
    elif what == "whole":
        whole(Path(more[0]), [int(each) for each in more[1:]] or [10, 200, 400])
    else:
        doubled(what)


if __name__ == "__main__":
    main()
