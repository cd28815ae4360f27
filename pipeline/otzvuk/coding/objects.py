"""What a mark is given for: the code, theme, block or process that the words name, by any codebook.

Words name a criterion by a topic pattern of a code, by the label of a code, theme, process, value of a lens,
block of the guide or criterion of the client's own, or by an everyday name (`models/lexicons/marked.yaml`).
The closer they fit the more they count: two words before one, a code's own pattern before a part of a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from otzvuk.coding.markwords import elsewhere_matcher, lemmas, marked_words
from otzvuk.coding.numeral import folded, value_of
from otzvuk.coding.pattern import Match, Matcher
from otzvuk.coding.topic import Topics
from otzvuk.language import Token, tags, tokenise
from otzvuk.language.dictionary import is_known
from otzvuk.read.names import key

OVERALL = "relationship.overall"  # all in all: what is marked where nothing says what
PRODUCT = "product"  # what a thing that no pattern knows is part of («за трубы»)
PERSON = "service.manager"  # whom a person's name is marked as («Соне десять»)
_ABSTRACT = re.compile(r"(ость|ние|тие|ство|ция|зм|ота|ина|изна)$")
_NAMING = frozenset({"NOUN", "ADJF", "ADJS", "ADVB", "COMP", "UNKN", "LATN"})
_PEOPLE = frozenset({"Name", "Surn", "Patr", "anim"})


class Nature(StrEnum):
    """What kind of thing a noun names that no pattern or label knows."""

    THING = "thing"
    PERSON = "person"
    IDEA = "idea"


class Named(NamedTuple):
    """A criterion that words name, how well they fit, and the tokens [first, last) that do."""

    criterion: str
    fit: float
    first: int
    last: int


class Objects:
    """Finds what words name, for one codebook and guide."""

    def __init__(self, topics: Topics) -> None:
        self.topics = topics
        book = topics.codebook
        self._labels: list[tuple[str, frozenset[str], bool]] = []
        titles = self._titles = [block.title for block in topics.guide.blocks]
        values = {name: label for lens in book.lenses.values() for name, label in lens.values.items()}
        whole = {**book.processes, **values}.keys() - book.codes.keys() - book.themes.keys() - {*titles}
        # One id means one thing, the first of these (as in otzvuk.numbers.criterion).
        labels: dict[str, str] = {}
        for named in (
            {name: code.label for name, code in book.codes.items()},
            {name: process.label for name, process in book.processes.items()},
            {title: title for title in titles},
            book.themes,
            values,
        ):
            labels = {**named, **labels}
        titled = {key(label) for label in labels.values()}  # an item may say the block of what is known
        items = {each.name: each.name for each in topics.guide.items if key(each.name) not in titled}
        labels = {**items, **labels}
        self._items = frozenset(items) & {name for name in items if labels[name] == name} - {*titles}
        whole |= self._items  # a criterion of the client's own is named by all of its words
        self.known = frozenset(labels)
        blocks = book.lenses["block"].values if "block" in book.lenses else {}
        self._labels = [
            (name, _stems(labels[name]), name in whole)
            for name in sorted(labels, key=self._rank)
            if name not in values or name not in whole or name in blocks
        ]
        # A theme of one code is that code.
        by_theme = {theme: [c for c in book.codes if book.theme_of(c) == theme] for theme in book.themes}
        self._only = {theme: codes[0] for theme, codes in by_theme.items() if len(codes) == 1}
        self._everyday = Matcher(
            {name: each for name, each in marked_words().objects.items() if name in self.known}
        )
        self.overall = OVERALL if OVERALL in book.codes else ""
        self.product = PRODUCT if PRODUCT in self.known else ""
        self.person = PERSON if PERSON in self.known else ""

    def _rank(self, name: str) -> tuple[int, str]:
        book = self.topics.codebook
        places: Sequence[Iterable[str]] = (
            book.codes,
            book.themes,
            self._titles,
        )
        at = next((rank for rank, names in enumerate(places) if name in names), len(places))
        return at + (name in book.processes), name

    def named(self, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> Named | None:
        """The criterion that `tokens[first:last]` name best; None where they name nothing known.

        All in all is meant only where nothing else is named («поставки в целом» are supplies).
        """
        last = len(tokens) if last is None else last
        found = [
            *(
                Named(m.label, _fit(m) + 0.5, m.first, m.last)
                for m in self._everyday.find(tokens, first, last)
            ),
            *(
                Named(each.code, _fit(each.match), each.match.first, each.match.last)
                for each in self.topics.evidence(tokens, first, last)
                if each.kind is None
            ),
            *self._labelled(tokens, first, last),
        ]
        found = [
            each._replace(
                criterion=self._only.get(each.criterion, each.criterion),
                # «качество обслуживания» is about the service
                fit=each.fit / 2 if _is_attribute(tokens, each) else each.fit,
            )
            for each in found
        ]
        return max(
            found, key=lambda each: (each.criterion != self.overall, each.fit, each.last), default=None
        )

    def _labelled(self, tokens: Sequence[Token], first: int, last: int) -> Iterable[Named]:
        said = {
            _stem(tokens[at].lemma): at
            for at in range(first, last)
            if len(tokens[at].lemma) > 2 and tags(tokens[at].text) & _NAMING
        }
        for name, stems, whole in self._labels:
            shared = stems & said.keys()
            if shared and (shared == stems or not whole):
                at = [said[stem] for stem in shared]
                fit = len(shared) * (1.0 if shared == stems else 0.4 + 0.4 * len(shared) / len(stems))
                own = name in self._titles or name in self._items
                fit *= 2.0 if own else 0.5 if whole else 1.0
                yield Named(name, fit, min(at), max(at) + 1)

    def of_question(self, question: str) -> str | None:
        """What an interviewer asks to mark: "" for a thing that nothing knows, None where nothing is named.

        Words decide, the last sentence first, then the guide's question that they come from.
        """
        asked = self.topics.guide_question(question)
        tokens = tokenise(question)
        thing = False
        for first, last in reversed(_parts(tokens)):
            named = self.named(tokens, first, last)
            if named and named.criterion != self.overall:
                if asked and asked.codes and named.criterion not in asked.codes:
                    break
                return named.criterion
            natures = [nature_of(tokens[at], begins=at == first) for at in range(first, last)]
            thing = thing or (named is None and Nature.THING in natures)
            if named:
                return named.criterion
        if asked and asked.codes:
            return asked.codes[0] if len(asked.codes) == 1 else asked.block
        return "" if thing else None


def _is_attribute(tokens: Sequence[Token], named: Named) -> bool:
    return named.last - named.first == 1 and tokens[named.first].lemma in lemmas("attributes")


@lru_cache(maxsize=8)
def objects_of(topics: Topics) -> Objects:
    """The objects of a codebook's topics, compiled once."""
    return Objects(topics)


