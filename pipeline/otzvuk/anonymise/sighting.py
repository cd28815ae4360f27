"""What is seen of names in each interview of a study: three looks, each of them spread over workers.

First how each interview writes names and words; then its names, beside what all of them write in small
letters; then those that another interview has told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.known import Gazetteer, Match
from otzvuk.anonymise.lexicon import fold, stem
from otzvuk.anonymise.repeat import joined, repeated, told_by
from otzvuk.anonymise.spot import merged, spot_words
from otzvuk.anonymise.word import Word, is_loud, small, words
from otzvuk.folder.cache import Cache, digest_of, program
from otzvuk.language.tokens import is_word, spans
from otzvuk.model.interview import Interview
from otzvuk.model.progress import track
from otzvuk.model.spread import each

ROOM: Final = "spotted"
_RATES: Final = 1_000_000, 120_000, 1_500_000  # letters a second of one process, of each of the looks


@dataclass(frozen=True, slots=True)
class Sighting:
    """The names of an interview, turn by turn: known ones, and all that look like one.

    `small` says that it writes names in small letters.
    """

    small: bool
    matches: list[list[Match]]
    spotted: list[list[Span]]


class _Manner(NamedTuple):
    """How an interview is written: whether with small letters for names, its words (folded), and which of
    them it has in small letters although names have capitals."""

    small: bool
    words: tuple[str, ...]
    ordinary: tuple[str, ...]


class _Asked(NamedTuple):
    """An interview to be searched; of the words in ordinary use its own matter, `spotted` is what is kept."""

    texts: tuple[str, ...]
    small: bool
    ordinary: tuple[str, ...] = ()
    spotted: _Spotted | None = None


class _Spotted(NamedTuple):
    """The names of each turn, and the kinds of their words by stem, which tell in other interviews, too."""

    spans: list[list[Span]]
    told: dict[str, NameKind]


def sighted(
    interviews: Sequence[Interview],
    gazetteer: Gazetteer,
    cache: Cache,
    *,
    tagger: bool,
    surnames: Collection[str] = (),
) -> Iterator[Sighting]:
    """What is seen in each interview, in their order; what was spotted before is in `cache`.

    `surnames` are stems of those that the labels of people tell, as another interview's names would.
    """
    texts = [tuple(turn.text for turn in one.turns) for one in interviews]
    sizes = [sum(map(len, own)) for own in texts]
    manners = _manners(texts, sizes, cache)
    common = frozenset(word for one in manners for word in one.ordinary)
    asked, keys = [], []
    for own, manner in zip(texts, manners, strict=True):
        ordinary = tuple(sorted(word for word in manner.words if word in common))
        key = digest_of(program(), f"{manner.small} {tagger}", str(len(own)), *own, *ordinary)
        kept = cache.get(ROOM, key)
        asked.append(_Asked(own, manner.small, ordinary, kept if isinstance(kept, _Spotted) else None))
        keys.append(key)
    del manners, common
    looks = each(
        partial(_looker, gazetteer, tagger),
        asked,
        sizes=[size / 10 if one.spotted else size for one, size in zip(asked, sizes, strict=True)],
        rate=_RATES[1],
    )
    seen: list[tuple[list[list[Match]], list[list[Span]]]] = []
    kinds: dict[str, NameKind] = dict.fromkeys(sorted(surnames), NameKind.PERSON)
    for one, key, (matches, spotted) in zip(
        asked, keys, track(looks, "Имена", total=len(asked)), strict=True
    ):
        if one.spotted is None:
            cache.put(ROOM, key, spotted)
        for word, kind in spotted.told.items():
            kinds.setdefault(word, kind)
        seen.append((matches, spotted.spans))
    cache.tidy()
    bare = [_Asked(one.texts, one.small) for one in asked]
    again = each(partial(_recaller, kinds), bare, sizes=sizes, rate=_RATES[2])
    for one, (matches, found), more in zip(bare, seen, again, strict=True):
        whole = [
            joined(text, merged([own, again_seen]), again_seen)
            for text, own, again_seen in zip(one.texts, found, more, strict=True)
        ]
        yield Sighting(one.small, matches, whole)


def _manners(texts: Sequence[tuple[str, ...]], sizes: Sequence[int], cache: Cache) -> list[_Manner]:
    """How each interview is written; every word is one object, however many have it."""
    found: list[_Manner | None] = []
    keys = [digest_of(program(), "manner", str(len(own)), *own) for own in texts]
    for key in keys:
        kept = cache.get(ROOM, key)
        found.append(kept if isinstance(kept, _Manner) else None)
    fresh = [at for at, one in enumerate(found) if one is None]
    made = each(_onlooker, [texts[at] for at in fresh], sizes=[sizes[at] for at in fresh], rate=_RATES[0])
    for at, manner in zip(fresh, made, strict=True):
        found[at] = manner
        cache.put(ROOM, keys[at], manner)
    one_of: dict[str, str] = {}
    return [
        _Manner(
            one.small,
            tuple(one_of.setdefault(word, word) for word in one.words),
            tuple(one_of.setdefault(word, word) for word in one.ordinary),
        )
        for one in found
        if one is not None
    ]


def _onlooker() -> Callable[[tuple[str, ...]], _Manner]:
    return _manner


def _manner(texts: tuple[str, ...]) -> _Manner:
    parsed = [words(text) for text in texts]
    said = [word for text in parsed for sentence in text for word in sentence]
    lower = small(parsed)
    own = () if lower else {word.low for word in said if word.is_word and word.text.islower()}
    return _Manner(lower, tuple(sorted({word.low for word in said})), tuple(sorted(own)))


def _looker(gazetteer: Gazetteer, tagger: bool) -> Callable[[_Asked], tuple[list[list[Match]], _Spotted]]:
    def look(asked: _Asked) -> tuple[list[list[Match]], _Spotted]:
        parsed = [words(text) for text in asked.texts]
        spotted = asked.spotted or _spotted(asked, parsed, tagger=tagger)
        matches = [
            [
                match
                for sentence in turn
                for match in gazetteer.matches(sentence, small=asked.small or is_loud(sentence))
            ]
            for turn in parsed
        ]
        return matches, spotted

    return look


def _spotted(asked: _Asked, parsed: Sequence[list[list[Word]]], *, tagger: bool) -> _Spotted:
    common = frozenset(asked.ordinary)
    found = spot_words(asked.texts, parsed, lower=asked.small, tagger=tagger, common=common)
    return _Spotted(found, told_by(_flat(parsed), found, small=asked.small))


def _recaller(kinds: Mapping[str, NameKind]) -> Callable[[_Asked], list[list[Span]]]:
    """What hides in an interview the names that any has told."""

    def recall(asked: _Asked) -> list[list[Span]]:
        found: list[list[Span]] = []
        for text in asked.texts:
            if any(stem(fold(word)) in kinds for _, _, word in spans(text) if is_word(word)):
                found += repeated(_flat([words(text)]), kinds, small=asked.small)
            else:
                found.append([])
        return found

    return recall


def _flat(parsed: Sequence[list[list[Word]]]) -> list[list[Word]]:
    return [[word for sentence in turn for word in sentence] for turn in parsed]
