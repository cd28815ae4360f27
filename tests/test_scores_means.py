"""Means of marks: by source and group, with intervals, zones and changes."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.study import Block, Guide, Question, Score, ScoreRules, Settings
from otzvuk.numbers.count import IDS, RATINGS, company_key, natural
from otzvuk.numbers.scores import (
    MARKS,
    MEANS,
    changes,
    comments,
    criteria,
    find_criterion,
    interval_of,
    mean_interval,
    means,
    reasons,
)
from otzvuk.numbers.survey import Survey
from otzvuk.read.settings import read_settings
from studies import Person, make_survey, shuffled, small_codebook

BOOK = small_codebook()
QUICK = Settings(replicates=200)


def ratings(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Ratings of (interview, criterion, value[, scale[, wave[, in speech]]])."""
    full = [row + (10, "2025", False)[len(row) - 3 :] for row in rows]
    return pd.DataFrame(
        [
            {
                "interview": i,
                "speaker": f"Человек {i}",
                "criterion": c,
                "value": v,
                "scale": scale,
                "wave": wave,
            }
            | {"turn": 1 if spoken else None, "start": None, "end": None, "company": f"К{i}", "role": "user"}
            for i, c, v, scale, wave, spoken in full
        ],
        columns=list(RATINGS),
    ).astype(dict(RATINGS))


def survey_of(frame: pd.DataFrame, *, guide: Guide | None = None, rules: Settings = QUICK) -> Survey:
    """The survey of people who gave these ratings and said nothing; one person an interview."""
    silent = make_survey()
    people = sorted(set(frame["interview"]), key=natural)
    who = pd.Categorical(frame["interview"], categories=people, ordered=True)
    firms = pd.Categorical(frame["company"].map(company_key), ordered=True)
    ids = dict(zip(IDS, (who, firms, firms), strict=True))
    return replace(
        silent,
        study=replace(silent.study, settings=rules, guide=guide or Guide()),
        ratings=frame.assign(**ids),
        respondents=silent.respondents.assign(**{name: each[:0] for name, each in ids.items()}),
    )


def rated(*rows: tuple[Any, ...], **options: Any) -> Survey:
    return survey_of(ratings(*rows), **options)


def marks(*rows: tuple[Any, ...], guide: Guide | None = None) -> pd.DataFrame:
    return rated(*rows, guide=guide).marks


def row(table: pd.DataFrame, **where: str) -> Any:
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_marks_know_where_they_come_from_and_what_they_are_about() -> None:
    guide = Guide(blocks=(Block(title="Отгрузка", codes=("quality.defects",)),))
    table = marks(
        ("i1", "discipline.lead_times", 4, 5),
        ("i1", "delivery", 9, 10, "2025", True),
        ("i1", "quality", 7),
        ("i1", "shipping", 7),
        ("i1", "Отгрузка", 7),
        guide=guide,
    )
    assert list(table.columns) == [*MARKS, *IDS, "block", "position", "function", "person"]
    assert list(table["source"]) == ["questionnaire", "speech", *["questionnaire"] * 3]
    assert list(table["sort"]) == ["code", "process", "theme", "lens", "guide"]
    assert list(table["of_ten"]) == [8.0, 9.0, 7.0, 7.0, 7.0]
    # both codes of delivery are about shipping; those of quality are about product and shipping
    assert list(table["block"]) == ["shipping", "shipping", "", "shipping", "shipping"]
    assert list(table["stage"]) == ["post_purchase", "post_purchase", "usage", "", "usage"]
    assert list(table["theme"])[:3] == ["discipline", "discipline", "quality"]


def test_speech_and_questionnaire_are_never_in_one_mean() -> None:
    table = means(rated(("i1", "delivery", 2, 10, "", True), ("i2", "delivery", 10), ("i3", "delivery", 8)))
    assert list(table["source"]) == ["speech", "questionnaire"]
    assert list(table["mean_ten"]) == [2.0, 9.0]
    assert list(table["marks"]) == [1, 2]


def test_own_scale_and_rescaled_and_scales_that_differ() -> None:
    given = [("i1", "claims", 3, 5), ("i2", "claims", 4, 5), ("i3", "claims", 5, 5)]
    table = means(rated(*given))
    one = table.iloc[0]
    assert (one["mean"], one["scale"], one["mean_ten"]) == (4.0, 5.0, 8.0)
    assert one["low"] == pytest.approx(one["low_ten"] / 2)
    mixed = means(rated(*given, ("i4", "claims", 8, 10))).iloc[0]
    assert mixed["mean_ten"] == 8.0
    assert math.isnan(mixed["mean"])
    assert math.isnan(mixed["scale"])


