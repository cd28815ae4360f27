"""The words of marking (`models/lexicons/marked.yaml`), read at first use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from otzvuk.coding.pattern import Matcher
from otzvuk.language import lemma
from otzvuk.model.bundled import bundled
from otzvuk.model.yamlfile import CheckedModel, read_yaml


class MarkedWords(CheckedModel):
    """The file; see there what each list is."""

    objects: Mapping[str, tuple[str, ...]]
    elsewhere: tuple[str, ...]
    own: tuple[str, ...]
    empty: tuple[str, ...]
    measures: tuple[str, ...]
    gives: tuple[str, ...]
    says: tuple[str, ...]
    plain: tuple[str, ...]
    takes_off: tuple[str, ...]
    adds: tuple[str, ...]
    attributes: tuple[str, ...]
    fillers: tuple[str, ...]


@cache
def marked_words() -> MarkedWords:
    """The lists as written."""
    return read_yaml(bundled("models", "lexicons", "marked.yaml"), MarkedWords)


@cache
def lemmas(*lists: str) -> frozenset[str]:
    """The lemmas of the words on the named lists."""
    return frozenset(lemma(word) for name in lists for word in getattr(marked_words(), name))


@cache
def elsewhere_matcher() -> Matcher:
    """What puts a mark on somebody else than the supplier, compiled."""
    return Matcher({"elsewhere": marked_words().elsewhere})
