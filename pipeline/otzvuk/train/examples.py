"""Coded interviews and phrases → examples with the answers that the network has to give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from otzvuk.coding.features import Sample, Words, samples
from otzvuk.coding.network import KINDS, TAGS, TRENDS
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Coding, Kind, Mention

_TAG = {tag: number for number, tag in enumerate(TAGS)}


class Span(NamedTuple):
    """A mention as tokens [first, last) of the answer, with code, kind and trend by number."""

    first: int
    last: int
    code: int
    kind: int
    trend: int


@dataclass(frozen=True, eq=False)
class Example:
    """A sample and its answers: a tag (`TAGS`) for each token of the answer, and the spans."""

    sample: Sample
    tags: NDArray[np.int64]
    spans: tuple[Span, ...]


def examples(coding: Coding, words: Words, codes: Sequence[str]) -> list[Example]:
    """The respondents' turns of a coded interview.

    Of mentions that overlap only the first is kept; a code that is not among `codes` is an error.
    """
    number = {code: at for at, code in enumerate(codes)}
    said = coding.by_turn()
    return [_example(each, said.get(each.turn, []), number) for each in samples(coding.interview, words)]


def _example(taken: Sample, mentions: Iterable[Mention], number: dict[str, int]) -> Example:
    spans: list[Span] = []
    for mention in sorted(mentions, key=lambda m: (m.start, m.stop)):
        inside = [at for at, token in enumerate(taken.tokens) if mention.span.contains(token)]
        if not inside or (spans and inside[0] < spans[-1].last):
            continue
        first, last, kind = inside[0], inside[-1] + 1, KINDS.index(mention.kind)
        spans.append(Span(first, last, number[mention.code], kind, TRENDS.index(mention.trend)))
    return tagged(taken, spans)


def tagged(taken: Sample, spans: Iterable[Span]) -> Example:
    """The example of a sample whose answer holds these spans, in order, none upon another."""
    tags = np.zeros(len(taken.tokens), np.int64)
    spans = tuple(spans)
    for span in spans:
        tags[span.first : span.last] = _TAG[f"I-{KINDS[span.kind]}"]
        tags[span.first] = _TAG[f"B-{KINDS[span.kind]}"]
    return Example(taken, tags, spans)


def unprompted(example: Example) -> Example:
    """The example without the answer that went before, as for the first answer of an interview."""
    sample = example.sample
    before = int((sample.segments == 2).sum())
    shorter = replace(
        sample, forms=sample.forms[before:], segments=sample.segments[before:], offset=sample.offset - before
    )
    return replace(example, sample=shorter)


class Phrase(NamedTuple):
    """A phrase of the bank: an evaluation of a code, or (code None) words that only look like one."""

    text: str
    code: str | None
    kind: Kind | None


_KIND = {"c": Kind.COMPLAINT, "p": Kind.PRAISE, "w": Kind.WISH}


def read_blunt(file: Path) -> list[Phrase]:
    """Sentences as people say them bluntly: kind (`n` for none), tab, code (`-` for none), tab, sentence.

    Lines with `#` are remarks. Raises `InputError` with file and line; a file that is not there is empty.
    """
    phrases: list[Phrase] = []
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        tag, _, rest = line.partition("\t")
        code, _, text = rest.partition("\t")
        if tag not in {*_KIND, "n"} or (code == "-") != (tag == "n") or not text.strip():
            raise InputError(
                "неверная строка банка фраз",
                file=file,
                place=f"строка {number}",
                value=line,
                expected="c, p, w или n, табуляция, код или -, табуляция, фраза",
            )
        phrases.append(Phrase(text.strip(), None if tag == "n" else code, _KIND.get(tag)))
    return phrases


def read_phrases(folder: Path) -> list[Phrase]:
    """The phrase bank: `evaluations/<code>.tsv` (kind, tab, phrase) and `background/*.txt` (one a line).

    Raises `InputError` with file and line.
    """
    phrases: list[Phrase] = []
    for file in sorted((folder / "evaluations").glob("*.tsv")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            tag, _, text = line.partition("\t")
            if tag not in _KIND or not text.strip():
                raise InputError(
                    "неверная строка банка фраз",
                    file=file,
                    place=f"строка {number}",
                    value=line,
                    expected="c, p или w, табуляция, фраза",
                )
            phrases.append(Phrase(text.strip(), file.stem, _KIND[tag]))
    for file in sorted((folder / "background").glob("*.txt")):
        lines = file.read_text("utf-8").splitlines()
        phrases += [Phrase(line.strip(), None, None) for line in lines if line.strip()]
    return phrases