@pytest.mark.parametrize(
    ("values", "zone"),
    [
        ([9] * 3, "strength"),
        ([9, 9, 8.9], ""),
        ([8] * 3, ""),
        ([8, 8, 7.9], "development"),
        ([10] * 3, "strength"),
    ],
)
def test_zones_begin_at_the_thresholds(values: list[float], zone: str) -> None:
    table = means(rated(*((f"i{n}", "claims", v) for n, v in enumerate(values))))
    assert table["zone"].iloc[0] == zone


def test_thresholds_are_those_of_study_yaml() -> None:
    rules = Settings(replicates=200, scores=ScoreRules(strength=7, development=3))
    given = [(f"i{n}", name, value) for n in range(3) for name, value in (("claims", 7), ("delivery", 3))]
    table = means(rated(*given, rules=rules))
    assert dict(zip(table["criterion"], table["zone"], strict=True)) == {"claims": "strength", "delivery": ""}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("scores:\n  strength: 7\n", "ожидается порог development не выше порога strength"),
        ("scores:\n  strength: много\n", "строка 2, столбец 13: неверное значение ключа «strength» «много»"),
        ("scores: {change: 0}\n", "неверное значение ключа «change» «0»"),
        ("scores: {strenght: 9}\n", "неизвестный ключ «strenght»"),
        ("scores: {csi_scale: [10, 0]}\n", "«csi_scale»; ожидается два числа, первое меньше второго"),
        ("scores: {csi_scale: [0, десять]}\n", "«csi_scale» «десять»; ожидается число"),
    ],
)
def test_faulty_thresholds_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_settings(path)
    assert message in str(caught.value)


def test_zero_cells_stay_and_say_so() -> None:
    table = means(rated(("i1", "claims", 7)), ["stage"])
    assert list(table["stage"]) == ["deal", "usage", "post_purchase"]
    assert list(table["marks"]) == [0, 0, 1]
    assert list(table["note"]) == ["оценок нет", "оценок нет", "слишком мало респондентов"]
    assert list(table.columns) == ["source", "stage", *MEANS]


def test_a_mark_that_belongs_to_no_block_is_shown_apart() -> None:
    table = means(rated(("i1", "quality", 7), ("i1", "delivery", 9)), ["block"])
    assert dict(zip(table["block"], table["marks"], strict=True)) == {"product": 0, "shipping": 1, "": 1}


def test_one_company_in_two_spellings_is_one_group() -> None:
    two = ratings(("i1", "claims", 6), ("i2", "claims", 8))
    two["company"] = pd.array(["ООО «Ель»", 'ооо "Ель"'], dtype="string")
    table = means(survey_of(two), ["company"])
    assert list(table["company"]) == ["ООО «Ель»"]
    assert table["respondents"].iloc[0] == 2
    assert table["companies"].iloc[0] == 1


def test_a_talkative_respondent_does_not_shift_the_mean_by_person() -> None:
    table = means(rated(*[("i1", "claims", 2)] * 8, ("i2", "claims", 10)))
    assert table["mean_person"].iloc[0] == 6.0
    assert table["mean_ten"].iloc[0] == pytest.approx(26 / 9)


def test_a_study_without_marks_gives_the_columns() -> None:
    table = means(rated())
    assert table.empty
    assert list(table.columns) == ["source", "criterion", *MEANS]
    assert changes(rated()).empty


def test_the_interval_agrees_with_scipy_where_everybody_gives_one_mark() -> None:
    values = np.random.default_rng(7).integers(1, 11, 25).astype(float)
    ours = mean_interval(list(values), [1] * 25, replicates=20_000, seed=1)
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(2)
    ).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.06)
    assert ours.high == pytest.approx(theirs.high, abs=0.06)


def test_the_interval_agrees_with_scipy_where_people_give_several_marks() -> None:
    generator = np.random.default_rng(8)
    counts = generator.integers(1, 5, 20)
    totals = np.array([generator.integers(1, 11, n).sum() for n in counts], dtype=float)
    ours = mean_interval(list(totals), list(counts), replicates=20_000, seed=1)
    theirs = stats.bootstrap(
        (totals, counts),
        lambda t, n, axis=-1: t.sum(axis=axis) / n.sum(axis=axis),
        n_resamples=20_000, method="percentile", paired=True, vectorized=True, rng=np.random.default_rng(2),
    ).confidence_interval  # fmt: skip
    assert ours.low == pytest.approx(theirs.low, abs=0.06)
    assert ours.high == pytest.approx(theirs.high, abs=0.06)


