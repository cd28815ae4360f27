"""Mentions of companies: by their legal form, the noun before them, their quotes, and lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from otzvuk.anonymise.firm import firms, follows_form
from otzvuk.anonymise.grammar import is_verb
from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import fold, is_visible, list_lines, stem, word_list
from otzvuk.anonymise.place import OF_PLACE
from otzvuk.anonymise.surname import is_common
from otzvuk.anonymise.word import Word

_ADJECTIVE: Final = (
    "ий",
    "ый",
    "ой",
    "ая",
    "яя",
    "ое",
    "ее",
    "ого",
    "его",
    "ому",
    "ему",
    "ым",
    "им",
    "ом",
    "ем",
    "ую",
)
_OPEN, _CLOSE = frozenset('«“„"'), frozenset('»”“"')
_LONGEST: Final = 6  # words in quotes


@cache
def heads() -> frozenset[str]:
    """Stems of nouns that say what sort of company follows."""
    return frozenset(stem(word) for word in word_list("company_nouns.txt"))


@cache
def legal_forms() -> frozenset[str]:
    """Legal forms, folded: «ооо», «ао»."""
    return word_list("legal_forms.txt")


@cache
def _bodies() -> frozenset[str]:
    return frozenset(stem(word) for word in word_list("bodies.txt"))


@cache
def known_companies() -> dict[tuple[str, ...], str]:
    """Stems of the words of a well-known company's name → the stem key that all its names share."""
    found = {}
    for line in list_lines("organisations.txt"):
        head, _, others = line.partition("=")
        key = " ".join(stem(word) for word in head.replace("-", " ").split())
        for name in [head, *([others] if others else [])]:
            found[tuple(stem(word) for word in name.split())] = key
            if "-" in name:
                found[tuple(stem(word) for word in name.replace("-", " ").split())] = key
    return found


@cache
def _exact() -> frozenset[str]:
    """Short names and abbreviations, which do not change their form."""
    names = (name.strip() for line in list_lines("organisations.txt") for name in line.split("="))
    return frozenset(fold(name) for name in names if len(name) < 5 or name.isupper())


def is_body(name: Sequence[Word]) -> bool:
    """Whether several words name a body: «Министерство внутренних дел», «Футбольная ассоциация»."""
    return len(name) > 1 and any(stem(word.low) in _bodies() for word in name)


def is_body_word(word: Word) -> bool:
    """Whether a word is a noun for a body: «министерство», «федерация»."""
    return word.is_word and stem(word.low) in _bodies()


def companies(sentence: Sequence[Word], *, small: bool) -> Iterator[Span]:
    """Spans of companies' names, without their legal form."""
    yield from _listed(sentence, small=small)
    yield from _institutions(sentence, small=small)
    yield from _latin(sentence)
    yield from firms(sentence, small=small)
    at = 0
    while at < len(sentence):
        word = sentence[at]
        if word.is_word and (word.low in legal_forms() or stem(word.low) in heads()):
            found = _named(sentence, at + 1, small=small, form=word.low in legal_forms())
            if found:
                yield Span(sentence[at + 1].start, sentence[found - 1].stop, NameKind.COMPANY)
                at = found
                continue
        if word.text in _OPEN and not small:
            end = _quoted(sentence, at)
            if end and end - at <= 5 and _is_title(sentence[at + 1 : end - 1]):
                yield Span(word.start, sentence[end - 1].stop, NameKind.COMPANY)
                at = end
                continue
        at += 1


def _listed(sentence: Sequence[Word], *, small: bool) -> Iterator[Span]:
    known = known_companies()
    for at, word in enumerate(sentence):
        if not word.is_word or not (small or word.capital):
            continue
        for size in (3, 2, 1):
            piece = sentence[at : at + size]
            if len(piece) < size or not all(each.is_word for each in piece):
                continue
            if size == 1 and (word.low in _exact()) != (stem(word.low) in {stem(each) for each in _exact()}):
                continue
            if (
                size == 1
                and small
                and word.facts.known
                and word.facts.company < 0.3
                and word.facts.ordinary > 0.5
            ):
                continue
            if size == 1 and is_common(sentence, at, small=small):
                continue
            if tuple(stem(each.low) for each in piece) in known:
                yield Span(piece[0].start, piece[-1].stop, NameKind.COMPANY)
                break


