"""A name as it stands in one place, while a study is searched; and whether a label is one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.lexicon import facts, fold, is_visible, stem
from otzvuk.anonymise.names import Place, words_of
from otzvuk.anonymise.surname import is_position

NUMBERED: Final = frozenset((NameKind.COMPANY, NameKind.PLACE))
"""Kinds whose placeholders are numbered, beside people."""


@dataclass
class Mentioned:
    """A name in a turn; its placeholder, or the key that all forms of the same name share."""

    place: Place
    text: str
    kind: NameKind
    placeholder: str = ""
    key: str = ""


def is_name(label: str) -> bool:
    """Whether a speaker's label is a person's name rather than «Спикер 2»."""
    if re.search(r"\b[А-ЯЁA-Z]\.", label):  # «Стужина В. П.»
        return True
    known = [facts(fold(word)) for word in words_of(label)]
    return any(
        each.given or each.patronymic or (each.surname > 0.3 and each.ordinary < 0.5) for each in known
    )


def surnames_of(labels: Iterable[str]) -> frozenset[str]:
    """The stems of the surnames in people's labels, words that mean something else too among them.

    «Геннадий Крот» in the table says that «Крот» with a capital is that man wherever he is named; of a label
    without a given name or initials («Начальник Склада») nothing is taken.
    """
    found: set[str] = set()
    for label in labels:
        written = re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", label)
        known = [(word, facts(fold(word))) for word in written]
        if not any(len(word) == 1 or each.given or each.patronymic for word, each in known):
            continue
        rest = [
            word
            for word, each in known
            if len(word) > 2 and not each.given and not each.patronymic and word[0].isupper()
        ]
        if len(rest) == 1 and not is_position(fold(rest[0])) and not is_visible(fold(rest[0])):
            found.add(stem(fold(rest[0])))
    return frozenset(found)