def test_two_people_have_no_interval() -> None:
    assert all(math.isnan(end) for end in mean_interval([3, 9], [1, 1], replicates=200, seed=1))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 10)), min_size=1, max_size=20), st.integers(0, 9))
def test_means_do_not_depend_on_the_order_of_rows(given: list[tuple[int, int]], seed: int) -> None:
    survey = rated(*((f"i{who}", "claims", value) for who, value in given))
    one, other = means(survey), means(survey.but(ratings=shuffled(survey.ratings, seed)))
    pd.testing.assert_frame_equal(one, other)
    low, mean, high = (one[name].iloc[0] for name in ("low_ten", "mean_ten", "high_ten"))
    assert math.isnan(low) or 0 <= low <= high <= 10
    assert mean == pytest.approx(np.mean([value for _, value in given]))
    ends = interval_of(survey.marks, survey.marks["of_ten"], replicates=200, seed=2025)
    assert math.isnan(low) or ends == (low, high)


@pytest.mark.parametrize(
    ("rated", "message"),
    [
        (("i1", "claims", 11), "интервью i1, Человек i1: оценка вне шкалы «11»; ожидается число от 0 до 10"),
        (("i1", "claims", float("nan")), "оценка вне шкалы «nan»"),
        (("i1", "claims", 1, 0), "неверная шкала «0»; ожидается число больше нуля"),
        (("i1", "погода", 1), "неизвестный критерий «погода»"),
    ],
)
def test_bad_marks_are_named(rated: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InputError) as caught:
        marks(rated)
    assert message in str(caught.value)


def test_an_unknown_grouping_is_named() -> None:
    with pytest.raises(InputError, match="не группируются «регион»"):
        means(rated(("i1", "claims", 5)), ["регион"])


def test_changes_of_a_point_are_marked_and_gaps_are_no_changes() -> None:
    old = [(f"i{n}", "claims", 6, 10, "2024") for n in range(3)] + [("i0", "delivery", 8, 10, "2024")]
    new = [(f"i{n}", "claims", 5, 10, "2025") for n in range(5, 8)] + [("i5", "delivery", 8.9, 10, "2025")]
    table = changes(rated(*old, *new, ("i9", "pricing", 3, 10, "2026")))
    claims = row(table, criterion="claims", wave="2025")
    assert (claims["previous"], claims["change"], bool(claims["marked"])) == ("2024", -1.0, True)
    assert (claims["direction"], claims["note"]) == ("снижение", "")
    delivery = row(table, criterion="delivery", wave="2025")
    assert (delivery["change"], bool(delivery["marked"]), delivery["direction"]) == (0.9, False, "рост")
    assert delivery["note"] == "слишком мало респондентов"
    gone = row(table, criterion="claims", wave="2026")
    assert math.isnan(gone["change"])
    assert not gone["marked"]
    assert gone["direction"] == ""
    with pytest.raises(InputError, match=r"нет оценок такой волны «2031»; ожидается одно из: 2024, 2025$"):
        changes(rated(*old, *new), wave="2031")


def test_a_guide_block_without_codes_is_about_its_processes() -> None:
    guide = Guide(
        blocks=(
            Block(title="Логистика", processes=("delivery",)),
            Block(title="Смесь", questions=("Как?", Question(text="А?", codes=("price.level",)))),
        )
    )
    known = criteria(BOOK, guide)
    assert (known["Логистика"].process, known["Логистика"].lenses["block"]) == ("delivery", "shipping")
    assert known["Смесь"].codes == {"price.level"}
    assert find_criterion("уровень ЦЕНЫ", known).id == "price.level"


def test_a_theme_with_the_id_of_a_lens_value_is_both() -> None:
    known = criteria(read_codebook())
    assert (known["price"].sort, known["price"].lenses["block"]) == ("theme", "price")
    assert known["shipping"].lenses == {
        "level": "",
        "value_element": "",
        "block": "shipping",
        "department": "",
    }


