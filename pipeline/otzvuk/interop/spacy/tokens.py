"""Our tokens, lemmas and sentences in spaCy: the tokenizer `otzvuk.Tokenizer.v1`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from otzvuk.language.cover import cover


class Tokenizer:
    """Cuts texts as otzvuk does, with lemmas and sentence starts; keeps every code point of the text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a `Doc`."""
        return covering(self.vocab, text)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:  # noqa: ARG002 -- spaCy's
        """The texts as `Doc`s, one after another."""
        return map(self, texts)

    # There is nothing to keep: spaCy asks every tokenizer for these.

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> Tokenizer:
        """The tokenizer itself."""
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write nothing."""

    def from_disk(self, path: str | Path, **_: Any) -> Tokenizer:  # noqa: ARG002 -- spaCy's
        """The tokenizer itself."""
        return self


def create_tokenizer() -> Callable[[Any], Tokenizer]:
    """What `@tokenizers = "otzvuk.Tokenizer.v1"` stands for in a spaCy config."""
    return tokenizer_of


def tokenizer_of(nlp: Any) -> Tokenizer:
    """The tokenizer of a pipeline."""
    return Tokenizer(nlp.vocab)


def covering(vocab: Vocab, text: str, spans: Iterable[tuple[int, int]] = ()) -> Doc:
    """A `Doc` of our tokens, cut where one of the `spans` (offsets into the text) begins or ends inside."""
    pieces = cover(text, spans)
    return Doc(
        vocab,
        words=[each.text for each in pieces],
        spaces=[each.space for each in pieces],
        lemmas=[each.lemma for each in pieces],
        sent_starts=[at == 0 or each.first for at, each in enumerate(pieces)],
    )
