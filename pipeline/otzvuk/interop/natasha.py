"""natasha beside otzvuk: importable where it is installed, its names and syntax beside our mentions.

natasha 1.6 (2023) wants pymorphy2, which wants `pkg_resources` at its first word: setuptools 82 took it away,
and environments of Python 3.12 have no setuptools. Here natasha gets pymorphy3, which otzvuk uses anyway and
which has the same interface and newer dictionaries, under pymorphy2's name, for as long as its import takes.

    from otzvuk.interop.natasha import natasha, read

    doc = read("Иван Петров из Череповца присылает накладные неделями.")
    print([(span.type, span.normal) for span in doc.spans])
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from threading import Lock
from types import ModuleType, SimpleNamespace
from typing import Any, Final

from otzvuk.model.extra import needed
from otzvuk.model.mention import Coding, Mention

_STANDS_FOR: Final = {
    f"pymorphy2{part}": f"pymorphy3{part}" for part in ("", ".analyzer", ".units", ".units.base")
}
_importing = Lock()


@contextmanager
def _pymorphy3_as_pymorphy2() -> Iterator[None]:
    """pymorphy3 under the names of pymorphy2; afterwards all is as it was, pymorphy3 too."""
    lent = {name: import_module(own) for name, own in _STANDS_FOR.items()}
    before = {name: sys.modules.get(name) for name in lent}
    unit = lent["pymorphy2.units.base"].BaseAnalyzerUnit
    # yargy mends this method of pymorphy2, which pymorphy3 does not need and would break by
    method = unit.__dict__["_get_param_names"]
    sys.modules.update(lent)
    try:
        yield
    finally:
        unit._get_param_names = method
        for name, module in before.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module


@contextmanager
def _aside(*packages: str) -> Iterator[None]:
    """Those packages imported anew; what somebody has imported of them before is theirs again afterwards."""

    def imported() -> dict[str, ModuleType]:
        return {name: each for name, each in sys.modules.items() if name.partition(".")[0] in packages}

    before = imported()
    for name in before:
        del sys.modules[name]
    try:
        yield
    finally:
        if before:
            for name in imported():
                del sys.modules[name]
            sys.modules.update(before)


@cache
def load() -> ModuleType:
    """The module `natasha`, over pymorphy3; `import natasha` gives it, too, unless another was there before.

    Raises `InputError` with the command that installs it where it, or a part of its tree, is missing.
    """
    with _importing:
        there = sys.modules.get("natasha")
        if there is not None and there.MorphVocab.__base__.__module__.startswith("pymorphy3"):
            return there
        with (
            needed("для natasha", extra="natasha"),
            _pymorphy3_as_pymorphy2(),
            _aside("natasha", "yargy"),
        ):
            return import_module("natasha")


natasha = load()


@cache
def _tools() -> SimpleNamespace:
    """What reads a text, loaded once: about a second."""
    embedding = natasha.NewsEmbedding()
    return SimpleNamespace(
        segmenter=natasha.Segmenter(),
        vocabulary=natasha.MorphVocab(),
        morphology=natasha.NewsMorphTagger(embedding),
        syntax=natasha.NewsSyntaxParser(embedding),
        names=natasha.NewsNERTagger(embedding),
    )


def read(text: str) -> Any:
    """The text as a `natasha.Doc` with sentences, morphology, syntax, lemmas and names in normal form."""
    tools = _tools()
    doc = natasha.Doc(text)
    doc.segment(tools.segmenter)
    doc.tag_morph(tools.morphology)
    doc.parse_syntax(tools.syntax)
    doc.tag_ner(tools.names)
    for token in doc.tokens:
        token.lemmatize(tools.vocabulary)
    for span in doc.spans:
        span.normalize(tools.vocabulary)
    return doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What natasha sees within a mention.

    `names` are type (PER, ORG, LOC) and normal form of the names that touch it; `head` is the lemma of the
    word that the others of the mention hang on, `subject` and `object` the lemmas of that word's own, else of
    the mention's first, "" where it has none.
    """

    mention: Mention
    names: tuple[tuple[str, str], ...] = ()
    head: str = ""
    subject: str = ""
    object: str = ""


def beside(coding: Coding) -> list[Beside]:
    """Each mention of a coding with the names and the syntax that natasha finds in its turn."""
    texts = coding.interview.turns
    docs = {turn: read(texts[turn].text) for turn in sorted({each.turn for each in coding.mentions})}
    return [_beside(mention, docs[mention.turn]) for mention in coding.mentions]


def _beside(mention: Mention, doc: Any) -> Beside:
    def touches(part: Any) -> bool:
        return bool(part.start < mention.stop and mention.start < part.stop)

    names = tuple((span.type, span.normal or span.text) for span in doc.spans if touches(span))
    tokens = [token for token in doc.tokens if touches(token) and token.rel != "punct"]
    inside = {token.id for token in tokens}
    heads = [token for token in tokens if token.head_id not in inside]
    if not heads:
        return Beside(mention=mention, names=names)
    # Of several the one that most words hang on: a mention may begin with the end of another clause.
    weight = {head.id: sum(token.head_id == head.id for token in tokens) for head in heads}
    head = max(heads, key=lambda each: weight[each.id])
    hang = sorted(tokens, key=lambda token: token.head_id != head.id)  # its own words first

    def first(relation: str) -> str:
        return next((token.lemma for token in hang if token.rel.partition(":")[0] == relation), "")

    return Beside(mention=mention, names=names, head=head.lemma, subject=first("nsubj"), object=first("obj"))
