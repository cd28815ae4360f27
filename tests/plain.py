"""The plain sentences of `plain/plain.tsv`: what an evaluation sounds like when said bluntly.

A line is kind, tab, code, tab, sentence; kind `none` has the code `-`. `CARRIERS` put a sentence into talk
without a judgement: whoever finds it alone should find it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from otzvuk.coding import Coder
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Kind, Mention

FILE = Path(__file__).parent / "plain" / "plain.tsv"
CARRIERS = {
    "after «Ну,»": ("Ну, ", ""),
    "inside fillers": ("Ну вот, это самое, как бы, ", " Ну, в общем, вот так вот, да."),
    "after neutral talk": ("Мы на окраине стоим, две смены работаем, в ночной человек шесть. ", ""),
}


class Plain(NamedTuple):
    """A sentence; kind and code are None where it judges nothing."""

    text: str
    kind: Kind | None
    code: str | None


@dataclass(frozen=True)
class Score:
    """Shares of the judging sentences: found (any mention), right (kind and code), turned (the wrong kind
    between praise and complaint); and of the others: `alarms` (some mention)."""

    found: float
    right_kind: float
    right: float
    turned: float
    alarms: float


def sentences() -> list[Plain]:
    """The sentences in the order of the file."""
    rows = [
        line.split("\t")
        for line in FILE.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    return [
        Plain(text, *((None, None) if kind == "none" else (Kind(kind), code))) for kind, code, text in rows
    ]


def heard(coder: Coder, text: str, before: str = "", after: str = "") -> list[Mention]:
    """The mentions of a sentence said alone, or between other words, whose own do not count."""
    said = f"{before}{text}{after}"
    found = coder.code(Interview("p", "p.txt", (Turn("Р", said),))).mentions
    start, stop = len(before), len(before) + len(text)
    return [each for each in found if each.start < stop and each.stop > start]


def score(coder: Coder, plain: Sequence[Plain]) -> Score:
    """How a coder does on sentences said alone."""
    said = [(each, heard(coder, each.text)) for each in plain]
    judging = [(each, found) for each, found in said if each.kind]
    silent = [bool(found) for each, found in said if not each.kind]
    pair = {Kind.PRAISE, Kind.COMPLAINT}
    turned = [
        {each.kind} | {m.kind for m in found} == pair and each.kind not in {m.kind for m in found}
        for each, found in judging
    ]
    return Score(
        found=_share([bool(found) for _, found in judging]),
        right_kind=_share([each.kind in {m.kind for m in found} for each, found in judging]),
        right=_share(
            [(each.kind, each.code) in {(m.kind, m.code) for m in found} for each, found in judging]
        ),
        turned=_share(turned),
        alarms=_share(silent),
    )


def kept(coder: Coder, plain: Sequence[Plain]) -> dict[str, float]:
    """Of the judging sentences found alone: the share found with the same kind and code in each carrier."""
    alone = {
        each: {(m.kind, m.code) for m in found}
        for each in plain
        if each.kind and (found := heard(coder, each.text))
    }
    return {
        name: _share(
            [
                bool(meant & {(m.kind, m.code) for m in heard(coder, each.text, before, after)})
                for each, meant in alone.items()
            ]
        )
        for name, (before, after) in CARRIERS.items()
    }


def _share(true: Sequence[bool]) -> float:
    return sum(true) / max(len(true), 1)
