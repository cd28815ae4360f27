"""Tables with tabs → turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "i1.tsv"
    path.write_text(text, "utf-8")
    return read_transcript(path)


def test_whispers_times_are_milliseconds_and_quotation_marks_words(tmp_path: Path) -> None:
    found = read(tmp_path, 'start\tend\ttext\n1500\t2000\t"Сроки?\n70250\t71000\tСрывают.\n')
    assert said(found) == [': "Сроки?', ": Срывают."]
    assert found.turns[1].cues == (Cue(0, 70.25),)


def test_a_table_of_contributions_is_read_as_one(tmp_path: Path) -> None:
    found = read(tmp_path, 'спикер\tтекст\nАнна\t"Как?"\nПётр\tТак.\n')
    assert said(found) == ["Анна: Как?", "Пётр: Так."]


def test_a_faulty_time_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"i1\.tsv, строка 3: неверное время"):
        read(tmp_path, "start\tend\ttext\n1\t2\tда\n3\tx\tнет\n")
