from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from otzvuk.numbers.statistics import ASSOCIATION, CELLS, VALUES, association, associations, holm, wilson
from otzvuk.numbers.statistics.contingency import (
    FISHER,
    MONTE_CARLO,
    cell_test,
    cramers_v,
    expected_counts,
    table_test,
)
from otzvuk.numbers.statistics.verdict import BY_DESIGN, MORE, SAME, SINGLE, TOO_FEW, UNKNOWN
from otzvuk.numbers.statistics.within import within_test
from otzvuk.numbers.survey import Survey
from studies import Person, eight_people, make_survey, shuffled


def tables(*people: Person) -> Survey:
    return make_survey(*people)


def group(role: str, number: int, says: list[str], **about: str) -> list[Person]:
    return [Person(f"{role}{n}{about}", f"{role}{n}", role, says, **about) for n in range(number)]


# --- intervals and Holm ---


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_is_that_of_statsmodels(hits: int, of: int):
    hits = min(hits, of)
    assert wilson(hits, of) == pytest.approx(proportion_confint(hits, of, method="wilson"), abs=1e-9)


def test_wilson_of_nobody_is_everything():
    assert wilson(0, 0) == (0.0, 1.0)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_that_of_statsmodels(p: list[float]):
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_holm_does_not_count_what_was_not_tested():
    assert holm([0.01, np.nan, 0.04]).tolist() == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)


# --- tables of people ---

MANY = np.array([[20, 30, 25], [40, 15, 22]])


def test_chi_square_and_residuals_are_those_of_statsmodels():
    test, theirs = table_test(MANY, seed=1), Table(MANY).test_nominal_association()
    assert (test.statistic, test.dof, test.p) == pytest.approx((theirs.statistic, theirs.df, theirs.pvalue))
    residuals = Table(MANY).standardized_resids
    for i, j in product(range(2), range(3)):
        one = cell_test(int(MANY[i, j]), int(MANY[i].sum()), int(MANY[:, j].sum()), int(MANY.sum()))
        assert one.residual == pytest.approx(residuals[i, j])
        assert one.p == pytest.approx(2 * stats.norm.sf(abs(residuals[i, j])))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=4, max_size=4))
def test_small_cells_go_to_fishers_exact_test(cells: list[int]):
    counts = np.array(cells).reshape(2, 2)
    if 0 in counts.sum(axis=0) or 0 in counts.sum(axis=1):
        return
    one = cell_test(int(counts[0, 0]), int(counts[0].sum()), int(counts[:, 0].sum()), int(counts.sum()))
    if expected_counts(counts).min() < 5:
        assert one.method == FISHER
        assert one.p == pytest.approx(stats.fisher_exact(counts).pvalue)
        assert one.least <= one.p + 1e-12


def test_the_lady_tasting_tea():
    # Fisher, The Design of Experiments (1935), ch. 2: three of four cups right: p = 17/70 one-sided
    assert cell_test(3, 4, 4, 8).p == pytest.approx(34 / 70)
    assert cell_test(4, 4, 4, 8).p == pytest.approx(2 / 70)


def test_a_single_cell_that_expects_less_than_one_is_too_small_for_chi_square():
    rare = np.array([[30, 30, 30, 30, 1], [30, 30, 30, 30, 0]])
    assert expected_counts(rare).min() < 1
    assert (expected_counts(rare) >= 5).mean() == 0.8
    assert table_test(rare, seed=1, draws=99).method == MONTE_CARLO


def test_larger_tables_with_small_cells_are_drawn():
    few = np.array([[4, 1, 0], [0, 3, 1], [1, 0, 5]])
    scipys = stats.fisher_exact(few, method=stats.PermutationMethod(n_resamples=5000, rng=7))
    assert table_test(few, seed=3, draws=20000).p == pytest.approx(scipys.pvalue, abs=0.01)


def test_cramers_v_is_that_of_scipy():
    assert cramers_v(MANY) == pytest.approx(stats.contingency.association(MANY, method="cramer"))
    # Bergsma's correction by hand: φ² = χ²/n − (r−1)(c−1)/(n−1), r̃ = r − (r−1)²/(n−1)
    n, chi = MANY.sum(), stats.chi2_contingency(MANY, correction=False).statistic
    expected = np.sqrt((chi / n - 2 / (n - 1)) / (2 - 1 / (n - 1) - 1))
    assert cramers_v(MANY, corrected=True) == pytest.approx(expected)
    assert cramers_v(np.array([[5, 5], [5, 5]]), corrected=True) == 0
    square = np.array([[20, 5, 3], [4, 18, 6], [2, 7, 25]])
    n, chi = square.sum(), stats.chi2_contingency(square).statistic
    expected = np.sqrt((chi / n - 4 / (n - 1)) / (3 - 4 / (n - 1) - 1))
    assert cramers_v(square, corrected=True) == pytest.approx(expected)


