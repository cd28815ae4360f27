"""Clauses of a punctuated sentence: where one point ends and the next begins.

Every comma, semicolon, colon, dash or hesitating «…» inside a sentence is a possible cut. The rules
are asked in the order of `RULES`; the first that has an opinion decides, and where none has the
clause goes on. `explain` tells which rule decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from otzvuk.language.roles import BINDS, INSERT, JOINS, LOWS, PREDICATE, STATE, SUBJECT, first_words, words

_MARKS = frozenset({",", ";", ":", "-", "–", "—", "−", "--", "…", "...", ".."})
_DASHES = frozenset({"-", "–", "—", "−", "--"})
_OPENING, _CLOSING = frozenset("«“„(["), frozenset("»”)]")
_LONG: Final = 30  # words; a clause beyond that is cut at the mark nearest to its middle
_SCRAP: Final = 4  # tokens that such a cut leaves on either side at least


class Side:
    """A stretch of words beside a cut: in lower case without ё, and what they can do."""

    __slots__ = ("all", "content", "roles", "words")

    def __init__(self, words: list[str], roles: list[int]) -> None:
        self.words = words
        self.roles = roles
        self.all = 0  # the roles of all its words together
        self.content = 0  # how many words are neither comments nor conjunctions
        for role in roles:
            self.all |= role
            if not role & (INSERT | JOINS):
                self.content += 1

    def with_next(self, other: Side) -> Side:
        """This stretch and the one after it."""
        return Side(self.words + other.words, self.roles + other.roles)

    @property
    def tells(self) -> bool:
        """Whether it can stand for itself: it has a predicate or an evaluating word."""
        return bool(self.all & (PREDICATE | STATE))

    @property
    def whole(self) -> bool:
        """Whether it has a predicate and what may be its subject, or a predicate that needs none."""
        return bool(self.all & PREDICATE and self.all & SUBJECT) or self.holds("безличные")

    @property
    def comments(self) -> bool:
        """Whether it is nothing but comment: «конечно», «честно говоря», «ну вот»."""
        if not self.content and all(role & INSERT for role in self.roles):
            return True
        return len(self.words) < 5 and " ".join(self.words) in words()["вводные обороты"]

    def begins(self, heading: str) -> bool:
        """Whether it begins with a word or phrase of that list."""
        said = self.words
        if not said or said[0] not in first_words()[heading]:
            return False
        phrases = words()[heading]
        return said[0] in phrases or " ".join(said[:2]) in phrases or " ".join(said[:3]) in phrases

    def holds(self, heading: str) -> bool:
        """Whether one of its words is on that list."""
        return not words()[heading].isdisjoint(self.words)


class Cut(NamedTuple):
    """A possible cut at `mark`: the clause so far, the stretch before, and what follows."""

    mark: str
    left: Side  # from the clause's beginning
    near: Side  # from the mark before this one
    next: Side  # up to the next mark
    right: Side  # the same, or more where `next` is too short to say anything
    inside: bool  # within quotes or brackets


def inside_quotes(cut: Cut) -> bool | None:
    """«сейчас гляну, и до пятницы молчок»: another's words, or a bracket, stay whole."""
    return False if cut.inside else None


def nothing_there(cut: Cut) -> bool | None:
    """A mark without words on both sides cuts nothing."""
    return None if cut.left.words and cut.next.words else False


def only_comment(cut: Cut) -> bool | None:
    """«Ну, честно говоря, …»: what has only been introduced is not yet a clause."""
    return False if cut.left.comments else None


def comment_follows(cut: Cut) -> bool | None:
    """«сроки, конечно, срывают»."""
    return False if cut.next.comments and not cut.next.begins("противительные") else None


def semicolon(cut: Cut) -> bool | None:
    """«;» always ends a clause."""
    return True if cut.mark == ";" else None


def colon(cut: Cut) -> bool | None:
    """What follows a colon explains what stands before it."""
    return False if cut.mark == ":" else None


def paired(cut: Cut) -> bool | None:
    """«то густо, то пусто», «либо вечером, либо никогда»: one point in two halves."""
    first = cut.right.words[0]
    return False if first in words()["парные"] and first in cut.left.words else None


def fixed(cut: Cut) -> bool | None:
    """«а также», «хотя бы», «не только, но и»: conjunctions that contrast nothing."""
    return False if cut.right.begins("неразрывные") else None


def not_this_but_that(cut: Cut) -> bool | None:
    """«не от дня, а от даты»: a correction, unless it has a predicate of its own."""
    corrects = cut.right.words[0] in ("а", "но") and "не" in cut.left.words[-5:]
    return False if corrects and not cut.right.all & PREDICATE else None


def then_and_now(cut: Cut) -> bool | None:
    """«раньше отвечали за час, а теперь за неделю»: one point, how it changed."""
    if cut.right.words[0] not in ("а", "но"):
        return None
    changed = cut.left.holds("прежде") and cut.right.holds("теперь")
    return False if changed or (cut.left.holds("теперь") and cut.right.holds("прежде")) else None


def same_matter(cut: Cut) -> bool | None:
    """«привезли стойку, а она гнутая», «а без них не пускают»: the same thing is spoken of."""
    said, roles = cut.right.words, cut.right.roles
    at = 2 if len(said) > 2 and roles[1] & BINDS else 1
    return False if said[0] == "а" and said[at : at + 1] and said[at] in words()["отсылки"] else None


