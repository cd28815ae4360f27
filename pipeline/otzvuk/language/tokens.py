"""Words and marks of a text, each with its place in it."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class Token(NamedTuple):
    """A word, number or punctuation mark: `text` stands at code points [`start`, `stop`) of the turn.

    `lemma` is the dictionary form, lower case, ё→е; a mark's or number's lemma is its own text.
    """

    start: int
    stop: int
    text: str
    lemma: str


# Soft hyphens, zero-width characters and accents (й and ё may come decomposed) belong to their word.
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_INSIDE = rf"[\w\u0300-\u036f{_INVISIBLE}]"
_ATOM = re.compile(
    rf"""
    [^\W_]{_INSIDE}*                  # слово, 1С, 25
    (?:
        (?:
            [-\u2010\u2011'’]         # кто-то, 2-й, э-э, д’Артаньян; a dash is no hyphen
            | (?<=\d)[.,:/](?=\d)     # 3,5  10:30  24/7  31.12.2024
        )
        {_INSIDE}+
    )*
    | [.!?…]+                         # a run of sentence ends is one mark
    | --+ | \*\*+
    | [^\s{_INVISIBLE}]               # any other visible sign
    """,
    re.VERBOSE,
)

_DROPPED = re.compile(rf"[\u0300\u0301{_INVISIBLE}]")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "’": "'"})
# Latin letters that look like Cyrillic ones; m, n, t, u … resemble them only in italics.
_LOOK_ALIKES = str.maketrans("ABCEHKMOPTXYaceopxyëË", "АВСЕНКМОРТХУасеорхуёЁ")
_MIXED = re.compile(r"[A-Za-zËë]*[А-Яа-яЁё]|[А-Яа-яЁё]+[A-Za-zËë]")
_LATIN = re.compile(r"[A-Za-z]")


def spans(text: str) -> list[tuple[int, int, str]]:
    """All tokens of `text` as (start, stop, text), in order."""
    return [(found.start(), found.end(), found.group()) for found in _ATOM.finditer(text)]


def is_word(token: str) -> bool:
    """Whether a token is a word or number rather than a punctuation mark or sign."""
    return token[0].isalnum()


def normal(word: str) -> str:
    """The word as it should have been written, for analysis only: its offsets are not the source's.

    Composes accents, drops stress marks, soft hyphens and zero-width characters, and turns Latin
    look-alikes inside a Cyrillic word into Cyrillic.

    >>> normal("до\u00adговор"), normal("зака\u0301з"), normal("cрoки"), normal("IT-отдел")
    ('договор', 'заказ', 'сроки', 'IT-отдел')
    """
    if word.isascii():
        return word
    word = _DROPPED.sub("", unicodedata.normalize("NFC", word)).translate(_HYPHENS)
    return "-".join(map(_in_one_script, word.split("-"))) if _LATIN.search(word) else word


def _in_one_script(part: str) -> str:
    if not _MIXED.match(part):
        return part
    cyrillic = part.translate(_LOOK_ALIKES)
    return part if _LATIN.search(cyrillic) else cyrillic
