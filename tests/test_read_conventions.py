"""How Russian transcripts set speakers off: dashes, capitals, names mid-line, numbers, remarks."""

from __future__ import annotations

from pathlib import Path

import pytest

from otzvuk.model.errors import InputError
from otzvuk.read.formats import read_transcript
from otzvuk.read.interviewer import find_interviewers
from otzvuk.read.names import key
from otzvuk.read.remarks import remarks
from otzvuk.read.transcript import Transcript
from reading import TALK, said

SAME = TALK.splitlines()


def read(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "i1.txt"
    path.write_text(text, "utf-8")
    return read_transcript(path)


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("И", "Р"), ("Инт.", "Респ."), ("Интервьюер", "Респондент 1"), ("В", "О"), ("ИНТЕРВЬЮЕР", "ПЁТР ИЛЬИЧ")],
)
def test_labels_of_practice(tmp_path: Path, asks: str, answers: str) -> None:
    found = read(tmp_path, TALK.replace("Интервьюер", asks).replace("Пётр", answers))
    assert [key(turn.speaker) for turn in found.turns] == [key(asks), key(answers)] * 2
    assert find_interviewers(found.turns).speakers == {found.turns[0].speaker}


def test_dashes_part_two_who_take_turns(tmp_path: Path) -> None:
    found = read(tmp_path, "".join(f"— {line.split(': ')[1]}\n" for line in SAME))
    assert [turn.speaker for turn in found.turns] == ["Говорящий 1", "Говорящий 2"] * 2
    assert found.turns[1].text == "Срывают."
    assert found.notes == (
        "имён в стенограмме нет, реплики начинаются с тире: принято, что двое говорят по очереди",
    )


def test_a_list_is_no_dialogue(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="не найдено ни одного говорящего"):
        read(tmp_path, "- сроки\n- цены\n- упаковка\n- документы\n")


@pytest.mark.parametrize("after", [" ", ". ", " — "])
def test_names_in_capitals_need_no_colon(tmp_path: Path, after: str) -> None:
    text = TALK.replace("Интервьюер: ", f"АННА{after}").replace("Пётр: ", f"ПЁТР{after}")
    assert said(read(tmp_path, text)) == [
        line.replace("Интервьюер", "АННА").replace("Пётр", "ПЁТР") for line in SAME
    ]


def test_a_name_in_the_middle_of_a_line_opens_a_turn(tmp_path: Path) -> None:
    found = read(tmp_path, TALK.replace("\n", " "))
    assert said(found) == SAME
    assert found.notes == ("имя говорящего стоит посреди строки, и она разделена; таких мест: 3",)
    quoted = "Интервьюер: Как?\nПётр: Он сказал так. Дима: ждите. И ждём.\n" + TALK
    assert said(read(tmp_path, quoted))[1] == "Пётр: Он сказал так. Дима: ждите. И ждём."


def test_a_header_on_one_line_is_said_by_nobody(tmp_path: Path) -> None:
    header = "Дата: 14.10.2025. Интервьюер: Мария Ветрова. Респондент: Громов В. И., «Альфа»\n"
    for talk in (TALK, TALK.replace("Пётр", "Респондент")):
        found = read(tmp_path, header + talk)
        assert said(found) == said(read(tmp_path, talk))
        assert found.notes == (f"пропущено начало до первой реплики (строка 1): «{header.strip()}»",)


@pytest.mark.parametrize("greeting", ["", "Интервьюер: Добрый день.\nРеспондент: Здравствуйте.\n"])
def test_a_header_right_above_the_talk_takes_no_words_of_it(tmp_path: Path, greeting: str) -> None:
    header = "Дата: 14.10.2025\nИнтервьюер: Мария\nРеспондент: Громов В. И.\n"
    talk = "Интервьюер: Как вам сроки?\nРеспондент: Срывают.\n"
    more = "\nИнтервьюер: А документы?\nРеспондент: Тут порядок.\n\nИнтервьюер: Цены?\nРеспондент: Да.\n"
    found = read(tmp_path, header + greeting + talk + more)
    assert said(found) == [line for line in (greeting + talk + more).splitlines() if line]
    assert found.notes == (
        "пропущено начало до первой реплики (строка 1 – строка 3): "
        f"«{' / '.join(header.strip().splitlines())}»",
    )


def test_numbers_of_contributions_are_left_out(tmp_path: Path) -> None:
    text = "".join(f"{number}. {line}\n" for number, line in enumerate(SAME, 1))
    assert said(read(tmp_path, text)) == SAME
    own = "Интервьюер: Что?\nПётр: Вот что:\n1. сроки\n2. цены\n" + TALK
    assert said(read(tmp_path, own))[1] == "Пётр: Вот что:\n1. сроки\n2. цены"


def test_remarks_are_found_and_asides_are_not() -> None:
    text = (
        "(смеётся) Ждём [неразборчиво] (неделю, не меньше) <пауза> [00:01:02]"
        " (нрзб.) (…) (ГОСТ) (примерно) (12 сек пауза) (прим. ред.: склад)"
    )
    assert [text[start:end] for start, end in remarks(text)] == [
        "(смеётся)", "[неразборчиво]", "<пауза>", "[00:01:02]", "(нрзб.)", "(…)",
        "(12 сек пауза)", "(прим. ред.: склад)",
    ]  # fmt: skip
