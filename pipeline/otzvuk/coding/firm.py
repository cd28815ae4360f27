"""Firms that an interview names, known again by the beginnings of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from otzvuk.language import Token, tags
from otzvuk.language.dictionary import is_known

OPEN: Final = frozenset('«"„“')
LEAST: Final = 4
"""Letters of a firm's name without quotation marks."""
_ENDING: Final = 5  # letters that a form may have beyond its stem
PERSONAL: Final = frozenset({"Name", "Surn", "Patr", "Geox"})
"""What the dictionary says of a word that names a person or a place."""
_QUOTED_NAME: Final = re.compile('[«"„“]([А-ЯЁA-Z][^»"”“]{2,40})[»"”“]')
_OWNED_NAME: Final = re.compile(r"(?<!\w)(?:у|от|с|со|чем|против) ([А-ЯЁ][а-яё-]{3,})")


def stem(word: str) -> str:
    """A name's beginning that all its forms share, folded: «Сталепрома» → «сталепро»."""
    folded = word.lower().replace("ё", "е").strip('«»"„“”.,')
    return folded[: max(3, len(folded) - 2)] if len(folded) > 4 else folded


def is_named(word: str, stems: Iterable[str]) -> bool:
    """Whether a word is a form of one of the names that the stems are of: «Гофролидера» of «гофролид»."""
    folded = word.lower().replace("ё", "е")
    return any(folded.startswith(each) and len(folded) - len(each) <= _ENDING for each in stems)


def firms_in(texts: Iterable[str], own: frozenset[str]) -> frozenset[str]:
    """The stems of firms that an interview names, but for those of `own` (names of ours and of people).

    A firm is named in quotation marks, or by a capital word that the dictionary lacks after «у», «от», «с».
    """
    stems = {stem(each) for name in own for each in name.split()}
    found = set()
    for text in texts:
        for name in _QUOTED_NAME.findall(text):
            first = name.split()[0]
            if len(first) >= LEAST and len(name.split()) <= 3 and _is_title(first):
                found.add(stem(first))
        for name in _OWNED_NAME.findall(text):
            if len(name) >= LEAST and not is_known(name.lower()) and not tags(name) & PERSONAL:
                found.add(stem(name))
    return frozenset(found - stems)


def _is_title(word: str) -> bool:
    return not is_known(word.lower()) or bool(tags(word) & {"NOUN", "ADJF"})


_LEGAL: Final = frozenset(
    {"ооо", "оао", "зао", "пао", "ао", "ип", "тд", "гк", "тпк", "нпо", "тоо", "компания", "фирма", "группа"}
    | {"завод", "комбинат", "холдинг", "концерн", "фабрика", "предприятие", "дом", "торговый"}
)
"""What stands before a firm's name and is none."""
_BEFORE: Final = frozenset({"у", "от", "чем", "к", "после", "против"})
_DOES: Final = frozenset({
    "возить", "привозить", "привезти", "отвечать", "ответить", "грузить", "отгружать", "отгрузить",
    "давать", "дать", "держать", "делать", "сделать", "звонить", "обещать", "прислать", "присылать",
    "ставить", "просить", "брать", "предлагать", "предложить", "срывать", "сорвать", "опаздывать",
    "терять", "поставлять", "продавать", "продать", "подводить", "подвести", "молчать", "перезванивать",
    "помогать", "доставлять", "везти", "хамить", "задерживать",
})  # fmt: skip
"""What a firm does whose name is an ordinary word: «Вектор возит», and not «Вектор развития»."""
_CASES: Final = (
    r"(?:|а|у|ом|ем|е|ы|и|ов|ев|ей|ам|ям|ами|ями|ах|ях|ой|ою|ю|ью|я|ём|ому|ого|ым|им|ых|их|ую|ая|ые|ие|ый|ий|ое"
    r"|(?:ов|ев)?ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)"
    r"|(?:ов|ев)?(?:ец|цы|цев|цам|цами|цах|ца|цу))"
)
"""Endings of a name, of the adjective and of the people that are made of it."""