# --- from mentions to verdicts ---


def test_tables_have_their_columns_whatever_is_crossed():
    for people in (eight_people(), ()):
        for rows, columns in (("role", "wave"), ("role", "theme"), ("code", "role"), ("theme", "kind")):
            found = association(tables(*people), rows=rows, columns=columns, draws=99)
            for frame, listed in ((found.table, ASSOCIATION), (found.values, VALUES), (found.cells, CELLS)):
                assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(listed)
            assert len(found.table) == 1


def test_a_real_difference_is_found_on_either_side():
    people = group("user", 8, ["-price.level"]) + group("technical", 8, ["+quality.defects"])
    found = association(tables(*people), rows="role", columns="theme")
    assert found.table["verdict"].item() == "связь есть"
    price = found.cells[found.cells["column"] == "price"].set_index("row")
    assert price.loc["user", "verdict"] == MORE
    assert price.loc["technical", "verdict"] == "реже, чем у остальных"
    # two values were tested, each seen from two roles: Holm multiplies by two, not four
    assert price.loc["user", "p_holm"] == pytest.approx(2 * stats.fisher_exact([[8, 0], [0, 8]]).pvalue)
    assert found.cells.set_index("column").loc["documents", "verdict"].eq(SAME).all()
    turned = association(tables(*people), rows="theme", columns="role")
    assert turned.table["p"].item() == found.table["p"].item()
    assert turned.cells["row"].tolist()[:2] == ["quality", "quality"]
    assert sorted(turned.cells["p_holm"].dropna()) == sorted(found.cells["p_holm"].dropna())


def test_who_repeats_proves_nothing():
    people = [*group("user", 2, ["-price.level"] * 50), *group("technical", 2, ["+quality.defects"] * 50)]
    found = association(tables(*people), rows="role", columns="theme")
    assert found.table["verdict"].item() == TOO_FEW
    assert found.cells["p"].isna().all()
    within = association(tables(*people), rows="theme", columns="kind")
    assert within.table["verdict"].item() == TOO_FEW


def test_groups_of_one_and_of_unknown_are_shown_but_in_no_test():
    people = [
        *group("user", 5, ["-price.level"]),
        *group("technical", 5, ["+quality.defects"]),
        *group("unknown", 3, ["-price.level"]),
        *group("economic", 1, ["-price.level"]),
    ]
    survey = tables(*people)
    found = association(survey, rows="role", columns="theme")
    verdicts = found.cells.groupby("row")["verdict"].unique()
    assert verdicts["economic"].tolist() == [SINGLE]
    assert verdicts["unknown"].tolist() == [UNKNOWN]
    assert (found.table["respondents"].item(), found.table["single_groups"].item()) == (10, 1)
    alone = found.cells[(found.cells["row"] == "economic") & (found.cells["column"] == "price")].iloc[0]
    assert (alone.respondents, alone.of, alone.share) == (1, 1, 1)
    without = survey.respondents["role"].isin(["user", "technical"])
    again = association(survey.but(respondents=survey.respondents[without]), rows="role", columns="theme")
    assert again.table["p"].item() == found.table["p"].item()


def test_values_are_tested_over_all_groups():
    people = [
        *group("user", 20, ["-price.level"]),
        *group("technical", 20, []),
        *group("economic", 20, ["-price.level"], wave="2"),
        *group("economic", 6, []),
    ]
    found = association(tables(*people), rows="role", columns="theme", draws=499)
    price = found.values.set_index("value").loc["price"]
    theirs = stats.chi2_contingency([[20, 0], [0, 20], [20, 6]], correction=False)
    assert (price.statistic, price.dof, price.p) == pytest.approx((theirs.statistic, 2, theirs.pvalue))
    assert (price.respondents, price["of"], price.verdict) == (40, 66, "связь есть")
    # with a single varied value the sum over values is that value's χ²
    assert found.table["statistic"].item() == pytest.approx(theirs.statistic)


def test_people_by_people_is_the_textbook_table():
    people = group("user", 12, [], wave="1") + group("user", 6, [], wave="2")
    people += group("technical", 5, [], wave="1") + group("technical", 13, [], wave="2")
    found = association(tables(*people), rows="role", columns="wave")
    theirs = stats.chi2_contingency([[12, 6], [5, 13]], correction=False)
    assert (found.table["p"].item(), found.table["method"].item()) == (pytest.approx(theirs.pvalue), "χ²")
    assert found.cells["p_holm"].unique() == pytest.approx([theirs.pvalue])  # one test, seen from four cells


