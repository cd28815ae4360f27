"""Which of the names found somebody should look at first, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.lexicon import facts, fold, stem
from otzvuk.anonymise.names import Found, words_of
from otzvuk.anonymise.person import parts_of

_ENTITIES = (NameKind.PERSON, NameKind.COMPANY, NameKind.PLACE)


def with_doubts(found: Iterable[Found]) -> list[Found]:
    """The names, each with its `doubt` in Russian; \"\" where nothing speaks against it."""
    rows = list(found)
    alike = _Likenesses(rows)
    return [
        replace(each, doubt=_doubt(at, each, alike)) if each.kind in _ENTITIES else each
        for at, each in enumerate(rows)
    ]


def _doubt(at: int, one: Found, alike: _Likenesses) -> str:
    forms = [form for form, count in one.forms.items() if count]
    if not forms:
        return ""
    bare = [words_of(form) for form in forms]
    if all(len(words) == 1 for words in bare):
        if all(_is_ordinary(words[0]) for words in bare):
            return "обычное слово: имя ли это?"
        strange = [words[0] for words in bare if not _is_familiar(words[0])]
        if one.count == 1 and strange and one.kind != NameKind.PLACE:
            return "встретилось один раз, в словаре имён нет"
    if one.kind == NameKind.PERSON:
        people = {frozenset(each.given) for form in forms if (each := parts_of(form)).given}
        if len(people) > 1 and not frozenset.intersection(*people):
            return "под одной меткой разные имена"
    likeness = alike.first(at)
    return f"похоже на {likeness.placeholder}" if likeness else ""


class _Likenesses:
    """Which names may be one: people of one surname or given name, firms of one first word."""

    def __init__(self, rows: Sequence[Found]) -> None:
        self._rows = rows
        self._clues = [frozenset(_clues(each)) for each in rows]
        self._having: dict[tuple[NameKind, str], list[int]] = {}
        for at, each in enumerate(rows):
            for clue in self._clues[at]:
                self._having.setdefault((each.kind, clue), []).append(at)

    def first(self, at: int) -> Found | None:
        """The first other name that may be the one at `at`; None where there is none."""
        own = self._rows[at]
        others = (
            next(
                (
                    other
                    for other in self._having[own.kind, clue]
                    if other != at and self._rows[other].placeholder != own.placeholder
                ),
                None,
            )
            for clue in self._clues[at]
        )
        found = min((other for other in others if other is not None), default=None)
        return None if found is None else self._rows[found]


def _clues(one: Found) -> Iterator[str]:
    """What two names must share one of to be alike."""
    for form in one.forms:
        if one.kind == NameKind.PERSON:
            parts = parts_of(form)
            yield from (f"ф {word}" for word in parts.surname.split())
            if parts.weak and not parts.surname:
                yield from parts.given
        elif one.kind == NameKind.COMPANY and (words := words_of(form)):
            first = stem(words[0])
            if len(first) > 3:
                yield first


def _is_ordinary(word: str) -> bool:
    known = facts(fold(word))
    return known.known and known.ordinary > (0 if known.doubtful else 0.5)


def _is_familiar(word: str) -> bool:
    known = facts(fold(word))
    return bool(known.given or known.patronymic or known.listed or known.surname > 0.3 or known.known)
