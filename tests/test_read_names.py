"""When two spellings mean one person, and who in the table a speaker is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.interview import Participant
from otzvuk.read.names import Likeness, likeness
from otzvuk.read.people import Person, match_names


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("ПЁТР", "Петр", "SAME"),
        ("Пётр Ильич", "пётр  ильич.", "SAME"),
        ("Иванов Пётр", "Пётр Иванов", "SAME"),
        ("Ольга (директор)", "Ольга", "SAME"),
        ("Сидоров, технолог", "Сидоров", "SAME"),
        ("г-н Сидоров", "Сидоров", "SAME"),
        ("И\u0306ван", "Йван", "SAME"),
        ("Иван Петрович", "Сидоров Иван Петрович", "PART"),
        ("Сидоров", "Сидоров Иван Петрович", "PART"),
        ("И. П. Сидоров", "Сидоров Иван Петрович", "INITIALS"),
        ("Сидоров И.П.", "Иван Петрович Сидоров", "INITIALS"),
        ("Сидоров И.", "Сидоров Иван Петрович", "INITIALS"),
        ("Сидоров И.П.", "Сидоров И.", "PART"),
        ("Г. П.", "Галина Петровна", "INITIALS"),
        ("ГП", "Галина Петровна", "INITIALS"),
        ("Сидорова", "Сидоров", "FORM"),
        ("Ольги Павловны", "Ольга Павловна", "FORM"),
        ("Вяземская И.", "Вяземский Игорь", "FORM"),
        ("Спикер 1", "Спикер 2", "NONE"),
        ("Спикер 1", "Спикер 11", "NONE"),
        ("Респондент", "Респондент 2", "PART"),
        ("Иван Петрович", "Иван Ильич", "NONE"),
        ("Иванов", "Ивановский", "NONE"),
        ("И. И. Сидоров", "Сидоров Иван Петрович", "NONE"),
        ("Сидоров П.П.", "Сидоров Иван Петрович", "NONE"),
        ("И", "Иван", "NONE"),
        ("Р", "Роман Ильич", "NONE"),
        ("", "Иван", "NONE"),
        ("", "", "NONE"),
    ],
)
def test_likeness(one: str, other: str, level: str) -> None:
    assert likeness(one, other).name == level
    assert likeness(other, one).name == level


names = st.text(st.sampled_from("аАёЕ иИ.,()-1"), max_size=12)


@given(names, names)
def test_likeness_is_symmetric_and_a_name_is_like_itself(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) in {Likeness.SAME, Likeness.NONE}


def person(name: str, number: int = 2) -> Person:
    return Person(number, "i1", "", Participant(name))


def matches(speakers: list[str], *table: str) -> dict[str, str]:
    persons = [person(name, number) for number, name in enumerate(table, 2)]
    return {speaker: found.name for speaker, (found, _) in match_names(speakers, persons).items()}


def test_the_surest_pairs_are_made_first() -> None:
    found = matches(["Сергей", "Сергей Петрович"], "Сергей Иванович", "Сергей Петрович")
    assert found == {"Сергей": "Сергей Иванович", "Сергей Петрович": "Сергей Петрович"}


def test_an_ambiguous_name_matches_nobody() -> None:
    assert matches(["Сергей"], "Сергей Иванович", "Сергей Петрович") == {}
    assert matches(["Анна Ильина", "Пётр Ильин"], "Ильин") == {"Пётр Ильин": "Ильин"}


def test_two_spellings_of_one_person_both_match() -> None:
    assert matches(["Наталья", "Наталья Петровна"], "Наталья") == {
        "Наталья": "Наталья",
        "Наталья Петровна": "Наталья",
    }