def _institutions(sentence: Sequence[Word], *, small: bool) -> Iterator[Span]:
    """«Следственный комитет», «американского министерства»: an adjective and what it makes a body of."""
    for at, word in enumerate(sentence[1:], 1):
        body = stem(word.low) in _bodies()
        if not word.is_word or not (body or (stem(word.low) in heads() and not sentence[at - 1].first)):
            continue
        before = sentence[at - 1]
        titled = (
            before.capital and not small and before.low.endswith(_ADJECTIVE) and not before.facts.function
        )
        if titled and not before.shouted:
            yield Span(before.start, word.stop, NameKind.COMPANY)
        elif body:
            begin = at - 1
            while begin > max(0, at - 3) and not OF_PLACE.match(sentence[begin].low):
                if not sentence[begin].low.endswith(_ADJECTIVE):
                    break
                begin -= 1
            if OF_PLACE.match(sentence[begin].low):
                yield Span(sentence[begin].start, word.stop, NameKind.COMPANY)


def _latin(sentence: Sequence[Word]) -> Iterator[Span]:
    """«La Stampa», «MySQL»: Latin words with a capital, but not abbreviations."""
    for word in sentence:
        latin = word.low.isascii() and len(word.low) > 2 and word.low.isalpha()
        if latin and word.capital and not word.text.isupper() and not is_visible(word.low):
            yield Span(word.start, word.stop, NameKind.COMPANY)


def _quoted(sentence: Sequence[Word], at: int) -> int:
    """The end of the quotation that opens at `at` (after its closing mark); 0 where there is none."""
    depth = 0
    for end in range(at + 1, min(at + _LONGEST + 6, len(sentence))):
        if sentence[end].text in "«„" and sentence[end].text != '"':
            depth += 1
        elif sentence[end].text in _CLOSE:
            if not depth:
                return end + 1 if end > at + 1 else 0
            depth -= 1
    return 0


def _is_title(inside: Sequence[Word]) -> bool:
    """Whether what stands in quotes looks like a name: «Рубин», «Тихая Сосна», «Мясной терем», «Свирьтекс».

    No «В обработке», no «Нарушение условий хранения», which are statuses and headings.
    """
    if not inside or not inside[0].capital or is_visible(inside[0].low):
        return False
    if not all(word.is_word or word.text in "-–&." for word in inside) or len(inside) > 3:
        return False
    if any(word.facts.function and word.facts.known and not word.facts.given for word in inside):
        return False
    if len(inside) == 1 or all(word.capital for word in inside):
        return True
    if (stem(inside[0].low),) in known_companies():  # «Газпром нефть»
        return True
    return any(not word.facts.known for word in inside) or inside[0].low.endswith(_ADJECTIVE)


def _named(sentence: Sequence[Word], at: int, *, small: bool, form: bool) -> int:
    """The end of the company's name that begins at `at`, after a legal form or noun; 0: none."""
    if at >= len(sentence):
        return 0
    if sentence[at].text in _OPEN:
        end = _quoted(sentence, at)
        return end if end and (form or small or sentence[at + 1].capital) else 0
    stop = at
    while stop < len(sentence) and stop < at + 3 and sentence[stop].is_word:
        word = sentence[stop]
        if is_visible(word.low) or word.low.isdigit() or word.low in legal_forms():
            break
        if small:
            fresh = (
                not word.facts.known and not word.facts.given and len(word.low) > 3 and not is_verb(word.low)
            )
            if not (fresh or (form and stop == at and not word.facts.function)):
                break
        elif not word.capital or (not form and word.facts.patronymic):
            break
        stop += 1
    if form and stop == at + 1:  # «тк попутный груз», «ООО Уральский прокат»
        stop = at + follows_form(sentence, at)
    return stop if stop > at else 0
