"""The words that say what a mark is for, beside it: «за железо девять», «доставка — семь», «восемь за насосы»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from otzvuk.coding.marks import TAKES_OFF, Mark
from otzvuk.coding.numeral import folded
from otzvuk.coding.objects import Nature, Objects, marked_words, names_elsewhere, nature_of
from otzvuk.language import ParsedTurn, Token, tags

_ABOUT = frozenset({"за", "по", "про", "насчет", "касательно", "относительно"})
_JOINS = frozenset('-–—:…«»"')  # marks that may stand between an object and its number
_FRAGMENT = 6  # tokens of a sentence that only names what comes («За плиту?»)
_ENDS = frozenset({"а", "но", "и"})
_CASES = frozenset({"nomn", "datv", "accs"})


class Own(NamedTuple):
    """What stands with a mark: a criterion, else of what `nature` the thing is that nothing knows, and its words.

    `after`: they follow the mark and end before token `stop`. `elsewhere`: they put the mark on somebody else
    than the supplier.
    """

    criterion: str | None = None
    nature: Nature | None = None
    words: tuple[str, ...] = ()
    after: bool = False
    stop: int = 0
    elsewhere: bool = False

    @property
    def explicit(self) -> bool:
        """Whether the words name something."""
        return self.criterion is not None or self.nature is not None


def owns_of(parsed: ParsedTurn, marks: Sequence[Mark], objects: Objects) -> list[Own]:
    """The words of each of a turn's marks that say what it is for."""
    found: list[Own] = []
    for mark in marks:
        found.append(_own(parsed, mark, found[-1] if found else Own(), objects))
    return found


def _own(parsed: ParsedTurn, mark: Mark, before: Own, objects: Objects) -> Own:
    tokens = parsed.tokens
    begin = max(mark.begin, before.stop)
    at = next(n for n, each in enumerate(parsed.sentences) if each.first <= mark.first < each.last)
    sentence = parsed.sentences[at]
    low = max(sentence.first, begin)
    if _elsewhere(tokens, low, mark.first):
        return Own(elsewhere=True)
    if not mark.off:  # «за пятна снимаю два»: the reason, not the object
        for start in range(mark.first - 1, low - 1, -1):
            # «восемь за болты, пять за шайбы»: what follows a mark is its own, where it has nothing before it
            theirs = start == begin > 0 and not before.explicit
            if folded(tokens[start].text) in _ABOUT and not theirs and not _takes_off(tokens, start):
                found = _read(tokens, start + 1, _end(tokens, start + 1, mark.first), objects)
                if found.explicit:
                    return found
        found = _read(tokens, _beside(tokens, low, mark.first), mark.first, objects, alone=True)
        if found.words:
            return found
    if low == sentence.first and at and begin <= parsed.sentences[at - 1].first:
        last = parsed.sentences[at - 1]
        if last.last - last.first <= _FRAGMENT and folded(tokens[last.last - 1].text) in {"?", "…", ":"}:
            found = _read(tokens, last.first, last.last, objects)
            if found.explicit:
                return found
    return Own() if mark.off else _after(tokens, mark, sentence.last, objects)


def _takes_off(tokens: Sequence[Token], at: int) -> bool:
    """«минус балл за печати, так что девять»: why points were taken off."""
    return any(token.lemma in TAKES_OFF for token in tokens[max(0, at - 4) : at])


def _after(tokens: Sequence[Token], mark: Mark, high: int, objects: Objects) -> Own:
    at = mark.last
    if at < high and {"NPRO", "datv"} <= tags(tokens[at].text):
        at += 1
    if at >= high:
        return Own()
    if folded(tokens[at].text) in _ABOUT:
        at, end = at + 1, _end(tokens, at + 1, high)
    else:  # «десять Маргарите, документам пять»
        end = at + 1
        ends = end == high or not tokens[end].text[0].isalnum()
        if not ({"NOUN", "datv"} <= tags(tokens[at].text) and ends):
            return Own()
    found = _read(tokens, at, end, objects)
    return found._replace(after=True, stop=end) if found.explicit else Own()


def _read(tokens: Sequence[Token], first: int, last: int, objects: Objects, *, alone: bool = False) -> Own:
    """What tokens [first, last) name. `alone`: they stand before the mark with nothing that says 'for'."""
    nouns = [t for t in tokens[first:last] if "NOUN" in tags(t.text) or {"NPRO", "datv"} <= tags(t.text)]
    words = tuple(token.lemma for token in nouns)
    named = objects.named(tokens, first, last)
    if named is not None:
        return Own(named.criterion, None, words or (named.criterion,))
    if [token.lemma for token in tokens[first:last] if token.text[0].isalpha()] in (["весь"], ["все"]):
        return Own(objects.overall or None, None, ("все",))
    natures = [nature for token in nouns if (nature := nature_of(token)) is not None]
    if alone:
        placed = any("PREP" in tags(t.text) and folded(t.text) != "на" for t in tokens[first:last])
        if placed or not nouns or len(natures) < len(nouns) or not _may_be_named(nouns):
            return Own(words=words)
    return Own(None, natures[0], words) if natures else Own(words=words if alone else ())


def _may_be_named(nouns: Sequence[Token]) -> bool:
    """Whether nouns before a number are in a form that says whose it is; «трубы» may be either."""
    forms = tags(nouns[-1].text)
    return bool(forms & _CASES) or (len(nouns) == 1 and "gent" in forms)


def _beside(tokens: Sequence[Token], low: int, high: int) -> int:
    """Where the words begin that stand right before the mark without a stop between."""
    at = high
    while at > low:
        text = folded(tokens[at - 1].text)
        if (not text[0].isalnum() and text not in _JOINS) or text in _ENDS:
            break
        at -= 1
    return at


def _end(tokens: Sequence[Token], first: int, high: int) -> int:
    """Where the words end that «за» or «по» begins: at a mark, a conjunction, a verb."""
    at = first
    while at < high and tokens[at].text[0].isalnum():
        if at > first and (folded(tokens[at].text) in _ENDS or "VERB" in tags(tokens[at].text)):
            break
        at += 1
    return at


def _elsewhere(tokens: Sequence[Token], low: int, high: int) -> bool:
    """«нам два», «конкурентам четыре», «важен на десять»."""
    near = {folded(token.text) for token in tokens[max(low, high - 3) : high]}
    return names_elsewhere(tokens, low, high) or bool(near & set(marked_words().own))
