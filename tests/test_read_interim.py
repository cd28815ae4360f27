"""Guesses that a recogniser gave while somebody was speaking → said once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from otzvuk.read.formats import read_transcript


def turns(tmp_path: Path, values: list[dict[str, Any]], *, told: bool) -> list[tuple[str, str]]:
    path = tmp_path / "i1.json"
    path.write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    found = read_transcript(path)
    assert any("предварительные" in note for note in found.notes) == told
    return [(turn.speaker, turn.text) for turn in found.turns]


def sber(text: str, start: float, stop: float, speaker: int, *, eou: bool) -> dict[str, Any]:
    return {
        "results": [
            {"text": text.lower(), "normalized_text": text, "start": f"{start}s", "end": f"{stop}s"},
        ],
        "eou": eou,
        "processed_audio_start": "0s",
        "channel": 0,
        "speaker_info": {"speaker_id": speaker, "main_speaker_confidence": 0.4},
    }


def test_a_guess_that_nothing_replaces_is_speech(tmp_path: Path) -> None:
    # SaluteSpeech, speakers apart: a short answer over somebody else's words may never get its `eou`
    said = turns(
        tmp_path,
        [
            sber("Сроки соблюдают?", 0.2, 1.4, 1, eou=True),
            sber("Нет", 1.2, 1.6, 2, eou=False),
            sber("Сроки соблюдают? Нет. А цены?", 0.2, 3.0, -1, eou=True),
            sber("А цены?", 2.1, 3.0, 1, eou=True),
        ],
        told=False,
    )
    assert [text for _, text in said] == ["Сроки соблюдают?", "Нет", "А цены?"]
    assert said[0][0] == said[2][0] != said[1][0]


def test_of_guesses_alone_the_latest_is_taken(tmp_path: Path) -> None:
    said = turns(
        tmp_path,
        [
            {"is_final": True, "speaker": "Анна", "start": 0.0, "end": 1.5, "text": "Что со складом?"},
            {"is_final": False, "speaker": "Олег", "start": 2.0, "end": 2.6, "text": "склад"},
            {"is_final": False, "speaker": "Олег", "start": 2.0, "end": 3.4, "text": "склад опять закрыт"},
        ],
        told=True,
    )
    assert said == [("Анна", "Что со складом?"), ("Олег", "склад опять закрыт")]


def test_guesses_without_times_give_way_to_what_follows(tmp_path: Path) -> None:
    # Google's streaming answers: a guess has no time, and no speaker either
    said = turns(
        tmp_path,
        [
            {"isFinal": False, "alternatives": [{"transcript": "что со"}]},
            {"isFinal": True, "speakerTag": 1, "alternatives": [{"transcript": "Что со складом?"}]},
            {"isFinal": False, "alternatives": [{"transcript": "склад"}]},
            {"isFinal": True, "speakerTag": 2, "alternatives": [{"transcript": "Склад опять закрыт."}]},
            {"isFinal": True, "speakerTag": 1, "alternatives": [{"transcript": "Давно?"}]},
        ],
        told=True,
    )
    assert [text for _, text in said] == ["Что со складом?", "Склад опять закрыт.", "Давно?"]
