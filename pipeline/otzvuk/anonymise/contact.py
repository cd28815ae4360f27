"""Numbers and addresses that point at somebody: phones, e-mails, sites, INN, documents, car plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otzvuk.anonymise.kind import NameKind, Span

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPOKEN_EMAIL = re.compile(
    r"\b[a-z0-9._-]{2,}\s+(?:собака|собачка)\s+[\w-]+(?:\s+точка\s+(?:ру|ком|рф|org|ru|com|net))?", re.I
)
_SITE = re.compile(
    r"(?:https?://|www\.)[^\s<>«»\"]+|\b[a-zа-яё0-9-]+(?:\.[a-zа-яё0-9-]+)*\.(?:ru|com|рф|su|org|net|kz|by)\b",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w.,/№-])(?:\+\s?\d{1,3}|\b8)?[\s(‑-]*\d{3,5}[\s)‑-]*\d{1,3}[\s‑-]?\d{2}[\s‑-]?\d{2}(?![\w]|[.,/-]\d)"
)
_LOCAL = re.compile(
    r"(?:тел(?:ефон\w*|\.)?|звон\w+|номер\w*(?:\s+телефона)?|доб(?:авочн\w+|\.)?|whatsapp|ватсап\w*)"
    r"[\s:.№—–-]*(?:по\s+|на\s+)?((?:\d[\s-]?){2,6}\d)(?!\w|[.,]\d)",
    re.I,
)
_DIGITS = re.compile(r"(?<![\w.,])\d{10,20}(?!\w|[.,]\d)")
_LABELLED = re.compile(
    r"\b(?:инн|кпп|огрн(?:ип)?|бик|окпо|снилс|р/с|к/с|расч[её]тн\w+\s+сч[её]т\w*|паспорт\w*)"
    r"[\s:№—–-]*((?:\d[\s-]?){4,22}\d)(?!\w)",
    re.I,
)
_PAPERS = (
    r"договор|контракт|сч[её]т|сч[её]т-фактур|упд|накладн|ттн|торг-12|акт|спецификаци|заказ|заявк|заявлени|"
    r"претензи|рекламаци|паспорт|доверенност|соглашени|парти|приложени|деклараци|сертификат|пломб|инвойс"
)
_DOCUMENT = re.compile(
    rf"\b(?:{_PAPERS})[а-яё-]*(?:\s+(?:поставки|на\s+оплату|фактур\w+))?\s*(?:за\s+)?"
    r"(?:№|номер(?:ом)?|н\.|n|no\.?)\s*"
    r"([a-zа-яё0-9]*\d[\w/.-]*\w|\d)",
    re.I,
)
_NUMBERED = re.compile(r"№\s*([A-ZА-ЯЁa-zа-яё]{0,4}[\d/._-]*\d[\w/._-]*)")
_CODED = re.compile(
    rf"\b(?:{_PAPERS})[а-яё-]*\s+([A-ZА-ЯЁ]{{0,4}}[-/]?\d+(?:[/-][\wА-яЁё]+)+|\d{{5,}})(?!\w)", re.I
)
_PLATE_LETTERS = "АВЕКМНОРСТУХABEKMHOPCTYXавекмнорстухabekmhopctyx"
_PLATE = re.compile(
    rf"(?<!\w)[{_PLATE_LETTERS}]\s?\d{{3}}\s?[{_PLATE_LETTERS}]{{2}}(?:\s?\d{{2,3}})?(?:\s?(?:rus|рус))?(?!\w)"
)
_TRAILER = re.compile(rf"(?<!\w)[{_PLATE_LETTERS}]{{2}}\s?\d{{4}}\s?\d{{2,3}}(?!\w)")
_NUMERAL = (
    r"(?:нол[ья]|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|\w+надцать|двадцать|тридцать|"
    r"сорок|\w+десят|девяносто|сто|двести|триста|четыреста|\w+сот|\d+)"
)
_SPOKEN_PHONE = re.compile(
    rf"\b(?:плюс\s+семь|восемь)[\s,-]+(?:девятьсот|восемьсот|четыреста|триста)(?:[\s,-]+{_NUMERAL}){{3,14}}\b",
    re.I,
)


def contacts(text: str) -> Iterator[Span]:
    """Phones, e-mails, sites, tax numbers, numbers of documents, car plates; they may overlap."""
    for pattern in (_EMAIL, _SPOKEN_EMAIL):
        yield from _whole(pattern, text, NameKind.EMAIL)
    yield from _whole(_SITE, text, NameKind.SITE)
    yield from _whole(_SPOKEN_PHONE, text, NameKind.PHONE)
    if not re.search(r"\d", text):
        return
    for found in _LABELLED.finditer(text):
        yield Span(*found.span(1), NameKind.TAX)
    for found in _DIGITS.finditer(text):
        if is_tax_number(found.group()) or len(found.group()) == 20:  # 20 digits: an account
            yield Span(*found.span(), NameKind.TAX)
    for found in _PHONE.finditer(text):
        start = found.start() + len(found.group()) - len(found.group().lstrip(" -(‑"))
        start -= text[start - 1 : start] == "("
        if _is_phone(found.group()):
            yield Span(start, found.end(), NameKind.PHONE)
    for found in _LOCAL.finditer(text):
        if 5 <= len(re.sub(r"\D", "", found.group(1))) <= 7 or "доб" in found.group().lower():
            yield Span(*found.span(1), NameKind.PHONE)
    for pattern in (_DOCUMENT, _CODED, _NUMBERED):
        for found in pattern.finditer(text):
            yield Span(*found.span(1), NameKind.NUMBER)
    for pattern in (_PLATE, _TRAILER):
        yield from _whole(pattern, text, NameKind.PLATE)


def _whole(pattern: re.Pattern[str], text: str, kind: NameKind) -> Iterator[Span]:
    for found in pattern.finditer(text):
        yield Span(*found.span(), kind)


def _is_phone(text: str) -> bool:
    import phonenumbers

    digits = re.sub(r"\D", "", text)
    if len(digits) < 10 or (digits == text and is_tax_number(digits) and digits[0] not in "89"):
        return False
    if not (
        text.lstrip().startswith(("+", "(")) or digits[0] == "9" or (len(digits) > 10 and digits[0] in "78")
    ):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, "RU"))
    except phonenumbers.NumberParseException:
        return False


_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def is_tax_number(digits: str) -> bool:
    """Whether `digits` are an INN (10 or 12) or an OGRN (13 or 15) with right check digits.

    >>> is_tax_number("7707083893"), is_tax_number("7707083894")
    (True, False)
    """
    if not digits.isdigit():
        return False
    if len(digits) in (13, 15):
        return int(digits[:-1]) % (len(digits) - 2) % 10 == int(digits[-1])
    checked = {10: (9,), 12: (10, 11)}.get(len(digits), ())
    return bool(checked) and all(
        sum(w * int(d) for w, d in zip(_INN_WEIGHTS[11 - at :], digits, strict=False)) % 11 % 10
        == int(digits[at])
        for at in checked
    )
