"""Clauses of a punctuated sentence: where one point ends and the next begins.

Every comma, semicolon, colon, dash or hesitating «…» inside a sentence is a possible cut. The rules
are asked in the order of `RULES`; the first that has an opinion decides, and where none has the
clause goes on. `explain` tells which rule decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from otzvuk.language.roles import INSERT, JOINS, PERSON, PREDICATE, STATE, SUBJECT, WORD, words

_MARKS = frozenset({",", ";", ":", "-", "–", "—", "−", "--", "…", "...", ".."})
_DASHES = frozenset({"-", "–", "—", "−", "--"})
_OPENING, _CLOSING = frozenset("«“„(["), frozenset("»”)]")
_LONG = 30  # words; a clause beyond that is cut wherever it can be


@dataclass(frozen=True)
class Side:
    """A stretch of tokens beside a cut: its words in lower case and what they can do together."""

    words: tuple[str, ...]
    roles: tuple[int, ...]

    @cached_property
    def all(self) -> int:
        """The roles of all its words, added up."""
        total = 0
        for role in self.roles:
            total |= role
        return total

    @cached_property
    def content(self) -> int:
        """How many words are neither comments nor conjunctions."""
        return sum(1 for role in self.roles if not role & (INSERT | JOINS))

    def has(self, role: int) -> bool:
        """Whether one of its words has `role`."""
        return bool(self.all & role)

    @cached_property
    def tells(self) -> bool:
        """Whether it can stand for itself: it has a predicate or an evaluating word."""
        return self.has(PREDICATE | STATE)

    @cached_property
    def comments(self) -> bool:
        """Whether it is nothing but comment: «конечно», «честно говоря», «ну вот»."""
        return all(role & INSERT for role in self.roles) or " ".join(self.words) in words()["вводные обороты"]

    def begins(self, heading: str) -> bool:
        """Whether it begins with a word or phrase of that list."""
        phrases = words()[heading]
        return any(" ".join(self.words[:size]) in phrases for size in (3, 2, 1) if size <= len(self.words))


@dataclass(frozen=True)
class Cut:
    """A possible cut at `mark`: the clause so far, the stretch before, and what follows."""

    mark: str
    left: Side  # from the clause's beginning
    near: Side  # from the mark before this one
    next: Side  # up to the next mark
    right: Side  # the same, or more where `next` is too short to say anything
    inside: bool  # within quotes or brackets


def inside_quotes(cut: Cut) -> bool | None:
    """«я уточню, и три дня тишина»: another's words, or a bracket, stay whole."""
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


def paired(cut: Cut) -> bool | None:
    """«то катают, то снимают», «либо к обеду, либо под замок»: one point in two halves."""
    pairs = words()["парные"]
    first = cut.right.words[0]
    return False if first in pairs and first in cut.left.words else None


def not_this_but_that(cut: Cut) -> bool | None:
    """«не от дня, а от даты», «а также», «хотя бы»: no point of its own."""
    if cut.right.begins("неразрывные"):
        return False
    if cut.right.words[0] in ("а", "но") and "не" in cut.left.words[-5:]:
        return None if cut.right.has(PREDICATE) else False
    return None


def contrast(cut: Cut) -> bool | None:
    """«качество отличное,| но документы опаздывают»."""
    if not cut.right.begins("противительные"):
        return None
    return cut.left.content > 1 and cut.right.content > 0 and (cut.left.tells or cut.left.content > 2)


def reason(cut: Cut) -> bool | None:
    """«под пик просил бы сорок пять,| потому что сами получаем через два месяца»."""
    if not cut.right.begins("причинные"):
        return None
    return cut.left.tells and cut.left.content > 3 and cut.right.content > 3


def comment_before(cut: Cut) -> bool | None:
    """The comma that closes an insert cuts nothing."""
    return False if cut.near.comments else None


def complement(cut: Cut) -> bool | None:
    """«жаль, что опаздывают», «щит, который вспучило»: part of its neighbour's point."""
    following = cut.next.words
    second = len(following) > 1 and following[1] in words()["придаточные"] and following[0] not in "иа"
    return False if second or cut.next.begins("придаточные") else None


def complement_before(cut: Cut) -> bool | None:
    """«если обещали, сделают»: the condition waits for its consequence."""
    return False if cut.near.begins("предваряющие") or cut.near.words[:1] == ("то",) else None