def test_the_sign_test_is_the_known_one_for_one_lean_each():
    # Everybody leans the same way by the same amount: of 2^n sign patterns two are as extreme.
    for people, expected in ((6, 2 / 64), (5, 2 / 32)):
        test = within_test(np.array([[[2, 0], [0, 2]]] * people), seed=1)
        assert test.p == pytest.approx([expected] * 4)
        assert test.least == pytest.approx([expected] * 4)
        assert test.z[0] == pytest.approx(np.sqrt(people))


def test_the_drawn_signs_agree_with_scipys_permutation_test():
    generator = np.random.default_rng(4)
    counts = generator.integers(0, 4, size=(14, 2, 2))
    test = within_test(counts, seed=2, draws=20000)
    total = counts.sum(axis=(1, 2))
    usual = counts[:, 0].sum(axis=1) * counts[:, :, 0].sum(axis=1) / np.maximum(total, 1)
    leaning = (counts[:, 0, 0] - usual) / np.maximum(total, 1)
    theirs = stats.permutation_test(
        (leaning,), lambda x, axis: np.abs(x.sum(axis=axis)), permutation_type="samples",
        alternative="greater", n_resamples=np.inf,
    )  # fmt: skip
    assert test.p[0] == pytest.approx(theirs.pvalue, abs=0.015)


def test_theme_and_kind_are_compared_within_people():
    people = [Person(f"Ч{n}", says=["-price.level", "+quality.defects"]) for n in range(9)]
    found = association(tables(*people), rows="theme", columns="kind")
    cells = found.cells.set_index(["row", "column"])
    assert cells.loc[("price", "complaint"), "verdict"] == MORE
    assert (found.table["respondents"].item(), found.table["verdict"].item()) == (9, "связь есть")
    # nine people who each speak of one thing only cannot tell
    apart = [Person(f"Ч{n}", says=["-price.level"] if n % 2 else ["+quality.defects"]) for n in range(9)]
    assert association(tables(*apart), rows="theme", columns="kind").table["verdict"].item() == TOO_FEW


def test_what_the_codebook_ties_together_is_not_tested():
    for rows, columns in (("code", "theme"), ("block", "process"), ("kind", "trend"), ("role", "role")):
        found = association(tables(*eight_people()), rows=rows, columns=columns, draws=99)
        assert found.table["verdict"].item() == BY_DESIGN
        assert found.cells["p"].isna().all()


def test_the_same_seed_gives_the_same_in_any_order_of_mentions():
    survey = tables(*eight_people())
    for rows, columns in (("role", "theme"), ("theme", "kind"), ("role", "wave")):
        one = association(survey, rows=rows, columns=columns, draws=199)
        turned = survey.but(mentions=shuffled(survey.mentions))
        other = association(turned, rows=rows, columns=columns, draws=199)
        pd.testing.assert_frame_equal(one.table, other.table)
        pd.testing.assert_frame_equal(one.cells, other.cells)


def test_several_pairs_stand_one_below_another():
    pairs = [("role", "theme"), ("role", "wave"), ("kind", "wave")]
    found = associations(tables(*eight_people()), pairs=pairs, draws=99)
    assert list(zip(found.table["rows"], found.table["columns"], strict=True)) == pairs
    one = association(tables(*eight_people()), rows="role", columns="theme", draws=99)
    pd.testing.assert_frame_equal(found.cells[: len(one.cells)], one.cells)
    assert found.values["by"].unique().tolist() == ["role", "wave"]
    assert list(associations(tables(*eight_people()), pairs=[]).values.columns) == list(VALUES)


def test_talk_without_any_relation_is_seldom_called_one():
    """People talk more or less, of their own favourites, in their own mood about each: nothing is related."""
    generator = np.random.default_rng(11)
    ours = naive = 0
    for _ in range(80):
        talk = np.zeros((11, 5, 3), dtype=np.int64)
        for person in talk:
            likes = generator.dirichlet(np.full(5, 2.0))
            for theme, often in enumerate(generator.multinomial(1 + generator.geometric(0.06), likes)):
                person[theme] = generator.multinomial(often, generator.dirichlet([0.6, 0.7, 0.2]))
        ours += within_test(talk, seed=1).table_p <= 0.05
        naive += table_test(talk.sum(axis=0), seed=1, draws=199).p <= 0.05
    assert ours <= 9  # five in a hundred and a little
    assert naive >= 50  # χ² over mentions calls nearly all of it a finding
