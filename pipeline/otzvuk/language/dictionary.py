"""What the dictionary (pymorphy3 over OpenCorpora) says of a word, and which of its readings to keep."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Reading(NamedTuple):
    """One way to understand a word form: its lemma (lower case, ё→е) and its grammemes."""

    lemma: str
    tags: frozenset[str]


class Word(NamedTuple):
    """What is kept of a word form's readings.

    `tags` are the grammemes of the chosen reading; `nominative` says whether any reading with this
    lemma stands in the nominative («срок» may, though its first reading is the accusative).
    """

    lemma: str
    tags: frozenset[str]
    nominative: bool = False


class Corrections(NamedTuple):
    """lemmas.txt: form → (lemma, part of speech or empty), and lemma → better lemma."""

    forms: dict[str, tuple[str, str]]
    lemmas: dict[str, str]


@cache
def corrections() -> Corrections:
    """The bundled corrections of the dictionary."""
    found = Corrections({}, {})
    for line in Path(__file__).with_name("lemmas.txt").read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].split()
        if words[:1] == ["="]:
            found.lemmas[words[1]] = words[2]
        elif words:
            found.forms[words[0]] = (words[1], "".join(words[2:]))
    return found


@cache
def analyser() -> Any:
    """pymorphy3, one for all; its dictionaries take a moment to open, which only who asks of a word pays."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


def is_known(word: str) -> bool:
    """Whether the dictionary lists the word form (lower case) rather than having to guess."""
    return bool(analyser().word_is_known(word))


def in_nominative(noun: str) -> str:
    """The noun form (lower case) in the nominative of its number; itself where the dictionary has none.

    >>> in_nominative("сроками"), in_nominative("доставку")
    ('сроки', 'доставка')
    """
    parse = next((each for each in analyser().parse(noun) if "NOUN" in each.tag), None)
    raised = parse and parse.inflect({"nomn", "plur" if "plur" in parse.tag else "sing"})
    return str(raised.word) if raised else noun


def phrase_in_nominative(words: str) -> str:
    """A noun with its adjectives in the nominative; what follows the noun, and words unknown, stay.

    >>> phrase_in_nominative("генеральным директором"), phrase_in_nominative("главного инженера завода")
    ('генеральный директор', 'главный инженер завода')
    >>> phrase_in_nominative("директор"), phrase_in_nominative("снабжением")
    ('директор', 'снабжение')
    """
    said = words.split()
    at = next((at for at, each in enumerate(said) if _noun(each) is not None), None)
    if at is None:
        return words
    noun = _noun(said[at])
    if "nomn" in noun.tag:
        return words
    number = "plur" if "plur" in noun.tag else "sing"
    wanted = {"nomn", number, *({noun.tag.gender} if number == "sing" and noun.tag.gender else ())}
    raised = [_raised(each, "ADJF", wanted) for each in said[:at]]
    return " ".join([*raised, _raised(said[at], "NOUN", {"nomn", number}), *said[at + 1 :]])


def _noun(word: str) -> Any:
    """The likeliest reading of a form as a noun, the nominative first; None where it may be an adjective."""
    among = analyser().parse(word.lower())
    found = [each for each in among if "NOUN" in each.tag]
    if not found or any("ADJF" in each.tag for each in among):
        return None
    return next((each for each in found if "nomn" in each.tag), found[0])


def _raised(word: str, part: str, wanted: set[str]) -> str:
    parse = next((each for each in analyser().parse(word.lower()) if part in each.tag), None)
    raised = parse and parse.inflect(wanted)
    return str(raised.word) if raised else word


def readings(word: str) -> list[Reading]:
    """All readings of a word form (lower case), the likeliest first; never none."""
    return [_reading(parse) for parse in analyser().parse(word)]


def _reading(parse: Any) -> Reading:
    tags = frozenset(parse.tag.grammemes)
    base: str = parse.normal_form
    if {"Patr", "femn"} <= tags:  # Сергеевна, not Сергеевич
        base = parse.inflect({"nomn", "sing"}).word
    base = base.replace("ё", "е")
    return Reading(corrections().lemmas.get(base, base), tags)


def word_of(reading: Reading, among: Sequence[Reading]) -> Word:
    """The word that `reading`, one of those `among` which it was found, makes of a form."""
    nominative = any("nomn" in other.tags for other in among if other.lemma == reading.lemma)
    return Word(reading.lemma, reading.tags, nominative)


def choose(among: Sequence[Reading]) -> Reading:
    """The reading to keep: the first, unless one of `_BETTER` knows better."""
    best = among[0]
    for better in _BETTER:
        best = next((other for other in among if better(best, other)), best)
    return best


def _past_not_order(best: Reading, other: Reading) -> bool:
    """«пришли», «нашли»: told as a fact, hardly an order."""
    return "impr" in best.tags and "past" in other.tags


def _adjective_not_noun(best: Reading, other: Reading) -> bool:
    """«главное», «прошлом»: the adjective, as long as the noun is nothing but its neuter."""
    neuter = "NOUN" in best.tags and best.lemma.endswith(("ое", "ее"))
    return neuter and "ADJF" in other.tags and other.lemma[:-2] == best.lemma[:-2]


def _participle_not_adjective(best: Reading, other: Reading) -> bool:
    """«закрыт», «положено», «снят»: the verb's participle, which keeps the verb's lemma."""
    return "ADJS" in best.tags and "PRTS" in other.tags


def _verb_not_adjective(best: Reading, other: Reading) -> bool:
    """«отсырело», «порыжела»: the verb, not «отсырелый»."""
    return "ADJS" in best.tags and {"VERB", "past"} <= other.tags


_BETTER = (_past_not_order, _adjective_not_noun, _participle_not_adjective, _verb_not_adjective)
