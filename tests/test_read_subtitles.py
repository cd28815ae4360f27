"""Subtitles → turns with times."""

from __future__ import annotations

import json
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
    assert turn.cues == (Cue(0, 5.0), Cue(23, 8.25))
    assert turn.seconds_at(turn.text.index("Терпим")) == 8.25
    assert "фрагментов без имени говорящего: 1" in found.notes[0]


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


TALK = [
    ("Вера", "Как давно вы берёте у них кабель?"),
    ("Олег", "Четвёртый год, барабаны приходят битые."),
    ("Вера", "Кто отвечает за упаковку?"),
    ("Олег", "Никто не знает, пишу всем сразу."),
]
SAID = [f"{name}: {text}" for name, text in TALK]


def cues(*texts: str, webvtt: bool = False) -> str:
    """A file of cues three seconds apart."""
    sign, rows = (".", ["WEBVTT", ""]) if webvtt else (",", [])
    for at, text in enumerate(texts):
        start, stop = (f"00:00:{each:02}{sign}500" for each in (at * 3, at * 3 + 2))
        rows += [*([] if webvtt else [str(at + 1)]), f"{start} --> {stop}", text, ""]
    return "\n".join(rows)


@pytest.mark.parametrize(
    "style",
    ["[{}] {}", "({}) {}", "{{{}}} {}", "[{}]: {}", "<{}> {}", "[{}]\n{}", ">> {}: {}", "{}:\n{}", "{}\n{}"],
)
@pytest.mark.parametrize("suffix", ["srt", "vtt"])
def test_labels_may_stand_in_any_brackets_or_above_the_words(tmp_path: Path, style: str, suffix: str) -> None:
    text = cues(*(style.format(*each) for each in TALK), webvtt=suffix == "vtt")
    found = read(tmp_path, text, f"i1.{suffix}")
    assert said(found) == SAID
    assert [turn.seconds_at(0) for turn in found.turns] == [0.5, 3.5, 6.5, 9.5]
    assert not found.notes


@pytest.mark.parametrize("name", ["SPEAKER_0{}", "speaker {}", "Спикер {}"])
def test_numbered_voices_in_brackets_are_labels_even_if_one_speaks_once(tmp_path: Path, name: str) -> None:
    one, other = (name.format(at) for at in "01")
    text = cues(f"[{one}] Расскажите о сроках.", f"[{other}] Срывают.", "Всегда.")
    assert said(read(tmp_path, text)) == [f"{one}: Расскажите о сроках.", f"{other}: Срывают. Всегда."]


def test_remarks_in_brackets_are_no_labels(tmp_path: Path) -> None:
    texts = [f"[{'смеётся' if at % 2 else 'Музыка'}] {name}: {text}" for at, (name, text) in enumerate(TALK)]
    assert {turn.speaker for turn in read(tmp_path, cues(*texts)).turns}.isdisjoint({"Музыка", "смеётся"})
    texts = [f"[{'неразборчиво' if at % 2 else 'Музыка'}] {text}" for at, (_, text) in enumerate(TALK)]
    assert {turn.speaker for turn in read(tmp_path, cues(*texts)).turns} == {""}


def test_a_name_or_a_time_may_be_a_cue_of_its_own(tmp_path: Path) -> None:
    rows = [part for name, text in TALK for part in (f"{name}:", "[00:00:05]", text)]
    assert said(read(tmp_path, cues(*rows))) == SAID
    rows = ["(3 сек. пауза)", *rows]
    assert said(read(tmp_path, cues(*rows))) == SAID