def nature_of(token: Token, *, begins: bool = True) -> Nature | None:
    """What a noun names; None for measures, words about marking, names of firms and what is no noun.

    `begins` says that it stands at the beginning, where a capital means nothing.
    """
    word = tags(token.text)
    # «По» and «На» at a beginning are read as names
    if (
        "NOUN" not in word
        or len(token.text) < 3
        or token.lemma in lemmas("empty", "measures")
        or value_of(token.text) is not None
    ):
        return None
    if word & _PEOPLE:
        return Nature.PERSON
    if token.text[0].isupper() and not (begins and is_known(token.text.lower())):
        return None  # a firm's name
    return Nature.IDEA if _ABSTRACT.search(token.lemma) else Nature.THING


def names_elsewhere(tokens: Sequence[Token], first: int = 0, last: int | None = None) -> bool:
    """Whether the words put a mark on somebody else than the supplier, or are about importance."""
    return bool(elsewhere_matcher().find(tokens, first, last))


def _parts(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The sentences of a question as token ranges."""
    ends = [at + 1 for at, token in enumerate(tokens) if token.text[0] in ".?!…"]
    return [(first, last) for first, last in pairwise([0, *ends, len(tokens)]) if first < last]


def _fit(match: Match) -> float:
    """A pattern's words; of equals the one that says more («договоренност*» before «договор*»)."""
    words = [word for word in match.pattern.split() if word not in {"..", "&"} and word[0] != "!"]
    return len(words) + len(match.pattern) / 200


def _stem(word: str) -> str:
    """What a word shares with its kin, roughly («поставка», «поставки»; not «поставщик»)."""
    return folded(word)[: -2 if len(word) > 6 else -1 if len(word) > 4 else None]


def _stems(label: str) -> frozenset[str]:
    words = (
        token
        for token in tokenise(label)
        if len(token.lemma) > 2
        and tags(token.text) & _NAMING
        and token.lemma not in lemmas("empty", "measures")
    )
    return frozenset(_stem(token.lemma) for token in words)
