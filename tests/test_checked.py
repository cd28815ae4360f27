"""Counts corrected by a checked random sample: right on average, honest, never bent by what was chosen."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from otzvuk.anonymise import find_names, hide_study
from otzvuk.codings.decided import decide
from otzvuk.codings.decisions import new_decision
from otzvuk.codings.place import place_of
from otzvuk.model.decision import Act, Decision, Judged
from otzvuk.model.mention import Coding, Mention
from otzvuk.model.study import Study
from otzvuk.numbers.checked import CHECKED, Sampled, checked, corrected, drawn, sampled_of
from otzvuk.numbers.damage.certainty import certainty
from otzvuk.numbers.findings import find
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.where import of_people
from otzvuk.report.page import render_page
from otzvuk.report.story import Story
from otzvuk.report.workbook import write_workbook
from studies import Person, make_study

ROOT = Path(__file__).parents[1]


def one_thing(hit: int, miss: int, false: int, nothing: int, *, found: int, size: int) -> Sampled:
    """One thing to be counted: so many drawn stretches found and right, missed, found and wrong, neither."""
    was = np.repeat([1.0, 0.0, 1.0, 0.0], [hit, miss, false, nothing])[:, np.newaxis]
    now = np.repeat([1.0, 1.0, 0.0, 0.0], [hit, miss, false, nothing])[:, np.newaxis]
    number = len(was)
    return Sampled(
        size=size, rest=np.array([float(found)]) - was.sum(axis=0), certain=np.zeros(1), was=was, now=now,
        drawn=np.ones(number, dtype=bool), round=np.zeros(number, dtype=np.int64), people=1, groups=2,
        spread=np.zeros(1),
    )  # fmt: skip


def test_the_estimate_is_that_of_prediction_powered_inference() -> None:
    sample = one_thing(12, 6, 4, 78, found=6000, size=40_000)
    # ppi_mean_pointestimate and ppi_mean_ci of ppi-python 0.2.3 on the same numbers, λ = 0, 1, tuned
    for power, mean, error in ((0.0, 0.18, 0.03842), (1.0, 0.17, 0.03161), (None, 0.17287, 0.02933)):
        found = corrected(sample, power=power)
        assert found.raw[0] / 40_000 == pytest.approx(mean, abs=0.001)
        assert found.error[0] / 40_000 == pytest.approx(error, rel=0.05)


def test_ppi_python_says_the_same() -> None:
    ppi = pytest.importorskip("ppi_py")
    sample = one_thing(40, 15, 10, 335, found=6000, size=48_000)
    machine = np.repeat([1.0, 0.0], [6000, 42_000])
    for power in (0.0, 1.0):
        low, high = ppi.ppi_mean_ci(sample.now[:, 0], sample.was[:, 0], machine, alpha=0.05, lam=power)
        own = corrected(sample, power=power)
        assert own.raw[0] / 48_000 == pytest.approx((low + high).item() / 2, rel=0.001)
        assert own.error[0] / 48_000 == pytest.approx((high - low).item() / 2 / 1.96, rel=0.05)


def test_a_coder_that_is_right_leaves_nothing_open_and_one_that_is_blind_counts_for_nothing() -> None:
    right = corrected(one_thing(20, 0, 0, 180, found=200, size=2000))
    blind = corrected(one_thing(2, 18, 18, 162, found=200, size=2000))
    assert right.power[0] > 0.8
    assert blind.power[0] < 0.1
    assert right.raw[0] == pytest.approx(200)
    assert right.half[0] < 0.4 * blind.half[0]


def test_nothing_among_the_checked_is_no_certain_nothing() -> None:
    # ppi-python 0.2.3 answers [0, 0] here, whatever the coder finds elsewhere (findings/ppi_rare_codes.sh)
    found = corrected(one_thing(0, 0, 0, 40, found=97, size=2040))
    assert found.error[0] > 0
    assert found.high[0] > 97


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    there = ROOT / "tests" / "bench" / "bench_checked.py"
    specification = importlib.util.spec_from_file_location("bench_checked", there)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["bench_checked"] = module
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize("shared", [False, True])
def test_intervals_hold_and_are_narrower_than_the_sample_alone(bench: ModuleType, shared: bool) -> None:
    found = bench.coverage(150, 0.8, 120, shared=shared)
    assert 0.92 <= found["held"] <= 0.97
    assert found["width"] <= 0.8
    assert found["wider"] == 0


def test_intervals_widen_as_the_coder_gets_worse(bench: ModuleType) -> None:
    widths = [bench.coverage(60, f1, 120, shared=False)["interval"] for f1 in (0.9, 0.7, 0.4)]
    assert widths[0] * 1.15 < widths[1]
    assert widths[1] * 1.15 < widths[2]


@pytest.mark.parametrize("when", ["before the draw", "after it", "in between"])
def test_what_was_chosen_for_its_doubt_bends_nothing(when: str) -> None:
    """Doubtful stretches are mostly wrong; whoever checks them must not make all look wrong."""
    generator, size, doubtful = np.random.default_rng(3), 600, 60
    totals, plain = [], []
    for _ in range(400):
        was = np.zeros(size)
        was[:200] = 1.0  # the first 60 of them are doubtful
        now = was * np.where(
            np.arange(size) < doubtful, generator.random(size) < 0.2, generator.random(size) < 0.9
        )
        order = generator.permutation(size)
        chosen = np.arange(doubtful)
        rounds: list[tuple[Sequence[int] | np.ndarray, bool]] = {
            "before the draw": [(chosen, False), (order[:160], True)],
            "after it": [(order[:160], True), (chosen, False)],
            "in between": [(order[:80], True), (chosen, False), (order[80:160], True)],
        }[when]
        seen, flags, number, judged = list[int](), list[bool](), list[int](), set[int]()
        at, since = 0, False
        for spots, by_chance in rounds:
            new = [int(each) for each in spots if each not in judged]
            at, since = (at + 1, False) if by_chance and since else (at, since)
            since |= not by_chance
            seen, flags = [*seen, *new], [*flags, *([by_chance] * len(new))]
            number, judged = [*number, *([at] * len(new))], judged | set(new)
        sample = Sampled(
            size=size, rest=np.array([was.sum() - was[seen].sum()]), certain=np.zeros(1),
            was=was[seen][:, np.newaxis], now=now[seen][:, np.newaxis], drawn=np.array(flags),
            round=np.array(number), people=1, groups=2, spread=np.zeros(1),
        )  # fmt: skip
        totals.append(corrected(sample, power=1.0).raw[0] - now.sum())
        every = replace(sample, drawn=np.ones(len(seen), dtype=bool), round=np.zeros(len(seen), dtype=int))
        plain.append(corrected(every, power=1.0).raw[0] - now.sum())
    assert abs(np.mean(totals)) < 3 * np.std(totals) / 20
    assert np.mean(plain) < -20  # what would come of taking all that was checked for a fair sample


LATE, GOOD = "-discipline.lead_times", "+quality.defects"


def talks(number: int = 20) -> tuple[Study, tuple[Coding, ...]]:
    """People who complain of deliveries as a model found it, and say as much that it passed over."""
    people = [Person(f"К{at}", f"Фирма {at}", says=[LATE, GOOD, LATE]) for at in range(number)]
    study, codings = make_study(*people, replicates=200)
    return study, tuple(
        replace(
            each,
            mentions=tuple(replace(one, decided_by="model:x@1", confidence=0.7) for one in each.mentions),
        )
        for each in codings
    )


def about(
    coding: Coding, was: Mention | None, now: Mention | None, *, sampled: float, batch: str = ""
) -> Decision:
    """A decision about a mention, or of one that was missed."""
    one = was or now
    assert one is not None
    act = Act.REJECT if now is None else Act.ADD if was is None else Act.CONFIRM
    return new_decision(
        act, place_of(coding.interview, one.turn, one.start, one.stop), by="Анна", batch=batch,
        was=[Judged.of(was)] if was else [], now=[Judged.of(now)] if now else [], sampled=sampled,
    )  # fmt: skip


def test_a_decision_knows_whether_chance_had_drawn_its_stretch() -> None:
    _, (first, second, *rest) = talks()
    a, b, c = first.mentions
    d = second.mentions[0]
    told = [
        about(first, a, a, sampled=0.0, batch="table"),  # doubtful, in one table with
        about(first, b, None, sampled=0.2, batch="table"),  # one that chance had drawn
        about(first, b, b, sampled=0.0),  # judged again: it stays drawn
        about(first, c, c, sampled=0.3),  # drawn when `a` and `b` were known
        about(second, d, d, sampled=0.0),
        about(second, d, None, sampled=0.3),  # drawn after it was judged: it does not count as drawn
    ]
    made = decide([first, second, *rest], told).codings
    looks = {(each.turn, at): each for at, coding in enumerate(made) for each in coding.checks.looks}
    assert [looks[one.turn, 0].drawn for one in (a, b, c)] == [False, True, True]
    assert [looks[one.turn, 0].round for one in (a, b, c)] == [0, 0, 1]
    assert not looks[d.turn, 1].drawn
    assert [each.process for each in looks[b.turn, 0].now] == [b.process]
    assert looks[d.turn, 1].now == ()
    assert [each.confidence for each in looks[d.turn, 1].was] == [0.7]
    assert sum(made[0].checks.passed) == 1  # «Работаем с ними лет пять.»


def checked_study(*, wrong: str = "", drawn: bool = True, only: int = 1) -> Survey:
    """A study of which half was checked, two stretches of four of each person, all right but those of a code.

    `only`: of every so manieth person all stretches.
    """
    study, codings = talks()
    told = [
        about(each, one, None if one.code == wrong else one, sampled=0.1 if drawn else 0.0)
        for at, each in enumerate(codings)
        for number, one in enumerate(each.mentions)
        if (at % only == 0 if only > 1 else (number + at) % 2 == 0)
    ]
    # and places where nothing was found, and nothing is
    for each in codings[::2]:
        where = place_of(each.interview, 1, 0, 8)
        told.append(new_decision(Act.REJECT, where, by="Анна", sampled=0.1 if drawn else 0.0))
    return Survey.of(study, decide(codings, told).codings)


def test_a_study_with_a_sample_has_corrected_counts_and_without_has_none() -> None:
    survey = checked_study()
    table = checked(survey)
    assert list(table.columns) == list(CHECKED)
    assert table["process"].tolist()[:2] == ["", ""]
    rows = table.set_index(["process", "kind"])
    late = rows.loc[("delivery", "complaint")]
    assert late["counted"] == 2.0
    assert late["corrected"] == pytest.approx(2.0, abs=0.1)
    assert late["low"] < late["corrected"] < late["high"]
    assert late["found"] == 40
    assert late["confirmed"] == 20
    assert drawn(survey) == (40, 80)  # three mentions and a clause of each
    assert checked(checked_study(drawn=False)).empty
    assert drawn(checked_study(drawn=False)) == (0, 0)


def test_what_turns_out_wrong_where_chance_looked_is_taken_off_everywhere() -> None:
    rows = checked(checked_study(wrong="quality.defects")).set_index(["process", "kind"])
    praise = rows.loc[("production", "praise")]
    assert praise["counted"] == 0.5  # ten of the twenty praises were seen, and refused
    assert praise["corrected"] < 0.1
    assert rows.loc[("delivery", "complaint"), "corrected"] == pytest.approx(2.0, abs=0.1)


def test_a_mention_that_a_person_confirmed_is_never_corrected_away() -> None:
    _, codings = talks()
    survey = checked_study(wrong="discipline.lead_times")
    kept = codings[1].mentions[0]
    told = [about(codings[1], kept, kept, sampled=0.0)]
    more = decide(codings[1:2], told).codings
    again = Survey.of(survey.study, [*survey.codings[:1], *more, *survey.codings[2:]])
    sample = sampled_of(again)
    assert sample is not None
    found = corrected(sample)
    known = sample.now.sum(axis=0) / sample.people
    assert (found.mean >= known - 1e-12).all()
    assert (found.low >= known - 1e-12).all()


def test_the_sample_moves_the_certainty_of_the_headline_and_narrows_it() -> None:
    from otzvuk.numbers.damage.error import drawn_damage

    study, codings = talks()
    bare = Survey.of(study, codings)
    seen = checked_study(wrong="discipline.lead_times")
    at = list(bare.net.columns).index("delivery")
    before, after = (np.concatenate(list(drawn_damage(each)))[:, list(each.net.columns).index("delivery")]
                     for each in (bare, seen))  # fmt: skip
    assert list(seen.net.columns)[at] == "delivery"
    assert after.mean() < 0.5 * before.mean()
    certain = certainty(seen)
    assert len(certain.p_top3) == len(seen.net.columns)


def test_reports_show_the_corrected_counts_where_there_are_any(tmp_path: Path) -> None:
    survey = checked_study()
    story = Story(find(survey), {})
    assert "Наугад проверено мест: 40 из 80." in story.corrected
    assert "жалоб 2,0 (от" in story.corrected
    page = render_page(story)
    assert "С поправкой по проверенным" in page
    assert "2,0 → 2,0 (от" in page
    write_workbook(tmp_path / "a.xlsx", story)
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("С поправкой").to_python()
    assert any(row[0] == "Все процессы" and row[1] == "Похвала" for row in rows)
    without = Story(find(checked_study(drawn=False)), {})
    assert without.corrected == ""
    assert "С поправкой" not in render_page(without)
    write_workbook(tmp_path / "b.xlsx", without)
    assert "С поправкой" not in CalamineWorkbook.from_path(tmp_path / "b.xlsx").sheet_names


def test_hidden_names_change_no_corrected_count() -> None:
    survey = checked_study()
    hidden = Survey.of(*hide_study(survey.study, survey.codings, find_names(survey.study)))
    assert checked(hidden).equals(checked(survey))


def test_a_sample_of_some_people_says_nothing_of_the_others() -> None:
    survey = checked_study(only=2)  # as `review --where …` draws
    assert checked(survey).empty
    asked = {str(each) for at, each in enumerate(survey.people.index) if at % 2 == 0}
    assert drawn(of_people(survey, asked)) == (40, 40)
