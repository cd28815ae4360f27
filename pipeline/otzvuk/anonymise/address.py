"""Street and house: «улица Ленина, дом 5», «на Заводскую, 14», «кирова двенадцать а офис тридцать»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otzvuk.anonymise.grammar import has, is_pos, readings
from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import facts, fold
from otzvuk.anonymise.numeral import NUMERAL, UNIT

_STREET = (
    r"(?:улиц[аеуы]|улицей|ул\.?|проспект[аеу]?|пр-т[аеу]?|пр-кт[аеу]?|просп\.|переул(?:ок|к[аеу])|пер\.|шоссе|ш\.|"
    r"бульвар[аеу]?|б-р[аеу]?|набережн(?:ая|ой|ую)|наб\.|площад[ьи]|пл\.|проезд[аеу]?|пр-д[аеу]?|тракт[аеу]?|тупик[аеу]?|"
    r"алле[яеюи]|микрорайон[аеу]?|мкр\.?)(?!\w)"
)
_HOUSE = (
    r"(?:\d{1,4}(?:\s?[/-]\s?\d{1,3})?\s?[а-яёa-z]?(?!\w)|"
    rf"{NUMERAL}(?:\s+{NUMERAL}){{0,2}}(?:\s+[абвг](?!\w))?)"
)
_EXTRA = (
    rf"(?:[\s,]+(?:корпус|корп\.?|к\.|строение|стр\.?|литера?|лит\.?|офис|оф\.?|квартира|кв\.?|подъезд|помещение|пом\.?|"
    rf"владение|вл\.?|дом|д\.?|этаж)\s*(?:№\s*)?(?:{_HOUSE}|[а-я](?!\w)))*"
)
_HOME = r"(?:[\s,]+(?:дом|д\.|владение|вл\.)\s*|[\s,]+)"
_NAME = r"[А-ЯЁа-яё0-9][\w-]*(?:\s+[А-ЯЁа-яё][\w-]*){0,2}?"
_AFTER_NOUN = re.compile(rf"(?<!\w){_STREET}\s*(?P<name>{_NAME}){_HOME}{_HOUSE}{_EXTRA}", re.I)
_BEFORE_NOUN = re.compile(rf"(?<!\w)(?P<name>[А-ЯЁа-яё][\w-]+)\s+{_STREET}{_HOME}{_HOUSE}{_EXTRA}", re.I)
_BARE = re.compile(
    rf"(?<!\w)(?:на|по\s+адресу|адрес\w*)[\s:—–-]+"
    rf"(?P<address>[А-ЯЁа-яё][а-яё-]{{3,}}(?P<home>(?:\s*,\s*|\s+)(?:дом|д\.)\s*|\s*,\s*|\s+){_HOUSE}(?P<extra>{_EXTRA}))",
    re.I,
)
_NAMED = re.compile(
    rf"(?<!\w)(?P<address>(?:{_STREET}\s+[А-ЯЁ][\w-]+|[А-ЯЁ][\w-]+(?:ого|ом|ой|ая|ий|ую|ый|ому)\s+{_STREET})(?!\w))"
)
_SMALL = re.compile(
    r"(?<!\w)(?P<address>[а-яё-]+(?:ск|цк)(?:ого|ом|ой|ая|ий|ую|ый|ому)\s+(?:тракт|шоссе|проспект|бульвар|переул|проезд)[а-яё]*)(?!\w)"
)
_AFTER = re.compile(rf"\s*{UNIT}", re.I)
_ORDINAL = re.compile(
    r"(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|кажд|цел|друг|эт|так|сам|одн|весь|вс[её])"
)


def addresses(text: str) -> Iterator[Span]:
    """Addresses with a house number, and streets named without one (as places); they may overlap."""
    for pattern in (_AFTER_NOUN, _BEFORE_NOUN):
        for found in pattern.finditer(text):
            if not _AFTER.match(text, found.end()) and _is_named(found["name"], text, found):
                yield Span(*found.span(), NameKind.ADDRESS)
    for found in _BARE.finditer(text):
        if _is_street(found, text):
            yield Span(*found.span("address"), NameKind.ADDRESS)
    for pattern in (_NAMED, _SMALL):
        for found in pattern.finditer(text):
            yield Span(*found.span("address"), NameKind.PLACE)


def _is_named(name: str, text: str, found: re.Match[str]) -> bool:
    """Whether a street noun has a name rather than «перегородят улицу, три тягача»."""
    words = name.split()
    if any(facts(fold(word)).function and not word[0].isdigit() for word in words):
        return False
    if text != text.lower():
        return any(word[0].isupper() or word[0].isdigit() for word in words) or found["name"].isupper()
    following = re.match(r"\s*(\w+)", text[found.end() :])
    if following is not None and _counted(fold(following.group(1))):
        return False
    last = fold(words[-1])
    return not _ORDINAL.match(last) and (is_pos(last, "ADJF") or facts(last).genitive)


def _is_street(found: re.Match[str], text: str) -> bool:
    """Whether what follows a preposition is a street though no noun says so: by its form and what follows."""
    if _AFTER.match(text, found.end()):
        return False
    name = re.match(r"[А-ЯЁа-яё-]+", found["address"])
    assert name is not None
    word, home = fold(name.group()), found["home"]
    known = facts(word)
    if _ORDINAL.match(word) or known.function or (has(word, "NOUN", "loct") and not known.genitive):
        return False
    if "д" in home.lower() or found["extra"]:
        return True
    adjective = re.search(r"(?:ская|ской|скую|ном|ной|ную|ная|вой|вую|вая|ную)$", word) is not None
    following = re.match(r"\s*(\w+)", text[found.end() :])
    counted = following is not None and _counted(fold(following.group(1)))
    capital = name.group()[0].isupper()
    if "," in home:
        return capital and (adjective or known.genitive) and not counted
    return adjective and not counted and bool(re.match(r"(?:на|по\s+адресу|адрес)", found.group(), re.I))


def _counted(low: str) -> bool:
    """Whether a number before this word may count it: nouns of quantity stand in the genitive."""
    return readings(low)[0].tag.POS == "NOUN" and has(low, "NOUN", "gent")
