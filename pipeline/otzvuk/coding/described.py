"""What a user wrote of a code, as words to compare speech with, and as the model reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import Form, Words, sample
from otzvuk.coding.guess import judge_spans
from otzvuk.coding.model import Model
from otzvuk.language import tokenise
from otzvuk.model.codebook import Code

Floats = NDArray[np.float32]


class Heard(NamedTuple):
    """Texts read by the model with nothing said before: their words, and the probabilities of its codes."""

    forms: list[list[Form]]
    codes: Floats


def heard(model: Model, texts: Sequence[str]) -> Heard:
    """The texts, each taken for one mention."""
    tokens = [tokenise(text) for text in texts]
    taken = [
        sample("", at, text, own, (), (), model.words)
        for at, (text, own) in enumerate(zip(texts, tokens, strict=True))
    ]
    said = judge_spans(
        model.voices, taken, [(at, 0, len(each.tokens)) for at, each in enumerate(taken) if each.tokens]
    )
    codes = np.full((len(texts), len(model.card.codes)), 1 / len(model.card.codes), np.float32)
    for each in said:
        codes[each.sample.turn] = each.codes
    return Heard([list(each.forms) for each in taken], codes)


def meant(code: Code) -> str:
    """A code's label and definition, as a reader would read them out."""
    return f"{code.label}. {code.definition}".strip()


def told(code: Code) -> str:
    """The same; a label alone is no sentence."""
    return meant(code) if code.definition else code.label


def written(code: Code, words: Words) -> list[Form]:
    """The words of a code's label, definition and patterns."""
    patterns = code.patterns
    listed = (*patterns.topic, *patterns.complaint, *patterns.praise, *patterns.wish)
    bare = " ".join(_SIGNS.sub(" ", _FORBIDDEN.sub("", each)) for each in listed)
    return [words.form(token) for token in tokenise(f"{meant(code)} {bare}")]


_FORBIDDEN = re.compile(r"&\s*![^&]*")
_SIGNS = re.compile(r"[^\w\s-]")
