"""Scores of marks given in speech: tests/marks/spoken.txt and, where it is at hand, the open gold study.

Run alone: python tests/bench/bench_marks.py [--wrong]. Asserts nothing; `--wrong` lists the dialogues that
are not wholly right. A found mark answers a marked one where both stand in one turn and their spans overlap.
Of the marked: `span` found at all; `object`, `value`, `scale` right besides; `all` four right. `alarms` are
marks found where none stands. `dialogues` is the share of them with exactly the marks that were marked,
all four right.

Objects are compared twice: by the id, and as the same thing (`same`): `STANDS_FOR` names the code that a
theme or block shares its everyday name with («качество» is quality and quality.defects, for the patterns
of the codebook give the word to the code), so that either is right.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes; one core, like the other benchmarks

from otzvuk.coding.ratings import find_ratings
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Rating, Span
from otzvuk.read.folder import read_study
from otzvuk.read.marked import read_marked

SPOKEN = Path(__file__).parents[1] / "marks" / "spoken.txt"
GOLD = Path(__file__).parents[3] / "shared" / "gold" / "open"
INTERVIEWER = "И"
STANDS_FOR = {
    "quality": "quality.defects",
    "product": "quality.defects",
    "shipping": "discipline.lead_times",
    "price": "price.level",
}


@dataclass
class Tally:
    """How the marks found compare with those marked by hand."""

    marked: int = 0
    alarms: int = 0
    dialogues: int = 0
    right: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, *, right: bool) -> None:
        self.right[name] = self.right.get(name, 0) + right


def dialogues(path: Path) -> list[tuple[Interview, tuple[Rating, ...]]]:
    """The dialogues of a set in the checklist's format, each an interview of its own, with its marks."""
    _, _, body = path.read_text("utf-8").partition("\n")
    read = []
    for number, text in enumerate(filter(str.strip, body.split("\n\n")), 1):
        marked = read_marked(text.strip("\n"))
        turns = tuple(turn.__class__(turn.speaker, turn.text, interviewer=turn.speaker == INTERVIEWER)
                      for turn in marked.turns)  # fmt: skip
        read.append((Interview(f"{number:03}", path.name, turns), marked.ratings))
    return read


def gold(folder: Path) -> list[tuple[Interview, tuple[Rating, ...]]]:
    """The interviews of a gold study with the marks of its ratings.jsonl."""
    rows = [json.loads(line) for line in (folder / "ratings.jsonl").read_text("utf-8").splitlines()]
    read = []
    for interview in read_study(folder).interviews:
        own = [row for row in rows if row["interview"] == interview.id]
        fields = ("turn", "start", "end", "text", "code", "value", "scale")
        ratings = tuple(Rating(*(row[name] for name in fields)) for row in own)
        read.append((interview, ratings))
    return read


def same_thing(one: str, other: str) -> bool:
    return one == other or STANDS_FOR.get(one, one) == STANDS_FOR.get(other, other)


def compare(found: Sequence[Rating], marked: Sequence[Rating], tally: Tally) -> bool:
    """Add a dialogue to the tally; True where it is wholly right, objects taken as the same thing."""
    left, exact, same = list(found), True, True
    for each in marked:
        span = Span(each.start, each.stop)
        mine = next((it for it in left if it.turn == each.turn and span.overlaps(it)), None)
        tally.marked += 1
        tally.add("span", right=mine is not None)
        if mine is None:
            exact = same = False
            continue
        left.remove(mine)
        numbers = mine.value == each.value, mine.scale == each.scale
        here, alike = mine.criterion == each.criterion, same_thing(mine.criterion, each.criterion)
        tally.add("object", right=here)
        tally.add("object (same)", right=alike)
        tally.add("value", right=numbers[0])
        tally.add("scale", right=numbers[1])
        tally.add("all", right=here and all(numbers))
        tally.add("all (same)", right=alike and all(numbers))
        exact, same = exact and here and all(numbers), same and alike and all(numbers)
    tally.alarms += len(left)
    tally.dialogues += 1
    tally.add("dialogues", right=exact and not left)
    tally.add("dialogues (same)", right=same and not left)
    return same and not left


def show(name: str, tally: Tally) -> None:
    print(f"{name}: {tally.dialogues} dialogues, {tally.marked} marks, {tally.alarms} false alarms")
    for each, right in tally.right.items():
        of = tally.dialogues if each.startswith("dialogues") else tally.marked
        print(f"  {each:18}{right:>5} of {of:>4}  {right / of:.3f}")


def lines(ratings: Iterable[Rating]) -> str:
    return "; ".join(f"«{it.text}» {it.criterion} {it.value:g}/{it.scale:g}" for it in ratings) or "—"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what is not wholly right")
    parser.add_argument("sets", nargs="*", type=Path, help="sets in the checklist's format")
    options = parser.parse_args()
    topics = Topics(read_codebook())
    sets = {path.name: dialogues(path) for path in options.sets or [SPOKEN]}
    if not options.sets and (GOLD / "ratings.jsonl").is_file():
        sets["gold/open"] = gold(GOLD)
    for name, read in sets.items():
        tally = Tally()
        for interview, marked in read:
            found = tuple(find_ratings(interview, topics))
            if not compare(found, marked, tally) and options.wrong:
                print(f"--- {name} {interview.id}")
                for turn in interview.turns if len(interview.turns) < 20 else ():
                    print(f"    {turn.speaker}: {turn.text}")
                print(f"    marked: {lines(marked)}\n    found:  {lines(found)}")
        show(name, tally)


if __name__ == "__main__":
    sys.exit(main())
