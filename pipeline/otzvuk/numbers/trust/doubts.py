"""What is worth checking: stretches in the order of how much knowing them would move the conclusion.

The conclusion is who is among the three worst processes; `order` says which stretches bring it nearest to
being right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from otzvuk.model.candidate import Candidate
from otzvuk.model.wording import chance
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.trust.order import worth
from otzvuk.numbers.trust.worlds import Seen, Stretch, Worlds, worlds

DOUBTS: Mapping[str, str] = {
    "interview": "string",
    "turn": "int64",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "kind": "string",
    "code": "string",
    "process": "string",
    "chance": "float64",
    "value": "float64",
    "found": "bool",
    "sampled": "float64",
    "why": "string",
}
"""Columns and types of doubts, a row a stretch: what it is taken for (or would most likely be, where nothing
was found), how probable that is, what knowing it alone is worth (`order.worth`), and with what probability
chance has drawn it (0: somebody chose it)."""

OPEN = 0.1  # a place with a probability from here to 1 − here is told as open


def doubts(survey: Survey, *, seen: Iterable[Seen] = ()) -> pd.DataFrame:
    """All stretches that nobody has judged (`DOUBTS`), the ones that are most worth knowing first (`order`).

    `seen` are stretches that a person has judged besides those whose mentions are a person's.
    """
    drawn = worlds(survey, seen=seen)
    open_places = drawn.in_top
    order, value = worth(drawn)
    return _table(
        [
            _row(drawn.stretches[at], drawn, open_places, survey, value=max(float(value[at]), 0.0))
            for at in order
        ]
    )


def sample(survey: Survey, size: int, *, seed: int = 0, seen: Iterable[Seen] = ()) -> pd.DataFrame:
    """`size` stretches drawn at random from all that nobody has judged, mentions and passed-over alike.

    Each had the same probability to be drawn, `sampled`: what is found in them speaks for the rest.
    """
    drawn = worlds(survey, draws=1, seen=seen)
    known = _undecided(drawn)
    order = np.random.default_rng(seed).permutation(len(known))[:size]
    share = len(order) / max(len(known), 1)
    rows = [_row(known[at], drawn, drawn.in_top, survey, sampled=share) for at in order]
    return _table(rows)


def missed(survey: Survey, *, seen: Iterable[Seen] = ()) -> pd.DataFrame:
    """The stretches where nothing was found, the one that is most likely a mention first."""
    drawn = worlds(survey, draws=1, seen=seen)
    bare = [each for each in _undecided(drawn) if each.candidate.said is None]
    bare.sort(key=lambda each: each.candidate.nothing)
    return _table([_row(each, drawn, drawn.in_top, survey) for each in bare if each.candidate.chances])


def _undecided(drawn: Worlds) -> list[Stretch]:
    return [each for each in drawn.stretches if not each.candidate.decided]


def _row(
    each: Stretch,
    drawn: Worlds,
    in_top: np.ndarray,
    survey: Survey,
    *,
    value: float = 0.0,
    sampled: float = 0.0,
) -> dict[str, object]:
    candidate = each.candidate
    best = candidate.said or (candidate.chances[0] if candidate.chances else None)
    return {
        "interview": each.interview, "turn": candidate.turn, "start": candidate.start, "end": candidate.stop,
        "text": candidate.text, "kind": best.kind.value if best else "", "code": best.code if best else "",
        "process": best.process if best else "", "chance": best.probability if best else 0.0,
        "value": value, "found": candidate.said is not None, "sampled": sampled,
        "why": _why(candidate, drawn, in_top, survey),
    }  # fmt: skip


def _why(candidate: Candidate, drawn: Worlds, in_top: np.ndarray, survey: Survey) -> str:
    """What it may be, the likeliest first, and which process's place among the three is open."""
    book = survey.codebook
    read = [
        (f"{one.kind.label.lower()}, {book.label(one.code)}", one.probability) for one in candidate.chances
    ]
    read = sorted([*read, ("не упоминание", candidate.nothing)], key=lambda one: -one[1])[:3]
    listed = "; ".join(f"{name} {chance(share)}" for name, share in read)
    touched = {one.process for one in (*candidate.chances[:2], *([candidate.said] if candidate.said else []))}
    unsure = [
        f"«{book.processes[name].label}» {chance(in_top[drawn.column(name)])}"
        for name in sorted(touched)
        if OPEN <= in_top[drawn.column(name)] <= 1 - OPEN
    ]
    return listed + (f". В тройке, если считать лишь ошибки разметки: {', '.join(unsure)}" if unsure else "")


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in DOUBTS.items()}
    )
