"""One of several values, named by its id or in Russian: found, or the nearest guess told."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from otzvuk.model.errors import InputError

LISTED = 40  # values that a complaint lists


def choice(value: str, labels: Mapping[str, str], what: str) -> str:
    """The id of `value` among `labels` (id → Russian name); capitals and ё do not count.

    Raises `InputError` that begins with `what` and tells the values there are and the nearest of them.

    >>> choice("Жалоба", {"praise": "похвала", "complaint": "жалоба"}, "нет такого вида")
    'complaint'
    """
    folded = _folded(value)
    for name, label in labels.items():
        if folded in {_folded(name), _folded(label)}:
            return name
    raise InputError(what, value=value, expected=listed(labels) + guess(value, labels))


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
    spelt = {_folded(each): name for name, label in labels.items() for each in (label, name)}
    folded = _folded(value)
    near = difflib.get_close_matches(folded, spelt, 1, 0.6)
    near = near or [each for each in spelt if len(folded) > 1 and each.startswith(folded)]
    if not near:  # one word of a long name
        spelt = {word: spelt[each] for each in reversed(spelt) for word in each.split() if len(word) > 3}
        near = difflib.get_close_matches(folded, spelt, 1, 0.75)
    return f"; вы имели в виду «{_both(spelt[near[0]], labels[spelt[near[0]]])}»?" if near else ""


def _both(name: str, label: str) -> str:
    return name if not label or _folded(name) == _folded(label) else f"{name} ({label})"


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
