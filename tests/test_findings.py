from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pandas as pd
import pytest

from otzvuk.model.errors import InputError
from otzvuk.model.study import ScoreRules
from otzvuk.numbers import damage, lens, scores
from otzvuk.numbers.findings import PAIRS, Findings, find
from otzvuk.numbers.survey import Survey
from studies import METRICS, Person, eight_at_once, eight_people, make_study, make_survey


@pytest.fixture(scope="module")
def eight() -> Findings:
    return find(make_survey(*eight_people()))


@pytest.fixture(scope="module")
def at_once() -> Findings:
    return find(make_survey(*eight_at_once()))


@pytest.fixture(scope="module")
def nobody() -> Findings:
    return find(make_survey())


def test_all_tables_of_harm_are_about_the_same_ranking(eight: Findings):
    harm = eight.harm
    order = harm.ranking["process"].tolist()
    assert set(harm.details["process"]) == set(order)
    assert harm.sensitivity["process"].tolist() == order
    assert sorted(harm.rank_intervals["process"]) == sorted(order)
    hurting = harm.ranking.loc[harm.ranking["damage"] > 0, "process"]
    assert set(harm.priorities["process"]) == set(hurting)
    assert harm.metric_tree["process"].drop_duplicates().tolist() == hurting.tolist()
    assert "Доставка" in harm.sensitivity_note


def test_what_is_given_is_not_computed_again():
    study, codings = make_study(Person("Анна", says=["-price.level"]))
    survey = Survey.of(study, codings)
    first = find(survey)
    ranking = first.harm.ranking.iloc[:0]
    again = find(survey, ranking=ranking)
    assert again.survey is survey
    assert again.harm.ranking is ranking


def test_quotes_stand_in_the_order_of_the_ranking(eight: Findings):
    order = eight.harm.ranking["process"].tolist()
    quoted = eight.quotes["process"].drop_duplicates().tolist()
    assert quoted == [process for process in order if process in quoted]


def test_two_waves_are_compared_and_one_is_not(eight: Findings):
    (change,) = eight.waves
    assert (change.before, change.after) == ("2024", "2025")
    assert change.sentences
    assert ("wave", "theme") in eight.talk.crosstabs
    people = [dataclasses.replace(person, wave="2025") for person in eight_people()[:2]]
    one = find(make_survey(*people))
    assert one.waves == ()
    assert set(one.talk.crosstabs) == {pair for pair in PAIRS if "wave" not in pair}


def test_comparisons_name_their_groups(eight: Findings):
    named = {(each.by, each.one_value, each.other_value): each for each in eight.talk.typical}
    assert {("kind", "praise", "complaint"), ("role", "user", ""), ("wave", "2025", "2024")} <= set(named)
    assert named["kind", "praise", "complaint"].one == "Похвала"
    assert named["role", "user", ""].other == "все остальные"


def test_every_client_has_a_profile_and_everybody_is_on_the_map(at_once: Findings):
    views = at_once.views
    assert len(views.clients) == len(views.profiles) == 6
    assert len(views.accounts) == len(at_once.survey.respondents) == 8
    assert views.levels is None  # this codebook has no levels
    assert set(views.rolled) == {"block"}


def test_a_study_of_nobody_has_every_table_with_its_columns(nobody: Findings):
    assert not len(nobody.survey.mentions)
    assert nobody.harm.sensitivity_note == ""
    assert list(nobody.harm.ranking.columns) == list(damage.DAMAGE)
    assert list(nobody.views.accounts.columns) == list(lens.ACCOUNT)
    assert list(nobody.scores.marks.columns)[: len(scores.MARKS)] == list(scores.MARKS)
    assert nobody.views.journey["mentions"].sum() == 0
    assert nobody.waves == nobody.talk.typical == nobody.views.profiles == ()
    assert nobody.scores.csi is nobody.scores.maturity is None


def with_file(folder: Path, name: str, text: str) -> Findings:
    study, codings = make_study(Person("Анна", says=["-price.level"]))
    (folder / name).write_text(text, "utf-8")
    return find(Survey.of(dataclasses.replace(study, path=folder), codings))


def test_process_metrics_of_the_folder_give_the_index(tmp_path: Path):
    csi = with_file(tmp_path, "metrics.csv", METRICS).scores.csi
    assert csi is not None
    by_block = dict(zip(csi["block"], csi["csi"], strict=True))
    assert by_block["product"] == pytest.approx(0.47)
    assert by_block["shipping"] == pytest.approx(1 / 3)
    assert by_block[""] == pytest.approx((0.47 + 1 / 3) / 2)


def test_answers_about_maturity_of_the_folder_are_assessed(tmp_path: Path):
    blank = scores.blank_answers(scores.read_questionnaire())
    answers = re.sub(r"(?m)^(    \w+:)$", r"\1 2", blank)
    assessed = with_file(tmp_path, "maturity.yaml", answers).scores.maturity
    assert assessed is not None
    assert assessed.level == 2


def test_a_fault_in_settings_is_told(tmp_path: Path):
    study, codings = make_study()
    rules = ScoreRules(nps=("такого критерия нет",))
    study = dataclasses.replace(study, settings=study.settings.model_copy(update={"scores": rules}))
    with pytest.raises(InputError, match="такого критерия нет"):
        find(Survey.of(study, codings))
    with pytest.raises(InputError, match="value"):
        with_file(tmp_path, "metrics.csv", METRICS.replace("0.20;4", "2;4"))


def test_the_same_study_gives_the_same_findings():
    people = eight_people()[:3]
    one, other = find(make_survey(*people)), find(make_survey(*people))
    for get in (
        lambda found: found.harm.rank_intervals,
        lambda found: found.talk.association.table,
        lambda found: found.views.clients,
        lambda found: found.scores.means["criterion"],
    ):
        pd.testing.assert_frame_equal(get(one), get(other))
