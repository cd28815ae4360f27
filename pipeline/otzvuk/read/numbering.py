"""Numbers before the contributions («12. Интервьюер: …», numbered lines of a PDF): no part of the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_NUMBER = re.compile(r"\s*(\d{1,5})\s*[.)]?(?:\s+|\t)(?=\S)")
_LEAST = 4


def without_numbers(texts: Sequence[str], *, share: float = 0.5) -> list[str] | None:
    """`texts` without the numbers that they begin with; None where they are not numbered throughout.

    They are where `share` of the lines begin with a number, nearly each one more than the last: a list
    inside an answer begins anew and is left alone.
    """
    found = [(at, match) for at, text in enumerate(texts) if (match := _NUMBER.match(text))]
    filled = sum(bool(text.strip()) for text in texts)
    if len(found) < _LEAST or len(found) < share * filled:
        return None
    values = [int(match[1]) for _, match in found]
    rising = sum(1 <= after - before <= 3 for before, after in pairwise(values))
    if rising < 0.8 * (len(values) - 1):
        return None
    cut = {at: match.end() for at, match in found}
    return [text[cut.get(at, 0) :] for at, text in enumerate(texts)]
