import pytest

from otzvuk.coding.scale import asks_percent, said_scale, scale_of


@pytest.mark.parametrize(
    ("question", "scale"),
    [
        ("Оцените по десятибалльной шкале", 10),
        ("по пятибалльной", 5),
        ("по 100-балльной шкале", 100),
        ("по двадцатибалльной", 20),
        ("от одного до десяти", 10),
        ("от нуля до семи", 7),
        ("сколько из пяти?", 5),
        ("Максимум десять, сколько дадите?", 10),
        ("Десять — лучшая оценка. Доставка?", 10),
        ("Пять звёзд максимум", 5),
        ("Ноль — нет, десять — да", 10),
        ("Пять — всё ясно, один — ничего", 5),
        ("В школьных оценках, документы?", 5),
        ("Шкала семь баллов", 7),
        ("Портал на десятку?", 10),
        ("Как у вас со сроками?", None),
        ("Сколько из десяти машин опоздало?", None),
        ("Работаете до десяти вечера?", None),
        ("Сколько из ста двадцати приняли?", None),
    ],
)
def test_the_scale_is_read_from_the_question(question: str, scale: float | None) -> None:
    assert scale_of(question) == scale


def test_an_answer_names_a_scale_only_in_so_many_words() -> None:
    assert said_scale("По пятибалльной четвёрка") == 5
    assert said_scale("По той же шкале шесть") is None
    assert said_scale("Девять размеров из двенадцати") is None


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("На сколько процентов вы довольны?", True),
        ("Оцените в процентах", True),
        ("Сколько процентов брака?", False),
        ("Доверяете им на сто процентов?", False),
    ],
)
def test_a_feeling_in_percent_is_a_mark_and_a_fact_is_none(question: str, *, wants: bool) -> None:
    assert asks_percent(question) is wants
