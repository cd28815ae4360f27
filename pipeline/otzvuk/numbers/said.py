"""By what mentions and respondents can be grouped: attributes, their values in order, their labels.

There are two sorts. What is *said* (kind, theme, code, …, any lens of the codebook, any further column of
the mentions) belongs to a mention: one person has many. Who *says* it (role, company, wave, any column of
the participants table) belongs to the respondent: each has exactly one, an empty one included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from otzvuk.model.codebook import Codebook, one_of
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Role
from otzvuk.model.mention import Kind, Trend
from otzvuk.numbers.count import (
    COMPANY,
    IDS,
    MENTIONS,
    PERSON,
    RESPONDENTS,
    TEXT,
    Tables,
    company_key,
    natural,
    with_lenses,
)

UNSAID = "не указано"
"""The label of an empty value."""

_LABELS = {
    "kind": "Вид",
    "trend": "Изменение",
    "theme": "Тема",
    "code": "Код",
    "process": "Процесс",
    "stage": "Этап",
    "decided_by": "Кто решил",
    "interview": "Интервью",
    "company": "Компания",
    "position": "Должность",
    "role": "Роль",
    "function": "Функция",
    "wave": "Волна",
    "person": "Человек",
}
_PLACES = frozenset({"file", "turn", "speaker", "start", "end", "text", "confidence"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """A way to group: `values` are all its values in order with their Russian labels.

    Those of a codebook attribute are all that the codebook has, said or not; those of any other are the
    ones that occur. `who` is True where it belongs to the respondent.
    """

    name: str
    label: str
    values: Mapping[str, str]
    who: bool


@dataclass(frozen=True)
class Said:
    """Mentions and the people asked, ready to be grouped by anything.

    `mentions` has a column for each attribute of either sort (text, never missing) and `_person`,
    `_company` (None where unknown), `_once`; its index is that of the mentions table. `people` has a row
    for each respondent asked with `_person`, `_company` and the attributes that belong to respondents.
    Mentions of people who are not among them are left out.
    """

    mentions: pd.DataFrame
    people: pd.DataFrame
    codebook: Codebook

    def names(self) -> list[str]:
        """All attributes: those of what is said, then those of who says it."""
        who = [name for name in self.people.columns if not name.startswith("_")]
        own = [name for name in self.mentions.columns if not name.startswith("_") and name not in who]
        return own + who

    def attribute(self, name: str) -> Attribute:
        """The attribute of that name; `InputError` that lists the known ones where there is none."""
        if name.startswith("_") or name not in self.mentions.columns:
            raise InputError("нет такого признака", value=name, expected=one_of(self.names(), 30))
        book, who = self.codebook, name in self.people.columns
        label = book.lenses[name].label if name in book.lenses and not who else _LABELS.get(name, name)
        return Attribute(name, label, self._values(name, who=who), who)

    def _values(self, name: str, *, who: bool) -> dict[str, str]:
        occur = (self.people if who else self.mentions)[name].unique().tolist()
        if who:
            known = {role.value: role.label for role in Role} if name == "role" else {}
            listed = {value: label for value, label in known.items() if value in occur}
        else:
            listed = self._codebook_values(name)
        for value in sorted((str(each) for each in occur if each not in listed), key=natural):
            if value:
                listed[value] = value
        if "" in occur and "" not in listed:
            listed[""] = UNSAID
        return listed

    def _codebook_values(self, name: str) -> dict[str, str]:
        book = self.codebook
        if name == "kind":
            return {kind.value: kind.label for kind in Kind}
        if name == "trend":
            return {trend.value: trend.label or "Без слов об изменении" for trend in Trend}
        if name in book.lenses:
            return dict(book.lenses[name].values)
        tables: dict[str, Iterable[str]] = {
            "theme": book.themes,
            "code": book.codes,
            "process": book.processes,
            "stage": book.stages,
        }
        return {value: book.label(value) for value in tables.get(name, ())}


def said(tables: Tables) -> Said:
    """The tables put together to group by any attribute."""
    codebook, respondents = tables.codebook, tables.respondents
    people = respondents.drop(columns=list(IDS)).fillna("").astype(TEXT).reset_index(drop=True)
    people = people[[*RESPONDENTS, *(name for name in people.columns if name not in RESPONDENTS)]]
    # A column of the participants table that is called like something said (theme, a lens) gives way to it.
    taken = {*MENTIONS, *codebook.lenses} - set(RESPONDENTS)
    people = people.drop(columns=[name for name in people.columns if name in taken or name[:1] == "_"])
    spelling = dict[str, str]()
    for name in people["company"]:
        spelling.setdefault(company_key(name), name)
    people["company"] = people["company"].map(lambda name: spelling[company_key(name)]).astype(TEXT)
    people["_person"] = respondents[PERSON].astype(TEXT).to_numpy()
    people["_company"] = respondents[COMPANY].astype("object").to_numpy()
    kept = tables.mentions.assign(_person=tables.mentions[PERSON].astype(TEXT))
    kept = kept[kept["_person"].isin(people["_person"])].drop(columns=list(IDS))
    own = [name for name in MENTIONS if name not in {*_PLACES, *people.columns}]
    own += [name for name in kept.columns if name not in {*MENTIONS, *people.columns, *_PLACES}]
    table = with_lenses(tables.but(mentions=kept))[[*own, *codebook.lenses]].fillna("").astype(TEXT)
    who = people.set_index("_person").loc[kept["_person"]]
    for name in who.columns:
        table[name] = who[name].to_numpy()
    table["_person"] = kept["_person"]
    parts = (table[name].tolist() for name in ("_person", "code", "kind"))
    once = pd.array(["\0".join(own) for own in zip(*parts, strict=True)], dtype=TEXT)
    return Said(table.assign(_once=once), people.drop(columns="speaker"), codebook)
