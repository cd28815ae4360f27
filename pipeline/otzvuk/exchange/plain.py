"""An interview as the plain text that other programs code: where each turn stands in it.

One line a turn, `Имя: текст`, an empty line between turns; UTF-8 with LF and no BOM. Positions count code
points over the whole text, names of speakers included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from otzvuk.model.interview import Interview

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def fit(text: str) -> str:
    """`text` with each sign that XML or a text file cannot hold replaced by one that it can, one for one.

    >>> fit("да\\r\\nнет\\x00")
    'да\\n\\nнет '
    """
    return _UNFIT.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else " ", text.replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Plain:
    """The text of an interview; `starts` are where the words of each turn begin, after the speaker's name."""

    text: str
    starts: tuple[int, ...]


def plain(interview: Interview) -> Plain:
    """The text of `interview` as other programs get it."""
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for turn in interview.turns:
        # a BOM at the head of a file would be taken for one, and shift every place after it
        label = fit(" ".join(turn.speaker.replace("\ufeff", "").split()) or "—") + ": "
        starts.append(at + len(label))
        pieces.append(label + fit(turn.text) + "\n\n")
        at += len(pieces[-1])
    text = "".join(pieces)
    return Plain(text[:-1] if text else "", tuple(starts))
