"""A respondent's role from the job title, by the title rules of the codebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from otzvuk.model.codebook import RoleTitles
from otzvuk.model.interview import Role
from otzvuk.read.names import key

_NAMES = {
    "эп": Role.ECONOMIC, "тп": Role.TECHNICAL,
    "неизвестна": Role.UNKNOWN, "неизвестно": Role.UNKNOWN, "роль неизвестна": Role.UNKNOWN,
}  # fmt: skip


# What a role is called, cut short at will («эконом.», «техн. покупатель»); a buyer may follow.
_STEMS = (
    (Role.ECONOMIC, re.compile(r"(?:экон(?:ом\w*)?|economic)(?: (?:покуп\w*|закуп\w*|buyer))?")),
    (
        Role.TECHNICAL,
        re.compile(
            r"(?:тех|техн\w*|technical)(?: (?:покуп\w*|закуп\w*|эксперт\w*|специалист\w*|служб\w*|buyer))?"
        ),
    ),
    (Role.USER, re.compile(r"(?:конечн\w* )?(?:эксплуат\w*|польз\w*|юзер\w*)(?: покуп\w*)?|(?:end )?users?")),
)
# What people write for a role that is not its name: a fair guess, which must be said.
_GUESSED = {
    "лпр": Role.ECONOMIC,
    "лицо принимающее решение": Role.ECONOMIC, "лицо принимающее решения": Role.ECONOMIC,
    "принимает решение": Role.ECONOMIC, "принимает решения": Role.ECONOMIC, "decision maker": Role.ECONOMIC,
    "заказчик": Role.ECONOMIC, "плательщик": Role.ECONOMIC, "бюджет": Role.ECONOMIC,
    "менеджмент": Role.ECONOMIC,
    "руководство": Role.ECONOMIC, "руководитель": Role.ECONOMIC, "покупатель": Role.ECONOMIC,
    "инженер": Role.TECHNICAL, "технолог": Role.TECHNICAL, "технарь": Role.TECHNICAL,
    "инженер по качеству": Role.TECHNICAL,
    "лвр": Role.TECHNICAL, "лицо влияющее на решение": Role.TECHNICAL, "влияет на решение": Role.TECHNICAL,
    "производство": Role.USER, "цех": Role.USER, "эксплуатация": Role.USER,
}  # fmt: skip


class Meant(NamedTuple):
    """The role that a cell means; `sure` is False where the cell does not name it."""

    role: Role
    sure: bool


_REMARK = re.compile(r"[,;:(?!–—]|\s-\s|\.\s")


def role_meant(name: str, titles: Mapping[Role, RoleTitles]) -> Meant | None:
    """The role that people mean by `name`: its name, cut short or not, a usual word for it, or a job title.

    Where the whole means none, what stands before a remark tells («ЛПР, решает сама», «закупки (?)»). None
    where that means none either.
    """
    named = role_named(name)
    if named is not None:
        return Meant(named, True)
    guessed = _GUESSED.get(key(name)) or role_of(name, titles)
    if guessed is not Role.UNKNOWN:
        return Meant(guessed, False)
    begin = _REMARK.split(name, maxsplit=1)[0].strip()
    meant = role_meant(begin, titles) if begin and begin != name else None
    return meant and Meant(meant.role, False)


def role_named(name: str) -> Role | None:
    """The role that a table's cell names, by its id or in Russian, cut short or not, else None."""
    folded = " ".join(key(re.sub(r"[/()-]", " ", name)).split())
    known = _NAMES.get(folded) or next((role for role in Role if role.value == folded), None)
    return known or next((role for role, stem in _STEMS if stem.fullmatch(folded)), None)


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
