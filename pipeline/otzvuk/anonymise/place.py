"""Mentions of towns, regions and streets by the dictionary's grammemes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from otzvuk.anonymise.grammar import qualifies
from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import is_visible, list_lines, stem, word_list
from otzvuk.anonymise.word import Word

_SURE: Final = 0.5
OF_PLACE = re.compile(
    r"(?:московск|российск|русск|американск|английск|британск|европейск|немецк|германск|французск|японск|китайск|"
    r"украинск|белорусск|казахск|итальянск|испанск|польск|турецк|индийск|корейск|израильск|международн|всемирн|"
    r"всероссийск|федеральн|государственн|областн|краев|республиканск|национальн|северн|южн|западн|восточн|"
    r"центральн|главн|генеральн|верховн|\w+(?:бургск|градск|инск|овск|анск|енск|ирск|орск))"
    r"(?:ий|ый|ой|ая|ое|ее|ие|ые|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ых|их|ыми|ими)$"
)
"""An adjective that says where a body belongs."""


@cache
def _towns() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Stem of the first word → the stems of the words of towns that begin so; also of hyphenated wholes."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in list_lines("towns.txt"):
        for name in {line, line.replace("-", " ")}:
            stems = tuple(stem(word) for word in name.split())
            found.setdefault(stems[0], []).append(stems)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


def _listed(sentence: Sequence[Word], *, small: bool) -> Iterator[Span]:
    for at, word in enumerate(sentence):
        for stems in _towns().get(stem(word.low), ()) if small or word.capital else ():
            piece = sentence[at : at + len(stems)]
            written = small or any(each.capital for each in piece[1:]) or len(piece) == 1
            if tuple(stem(each.low) for each in piece) == stems and written:
                yield Span(word.start, piece[-1].stop, NameKind.PLACE)
                break


def places(sentence: Sequence[Word], *, small: bool) -> Iterator[Span]:
    """Spans of places' names; countries stay visible."""
    yield from _listed(sentence, small=small)
    for at, word in enumerate(sentence):
        known = word.facts
        if not word.is_word or known.place < _SURE or is_visible(word.low) or len(word.low) < 3:
            continue
        if not known.known or known.function or (known.given and not known.place > 0.9) or known.patronymic:
            continue
        if not word.capital and not (small and known.place > 0.6 and known.ordinary < 0.3):
            continue
        following = sentence[at + 1].low if at + 1 < len(sentence) and sentence[at + 1].is_word else ""
        if (word.first or small) and following and qualifies(word.low, following):
            continue  # «Горький опыт»
        begin = word.start
        if at and sentence[at - 1].low in word_list("place_words.txt"):
            begin = sentence[at - 1].start
        yield Span(begin, word.stop, NameKind.PLACE)
