import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.language import lemma, lemmas, tags
from otzvuk.language.dictionary import corrections


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("документами", "документ"),
        ("Опаздывали", "опаздывать"),
        ("её", "ее"),
        ("всё", "все"),
        ("пришли", "прийти"),
        ("нашли", "найти"),
        ("перешли", "перейти"),
        ("накладных", "накладная"),
        ("есть", "быть"),
        ("должны", "должен"),
        ("больше", "больше"),
        ("закрыта", "закрыть"),
        ("обещанную", "обещать"),
        ("отсырело", "отсыреть"),
        ("прошлом", "прошлый"),
        ("Сергеевной", "сергеевна"),
        ("Зайцев", "зайцев"),
        ("зайцев", "заяц"),
        ("счета-фактуры", "счет-фактура"),
        # speech
        ("эээ", "э-э"),
        ("э-э-э", "э-э"),
        ("эм", "э-э"),
        ("м-м", "м-м"),
        ("ммм", "м-м"),
        ("ну-у", "ну"),
        ("дооолго", "долго"),
        ("п-понимаете", "понимать"),
        ("не-не", "не"),
        ("недовес-то", "недовес"),
        ("скажите-ка", "сказать"),
        ("что-то", "что-то"),
        ("щас", "сейчас"),
        ("чё", "что"),
        ("тыщ", "тысяча"),
        ("ихние", "их"),
        # strangers to the dictionary
        ("Мологаплит", "мологаплит"),
        ("мологская", "мологский"),
        ("УПД", "упд"),
        ("электронку", "электронка"),
        # what only looks like another word
        ("до\u00adговоры", "договор"),
        ("зака\u0301зов", "заказ"),
        ("cрoки", "срок"),
        ("опаз\u200bдывают", "опаздывать"),
        # no words
        ("…", "…"),
        ("—", "—"),
        ("12,5", "12,5"),
        ("CRM", "crm"),
        ("1С", "1с"),
    ],
)
def test_lemma(form: str, expected: str) -> None:
    assert lemma(form) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("опаздывали", {"VERB", "past", "plur"}),
        ("есть", {"VERB", "pres"}),
        ("накладной", {"NOUN", "femn"}),
        ("э-э", {"INTJ"}),
        ("короче", {"CONJ", "Prnt"}),
        ("нет", {"PRED"}),
        ("…", {"PNCT"}),
        ("25", {"NUMB"}),
        ("CRM", {"LATN"}),
    ],
)
def test_tags(form: str, expected: set[str]) -> None:
    assert expected <= tags(form)


@given(st.text(min_size=1, max_size=20))
def test_any_string_has_a_lemma_in_lower_case_without_yo(form: str) -> None:
    assert "ё" not in lemma(form) or not form[:1].isalnum()
    assert lemma(form) == lemma(form)
    assert tags(form)


def test_every_correction_corrects_something() -> None:
    forms = corrections().forms
    for form, (wanted, part) in [*forms.items()]:
        del forms[form]
        try:
            plain = [lemmas._analyse(form), lemmas._analyse(form.capitalize())]
        finally:
            forms[form] = (wanted, part)
        assert any(word.lemma != wanted or (part and part not in word.tags) for word in plain), form
    assert all(lemma(form) == wanted for form, (wanted, _) in forms.items())


def test_threads_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["документы", "приходят", "вовремя", "мологская", "эээ"] * 40
    expected = [lemma(word) for word in words]
    monkeypatch.setattr(lemmas, "WORDS", lemmas._Words())
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lemma, words)) == expected


def test_a_full_memory_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    words = lemmas._Words()
    monkeypatch.setattr(lemmas, "WORDS", words)
    monkeypatch.setattr(lemmas._Words, "limit", 2)
    assert [lemma(word) for word in ("сроки", "цены", "акты", "акты")] == ["срок", "цена", "акт", "акт"]
    assert len(words) == 2


def test_importing_loads_no_dictionary() -> None:
    code = "import sys, otzvuk.language; print(sorted({'pymorphy3', 'numpy', 'dawg'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_lemmas_agree_with_the_gold_ones_as_often_as_promised() -> None:
    treebank = Path(__file__).parents[2] / "shared" / "data" / "ud" / "ru_gsd-ud-test.conllu"
    if not treebank.exists():
        pytest.skip(f"no {treebank}")
    rows = [
        line.split("\t") for line in treebank.read_text(encoding="utf-8").splitlines() if line[:1].isdigit()
    ]
    coded = [row for row in rows if row[3] not in {"PUNCT", "NUM", "SYM", "X"} and "Foreign" not in row[5]]
    right = [lemma(row[1].rstrip(".")) == row[2].lower().replace("ё", "е").rstrip(".") for row in coded]
    assert sum(right) / len(right) >= 0.95
