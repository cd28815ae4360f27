"""The words beside a mark that say what it is for: «за железо девять», «доставка — семь»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from otzvuk.coding.mark import Mark
from otzvuk.coding.markwords import lemmas, marked_words
from otzvuk.coding.numeral import folded
from otzvuk.coding.objects import Nature, Objects, names_elsewhere, nature_of
from otzvuk.coding.scale import said_scale
from otzvuk.language import ParsedTurn, Token, tags

_ABOUT = frozenset({"за", "по", "про", "насчет", "касательно", "относительно"})
_JOINS = frozenset('-–—:…«»"')  # marks that may stand between an object and its number
_FRAGMENT = 6  # tokens of a sentence that only names what comes («За плиту?»)
_ENDS = frozenset({"а", "но", "и"})
_CASES = frozenset({"nomn", "datv", "accs"})


class Own(NamedTuple):
    """What stands with a mark: a criterion, else the `nature` of a thing that nothing knows; its words.

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
        beside = _beside(tokens, low, mark.first)
        about = _about(tokens, low, mark.first, begin if not before.explicit else 0, objects)
        if about is not None and about[1] >= beside:
            return about[0]
        found = _read(tokens, beside, mark.first, objects, alone=True)
        if found.explicit or (found.words and about is None):
            return found
        if about is not None:
            return about[0]
    if low == sentence.first and at and begin <= parsed.sentences[at - 1].first:
        last = parsed.sentences[at - 1]
        short = last.last - last.first <= _FRAGMENT and folded(tokens[last.last - 1].text) in {"?", "…", ":"}
        if short and not any(tags(t.text) & {"VERB", "INFN"} for t in tokens[last.first : last.last]):
            found = _read(tokens, last.first, last.last, objects)
            if found.explicit:
                return found
    return Own() if mark.off else _after(tokens, mark, sentence.last, objects)


def _about(
    tokens: Sequence[Token], low: int, high: int, theirs: int, objects: Objects
) -> tuple[Own, int] | None:
    """What the nearest «за …» or «по …» before a mark names, and where it stands.

    One right after the mark before (token `theirs`) is that mark's: «восемь за болты, пять за шайбы».
    """
    for start in range(high - 1, low - 1, -1):
        if folded(tokens[start].text) not in _ABOUT or start == theirs > 0:
            continue
        end = _end(tokens, start + 1, high)
        if _takes_off(tokens, start) or any(
            t.lemma in lemmas("takes_off", "adds") for t in tokens[end : end + 1]
        ):
            continue
        found = _read(tokens, start + 1, end, objects)
        if found.explicit:
            return found, start
    return None


def _takes_off(tokens: Sequence[Token], at: int) -> bool:
    """«минус балл за печати, так что девять»: why points were taken off."""
    return any(token.lemma in lemmas("takes_off") for token in tokens[max(0, at - 4) : at])


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
    nouns = [t for t in tokens[first:last] if _is_noun(t)]
    words = tuple(token.lemma for token in nouns if token.lemma not in lemmas("empty"))
    named = objects.named(tokens, first, last)
    if named is not None:
        return Own(named.criterion, None, words or (named.criterion,))
    if [token.lemma for token in tokens[first:last] if token.text[0].isalpha()] in (["весь"], ["все"]):
        return Own(objects.overall or None, None, ("все",))
    natures = [nature for token in nouns if (nature := nature_of(token)) is not None]
    if alone and not nouns and last > first:
        whose = tokens[last - 1]  # «новенькому пять», not «по пятибалльной пять»
        if {"ADJF", "datv"} <= tags(whose.text) and said_scale(whose.text) is None:
            return Own(words=(whose.lemma,))
    if alone:
        placed = any("PREP" in tags(t.text) and folded(t.text) != "на" for t in tokens[first:last])
        if placed or not nouns or len(natures) < len(nouns) or not _may_be_named(nouns):
            return Own(words=words)
    return Own(None, natures[0], words) if natures else Own(words=words if alone else ())


def _is_noun(token: Token) -> bool:
    """A noun («Ну» at a beginning is read as one), or «им», «ей»."""
    word = tags(token.text)
    return ("NOUN" in word and len(token.text) > 2) or {"NPRO", "datv"} <= word


def _may_be_named(nouns: Sequence[Token]) -> bool:
    """Whether nouns before a number are in a form that says whose it is; «трубы» may be either."""
    forms = tags(nouns[-1].text)
    return bool(forms & _CASES) or (len(nouns) == 1 and "gent" in forms)


def _only_names(tokens: Sequence[Token], low: int, high: int) -> bool:
    """Whether the words between the stop before and token `high` are nothing but a thing's name."""
    at = high
    while at > low and tokens[at - 1].text[0].isalnum():
        at -= 1
    named = [nature_of(token) for token in tokens[at:high]]
    named = [
        nature
        for nature, token in zip(named, tokens[at:high], strict=True)
        if folded(token.text) not in _ENDS
    ]
    acts = any(tags(token.text) & {"VERB", "INFN", "GRND"} for token in tokens[at:high])
    return 0 < len(named) <= 2 and named[-1] is not None and not acts


def _beside(tokens: Sequence[Token], low: int, high: int) -> int:
    """Where the words begin that stand right before the mark without a stop between."""
    fillers = {*marked_words().fillers, "-", ","}
    back = high
    while back > low and folded(tokens[back - 1].text) in fillers:
        back -= 1
    commas = [at for at in range(back, high) if tokens[at].text == ","]
    if commas and not _only_names(tokens, low, back):  # «Савельичу, ну, сто», «железо, 9»
        return commas[-1] + 1
    at = back
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
