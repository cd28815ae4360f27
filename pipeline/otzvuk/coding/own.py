"""The words that say what a mark is for, beside it: «за железо девять», «доставка — семь», «восемь за насосы»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from otzvuk.coding.marks import TAKES_OFF, Mark
from otzvuk.coding.numeral import folded
from otzvuk.coding.objects import Objects, is_thing, marked_words, names_elsewhere
from otzvuk.language import ParsedTurn, Token, tags

_ABOUT = frozenset({"за", "по", "про", "насчет", "касательно", "относительно"})
_DASHES = frozenset("-–—:")
_FRAGMENT = 6  # tokens of a sentence that only names what comes («За плиту?»)
_ENDS = frozenset({"а", "но", "и"})


class Own(NamedTuple):
    """What stands with a mark: a criterion ("" for a thing that nothing knows, None for nothing), its words.

    `after`: they follow the mark. `elsewhere`: they put the mark on somebody else than the supplier.
    """

    criterion: str | None = None
    words: tuple[str, ...] = ()
    after: bool = False
    elsewhere: bool = False


def own_of(parsed: ParsedTurn, mark: Mark, objects: Objects) -> Own:
    """The words that say what `mark` is for."""
    tokens, begin = parsed.tokens, mark.begin
    at = next(n for n, each in enumerate(parsed.sentences) if each.first <= mark.first < each.last)
    sentence = parsed.sentences[at]
    low = max(sentence.first, begin)
    if _elsewhere(tokens, low, mark.first):
        return Own(elsewhere=True)
    if not mark.off:  # «за пятна снимаю два»: the reason, not the object
        for start in range(mark.first - 1, low - 1, -1):
            theirs = start == begin > 0  # «восемь за болты, пять за шайбы»: what follows a mark is its own
            if folded(tokens[start].text) in _ABOUT and not theirs and not _takes_off(tokens, begin, start):
                found = _read(tokens, start + 1, _end(tokens, start + 1, mark.first), objects)
                if found.criterion is not None:
                    return found
    beside = _beside(tokens, low, mark.first)
    found = _read(tokens, beside, mark.first, objects, alone=True)
    if found.words and not mark.off:
        return found
    if low == sentence.first and at and begin <= parsed.sentences[at - 1].first:
        before = parsed.sentences[at - 1]
        if before.last - before.first <= _FRAGMENT and folded(tokens[before.last - 1].text) in {
            "?",
            "…",
            ":",
        }:
            found = _read(tokens, before.first, before.last, objects)
            if found.criterion is not None:
                return found
    return _after(tokens, mark, sentence.last, objects)


def _takes_off(tokens: Sequence[Token], begin: int, at: int) -> bool:
    """«минус балл за печати, так что девять»: why points were taken off."""
    near = {token.lemma for token in tokens[max(0, begin - 4, at - 4) : at]}
    return bool(near & TAKES_OFF)


def _after(tokens: Sequence[Token], mark: Mark, high: int, objects: Objects) -> Own:
    at = mark.last
    if at < high and {"NPRO", "datv"} <= tags(tokens[at].text):
        at += 1
    if mark.off or at >= high or folded(tokens[at].text) not in _ABOUT:
        return Own()
    found = _read(tokens, at + 1, _end(tokens, at + 1, high), objects)
    return found._replace(after=True) if found.criterion is not None else Own()


def _read(tokens: Sequence[Token], first: int, last: int, objects: Objects, *, alone: bool = False) -> Own:
    """What tokens [first, last) name. `alone`: they stand before the mark with nothing that says 'for'."""
    nouns = [t for t in tokens[first:last] if tags(t.text) & {"NOUN"} or {"NPRO", "datv"} <= tags(t.text)]
    words = tuple(token.lemma for token in nouns)
    named = objects.named(tokens, first, last)
    if named is not None:
        return Own(named.criterion, words or (named.criterion,))
    if [token.lemma for token in tokens[first:last] if token.text[0].isalpha()] in (["весь"], ["все"]):
        return Own(objects.overall, ("все",))
    things = [token for n, token in enumerate(nouns) if is_thing(token, begins=first + n == 0)]
    placed = alone and any("PREP" in tags(t.text) and folded(t.text) != "на" for t in tokens[first:last])
    if things and not placed and (not alone or len(things) == len(nouns)):
        return Own("", words)
    return Own(None, words if alone else ())


def _beside(tokens: Sequence[Token], low: int, high: int) -> int:
    """Where the words begin that stand right before the mark without a stop between."""
    at = high
    while at > low:
        text = folded(tokens[at - 1].text)
        if (not text[0].isalnum() and text not in _DASHES and text not in '«»"') or text in _ENDS:
            break
        at -= 1
    return at


def _end(tokens: Sequence[Token], first: int, high: int) -> int:
    at = first
    while (
        at < high
        and (tokens[at].text[0].isalnum())
        and not (at > first and (folded(tokens[at].text) in _ENDS or "VERB" in tags(tokens[at].text)))
    ):
        at += 1
    return at


def _elsewhere(tokens: Sequence[Token], low: int, high: int) -> bool:
    """«нам два», «конкурентам четыре», «важен на десять»."""
    near = {folded(token.text) for token in tokens[max(low, high - 3) : high]}
    return names_elsewhere(tokens, low, high) or bool(near & set(marked_words().own))
