from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from otzvuk.language import parse
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.study import Settings, Study
from otzvuk.numbers.statistics import STRAYS, UNLISTED, c_values, strays, unlisted
from otzvuk.numbers.statistics.terms import candidates
from otzvuk.numbers.survey import Survey
from studies import small_codebook

BOOK = small_codebook()


def study_of(*people: tuple[str, list[str]]) -> tuple[Study, tuple[Coding, ...]]:
    """Interviews in which each says these turns; a turn «code: words» is a mention with little confidence."""
    codings = []
    for number, (name, says) in enumerate(people, 1):
        turns, mentions = [Turn("Интервьюер", "Что ещё? Плохо ли на проходной?", interviewer=True)], []
        for said in says:
            code, _, text = said.rpartition(": ")
            if code:
                process = BOOK.process_of(code)
                confidence = 0.9 if code == "price.level" else 0.2
                mentions.append(
                    Mention(
                        len(turns), 0, len(text), text, Kind.COMPLAINT, code, process, confidence=confidence
                    )
                )
            turns.append(Turn(name, text))
        known = {name: Participant(name, f"Компания {number}")}
        codings.append(Coding(Interview(f"i{number}", f"{number}.txt", tuple(turns), known), tuple(mentions)))
    interviews = tuple(coding.interview for coding in codings)
    return Study(Path("study"), Settings(), BOOK, interviews), tuple(codings)


GATE = [
    "На проходной завода ужасная очередь",
    "Пропуск на проходной теряют постоянно",
    "Охрана на проходной грубая",
    "Проходная завода — это кошмар",
    "service.claims: Пропуск через проходную делают плохо",
]
FOOD = [
    "Столовая для водителей отвратительная",
    "Водителей кормят в столовой плохо",
    "Столовая для водителей грязная",
    "В столовой водителей ужасный суп",
]


# --- C-value ---


def test_the_worked_example_of_the_paper():
    # Frantzi, Ananiadou & Mima 2000, section 2.4: the strings that hold «basal cell carcinoma»
    cell = ("basal", "cell", "carcinoma")
    frequencies = {
        ("adenoid", "cystic", *cell): 5,
        ("cystic", *cell): 11,
        ("ulcerated", *cell): 7,
        ("recurrent", *cell): 5,
        ("circumscribed", *cell): 3,
        cell: 984,
    }
    values = c_values(frequencies)
    assert values["adenoid", "cystic", *cell] == pytest.approx(11.60, abs=0.01)
    assert values["cystic", *cell] == pytest.approx(12)
    assert values["ulcerated", *cell] == pytest.approx(14)
    assert values["recurrent", *cell] == pytest.approx(10)
    assert values["circumscribed", *cell] == pytest.approx(6)
    assert values[cell] == pytest.approx(1551.36, abs=0.01)


def test_single_words_take_part_only_when_asked():
    assert c_values({("срок",): 5})["срок",] == 0
    assert c_values({("срок",): 5}, single_words=True)["срок",] == 5
    # a word that is said in one longer phrase only is worth nothing of its own
    assert c_values({("срок",): 5, ("срок", "поставка"): 5}, single_words=True)["срок",] == 0


def test_candidates_are_nouns_with_what_stands_before_them():
    tokens = parse("Плохая проходная завода, и завод Петрова").tokens
    found = [said for _, said in candidates(tokens, without={"плохой"})]
    assert found == ["проходная", "завода", "проходная завода", "завод"]


# --- strays ---


def test_strays_are_unsure_mentions_and_evaluations_nobody_coded():
    says = [
        "service.claims: С рекламациями у них плохо",
        "price.level: Цена ужасная",
        "Охрана на проходной грубая",
        "Проходная ужасная?",
        "Приехали мы в десять",
        "У конкурентов столовая плохая",
    ]
    study, codings = study_of(("Анна", says))
    survey = Survey.of(study, codings)
    found = strays(survey)
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == dict(STRAYS)
    assert found["source"].tolist() == ["unsure", "outside"]
    assert found["text"].tolist() == ["С рекламациями у них плохо", "Охрана на проходной грубая"]
    for row in found.itertuples():
        assert codings[0].interview.turns[row.turn].text[row.start : row.end] == row.text
    assert strays(survey, below=0.95)["source"].tolist() == ["unsure", "unsure", "outside"]


def test_what_a_pattern_of_the_codebook_finds_is_no_stray():
    code = BOOK.codes["service.claims"]
    patterns = code.patterns.model_copy(update={"topic": ("проходная",)})
    codes = dict(BOOK.codes) | {"service.claims": code.model_copy(update={"patterns": patterns})}
    knowing = BOOK.model_copy(update={"codes": codes})
    study, codings = study_of(("Анна", ["Охрана на проходной грубая"]))
    survey = Survey.of(study, codings)
    assert len(strays(survey)) == 1
    known = Survey.of(replace(study, codebook=knowing), codings)
    assert len(strays(known)) == 0


# --- themes nobody listed ---


def three_people():
    return study_of(
        ("Анна", GATE[:2] + FOOD[:2]), ("Борис", GATE[2:4] + FOOD[2:3]), ("Вера", GATE[4:] + FOOD[3:])
    )


def test_the_themes_that_were_planted_are_proposed():
    study, codings = three_people()
    survey = Survey.of(study, codings)
    found = unlisted(survey, most=2)
    assert {name: str(dtype) for name, dtype in found.topics.dtypes.items()} == dict(UNLISTED)
    terms = found.topics["terms"].tolist()
    assert len(terms) == 2
    assert "проходн" in terms[0]
    assert "столов" in terms[1]
    gate = found.topics.iloc[0]
    assert (gate.respondents, gate.companies, gate.clauses, gate.unsure, gate.nearest) == (
        3,
        3,
        5,
        1,
        "service.claims",
    )
    assert gate.examples.count("«") == 3
    assert found.topics["proposed"].all()
    assert (
        found.verdict
        == "предложено тем: 2; просмотрено: неуверенных упоминаний — 1, оценок вне упоминаний — 8"
    )
    about = found.clauses.set_index("text")["topic"]
    assert about["Охрана на проходной грубая"] == 1
    assert about["Столовая для водителей грязная"] == 2


def test_the_suppliers_name_is_no_theme():
    study, codings = three_people()
    survey = Survey.of(study, codings)
    named = survey.settings.model_copy(update={"supplier": "Проходная", "aliases": ("завод",)})
    found = unlisted(survey.but(settings=named), most=2)
    assert not found.topics["terms"].str.contains("проходн").any()


def test_one_persons_hobby_horse_is_not_proposed():
    study, codings = study_of(("Анна", GATE + FOOD))
    survey = Survey.of(study, codings)
    found = unlisted(survey)
    assert len(found.topics) == 0  # a word that one person says is no theme
    assert found.verdict.startswith("общих тем вне кодовой книги не видно")


def test_little_to_look_at_is_said():
    for people in ([("Анна", GATE[:3])], []):
        study, codings = study_of(*people)
        survey = Survey.of(study, codings)
        found = unlisted(survey)
        assert len(found.topics) == 0
        assert {name: str(dtype) for name, dtype in found.topics.dtypes.items()} == dict(UNLISTED)
        assert found.verdict.startswith("слишком мало высказываний")


def test_it_is_the_same_each_time():
    study, codings = three_people()
    survey = Survey.of(study, codings)
    one, other = unlisted(survey), unlisted(Survey.of(study, codings[::-1]))
    pd.testing.assert_frame_equal(one.topics, other.topics)
    pd.testing.assert_frame_equal(one.clauses, other.clauses)
