"""A name as it stands in one place, while a study is searched; and whether a label is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.lexicon import facts, fold
from otzvuk.anonymise.names import Place, words_of

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
