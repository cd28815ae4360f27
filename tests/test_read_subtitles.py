"""Subtitles → turns with times."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Transcript
from reading import SHARED, said


def read(tmp_path: Path, text: str, name: str = "i1.srt") -> Transcript:
    (tmp_path / name).write_text(text, "utf-8")
    return read_transcript(tmp_path / name)


SRT = """\
1
00:00:01,000 --> 00:00:03,000
Анна: Как вам

2
00:00:03,000 --> 00:00:04,500
Анна: сроки?

3
00:00:05,000 --> 00:00:07,000
Пётр: Срывают,
а что делать.

4
00:00:08,250 --> 00:00:09,000
Терпим.

5
00:00:10,000 --> 00:00:11,000
Анна: Понятно.
6
00:00:11,000 --> 00:00:12,000
Пётр: {смеётся} Если <i>срок</i> < 5 дней.
"""


def test_cues_of_one_speaker_become_one_turn(tmp_path: Path) -> None:
    found = read(tmp_path, SRT)
    assert said(found) == [
        "Анна: Как вам сроки?",
        "Пётр: Срывают, а что делать. Терпим.",
        "Анна: Понятно.",
        "Пётр: {смеётся} Если срок < 5 дней.",
    ]
    turn = found.turns[1]
    assert turn.place == "строка 11"
    assert turn.cues == (Cue(0, 5.0), Cue(9, 5.0), Cue(23, 8.25))
    assert turn.seconds_at(turn.text.index("Терпим")) == 8.25
    assert "фрагментов без имени говорящего: 2" in found.notes[0]


def test_the_same_as_webvtt(tmp_path: Path) -> None:
    text = "\ufeffWEBVTT - запись\nKind: captions\n\nNOTE не\nговорится\n\nSTYLE\n::cue {}\n\n" + SRT.replace(
        ",0", ".0"
    )
    assert said(read(tmp_path, text, "i1.vtt")) == said(read(tmp_path, SRT))


def test_voice_tags_name_the_speakers(tmp_path: Path) -> None:
    text = """WEBVTT

00:01.000 --> 00:02.000 align:start
<v.loud Анна Ильина>Сроки &amp; цены — <00:01.500>как?</v>

00:02.000 --> 00:03.000
<v Пётр>Нормально</v>
<v Анна Ильина>Хорошо</v>

01:00:03.000 --> 01:00:04.000
<c.yellow>Ладно</c>
"""
    found = read(tmp_path, text, "i1.vtt")
    assert said(found) == ["Анна Ильина: Сроки & цены — как?", "Пётр: Нормально", "Анна Ильина: Хорошо Ладно"]
    assert found.turns[2].cues[-1] == Cue(7, 3603.0)


def test_without_names_sentences_and_pauses_part_the_turns(tmp_path: Path) -> None:
    rows = [
        ("01", "02", "Как вам"),
        ("02", "03", "сроки?"),
        ("03", "04", "срывают"),
        ("09", "10", "а бумаги"),
    ]
    text = "".join(f"00:00:{a},000 --> 00:00:{b},000\n{words}\n\n" for a, b, words in rows)
    assert said(read(tmp_path, text)) == [": Как вам сроки?", ": срывают", ": а бумаги"]


@pytest.mark.parametrize("text", ["WEBVTT\n\n", "просто текст\n", "00:00:01,000 --> 00:00:02,000\n\n"])
def test_a_file_without_subtitles_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"i1\.vtt: нет ни одного субтитра"):
        read(tmp_path, text, "i1.vtt")


@pytest.mark.skipif(not SHARED.is_dir(), reason="нет папки ../shared с образцами")
def test_one_recording_is_the_same_in_every_format() -> None:
    samples = SHARED / "data" / "transcripts" / "en"
    srt, vtt, json, txt = (
        " ".join(turn.text for turn in read_transcript(samples / f"whisper_goodboy.{suffix}").turns)
        for suffix in ("srt", "vtt", "json", "txt")
    )
    assert srt == vtt == json == txt
    speakers = {turn.speaker for turn in read_transcript(samples / "zoom_transcript.vtt").turns}
    assert len(speakers) == 2
