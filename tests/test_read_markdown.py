"""Markdown → turns: markup is no words."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.read.formats import read_transcript
from reading import TALK, said

PAIRS = [line.split(": ") for line in TALK.splitlines()]
SAME = TALK.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        TALK,
        "".join(f"> {line}\n" for line in SAME),
        "| Кто | Текст |\n|---|---|\n" + "".join(f"| {name} | {text} |\n" for name, text in PAIRS),
        "| | |\n|:-|-:|\n" + "".join(f"| **{name}** | {text} |\n" for name, text in PAIRS),
        "".join(f"{number}\\. {line}\n" for number, line in enumerate(SAME, 1)),
        "```\n" + TALK + "```\n",
    ],
)
def test_markup_is_left_out(tmp_path: Path, text: str) -> None:
    path = tmp_path / "i1.md"
    path.write_text(text, "utf-8")
    assert said(read_transcript(path)) == SAME


def test_a_block_above_is_skipped_and_said(tmp_path: Path) -> None:
    path = tmp_path / "i1.md"
    path.write_text("---\ntitle: Пётр\n---\n" + TALK, "utf-8")
    found = read_transcript(path)
    assert said(found) == SAME
    assert found.notes[0] == "пропущен заголовок файла (строка 1 – строка 3)"
