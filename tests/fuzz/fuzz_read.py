"""Damage files and read them: every one must be read or refused in a sentence, in its time, leaving nothing.

    python tests/fuzz/fuzz_read.py --minutes 10 --seed 1

Prints how many were read and refused; a finding fails the run and is kept in the folder
`otzvuk-fuzz-findings` of the system's temporary files.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutate import mutated
from seeds import seeds

from otzvuk.model.errors import InputError
from otzvuk.read import limits
from otzvuk.read.guarded import read_guarded
from otzvuk.read.interviews import interview_of

SECONDS = 30.0
# libraries in C and Rust may hang or crash over damage; the limits end that, and it costs only the file
_NATIVE = {".pdf": 5.0, ".xlsx": 5.0, ".ods": 5.0}
# what a reader says of its own bug or crash, which the reading process catches
_SYMPTOMS = ("устроен необычно", "чтение файла прервано", "слишком долго")


def examine(path: Path) -> tuple[str, str]:
    """What became of `path` ("read", "refused", "stopped" or "finding"), and why it is a finding."""
    start = time.monotonic()
    try:
        with limits.applied(limits.Limits(seconds=_NATIVE.get(path.suffix, SECONDS))):
            found = read_guarded(path)
            interview_of(found, id="i", file=path.name)
    except InputError as error:
        said = str(error)
        if path.suffix in _NATIVE and any(symptom in said for symptom in _SYMPTOMS[1:]):
            return "stopped", said
        if any(symptom in said for symptom in _SYMPTOMS) or "\n" in said or not said.startswith(str(path)):
            return "finding", said
        return "refused", said
    except Exception:
        return "finding", traceback.format_exc()
    if any(not turn.text.strip() or "\x00" in turn.text for turn in found.turns):
        return "finding", "a turn without words, or with a NUL"
    if time.monotonic() - start > SECONDS:
        return "finding", "too slow"
    return "read", ""


def fuzz(
    folder: Path, *, seed: int, files: int | None = None, minutes: float = 0
) -> tuple[Counter[str], list[str]]:
    """Read damaged files in `folder`: so many of them, or for so long. Returns counts and findings."""
    dice = random.Random(seed)
    sound = seeds()
    counts: Counter[str] = Counter()
    findings: list[str] = []
    end = time.monotonic() + minutes * 60
    number = 0
    while number < files if files is not None else time.monotonic() < end:
        # each format in its turn, for some have many seeds
        suffix = sorted({each for each, _ in sound})[number % len({each for each, _ in sound})]
        data = dice.choice([each for own, each in sound if own == suffix])
        data = mutated(data, dice.choice(sound)[1], dice)
        path = folder / f"f{seed}-{number}{suffix}"
        path.write_bytes(data)
        outcome, why = examine(path)
        counts[outcome] += 1
        if outcome == "finding":
            findings.append(f"{path}: {why}")
        else:
            path.unlink()
        if {each.name for each in folder.iterdir()} - {
            Path(each.partition(": ")[0]).name for each in findings
        }:
            findings.append(f"{path}: another file appeared beside it")
        number += 1
    return counts, findings


def main() -> None:
    """Run for the minutes given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    kept = Path(tempfile.gettempdir()) / "otzvuk-fuzz-findings"
    with tempfile.TemporaryDirectory() as name:
        counts, findings = fuzz(Path(name), seed=options.seed, minutes=options.minutes)
        print(f"seed {options.seed}: {dict(counts)}")
        for finding in findings:
            print(finding)
            path = Path(finding.partition(": ")[0])
            if path.exists():
                kept.mkdir(exist_ok=True)
                (kept / path.name).write_bytes(path.read_bytes())
    sys.exit(bool(findings))


if __name__ == "__main__":
    main()
