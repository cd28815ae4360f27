"""Recognised speech (JSON) → turns with times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said


def read(tmp_path: Path, tree: Any) -> Transcript:
    path = tmp_path / "i1.json"
    path.write_text(tree if isinstance(tree, str) else json.dumps(tree), "utf-8")
    return read_transcript(path)


def segment(start: float, text: str, speaker: str | None = None) -> dict[str, Any]:
    return {"start": start, "end": start + 1, "text": text} | ({"speaker": speaker} if speaker else {})


def test_segments_of_one_speaker_become_one_turn(tmp_path: Path) -> None:
    segments = [
        segment(0, " Как вам", "SPEAKER_00"),
        segment(1, " сроки", "SPEAKER_00"),
        segment(2.5, " Срывают", "SPEAKER_01"),
    ]
    for tree in ({"text": "…", "segments": segments}, segments):
        found = read(tmp_path, tree)
        assert said(found) == ["SPEAKER_00: Как вам сроки", "SPEAKER_01: Срывают"]
        assert found.turns[0].cues == (Cue(0, 0.0), Cue(8, 1.0))
        assert found.turns[1].place == "фрагмент 3"


def test_a_segment_without_a_speaker_belongs_to_the_one_before(tmp_path: Path) -> None:
    found = read(tmp_path, [segment(0, "Да", "A"), segment(1, "нет"), segment(2, "Что", "B")])
    assert said(found) == ["A: Да нет", "B: Что"]
    assert len(found.notes) == 1


def test_without_speakers_sentences_part_the_turns(tmp_path: Path) -> None:
    found = read(
        tmp_path, {"segments": [segment(0, "Как вам"), segment(1, "сроки?"), segment(2, "Срывают.")]}
    )
    assert said(found) == [": Как вам сроки?", ": Срывают."]


def test_whisper_cpp_has_names_of_its_own(tmp_path: Path) -> None:
    times = {"from": "00:00:01,500", "to": "00:00:02,000"}
    found = read(tmp_path, {"transcription": [{"timestamps": times, "text": " Сроки срывают."}]})
    assert found.turns[0].cues == (Cue(0, 1.5),)


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ("{", "строка 1, столбец 2: это не JSON"),
        ("[" * 100_000, "это не JSON"),
        ({}, "в файле нет распознанной речи"),
        ({"segments": []}, "в файле нет распознанной речи"),
        ({"segments": [segment(0, " ")]}, "в файле нет распознанной речи"),
        ("42", "в файле нет распознанной речи"),
        ([{"start": 1}], "в файле нет распознанной речи «start»"),
        ([segment(0, "а"), "б"], "фрагмент 2: у фрагмента нет текста"),
        ([{"start": "рано", "text": "а"}], "фрагмент 1: неверное время «рано»; ожидается число секунд"),
    ],
)
def test_what_is_no_transcript_is_refused(tmp_path: Path, tree: Any, message: str) -> None:
    with pytest.raises(InputError, match=r"i1\.json") as error:
        read(tmp_path, tree)
    assert message in str(error.value)


def test_halves_of_characters_and_terminal_commands_do_not_get_in(tmp_path: Path) -> None:
    said = {"start": 0, "end": 2, "speaker": "Пётр\ud83d", "text": "Срок \udc00 сор\x07вали\x1b[31m.\x0bДа."}
    (turn,) = read(tmp_path, {"segments": [said]}).turns
    assert (turn.speaker, turn.text) == ("Пётр\ufffd", "Срок \ufffd сорвали[31m. Да.")