def coordination(cut: Cut) -> bool | None:
    """«машина пришла,| и паспорта в ней нет»: «, и» with a predicate and a subject of its own."""
    if cut.mark not in {",", "—", "–"} or cut.right.words[0] not in ("и", "да"):
        return None
    return _whole(cut.left) and _whole(cut.right)


def dash(cut: Cut) -> bool | None:
    """«позвонил —| он приехал»: a dash between two clauses; «поставщик — надёжный» is one."""
    if cut.mark not in _DASHES:
        return None
    return _whole(cut.left) and _whole(cut.right) and cut.left.content > 3 and cut.right.content > 3


def colon(cut: Cut) -> bool | None:
    """What follows a colon explains what stands before it."""
    return False if cut.mark == ":" else None


def side_by_side(cut: Cut) -> bool | None:
    """«плита ровная,| кромка не сыплется»: two clauses with nothing but a comma between them."""
    if not (_whole(cut.left) and _whole(cut.next)):
        return None
    return cut.left.content > 2 and cut.next.content > 2


def _whole(side: Side) -> bool:
    return side.has(PREDICATE) and side.has(SUBJECT | PERSON)


RULES: tuple[Callable[[Cut], bool | None], ...] = (
    inside_quotes,
    nothing_there,
    only_comment,
    comment_follows,
    semicolon,
    paired,
    not_this_but_that,
    contrast,
    reason,
    comment_before,
    complement,
    complement_before,
    coordination,
    dash,
    colon,
    side_by_side,
)


def decide(cut: Cut) -> tuple[bool, str]:
    """Whether to cut, and the name of the rule that said so."""
    for rule in RULES:
        decision = rule(cut)
        if decision is not None:
            return decision, rule.__name__
    return False, "no rule"


def clauses(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    """Token ranges [first, last) of the clauses of one sentence; together they hold all its tokens."""
    ranges, begin, joined = [], first, list[int]()
    for at, cut in _cuts(texts, roles, first, last, lambda: begin):
        if decide(cut)[0]:
            ranges += _shorter(roles, begin, at + 1, joined)
            begin, joined = at + 1, []
        else:
            joined.append(at + 1)
    return ranges + _shorter(roles, begin, last, joined)


def explain(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> Iterator[tuple[int, bool, str]]:
    """For every possible cut: the token of its mark, whether it is made, and the rule that decided."""
    begin = first
    for at, cut in _cuts(texts, roles, first, last, lambda: begin):
        decision, rule = decide(cut)
        yield at, decision, rule
        if decision:
            begin = at + 1


def _cuts(
    texts: Sequence[str], roles: Sequence[int], first: int, last: int, begin: Callable[[], int]
) -> Iterator[tuple[int, Cut]]:
    marks, depths, depth = [], [], 0
    for at in range(first, last):
        text = texts[at]
        if text in _OPENING:
            depth += 1
        elif text in _CLOSING:
            depth = max(depth - 1, 0)
        elif text in _MARKS:
            marks.append(at)
            depths.append(depth)
    for order, at in enumerate(marks):
        ends = [*marks[order + 1 :], last]
        following = right = _side(texts, roles, at + 1, ends[0])
        for end in ends[1:]:
            if right.content > 1:
                break
            right = _side(texts, roles, at + 1, end)
        left = _side(texts, roles, begin(), at)
        before = marks[order - 1] + 1 if order else first
        near = left if before <= begin() else _side(texts, roles, before, at)
        yield at, Cut(texts[at], left, near, following, right, inside=depths[order] > 0 and depth == 0)


def _side(texts: Sequence[str], roles: Sequence[int], first: int, last: int) -> Side:
    kept = [at for at in range(first, last) if roles[at] & WORD]
    return Side(
        tuple(texts[at].lower().replace("ё", "е") for at in kept), tuple(roles[at] for at in kept)
    )


def _shorter(roles: Sequence[int], first: int, last: int, places: list[int]) -> list[tuple[int, int]]:
    """The range itself, or its parts: over-long clauses are cut at the mark nearest to the middle."""
    count = sum(1 for at in range(first, last) if roles[at] & WORD)
    if count <= _LONG or not places:
        return [(first, last)]
    place = min(places, key=lambda at: abs(2 * at - first - last))
    if min(place - first, last - place) < 4:
        return [(first, last)]
    return [
        *_shorter(roles, first, place, [at for at in places if at < place]),
        *_shorter(roles, place, last, [at for at in places if at > place]),
    ]
