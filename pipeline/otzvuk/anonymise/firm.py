"""Companies' names by what they are made of: «Стройгарант», «Альфа Трейд», «Газпром нефтью»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from otzvuk.anonymise.grammar import has, is_pos, qualifies
from otzvuk.anonymise.kind import NameKind, Span
from otzvuk.anonymise.lexicon import facts, fold, is_visible, list_lines, stem
from otzvuk.anonymise.word import Word


def firms(sentence: Sequence[Word], *, small: bool) -> Iterator[Span]:
    """Compound names, pairs of a name's words, and pairs of words that are capitalised inside a sentence."""
    for at, word in enumerate(sentence):
        if not word.is_word:
            continue
        body = word.facts.company > 0.6 and len(word.low) > 5 and small
        if (body or is_compound(word.low)) and not is_visible(word.low) and (small or word.capital):
            yield Span(word.start, word.stop, NameKind.COMPANY)
        after = sentence[at + 1] if at + 1 < len(sentence) and sentence[at + 1].is_word else None
        if after is not None and after.gap == " " and _is_pair(word, after, small=small):
            yield Span(word.start, after.stop, NameKind.COMPANY)


def _is_pair(one: Word, two: Word, *, small: bool) -> bool:
    brand = stem(one.low) in _words("brand")
    lead, tail = brand or stem(one.low) in _words("before"), stem(two.low) in _words("after")
    if not (small or one.capital):
        return False
    if lead and tail:
        return small or two.capital or brand
    # «Сибирь Комплекте», «Метал Сервис»: two capitals, which no name of a person has
    both = one.capital and two.capital and not (one.shouted or two.shouted) and not small
    return both and not one.first and tail and not (one.facts.given or two.facts.given)


@cache
def _words(side: str) -> frozenset[str]:
    return frozenset(
        stem(word)
        for line in list_lines("firm_words.txt")
        if line.startswith(f"{side}:")
        for word in line.partition(":")[2].split()
    )


@cache
def _pieces(side: str) -> tuple[str, ...]:
    words = (
        fold(word)
        for line in list_lines("firm_parts.txt")
        if line.startswith(f"{side}:")
        for word in line.partition(":")[2].split()
    )
    return tuple(sorted(set(words), key=lambda it: (-len(it), it)))


@lru_cache(maxsize=65536)
def is_compound(low: str) -> bool:
    """Whether a folded form unknown to the dictionary is made of a company name's pieces, in any case form.

    >>> is_compound("уралметпромом"), is_compound("стройгаранту"), is_compound("автосервис")
    (True, True, False)
    """
    if len(low) < 7 or not low.isalpha() or low.isascii():
        return False
    known = facts(low)
    if known.known and not known.company > 0.3:
        return False
    return any(
        _is_made_of(body) for body in {low, *(low[: -len(end)] for end in _CASES if low.endswith(end))}
    )


_CASES = ("а", "у", "ом", "ем", "е", "ы", "и", "ь", "я", "ю", "ой", "ей", "ью")


def _is_made_of(body: str) -> bool:
    for last in _pieces("last"):
        bare = last.rstrip("аьяеиой") if len(last) > 4 else last
        for end in {last, bare}:
            if len(end) > 2 and body.endswith(end) and _is_begun(body[: -len(end)], 0):
                first = body[: -len(end)]
                return not ({first, first.removesuffix("о")} & set(_pieces("common")) and facts(last).known)
    return False


def _is_begun(body: str, depth: int) -> bool:
    if not body:
        return depth > 0
    if depth > 3:
        return False
    return any(
        (body.startswith(first) and _is_begun(body[len(first) :].removeprefix("о"), depth + 1))
        or (body.startswith(first) and _is_begun(body[len(first) :], depth + 1))
        for first in _pieces("first")
    )


def follows_form(sentence: Sequence[Word], at: int) -> int:
    """How many words after a legal form are the name: «тк попутный груз», «ООО Уральский прокат»."""
    one = sentence[at]
    two = sentence[at + 1] if at + 1 < len(sentence) else None
    if two is None or not two.is_word or two.gap != " ":
        return 1
    if is_pos(one.low, "ADJF") and qualifies(one.low, two.low):
        return 2
    if stem(two.low) in _words("after") and not has(two.low, "VERB"):
        return 2
    return 1
