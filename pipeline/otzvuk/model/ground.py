"""The ground of a mark: the words that say why it is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Link(StrEnum):
    """How words belong to a mark; the empty value says that no words do."""

    BESIDE = "beside"
    ANSWER = "answer"
    ABOUT = "about"
    NONE = ""

    @property
    def label(self) -> str:
        """The Russian name."""
        return {
            "beside": "сказано рядом с оценкой",
            "answer": "ответ на «почему»",
            "about": "сказано о том же",
            "": "не объяснили",
        }[self.value]


RECOMMENDS = "recommends"
"""The criterion of words in answer to a question of recommendation, whatever the questionnaire calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Words at [`start`, `stop`) of turn `turn` that explain a mark.

    `rating` is the mark's place among the ratings of the interview's coding; −1 where the interviewer asks
    about a mark of the questionnaire, for the `criterion` then named. `plain`: the words or the question say
    that they explain; else they only stand beside the mark, and explain it where a mention in them does.
    """

    turn: int
    start: int
    stop: int
    text: str
    link: Link
    rating: int = -1
    criterion: str = ""
    plain: bool = True
