"""Text and Markdown → turns: every way to write a speaker, and lines that only look like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Cue
from otzvuk.read.dialogue import transcript
from otzvuk.read.formats import read_transcript
from otzvuk.read.transcript import Line, Transcript
from reading import TALK, said


def read(tmp_path: Path, text: str, *, name: str = "i1.txt", known: tuple[str, ...] = ()) -> Transcript:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_transcript(path, known=known)


SAME = ["Интервьюер: Как вам сроки?", "Пётр: Срывают.", "Интервьюер: А документы?", "Пётр: Тут порядок."]


@pytest.mark.parametrize(
    "text",
    [
        TALK,
        TALK.replace("\n", "\r\n"),
        TALK.replace("\n", "\n\n"),
        TALK.replace(": ", ":\n"),
        TALK.replace(":", " :"),
        TALK.replace(": ", ":\t"),
        TALK.replace(": ", "\t"),
        TALK.replace("Пётр: Т", "ПЁТР: Т"),
        TALK.replace("Интервьюер:", "**Интервьюер:**").replace("Пётр:", "**Пётр**:"),
        TALK.replace("Интервьюер:", "__Интервьюер:__").replace("Пётр:", "*Пётр:*"),
        TALK.replace("Интервьюер: ", "**Интервьюер**\n").replace("Пётр: ", "**Пётр**\n"),
        TALK.replace("Интервьюер:", "**Интервьюер**").replace("Пётр:", "**Пётр**"),
        TALK.replace("Интервьюер: ", "\nИнтервьюер\n").replace("Пётр: ", "\nПётр\n"),
        TALK.replace("Интервьюер: ", "### Интервьюер\n\n").replace("Пётр: ", "### Пётр\n\n"),
        TALK.replace("Интервьюер:", "[Интервьюер]:").replace("Пётр:", "[Пётр]:"),
        TALK.replace("Пётр: ", "Пётр [00:01:02]: "),
        TALK.replace("Пётр: ", "Пётр (01:02): "),
        TALK.replace("Пётр: ", "[00:01:02] Пётр: "),
        TALK.replace("Пётр: ", "00:01:02 Пётр: "),
        TALK.replace("Пётр: ", "1:02 - Пётр: "),
        TALK.replace("Пётр: ", "**[00:01:02] Пётр:** "),
        TALK.replace("Пётр: ", "Пётр: [00:01:02] "),
        TALK.replace("Интервьюер: ", "\n00:01:02 Интервьюер\n").replace("Пётр: ", "\n00:01:02 Пётр\n"),
        TALK.replace("Интервьюер: ", "\nИнтервьюер 00:01:02\n").replace("Пётр: ", "\nПётр  0:01:02\n"),
        TALK.replace("Интервьюер: ", "\nИнтервьюер [01:02]\n").replace("Пётр: ", "\nПётр (01:02)\n"),
    ],
)
def test_speakers_are_found_however_they_are_set_off(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert said(found) == SAME
    assert found.notes == ()


@pytest.mark.parametrize(
    "label",
    ["И. П. Сидоров", "Сидоров И.П.", "Р1", "Спикер 2", "SPEAKER_00", "Анна-Мария", "главный технолог",
     "Зам. гл. бухгалтера", "Ольга (АО «Завод»)", "Респондент, директор", "O'Нил", "г-н Иванов"],
)  # fmt: skip
def test_a_label_may_be_a_name_initials_a_number_or_a_position(tmp_path: Path, label: str) -> None:
    assert said(read(tmp_path, TALK.replace("Пётр", label))) == [line.replace("Пётр", label) for line in SAME]


@pytest.mark.parametrize(
    "line",
    ["Скажу так: бывает.", "Например: март.", "Плюсы: близко.", "Скажу: хорошо.", "В 10:30 приехали.",
     "Пришли в 10:30: ждали.", "http://example.org", "Сидоров: «ждите».", "Хорошо", "Итого:",
     "Вот смотрите, что было: ничего.", "10:30 — приезжает машина", "Пётр"],
)  # fmt: skip
def test_a_line_inside_an_utterance_is_no_speaker(tmp_path: Path, line: str) -> None:
    text = "Интервьюер: Как?\nПётр: Всяко.\n" + f"{line}\nИ ещё раз:\n" + TALK
    assert said(read(tmp_path, text)) == ["Интервьюер: Как?", f"Пётр: Всяко.\n{line}\nИ ещё раз:", *SAME]


def test_a_phrase_may_even_recur(tmp_path: Path) -> None:
    text = TALK + "Скажу так: раз.\nСкажу так: два.\nНапример: три.\nНапример: четыре.\n"
    assert said(read(tmp_path, text))[-1].endswith("Скажу так: два.\nНапример: три.\nНапример: четыре.")


def test_a_name_of_the_table_is_believed_at_first_sight(tmp_path: Path) -> None:
    text = "Интервьюер: Как?\nПётр: Всяко.\nИ ещё.\nИ снова.\nМария Ивановна: А у нас хорошо.\nПётр: Да.\n"
    assert len(read(tmp_path, text).turns) == 3
    assert (
        said(read(tmp_path, text, known=("Сидорова Мария Ивановна",)))[2] == "Мария Ивановна: А у нас хорошо."
    )


def test_in_a_short_talk_names_need_not_recur(tmp_path: Path) -> None:
    assert said(read(tmp_path, "Анна: Как?\nПётр: Хорошо.")) == ["Анна: Как?", "Пётр: Хорошо."]


def test_numbered_questions_are_one_speaker(tmp_path: Path) -> None:
    text = "Вопрос 1: Как?\nОтвет: Так.\nВопрос 2: Где?\nОтвет: Там.\n"
    assert {turn.speaker for turn in read(tmp_path, text).turns} == {"Вопрос", "Ответ"}


def test_what_stands_above_the_talk_is_skipped_and_said(tmp_path: Path) -> None:
    head = "Интервью № 4\n\nДата: 12 мая\nРеспондент: Пётр, мастер\nИнтервьюер: Анна\n\n"
    found = read(tmp_path, head + TALK)
    assert said(found) == SAME
    assert found.notes == (
        "пропущено начало до первой реплики (строка 1 – строка 5): "
        "«Интервью № 4 / Дата: 12 мая / Респондент: Пётр, мастер / Интервьюер: Анна»",
    )


def test_headings_of_markdown_are_skipped_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, TALK + "## Документы\n---\nПётр: Всё.\n", name="i1.md")
    assert said(found) == [*SAME, "Пётр: Всё."]
    assert found.notes == ("пропущены заголовки (строка 5): «## Документы»",)


def test_lines_without_a_label_continue_the_turn(tmp_path: Path) -> None:
    found = read(tmp_path, "Интервьюер: Как?\nПётр: Раз.\n\n  Два.  \nТри.\nИнтервьюер: Так.\n")
    assert said(found)[1] == "Пётр: Раз.\nДва.\nТри."
    assert [turn.place for turn in found.turns] == ["строка 1", "строка 2", "строка 6"]


def test_turns_of_one_speaker_stay_apart_where_each_is_labelled(tmp_path: Path) -> None:
    assert len(read(tmp_path, TALK + "Пётр: И ещё.\n").turns) == 5


def test_timecodes_are_kept_by_their_place_in_the_turn(tmp_path: Path) -> None:
    text = "Интервьюер [00:00:05]: Как?\nПётр [00:00:10]: Раз.\n[00:00:12] Два. [00:20] Три.\n"
    turn = read(tmp_path, text).turns[1]
    assert turn.text == "Раз.\nДва. Три."
    assert turn.cues == (Cue(0, 10), Cue(5, 12), Cue(10, 20))
    assert turn.seconds_at(turn.text.index("Три")) == 20


def test_a_recording_with_times_but_without_names_is_kept(tmp_path: Path) -> None:
    text = "[00:01.000 --> 00:04.000]  Расскажите о сроках.\n[00:04.000 --> 00:06.000]  Сроки\n"
    text += "[00:06.000 --> 00:08.000]  держат.\n"
    found = read(tmp_path, text)
    assert said(found) == [": Расскажите о сроках.", ": Сроки держат."]
    assert found.turns[1].cues == (Cue(0, 4), Cue(6, 6))


@pytest.mark.parametrize(
    "text", ["Просто текст.\nЕщё текст.\n", "Скажу так: да.\n", "Дата: вчера\n", "Хорошо\nДа\n"]
)
def test_a_text_without_speakers_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(
        InputError, match=r"i1\.txt: в стенограмме не найдено ни одного говорящего; ожидается"
    ):
        read(tmp_path, text)


words = st.text(st.sampled_from("абв .,?!:—«»\n[]*#0123456789"), min_size=1, max_size=40)


@given(st.lists(words, min_size=1, max_size=8))
def test_no_word_is_lost_and_offsets_hold(texts: list[str]) -> None:
    rows = [row for text in texts for row in f"Спикер 1: а{text}".split("\n")]
    found = transcript(
        [Line(row, f"строка {number}") for number, row in enumerate(rows, 1)], known=["Спикер 1"]
    )
    for turn in found.turns:
        assert turn.text == turn.text.strip()
        assert all(0 <= cue.offset < len(turn.text) for cue in turn.cues)
        assert [cue.offset for cue in turn.cues] == sorted({cue.offset for cue in turn.cues})
    letters = sum(char in "абв" for text in texts for char in f"а{text}")
    assert sum(char in "абв" for turn in found.turns for char in turn.text) == letters


@given(st.integers(370, 420), st.sampled_from([" ", "  ", "* ", " _", "# "]))
def test_a_long_turn_keeps_every_space(length: int, gap: str) -> None:
    said = ("слово" * 90)[:length] + gap + "и дальше слова"
    read = transcript([Line("И: Как?", "строка 1"), Line(f"Пётр: {said}", "строка 2")])
    assert [turn.text for turn in read.turns] == ["Как?", said]
