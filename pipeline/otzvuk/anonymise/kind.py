"""What sort of name is hidden, and what stands in its place."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class NameKind(StrEnum):
    """What a hidden stretch of text names."""

    PERSON = "person"
    COMPANY = "company"
    PLACE = "place"
    PHONE = "phone"
    EMAIL = "email"
    SITE = "site"
    NICK = "nick"
    ADDRESS = "address"
    TAX = "tax"
    NUMBER = "number"
    PLATE = "plate"
    USER = "user"
    INTERVIEW = "interview"

    @property
    def label(self) -> str:
        """The kind's Russian name."""
        return _LABELS[self]


_LABELS = {
    NameKind.PERSON: "Человек",
    NameKind.COMPANY: "Компания",
    NameKind.PLACE: "Место",
    NameKind.PHONE: "Телефон",
    NameKind.EMAIL: "Электронная почта",
    NameKind.SITE: "Сайт",
    NameKind.NICK: "Ник",
    NameKind.ADDRESS: "Адрес",
    NameKind.TAX: "ИНН и реквизиты",
    NameKind.NUMBER: "Номер документа",
    NameKind.PLATE: "Номер машины",
    NameKind.USER: "Из names.csv",
    NameKind.INTERVIEW: "Интервью и файл",
}

UNNUMBERED = {
    NameKind.PERSON: "[сотрудник]",
    NameKind.COMPANY: "[организация]",
    NameKind.PLACE: "[город]",
    NameKind.PHONE: "[телефон]",
    NameKind.EMAIL: "[почта]",
    NameKind.SITE: "[сайт]",
    NameKind.NICK: "[ник]",
    NameKind.ADDRESS: "[адрес]",
    NameKind.TAX: "[реквизит]",
    NameKind.NUMBER: "[номер документа]",
    NameKind.PLATE: "[номер машины]",
    NameKind.USER: "[скрыто]",
}
"""The placeholder of a name of that kind that no entity is known for."""


class Span(NamedTuple):
    """A name at code points [`start`, `stop`) of a text."""

    start: int
    stop: int
    kind: NameKind
