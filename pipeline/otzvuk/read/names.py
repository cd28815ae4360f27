"""Names of people as they are written: when do two spellings mean the same person?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache

from otzvuk.read.words import NAME_ENDINGS

_Agree = Callable[[str, str], bool]

_HONORIFICS = frozenset({"гн", "гжа", "госпожа", "господин"})


class Likeness(IntEnum):
    """How surely two spellings name one person, strongest last."""

    NONE = 0
    FORM = 1  # «Сидорова» for «Сидоров»: another form of the same words
    INITIALS = 2  # «И. П. Сидоров» for «Сидоров Иван Петрович»
    PART = 3  # «Иван Петрович» for «Сидоров Иван Петрович»
    SAME = 4  # the same but for case, ё, dots, order of words and what stands in brackets


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """The spelling that equal labels share: lower case, «е» for «ё», single spaces, no dots or quotes.

    >>> key("  СЕМЁНОВ  И.П. ")
    'семенов и п'
    """
    text = unicodedata.normalize("NFC", name).casefold().replace("ё", "е")
    return " ".join(re.sub(r"[.,;:«»\"'’`*_\[\]<>#№]+", " ", text).split())


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name without brackets, honorifics and what follows a comma.

    >>> words("г-н Семёнов И.П. (директор)")
    ('семенов', 'и', 'п')
    """
    bare = re.sub(r"\(.*?\)|,.*", " ", unicodedata.normalize("NFC", name))
    found = re.findall(r"\w+", key(bare.replace("г-н", "").replace("г-жа", "")))
    return tuple(word for word in found if word not in _HONORIFICS)


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> Likeness:
    """How surely `one` and `other` name the same person.

    >>> likeness("И. П. Сидоров", "Сидоров Иван Петрович").name
    'INITIALS'
    >>> likeness("Спикер 1", "Спикер 2").name
    'NONE'
    """
    if key(one) == key(other):
        return Likeness.SAME if key(one) else Likeness.NONE
    shorter, longer = sorted((words(one), words(other)), key=len)
    if not shorter:
        return Likeness.NONE
    if sorted(shorter) == sorted(longer):
        return Likeness.SAME
    if _paired(shorter, longer, _equal) and any(len(word) > 1 for word in shorter):
        return Likeness.PART
    if _only_initials(one, words(one), words(other)) or _only_initials(other, words(other), words(one)):
        return Likeness.INITIALS
    if _shares_a_word(shorter, longer, _equal) and _paired(shorter, longer, _initial):
        return Likeness.INITIALS
    if _shares_a_word(shorter, longer, _form) and _paired(shorter, longer, _initial_or_form):
        return Likeness.FORM
    return Likeness.NONE


def _paired(shorter: tuple[str, ...], longer: tuple[str, ...], agree: _Agree) -> bool:
    """Does each word of `shorter` find a word of its own in `longer`? Whole words choose first."""
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        found = next(
            (each for each in sorted(left, key=lambda each: each != word) if agree(word, each)), None
        )
        if found is None:
            return False
        left.remove(found)
    return True


def _shares_a_word(shorter: tuple[str, ...], longer: tuple[str, ...], agree: _Agree) -> bool:
    return any(agree(a, b) for a in shorter if len(a) > 1 for b in longer if len(b) > 1)


def _only_initials(name: str, initials: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """«Г. П.» and «ГП» for «Галина Петровна»: all the initials, in the order of the words."""
    if len(initials) == 1 and 2 <= len(initials[0]) <= 3 and name.strip(" .:").isupper():
        initials = tuple(initials[0])
    return len(initials) == len(full) >= 2 and all(
        len(letter) == 1 and len(word) > 1 and word[0] == letter
        for letter, word in zip(initials, full, strict=True)
    )


def _equal(a: str, b: str) -> bool:
    return a == b


def _initial(a: str, b: str) -> bool:
    return a == b or (a[0] == b[0] and 1 in (len(a), len(b)) and not (a + b).isdigit())


def _form(a: str, b: str) -> bool:
    stem = 0
    while stem < min(len(a), len(b)) and a[stem] == b[stem]:
        stem += 1
    # the shared letters may run into the endings («Сидорова» – «Сидоров»), so every shorter stem counts too
    return any(a[cut:] in NAME_ENDINGS and b[cut:] in NAME_ENDINGS for cut in range(stem, 2, -1))


def _initial_or_form(a: str, b: str) -> bool:
    return _initial(a, b) or _form(a, b)
