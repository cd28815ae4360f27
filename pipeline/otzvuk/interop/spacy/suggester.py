"""What a `spancat` looks at: clauses, and few of them in a row (`otzvuk.Clauses.v1`).

spaCy's own suggester proposes runs of one, two, three tokens; half of all mentions have more than ten. On the
dev split of the training corpus four mentions of five are among these proposals (docs/more/spacy.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from spacy.tokens import Doc
from thinc.api import NumpyOps, Ops
from thinc.types import Ragged

from otzvuk.language import parse

MOST = 3  # clauses of a mention


def create_suggester(most: int = MOST) -> Callable[..., Ragged]:
    """What `@misc = "otzvuk.Clauses.v1"` stands for: runs of up to `most` clauses, with and without the
    first word («а», «потому»).
    """

    def suggest(docs: Iterable[Doc], *, ops: Ops | None = None) -> Ragged:
        ops = ops or NumpyOps()
        found = [_spans(doc, most) for doc in docs]
        flat: list[Any] = [span for each in found for span in each]
        spans = ops.asarray(flat, dtype="i") if flat else ops.xp.zeros((0, 2), dtype="i")
        return Ragged(spans, ops.asarray([len(each) for each in found], dtype="i"))

    return suggest


def _spans(doc: Doc, most: int) -> list[tuple[int, int]]:
    """Tokens [first, last) of each run of clauses, in order."""
    parsed = parse(doc.text)
    spans: set[tuple[int, int]] = set()
    for at, clause in enumerate(parsed.clauses):
        words = parsed.tokens[clause.first : clause.last][:2]
        for end in parsed.clauses[at : at + most]:
            for word in words:
                span = doc.char_span(word.start, end.stop, alignment_mode="expand")
                if span is not None:
                    spans.add((span.start, span.end))
    return sorted(spans)
