"""Requisites and numbers of papers: INN, cards, accounts, contracts, passports, car plates; also spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import facts, fold
from otzvuk.anonymise.numeral import NUMERAL, UNIT, digits_in, run

_LABELLED = re.compile(
    r"\b(?:инн|кпп|огрн(?:ип)?|бик|окпо|снилс|р/с|к/с|л/с|(?:расч[её]тн|лицев|корр?еспондентск|банковск)\w+\s+сч[её]т\w*|"
    r"корр?сч[её]т\w*|карт[аыуео]й?|полис\w*|паспорт\w*)(?:[\s:№,—–-]+(?:у|на|с|под|надо|номер\w*|серии|серия|водителя|\w{2,9})){0,2}"
    r"[\s:№,—–-]*(?P<number>\d(?:[\s-]?\d){3,22}(?:\s+номер\s+\d+)?)(?!\w|[.,]\d)",
    re.I,
)
_CARD = re.compile(r"(?<![\w.,-])\d{4}[\s-]\d{4}[\s-]\d{4}[\s-]\d{4}(?:[\s-]\d{1,3})?(?![\w-])")
_PASSPORT = re.compile(r"(?<![\w.,-])(?:\d{2}\s\d{2}\s\d{6}|\d{4}\s(?:№\s?)?\d{6})(?![\w-])")
_INSURED = re.compile(r"(?<![\w.,-])\d{3}-\d{3}-\d{3}[\s-]\d{2}(?!\w)")
_LONG = re.compile(r"(?<![\w.,/-])\d{8,20}(?!\w|[.,/-]\d)")
_GROUPED = re.compile(r"(?<![\w.,/-])\d{3,5}(?:\s\d{3,5}){3,5}(?!\w|[.,/-]\d)")
_PAPER = (
    r"(?:договор|контракт|сч[её]т|упд|накладн|ттн|торг-12|акт|спецификаци|заказ(?!чи)|заявк|заявлени|претензи|рекламаци|"
    r"паспорт|доверенност|соглашени|парти|приложени|деклараци|сертификат|пломб|инвойс|пропуск|вагон|контейнер|"
    r"полис|письм|тендер|лот)[а-яё-]*"
)
_NUMBER_SIGN = r"(?:№|номер(?:ом|а|у)?|н\.|n|no\.?)"
_DOCUMENT = re.compile(
    rf"\b{_PAPER}(?:\s+(?:поставки|на\s+оплату|фактур\w+))?[\s,:]*(?:за\s+)?{_NUMBER_SIGN}\s*"
    r"(?P<number>[a-zа-яё0-9]*\d[\w/.-]*\w|\d)",
    re.I,
)
_NUMBERED = re.compile(r"№\s*(?P<number>[A-ZА-ЯЁa-zа-яё]{0,4}[\d/._-]*\d[\w/._-]*)")
_SLASHED = re.compile(
    r"\b(?:номер\w*|рамочн\w+)[\s,:—–-]*(?P<number>(?:[A-ZА-ЯЁ]{1,5}[-/])?\d+(?:[/-]\w+)+)", re.I
)
_CODED = re.compile(
    rf"\b{_PAPER}(?:\s+(?:с\s+ними|у\s+нас))?[\s:]+(?P<number>[A-ZА-ЯЁ]{{0,5}}[-/]?\d+(?:[/-][\wА-Яё]+)+|\d{{5,}})(?!\w)",
    re.I,
)
_CONTAINER = re.compile(r"(?<!\w)[A-Z]{4}\s?\d{6,7}(?!\w)")
_PLATE_LETTERS = "АВЕКМНОРСТУХABEKMHOPCTYXавекмнорстухabekmhopctyx"
_PLATE = re.compile(
    rf"(?<!\w)[{_PLATE_LETTERS}]\s?\d{{3}}\s?[{_PLATE_LETTERS}]{{2}}(?:\s?\d{{2,3}})?(?:\s?(?:rus|рус))?(?!\w)"
)
_TRAILER = re.compile(rf"(?<!\w)[{_PLATE_LETTERS}]{{2}}\s?\d{{4}}\s?\d{{2,3}}(?!\w)")
_LETTER = r"(?:а|б|бэ|в|вэ|е|к|ка|кэ|м|эм|н|эн|о|р|эр|с|эс|т|тэ|у|х|ха)"
_SPOKEN_PLATE = re.compile(
    rf"(?<!\w){_LETTER}\s+{run(1, 5)}\s+{_LETTER}\s+{_LETTER}(?:\s+{run(1, 4)})?(?!\w)", re.I
)
_SPOKEN_CUED = re.compile(
    r"\b(?:инн|кпп|огрн|бик|снилс|сч[её]т(?:а|у)?|карт[аыуео]й?|паспорт\w*|полис\w*|вагон\w*|контейнер\w*)"
    rf"(?:\s+(?:у\s+нас|у\s+него|у\s+водителя|номер\w*|серии|серия|такой|такая|это|вот)){{0,2}}[\s:,—–-]+(?P<number>{run(3)})",
    re.I,
)
_SPOKEN_DOCUMENT = re.compile(
    rf"\b{_PAPER}\s+(?:номер\w*\s+(?P<number>{NUMERAL}(?:[\s,-]+(?:дробь\s+|тире\s+|слэш\s+)?{NUMERAL})*)"
    rf"|(?P<coded>(?!(?:на|за|по|от|из|и|с|в|до|у|к|же)\s)[а-яё]{{2,4}}\s+{run(1, 6)}"
    rf"(?:\s+(?:дробь\s+)?(?:эр|эс|эн|эм|ка|пэ|бэ|вэ|гэ|дэ|{NUMERAL}))*))",
    re.I,
)
_SPOKEN_LONG = re.compile(run(6, 30), re.I)
_NO_PAPER = re.compile(
    r"(?:гост\w*|ту|арт(?:икул\w*|\.)?|позици\w+|размер\w*|каталог\w*|партномер\w*)[\s:№.,]*$", re.I
)
_NUMBER = re.compile(NUMERAL, re.I)
_AFTER = re.compile(rf"\s*{UNIT}", re.I)


def papers(text: str) -> Iterator[Span]:
    """Requisites, numbers of papers and car plates in `text`; they may overlap."""
    yield from _spoken(text)
    if not re.search(r"\d", text):
        return
    for pattern in (_LABELLED,):
        for found in pattern.finditer(text):
            if len(re.sub(r"\D", "", found["number"])) >= 4 and not _AFTER.match(text, found.end()):
                yield Span(*found.span("number"), NameKind.TAX)
    for pattern in (_CARD, _INSURED, _PASSPORT, _LONG, _GROUPED):
        for found in pattern.finditer(text):
            if not _is_quantity(found.group(), text, found):
                yield Span(*found.span(), NameKind.TAX)
    for pattern in (_DOCUMENT, _CODED, _NUMBERED, _SLASHED):
        for found in pattern.finditer(text):
            yield Span(*found.span("number"), NameKind.NUMBER)
    for found in _CONTAINER.finditer(text):
        yield Span(*found.span(), NameKind.NUMBER)
    for pattern in (_PLATE, _TRAILER):
        for found in pattern.finditer(text):
            yield Span(*found.span(), NameKind.PLATE)


def _spoken(text: str) -> Iterator[Span]:
    for found in _SPOKEN_PLATE.finditer(text):
        yield Span(*found.span(), NameKind.PLATE)
    for found in _SPOKEN_CUED.finditer(text):
        if digits_in(found["number"]) >= 5 and not _AFTER.match(text, found.end()):
            yield Span(*found.span("number"), NameKind.TAX)
    for found in _SPOKEN_DOCUMENT.finditer(text):
        group = "number" if found["number"] else "coded"
        first = fold(found[group].split()[0])
        if group == "coded" and (facts(first).known or _NUMBER.fullmatch(first)):
            continue
        if group == "number" and digits_in(found["number"]) < 2:
            continue
        if not _AFTER.match(text, found.end()):
            yield Span(*found.span(group), NameKind.NUMBER)
    for found in _SPOKEN_LONG.finditer(text):
        long = digits_in(found.group()) >= 10 and not _AFTER.match(text, found.end())
        if long and not _NO_PAPER.search(text[: found.start()]):
            yield Span(*found.span(), NameKind.TAX)


def _is_quantity(number: str, text: str, found: re.Match[str]) -> bool:
    """Whether a long number counts something: «12 000 000 рублей», round ones."""
    return (
        bool(_AFTER.match(text, found.end()))
        or (re.sub(r"\D", "", number).endswith("0000") and " " not in number and len(number) < 12)
        or bool(_NO_PAPER.search(text[: found.start()]))
    )
