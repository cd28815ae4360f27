"""The public files in ../shared/data: each read, or refused for the right reason."""

from __future__ import annotations

import re

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
