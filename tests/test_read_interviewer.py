"""Who asks: by label, by settings, by questions."""

from __future__ import annotations

import pytest

from otzvuk.model.interview import Turn
from otzvuk.read.interviewer import find_interviewers


def talk(*rows: str) -> list[Turn]:
    return [Turn(*row.split(": ", 1)) for row in rows]


TALK = (
    "{0}: Как вам сроки?",
    "{1}: Обычно всё приходит вовремя, мы довольны.",
    "{0}: А бумаги?",
    "{1}: Всё ли? Почти.",
)


def named(first: str, second: str) -> list[Turn]:
    return talk(*(row.format(first, second) for row in TALK))


@pytest.mark.parametrize(
    "label",
    ["Интервьюер", "ИНТЕРВЬЮЕР 2", "Инт.", "И", "Модератор", "Мод.", "Вопрос", "В", "Анна (модератор)",
     "Интервьюер Анна", "Ведущий", "Interviewer"],
)  # fmt: skip
@pytest.mark.parametrize("reply", ["Р", "Пётр", "Ответ", "Ведущий инженер"])
def test_a_label_may_say_it(label: str, reply: str) -> None:
    for turns in (named(label, reply), named(reply, label)):
        assert find_interviewers(turns) == find_interviewers(turns[::-1])
        assert find_interviewers(turns).speakers == {label}
        assert find_interviewers(turns).note == ""


def test_settings_name_the_interviewer() -> None:
    found = find_interviewers(named("Анна", "Пётр"), settled=["Анна Ильинична"])
    assert found.speakers == {"Анна"}
    assert found.note == ""


def test_a_respondent_of_the_table_is_never_the_interviewer() -> None:
    assert find_interviewers(named("Пётр", "И"), respondents=["И"], all_found=True).speakers == {"Пётр"}


def test_the_only_one_missing_in_the_table_asks() -> None:
    found = find_interviewers(named("Пётр", "Анна"), respondents=["Пётр"], all_found=True)
    assert found.speakers == {"Анна"}
    assert "только его нет в таблице" in found.note


@pytest.mark.parametrize(("first", "second"), [("Спикер 1", "Спикер 2"), ("Анна", "Пётр"), ("М", "Ж")])
def test_who_asks_most_is_guessed_and_said(first: str, second: str) -> None:
    found = find_interviewers(named(first, second))
    assert found.speakers == {first}
    assert found.note == (
        f"интервьюер не подписан; за него принят «{first}»: вопросы в 100 % его реплик, он говорит первым"
    )


def test_speech_recognition_has_no_question_marks() -> None:
    turns = talk(
        "Спикер 1: меня слышно да",
        "Спикер 2: слышно расскажите пожалуйста чем вы занимаетесь",
        "Спикер 1: ну я отвечаю за склад приёмка там отгрузка всё на мне лет наверное десять уже",
        "Спикер 2: а как с документами",
        "Спикер 1: да нормально всё приходит в срок без ошибок ну почти",
    )
    assert find_interviewers(turns).speakers == {"Спикер 2"}


def test_nobody_is_taken_where_nobody_asks() -> None:
    turns = talk("Анна: Сроки срывают.", "Пётр: И бумаги теряют.", "Анна: Да.", "Пётр: Так и живём.")
    found = find_interviewers(turns)
    assert found.speakers == frozenset()
    assert "не найден" in found.note


def test_one_voice_is_one_respondent() -> None:
    found = find_interviewers(talk(": Как сроки?", ": Плохо."))
    assert found.speakers == frozenset()
    assert "одного респондента" in found.note
