from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from otzvuk.model.study import Score
from otzvuk.numbers.damage import DAMAGE, DETAILS, details, rank
from otzvuk.numbers.net import net_complaints
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_study, mixed, some_people

DESIGN = (
    "rank, rank_last, process, stage, damage, mentions, respondents, companies, reach, worse_share, p_top3, "
    "rank_low, rank_high, named"
)
LATE, BLIND, PAPERS, DEAR = (
    "-discipline.lead_times",
    "-service.informing",
    "-documents.errors",
    "-price.level",
)

few_examples = hypothesis_settings(deadline=None, max_examples=15)


def ranking(*people: Person, **settings: object) -> pd.DataFrame:
    study, codings = make_study(*people, **settings)
    survey = Survey.of(study, codings)
    return rank(survey)


def row(table: pd.DataFrame, process: str) -> dict[str, object]:
    (found,) = table[table.process == process].to_dict("records")
    return found


def test_the_columns_are_those_of_the_design_with_stable_types():
    for table in (ranking(*eight_people()), ranking()):
        assert ", ".join(table.columns) == DESIGN
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(DAMAGE)


def test_damage_is_the_mean_of_capped_net_complaints_over_all_respondents():
    table = ranking(
        Person("Анна", "Альфа", says=[LATE] * 5),  # capped at 3
        Person("Борис", "Бета", says=[LATE, LATE, "+discipline.loading"]),  # 2 − 1
        Person("Вера", "Гамма", says=["+discipline.loading", f"{PAPERS} worse"]),  # not below 0
        Person("Глеб", "Дельта", says=["?discipline.loading"]),  # wishes do not count
    )
    delivery = row(table, "delivery")
    assert delivery["damage"] == 1.0
    assert (delivery["mentions"], delivery["respondents"], delivery["companies"]) == (7, 2, 2)
    assert (delivery["reach"], delivery["worse_share"]) == (0.5, 0.0)
    assert row(table, "document_exchange")["worse_share"] == 1.0


def test_every_process_with_mentions_is_ranked_worst_first():
    table = ranking(*eight_people())
    assert table.process.tolist()[:2] == ["delivery", "order_status"]
    assert set(table.process) == {
        "delivery", "order_status", "document_exchange", "pricing", "claims", "production",
    }  # fmt: skip
    assert table["rank"].tolist()[:2] == [1, 2]
    assert table.damage.is_monotonic_decreasing
    assert row(table, "production")["mentions"] == 0


def test_equal_damage_shares_its_places_and_no_damage_has_none():
    table = ranking(
        Person("А", says=[LATE, LATE]), Person("Б", says=[BLIND]), Person("В", says=[PAPERS, "+price.level"])
    )
    assert list(zip(table["rank"].astype(object), table["rank_last"].astype(object), strict=True))[:3] == [
        (1, 1), (2, 3), (2, 3),
    ]  # fmt: skip
    assert table.loc[table.damage == 0, ["rank", "rank_last"]].isna().all().all()
    assert (table.damage == 0).any()


def test_the_headline_names_what_is_sure_and_widespread():
    table = ranking(*eight_people())
    assert table[table.named].process.tolist() == ["delivery", "order_status"]
    assert table.p_top3.tolist()[:2] == pytest.approx([1, 1], abs=0.03)
    harmful = table[table.damage > 0]
    assert (harmful.rank_low <= harmful["rank"]).all()
    assert (harmful["rank"] <= harmful.rank_high).all()


def test_a_process_under_a_threshold_is_not_named():
    assert not ranking(*eight_people(), headline={"reach": 0.9}).named.any()
    assert not ranking(*eight_people(), headline={"p_top3": 1.0, "reach": 0.6})["named"].iloc[1:].any()


def test_a_tie_around_the_third_place_is_not_settled_by_naming():
    people = [Person(f"Ч{n}", f"К{n}", says=[LATE, LATE, BLIND, PAPERS, DEAR]) for n in range(6)]
    table = ranking(*people, headline={"p_top3": 0.1})
    assert table[table.named].process.tolist() == ["delivery"]
    assert table.p_top3.tolist() == pytest.approx([1, 2 / 3, 2 / 3, 2 / 3])
    assert table.rank_low.tolist() == [1, 2, 2, 2]
    assert table.rank_high.tolist() == [1, 4, 4, 4]


