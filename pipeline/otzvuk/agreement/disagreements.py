"""What two coders should talk about: each place where they differ, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from otzvuk.agreement.measure import LEVELS, match
from otzvuk.codings.anywhere import Pair
from otzvuk.model.mention import Mention
from otzvuk.numbers.count import natural

COLUMNS = [
    "interview", "turn", "speaker", "place", "start", "end", "text", "what", "a_kind", "a_code", "a_process",
    "a_text", "b_kind", "b_code", "b_process", "b_text",
]  # fmt: skip

ONLY_A, ONLY_B, KIND, CODE, PROCESS = "только у A", "только у B", "вид", "код", "процесс"
"""What the column `what` says: who alone has something there, or in what both differ."""


def disagreements(pairs: Iterable[Pair]) -> pd.DataFrame:
    """One row a place where the sides differ: `turn` is 0-based, start and end are code points in it.

    `text` are the words that either side marked; the fields of a side that has nothing there are empty.
    Mentions of the same kind, code and process are no disagreement, where they match as `evaluate` matches.
    """
    rows = []
    for pair in sorted(pairs, key=lambda each: natural(each.one.interview.id)):
        turns = sorted({each.turn for coding in (pair.one, pair.other) for each in coding.mentions})
        for turn in turns:
            found = _of_turn(
                [each for each in pair.one.mentions if each.turn == turn],
                [each for each in pair.other.mentions if each.turn == turn],
            )
            rows += [_row(pair, turn, *each) for each in found]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_turn(one: list[Mention], other: list[Mention]) -> list[tuple[Mention | None, Mention | None, str]]:
    """Couples of a turn that differ: agreed ones go first, then the likest are set against each other."""
    steps = [
        ("", lambda each: (each.kind, each.code, each.process)),
        (PROCESS, LEVELS["code"]),
        (CODE, LEVELS["kind"]),
        (KIND, lambda each: each.code),
        (KIND, LEVELS["span"]),
    ]
    found: list[tuple[Mention | None, Mention | None, str]] = []
    for what, key in steps:
        together = match(one, other, key)
        if what:
            found += [(one[i], other[j], what) for i, j in together]
        first, second = {i for i, _ in together}, {j for _, j in together}
        one = [each for at, each in enumerate(one) if at not in first]
        other = [each for at, each in enumerate(other) if at not in second]
    found += [(each, None, ONLY_A) for each in one] + [(None, each, ONLY_B) for each in other]
    return sorted(found, key=lambda each: min(side.start for side in each[:2] if side is not None))


def _row(pair: Pair, turn: int, one: Mention | None, other: Mention | None, what: str) -> tuple[object, ...]:
    said = pair.one.interview.turns[turn]
    both = [each for each in (one, other) if each is not None]
    start, stop = min(each.start for each in both), max(each.stop for each in both)
    sides: list[str] = []
    for each in (one, other):
        sides += [each.kind.value, each.code, each.process, each.text] if each else [""] * 4
    place = (pair.one.interview.id, turn, said.speaker, said.place, start, stop, said.text[start:stop])
    return (*place, what, *sides)
