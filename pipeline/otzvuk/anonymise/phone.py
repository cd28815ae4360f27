"""Telephone numbers: written in any grouping, local ones, extensions, spoken in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.numeral import UNIT, digits_in, run

_LONG = re.compile(
    r"(?<![\w.,/№-])(?:\(?\+?\s?\d(?:[\s()‑–-]{0,3}\d){9,13})(?![\w]|[.,/-]\d)"
)  # fmt: skip
_LOCAL = re.compile(r"(?<![\w.,/№-])(?:\(\d{3,5}\)\s?)?\d{1,3}[-‑–]\d{2}[-‑–]\d{2}(?![\w]|[.,/-]\d)")
_CUE = (
    r"\b(?:тел(?:ефон\w*|\.)?|мобильн\w+|сотов\w+|городск\w+|рабоч\w+|прям(?:ой|ом)|домашн\w+|внутренн\w+|при[её]мн\w+|факс\w*|"
    r"(?:по|пере|до)?звон\w+|набер\w+|набира\w+|номер\w*|доб(?:авочн\w+|\.)?|whatsapp|[вв][ао]тсап\w*|вайбер\w*|"
    r"трубк\w+|диспетчер\w*|секретар\w+)\b\.?"
)
_FILLER = (
    r"(?:[\s:.,№—–-]+(?:такой|у|неё|нее|него|них|нас|меня|на|по|это|вот|мой|её|ее|его|их|наш|"
    r"телефона|городской|сотовый|рабочий|домашний|прямой)\b){0,4}"
)
_CUED = re.compile(rf"{_CUE}{_FILLER}[\s:.,№—–-]*(?P<number>\d(?:[\s‑-]?\d){{4,10}})(?!\w|[.,]\d)", re.I)
_EXTENSION = re.compile(
    rf"\b(?:доб(?:авочн\w+|\.)?|внутренн\w+(?:\s+номер\w*)?)[\s:.№—–-]*"
    rf"(?P<number>\d{{1,5}}(?!\w|[.,]\d)|{run(1, 5)})",
    re.I,
)
_SECOND = re.compile(
    r"\s*(?:,|;|/|или|и|либо|а\s+второй)\s*(?P<number>[-‑–]?\d(?:[\s‑–-]?\d){1,10})(?!\w|[.,]\d)"
)
_SPOKEN = re.compile(
    rf"\b(?:плюс\s+семь|восемь|семь)[\s,-]+(?:девятьсот|восемьсот|четыреста|триста)(?:[\s,-]+{run(1)}){{1,14}}",
    re.I,
)
_SPOKEN_CUED = re.compile(rf"{_CUE}{_FILLER}[\s:.,№—–-]*(?P<number>{run(3)})", re.I)
_OTHER = re.compile(
    r"(?:гост\w*|ту|арт(?:икул\w*|\.)?|позици\w+|код\w*|размер\w*|ост|сто|серти\w+|партии|модел\w+)[\s:№.]*$",
    re.I,
)
_AFTER = re.compile(rf"\s*{UNIT}", re.I)
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[-‑–](?:0[1-9]|1[0-2])[-‑–]\d\d$")


def phones(text: str) -> Iterator[Span]:
    """Telephone numbers in `text`; they may overlap."""
    for found in _SPOKEN.finditer(text):
        yield Span(*found.span(), NameKind.PHONE)
    for found in _SPOKEN_CUED.finditer(text):
        number = found["number"]
        if digits_in(number) >= 5 and not _AFTER.match(text, found.end()):
            yield Span(*found.span("number"), NameKind.PHONE)
    for found in _EXTENSION.finditer(text):
        if not _AFTER.match(text, found.end()):
            yield Span(*found.span("number"), NameKind.PHONE)
    if re.search(r"\d", text):
        yield from _written(text)


def _written(text: str) -> Iterator[Span]:
    from phonenumbers import Leniency, PhoneNumberMatcher

    spans = [(each.start, each.end) for each in PhoneNumberMatcher(text, "RU", leniency=Leniency.VALID)]
    for found in _LONG.finditer(text):
        if _is_phone(found.group()) and not _OTHER.search(text, 0, found.start()):
            spans.append(found.span())
    for found in _LOCAL.finditer(text):
        date = _DATE.match(found.group()) and not re.search(
            rf"{_CUE}{_FILLER}[\s:.,№—–-]*$", text[: found.start()], re.I
        )
        if not date and not _OTHER.search(text[: found.start()]) and not _AFTER.match(text, found.end()):
            spans.append(found.span())
    for found in _CUED.finditer(text):
        digits = re.sub(r"\D", "", found["number"])
        if 5 <= len(digits) <= 11 and not _AFTER.match(text, found.end()):
            spans.append(found.span("number"))
    for _, stop in list(spans):
        while second := _SECOND.match(text, stop):
            if _AFTER.match(text, second.end()):
                break
            spans.append(second.span("number"))
            stop = second.end()
    for start, stop in spans:
        yield Span(start, stop, NameKind.PHONE)


def _is_phone(text: str) -> bool:
    """Whether that many digits in a row can be dialled: +7…, 8…, 9…, or a code in brackets."""
    digits = re.sub(r"\D", "", text)
    if "+" in text:
        return 10 <= len(digits) <= 14
    if len(digits) == 11:
        return digits[0] in "78"
    return len(digits) == 10 and (digits[0] == "9" or text.startswith("(") or digits != text)