def test_role_weights_weigh_respondents():
    people = [Person("Анна", "Альфа", "economic", [LATE]), Person("Борис", "Бета", "user", [BLIND, BLIND])]
    assert ranking(*people).process.tolist() == ["order_status", "delivery"]
    weighed = ranking(*people, role_weights={"economic": 3})
    assert weighed[["process", "damage"]].to_numpy().tolist() == [["delivery", 0.75], ["order_status", 0.5]]
    assert ranking(*people, role_weights={"technical": 1, "economic": 0, "user": 0}).damage.tolist() == [0, 0]


def test_roles_narrow_the_question_to_those_asked():
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    table = rank(survey.of_roles(["user"]))
    assert row(table, "delivery")["damage"] == 2.0
    assert row(table, "delivery")["mentions"] == 4
    assert row(table, "claims")["mentions"] == 0
    assert table.reach.max() == 1.0


def test_colleagues_are_no_independent_evidence():
    angry, calm = [LATE] * 2, [BLIND]
    apart = [Person(f"А{n}", f"К{n}", says=angry) for n in range(3)] + [
        Person(f"Б{n}", f"М{n}", says=calm) for n in range(6)
    ]
    together = [
        dataclasses.replace(person, company="Альфа") if person.says == angry else person for person in apart
    ]
    sure, unsure = row(ranking(*apart), "delivery"), row(ranking(*together), "delivery")
    assert sure["damage"] == unsure["damage"]
    assert sure["p_top3"] > unsure["p_top3"] + 0.2


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_respondents_name_nothing(number: int):
    table = ranking(*[Person(f"Ч{n}", says=[LATE, BLIND, PAPERS, DEAR]) for n in range(number)])
    assert not table.named.any()
    assert table.p_top3.tolist() == [0.75] * 4
    assert (table.rank_low.tolist(), table.rank_high.tolist()) == ([1] * 4, [4] * 4)


def test_three_respondents_without_companies_can_name():
    table = ranking(*[Person(f"Ч{n}", says=[LATE]) for n in range(3)])
    assert table.named.tolist() == [True]
    assert row(table, "delivery")["companies"] == 0


def test_praise_alone_is_no_damage():
    table = ranking(*[Person(f"Ч{n}", says=["+discipline.lead_times", "?service.digital"]) for n in range(4)])
    assert not table.named.any()
    assert table[["damage", "p_top3", "mentions"]].to_numpy().max() == 0


@few_examples
@given(some_people())
def test_any_study_gives_a_sane_ranking(people: tuple[Person, ...]):
    table = ranking(*people)
    harmful = table[table.damage > 0]
    assert (table["rank"].isna() == (table.damage <= 0)).all()
    for place, last, damage in zip(harmful["rank"], harmful["rank_last"], harmful["damage"], strict=True):
        assert place == (table.damage > damage).sum() + 1
        assert last == (table.damage >= damage).sum()
    assert table.damage.is_monotonic_decreasing
    assert table.damage.between(0, 3).all()
    for share in ("reach", "worse_share", "p_top3"):
        assert table[share].between(0, 1).all()
    assert table.p_top3.sum() <= 3 + 1e-6
    assert (table.rank_low >= 1).all()
    assert (table.rank_low <= table.rank_high).all()
    assert (table.rank_high <= len(table)).all()
    assert table.named.sum() <= 3
    assert (table[table.named].damage > 0).all()


@few_examples
@given(some_people(min_size=1))
def test_the_order_of_rows_changes_nothing(people: tuple[Person, ...]):
    study, codings = make_study(*people)
    survey = Survey.of(study, codings)
    expected = rank(survey)
    again = rank(mixed(survey))
    pd.testing.assert_frame_equal(expected, again)


