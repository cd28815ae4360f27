"""Words as people spell them, where the dictionary (pymorphy3 2.0.6) spells them in another way."""

import pytest

from otzvuk.language import lemma
from otzvuk.language.spelling import as_said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (["колл-центра", "колл-центром"], "колл-центр"),
        (["шоу-рума"], "шоу-рум"),
        (["шоурума", "шоурумом", "шоу-рум"], "шоурум"),
        (["оффлайне"], "оффлайн"),
        (["риэлтора"], "риэлтор"),
        (["блоггеры"], "блоггер"),
        (["самолёта"], "самолёт"),
        (["отгрузку", "отгрузок"], "отгрузка"),
        (["опаздывали"], "опаздывать"),
        (["детей"], "ребенок"),
    ],
)
def test_the_spelling_said_most_often_is_shown(said: list[str], shown: str) -> None:
    (base,) = {lemma(each) for each in said}
    assert as_said(base, {each: said.count(each) for each in said}) == shown
