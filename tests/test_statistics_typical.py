from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table2x2

from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.numbers.statistics import TYPICAL, log_odds, typical
from otzvuk.numbers.statistics.words import content_lemmas, topic_lemmas
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_study, make_survey, shuffled


def tables(*people: Person) -> Survey:
    return make_survey(*people)


@given(st.tuples(*[st.integers(1, 50)] * 4))
def test_without_a_prior_it_is_the_log_odds_ratio_of_statsmodels(cells: tuple[int, int, int, int]):
    table = Table2x2(np.array(cells).reshape(2, 2).astype(float))
    one, other = np.array(cells[:2], dtype=float), np.array(cells[2:], dtype=float)
    delta, z = log_odds(one, other, np.full(2, 1e-9))
    assert delta[0] == pytest.approx(table.log_oddsratio, abs=1e-6)
    assert z[0] == pytest.approx(table.log_oddsratio / table.log_oddsratio_se, abs=1e-6)


def test_the_formula_of_the_paper_by_hand():
    one, other, prior = np.array([30.0, 5, 65]), np.array([10.0, 5, 185]), np.array([4.0, 1, 15])
    delta, z = log_odds(one, other, prior)
    expected = np.log(34 / (120 - 34)) - np.log(14 / (220 - 14))
    assert delta[0] == pytest.approx(expected)
    # words are rare: the paper's two terms of the variance are nearly all of it
    assert z[1] == pytest.approx(delta[1] / np.sqrt(1 / 6 + 1 / 6), rel=0.05)


def test_a_stronger_prior_pulls_to_nothing():
    one, other, share = np.array([3.0, 97]), np.array([0.0, 100]), np.array([0.015, 0.985])
    zs = [log_odds(one, other, share * weight)[1][0] for weight in (20, 200, 2000, 200_000)]
    assert zs == sorted(zs, reverse=True)
    assert zs[-1] < 0.1 < zs[0]


def test_codes_that_one_group_praises_and_the_other_does_not():
    people = [Person(f"Ч{n}", role="user", says=["-price.level", "-documents.errors"]) for n in range(6)]
    people += [
        Person(f"Т{n}", role="technical", says=["+quality.defects", "-documents.errors"]) for n in range(6)
    ]
    survey = tables(*people)
    table = typical(survey, by="role", one="user", other="technical", item="code")
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(TYPICAL)
    assert table["item"].tolist() == ["price.level", "documents.errors", "quality.defects"]
    assert table["typical_for"].tolist() == ["Эксплуатант", "", "Технический покупатель"]
    assert (table["count_one"][0], table["count_other"][0], table["respondents_one"][0]) == (6, 0, 6)
    assert table["z"][1] == pytest.approx(0, abs=1e-9)
    back = typical(survey, by="role", one="technical", other="user", item="code")
    assert back["z"].tolist() == pytest.approx([-z for z in table["z"][::-1]])


def test_one_persons_favourite_is_typical_for_nobody():
    people = [Person("Анна", role="user", says=["-price.level"] * 40)]
    people += [Person(f"Ч{n}", role="user", says=["+quality.defects"]) for n in range(3)]
    people += [Person(f"Т{n}", role="technical", says=["+quality.defects"] * 5) for n in range(4)]
    survey = tables(*people)
    options = {"by": "role", "one": "user", "item": "code"}
    all_uses = typical(survey, **options).set_index("item").loc["price.level"]
    assert (all_uses.count_one, all_uses.respondents_one, all_uses.typical_for) == (40, 1, "")
    assert abs(all_uses.z) > 1.96
    once = typical(survey, once=True, **options).set_index("item").loc["price.level"]
    assert once.count_one == 1


def test_lemmas_with_the_mentions_that_hold_them():
    survey = tables(*eight_people())
    table = typical(survey, by="kind", one="praise", other="complaint", examples=2)
    found = table.set_index("item").loc["беда"]  # said of every complaint
    assert found.z < 0
    assert found.count_other == (survey.mentions["kind"] == "complaint").sum()
    assert found.examples.count("«") == 2
    rows = [int(row) for row in found.mentions.split()]
    assert survey.mentions.loc[rows, "kind"].eq("complaint").all()
    assert survey.mentions.loc[rows, "speaker"].nunique() == 2


def test_a_stretch_with_two_codes_counts_its_words_once():
    survey = tables(Person("Анна", says=["-price.level"]), Person("Борис", says=["+price.level"]))
    twice = pd.concat(
        [survey.mentions, survey.mentions[:1].assign(code="quality.defects")], ignore_index=True
    )
    one = typical(survey, by="kind", one="complaint")
    pd.testing.assert_frame_equal(one, typical(survey.but(mentions=twice), by="kind", one="complaint"))


def test_nobody_and_a_single_item_give_no_division_by_nothing():
    survey = tables(Person("Анна", says=["-price.level"]))
    assert typical(survey, by="kind", one="complaint", item="code")["z"].tolist() == [0]
    assert len(typical(survey.but(mentions=survey.mentions[:0]), by="kind", one="praise")) == 0


def test_a_wrong_value_is_refused():
    with pytest.raises(
        InputError, match="у признака role нет такого значения «boss»; ожидается одно из: econ"
    ):
        typical(tables(*eight_people()), by="role", one="boss")


def test_the_order_of_mentions_does_not_matter():
    survey = tables(*eight_people())
    mentions = survey.mentions.sample(frac=1, random_state=1)  # keeps its row labels
    other = survey.but(mentions=mentions, respondents=shuffled(survey.respondents))
    one = typical(survey, by="role", one="user")
    pd.testing.assert_frame_equal(one, typical(other, by="role", one="user"))


def test_words_without_content_are_left_out():
    assert content_lemmas("Ну, вот, мы этим очень довольны, конечно!") == ["довольный"]
    assert topic_lemmas("За последний месяц Ольга Ивановна ждала пропуск два часа") == ["ждать", "пропуск"]


def test_a_lemma_is_shown_as_people_spell_it() -> None:
    table = typical(_spoken("Дизайн шоу-рума старый", "Менеджер колл-центра грубит"), by="role", one="user")
    labels = dict(zip(table["item"], table["label"], strict=True))
    assert labels["шоурум"] == "шоу-рум"
    assert labels["кол-центр"] == "колл-центр"
    assert labels["менеджер"] == "менеджер"


def _spoken(*texts: str) -> Survey:
    from dataclasses import replace

    from otzvuk.model.interview import Role

    study, _ = make_study()
    code = sorted(study.codebook.codes)[0]
    codings = []
    for at, text in enumerate(texts):
        person = Participant("Анна", "Альфа", role=Role.USER if at % 2 == 0 else Role.TECHNICAL)
        interview = Interview(f"i{at}", f"{at}.txt", (Turn("Анна", text),), {"Анна": person})
        process = study.codebook.process_of(code)
        codings.append(Coding(interview, (Mention(0, 0, len(text), text, Kind.COMPLAINT, code, process),)))
    interviews = tuple(each.interview for each in codings)
    return Survey.of(replace(study, interviews=interviews), tuple(codings))