def test_the_seed_decides_the_bootstrap():
    one, same, other = (ranking(*eight_people(), seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert one.p_top3.tolist() != other.p_top3.tolist()
    assert one.damage.tolist() == other.damage.tolist()


def test_more_samples_than_a_block_are_all_drawn():
    many, few = ranking(*eight_people(), replicates=2500), ranking(*eight_people(), replicates=500)
    assert many.p_top3.to_numpy() == pytest.approx(few.p_top3.to_numpy(), abs=0.1)


def test_the_bootstrap_agrees_with_drawing_by_hand():
    people = eight_people()
    study, codings = make_study(*people, replicates=4000)
    survey = Survey.of(study, codings)
    table = rank(survey).set_index("process")
    net = net_complaints(survey)
    companies: dict[str, list[int]] = {}
    for at, person in enumerate(people):
        companies.setdefault(person.company or person.speaker, []).append(at)
    generator, hits = np.random.default_rng(7), dict.fromkeys(net.columns, 0.0)
    for _ in range(1000):
        drawn: list[int] = []
        for company in generator.choice(list(companies), size=len(companies)):
            drawn += list(generator.choice(companies[company], size=len(companies[company])))
        damage = net.to_numpy()[drawn].mean(axis=0)
        order = sorted(range(len(damage)), key=lambda at: (-damage[at], generator.random()))
        for at in order[:3]:
            hits[net.columns[at]] += damage[at] > 0
    for process, number in hits.items():
        assert table.loc[process, "p_top3"] == pytest.approx(number / 1000, abs=0.05)


@few_examples
@given(some_people(min_size=2))
def test_leaving_a_company_out_is_ranking_without_it(people: tuple[Person, ...]):
    people = tuple(dataclasses.replace(person, interview="") for person in people)
    study, codings = make_study(*people)
    survey = Survey.of(study, codings)
    table = details(survey)
    low, high = dict.fromkeys(table.process, np.inf), dict.fromkeys(table.process, 0.0)
    alone = [person.company or person.speaker for person in people]
    for company in set(alone):
        rest = [
            interview.id for interview, own in zip(study.interviews, alone, strict=True) if own != company
        ]
        respondents = survey.respondents
        others = respondents[respondents.interview.isin(rest)]
        without = rank(survey.but(respondents=others)).set_index("process").damage
        for process in table.process:
            low[process] = min(low[process], without[process])
            high[process] = max(high[process], without[process])
    assert table.damage_low.tolist() == pytest.approx(list(low.values()))
    assert table.damage_high.tolist() == pytest.approx(list(high.values()))


def test_details_say_scores_and_what_one_company_decides():
    study, codings = make_study(
        Person("Анна", "Альфа", says=[LATE] * 3, rates={"delivery": 2, "discipline.loading": 9}),
        Person("Борис", "Бета", says=[BLIND], rates={"delivery": 6, "нечто": 8}),
        Person("Вера", "Гамма", says=[]),
        scores=[Score("i3", "Вера", "delivery", 5, 5)],
    )
    survey = Survey.of(study, codings)
    table = details(survey)
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(DETAILS)
    delivery = row(table, "delivery")
    assert (delivery["mean_score"], delivery["scores"]) == (6.0, 3)
    assert delivery["drop_one_impact"] == pytest.approx((5.5 + 7 + 10) / 3 - (7 + 10) / 2)
    assert (delivery["damage_low"], delivery["damage_high"], delivery["weighty_company"]) == (0, 1.5, "Альфа")
    assert (delivery["rank_best"], delivery["rank_worst"]) == (1, 2)
    assert delivery["company_reach"] == pytest.approx(1 / 3)
    assert np.isnan(row(table, "order_status")["mean_score"])


def test_the_share_of_companies_is_of_those_that_are_known():
    study, codings = make_study(
        Person("Анна", "Альфа", says=[LATE]), Person("Борис", "Бета", says=[]), Person("Вера", says=[LATE])
    )
    assert row(details(Survey.of(study, codings)), "delivery")["company_reach"] == 0.5
    nobody = make_study(Person("Анна", says=[LATE]), Person("Борис", says=[]))
    assert np.isnan(row(details(Survey.of(*nobody)), "delivery")["company_reach"])


def test_details_without_scores_or_mentions():
    survey = Survey.of(*make_study(*eight_people()))
    survey = survey.but(ratings=survey.ratings.head(0))
    table = details(survey)
    assert table.mean_score.isna().all()
    assert table.drop_one_impact.isna().all()
    silent = survey.but(mentions=survey.mentions.head(0))
    assert len(details(silent.but(respondents=survey.respondents.head(0)))) == 0
    assert len(rank(silent)) == 0
