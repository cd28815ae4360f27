"""CPU seconds of a second look at a study, beside another state of the program.

    git worktree add --detach /tmp/otzvuk-then 832c3c3
    python tests/bench/bench_again.py /tmp/otzvuk-then/pipeline [rounds]

User and system time of the command and its children, medians, both programs in turn; `coder: fast`. The
study of forty interviews is the demo four times over, with words added so that no copy is like another.
Asserts nothing.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "corpora" / "demo"
HERE = ROOT / "pipeline"
WORDS = ["тогда", "потом", "сегодня", "вчера", "обычно", "раньше", "теперь", "скоро", "местами", "отчасти"]
TABLES = (
    ("table", "--rows", "role", "--columns", "theme"),
    ("lens", "--by", "theme"),
    ("scores",),
    ("quotes",),
)
DECIDE = """
import sys
from pathlib import Path
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.codings.surveyed import read_identified, surveyed
from otzvuk.model.decision import Act, Judged
study = Path(sys.argv[1])
coding = next(each for each in surveyed(read_identified(study)).survey.codings if each.mentions)
said = coding.mentions[0]
was = Judged(start=said.start, stop=said.stop, kind=said.kind, code=said.code, process=said.process)
place = place_of(coding.interview, said.turn, said.start, said.stop)
Decisions(study).record(new_decision(Act.REJECT, place, by="я", was=[was]))
"""


def run(pipeline: Path, *command: str) -> float:
    """CPU seconds of a command of the program that lies in `pipeline`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPATH": str(pipeline), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def analyse(pipeline: Path, study: Path) -> float:
    return run(pipeline, "-m", "otzvuk", "analyse", str(study))


def demo(folder: Path) -> Path:
    shutil.copytree(DEMO, folder)
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncoder: fast\n")
    return folder


def forty(folder: Path) -> Path:
    (folder / "transcripts").mkdir(parents=True)
    for name in ("study.yaml", "guide.yaml"):
        shutil.copy(DEMO / name, folder)
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncoder: fast\n")
    for copy in range(4):
        for file in sorted((DEMO / "transcripts").iterdir()):
            there = folder / "transcripts" / f"{copy:03}-{file.name}"
            shutil.copy(file, there)
            if copy and file.suffix == ".txt":
                encoding = "cp1251" if file.read_bytes().startswith(b"\xc8") else "utf-8"
                lines = file.read_text(encoding).splitlines()
                for at, line in enumerate(lines):
                    more = f" {WORDS[(copy * 7 + at) % 10].capitalize()} {WORDS[(copy + at * 5) % 10]}."
                    lines[at] = line + more if ":" in line else line
                there.write_text("\n".join(lines) + "\n", encoding)
    return folder


def told(what: str, then: list[float], now: list[float]) -> None:
    before, after = statistics.median(then), statistics.median(now)
    print(f"{what:45} {before:6.2f} s → {after:6.2f} s, {before / after:5.1f} times less", flush=True)


def main() -> None:
    then, rounds = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as scratch:
        old, new = demo(Path(scratch) / "old"), demo(Path(scratch) / "new")
        first: tuple[list[float], list[float]] = [], []
        for _ in range(rounds):
            for study, pipeline, spent in ((old, then, first[0]), (new, HERE, first[1])):
                for name in ("out", ".otzvuk"):
                    shutil.rmtree(study / name, ignore_errors=True)
                (study / "names_found.csv").unlink(missing_ok=True)
                spent.append(analyse(pipeline, study))
        told("demo, first time", *first)
        pairs = [(analyse(then, old), analyse(HERE, new)) for _ in range(rounds)]
        told("demo, the same again", *map(list, zip(*pairs, strict=True)))
        for name, *options in TABLES:
            asked, repeated = [], []
            for _ in range(rounds):
                shutil.rmtree(new / ".otzvuk" / "answers", ignore_errors=True)
                command = ("-m", "otzvuk", name)
                before = run(then, *command, str(old), *options)
                asked.append((before, run(HERE, *command, str(new), *options)))
                repeated.append((before, run(HERE, *command, str(new), *options)))
            told(f"demo, {name}, asked for the first time", *map(list, zip(*asked, strict=True)))
            told(f"demo, {name}, asked again", *map(list, zip(*repeated, strict=True)))
        old, new = forty(Path(scratch) / "old40"), forty(Path(scratch) / "new40")
        whole = [analyse(then, old)]
        analyse(HERE, new)
        changed, decided = [], []
        for at in range(rounds):
            with (new / "transcripts" / "001-01-zharoven-2024.txt").open("a", encoding="utf-8") as file:
                file.write(f"Семён Лобов: Кстати, сроки опять сорвали, {at + 2} раза.\n")
            changed.append(analyse(HERE, new))
            run(HERE, "-c", DECIDE, str(new))
            decided.append(analyse(HERE, new))
        told("40 interviews, whole → one changed", whole, changed)
        told("40 interviews, whole → one decision", whole, decided)


if __name__ == "__main__":
    main()
