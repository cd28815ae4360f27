"""A respondent's role from the job title, by the title rules of the codebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from otzvuk.model.codebook import RoleTitles
from otzvuk.model.interview import Role
from otzvuk.read.names import key

_NAMES = {
    "экономический": Role.ECONOMIC, "экономический покупатель": Role.ECONOMIC, "эп": Role.ECONOMIC,
    "технический": Role.TECHNICAL, "технический покупатель": Role.TECHNICAL, "тп": Role.TECHNICAL,
    "эксплуатант": Role.USER, "пользователь": Role.USER,
    "неизвестна": Role.UNKNOWN, "неизвестно": Role.UNKNOWN, "роль неизвестна": Role.UNKNOWN,
}  # fmt: skip


def role_named(name: str) -> Role | None:
    """The role that a table's cell names, by its id or in Russian; None where it names none."""
    folded = key(name)
    return _NAMES.get(folded) or next((role for role in Role if role.value == folded), None)


def role_of(position: str, titles: Mapping[Role, RoleTitles]) -> Role:
    """The role of whoever holds `position`; `Role.UNKNOWN` where no title fits.

    A title is one or more beginnings of words; they must occur in the position in that order, others
    may stand between («начальник склад» fits «начальник центрального склада»). A word of a title in
    capitals («ОТК») must be the whole word. The longest title that fits wins, so that «технический
    директор» overrides «директор»; of equals the first in the codebook.
    """
    words = tuple(re.findall(r"\w+", key(position)))
    best, role = 0, Role.UNKNOWN
    for candidate, rules in titles.items():
        for title in rules.titles:
            length = sum(len(word) for word, _ in _parts(title))
            if length > best and _fits(title, words):
                best, role = length, candidate
    return role


def _fits(title: str, words: tuple[str, ...]) -> bool:
    left = iter(words)
    return all(
        any(word == part if whole else word.startswith(part) for word in left)
        for part, whole in _parts(title)
    )


@lru_cache(maxsize=1024)
def _parts(title: str) -> tuple[tuple[str, bool], ...]:
    found = re.findall(r"\w+", title)
    return tuple((key(word), len(word) > 1 and word.isupper()) for word in found)
