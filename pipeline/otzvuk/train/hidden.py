"""Codebooks that a model does not know, made of one that it does: to fit and to measure likeness by.

Ten codes at a time have other ids and the model is not asked about them (`hidden`), or nearly all, as in a
codebook of another trade (`strange`); some are taken out of the book, so that «none of them» is right for
their mentions (`removed`), or all have other ids (`renamed`). Each code is written of in more or fewer words
(`written`), with none, five or twenty examples.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from otzvuk.model.codebook import Code, Codebook, Patterns
from otzvuk.model.mention import Coding

SEED = 2025
AT_ONCE = 10  # codes hidden at a time
MOST, DRAWS = 24, 2  # codes hidden where nearly all are, and how often that is drawn
EXAMPLES = (0, 5, 20)
OTHER = "_own"  # what other ids end with


class Book(NamedTuple):
    """A codebook that the model does not know, and what the model's codes are called in it.

    `without` are the model's codes that it is not asked about; a code that `called` lacks is in no book.
    """

    name: str
    codebook: Codebook
    called: dict[str, str]
    without: frozenset[str] = frozenset()


def parts(codes: Sequence[str]) -> list[list[str]]:
    """The codes, ten at a time."""
    drawn = random.Random(SEED).sample(list(codes), len(codes))
    return [drawn[at : at + AT_ONCE] for at in range(0, len(drawn), AT_ONCE)]


def hidden(
    book: Codebook, codes: Iterable[str], said: dict[str, list[str]], *, level: str, many: int
) -> Book:
    """The book with other ids for these codes, about which the model is not asked."""
    return _called_otherwise(book, frozenset(codes), said, level, many, "hidden", ask=False)


def strange(book: Codebook, said: dict[str, list[str]], *, level: str, many: int, draw: int) -> Book:
    """The book with nearly all codes hidden, those of a draw: the model's ear is worth less there."""
    codes = random.Random(SEED + draw).sample(list(book.codes), MOST)
    return hidden(book, codes, said, level=level, many=many)._replace(name="strange")


def renamed(book: Codebook, said: dict[str, list[str]], *, level: str, many: int) -> Book:
    """The book with other ids for all codes; the model may be asked."""
    return _called_otherwise(book, frozenset(book.codes), said, level, many, "renamed", ask=True)


def removed(book: Book, codes: Iterable[str]) -> Book:
    """The same book without some codes of the model."""
    gone = {book.called[code] for code in codes}
    kept = {name: code for name, code in book.codebook.codes.items() if name not in gone}
    called = {model: name for model, name in book.called.items() if name not in gone}
    return Book("removed", book.codebook.model_copy(update={"codes": kept}), called, book.without)


def _called_otherwise(
    book: Codebook,
    codes: frozenset[str],
    said: dict[str, list[str]],
    level: str,
    many: int,
    name: str,
    *,
    ask: bool,
) -> Book:
    called = {each: each + OTHER if each in codes else each for each in book.codes}
    own = {
        called[each]: written(code, said.get(each, [])[:many] if each in codes else [], level)
        for each, code in book.codes.items()
    }
    without = frozenset[str]() if ask else codes
    return Book(name, book.model_copy(update={"codes": own}), called, without)


def written(code: Code, examples: Sequence[str], level: str) -> Code:
    """The code with its label alone, with its definition too, or with its patterns (`all`) besides."""
    kept: dict[str, object] = {"examples": tuple(examples)}
    if level != "all":
        kept["patterns"] = Patterns()
    if level == "label":
        kept["definition"] = ""
    return code.model_copy(update=kept)


def said_of(codings: Iterable[Coding]) -> dict[str, list[str]]:
    """What was said of each code, in an order drawn once."""
    found: dict[str, list[str]] = {}
    for coding in codings:
        for mention in coding.mentions:
            found.setdefault(mention.code, []).append(mention.text)
    draw = random.Random(SEED)
    return {code: draw.sample(texts, len(texts)) for code, texts in sorted(found.items())}


def books(book: Codebook, said: dict[str, list[str]]) -> Iterator[Book]:
    """All codebooks that are fitted on."""
    for level in ("label", "definition", "all"):
        for many in EXAMPLES:
            for codes in parts(list(book.codes)):
                unknown = hidden(book, codes, said, level=level, many=many)
                yield unknown
                yield removed(unknown, codes[: AT_ONCE // 2])
            for draw in range(DRAWS):
                yield strange(book, said, level=level, many=many, draw=draw)
            whole = renamed(book, said, level=level, many=many)
            yield whole
            yield removed(whole, parts(list(book.codes))[0])
