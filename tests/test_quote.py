from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otzvuk.model.mention import Kind, Span
from otzvuk.numbers.damage import rank
from otzvuk.numbers.quote import PICKED, merit, pick_quotes, wishes
from otzvuk.numbers.quote.candidate import opposed
from otzvuk.numbers.quote.stretch import stretch
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_study, make_survey, mixed, some_people

SOUND = "Машину ждали три недели, линия стояла, заплатили штраф заказчику"


def said(*texts: str, people: tuple[str, ...] = (), company: str = "") -> Survey:
    """A survey in which these texts are said, each by a person of their own unless named."""
    names = people or tuple(f"Ч{n}" for n in range(len(texts)))
    speakers = [Person(f"Ч{n}", company, says=["-discipline.lead_times"]) for n in range(len(texts))]
    survey = make_survey(*speakers)
    first = {name: names.index(name) for name in names}  # who is named twice is one person
    ids = survey.mentions["person_id"].iloc[[first[name] for name in names]].array
    return survey.but(
        mentions=survey.mentions.assign(text=list(texts), speaker=list(names), interview="i1", person_id=ids)
    )


def first(*texts: str) -> str:
    return str(pick_quotes(said(*texts), best=1).text[0])


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (SOUND, "Да, бывает"),
        (SOUND, SOUND + ", и вот так у нас каждый раз, понимаете, происходит" * 5),
        (
            "Документы приходят через 12 дней после отгрузки",
            "Документы приходят поздно после каждой отгрузки",
        ),
        (
            "Документы не приходят, платим неустойку каждый раз",
            "Документы не приходят, и это очень неприятно нам",
        ),
        (
            "Менеджер не отвечает на письма и звонки никогда",
            "Он не отвечает на письма и звонки совсем никогда",
        ),
        (
            SOUND,
            "Машину, ну, ждали, короче, три недели, вот, линия стояла, заплатили, как бы, штраф заказчику",
        ),
    ],
)
def test_the_better_quote_stands_first(better: str, worse: str):
    assert first(worse, better) == better
    assert first(better, worse) == better


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (SOUND, ("понятно без контекста", "есть цифры", "названо последствие", "удобная длина")),
        ("Да, бывает", ()),
        (
            "Получаем двери, семинары и столы, будем и дальше с ними работать",
            ("понятно без контекста", "удобная длина"),
        ),
        ("Приходится докупать", ("названо последствие",)),
    ],
)
def test_the_reasons_are_said(text: str, reasons: tuple[str, ...]):
    assert merit(text, confidence=0.5).reasons == reasons


def points(text: str, **known: object) -> float:
    return merit(text, **known).points  # type: ignore[arg-type]


def test_what_is_cut_costs_nothing():
    plain = "Машину ждали три недели, линия стояла, заказчик требовал штраф, платили мы."
    filled = (
        "Ну, короче, машину ждали три недели, линия стояла, если честно, заказчик требовал штраф, платили мы."
    )
    assert points(filled) == points(plain)


def test_only_praise_and_complaint_puzzle_each_other():
    assert opposed("praise", "complaint")
    assert opposed("complaint", "praise")
    assert not opposed("wish", "complaint")
    assert not opposed("praise", "praise")


def test_how_unsure_is_no_matter_below_what_is_quoted():
    assert points(SOUND, confidence=0.05) == points(SOUND, confidence=0.3) < points(SOUND, confidence=0.6)


def test_speech_is_better_than_a_paper():
    assert points("Они взяли и перенесли срок поставки насоса") > points("Срок поставки насоса был перенесён")


def test_a_quote_of_praise_shows_no_complaint():
    text = "Документы всегда в порядке, а вот доставка отвратительная, машины вечно опаздывают."
    part = stretch(text, 0, 26, praises=True)
    assert text[part.start : part.stop].rstrip(", ") == "Документы всегда в порядке"
    blamed = Span(text.index("доставка"), len(text) - 1)
    apart = stretch(text, 0, 26, against=[blamed])
    assert not apart.overlaps(blamed)
    assert not apart.closed
    two = "Менеджер отличный. Доставка ужасная, опаздывают."
    assert stretch(two, 0, 17, praises=True).stop == len("Менеджер отличный.")


