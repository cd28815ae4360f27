"""Two waves compared: against Newcombe's table, statsmodels, scipy, and drawing by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind
from statsmodels.stats.proportion import confint_proportions_2indep

from otzvuk.model.errors import InputError
from otzvuk.model.study import Score
from otzvuk.numbers.damage import rank
from otzvuk.numbers.resample import Draws
from otzvuk.numbers.wave import CHANGES, Change, Measure, Wave, by_wave, compare, sentences
from otzvuk.numbers.wave.interval import newcombe, welch
from studies import Person, eight_people, make_survey, mixed, small_codebook

LATE, BLIND, GOOD = "-discipline.lead_times", "-service.informing", "+quality.defects"
BOOK = small_codebook()


def compared(*people: Person, by: tuple[str, ...] = ("code", "process"), **settings: object) -> pd.DataFrame:
    return compare(*by_wave(make_survey(*people, **settings)), by=by)


def row(table: pd.DataFrame, item: str, measure: str) -> pd.Series:
    (found,) = [each for _, each in table[(table["item"] == item) & (table.measure == measure)].iterrows()]
    return found


def crowd(wave: str, number: int, angry: int, *, company: str = "К", says: str = LATE) -> list[Person]:
    return [
        Person(f"{wave}-{n}", f"{company}{n}", says=[says] if n < angry else [], wave=wave)
        for n in range(number)
    ]


# waves


def test_waves_are_in_natural_order_and_the_last_two_are_compared() -> None:
    people = [Person(f"Ч{wave}", says=[LATE], wave=wave) for wave in ("волна 10", "волна 2", "волна 1", "")]
    survey = make_survey(*people)
    assert survey.waves == ("волна 1", "волна 2", "волна 10")
    assert [side.name for side in by_wave(survey)] == ["волна 2", "волна 10"]
    assert [side.name for side in by_wave(survey, before="волна 1")] == ["волна 1", "волна 10"]
    assert [side.name for side in by_wave(survey, after="волна 2")] == ["волна 1", "волна 2"]
    before, after = by_wave(survey, before="волна 10", after="волна 1")
    assert (before.survey.respondents.speaker.tolist(), after.survey.mentions.speaker.tolist()) == (
        ["Чволна 10"],
        ["Чволна 1"],
    )


@pytest.mark.parametrize(
    ("waves", "asked", "message"),
    [
        (("2024", "2025"), {"before": "2023"}, "такой волны «2023»; ожидается одно из: 2024, 2025"),
        (("2024", "2025"), {"after": "26"}, "нет интервью такой волны «26»; ожидается одно из: 2024, 2025"),
        (("2024", "2025"), {"before": "2024", "after": "2024"}, "с собой «2024»; ожидается одно из: 2025"),
        (("2024",), {}, "в исследовании одна волна «2024»; ожидается столбец wave"),
        (("", ""), {}, "волны интервью не указаны; ожидается столбец wave"),
        (("",), {"before": "2024"}, "нет интервью такой волны «2024»; ожидается волна в participants.csv"),
    ],
)  # fmt: skip
def test_a_wave_that_is_not_there_is_refused(
    waves: tuple[str, ...], asked: dict[str, str], message: str
) -> None:
    survey = make_survey(*[Person(f"Ч{n}", says=[LATE], wave=wave) for n, wave in enumerate(waves)])
    with pytest.raises(InputError) as error:
        by_wave(survey, **asked)
    assert message in str(error.value)


# intervals


@pytest.mark.parametrize(
    ("cells", "expected"),
    [  # Newcombe 1998 (difference of proportions), Table II, method 10: examples (a), (b), (c), (e), (g)
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
    ],
)
def test_newcombes_examples_come_out(cells: tuple[int, int, int, int], expected: tuple[float, float]) -> None:
    one, of_one, two, of_two = cells
    low, high = newcombe(two, of_two, one, of_one, level=0.95)
    assert (low, high) == pytest.approx(expected, abs=6e-5)
    theirs = confint_proportions_2indep(one, of_one, two, of_two, method="newcomb", compare="diff")
    assert (low, high) == pytest.approx(theirs, abs=1e-6)


def test_welchs_interval_is_scipys() -> None:
    one, two = np.array([0.0, 1, 0, 3]), np.array([2.0, 3, 3, 1, 2, 0])
    expected = ttest_ind(two, one, equal_var=False).confidence_interval(0.95)
    found = welch(one, two, np.ones(4), np.full(6, 2.0), level=0.95)
    assert found == pytest.approx((expected.low, expected.high))
    assert all(np.isnan(welch(one[:1], two, np.ones(1), np.ones(6), level=0.95)))
    assert welch(one * 0, two * 0 + 1, np.ones(4), np.ones(6), level=0.95) == pytest.approx((1, 1))


def test_the_joint_bootstrap_agrees_with_drawing_by_hand() -> None:
    before, after = ["a", "a", "b", "c", "d"], ["a", "b", "b", "e", "f", "g"]
    one, two = np.array([1.0, 0, 1, 1, 0]), np.array([0.0, 1, 0, 1, 1, 0])
    ((first, second),) = Draws(before, after, replicates=1000, seed=3)
    there = (first.sum(axis=1) > 0) & (second.sum(axis=1) > 0)
    drawn = (second @ two / np.maximum(second.sum(axis=1), 1))[there]
    drawn -= (first @ one / np.maximum(first.sum(axis=1), 1))[there]
    generator, by_hand = np.random.default_rng(9), []
    names = sorted({*before, *after})
    for _ in range(4000):
        sums = [[], []]
        for name in generator.choice(names, size=len(names)):
            for side, (keys, values) in enumerate(((before, one), (after, two))):
                own = values[[key == name for key in keys]]
                sums[side] += list(generator.choice(own, size=len(own))) if len(own) else []
        if sums[0] and sums[1]:
            by_hand.append(np.mean(sums[1]) - np.mean(sums[0]))
    assert drawn.mean() == pytest.approx(np.mean(by_hand), abs=0.04)
    assert drawn.std() == pytest.approx(np.std(by_hand), abs=0.03)


def test_samples_keep_colleagues_of_both_waves_together() -> None:
    ((first, second),) = Draws(["a", "b", "c"], ["a", "b", "c"], replicates=500, seed=1)
    assert (first == second).all()
    assert (first.sum(axis=1) == 3).all()


def test_the_same_companies_in_both_waves_make_a_change_surer() -> None:
    # Half of the companies always complain, and in 2025 a few more; the same ones or others.
    def wave(name: str, angry: int, company: str) -> list[Person]:
        return crowd(name, 24, angry, company=company)

    same = row(compared(*wave("2024", 10, "К"), *wave("2025", 16, "К")), "delivery", "complaint")
    others = row(compared(*wave("2024", 10, "К"), *wave("2025", 16, "М")), "delivery", "complaint")
    assert same.difference == others.difference == 0.25
    assert same.high - same.low < 0.75 * (others.high - others.low)
    assert (same.clear, others.clear) == (True, False)


def test_colleagues_are_no_independent_evidence() -> None:
    alone = crowd("2024", 20, 4) + crowd("2025", 20, 12, company="М")
    together = [
        Person(each.speaker, f"{each.company[0]}{int(each.company[1:]) // 4}", says=each.says, wave=each.wave)
        for each in alone
    ]
    apart, one = (row(compared(*people), "delivery", "complaint") for people in (alone, together))
    assert apart.difference == one.difference
    assert one.high - one.low > 1.3 * (apart.high - apart.low)
    assert (apart.clear, one.clear) == (True, False)


def test_a_large_study_without_company_ties_gives_the_textbook_interval() -> None:
    table = compared(*crowd("2024", 60, 40), *crowd("2025", 80, 30, company="М"), replicates=4000)
    found = row(table, "delivery", "complaint")
    theirs = confint_proportions_2indep(30, 80, 40, 60, method="wald", compare="diff")
    assert (found.low, found.high) == pytest.approx(theirs, abs=0.03)


# the table


def test_columns_items_and_measures() -> None:
    table = compared(*eight_people())
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dict(CHANGES)
    processes = table[table.by == "process"]
    assert processes["item"].drop_duplicates().tolist() == list(BOOK.processes)
    assert processes.measure.tolist() == ["complaint", "praise", "damage"] * len(BOOK.processes)
    assert row(table, "client_meetings", "complaint").after == 0.0  # nobody mentions it, and it stands there
    assert set(table[table.by == "criterion"].measure) == {"speech"}
    assert compared(*eight_people(), by=("theme",))["item"].iloc[0] == "quality"
    assert set(compared(*eight_people(), by=("role",))["item"]) >= {"economic", "user"}


def test_figures_are_those_of_each_wave_alone() -> None:
    waves = by_wave(make_survey(*eight_people(), role_weights={"user": 3}))
    table = compare(*waves)
    for wave, name in zip(waves, ("before", "after"), strict=True):
        alone = rank(wave.survey).set_index("process")
        for process in alone.index:
            assert row(table, process, "damage")[name] == pytest.approx(alone.loc[process, "damage"])
            assert row(table, process, "complaint")[name] == pytest.approx(alone.loc[process, "reach"])
            people = row(table, process, "complaint")[f"people_{name}"]
            assert people == alone.loc[process, "respondents"]
    assert (table.difference - (table.after - table.before)).abs().max() < 1e-8


def test_labels_say_what_became_of_it() -> None:
    before = [Person(f"a{n}", f"А{n}", says=[LATE, "-price.level"], wave="1") for n in range(14)]
    after = [
        Person(f"b{n}", f"Б{n}", says=[BLIND] * 2 + [GOOD] * (n > 2) + ["-price.level"] * (n % 2), wave="2")
        for n in range(14)
    ]
    table = compared(*before, *after)

    def label(item: str, measure: str) -> tuple[str, bool]:
        found = row(table, item, measure)
        return found.change, found.clear

    assert label("delivery", "complaint") == (Change.GONE, True)
    assert label("order_status", "complaint") == (Change.APPEARED, True)
    assert label("pricing", "complaint") == (Change.BETTER, True)
    assert label("production", "praise") == (Change.APPEARED, True)
    assert label("delivery", "damage") == (Change.BETTER, True)
    assert label("order_status", "damage") == (Change.WORSE, True)
    assert label("claims", "complaint") == (Change.UNCLEAR, False)
    assert table[table.clear].jointly.all()
    back = compare(*reversed(by_wave(make_survey(*before, *after))))
    assert row(back, "pricing", "complaint").change == Change.WORSE
    assert row(back, "production", "praise").change == Change.GONE


def test_what_one_of_few_says_has_appeared_but_is_not_clear() -> None:
    table = compared(*crowd("1", 4, 0), *crowd("2", 5, 2, company="М"))
    found = row(table, "delivery", "complaint")
    assert (found.change, found.clear) == (Change.APPEARED, False)
    # the bootstrap alone does not know that nobody of four is no proof of nobody
    assert found.low < 0 < found.high
    low, high = newcombe(0, 4, 2, 5, level=0.95)
    assert found.low <= low + 1e-9
    assert found.high >= high - 1e-9


def test_a_change_that_luck_explains_does_not_stay_when_all_are_judged_at_once() -> None:
    table = compared(*crowd("1", 40, 8), *crowd("2", 40, 17, company="М"), by=("process",))
    assert row(table, "delivery", "complaint").jointly  # it is the only item of its family
    generator = np.random.default_rng(12)
    codes = [code for code in BOOK.codes if BOOK.codes[code].process != "delivery"]
    noisy = [
        Person(
            each.speaker,
            each.company,
            says=[*each.says, *(f"-{code}" for code in codes if generator.random() < 0.4)],
            wave=each.wave,
        )
        for each in [*crowd("1", 40, 8), *crowd("2", 40, 17, company="М")]
    ]
    found = row(compared(*noisy, by=("process",)), "delivery", "complaint")
    assert found.clear
    assert not found.jointly


def test_one_person_is_marked_and_never_tested() -> None:
    table = compared(Person("Анна", "Альфа", says=[LATE], wave="1"), *crowd("2", 6, 0))
    assert set(table.change) == {Change.UNTESTED}
    assert table[["low", "high"]].isna().all().all()
    assert not table[["clear", "jointly"]].any().any()
    found = row(table, "delivery", "complaint")
    assert (found.before, found.after, found.people_before, found.asked_before) == (1, 0, 1, 1)
    assert found.note == "слишком мало респондентов: «1» — 1"
    assert sentences(table, BOOK) == ("Сравнить волны «1» и «2» нельзя: слишком мало респондентов: «1» — 1.",)


def test_colleagues_alone_are_not_tested_either() -> None:
    people = [Person(f"Ч{n}", "Альфа", says=[LATE], wave="1") for n in range(5)]
    table = compared(*people, *crowd("2", 6, 0))
    assert row(table, "delivery", "complaint").note == "слишком мало компаний: «1» — 1"


def test_roles_without_weight_are_no_evidence_for_the_damage() -> None:
    people = [Person(f"Ч{n}", f"К{n}", "user", [LATE], wave="1") for n in range(5)] + [
        Person(f"Д{n}", f"М{n}", "economic" if n else "user", [LATE], wave="2") for n in range(5)
    ]
    table = compared(*people, role_weights={"user": 0, "economic": 1})
    assert row(table, "delivery", "damage").note == "слишком мало респондентов: «1» — 0"
    assert np.isnan(row(table, "delivery", "damage").before)
    assert row(table, "delivery", "complaint").change == Change.UNCLEAR


def test_an_empty_side_and_an_unknown_column() -> None:
    survey = make_survey(*crowd("1", 6, 3))
    empty = survey.but(
        mentions=survey.mentions.head(0),
        respondents=survey.respondents.head(0),
        ratings=survey.ratings.head(0),
    )
    nobody = Wave("нет", empty)
    table = compare(nobody, Wave("есть", survey))
    assert set(table.change) == {Change.UNTESTED}
    assert row(table, "delivery", "complaint").note == "слишком мало респондентов: «нет» — 0"
    with pytest.raises(
        InputError, match="нет такого столбца упоминаний «регион»; ожидается одно из: interview"
    ):
        compare(nobody, nobody, by=["регион"])


def test_marks_are_compared_by_source_one_mean_a_person() -> None:
    def wave(name: str, marks: list[float]) -> list[Person]:
        return [
            Person(
                f"{name}{n}", f"{name}{n}", rates={"delivery": mark}, says=["-price.level worse"], wave=name
            )
            for n, mark in enumerate(marks)
        ]

    people = [*wave("1", [9, 8, 9, 10, 8]), *wave("2", [4, 5, 3, 4, 5, 6])]
    scores = tuple(Score(f"i{n}", people[n - 1].speaker, "price.level", 4, 5) for n in (1, 6))
    table = compare(*by_wave(make_survey(*people, scores=scores)))
    found = row(table, "delivery", "speech")
    assert (found.before, found.after, found.change) == (8.8, 4.5, Change.WORSE)
    assert (found.asked_before, found.people_after, found.clear) == (5, 6, True)
    expected = ttest_ind([4, 5, 3, 4, 5, 6], [9, 8, 9, 10, 8], equal_var=False).confidence_interval(0.95)
    assert found.low <= expected.low + 1e-8
    assert found.high >= expected.high - 1e-8
    asked = row(table, "price.level", "questionnaire")
    assert (asked.before, asked.after, asked.change) == (8, 8, Change.UNTESTED)
    assert asked.note == "слишком мало респондентов с оценкой: «1» — 1"
    assert asked.said_worse == 6  # in the later wave only
    assert row(table, "price.level", "complaint").said_worse == 6
    assert row(table, "price.level", "complaint").said_better == 0


def test_two_studies_with_the_same_interview_ids_are_two_sides() -> None:
    sides = []
    for name, angry in (("прошлое", 2), ("нынешнее", 9)):
        sides.append(Wave(name, make_survey(*crowd("", 12, angry))))
    table = compare(sides[0], sides[1])
    found = row(table, "delivery", "complaint")
    assert (found.people_before, found.people_after, found.before_wave) == (2, 9, "прошлое")
    assert found.change == Change.WORSE


def test_order_of_rows_changes_nothing_and_the_seed_decides() -> None:
    people = [*crowd("1", 12, 4), *crowd("2", 14, 9), Person("Анна", "К3", says=[GOOD], wave="2")]
    survey = make_survey(*people)
    expected = compare(*by_wave(survey))
    again = compare(*by_wave(mixed(survey)))
    pd.testing.assert_frame_equal(expected, again)
    other = compare(*by_wave(survey.but(settings=survey.settings.model_copy(update={"seed": 1}))))
    assert other.difference.equals(expected.difference)
    assert not other.low.equals(expected.low)


# sentences


def test_sentences_name_what_is_clear() -> None:
    table = compared(*crowd("1", 20, 2), *crowd("2", 20, 15, company="М"), by=("process",))
    assert sentences(table, BOOK)[0] == (
        "Стало хуже: «Доставка» (жалобы: 2 из 20 респондентов, теперь 15 из 20), «Доставка» (вред 0,1 → 0,8)."
    )
    calm = compared(*crowd("1", 8, 4), *crowd("2", 8, 4), by=("process",))
    assert sentences(calm, BOOK) == ("Ясных изменений между волнами «1» и «2» нет.",)
    few = compared(*crowd("1", 5, 0), *crowd("2", 5, 1), by=("process",))
    assert sentences(few, BOOK)[1] == "Появились жалобы, но это может быть случайностью: «Доставка»."
    assert sentences(table.head(0), BOOK) == ("Сравнивать нечего: упоминаний и оценок нет.",)


def test_every_measure_and_change_has_a_russian_name() -> None:
    for name in (*Measure, *Change):
        assert name.label[0] not in "abcdefghijklmnopqrstuvwxyz"
