"""Words are found by lemma, phrase, form and beginning, in one sentence, of the people and codes wanted."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.numbers.search import Index, hits_table, read_query, search, terms_of
from otzvuk.numbers.survey import Survey
from program import call
from studies import Person, make_study

SAID = (
    ("Инт", "Как у них со сроками?"),
    ("Пётр", "Сроки поставки сорвали дважды. Поставка едет месяц, а Зайцев молчит."),
    ("Инт", "А ещё?"),
    ("Пётр", "Ещё о ценах. Её отчёт пришёл в срок, и поставщик нас похвалил."),
)


def survey_of(*turns: tuple[str, str], mentions: tuple[Mention, ...] = ()) -> Survey:
    study, _ = make_study(Person("Пётр"))
    own = Interview(
        id="i1",
        file="i1.txt",
        turns=tuple(Turn(who, text, interviewer=who == "Инт") for who, text in turns),
        participants={"Пётр": Participant("Пётр", company="Альфа", role=Role.USER)},
    )
    return Survey.of(replace(study, interviews=(own,)), [Coding(own, mentions)])


def found(query: str, *, survey: Survey | None = None, **options: object) -> list[str]:
    survey = survey or survey_of(*SAID)
    hits = search(survey, read_query(query), **options)  # type: ignore[arg-type]
    return [survey.study.interviews[0].turns[each.turn].text[each.start : each.stop] for each in hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("срок", ["Сроки поставки сорвали дважды", "Её отчёт пришёл в срок"]),
        ("срок поставка", ["Сроки поставки сорвали дважды"]),  # in one sentence, in any order
        ("поставка срок", ["Сроки поставки сорвали дважды"]),
        ('"срок поставки"', ["Сроки поставки сорвали дважды"]),
        ('"поставки срок"', []),
        ("=срок", ["Её отчёт пришёл в срок"]),
        ("постав* -срок", ["Поставка едет месяц"]),
        ("ее", ["Её отчёт пришёл в срок"]),
        ("зайцевым", ["а Зайцев молчит"]),
        ("месяц|отчет", ["Поставка едет месяц", "Её отчёт пришёл в срок"]),
        ("поставка зайцев", ["Поставка едет месяц, а Зайцев молчит"]),
    ],
)
def test_words_are_found_in_any_form_within_a_sentence(query: str, expected: list[str]) -> None:
    assert found(query) == expected


def test_interviewers_answer_only_where_they_may() -> None:
    assert len(found("срок")) == 2
    assert "Как у них со сроками" in found("срок", everybody=True)


def test_filters_keep_people_and_what_is_coded() -> None:
    text = SAID[1][1]
    mention = Mention(
        turn=1, start=0, stop=29, text=text[:29], kind=Kind.COMPLAINT,
        code="discipline.lead_times", process="delivery",
    )  # fmt: skip
    survey = survey_of(*SAID, mentions=(mention,))
    assert found("срок", survey=survey, where={"code": ["Сроки поставки"]}) == [text[:29]]
    assert found("срок", survey=survey, where={"kind": ["похвала"]}) == []
    assert found("срок", survey=survey, coded=False) == ["Её отчёт пришёл в срок"]
    assert len(found("срок", survey=survey, where={"company": ["альфа"], "role": ["эксплуатант"]})) == 2
    assert found("срок", survey=survey, where={"role": ["economic"]}) == []
    with pytest.raises(InputError, match="имели в виду «delivery"):
        found("срок", survey=survey, where={"process": ["дставка"]})
    table = hits_table(survey, search(survey, read_query("срок")))
    assert table["coded"].tolist() == ["Жалоба: Сроки поставки", ""]
    assert table["after"].iloc[0].startswith(". Поставка едет")


def test_the_shell_may_take_the_quotes() -> None:
    assert terms_of(["срок поставки"]) == replace(terms_of(["«срок поставки»"]), said=("срок поставки",))
    assert len(terms_of(["срок", "поставки"]).terms) == 2
    assert len(terms_of(["срок", "«срыв поставки» -цена"], ["план"]).without) == 2


@pytest.mark.parametrize("query", ["", "  ", "-цена", "«срок", "!!!", "***", "=", "|", "слово " * 30])
def test_a_query_without_a_word_is_refused(query: str) -> None:
    with pytest.raises(InputError):
        read_query(query)


@given(st.text(max_size=40), st.lists(st.text(max_size=60), max_size=4))
def test_any_query_over_any_text_is_answered_or_refused(query: str, texts: list[str]) -> None:
    survey = survey_of(*(("Пётр", text) for text in texts))
    try:
        asked = read_query(query)
    except InputError:
        return
    for hit in search(survey, asked):
        text = texts[hit.turn]
        assert all(hit.start <= start < stop <= hit.stop <= len(text) for start, stop in hit.words)


@given(st.data())
def test_each_word_of_a_text_finds_its_sentence(data: st.DataObject) -> None:
    index = Index(survey_of(*SAID).study.interviews)
    word = data.draw(st.sampled_from([w.strip(".,?") for _, text in SAID for w in text.split()]))
    assert index.turns_of(read_query(word))
    assert index.turns_of(read_query(f"={word.upper()}"))
    assert index.turns_of(read_query(f"{word[:3]}*"))


def test_what_may_have_been_meant_is_said() -> None:
    index = Index(survey_of(*SAID).study.interviews)
    assert "поставка" in index.near(read_query("паставка"))
    assert index.alone(read_query("месяц цены")) == [("месяц", 1), ("цены", 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "и1.txt").write_text(
        "Анна: Как дела?\nПётр Лобов: Марина Полозова опять сорвала сроки. Сроки её не волнуют.\n", "utf-8"
    )
    return tmp_path


def test_the_terminal_shows_words_and_the_file_hides_names(folder: Path, tmp_path: Path) -> None:
    csv = tmp_path / "out" / "найдено.csv"
    said = call("search", folder, "сроки", "--csv", csv)
    assert "Марина Полозова опять сорвала сроки" in said
    assert "Мест: 2" in said
    table = pd.read_csv(csv, sep=";")
    assert table["text"].tolist()[0].startswith("[сотрудник")
    assert "Полозова" not in csv.read_text("utf-8-sig")
    text = "Марина Полозова опять сорвала сроки. Сроки её не волнуют."
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)][1] == "Сроки её не волнуют"
    call("search", folder, "сроки", "--csv", tmp_path / "out" / "имена.csv", "--as-is")
    assert "Полозова" in (tmp_path / "out" / "имена.csv").read_text("utf-8-sig")


def test_nothing_found_says_what_is_near_and_a_bad_query_ends_with_two(folder: Path) -> None:
    assert "«срок»" in call("search", folder, "сроик")
    assert "порознь" in call("search", folder, "сроки", "дела")
    assert "кавычка не закрыта" in call("search", folder, "«срок", code=2)
    assert "нет такого значения" in call("search", folder, "срок", "--role", "кто-то", code=2)
    assert "нет такой папки" in call("search", folder / "нет", "срок", code=2)