def low_and_high() -> Survey:
    return make_survey(
        Person("Анна", "А", says=["-discipline.lead_times", "+discipline.lead_times", "-price.level"]),
        Person("Борис", "Б", says=["-documents.errors", "-documents.errors"]),
        Person("Вера", "В", says=["+discipline.loading", "-discipline.lead_times"]),
        Person("Глеб", "Г", says=["-discipline.lead_times"]),
        scores=[
            Score("i1", "Анна", "delivery", 3, 10),
            Score("i2", "Борис", "delivery", 5, 10),
            Score("i3", "Вера", "delivery", 9, 10),
        ],
    )  # fmt: skip


def test_comments_of_the_same_respondents_come_first() -> None:
    survey = low_and_high()
    said = comments(survey)
    # Anna's low mark with her complaint first; Vera's high one with her praise first; Gleb gave no mark.
    assert [(name, kind) for name, kind in zip(said["speaker"], said["kind"], strict=True)] == [
        ("Анна", "complaint"),
        ("Анна", "praise"),
        ("Вера", "praise"),
        ("Вера", "complaint"),
        ("Глеб", "complaint"),
    ]
    assert list(said["own"]) == [True] * 4 + [False]
    assert list(said["mark_ten"][:4]) == [3, 3, 9, 9]
    assert list(said["place"]) == [1, 2, 3, 4, 5]
    for at, text in zip(said["mention"], said["text"], strict=True):
        assert survey.mentions.loc[at, "text"] == text
    assert len(comments(survey, best=2)) == 2


def test_reasons_are_what_who_marks_low_says_of_the_thing_itself_and_no_other_complaint() -> None:
    survey = low_and_high()
    found = reasons(survey)
    assert list(found["label"]) == ["Сроки поставки", "Не объяснили"]
    assert list(found["link"]) == ["about", ""]
    assert list(found["mentions"]) == [1, 0]
    assert list(found["low_givers"]) == [2, 2]
    assert list(found["respondents"]) == [1, 1]


def test_low_marks_that_nobody_explains_are_said() -> None:
    survey = low_and_high()
    found = reasons(survey.but(mentions=survey.mentions[survey.mentions["speaker"] == "Борис"]))
    assert list(found["label"]) == ["Не объяснили"]
    assert list(found["respondents"]) == [2]
    relaxed = Settings(scores=ScoreRules(development=3))
    assert reasons(survey.but(settings=relaxed)).empty


def test_means_of_everything_and_of_two_columns_together() -> None:
    survey = rated(("i1", "claims", 4), ("i2", "delivery", 8, 10, "2024"))
    whole = means(survey, [])
    assert list(whole["mean_ten"]) == [6.0]
    both = means(survey, ["criterion", "wave"])
    assert list(both["marks"]) == [1, 0, 0, 1]
    assert list(both["criterion"]) == ["delivery", "delivery", "claims", "claims"]


def test_the_mark_of_a_part_is_not_that_of_the_process() -> None:
    guide = Guide(
        blocks=(
            Block(title="Доставка", codes=("discipline.lead_times",), processes=("delivery",)),
            Block(title="Погрузка", codes=("discipline.loading",)),
            Block(title="Обе", codes=("discipline.loading", "discipline.lead_times")),
        )
    )
    known = criteria(BOOK, guide)
    assert known["discipline.lead_times"].process == ""  # one of two codes of delivery
    assert known["discipline.lead_times"].stage == "post_purchase"
    assert known["delivery"].process == "delivery"
    assert known["price.level"].process == "pricing"  # the only code of its process
    assert [known[name].process for name in ("Доставка", "Погрузка", "Обе")] == ["delivery", "", "delivery"]


def test_the_mark_for_all_in_all_is_no_mark_of_a_block() -> None:
    overall = Settings(replicates=200, scores=ScoreRules(overall="уровень цены"))
    table = rated(("i1", "price.level", 9), ("i1", "discipline.loading", 5), rules=overall).marks
    assert list(table["block"]) == ["", "shipping"]
    assert list(table["process"]) == ["", ""]
    assert table["stage"].iloc[0] == ""
    assert table["code"].iloc[0] == "price.level"


def test_two_people_make_neither_a_strength_nor_a_development_zone() -> None:
    given = [("i1", "claims", 10), ("i2", "claims", 10), ("i1", "delivery", 1), ("i1", "delivery", 2)]
    assert list(means(rated(*given))["zone"]) == ["", ""]
    assert list(means(rated(*given, ("i3", "claims", 9)))["zone"]) == ["", "strength"]  # delivery, claims
