"""One talk as many services and programs write it into JSON → the same turns, speakers and times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said
from services import DATA, TALK, TEXTS, UNTIMED, ms, words


def read(tmp_path: Path, *values: Any) -> Transcript:
    path = tmp_path / "i1.json"
    path.write_text("\n".join(json.dumps(value, ensure_ascii=False, indent=1) for value in values), "utf-8")
    return read_transcript(path)


@pytest.mark.parametrize("name", DATA)
def test_whoever_wrote_it_the_talk_is_the_same(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, *DATA[name])
    assert [turn.text for turn in found.turns] == TEXTS
    first, second = (turn.speaker for turn in found.turns[:2])
    assert [turn.speaker for turn in found.turns] == [first, second] * 3
    assert first
    assert second
    assert first != second
    starts = [turn.seconds_at(0) for turn in found.turns]
    assert starts == pytest.approx([start for _, start, *_ in TALK], abs=0.01)


@pytest.mark.parametrize("name", UNTIMED)
def test_a_talk_without_times_is_read_too(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, UNTIMED[name])
    assert [turn.text for turn in found.turns] == TEXTS
    assert len({turn.speaker for turn in found.turns}) == 2
    assert all(turn.speaker for turn in found.turns)


@pytest.mark.parametrize("name", ["rev", "video indexer", "amberscript", "with ends and names of speakers"])
def test_names_that_stand_elsewhere_are_found(tmp_path: Path, name: str) -> None:
    assert {turn.speaker for turn in read(tmp_path, *DATA[name]).turns} == {"Вера", "Олег"}


@pytest.mark.parametrize(
    ("scale", "name"),
    [
        (1, ""),
        (100, "сотые"),
        (1000, "миллисекунды"),
        (10**6, "микро"),
        (10**7, "100 нс"),
        (10**9, "нано"),
        (25, "кадры"),
    ],
)
def test_the_unit_of_bare_times_is_told_by_the_pace_of_speech(tmp_path: Path, scale: int, name: str) -> None:
    tree = [
        {"s": 1, "speaker": w, "start": round(a * scale), "stop": round(b * scale), "text": t}
        for w, a, b, t in TALK
    ]
    found = read(tmp_path, tree)
    starts = [turn.seconds_at(0) for turn in found.turns]
    assert starts == pytest.approx([start for _, start, *_ in TALK], abs=0.5)
    assert bool(name) == any("таков темп речи" in note and name in note for note in found.notes)


def test_two_fragments_in_a_long_silence_are_no_milliseconds(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {"segments": [{"start": 0, "end": 30, "text": "Спасибо."}, {"start": 30, "end": 60, "text": "Да."}]},
    )
    assert [turn.seconds_at(0) for turn in found.turns] == [0, 30]


def test_times_that_nobody_can_speak_at_are_said(tmp_path: Path) -> None:
    tree = [{"speaker": w, "start": a / 400, "end": b / 400, "text": t} for w, a, b, t in TALK]
    assert any("темп речи по временам файла невозможен" in note for note in read(tmp_path, tree).notes)


def test_a_segment_of_two_speakers_is_parted_where_its_words_say(tmp_path: Path) -> None:
    """The words that a program could not align have no speaker: they are their neighbour's."""
    both = TALK[0][3] + " " + TALK[1][3]
    inside = [
        {"word": word, "start": x, "end": y, **({"speaker": f"S{who}"} if word != "Пятый" else {})}
        for who, a, b, text in TALK[:2]
        for word, x, y in words(a, b, text)
    ]
    inside[inside.index(next(each for each in inside if each["word"] == "Пятый"))]["speaker"] = None
    tree = {"segments": [{"start": 0.0, "end": 8.4, "text": both, "speaker": "S0", "words": inside}]}
    found = read(tmp_path, tree)
    assert {turn.speaker for turn in found.turns} == {"S0", "S1"}
    assert " ".join(turn.text for turn in found.turns) == both


def test_channels_are_speakers_even_where_each_counts_its_own_from_nought(tmp_path: Path) -> None:
    channels = [
        {
            "alternatives": [
                {
                    "words": [
                        {"word": x.lower(), "punctuated_word": x, "start": y, "end": z, "speaker": 0}
                        for w, a, b, t in TALK
                        if w == channel
                        for x, y, z in words(a, b, t)
                    ]
                }
            ]
        }
        for channel in "01"
    ]
    found = read(tmp_path, {"results": {"channels": channels}})
    assert [turn.speaker for turn in found.turns] == ["Канал 1", "Канал 2"] * 3
    assert [turn.text for turn in found.turns] == TEXTS


def test_signs_that_the_speaker_changes_part_the_turns_and_are_no_words(tmp_path: Path) -> None:
    tree = {
        "transcription": [
            {"offsets": {"from": ms(a), "to": ms(b)}, "text": " " + t.rstrip(".?"), "speaker_turn_next": True}
            for _, a, b, t in TALK
        ]
    }
    assert [turn.text for turn in read(tmp_path, tree).turns] == [text.rstrip(".?") for text in TEXTS]
    tree = {"segments": [{"start": a, "end": b, "text": f">> {t}"} for _, a, b, t in TALK]}
    assert [turn.text for turn in read(tmp_path, tree).turns] == TEXTS


def test_the_whole_talk_as_one_text_is_read_with_the_names_in_it(tmp_path: Path) -> None:
    found = read(tmp_path, {"status": "done", "text": "\n".join(f"Голос {w}: {t}" for w, _, _, t in TALK)})
    assert said(found) == [f"Голос {w}: {t}" for w, _, _, t in TALK]
    assert [turn.text for turn in read(tmp_path, {"text": "Вагоны опаздывают."}).turns] == [
        "Вагоны опаздывают."
    ]


def test_what_is_not_known_says_which_other_file_would_do(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, {"jobId": 7, "payload": "eJzT0yMAAGTvBe8=", "codec": "z"})
    assert "«jobId, payload, codec»" in str(error.value)
    assert ".srt" in str(error.value)
