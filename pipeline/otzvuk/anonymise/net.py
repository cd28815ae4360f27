"""Addresses of the net: e-mail, sites, links to chats, nicknames; written, or spoken in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import facts, fold
from otzvuk.anonymise.numeral import NUMERAL

_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(
    r"(?:https?://|www\.)[^\s<>«»\"]+"
    r"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/[^\s<>«»\",;)]+"
    r"|\b[a-zа-яё0-9-]+(?:\.[a-zа-яё0-9-]+)*\.(?:ru|com|рф|su|org|net|kz|by|info|pro|online|shop|biz|москва)\b",
    re.I,
)
_NICK = re.compile(r"(?<![\w.@])@[a-zа-яё]\w{2,}|\blive:[\w.]+\w", re.I)
_NICK_CUE = (
    r"\b(?:телегр\w+|телег[аеуи]|тг|ник\w{0,3}|никнейм\w*|логин\w*|аккаунт\w*|скайп\w*|инст\w*|дискорд\w*)"
)
_CUED_NICK = re.compile(rf"{_NICK_CUE}(?:\s+\w+)?[\s:,—–-]+(?P<nick>[a-z][\w.]*[\d_.]\w*|[a-z]+_\w+)", re.I)
_LINK = r"(?:точка|тире|дефис|минус|слэш|слеш|дробь|нижнее\s+подч[её]ркивание|подч[её]ркивание|земля)"
_PART = rf"\w+(?:\s+{NUMERAL}){{0,4}}"
_CHAIN = rf"{_PART}(?:\s+{_LINK}\s+{_PART})*"
_DOMAIN = r"(?:ру|ком|рф|орг|нет|ру|su|ru|com|org|net|рф|по|by|бай|кей\s?зет|инфо)"
_SPOKEN_EMAIL = re.compile(
    rf"\b{_CHAIN}\s+(?:собак[аиу]|собачка|эт)\s+(?:[\w-]+\s+){{0,2}}?{_CHAIN}\s+точка\s+{_DOMAIN}\b"
    rf"|\b[a-z0-9._-]{{2,}}\s+(?:собака|собачка)\s+[\w-]+(?:\s+точка\s+{_DOMAIN}\b)?",
    re.I,
)
_SPOKEN_NICK = re.compile(
    rf"(?:{_NICK_CUE}|\bпиш\w+|\bнайд\w+|\bищи\w*|\bподпи[шс]\w+)(?:\s+\w+){{0,2}}?[\s:,—–-]+(?P<nick>собака\s+\w+(?:\s+\w+)?)",
    re.I,
)
_SPOKEN_LINK = re.compile(
    rf"\b\w+\s+точка\s+\w+(?:\s+(?:слэш|слеш|дробь)\s+{_PART})+"
    rf"|\b\w+(?:\s+(?:нижнее\s+подч[её]ркивание|подч[её]ркивание)\s+{_PART})+"
    rf"|\b(?:{_PART}\s+точка\s+){{1,2}}(?:ру|ком|рф|ru|com)\b",
    re.I,
)


def net_addresses(text: str) -> Iterator[Span]:
    """E-mail addresses, sites, chats and nicknames in `text`; they may overlap."""
    for found in _EMAIL.finditer(text):
        yield Span(*found.span(), NameKind.EMAIL)
    for found in _SITE.finditer(text):
        yield Span(found.start(), found.start() + len(found.group().rstrip(".,;:!?)»")), NameKind.SITE)
    for found in _NICK.finditer(text):
        yield Span(*found.span(), NameKind.NICK)
    for found in _CUED_NICK.finditer(text):
        yield Span(*found.span("nick"), NameKind.NICK)
    low = text.lower()
    if "собак" in low or "собачка" in low:
        for found in _SPOKEN_EMAIL.finditer(text):
            yield Span(found.start() + _function_words(found.group()), found.end(), NameKind.EMAIL)
        for found in _SPOKEN_NICK.finditer(text):
            start, stop = found.span("nick")
            last = text[start:stop].split()[-1]
            if len(text[start:stop].split()) > 2 and facts(fold(last)).function:
                stop -= len(last) + 1
            yield Span(start, len(text[:stop].rstrip()), NameKind.NICK)
    if "точка" in low or "подч" in low:
        for found in _SPOKEN_LINK.finditer(text):
            yield Span(*found.span(), NameKind.SITE)


def _function_words(spoken: str) -> int:
    """How much of the beginning is no part of an address: «на снаб точка…»."""
    first = re.match(r"(?:на|по|почта|адрес|это|такая|такой|вот)\s+", spoken, re.I)
    return first.end() if first else 0
