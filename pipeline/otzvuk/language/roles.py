"""What a word can do in a clause: be its predicate, its subject, join it to another, comment on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from otzvuk.language.lemmas import WORDS
from otzvuk.language.tokens import is_word

WORD: Final = 1  # every word has this role, so that 0 means a mark or sign
PREDICATE: Final = 2  # finite verb, short participle or adjective, «нет», «нельзя»
SUBJECT: Final = 4  # pronoun or noun that may stand in the nominative
STATE: Final = 8  # what makes a clause without a verb: «удобно», «отличное», «дороже»
INSERT: Final = 16  # «конечно», «знаете», «э-э»: comments, addresses and hesitations
BINDS: Final = 32  # the next word belongs to it: prepositions, «не», «самый»
JOINS: Final = 64  # conjunctions and other words of clausewords.txt that begin a clause


class _Roles(dict[str, int]):
    """Word form as written → its roles as a sum of the constants above, remembered."""

    limit = WORDS.limit

    def __missing__(self, form: str) -> int:
        roles = _roles(form)
        if len(self) < self.limit:
            self[form] = roles
        return roles


ROLES = _Roles()


class _Lows(dict[str, str]):
    """Word form as written → the form that word lists have: lower case, ё→е; remembered."""

    def __missing__(self, form: str) -> str:
        low = form.lower().replace("ё", "е")
        if len(self) < WORDS.limit:
            self[form] = low
        return low


LOWS = _Lows()

_PREDICATES = frozenset({"VERB", "PRTS", "ADJS", "PRED"})
_SUBJECTS = frozenset({"NOUN", "NPRO"})


def _roles(form: str) -> int:
    if not is_word(form):
        return 0
    word = WORDS[form]
    low, tags, listed = LOWS[form], word.tags, words()
    roles = WORD
    if "INTJ" in tags or low in listed["вводные"]:
        roles |= INSERT
    if low in listed["союзы"]:
        return roles | JOINS
    if (tags & _PREDICATES and not roles & INSERT) or low in listed["сказуемые"]:
        roles |= PREDICATE
    if (tags & _SUBJECTS and word.nominative and "Qual" not in tags) or low in listed["подлежащие"]:
        roles |= SUBJECT
    adjective = "ADJF" in tags and "nomn" in tags and "Apro" not in tags
    if adjective or "COMP" in tags or low in listed["оценки"]:
        roles |= STATE
    if "PREP" in tags or low in listed["связки"]:
        roles |= BINDS
    return roles


@cache
def words() -> dict[str, frozenset[str]]:
    """The word lists of clausewords.txt by their headings; ё is written е, phrases keep their spaces."""
    lists: dict[str, set[str]] = {}
    heading: set[str] = set()
    for line in Path(__file__).with_name("clausewords.txt").read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("["):
            heading = lists.setdefault(text.strip("[]"), set())
        elif text:
            heading.update(phrase.strip() for phrase in text.split(","))
    return {name: frozenset(phrases) for name, phrases in lists.items()}


@cache
def first_words() -> dict[str, frozenset[str]]:
    """The first words of each list's words and phrases: what is not among them begins none."""
    return {name: frozenset(phrase.split()[0] for phrase in phrases) for name, phrases in words().items()}
