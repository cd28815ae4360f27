"""How well a journey map is filled, on the maps of tests/journey that were filled by hand.

    python tests/bench/bench_journey.py [demo-2025|s12-machine-tools] [--wrong] [--fast]

A cell that the hand filled is right where one of the program's places in it overlaps one of the hand's.
A place of the program is right where it overlaps one of the hand's that may stand in that cell; doubtful
ones are no fault.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from otzvuk.coding.coder import coder_for
from otzvuk.coding.layers import layers_of
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import DEFAULT, read_codebook
from otzvuk.model.interview import Interview, Participant
from otzvuk.model.mention import Kind
from otzvuk.model.span import Span
from otzvuk.model.step import MapRow
from otzvuk.model.study import Guide
from otzvuk.numbers.statistics.interval import wilson
from otzvuk.read.folder import read_study
from otzvuk.read.marked import read_marked

ROOT = Path(__file__).parents[2]
NAMES = ("demo-2025", "s12-machine-tools")


class Place(NamedTuple):
    """A stretch of a map: its cells, the first its home; `doubtful` fills none."""

    interview: str
    turn: int
    span: Span
    cells: tuple[tuple[str, str], ...]
    doubtful: bool
    text: str


def study_of(name: str) -> tuple[list[Interview], Guide]:
    if name == "demo-2025":
        study = read_study(ROOT / "corpora" / "demo")
        own = {f"i{number:02}" for number in range(5, 11)}
        return [each for each in study.interviews if each.id in own], study.guide
    folder = ROOT / "corpora" / "training" / name / "marked"
    found = []
    for path in sorted(folder.glob("*.txt")):
        turns = read_marked(path).turns
        asking = turns[0].speaker
        told = tuple(
            type(turn)(turn.speaker, turn.text, interviewer=turn.speaker == asking) for turn in turns
        )
        people = {turn.speaker: Participant(turn.speaker) for turn in told if not turn.interviewer}
        found.append(Interview(path.stem, path.name, told, people))
    return found, Guide()


def by_hand(name: str, interviews: list[Interview]) -> list[Place]:
    texts = {each.id: each.turns for each in interviews}
    found = []
    for line in (ROOT / "tests" / "journey" / f"{name}.tsv").read_text("utf-8").splitlines():
        interview, turn, rows, stages, words = line.split("\t")
        start = texts[interview][int(turn)].text.index(words)
        cells = [(row, stage) for row in rows.removeprefix("?").split("|") for stage in stages.split("|")]
        span = Span(start, start + len(words))
        found.append(Place(interview, int(turn), span, tuple(cells), rows.startswith("?"), words))
    return found


def by_rule(interviews: list[Interview], guide: Guide, *, careful: bool) -> list[Place]:
    book = read_codebook(DEFAULT)
    topics, coder = Topics(book, guide), coder_for(book, guide, careful=careful)
    rows = {Kind.COMPLAINT: "pain", Kind.PRAISE: "praise", Kind.WISH: "wish"}
    found = []
    for interview in interviews:
        coding = coder.code(interview)
        steps = layers_of(coding, topics).steps
        ideas = [step for step in steps if step.row is MapRow.IDEA]
        for mention in coding.mentions:
            if any(s.turn == mention.turn and Span(s.start, s.stop).overlaps(mention.span) for s in ideas):
                continue
            cell = rows[mention.kind], book.processes[mention.process].stage
            found.append(Place(interview.id, mention.turn, mention.span, (cell,), False, mention.text))
        for step in steps:
            cell = step.row.value, book.processes[step.process].stage
            said = f"{step.text} [{step.channel or step.process}]"
            found.append(Place(interview.id, step.turn, Span(step.start, step.stop), (cell,), False, said))
    return found


def main() -> None:
    names = [each for each in sys.argv[1:] if each in NAMES] or list(NAMES)
    for name in names:
        interviews, guide = study_of(name)
        hand = by_hand(name, interviews)
        found = by_rule(interviews, guide, careful="--fast" not in sys.argv)
        report(name, hand, found, wrong="--wrong" in sys.argv)


def overlap(one: Place, other: Place) -> bool:
    return (one.interview, one.turn) == (other.interview, other.turn) and one.span.overlaps(other.span)


def same(one: Place, hand: Place) -> bool:
    """Whether a place of the program is one of the hand's, in a cell that it may stand in."""
    return one.cells[0] in hand.cells and overlap(one, hand)


def report(name: str, hand: list[Place], found: list[Place], *, wrong: bool) -> None:
    filled: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in hand:
        if not place.doubtful:
            filled[place.cells[0]].append(place)
    right_cells = {
        cell
        for cell, own in filled.items()
        if any(place.cells[0] == cell and overlap(place, each) for place in found for each in own)
    }
    false_cells = {place.cells[0] for place in found} - {cell for place in hand for cell in place.cells}
    cells: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    places: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    reached: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for cell in filled:
        cells[cell[0]][0] += cell in right_cells
        cells[cell[0]][1] += 1
    for place in found:
        fits = any(same(place, each) for each in hand)
        row = place.cells[0][0]
        places[row][0] += fits
        places[row][1] += 1
        if wrong and not fits:
            print("   +", *place.cells[0], place.interview, place.turn, place.text)
    for place in hand:
        if place.doubtful:
            continue
        row = place.cells[0][0]
        met = any(same(each, place) for each in found)
        reached[row][0] += met
        reached[row][1] += 1
        if wrong and not met:
            print("   -", *place.cells[0], place.interview, place.turn, place.text)
    print(
        f"{name}: cells right {len(right_cells)} of {len(filled)}; wholly false cells {sorted(false_cells)}"
    )
    print("   missing:", sorted(filled.keys() - right_cells))
    for row in [each.value for each in MapRow]:
        print(
            f"   {row}: cells {cells[row][0]} of {cells[row][1]}; places: {ratio(places[row], 'precision')},"
            f" {ratio(reached[row], 'recall')}"
        )
    rules = [each.value for each in MapRow if each.kind is None]
    for label, own in (("rules", rules), ("all", list(places))):
        total = [sum(places[row][at] for row in own) for at in (0, 1)]
        back = [sum(reached[row][at] for row in own) for at in (0, 1)]
        print(f"   {label}: {ratio(total, 'precision')}, {ratio(back, 'recall')}")


def ratio(counts: list[int], what: str) -> str:
    right, of = counts
    if not of:
        return f"{what} –"
    low, high = wilson(right, of)
    return f"{what} {right / of:.3f} [{low:.2f}; {high:.2f}] ({right} of {of})"


if __name__ == "__main__":
    main()
