"""The marks of a turn that count: repeated, corrected and explained ones once, as said last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from otzvuk.coding.mark import SAID, STRONG, Mark
from otzvuk.coding.numeral import folded
from otzvuk.coding.own import Own
from otzvuk.language import ParsedTurn

_TAKES_BACK = frozenset({"нет", "шучу", "стоп", "подождите", "погодите", "точнее", "вернее", "вру", "ошибся"})
NEARLY = 0.5  # how far a rough mark may be from the one that settles it
NEAR = 3  # tokens within which a second number, said as barely as the first, corrects it


@dataclass(frozen=True)
class Given:
    """A mark with its object and scale settled."""

    mark: Mark
    own: Own
    criterion: str
    value: float
    scale: float


def once(parsed: ParsedTurn, given: list[Given]) -> list[Given]:
    """The marks that count: each object's once, as said last."""
    kept: list[Given] = []
    for each in given:
        if kept and _TAKES_BACK & {
            folded(t.text) for t in parsed.tokens[kept[-1].mark.last : each.mark.first]
        }:
            each = replace(each, mark=replace(each.mark, corrects=True))
        at = _fellow(kept, each)
        old = kept[at] if at is not None else None
        mark = each.mark
        if _explains(kept, each):
            continue
        if mark.off:
            start = old.value if old else each.scale
            if (old is None or old.mark.begun or start == each.scale) and start >= each.value:
                taken = replace(each, value=start - each.value, mark=replace(mark, begun=False))
                kept = [*kept[:at], taken] if old is not None else [*kept, taken]
            continue
        if old is None or at is None:
            kept.append(each)
        elif _is_open(old, each) or (not mark.asks and _corrects(parsed, old, each)):
            kept[at] = _instead(old, each)
    return [
        each
        for each in kept
        if not each.mark.begun and not (each.mark.asks and not each.own.explicit and len(kept) > 1)
    ]


def _explains(kept: list[Given], each: Given) -> bool:
    """«восемь, два балла за грубость»: the points that are missing from a mark given before."""
    if each.mark.off or each.mark.plain != STRONG or (each.own.explicit and not each.own.after):
        return False
    return any(old.value + each.value == each.scale == old.scale for old in kept)


def _fellow(kept: list[Given], each: Given) -> int | None:
    """The mark that `each` repeats or corrects: the last of its object, without one the last of all."""
    for at in range(len(kept) - 1, -1, -1):
        old = kept[at]
        if not each.own.words:
            return at
        if old.criterion != each.criterion:
            continue
        if set(old.own.words) & set(each.own.words):
            return at
        if not old.own.words and (each.mark.corrects or old.value == each.value):
            return at
    return None


def _is_open(old: Given, new: Given) -> bool:
    """Whether the first leaves to the second what the mark is: «между шестью и семью, шесть с половиной»."""
    settled = old.mark.rough and not new.mark.rough and abs(new.value - old.value) <= NEARLY
    return old.mark.begun or old.mark.asks or old.mark.off or settled


def _corrects(parsed: ParsedTurn, old: Given, new: Given) -> bool:
    if new.value == old.value:
        return False
    if new.mark.scale and old.mark.scale and new.mark.scale != old.mark.scale:
        return False  # the same mark on another scale
    sentence = next(each for each in parsed.sentences if each.first <= new.mark.first < each.last)
    before = parsed.tokens[sentence.first : new.mark.first]
    if new.mark.begun or any(folded(token.text) == "если" for token in before):
        return False  # «если цену не поднимут, то и восемь»
    between = parsed.tokens[old.mark.last : new.mark.first]
    near = len(between) <= NEAR and not any(token.text[0] in ".!?" for token in between)
    return new.mark.corrects or near or new.mark.plain == SAID


def _instead(old: Given, new: Given) -> Given:
    """`new` in the place of `old`, for the object that was named with either."""
    named = new.own.explicit or not old.own.explicit
    return new if named else replace(new, criterion=old.criterion, own=old.own)
