"""Exchanges of the training corpus: short coded talks, an empty line between them (`exchanges/*.txt`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from otzvuk.model.codebook import Codebook
from otzvuk.model.interview import Interview
from otzvuk.model.mention import Coding
from otzvuk.read.marked import read_marked

INTERVIEWER = "И"


def read_exchanges(folder: Path, codebook: Codebook) -> Iterator[Coding]:
    """The exchanges in the files of `folder`, each an interview of its own; lines with `#` are remarks.

    Raises `InputError`, which names the line of the file.
    """
    for path in sorted(folder.glob("*.txt")):
        block: list[str] = []
        number = 0
        for at, line in enumerate([*path.read_text("utf-8").splitlines(), ""]):
            if line.strip() and not line.startswith("#"):
                block.append(line)
            elif block:
                number += 1
                # Empty lines before it keep the numbers of the file's own lines in messages.
                text = "\n" * (at - len(block)) + "\n".join(block)
                yield _coding(f"{path.stem}-{number:03}", path.name, text, codebook)
                block = []


def _coding(name: str, file: str, text: str, codebook: Codebook) -> Coding:
    marked = read_marked(text, codebook=codebook)
    turns = tuple(replace(turn, interviewer=turn.speaker == INTERVIEWER) for turn in marked.turns)
    return Coding(
        Interview(id=f"exchanges/{name}", file=file, turns=turns),
        mentions=marked.mentions,
        ratings=marked.ratings,
    )
