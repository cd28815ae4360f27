"""Which of the names found somebody should look at first, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from otzvuk.anonymise.kind import NameKind
from otzvuk.anonymise.lexicon import facts, fold, stem
from otzvuk.anonymise.names import Found, words_of
from otzvuk.anonymise.person import Parts, parts_of

_ENTITIES = (NameKind.PERSON, NameKind.COMPANY, NameKind.PLACE)


def with_doubts(found: Iterable[Found]) -> list[Found]:
    """The names, each with its `doubt` in Russian; \"\" where nothing speaks against it."""
    rows = list(found)
    return [replace(each, doubt=_doubt(each, rows)) if each.kind in _ENTITIES else each for each in rows]


def _doubt(one: Found, rows: Sequence[Found]) -> str:
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
    likeness = next((other for other in rows if other is not one and _alike(one, other)), None)
    return f"похоже на {likeness.placeholder}" if likeness else ""


def _is_ordinary(word: str) -> bool:
    known = facts(fold(word))
    return known.known and known.ordinary > (0 if known.doubtful else 0.5)


def _is_familiar(word: str) -> bool:
    known = facts(fold(word))
    return bool(known.given or known.patronymic or known.listed or known.surname > 0.3 or known.known)


def _alike(one: Found, other: Found) -> bool:
    """Whether two names may be one: people of one surname or given name, firms of one first word."""
    if one.kind != other.kind or one.placeholder == other.placeholder:
        return False
    if one.kind == NameKind.PERSON:
        return any(_same(parts_of(form), parts_of(another)) for form in one.forms for another in other.forms)
    if one.kind == NameKind.COMPANY:
        firsts = [{stem(words_of(form)[0]) for form in each.forms if words_of(form)} for each in (one, other)]
        return any(len(key) > 3 for key in firsts[0] & firsts[1])
    return False


def _same(one: Parts, other: Parts) -> bool:
    if one.surname and other.surname:
        return bool(set(one.surname.split()) & set(other.surname.split()))
    return one.weak and other.weak and bool(one.given & other.given)
