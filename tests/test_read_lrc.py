"""Lyrics files of recognisers → turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue
from otzvuk.read.formats import read_transcript
from reading import said


def test_lines_have_times_and_ends(tmp_path: Path) -> None:
    path = tmp_path / "i1.lrc"
    path.write_text(
        "[ti:запись]\n[00:01.50]Как вам <00:01.9>сроки?\n[00:03.00]\n\n[01:10.25]Срывают\n[01:12.00]\n",
        "utf-8",
    )
    found = read_transcript(path)
    assert said(found) == [": Как вам сроки?", ": Срывают"]
    assert [turn.cues for turn in found.turns] == [(Cue(0, 1.5),), (Cue(0, 70.25),)]


def test_speakers_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "i1.lrc"
    path.write_text("[00:01]Анна: Как?\n[00:02]Пётр: Так,\n[00:03]Пётр: так.\n", "utf-8")
    assert said(read_transcript(path)) == ["Анна: Как?", "Пётр: Так, так."]


def test_text_without_times_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "i1.lrc"
    path.write_text("Как вам сроки?\n", "utf-8")
    with pytest.raises(InputError, match=r"i1\.lrc: нет ни одной строки со временем; ожидается"):
        read_transcript(path)