def test_words_after_an_empty_row_belong_to_their_cue(tmp_path: Path) -> None:
    texts = [f"{name}: {text.replace(' ', chr(10) * 2 + ' ', 1)}" for name, text in TALK]
    for webvtt, name in ((False, "i1.srt"), (True, "i1.vtt")):
        assert said(read(tmp_path, cues(*texts, webvtt=webvtt), name)) == SAID
    # a number among the words is one, unless a time follows it
    assert said(read(tmp_path, cues("Олег: Жду\n\n12\n\nдней.", "Вера: Долго."))) == [
        "Олег: Жду 12 дней.",
        "Вера: Долго.",
    ]
    note = cues(*texts, webvtt=True).replace("00:00:03", "NOTE не\nговорится\n\nимя реплики\n00:00:03", 1)
    assert said(read(tmp_path, note, "i1.vtt")) == SAID


@pytest.mark.parametrize("sign", ["[SPEAKER_TURN]", "[SPEAKER TURN]", "<|speaker_change|>", "(speaker_turn)"])
def test_a_sign_that_the_speaker_changes_parts_the_turns(tmp_path: Path, sign: str) -> None:
    texts = [text.rstrip("?.") for _, text in TALK]
    assert [turn.text for turn in read(tmp_path, cues(*(f"{text} {sign}" for text in texts))).turns] == texts
    together = f" {sign} ".join(texts)
    assert [turn.text for turn in read(tmp_path, cues(together, sign)).turns] == texts


@pytest.mark.parametrize("sign", [">> ", "- ", "— ", "– "])
def test_arrows_and_dashes_before_the_words_part_the_turns(tmp_path: Path, sign: str) -> None:
    texts = [text.rstrip("?.") for _, text in TALK]
    both = [f"{sign}{texts[0]}\n{sign}{texts[1]}", *(sign + text for text in texts[2:])]
    assert [turn.text for turn in read(tmp_path, cues(*both)).turns] == texts


def test_a_voice_holds_over_the_rows_of_its_cue(tmp_path: Path) -> None:
    rows = [
        f"<v {name}>{text.replace(' ', chr(10), 1)}{'</v>' if at % 2 else ''}"
        for at, (name, text) in enumerate(TALK)
    ]
    found = read(tmp_path, cues(*rows, webvtt=True), "i1.vtt")
    assert said(found) == SAID
    assert not found.notes


@pytest.mark.parametrize("above", ['{} "{}" (30125)', "{1}"])
def test_the_name_above_a_cue_may_be_its_speakers(tmp_path: Path, above: str) -> None:
    rows = cues(*(text for _, text in TALK), webvtt=True).split("\n\n")[1:]
    heads = [above.format(at, name) for at, (name, _) in enumerate(TALK, 1)]
    named = [f"{head}\n{row}" for head, row in zip(heads, rows, strict=True)]
    assert said(read(tmp_path, "WEBVTT\n\n" + "\n\n".join(named), "i1.vtt")) == SAID
    numbered = [f"9f{at}c/{at}-0\n{row}" for at, row in enumerate(rows)]
    found = read(tmp_path, "WEBVTT\n\n" + "\n\n".join(numbered), "i1.vtt")
    assert [(turn.speaker, turn.text) for turn in found.turns] == [("", text) for _, text in TALK]


def test_objects_in_cues_are_read(tmp_path: Path) -> None:
    rows = [
        json.dumps({"startDateTime": "2025-03-05T10:00:00+03:00", "speakerName": name, "spokenText": text})
        for name, text in TALK
    ]
    assert said(read(tmp_path, cues(*rows, webvtt=True), "i1.vtt")) == SAID


def test_the_last_field_of_four_counts_frames(tmp_path: Path) -> None:
    text = (
        "1\n00:00:04:05 --> 00:00:06:00\nВера: Как сроки?\n\n2\n00:01:00;10 --> 00:01:02;00\nОлег: Срывают.\n"
    )
    found = read(tmp_path, text)
    assert [turn.seconds_at(0) for turn in found.turns] == [4.2, 60.4]


def test_a_pace_at_which_nobody_speaks_is_said(tmp_path: Path) -> None:
    text = "".join(f"{at}\n00:{at:02}:00,000 --> 00:{at + 1:02}:00,000\nСрок.\n\n" for at in range(20))
    assert any("темп речи" in note for note in read(tmp_path, text).notes)


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
