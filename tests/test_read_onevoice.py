"""Recordings in which nobody is named: questions are told from answers as far as can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from otzvuk.model.interview import Interview
from otzvuk.read import read_interview, read_study
from reading import lay_out

TALK = [
    (True, "Добрый день. Давно ли вы берёте у них фитинги?"),
    (False, "Шестой год, начинали с одного склада."),
    (False, "Потом перевели всё к ним, а куда деваться?"),
    (True, "Понятно. А как вам сроки?"),
    (False, "Сроки гуляют, обещают одно, привозят другое."),
    (True, "Расскажите о последнем срыве."),
    (False, "В марте ждали кран две недели, линия стояла."),
    (True, "Кто за это ответил?"),
    (False, "Никто не ответил."),
]


def cues(texts: list[str], *, long: int = 4) -> str:
    """Subtitles that begin five seconds apart."""
    times = [(f"00:00:{at:02},000", f"00:00:{at + long:02},000") for at in range(0, 5 * len(texts), 5)]
    return "\n".join(
        f"{at}\n{start} --> {stop}\n{text}\n"
        for at, ((start, stop), text) in enumerate(zip(times, texts, strict=True))
    )


def read(tmp_path: Path, suffix: str, texts: list[str]) -> Interview:
    path = tmp_path / f"i1.{suffix}"
    if suffix == "json":
        tree = [{"start": at * 5, "end": at * 5 + 4, "text": text} for at, text in enumerate(texts)]
        path.write_text(json.dumps({"segments": tree}), "utf-8")
    elif suffix == "csv":
        rows = [f"{at * 5};{text}" for at, text in enumerate(texts)]
        path.write_text("\n".join(["start;text", *rows]), "utf-8")
    else:
        path.write_text(cues(texts), "utf-8")
    return read_interview(path)


@pytest.mark.parametrize("suffix", ["json", "srt", "csv"])
def test_questions_are_taken_for_the_interviewers_and_that_is_said(tmp_path: Path, suffix: str) -> None:
    found = read(tmp_path, suffix, [text for _, text in TALK])
    asked = [turn.text for turn in found.turns if turn.interviewer]
    assert asked == [text for asks, text in TALK if asks]
    assert set(found.participants) == {"Респондент"}
    assert any("интервьюеру отнесено фрагментов: 4 из" in note for note in found.assumptions)


@pytest.mark.parametrize("label", ["[SPEAKER_00] ", "Спикер 1: ", "(speaker 0) ", "Speaker 1: "])
def test_one_numbered_voice_for_all_is_no_speaker(tmp_path: Path, label: str) -> None:
    expected = [text for asks, text in TALK if asks]
    for suffix in ("srt", "json", "csv"):
        found = read(tmp_path, suffix, [label + text for _, text in TALK])
        assert [turn.text for turn in found.turns if turn.interviewer] == expected
        assert set(found.participants) == {"Респондент"}


@pytest.mark.parametrize(
    "texts",
    [
        ["Сроки гуляют.", "Обещают одно, привозят другое.", "А что поделаешь?", "Ждём."],
        ["Как вам сроки?", "А документы?", "Что изменить?"],
        ["Возим сами."],
    ],
)
def test_what_is_no_talk_is_one_voice_and_that_is_said(tmp_path: Path, texts: list[str]) -> None:
    found = read(tmp_path, "srt", texts)
    assert not any(turn.interviewer for turn in found.turns)
    assert any("не различить говорящих" in note for note in found.assumptions)


def test_the_guides_questions_are_known_even_without_signs(tmp_path: Path) -> None:
    texts = [
        "хотелось бы начать с истории закупок фитингов", "шестой год берём", "сроки гуляют",
        "перейдём к претензиям и возвратам", "ни разу не ответили", "возвраты не принимают",
    ]  # fmt: skip
    guide = (
        "blocks:\n- title: Начало\n"
        "  questions: [История закупок фитингов, 'Претензии и возвраты: как прошло?']\n"
    )
    files = {"transcripts/i1.srt": cues(texts, long=2), "guide.yaml": guide}
    study = read_study(lay_out(tmp_path, files))
    asked = [turn.text for turn in study.interviews[0].turns if turn.interviewer]
    assert asked == [texts[0], texts[3]]


def test_of_one_stretch_it_is_said_what_is_lost_and_what_helps(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"transcripts/а.text": "ну как у вас со сроками сроки срывают каждый месяц\n"})
    (interview,) = read_study(root).interviews
    assert any("оценок почти нет: начните вопросы с «И:»" in note for note in interview.assumptions)
