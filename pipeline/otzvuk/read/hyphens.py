"""A word parted at a row's end: was the hyphen the typesetter's or its own? The dictionary knows."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Any

_END = re.compile(r"(\w+(?:-\w+)*)[-\xad\u2010]\Z")
_BEGINNING = re.compile(r"\w+(?:-\w+)*")
_PARTICLES = frozenset({"то", "либо", "нибудь", "таки", "ка"})
# words of their own that begin others far more often than they stand before a hyphen
_PREFIXES = frozenset(
    "без в воз во вы до за из на над не недо ни о об от пере по под пре пред при про раз рас с со у".split()  # noqa: SIM905
)


def is_parted(text: str) -> bool:
    """Does a row end within a word?

    >>> is_parted("мы ездили в Северо-"), is_parted("мы ездили -")
    (True, False)
    """
    return _END.search(text) is not None


def joined(text: str, more: str, spelt: Collection[str]) -> str:
    """`text` and the row `more` after it as one; `spelt` are words of the document as they stand in rows.

    The hyphen is kept where it belongs to the word: «Северо-/Западном», «кто-/то», «10-/15», not «по-/том».
    """
    parted, first = _END.search(text), _BEGINNING.match(more)
    if not parted or not first:
        return f"{text} {more}"
    return text[:-1] + ("-" if _is_own(parted[1], first[0], spelt) else "") + more


def words(rows: Collection[str]) -> frozenset[str]:
    """The words that stand whole in `rows`, in lower case."""
    return frozenset(each.casefold() for row in rows for each in _BEGINNING.findall(row))


def _is_own(head: str, tail: str, spelt: Collection[str]) -> bool:
    if head[-1].isdigit() or tail[0].isdigit():
        return True
    if tail[0].isupper() and not head.isupper():
        return True
    before, after = head.casefold(), tail.casefold()
    own, plain = f"{before}-{after}", f"{before}{after}"
    for known in (spelt.__contains__, _is_known):
        if known(own) != known(plain):
            return known(own)
    if after in _PARTICLES:
        return _is_known(before)
    last = before.rpartition("-")[2]
    both = _is_known(last) and _is_known(after.partition("-")[0])
    return both and last not in _PREFIXES and min(len(last), len(after)) > 2


@cache
def _dictionary() -> Any:
    from pymorphy3 import MorphAnalyzer  # opens its dictionaries: only a parted word pays for that

    return MorphAnalyzer()


def _is_known(word: str) -> bool:
    return bool(_dictionary().word_is_known(word))
