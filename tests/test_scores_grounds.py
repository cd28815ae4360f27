"""Marks with the words that explain them: beside the mark, in answer to «почему?», about the same thing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import otzvuk
from otzvuk.analysis import for_others
from otzvuk.coding.grounds import grounds_in
from otzvuk.coding.ratings import find_ratings
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.study import Guide, Item, Score, Settings, Study
from otzvuk.numbers import scores
from otzvuk.numbers.survey import Survey
from otzvuk.report import why

BOOK = read_codebook()
TOPICS = Topics(BOOK)


def coded(*lines: str, says: tuple[str, ...] = (), topics: Topics = TOPICS) -> Coding:
    """A talk of «И: …» and «Р: …» with its marks found and mentions: «-code words»."""
    turns = tuple(
        Turn(speaker={"И": "Инна", "Р": "Раиса"}[line[0]], text=line[3:], interviewer=line[0] == "И")
        for line in lines
    )
    people = {
        "Раиса": Participant(speaker="Раиса", role=Role.USER, id="p01", company="Альфа", company_id="k01")
    }
    interview = Interview(id="i1", file="i1.txt", turns=turns, participants=people)
    ratings = tuple(find_ratings(interview, topics))
    mentions = []
    for each in says:
        code, words = each[1:].split(" ", 1)
        at = next(n for n, turn in enumerate(turns) if words in turn.text)
        start = turns[at].text.index(words)
        kind = {"-": Kind.COMPLAINT, "+": Kind.PRAISE, "?": Kind.WISH}[each[0]]
        process = BOOK.codes[code].process
        mentions.append(
            Mention(
                turn=at,
                start=start,
                stop=start + len(words),
                text=words,
                kind=kind,
                code=code,
                process=process,
            )
        )
    return Coding(interview, tuple(mentions), ratings)


def survey_of(coding: Coding, *given: Score, guide: Guide | None = None, **settings: object) -> Survey:
    study = Study(
        path=Path("study"),
        settings=Settings(replicates=100, **settings),
        codebook=BOOK,
        interviews=(coding.interview,),
        scores=given,
        guide=guide or Guide(),
    )
    return Survey.of(study, (coding,))


@pytest.mark.parametrize(
    "lines",
    [
        ("И: Доставка, от одного до десяти?", "Р: Четыре, [потому что возят через раз.]"),
        ("И: Доставка, из десяти?", "Р: Тройка, [за пандус.]"),
        ("И: Общая оценка по десятибалльной?", "Р: Семь. [Была бы девятка, кабы не эти письма.]"),
        ("И: В целом из десяти?", "Р: Шесть. [Остальное съел календарь.]"),
        ("И: В целом из десяти?", "Р: [Из-за бумаг] четыре."),
        ("И: Бумаги из десяти?", "Р: [Вечно с ошибками, так что] три."),
        ("И: Цена, из десяти?", "Р: Пять.", "И: Почему пять?", "Р: [Скидку обещали и забыли.]"),
        ("И: Цена, из десяти?", "Р: Пять.", "И: Угу.", "И: А за что сняли?", "Р: [Индексация.] Чай будете?"),
        ("И: Сайт, из десяти?", "Р: Два.", "И: Два?", "Р: [Виснет каждый понедельник.]"),
    ],
)
def test_words_that_say_why_belong_to_the_mark(lines: tuple[str, ...]) -> None:
    words = next(line[line.index("[") + 1 : line.index("]")] for line in lines if "[" in line)
    coding = coded(*(line.replace("[", "").replace("]", "") for line in lines))
    assert len(coding.ratings) == 1
    assert [each.text for each in grounds_in(coding, TOPICS) if each.plain] == [words]


@pytest.mark.parametrize(
    "lines",
    [
        ("И: В целом из десяти?", "Р: Восемь. Чай будете?"),
        ("И: В целом из десяти?", "Р: Восемь, так и запишите."),
        ("И: Какие оценки поставите, из десяти?", "Р: Восемь за болты, пять за шайбы."),
        ("И: Из десяти?", "Р: За зал восьмёрка, за рампу двойка."),
        ("И: В целом из десяти?", "Р: Девять.", "И: А почему вы выбрали этот город для завода?", "Р: Жена."),
        ("И: Из десяти?", "Р: За цену пять, за сроки три.", "И: Чего не хватает?", "Р: Скамейки у ворот."),
        ("И: В целом из десяти?", "Р: Четыре, и то за красивые глаза."),
        ("И: В целом из десяти?", "Р: Девять. За печати, за то, как шлют письма, — четыре."),
        ("И: В целом из десяти?", "Р: Восемь. Соседи говорят, их обманули, потому что они далеко."),
    ],
)
def test_words_beside_a_mark_that_do_not_say_why_are_none(lines: tuple[str, ...]) -> None:
    assert [each.text for each in grounds_in(coded(*lines), TOPICS) if each.plain] == []


def test_why_asked_of_one_of_several_marks_explains_that_one() -> None:
    coding = coded(
        "И: Оценки из десяти: цена, документы?",
        "Р: Цена восемь, документы три.",
        "И: За документы почему три?",
        "Р: В каждой накладной ошибка.",
    )
    (found,) = grounds_in(coding, TOPICS)
    assert coding.ratings[found.rating].value == 3
    assert found.text == "В каждой накладной ошибка."


def test_a_sentence_beside_the_mark_explains_it_where_it_evaluates_what_was_marked() -> None:
    lines = (
        "И: Документы, из десяти?",
        "Р: Три. Накладные с ошибками. А склад отличный. Склад пусть растёт.",
    )
    says = ("-documents.errors Накладные с ошибками", "+discipline.loading склад отличный")
    survey = survey_of(coded(*lines, says=says))
    (row,) = scores.grounds(survey).to_dict("records")
    assert (row["text"], row["labels"], row["link"]) == ("Накладные с ошибками.", "0", "beside")
    turn = survey.study.interviews[0].turns[row["turn"]].text
    assert turn[row["start"] : row["end"]] == row["text"]
    assert turn[row["mark_start"] : row["mark_end"]] == "Три"


def test_a_low_mark_is_not_explained_by_praise_nor_by_other_complaints_of_the_person() -> None:
    lines = ("И: Документы, из десяти?", "Р: Три. Милые девочки.", "И: А цены?", "Р: Цены кусаются.")
    says = ("+documents.errors Милые девочки", "-price.level Цены кусаются")
    survey = survey_of(coded(*lines, says=says))
    assert list(scores.grounds(survey)["link"]) == [""]
    (reason,) = scores.reasons(survey).to_dict("records")
    assert (reason["label"], reason["respondents"], reason["words"]) == (scores.UNEXPLAINED, 1, "")


def test_a_mark_on_paper_is_explained_by_what_the_person_says_of_that_thing() -> None:
    lines = ("И: Как документы?", "Р: Накладные с ошибками. Скидку дали.")
    says = ("-documents.errors Накладные с ошибками", "+price.level Скидку дали")
    coding = coded(*lines, says=says)
    paper = Score(
        interview="i1", speaker="Раиса", criterion="document_exchange", value=4, scale=10, person="p01"
    )
    (row,) = scores.grounds(survey_of(coding, paper)).to_dict("records")
    assert (row["link"], row["text"], row["low"]) == ("about", "Накладные с ошибками", True)
    (reason,) = scores.reasons(survey_of(coding, paper)).to_dict("records")
    assert (reason["code"], reason["link"], reason["labels"]) == ("documents.errors", "about", "0")


def test_the_interviewer_asks_about_a_mark_of_the_questionnaire() -> None:
    coding = coded("И: В анкете у вас за документы тройка. Почему?", "Р: Подпись ставят не ту.")
    paper = Score(interview="i1", speaker="Раиса", criterion="documents", value=3, scale=10, person="p01")
    (row,) = scores.grounds(survey_of(coding, paper)).to_dict("records")
    assert (row["link"], row["text"], row["source"]) == ("answer", "Подпись ставят не ту.", "questionnaire")


def test_a_criterion_of_the_clients_own_is_marked_in_speech_too_and_has_its_reasons() -> None:
    guide = Guide(items=(Item(name="Чистота кузова", codes=("discipline.loading",)),))
    topics = Topics(BOOK, guide)
    lines = (
        "И: Чистота кузова, из десяти?",
        "Р: Четыре. Вечно опилки.",
        "И: Поставьте цене, из десяти.",
        "Р: Девять.",
    )
    coding = coded(*lines, says=("-discipline.loading Вечно опилки",), topics=topics)
    survey = survey_of(coding, guide=guide)
    assert list(survey.marks["criterion"]) == ["Чистота кузова", "price.level"]
    found = scores.grounds(survey)
    assert list(found["text"]) == ["Вечно опилки.", ""]
    assert list(scores.reasons(survey)["criterion"]) == ["Чистота кузова"]


def test_the_explanations_are_the_same_with_names_hidden(demo_survey: Survey) -> None:
    shown, hidden = (scores.grounds(each) for each in (demo_survey, for_others(demo_survey, as_is=False)))
    columns = ["criterion", "of_ten", "link", "labels", "turn", "mark_turn", "person_id"]
    assert shown[columns].astype(str).equals(hidden[columns].astype(str))


@pytest.fixture(scope="module")
def demo_survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    from otzvuk.folder.starter import copy_demo

    root = tmp_path_factory.mktemp("demo") / "demo"
    copy_demo(root)
    study = otzvuk.read_study(root)
    study = replace(study, settings=study.settings.model_copy(update={"coder": "fast", "replicates": 100}))
    return otzvuk.count(study, otzvuk.code_study(study))


def test_reports_say_how_many_low_marks_are_explained(demo_survey: Survey) -> None:
    found = otzvuk.find(demo_survey)
    table = found.scores.grounds
    low = table[table["low"]].drop_duplicates("rating")
    assert f": {len(low)};" in why.summary(found)
    assert sum(len(words) for _, words in why.by_mark(found)) == int(table["link"].ne("").sum())
    unexplained = int(table.loc[table["low"] & table["link"].eq(""), "rating"].nunique())
    assert why.summary(found).endswith(f"не объяснены — {unexplained}.")
