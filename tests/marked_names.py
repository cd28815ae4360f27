"""Marked sentences (tests/names/*.txt) and how much of their names is hidden, for tests and benchmarks.

lines = read_marked(SPOKEN)
line = measured(lines, each_alone=True)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from otzvuk.anonymise import find_names
from otzvuk.anonymise.offsets import Replacement
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.study import Settings, Study
from studies import small_codebook

SPOKEN = Path(__file__).parent / "names" / "spoken.txt"
BLIND = Path(__file__).parent / "names" / "names600.txt"
KINDS = {"p": "people", "c": "companies", "g": "places", "i": "identifiers"}
_MARK = re.compile(rf"\[([{''.join(KINDS)}]):(.*?)\]")


class Marked(NamedTuple):
    """A stretch of a sentence that names somebody or something; `kind` as in `KINDS`."""

    start: int
    stop: int
    kind: str


class Line(NamedTuple):
    """A sentence without its marks, what was marked, and whether it is written in small letters."""

    text: str
    marked: tuple[Marked, ...]

    @property
    def small(self) -> bool:
        return self.text == self.text.lower() and not self.text[:1].isdigit()


class Score(NamedTuple):
    """Letters and digits of names hidden, by kind, and sentences without names of which something was."""

    hidden: dict[str, float]
    useful: float
    plain: int
    spoilt: int

    @property
    def false_alarms(self) -> float:
        return self.spoilt / (self.plain or 1)

    def __str__(self) -> str:
        kinds = "  ".join(f"{kind} {share:.3f}" for kind, share in self.hidden.items())
        return f"{kinds}  useful {self.useful:.3f}  false alarms {self.spoilt}/{self.plain}"


def read_marked(path: Path) -> list[Line]:
    found = []
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, marked, at = "", [], 0
            for mark in _MARK.finditer(line):
                text += line[at : mark.start()]
                marked.append(Marked(len(text), len(text) + len(mark[2]), KINDS[mark[1]]))
                text += mark[2]
                at = mark.end()
            found.append(Line(text + line[at:], tuple(marked)))
    return found


def study_of(texts: Sequence[str], *, small: bool) -> Study:
    """Each sentence an interview of its own, after a turn that shows how the others are written."""
    before = (
        "ну мы работаем давно и всё хорошо" if small else "Это из Сибири, по ГОСТ, с НДС, а ещё из Европы."
    )
    firms = ("ООО «Ромашка»", "АО «Вектор-Агро»", "Завод «Северный ключ»")
    people = {f"Спикер {at}": Participant(f"Спикер {at}", company=firm) for at, firm in enumerate(firms, 1)}
    interviews = tuple(
        Interview(f"s{at:03}", f"s{at:03}.txt", (Turn("Спикер 1", before), Turn("Спикер 1", text)), people)
        for at, text in enumerate(texts)
    )
    return Study(Path("нет"), Settings(supplier="Инжтехпром"), small_codebook(), interviews)


def replaced(lines: Sequence[Line], *, small: bool, each_alone: bool) -> list[tuple[Replacement, ...]]:
    """What is hidden of each line: each a study of its own, or all of them interviews of one study."""
    studies = [[line.text] for line in lines] if each_alone else [[line.text for line in lines]]
    found = []
    for texts in studies:
        names = find_names(study_of(texts, small=small), extra=())
        found += [names.hide_turn(f"s{at:03}", 1).replacements for at in range(len(texts))]
    return found


def measured(lines: Sequence[Line], *, small: bool, each_alone: bool = True, misses: str = "") -> Score:
    """How much is hidden; prints what is missed or hidden too much where `misses` says so."""
    count: Counter[str] = Counter()
    for line, gone in zip(lines, replaced(lines, small=small, each_alone=each_alone), strict=True):
        text = line.text
        letters = {at for at, sign in enumerate(text) if sign.isalnum()}
        hidden = {at for each in gone for at in range(each.start, each.stop)} & letters
        named = {at for each in line.marked for at in range(each.start, each.stop)} & letters
        count["hidden"] += len(hidden)
        count["useful"] += len(hidden & named)
        count["plain"] += not line.marked
        count["spoilt"] += not line.marked and bool(gone)
        for start, stop, kind in line.marked:
            own = set(range(start, stop)) & letters
            count[f"{kind} marked"] += len(own)
            count[f"{kind} hidden"] += len(own & hidden)
            if misses and own - hidden:
                print(f"  MISS {kind}: {text[start:stop]} in: {text}")
        if misses == "all" and hidden - named:
            print(f"  EXTRA {[text[each.start : each.stop] for each in gone]} in: {text}")
    return Score(
        {
            kind: count[f"{kind} hidden"] / count[f"{kind} marked"]
            for kind in KINDS.values()
            if count[f"{kind} marked"]
        },
        count["useful"] / (count["hidden"] or 1),
        count["plain"],
        count["spoilt"],
    )
