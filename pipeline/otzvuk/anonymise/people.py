"""Mentions of people among a sentence's words, by what the dictionary and the lists know of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from otzvuk.anonymise.grammar import has, readings
from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import is_visible, word_list
from otzvuk.anonymise.surname import (
    acts,
    after_position,
    is_pet,
    is_plural_of_things,
    is_thing,
    is_word_too,
    surname,
)
from otzvuk.anonymise.word import Word


@cache
def cues() -> frozenset[str]:
    """Words after which a name is likely."""
    return word_list("cues.txt")


def people(sentence: Sequence[Word], *, small: bool) -> Iterator[Span]:
    """Spans of people's names. `small`: names are written in small letters, capitals mean nothing."""
    at = 0
    while at < len(sentence):
        if small and (size := _initials(sentence, at)):
            yield Span(sentence[at].start, sentence[at + size - 1].stop, NameKind.PERSON)
            at += size
            continue
        stop, sure = at, False
        while stop < len(sentence) and (stop == at or _joined(sentence[stop])):
            if next_person(sentence[at:stop], sentence[stop]) or unlike(sentence[at:stop], sentence[stop]):
                break
            near = _part(sentence, stop, small=small)
            if not near:
                break
            sure = sure or near > 1
            stop += 1
            if stop < len(sentence) and sentence[stop].text == "." and len(sentence[stop - 1].text) == 1:
                stop += 1
        if stop == at:
            at += 1
            continue
        chain = sentence[at:stop]
        if sure or _supported(chain):
            yield Span(chain[0].start, chain[-1].stop, NameKind.PERSON)
        at = stop


def next_person(chain: Sequence[Word], word: Word) -> bool:
    """«нина фёдоровна | серёге»: a second given name after a patronymic, a second patronymic."""
    complete = any(each.facts.patronymic for each in chain)
    named = any(each.facts.given and not each.facts.patronymic for each in chain)
    return complete and bool(word.facts.patronymic or (word.facts.given and named))


def unlike(chain: Sequence[Word], word: Word) -> bool:
    """«роза ветров»: a woman's name and a noun in the genitive plural, which is no woman's surname."""
    last = chain[-1].facts if chain else None
    women = last is not None and last.given and all(each.endswith(" f") for each in last.given)
    return bool(women) and is_plural_of_things(word.low) and not word.capital


def _joined(word: Word) -> bool:
    return word.gap in (" ", "\u00a0", "") or (word.gap.isspace() and "\n" not in word.gap)


def _part(sentence: Sequence[Word], at: int, *, small: bool) -> int:
    """0: no part of a name; 1: one beside another; 2: a name by itself."""
    word = sentence[at]
    known = word.facts
    if not word.is_word or word.low.isdigit() or is_visible(word.low):
        return 0
    if len(word.text) == 1:  # an initial
        dotted = at + 1 < len(sentence) and sentence[at + 1].text == "." and not sentence[at + 1].gap
        return 1 if word.capital and dotted else 0
    if is_pet(sentence, at):
        return 0
    capital = word.capital and not small
    if not (capital or small or known.patronymic or known.given):
        return 0
    if word.shouted and not small and len(word.text) < 5:
        return 0
    if known.patronymic:
        return 2 if len(word.low) > 4 else 1
    if known.given:
        if known.doubtful:
            if not (capital or small):
                return 0
            return _doubtful_given(sentence, at, small=small)
        clear = len(word.low) > 3 or capital or known.name > 0.5
        return 2 if clear else _doubtful_given(sentence, at, small=small)
    if len(word.low) < 2 or not word.low[0].isalpha():
        return 0
    sure = surname(sentence, at, small=small)
    if sure:
        return max(sure, 2 if after_position(sentence, at) else 1)
    if known.function or known.compound:
        return 0
    if is_word_too(word.low) and (small or word.first):
        return 1 if known.surname > 0.05 else 0
    cued = at > 0 and sentence[at - 1].low in cues()
    if capital:
        if known.surname > 0.3 and (not word.first or known.ordinary < 0.3):
            return 2 if known.known or cued else 1
        if word.first and known.known and known.surname < 0.01:
            return 0
        return 1
    if known.known:
        if (known.surname > 0.5 and not known.doubtful) or (known.surname > 0.2 and cued):
            return 2
        return 1 if known.surname > 0.05 or _follows_given(sentence, at) else 0
    if known.surname > 0.3 and (known.listed or known.surname > 0.6 or cued):
        return 2
    return 1 if known.foreign else 0


