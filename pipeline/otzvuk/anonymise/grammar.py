"""What the dictionary says of a form: its readings, and whether two of them go together."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from otzvuk.anonymise.lexicon import analyser, fold

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@lru_cache(maxsize=65536)
def readings(low: str) -> tuple[Any, ...]:
    """All readings of a folded form."""
    return tuple(analyser().parse(low))


@lru_cache(maxsize=65536)
def lemmas(low: str) -> frozenset[str]:
    """The dictionary forms of all readings of a folded form, folded."""
    return frozenset(fold(each.normal_form) for each in readings(low))


def is_pos(low: str, *parts: str) -> bool:
    """Whether any reading is of one of those parts of speech."""
    return any(each.tag.POS in parts for each in readings(low))


@lru_cache(maxsize=65536)
def is_verb(low: str) -> bool:
    """Whether the form is of a verb and hardly of anything else, known to the dictionary or not."""
    return bool(sum(each.score for each in readings(low) if each.tag.POS in ("VERB", "INFN")) > _SURELY)


_SURELY = 0.95


def has(low: str, *grammemes: str) -> bool:
    """Whether one reading has all of `grammemes`."""
    return any(set(grammemes) <= each.tag.grammemes for each in readings(low))


@lru_cache(maxsize=65536)
def qualifies(low: str, following: str) -> bool:
    """Whether `low` can be an adjective of the noun (or adjective) `following`: «северный вариант»."""
    for one in readings(low):
        if one.tag.POS not in ("ADJF", "PRTF") or one.score < 0.1:
            continue
        for two in readings(following):
            if two.tag.POS not in ("NOUN", "ADJF", "PRTF") or one.tag.case != two.tag.case:
                continue
            if one.tag.number != two.tag.number:
                continue
            if one.tag.number == "plur" or two.tag.gender is None or one.tag.gender == two.tag.gender:
                return True
    return False


def predicate(low: str) -> tuple[frozenset[str], str]:
    """The dictionary forms of a finite verb and its number («sing», «plur»); () and "" for other words."""
    found = [each for each in readings(low) if each.tag.POS == "VERB" and each.tag.mood != "impr"]
    if not found or (readings(low)[0].tag.POS not in ("VERB",) and found[0].score < 0.3):
        return frozenset(), ""
    return frozenset(fold(each.normal_form) for each in found), str(found[0].tag.number)
