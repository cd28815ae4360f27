from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from sklearn.metrics import jaccard_score

from otzvuk.numbers.statistics import COOCCURRENCE, LINES, NODES, cooccurrence, network
from otzvuk.numbers.statistics.network import spring_layout
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_survey, mixed, small_codebook, some_people

BOOK = small_codebook()


def survey_of(*people: Person, one_turn: bool = False) -> Survey:
    survey = make_survey(*people)
    return survey.but(mentions=survey.mentions.assign(turn=1)) if one_turn else survey


def test_counts_jaccard_and_lift_by_hand():
    people = [Person(f"Ч{n}", "Альфа", says=["-price.level", "-documents.errors"]) for n in range(3)]
    people += [Person("Д", "Бета", says=["-price.level"] * 7), Person("Е", says=["+quality.defects"])]
    table = cooccurrence(survey_of(*people), within="interview")
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(COOCCURRENCE)
    (row,) = table.to_dict("records")
    assert (row["code"], row["other"]) == ("documents.errors", "price.level")
    assert (row["units"], row["code_units"], row["other_units"], row["together"]) == (5, 3, 4, 3)
    assert (row["respondents"], row["companies"]) == (3, 1)
    assert (row["jaccard"], row["lift"]) == (pytest.approx(3 / 4), pytest.approx((3 / 5) / (3 / 5 * 4 / 5)))


def test_a_turn_is_narrower_than_an_interview():
    people = [Person("Анна", says=["-price.level", "-documents.errors"])]
    assert len(cooccurrence(survey_of(*people), within="turn")) == 0
    assert len(cooccurrence(survey_of(*people, one_turn=True), within="turn")) == 1


@settings(max_examples=10, deadline=None)
@given(some_people())
def test_jaccard_is_that_of_scikit_learn_and_all_pairs_can_be_kept(people: tuple[Person, ...]):
    survey = survey_of(*people)
    mentions = survey.mentions
    table = cooccurrence(survey, within="interview", least=0)
    assert len(table) == 9 * 8 // 2
    has = (
        pd.crosstab(mentions["interview"], mentions["code"]).reindex(columns=list(BOOK.codes), fill_value=0)
        > 0
    )
    found = {(row.code, row.other): row.jaccard for row in table.itertuples()}
    for pair in combinations(BOOK.codes, 2):
        ours = found[pair]
        if has[list(pair)].to_numpy().any():
            assert ours == pytest.approx(jaccard_score(has[pair[0]], has[pair[1]], zero_division=0))
        else:
            assert ours == 0


def test_the_order_of_mentions_does_not_matter():
    survey = survey_of(*eight_people())
    one = cooccurrence(survey, within="interview")
    pd.testing.assert_frame_equal(one, cooccurrence(mixed(survey), within="interview"))


def test_the_network_draws_what_several_people_say():
    survey = survey_of(*eight_people())
    picture = network(survey, pairs=cooccurrence(survey, within="interview"), least=3)
    for frame, columns in ((picture.nodes, NODES), (picture.lines, LINES)):
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(columns)
    assert picture.lines["together"].min() >= 3
    ends = set(picture.lines["code"]) | set(picture.lines["other"])
    assert set(picture.nodes["code"]) == ends
    at = picture.nodes.set_index("code")[["x", "y"]]
    for line in picture.lines.itertuples():
        assert (line.x, line.y) == tuple(at.loc[line.code])
        assert (line.other_x, line.other_y) == tuple(at.loc[line.other])
    alone = survey_of(Person("Анна", says=["-price.level", "-documents.errors"] * 5), one_turn=True)
    nothing = network(alone, pairs=cooccurrence(alone, within="turn"), least=1)
    assert (len(nothing.nodes), len(nothing.lines)) == (0, 0)


def test_the_layout_is_the_same_each_time_and_brings_tied_things_near():
    ties = np.zeros((6, 6))
    for one, other in ((0, 3), (3, 4), (0, 4), (1, 2), (2, 5), (1, 5)):
        ties[one, other] = ties[other, one] = 1.0
    points = spring_layout(ties)
    assert (points == spring_layout(ties)).all()
    assert points.min() == 0
    assert points.max() == 1
    distance = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    assert distance[ties > 0].max() < distance[(ties == 0) & ~np.eye(6, dtype=bool)].min()
    assert distance[~np.eye(6, dtype=bool)].min() > 0.05  # nothing on top of another
    assert spring_layout(np.zeros((1, 1))).tolist() == [[0.5, 0.5]]
    assert len(spring_layout(np.zeros((0, 0)))) == 0