def contrast(cut: Cut) -> bool | None:
    """«качество отличное,| но документы опаздывают»; «дорого, но надёжно» is one clause."""
    if not cut.right.begins("противительные"):
        return None
    left, right = cut.left, cut.right
    return left.content > 1 and right.content > 1 and (left.tells or left.content > 2)


def reason(cut: Cut) -> bool | None:
    """«на осень взял бы ещё троих,| потому что заказы пойдут с сентября»."""
    if not cut.right.begins("причинные"):
        return None
    return cut.left.tells and cut.left.content > 3 and cut.right.content > 3


def comment_before(cut: Cut) -> bool | None:
    """The comma that closes an insert cuts nothing."""
    return False if cut.near.comments else None


def complement(cut: Cut) -> bool | None:
    """«жаль, что опаздывают», «щит, в котором вспучило кромку»: part of its neighbour's point."""
    said = cut.next.words
    second = len(said) > 1 and said[1] in words()["придаточные"] and said[0] not in ("и", "а", "да")
    return False if second or cut.next.begins("придаточные") else None


def complement_before(cut: Cut) -> bool | None:
    """«если обещали, сделают»: the condition waits for its consequence."""
    return False if cut.near.begins("предваряющие") else None


def coordination(cut: Cut) -> bool | None:
    """«машина пришла,| и паспорта в ней нет»: «, и» with a predicate and a subject of its own."""
    if cut.mark not in (",", "—", "–") or cut.right.words[0] not in ("и", "да"):
        return None
    return cut.left.whole and cut.right.whole


def dash(cut: Cut) -> bool | None:
    """«мы позвонили вечером —| машина уже уехала»; «поставщик — надёжный» is one clause."""
    if cut.mark not in _DASHES:
        return None
    return cut.left.whole and cut.right.whole and cut.left.content > 3 and cut.right.content > 3


def side_by_side(cut: Cut) -> bool | None:
    """Two clauses with nothing but a comma between them mostly make one point; two long ones two."""
    return cut.left.whole and cut.next.whole and cut.left.content > 7 and cut.next.content > 4


RULES: tuple[Callable[[Cut], bool | None], ...] = (
    inside_quotes,
    nothing_there,
    only_comment,
    comment_follows,
    semicolon,
    colon,
    paired,
    fixed,
    not_this_but_that,
    then_and_now,
    same_matter,
    contrast,
    reason,
    comment_before,
    complement,
    complement_before,
    coordination,
    dash,
    side_by_side,
)


class Decision(NamedTuple):
    """What became of a possible cut: token `at` is its mark, `rule` the rule that decided."""

    at: int
    cut: bool
    rule: str


def explain(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> Iterator[Decision]:
    """The decisions on all possible cuts in the sentence of tokens [first, last), in order."""
    marks = _marks(texts, roles, first, last)
    if not marks:
        return
    edges = [first - 1, *[at for at, _ in marks], last]
    sides = [_side(texts[start + 1 : stop], roles[start + 1 : stop]) for start, stop in pairwise(edges)]
    left = sides[0]
    for order, (at, inside) in enumerate(marks, 1):
        right, further = sides[order], order + 1
        while right.content < 2 and further < len(sides):
            right = right.with_next(sides[further])
            further += 1
        decision = _decide(Cut(texts[at], left, sides[order - 1], sides[order], right, inside), at)
        yield decision
        left = sides[order] if decision.cut else left.with_next(sides[order])


def _side(texts: Sequence[str], roles: Sequence[int]) -> Side:
    if 0 in roles:  # quotes, brackets, signs
        texts = [text for text, role in zip(texts, roles, strict=True) if role]
        roles = [role for role in roles if role]
    return Side([LOWS[text] for text in texts], list(roles))


def clauses(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    """Token ranges [first, last) of the clauses of one sentence; together they hold all its tokens."""
    ranges, begin, joined = list[tuple[int, int]](), first, list[int]()
    for decision in explain(texts, roles, first, last):
        after = decision.at + 1
        if decision.cut:
            ranges += _shorter(roles, begin, after, joined)
            begin, joined = after, []
        else:
            joined.append(after)
    return ranges + _shorter(roles, begin, last, joined)


def _marks(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> list[tuple[int, bool]]:
    """The places of the marks, and whether each stands within quotes or brackets that are closed."""
    marks, open_marks = list[tuple[int, bool]](), list[int]()
    for at in range(first, last):
        if roles[at]:
            continue
        text = texts[at]
        if text in _MARKS:
            marks.append((at, False))
        elif text in _OPENING:
            open_marks.append(len(marks))
        elif text in _CLOSING and open_marks:
            since = open_marks.pop()
            marks[since:] = [(place, True) for place, _ in marks[since:]]
    return marks


def _decide(cut: Cut, at: int) -> Decision:
    for rule in RULES:
        answer = rule(cut)
        if answer is not None:
            return Decision(at, answer, rule.__name__)
    return Decision(at, False, "")


def _shorter(roles: Sequence[int], first: int, last: int, places: list[int]) -> list[tuple[int, int]]:
    """The range itself, or its parts where it is over-long and has places to be cut at."""
    if not places or last - first <= _LONG or last - first - roles[first:last].count(0) <= _LONG:
        return [(first, last)]
    place = min(places, key=lambda at: abs(2 * at - first - last))
    if min(place - first, last - place) < _SCRAP:
        return [(first, last)]
    return [
        *_shorter(roles, first, place, [at for at in places if at < place]),
        *_shorter(roles, place, last, [at for at in places if at > place]),
    ]