def _doubtful_given(sentence: Sequence[Word], at: int, *, small: bool) -> int:
    """A given name that is a word too: by its capital inside a sentence, its position, or what it does."""
    word = sentence[at]
    if not small and word.capital and not word.first and word.facts.name > 0.02:
        return 2
    if readings(word.low)[0].tag.POS not in ("NOUN", None) and not word.capital:
        return 1  # «один мне привёз»
    nominative = has(word.low, "nomn", "sing")
    if nominative and word.first and not small and _addressed(sentence, at):
        return 2
    ours = [each.low for each in sentence[at + 1 : at + 3]]
    if nominative and word.first and ours in (["у", "нас"], ["у", "них"]) and not is_thing(sentence, at):
        return 2
    if after_position(sentence, at) or (nominative and acts(sentence, at)):
        return 2
    return 2 if _with_another(sentence, at) else 1


def _addressed(sentence: Sequence[Word], at: int) -> bool:
    """«Света, это не тот размер»: a comma, and no clause that says what sort of thing it is."""
    rest = sentence[at + 1 : at + 3]
    return (len(rest) > 1 and rest[0].text == "," and not rest[1].facts.function) or (
        len(rest) > 1 and rest[0].text == "," and rest[1].low in _TOLD
    )


_TOLD = frozenset(
    ("я", "мы", "ты", "вы", "это", "ну", "вот", "а", "давай", "давайте", "где", "почему", "слушай", "скажи")
)


def _with_another(sentence: Sequence[Word], at: int) -> bool:
    """«толик с вованом», «Вера и Костя»: beside another name that leaves no doubt."""
    for step in (1, -1):
        if 0 <= at + 2 * step < len(sentence) and sentence[at + step].low in ("и", "с", "со", "или"):
            other = sentence[at + 2 * step].facts
            if other.given and not other.doubtful:
                return True
    return False


def _initials(sentence: Sequence[Word], at: int) -> int:
    """How many words are a surname with spoken initials («лапина о м», «а п зайцев»); 0: none begins here."""
    piece = sentence[at : at + 3]
    if len(piece) < 3 or any(len(word.text) > 1 and not word.is_word for word in piece):
        return 0
    single = [len(word.low) == 1 and word.low.isalpha() for word in piece]
    if single == [True, True, False]:
        name = at + 2
        loose = {piece[0].low, piece[1].low} <= _LOOSE
    elif single == [False, True, True]:
        name = at
        loose = piece[1].low in _LOOSE and piece[2].low in _LOOSE and at + 3 < len(sentence)
    else:
        return 0
    word = sentence[name]
    shaped = word.facts.surname > 0.3 or (word.facts.listed and not word.facts.function)
    if word.low in _LOOSE or not shaped or (loose and word.facts.surname < 0.3):
        return 0
    return 3


_LOOSE = frozenset("аивоскуя")  # letters that are words by themselves


def _follows_given(sentence: Sequence[Word], at: int) -> bool:
    """A surname that is a word too («иван белов») ends like one, and stands after a full name."""
    before = sentence[at - 1].facts if at else None
    return bool(
        before and before.given and not before.doubtful and sentence[at].facts.listed and _like(sentence[at])
    )


def _like(word: Word) -> bool:
    return word.low.endswith(
        ("ов", "ова", "ову", "ев", "ева", "ин", "ина", "ину", "ский", "ская", "ского", "ко", "ук")
    )


def _supported(chain: Sequence[Word]) -> bool:
    """Whether doubtful parts make a name together: «Вера Павловна», «А. Б. Сталь», «лев белов»."""
    initials = sum(len(word.text) == 1 and word.is_word for word in chain)
    named = sum(bool(word.facts.given) for word in chain)
    others = sum(
        not word.facts.given
        and len(word.text) > 1
        and (word.facts.surname > 0.05 or (word.facts.listed and not word.facts.known))
        for word in chain
    )
    return bool((initials and (others or named or len(chain) > 2 * initials)) or (named and others))
