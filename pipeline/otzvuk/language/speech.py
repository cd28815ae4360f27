"""Clauses and sentences of speech without punctuation, as speech recognition writes it.

Between any two words there may be a cut. The rules are asked in the order of `RULES`; the first that
has an opinion decides, and where none has the clause goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from otzvuk.language.roles import BINDS, INSERT, JOINS, PERSON, PREDICATE, STATE, SUBJECT, WORD, words

_FLOW = 6  # words without any mark that make a stretch «unpunctuated»
_WINDOW = 6  # words ahead that a rule looks at
_LONG, _TOO_LONG = 16, 24  # words of a clause: cut where it may be, cut anyhow
_SENTENCE = 25  # words of a sentence


@dataclass(frozen=True)
class Gap:
    """A place between two words: the clause so far and the words ahead, with their roles."""

    left: tuple[str, ...]
    left_roles: tuple[int, ...]
    ahead: tuple[str, ...]
    ahead_roles: tuple[int, ...]
    remaining: int  # words to the end of the stretch

    def begins(self, heading: str) -> int:
        """The number of words ahead that are a phrase of that list; 0 where they are not."""
        phrases = words()[heading]
        return next((size for size in (3, 2, 1) if " ".join(self.ahead[:size]) in phrases), 0)

    @property
    def told(self) -> bool:
        """Whether the clause so far can stand for itself."""
        return any(role & (PREDICATE | STATE) for role in self.left_roles)

    @property
    def content(self) -> int:
        """How many words of the clause so far are neither comments nor conjunctions."""
        return sum(1 for role in self.left_roles if not role & (INSERT | JOINS))

    def tells(self, skip: int = 0, within: int = _WINDOW) -> bool:
        """Whether a predicate stands among the next words, before a new clause begins."""
        for word, role in zip(self.ahead[skip:within], self.ahead_roles[skip:within], strict=True):
            if role & PREDICATE:
                return True
            if role & JOINS and word in words()["рубежи"]:
                return False
        return False


def bound(gap: Gap) -> bool | None:
    """A preposition, «не» or a conjunction belongs to the word after it."""
    return False if gap.left_roles[-1] & (BINDS | JOINS) else None


def too_little(gap: Gap) -> bool | None:
    """Neither side may be a mere scrap."""
    return False if gap.content < 2 or gap.remaining < 2 else None


def border(gap: Gap) -> bool | None:
    """«цена нормальная| но возят плохо», «потому что», «короче», «то есть»."""
    if not gap.begins("рубежи"):
        return None
    return gap.told or gap.content > 2


def weak_border(gap: Gap) -> bool | None:
    """«поменяли сразу| и ресурс вырос»: «и», «вот», «ну» with a predicate of its own after them."""
    size = gap.begins("слабые рубежи")
    if not size:
        return None
    return gap.told and gap.content > 2 and gap.tells(size)


def complement(gap: Gap) -> bool | None:
    """«говорят что больше нет», «палыч который ездит»: part of its neighbour's point."""
    return False if gap.begins("придаточные") and len(gap.left) < _LONG else None


def new_person(gap: Gap) -> bool | None:
    """«пыли меньше| я вам как станочник говорю»: «я», «они» with a predicate after it."""
    if not gap.ahead_roles[0] & PERSON:
        return None
    return gap.told and gap.content > 1 and gap.tells(1, 5)


def new_subject(gap: Gap) -> bool | None:
    """«пилится как по маслу| скола почти нет»: a nominative with a predicate after it."""
    head = 1 if gap.ahead_roles[0] & STATE and len(gap.ahead) > 1 else 0
    if not gap.ahead_roles[head] & SUBJECT or gap.left_roles[-1] & (PREDICATE | STATE) and gap.content < 4:
        return None
    return True if gap.told and gap.content > 2 and gap.tells(head + 1, head + 4) else None


def long(gap: Gap) -> bool | None:
    """A clause that has grown long ends at the next place that looks like a beginning."""
    size = len(gap.left)
    return size >= _TOO_LONG or (size >= _LONG and bool(gap.ahead_roles[0] & (JOINS | BINDS | PERSON)))


RULES: tuple[Callable[[Gap], bool | None], ...] = (
    bound,
    too_little,
    border,
    weak_border,
    complement,
    new_person,
    new_subject,
    long,
)


def decide(gap: Gap) -> tuple[bool, str]:
    """Whether to cut, and the name of the rule that said so."""
    for rule in RULES:
        decision = rule(gap)
        if decision is not None:
            return decision, rule.__name__
    return False, "no rule"


def flows(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> bool:
    """Whether tokens [first, last) are speech without punctuation: many words, hardly a mark."""
    count = sum(1 for at in range(first, last) if roles[at] & WORD)
    marks = last - first - count
    if marks == 0:
        return count >= _FLOW
    if not roles[last - 1] & WORD:  # a closing mark: written by someone who punctuates, unless it is all there is
        return count > _SENTENCE and (marks - 1) * 15 < count
    return count > _SENTENCE and marks * 15 < count


def pieces(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> list[list[tuple[int, int]]]:
    """Sentences of an unpunctuated stretch, each a list of its clauses' token ranges [first, last)."""
    at_word = [at for at in range(first, last) if roles[at] & WORD]
    lows = [texts[at].lower().replace("ё", "е") for at in at_word]
    word_roles = [roles[at] for at in at_word]
    begins, begin = [0], 0
    for at in range(1, len(lows)):
        gap = Gap(
            tuple(lows[begin:at]),
            tuple(word_roles[begin:at]),
            tuple(lows[at : at + _WINDOW]),
            tuple(word_roles[at : at + _WINDOW]),
            len(lows) - at,
        )
        if decide(gap)[0]:
            begin = at
            begins.append(at)
    sentences: list[list[tuple[int, int]]] = []
    size = _SENTENCE
    for order, start in enumerate(begins):
        stop = begins[order + 1] if order + 1 < len(begins) else len(lows)
        token_range = (
            at_word[start] if order else first,
            at_word[stop] if stop < len(lows) else last,
        )
        if size + stop - start > _SENTENCE or (size > _FLOW and _opens(lows, word_roles, start)):
            sentences.append([])
            size = 0
        sentences[-1].append(token_range)
        size += stop - start
    return sentences


def _opens(lows: list[str], roles: list[int], start: int) -> bool:
    """Whether the clause that begins there may begin a sentence."""
    phrases = words()["начала"]
    return (
        bool(roles[start] & (PERSON | SUBJECT) and not roles[start] & JOINS)
        or lows[start] in phrases
        or " ".join(lows[start : start + 2]) in phrases
    )