class Firms:
    """Firms known by name, found in a turn in any form: «Кормовар», «у кормовара», «кормоваровские».

    A name of several words is found whole, or by its first word where that is no word of the dictionary. One
    that is an ordinary word («Вектор») is found only as a name: in quotation marks, or with a capital inside
    of a sentence or where «у», «от» stand before.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = tuple(sorted({each.strip() for each in names if each.strip()}))
        self._firms = [each for name in self.names if (each := _Firm.of(name))]

    def __bool__(self) -> bool:
        return bool(self._firms)

    def may_hold(self, text: str) -> bool:
        """Whether one of them may stand in a text: what saves to look closer."""
        folded = _folded(text)
        return any(each.begins.search(folded) for each in self._firms)

    def find(self, tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
        """Where they stand among the tokens of a sentence [first, last), as tokens [first, last)."""
        found: list[tuple[int, int]] = []
        at = first
        while at < last and self._firms:
            size = max((each.at(tokens, at, first, last) for each in self._firms), default=0)
            if size:
                quoted = at > first and tokens[at - 1].text in OPEN and at + size < last
                found.append((at - 1, at + size + 1) if quoted else (at, at + size))
            at += size or 1
        return found


NOBODY: Final = Firms()
"""No firm at all."""


@dataclass(frozen=True, slots=True)
class _Firm:
    words: tuple[re.Pattern[str], ...]
    begins: re.Pattern[str]
    ordinary: bool  # the first word is one of the dictionary
    short: bool  # initials: «ТДМ», never in small letters

    @classmethod
    def of(cls, name: str) -> _Firm | None:
        parts = [each for each in re.findall(r"[\w-]+", name.replace("ё", "е")) if each[0].isalnum()]
        own = [each for each in parts if each.lower() not in _LEGAL] or parts
        if not own:
            return None
        first = own[0].lower()
        ordinary = is_known(first) or len(first) < LEAST
        head, *rest = first.split("-")
        known = is_known(head) and not tags(head) & PERSONAL
        alone = bool(rest) and len(head) > LEAST and not known  # «Зерноград» of «Зерноград-Юг»
        forms = [_forms(first, head) if alone else _forms(first), *map(_forms, own[1:])]
        begins = re.compile(r"\b" + forms[0].pattern + r"\b")
        return cls(tuple(forms), begins, ordinary, own[0].isupper() and len(first) < LEAST)

    def at(self, tokens: Sequence[Token], at: int, first: int, last: int) -> int:
        """How many tokens the name takes from token `at` on; 0 where it does not stand there."""
        size = 0
        for word in self.words:
            if at + size >= last or not word.fullmatch(_folded(tokens[at + size].text)):
                break
            size += 1
        whole = size == len(self.words)
        if not size or not (whole or not self.ordinary):
            return 0
        return size if self._is_name(tokens, at, first, size) else 0

    def _is_name(self, tokens: Sequence[Token], at: int, first: int, size: int) -> bool:
        if not self.ordinary or size > 1:
            return True
        token, before = tokens[at], tokens[at - 1] if at > first else None
        following = tokens[at + size] if at + size < len(tokens) else None
        if self.short:
            return token.text[0].isupper()
        if not token.text[0].isupper():  # recognised speech has no capitals: «у вектора»
            spoken = not any(each.text[0].isupper() for each in tokens)
            return spoken and before is not None and before.lemma in _BEFORE
        return before is not None or (following is not None and following.lemma in _DOES)


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")


def _forms(*words: str) -> re.Pattern[str]:
    """The forms of a word, or of one of several: its beginning without a last vowel, and what follows."""
    stems = set()
    for word in words:
        folded = _folded(word)
        bare = re.sub(r"(?:[ая]я|[оеыи][йе]|[аоуыиеэюяьй])$", "", folded)
        stems |= {folded, bare if len(bare) > 2 else folded}
        if folded.endswith(("ец", "ок", "ек")) and len(folded) > 4:
            stems.add(folded[:-2] + folded[-1])
    return re.compile("(?:" + "|".join(map(re.escape, sorted(stems))) + ")" + _CASES)