def test_a_complaint_taken_for_praise_is_not_quoted_as_one():
    spoken = ("Ужасная доставка, машины вечно опаздывают", "Возят хорошо, машины чистые")
    survey = said(*spoken)
    survey = survey.but(mentions=survey.mentions.assign(kind=Kind.PRAISE.value, decided_by="model:b2b@2"))
    assert pick_quotes(survey, best=3)["text"].tolist() == [spoken[1]]


def test_what_is_cut_or_points_elsewhere_is_not_clear_by_itself():
    text = "Получаем двери вовремя, машины приходят с утра"
    assert "понятно без контекста" in merit(text).reasons
    assert "понятно без контекста" not in merit(text, whole=False).reasons


def test_quotes_of_a_group_are_by_different_people():
    other = "Склад не предупредили, и разгружать пришлось ночью"
    table = said(SOUND, SOUND.replace("три", "две"), other, people=("Анна", "Анна", "Борис"))
    picked = pick_quotes(table, best=2)
    assert picked.text.tolist() == [SOUND, other]
    assert picked.why[1].endswith("другой респондент")
    assert picked.place.tolist() == [1, 2]


def test_the_same_words_are_not_quoted_twice_while_there_are_others():
    picked = pick_quotes(said(SOUND, SOUND + "!", "Возят долго"), best=2)
    assert picked.text.tolist()[1] == "Возят долго"


def test_groups_follow_the_ranking_and_the_kinds_the_method():
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    ranking = rank(survey)
    picked = pick_quotes(survey, ranking=ranking, best=1)
    assert picked.process.drop_duplicates().tolist() == ranking.process.tolist()
    assert picked[picked.process == "delivery"].kind.tolist() == ["praise", "complaint"]
    assert pick_quotes(survey, by=["stage"], best=1).stage.tolist() == list(study.codebook.stages)


@settings(deadline=None, max_examples=15)
@given(some_people(), st.integers(1, 4))
def test_any_group_gives_as_many_quotes_as_it_has_up_to_best(people: tuple[Person, ...], best: int):
    survey = make_survey(*people)
    mentions = survey.mentions
    picked = pick_quotes(survey, best=best)
    sizes = mentions.groupby(["process", "kind"]).size().clip(upper=best)
    assert picked.groupby(["process", "kind"]).size().to_dict() == sizes.to_dict()
    assert not picked.mention.duplicated().any()
    assert mentions.loc[picked.mention, "text"].tolist() == picked.text.tolist()
    assert (picked.why.str.len() > 0).all()
    assert list(picked.columns) == [*mentions.columns, *PICKED]


def test_the_choice_is_always_the_same_and_not_by_row():
    survey = make_survey(*eight_people())
    texts = [f"{text}: {'раз ' * at}" for at, text in enumerate(survey.mentions.text)]
    distinct = survey.but(mentions=survey.mentions.assign(text=texts))
    one, two = pick_quotes(distinct, best=1), pick_quotes(mixed(distinct), best=1)
    pd.testing.assert_frame_equal(one.drop(columns="mention"), two.drop(columns="mention"))


def test_what_nobody_is_sure_of_is_no_evidence():
    survey = said(SOUND, "Документы приходят через 12 дней после отгрузки")
    survey = survey.but(mentions=survey.mentions.assign(confidence=[0.29, 0.3]))
    assert pick_quotes(survey)["text"].tolist() == ["Документы приходят через 12 дней после отгрузки"]
    survey = survey.but(mentions=survey.mentions.assign(confidence=[0.1, 0.1]))
    assert pick_quotes(survey).empty


def test_a_wish_that_nobody_is_sure_of_stays_and_says_so():
    survey = make_survey(Person("Анна", says=["?service.digital"]))
    survey = survey.but(mentions=survey.mentions.assign(confidence=0.2))
    (wish,) = wishes(survey)
    assert wish.respondents == 1
    assert [quote.why.partition(";")[0] for quote in wish.quotes] == ["не проверено"]
