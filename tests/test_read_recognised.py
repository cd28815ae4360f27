"""What six programs and services of speech recognition write → the same turns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import said

SAID = [("1", 1.0, "Как вам сроки?"), ("2", 3.0, "Срывают."), ("1", 5.0, "А документы?")]


def read(tmp_path: Path, *values: Any) -> Transcript:
    path = tmp_path / "i1.json"
    path.write_text("\n".join(json.dumps(value, ensure_ascii=False, indent=1) for value in values), "utf-8")
    return read_transcript(path)


def v2(channel: str, start: float, text: str) -> dict[str, Any]:
    times = {"startTime": f"{start:.3f}s", "endTime": f"{start + 1:.3f}s"}
    return {"alternatives": [{"text": text, "words": [{"word": "а", **times}]}], "channelTag": channel}


def v3(channel: str, start: float, text: str) -> dict[str, Any]:
    best = {"text": text, "startTimeMs": str(int(start * 1000)), "endTimeMs": str(int(start * 1000) + 1000)}
    return {"result": {"final": {"alternatives": [best]}, "channelTag": channel}}


def deepgram_word(speaker: int, start: float, text: str) -> dict[str, Any]:
    return {
        "word": text.lower(),
        "punctuated_word": text,
        "start": start,
        "end": start + 0.4,
        "speaker": speaker,
    }


def words(tag: str, scale: float) -> list[dict[str, Any]]:
    return [
        {
            tag: word,
            "start": (start + at * 0.3) * scale,
            "end": (start + at * 0.3 + 0.2) * scale,
            "speaker": who,
        }
        for who, start, text in SAID
        for at, word in enumerate(text.split())
    ]


V2 = {"done": True, "response": {"chunks": [v2(*each) for each in SAID]}}
V3 = [v3(*each) for each in SAID]
UTTERANCES = [
    {"speaker": who, "start": at * 1000, "end": at * 1000 + 900, "text": text} for who, at, text in SAID
]
DEEP = [{"speaker": int(who), "start": at, "end": at + 0.9, "transcript": text} for who, at, text in SAID]
WHISPERX = [
    {"start": at, "end": at + 0.9, "text": text, "words": [{"word": "а", "speaker": f"Спикер {who}"}] * 2}
    for who, at, text in SAID
]


@pytest.mark.parametrize(
    "values",
    [
        [V2],
        V3,
        [V3],
        [{"utterances": UTTERANCES, "words": [], "text": "…"}],
        [{"utterances": None, "words": words("text", 1000), "text": "…"}],
        [{"metadata": {}, "results": {"channels": [], "utterances": DEEP}}],
        [{"results": {"channels": [{"alternatives": [{"words": words("punctuated_word", 1)}]}]}}],
        [{"segments": WHISPERX, "word_segments": []}],
    ],
)
def test_every_dialect_gives_the_same_turns(tmp_path: Path, values: list[Any]) -> None:
    found = read(tmp_path, *values)
    names = {turn.speaker.split()[0] for turn in found.turns}
    assert names <= {"Канал", "Спикер"}
    assert [line.split(" ", 1)[1] for line in said(found)] == [f"{who}: {text}" for who, _, text in SAID]
    assert [turn.seconds_at(0) for turn in found.turns] == [1.0, 3.0, 5.0]


def test_refined_text_replaces_the_raw_one(tmp_path: Path) -> None:
    raw = [v3("0", 1, "как вам сроки"), v3("0", 3, "срывают")]
    best = {"text": "Как вам сроки?", "startTimeMs": "1000", "endTimeMs": "2000"}
    text = {"alternatives": [best], "channelTag": "0"}
    refined = {"result": {"finalRefinement": {"finalIndex": "0", "normalizedText": text}, "channelTag": "0"}}
    assert said(read(tmp_path, raw[0], refined, raw[1])) == [": Как вам сроки?", ": срывают"]


def test_channels_that_repeat_each_other_are_merged_once(tmp_path: Path) -> None:
    twice = [v2(channel, at, text) for _, at, text in SAID for channel in "12"]
    twice.append(v2("2", 9.0, "Тут порядок."))
    found = read(tmp_path, {"response": {"chunks": twice}})
    assert said(found) == [": Как вам сроки?", ": Срывают.", ": А документы?", ": Тут порядок."]
    assert found.notes[0].startswith("каналы 2 и 1 повторяют одну и ту же речь")


def test_vosk_writes_one_answer_after_another(tmp_path: Path) -> None:
    answers = [
        {"result": [{"word": word, "start": at, "end": at + 0.5} for word in text.split()], "text": text}
        for _, at, text in SAID
    ]
    for values in (answers, [answers], [{"alternatives": [answer]} for answer in answers]):
        found = read(tmp_path, *values, {"text": ""}) if values is answers else read(tmp_path, *values)
        assert [turn.text for turn in found.turns] == [text for _, _, text in SAID]
        assert found.turns[2].seconds_at(0) == 5.0


@pytest.mark.parametrize("left_out", [0, 2, 4])
def test_what_the_list_with_speakers_leaves_out_is_in_the_talk(tmp_path: Path, left_out: int) -> None:
    # insanely-fast-whisper 0.0.15 writes all pieces as `chunks` and as `speakers` those it has a speaker for:
    # findings/insanely_fast_whisper_one_word_turns.sh shows how the last one gets lost there
    talk = ["Как вам сроки?", "Срывают.", "А цена?", "Нормальная.", "И пришлите акты."]
    times = [(0, 1), (1, 2), (2, 3), (3, 4), (4, None)]
    chunks = [{"timestamp": time, "text": f" {text}"} for time, text in zip(times, talk, strict=True)]
    named = [{"speaker": f"SPEAKER_0{at % 2}", **chunk} for at, chunk in enumerate(chunks) if at != left_out]
    found = read(tmp_path, {"speakers": named, "chunks": chunks, "text": " ".join(talk)})
    assert " ".join(turn.text for turn in found.turns) == " ".join(talk)
    assert {"SPEAKER_00", "SPEAKER_01"} <= {turn.speaker for turn in found.turns}
    assert any("без имени говорящего: 1" in note for note in found.notes)


def test_a_few_fragments_with_speakers_tell_nothing_of_the_others(tmp_path: Path) -> None:
    # insanely-fast-whisper 0.0.15, pyannote having heard the beginning only: the rest was the last speaker's
    talk = ["Как вам сроки?", "Срывают.", "А цена?", "Нормальная.", "Чего не хватает?", "Актов и счетов."]
    chunks = [{"timestamp": [at, at + 1], "text": f" {text}"} for at, text in enumerate(talk)]
    named = [{"speaker": f"SPEAKER_0{at}", **chunk} for at, chunk in enumerate(chunks[:2])]
    found = read(tmp_path, {"speakers": named, "chunks": chunks, "text": " ".join(talk)})
    assert said(found) == [f": {text}" for text in talk]
    assert [turn.seconds_at(0) for turn in found.turns] == [0, 1, 2, 3, 4, 5]


def test_a_loop_of_the_recogniser_is_marked_and_counted_once(tmp_path: Path) -> None:
    loop = [{"start": at, "end": at + 1, "text": "Продолжение следует всегда."} for at in range(9)]
    end = {"start": 9, "end": 10, "text": "Срывают."}
    found = read(tmp_path, {"segments": [*loop, end]})
    assert "".join(turn.text for turn in found.turns).count("Продолжение") == 1
    assert "[повторено ещё 8 раз: ошибка распознавания]" in found.turns[0].text
    assert "стоит 9 раз подряд" in found.notes[-1]
    short = [{"start": at, "end": at + 1, "text": "Да."} for at in range(3)]
    assert [turn.text for turn in read(tmp_path, {"segments": [*short, end]}).turns].count("Да.") == 3


@pytest.mark.parametrize("start", [float("nan"), float("inf"), -1, "рано", 1e300])
def test_impossible_times_are_named(tmp_path: Path, start: object) -> None:
    with pytest.raises(InputError, match="фрагмент 1: неверное время"):
        read(tmp_path, {"segments": [{"start": start, "text": "а"}]})
    with pytest.raises(InputError):
        read(tmp_path, {"segments": [{"start": {"seconds": 10**400}, "text": "а"}]})
