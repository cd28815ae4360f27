"""An answer of a language model → claims → mentions, each verified against what was said and the book."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from otzvuk.llm.align import Found, locate
from otzvuk.llm.portion import Piece, Portion, Talk
from otzvuk.llm.prompt import NO_TREND
from otzvuk.llm.tally import Tally
from otzvuk.model.codebook import Codebook
from otzvuk.model.mention import Kind, Mention, Trend

UNMEASURED: Final = 0.7
"""The confidence of every mention: nobody has measured how often this model is right, so it is cautious."""

_LONG: Final = 120  # words: «the shortest stretch» is none of more
_MOST: Final = 400  # claims of an answer that are looked at
_THOUGHT: Final = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


class Read(NamedTuple):
    """The claims of an answer; `whole` is False where it breaks off or is no such JSON."""

    claims: list[dict[str, Any]]
    whole: bool


def read_answer(content: str) -> Read:
    """What an answer claims: the list `mentions` of its JSON, whatever stands around it.

    Of an answer that breaks off, the claims that are whole.
    """
    text = _THOUGHT.sub("", content)
    decoder, at = json.JSONDecoder(), text.find("{")
    while at >= 0:
        try:
            tree, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
            continue
        if isinstance(tree, dict) and isinstance(tree.get("mentions"), list):
            return Read([each for each in tree["mentions"] if isinstance(each, dict)][:_MOST], True)
        at = text.find("{", at + 1)
    return Read(list(_whole_claims(text))[:_MOST], False)


def _whole_claims(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    for match in re.finditer(r"\{[^{}]*\}", text):
        try:
            tree = decoder.decode(match.group())
        except ValueError:
            continue
        if isinstance(tree, dict) and "quote" in tree:
            yield tree


def verified(
    claims: Sequence[dict[str, Any]], portion: Portion, talk: Talk, book: Codebook, decided_by: str
) -> tuple[list[Mention], Tally]:
    """The mentions of `claims` that stand in the portion and in the codebook, and what became of the others.

    A mention's words are the transcript's, never the model's. One whose turn is wrong is looked for in the
    other turns of the portion that are asked about.
    """
    found: dict[tuple[int, int, int, str, str], Mention] = {}
    why: Counter[str] = Counter()
    reached: dict[int, int] = {}
    for claim in claims:
        reason, mention = _verified(claim, portion, talk, book, decided_by, reached)
        if mention is not None:
            key = (mention.turn, mention.start, mention.stop, mention.kind.value, mention.code)
            same = [each for each in found.values() if _same_point(each, mention)]
            if key in found or same:
                reason = "again"
            else:
                found[key] = mention
        why[reason] += 1
    return list(found.values()), Tally(**why)


def _same_point(one: Mention, other: Mention) -> bool:
    return (one.turn, one.kind, one.code) == (other.turn, other.kind, other.code) and one.span.overlaps(
        other.span
    )


def _verified(
    claim: dict[str, Any],
    portion: Portion,
    talk: Talk,
    book: Codebook,
    decided_by: str,
    reached: dict[int, int],
) -> tuple[str, Mention | None]:
    quote, code = claim.get("quote"), claim.get("code")
    if not isinstance(quote, str):
        return "lost", None
    if not isinstance(code, str) or code not in book.codes:
        return "strange_code", None
    if claim.get("kind") not in list(Kind):
        return "strange_kind", None
    if len(quote.split()) > _LONG:
        return "lengthy", None
    placed = _placed(quote, claim.get("turn"), portion, reached)
    if placed is None:
        asked = any(locate(quote, each.text) for each in (*portion.pieces, *portion.before) if not each.asked)
        return "interviewer" if asked else "lost", None
    piece, place = placed
    start, stop = talk.place(piece.turn, piece.offset + place.start, piece.offset + place.stop)
    text = talk.interview.turns[piece.turn].text
    kind, trend = Kind(claim["kind"]), str(claim.get("trend") or "")
    known = trend in list(Trend) and trend != NO_TREND and kind is not Kind.WISH
    mention = Mention(
        turn=piece.turn,
        start=start,
        stop=stop,
        text=text[start:stop],
        kind=kind,
        code=code,
        process=book.process_of(code),
        trend=Trend(trend) if known else Trend.NONE,
        confidence=UNMEASURED,
        decided_by=decided_by,
        why="слова найдены в реплике " + ("точно" if place.exact else "с поправкой на написание"),
    )
    return ("exact" if place.exact else "near"), mention


def _placed(
    quote: str, turn: object, portion: Portion, reached: dict[int, int]
) -> tuple[Piece, Found] | None:
    """The piece that a quotation stands in and where: that of its turn, else the one other that has it."""
    own = [each for each in portion.pieces if each.asked and each.turn == turn]
    others = [each for each in portion.pieces if each.asked and each.turn != turn]
    for pieces in (own, others):
        found = [
            (each, place)
            for each in pieces
            if (place := locate(quote, each.text, after=max(reached.get(each.turn, 0) - each.offset, 0)))
        ]
        if found and (pieces is own or len({each.turn for each, _ in found}) == 1):
            piece, place = found[0]
            if pieces is own:
                reached[piece.turn] = piece.offset + place.start
            return piece, place
    return None
