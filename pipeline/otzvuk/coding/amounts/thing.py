"""The noun that a number counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from otzvuk.coding.amounts.cardinal import lemma_at, word_at
from otzvuk.language import Token, tags

FILLERS: Final = frozenset(
    {"где-то", "примерно", "около", "порядка", "почти", "целый", "лишний", "рабочий", "полный"}
)


def thing_at(tokens: Sequence[Token], at: int, *, many: bool) -> int:
    """Where the noun of a number stands: behind adjectives («двадцать чужих ящиков»), if at all."""
    last = at
    while lemma_at(tokens, last) in FILLERS or word_at(tokens, last) == "человеко":
        last += 1
    noun = last
    while many and noun < min(last + _ADJECTIVES, len(tokens)):
        what = tags(tokens[noun].text)
        if not what & {"ADJF", "PRTF"} or tokens[noun].lemma in {"каждый", "который", "весь", "один"}:
            break
        if not what & {"gent", "datv", "ablt", "loct", "nomn", "accs"} or "plur" not in what:
            break
        noun += 1
    found = tags(tokens[noun].text) if noun < len(tokens) else frozenset()
    if noun > last and "NOUN" in found:
        return noun
    return last


_ADJECTIVES: Final = 3


def is_counted(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun, or a unit, stands there for the number before."""
    after = tags(tokens[at].text) if at < len(tokens) else frozenset()
    return word_at(tokens, at) in {"%", "раз", *PARTS_OF_DAY} or bool(after >= {"NOUN", "gent"})


PARTS_OF_DAY: Final = frozenset({"утра", "дня", "вечера", "ночи"})
