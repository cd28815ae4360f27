"""The public files in ../shared/data: each read, or refused for the right reason."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read.formats import FORMATS
from otzvuk.read.guarded import read_guarded
from otzvuk.read.transcript import Transcript
from reading import SHARED

FOLDER = SHARED / "data" / "transcripts"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data здесь нет")

REFUSED = {
    "zoom_empty_transcript.vtt": "нет ни одного субтитра",
    "thesis_interview_1.docx": "не найдено ни одного говорящего",
    "thesis_interview_3.docx": "не найдено ни одного говорящего",
    "livecorpus_overprotection.json": "строка 32, столбец 4: это не JSON",
    "spokencorpora_Sib_01-f.txt": "не найдено ни одного говорящего",
    "spokencorpora_Sib_02-f.txt": "не найдено ни одного говорящего",
    "spokencorpora_Sib_03-m.txt": "не найдено ни одного говорящего",
}
SPEAKERS = {
    "pdpilot_P1.pdf": {"Dan", "Participant"},
    "mlss_interview_10.txt": {"interviewer", "interviewee"},
    "livecorpus_f2_zoyaevdaeva_overprotection.xhtml": {"Оксана", "Интервьюер"},
    "livecorpus_i1_anastasiyamelnik_fizika.xhtml": {"Папа", "Сын"},
    "yandex_speechkit_v2_result.json": {""},
}


def words(found: Transcript) -> list[str]:
    return [word for turn in found.turns for word in re.findall(r"\w+", turn.text)]


def times(found: Transcript) -> list[float]:
    return [round(cue.seconds, 2) for turn in found.turns for cue in turn.cues]


def test_seven_files_of_one_recording_say_the_same_at_the_same_times() -> None:
    found = {path.suffix: read_guarded(path) for path in sorted(FOLDER.glob("en/whisper_goodboy.*"))}
    assert len(found) == 7
    first = found[".json"]
    for suffix, each in found.items():
        assert words(each) == words(first), suffix
        if suffix != ".text":  # which has no times
            assert times(each) == times(first), suffix
            assert [turn.text for turn in each.turns] == [turn.text for turn in first.turns], suffix


def test_every_file_is_read_or_refused_for_the_right_reason() -> None:
    paths = sorted(path for path in FOLDER.rglob("*") if path.suffix in FORMATS)
    assert paths
    for path in paths:
        if path.name in REFUSED:
            with pytest.raises(InputError) as error:
                read_guarded(path)
            assert REFUSED[path.name] in str(error.value)
            continue
        found = read_guarded(path)
        assert found.turns
        if path.name in SPEAKERS:
            assert {turn.speaker for turn in found.turns} == SPEAKERS[path.name]


def test_channels_that_repeat_each_other_are_not_counted_twice() -> None:
    found = read_guarded(FOLDER / "ru" / "yandex_speechkit_v2_result.json")
    assert "повторяют одну и ту же речь" in found.notes[0]
    assert sum("против экспансии" in turn.text for turn in found.turns) == 1


TIMING = r"^[\d:., ]+-->[\d:., ]+$"
NUMBER = r"^\d+$"
# What is no word of the talk, file by file: labels, times, headings, lines of services, markup.
NOBODYS = {
    "mlss_interview_10.txt": [r"^interviewe[er]:"],
    "strato_ep002_whisperx.txt": [r"^(?:SPEAKER_\d\d|UNKNOWN):"],
    "strato_ep002_with_speakers.txt": [r"^(?:SPEAKER_\d\d|UNKNOWN):", r"^\[[\d.]+s\]"],
    "whisper_goodboy.txt": [r"^\[[\d:. >-]+\]"],
    "whisper_goodboy.text": [],
    "whisper_goodboy.lrc": [r"^\[[\d:.]+\]", r"^\[\w+:.*\]$"],
    "whisper_goodboy.tsv": [r"^\d+\t\d+\t", r"^start\tend\ttext$"],
    "whisper_goodboy.srt": [TIMING, NUMBER],
    "whisper_goodboy.vtt": [TIMING, r"^WEBVTT$"],
    "zoom_transcript.vtt": [TIMING, NUMBER, r"^WEBVTT$", r"^(?:Ashlee Kupor \(SL\)|Dora Demszky):"],
    "zoom_small_transcript.vtt": [TIMING, NUMBER, r"^WEBVTT$", r"^(?:Ashlee Kupor \(SL\)|Dora Demszky):"],
    "zoom_no_sl_transcript2.vtt": [TIMING, NUMBER, r"^WEBVTT$", r"^(?:Ashlee Kupor|Dora Demszky):"],
    "zoom_chat.txt": [r"^[\d:]+\t[^\t:]+:"],
    "livecorpus_f2_zoyaevdaeva_overprotection.xhtml": [r"<[^<>]*>", r"^видео(?: с начала)?$"],
    "livecorpus_i1_anastasiyamelnik_fizika.xhtml": [r"<[^<>]*>", r"^видео(?: с начала)?$"],
    "livecorpus_i1_daryademkina_aboutuniversity.xhtml": [r"<[^<>]*>", r"^видео(?: с начала)?$"],
    "pdpilot_P1.pdf": [r"^\d+[ \t]*", r"^(?:Dan|Participant)[ \t]*:?", r"^Interview$", r"^\d+/\d+$"],
}
ELSEWHERE = {"whisper_goodboy.json", "yandex_speechkit_v2_result.json"}  # words and their times; see above


def written(path: Path) -> str:
    if path.suffix != ".pdf":
        return path.read_text("utf-8-sig")
    pdfium = pytest.importorskip("pypdfium2")
    return "\n".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(path))


def test_words_that_are_no_label_time_or_heading_are_in_turns() -> None:
    paths = [path for path in FOLDER.rglob("*") if path.suffix in FORMATS and path.name not in REFUSED]
    assert {path.name for path in paths} == NOBODYS.keys() | ELSEWHERE
    for path in paths:
        if path.name in ELSEWHERE:
            continue
        text = written(path).replace("\r", "")
        for pattern in NOBODYS[path.name]:
            text = re.sub(pattern, "", text, flags=re.MULTILINE)
        said = Counter(re.findall(r"\w+", html.unescape(text)))
        lost = said - Counter(words(read_guarded(path)))
        assert lost.total() <= 0.005 * said.total(), (path.name, lost)
