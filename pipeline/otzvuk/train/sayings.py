"""What hands have marked beside the mentions (`corpora/training/layers`): single turns, whole interviews."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.saying import Layer
from otzvuk.model.span import Span
from otzvuk.read.corpus import read_marked_study

ROOM: Final = "layers"
NAMES: Final = {Layer.LOSSES: "harm", Layer.LEAVING: "leaving", Layer.MATTERS: "matters"}
FIELDS: Final = {"harm": "amount", "leaving": "span", "matters": "span"}

Said = Callable[[int, Layer], tuple[tuple["Mark", ...], tuple[Span, ...]]]
"""What is marked in a turn of a layer, and what is doubtful there."""


class Mark(NamedTuple):
    """A stretch of a turn that a hand has marked, as what; `amount` is what is said of a loss."""

    span: Span
    label: str
    amount: Mapping[str, Any] | None = None


class Stock(NamedTuple):
    """What is marked: the turns by id, the marks of each layer in them, and the interviews marked whole."""

    turns: Mapping[str, str]
    marks: Mapping[str, int]
    interviews: int


def in_stock(corpus: Path) -> Stock:
    """What the folder `layers` of a corpus holds; nothing where there is none."""
    turns: dict[str, str] = {}
    marks: dict[str, int] = {}
    for layer, name in NAMES.items():
        for _, interview, turn, own in read_items(corpus / ROOM, layer):
            turns[interview.id] = interview.turns[turn].text
            marks[name] = marks.get(name, 0) + len(own)
    whole = corpus / ROOM / "talk.jsonl"
    return Stock(turns, marks, sum(1 for _ in _lines(whole)) if whole.is_file() else 0)


def read_items(folder: Path, layer: Layer) -> Iterator[tuple[str, Interview, int, tuple[Mark, ...]]]:
    """The single turns of a layer: whose hand, the interview that each is, the turn's number, its marks."""
    name = NAMES[layer]
    for path in sorted(folder.glob(f"{name}-*.jsonl")):
        hand = path.stem.removeprefix(f"{name}-")
        for item in _lines(path):
            asked = [Turn("И", item["question"], interviewer=True)] if item["question"] else []
            turns = (*asked, Turn("Р", item["turn"]))
            people = {"Р": Participant("Р", role=Role.ECONOMIC)}
            marks = tuple(_mark(item["turn"], each, layer) for each in item["expected"])
            interview = Interview(item["id"], file=path.name, turns=turns, participants=people)
            yield hand, interview, len(asked), marks


def read_talk(corpus: Path, study: str) -> Iterator[tuple[Interview, Said]]:
    """The interviews of a study that are marked whole, each with what is said of its turns."""
    folder = corpus / ROOM
    known = {each.interview.id: each.interview for each in read_marked_study(corpus / study).codings}
    doubts = [each for each in _lines(folder / "talk_doubtful.jsonl") if each["study"] == study]
    for line in _lines(folder / "talk.jsonl"):
        if line["study"] != study:
            continue
        interview = known[line["interview"]]
        own = [each for each in doubts if each["interview"] == line["interview"]]

        def said(
            turn: int,
            layer: Layer,
            interview: Interview = interview,
            marks: Sequence[Mapping[str, Any]] = line["marks"],
            own: Sequence[Mapping[str, Any]] = own,
        ) -> tuple[tuple[Mark, ...], tuple[Span, ...]]:
            text = interview.turns[turn].text
            mine, unsure = (
                tuple(
                    _mark(text, one, layer)
                    for one in some
                    if one["turn"] == turn and one["layer"] == NAMES[layer]
                )
                for some in (marks, own)
            )
            return mine, tuple(each.span for each in unsure)

        yield interview, said


def talk_studies(corpus: Path) -> list[str]:
    """The studies of which interviews are marked whole."""
    return sorted({line["study"] for line in _lines(corpus / ROOM / "talk.jsonl")})


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def _mark(text: str, mark: Mapping[str, Any], layer: Layer) -> Mark:
    words = mark[FIELDS[NAMES[layer]]]
    start = text.find(words)
    if start < 0 or text.find(words, start + 1) >= 0:
        raise InputError(
            "слова разметки стоят в реплике не один раз", value=words, expected="ровно одно место"
        )
    label = {Layer.LOSSES: "", Layer.LEAVING: mark.get("sign"), Layer.MATTERS: mark.get("importance")}[layer]
    return Mark(Span(start, start + len(words)), str(label), mark if layer is Layer.LOSSES else None)
