"""One of several values, named by its id or in Russian: found, or the nearest guess told."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from otzvuk.model.errors import InputError

LISTED = 40  # values that a complaint lists
_ENDING = re.compile(
    r"(?:ами|ями|иями|ого|его|ому|ему|ыми|ими|ов|ев|ей|ий|ый|ой|ом|ем|ам|ям|ах|ях|ых|их|ую|юю|ою|ею|"
    r"ая|яя|ое|ее|ые|ие|ия|ии|ию|[аеиоуыьюя]?)"
)
_STEM = 3  # letters that two forms of a word share


def choice(value: str, labels: Mapping[str, str], what: str) -> str:
    """The id of `value` among `labels` (id → Russian name); capitals, ё and endings of words do not count.

    Raises `InputError` that begins with `what` and tells the values there are and the nearest of them.

    >>> choice("Жалоба", {"praise": "похвала", "complaint": "жалоба"}, "нет такого вида")
    'complaint'
    """
    folded = _folded(value)
    for name, label in labels.items():
        if folded in {_folded(name), _folded(label)}:
            return name
    meant = [name for name, label in labels.items() if same_words(value, label)]
    if len(meant) == 1:
        return meant[0]
    raise InputError(what, value=value, expected=listed(labels) + guess(value, labels))


def same_words(one: str, other: str) -> bool:
    """Whether two names are the same words, endings apart.

    >>> same_words("респонденты", "респондентов"), same_words("похвла", "похвала")
    (True, False)
    """
    mine, theirs = _words(one), _words(other)
    return len(mine) == len(theirs) > 0 and all(map(_forms, mine, theirs))


def has_words(label: str, value: str) -> bool:
    """Whether each word of `value` stands in `label`, endings apart.

    >>> has_words("Работа с рекламациями", "рекламации")
    True
    """
    words = _words(value)
    return bool(words) and all(any(_forms(word, each) for each in _words(label)) for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _folded(text))


def _forms(one: str, other: str) -> bool:
    if one == other:
        return True
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return any(
        _ENDING.fullmatch(one[cut:]) and _ENDING.fullmatch(other[cut:])
        for cut in range(shared, _STEM - 1, -1)
    )


def listed(labels: Mapping[str, str]) -> str:
    """The values for a complaint, each with its Russian name.

    >>> listed({"praise": "похвала", "i1": "i1"})
    'praise (похвала), i1'
    """
    said = [_both(name, label) for name, label in labels.items()]
    return ", ".join(said[:LISTED]) + ("…" if len(said) > LISTED else "")


def guess(value: str, labels: Mapping[str, str]) -> str:
    """What was probably meant, to stand after a complaint; "" where nothing is near.

    >>> guess("похвла", {"praise": "похвала"})
    '; вы имели в виду «praise (похвала)»?'
    """
    name = near_of(value, labels)
    return f"; вы имели в виду «{_both(name, labels[name])}»?" if name else ""


def near_of(value: str, labels: Mapping[str, str]) -> str:
    """The id that was probably meant; "" where nothing is near."""
    spelt = {_folded(each): name for name, label in labels.items() for each in (label, name)}
    folded = _folded(value)
    near = difflib.get_close_matches(folded, spelt, 1, 0.6)
    near = near or [each for each in spelt if len(folded) > 1 and each.startswith(folded)]
    if not near:  # one word of a long name
        spelt = {word: spelt[each] for each in reversed(spelt) for word in each.split() if len(word) > 3}
        near = difflib.get_close_matches(folded, spelt, 1, 0.75)
    return spelt[near[0]] if near else ""


def _both(name: str, label: str) -> str:
    return name if not label or _folded(name) == _folded(label) else f"{name} ({label})"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
