"""The ranking under other settings."""

from __future__ import annotations

import pandas as pd
import pytest

from otzvuk.model.interview import Role
from otzvuk.model.study import Settings
from otzvuk.numbers.damage import (
    GRID,
    SENSITIVITY,
    default_grid,
    rank,
    sensitivity,
    sensitivity_grid,
    sensitivity_sentence,
)
from otzvuk.numbers.damage.alternatives import Counted, Grid, RoleWeights
from otzvuk.numbers.net import net_complaints
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_study, mixed, small_codebook

LATE, BLIND, PAPERS, DEAR = (
    "-discipline.lead_times",
    "-service.informing",
    "-documents.errors",
    "-price.level",
)
Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def tried(*people: Person, unsure: str = "", **settings: object) -> Frames:
    """The grid, the table of sensitivity and the ranking; mentions of `unsure` have confidence 0.4."""
    study, codings = make_study(*people, **settings)
    survey = Survey.of(study, codings)
    survey.mentions.loc[survey.mentions.process == unsure, "confidence"] = 0.4
    ranking = rank(survey)
    grid = sensitivity_grid(survey)
    return grid, sensitivity(grid, ranking), ranking


def test_there_are_24_different_settings_and_the_studys_own_comes_first() -> None:
    for settings in (
        Settings(),
        Settings(role_weights={Role.ECONOMIC: 2}, damage_cap=1),
        Settings(role_weights=dict.fromkeys(Role, 3.0)),
    ):
        grid = default_grid(settings)
        assert len(grid) == len(list(grid)) == 24
        own, cap, counted = next(iter(grid))
        assert (own.weights, cap) == (settings.role_weights, settings.damage_cap)
        assert (counted.threshold, counted.by_confidence) == (0, False)
        assert len({each.label for each in grid.roles}) == 3


def test_the_grid_holds_every_process_under_every_setting() -> None:
    grid, table, ranking = tried(*eight_people())
    assert {name: str(dtype) for name, dtype in grid.dtypes.items()} == dict(GRID)
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(SENSITIVITY)
    assert len(grid) == 24 * len(ranking)
    own = grid[grid.setting == 1].set_index("process").damage
    assert own.loc[ranking.process].tolist() == pytest.approx(ranking.damage.tolist())
    assert table.process.tolist() == ranking.process.tolist()
    assert (table.settings == 24).all()
    assert (table[["same_place", "top3"]].max(axis=1) <= 24).all()


def test_each_setting_is_the_ranking_with_that_setting() -> None:
    study, codings = make_study(*eight_people(), role_weights={"user": 5})
    survey = Survey.of(study, codings)
    number = len(survey.mentions)
    sure = survey.mentions.assign(confidence=[0.3 + 0.05 * (at % 13) for at in range(number)])
    grid = sensitivity_grid(survey.but(mentions=sure))
    for (_, roles, cap, which), own in grid.groupby(["setting", "roles", "cap", "mentions"]):
        if which == "с весом по уверенности":
            continue
        weights = {"как в исследовании": {"user": 5}, "все роли поровну": {}}.get(roles, {"economic": 2})
        settings = study.settings.model_copy(
            update=dict(Settings(role_weights=weights, damage_cap=cap)) | {"replicates": 100}
        )
        least = {"все": 0.0, "уверенность от 0,5": 0.5, "уверенность от 0,7": 0.7}[which]
        expected = rank(survey.but(mentions=sure[sure.confidence >= least], settings=settings))
        expected = expected.set_index("process").damage
        for process, damage in zip(own.process, own.damage, strict=True):
            assert damage == pytest.approx(expected.get(process, 0.0))


def test_an_unsure_process_loses_its_place_where_confidence_counts() -> None:
    people = [Person(f"Ч{n}", f"К{n}", says=[LATE, LATE, LATE, BLIND, BLIND, PAPERS]) for n in range(5)]
    _, table, ranking = tried(*people, unsure="delivery")
    assert ranking.process.tolist() == ["delivery", "order_status", "document_exchange"]
    held = table.set_index("process")
    # first with all mentions and cap 3; with cap 1 all three are tied; 0.5 and 0.7 drop it; the weight ties
    # 3 · 0.4 with nothing: 1.2 against 1.8 and 0.9
    assert held.loc["delivery", "same_place"] == 3
    assert held.loc["delivery", "worst_place"] == 3
    assert held.loc["delivery", "damage_low"] == 0.0
    assert held.loc["order_status", "same_place"] == 3


def test_ties_count_against_firmness() -> None:
    people = [Person(f"Ч{n}", f"К{n}", says=[LATE, LATE, BLIND, PAPERS, DEAR]) for n in range(4)]
    _, table, _ = tried(*people)
    assert table.set_index("process").loc["delivery", "same_place"] == 15  # not with cap 1
    assert table.top3.tolist() == [15, 0, 0, 0]  # where 0.9 + 0.9 is cut to 1 the others have 0.9


def test_confidence_weighs_mentions() -> None:
    study, codings = make_study(Person("Анна", says=[LATE, LATE, "+discipline.loading"]))
    survey = Survey.of(study, codings)
    survey.mentions["confidence"] = [0.9, 0.5, 0.2]
    net = net_complaints(survey, by_confidence=True)
    assert net.to_numpy().tolist() == [[pytest.approx(0.9 + 0.5 - 0.2)]]


def test_ones_own_grid_is_tried() -> None:
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    grid = Grid((RoleWeights("все", {}),), (2,), (Counted("все"), Counted("от 0,95", 0.95)))
    found = sensitivity_grid(survey, grid=grid)
    assert found.setting.unique().tolist() == [1, 2]
    assert found[found.setting == 2].damage.max() == 0.0  # every mention of these studies has 0.9


def test_the_sentence_says_under_how_many_settings_a_place_holds() -> None:
    book = small_codebook()
    people = [Person(f"Ч{n}", f"К{n}", says=[LATE, LATE, LATE, BLIND, BLIND, PAPERS]) for n in range(5)]
    _, table, ranking = tried(*people, unsure="delivery")
    status, papers = "«Информирование о статусе заказа»", "«Обмен документами»"
    assert sensitivity_sentence(table, ranking, book) == (
        f"Из 24 настроек расчёта первое место («Доставка») держится при 3, второе ({status}) — при 3, "
        f"третье ({papers}) — при 9; всегда в первой тройке {status}, {papers}."
    )
    certain = table.assign(same_place=[24, 20, 0], top3=24)
    assert sensitivity_sentence(certain, ranking, book).startswith(
        f"Из 24 настроек расчёта первое место («Доставка») держится при всех, второе ({status}) — при 20, "
        f"третье ({papers}) — ни при одной; всегда в первой тройке «Доставка»"
    )
    _, calm, none = tried(Person("Анна", says=["+price.level"]))
    assert sensitivity_sentence(calm, none, book) == ""


def test_nothing_said_and_order_of_rows() -> None:
    grid, table, _ = tried(Person("Анна"))
    assert len(grid) == len(table) == 0
    study, codings = make_study(*eight_people())
    survey = Survey.of(study, codings)
    one = sensitivity_grid(survey)
    two = sensitivity_grid(mixed(survey))
    pd.testing.assert_frame_equal(one, two)
