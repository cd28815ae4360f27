"""Numbers said as marks in a turn («на восьмёрочку из десяти», «ставлю семь», «снимаю два»), one by one."""

from __future__ import annotations

from collections.abc import Sequence

from otzvuk.coding.mark import STRONG, Mark
from otzvuk.coding.numeral import folded, numbers_in, value_of
from otzvuk.coding.place import UNITS, Place
from otzvuk.language import ParsedTurn, Token

# Words of a school for marks out of five.
_SCHOOL_WORDS = {
    "отлично": 5.0,
    "хорошо": 4.0,
    "удовлетворительно": 3.0,
    "неудовлетворительно": 2.0,
    "неуд": 2.0,
}


def may_hold_marks(tokens: Sequence[Token]) -> bool:
    """Whether any word is one that a mark could be said with; cheap, and mostly the answer is no."""
    return any(
        value_of(token.text) is not None
        or token.lemma in UNITS
        or folded(token.text) in _SCHOOL_WORDS
        or "-" in token.text
        or token.text[0].isdigit()
        for token in tokens
    )


def find_marks(parsed: ParsedTurn, *, asked: bool, percent: bool = False) -> list[Mark]:
    """The numbers of a turn that are said as marks, in the order of the text.

    A number is a mark when it is said as one: «восемь из десяти», «ставлю шесть», «семь баллов»,
    «на четвёрочку» – or, where the question asked for a mark (`asked`), when it stands alone. With
    `percent` the question wants percent.
    """
    marks = []
    begin = 0  # the token after the number before that was a mark or was refused as one
    for number in numbers_in(parsed.tokens):
        place = Place(parsed, number, begin)
        mark = place.mark(asked=asked, percent=percent)
        if mark is not None:
            marks.append(mark)
        if mark is not None or place.denied:
            begin = mark.last if mark else number.last
    return marks or (_in_words(parsed.tokens) if asked else [])


def _in_words(tokens: Sequence[Token]) -> list[Mark]:
    """«на отлично», «на твёрдое хорошо»: the mark of a turn without a number."""
    for at, token in enumerate(tokens):
        value = _SCHOOL_WORDS.get(folded(token.text))
        before = [folded(each.text) for each in tokens[max(0, at - 3) : at]]
        if value is not None and "на" in before:
            first = at - before[::-1].index("на") - 1
            return [Mark(first=first, last=at + 1, value=value, scale=None, plain=STRONG, word=True)]
    return []
