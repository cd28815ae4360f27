"""What is worth checking: chances make one, what decides the three comes first, the judged is not asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from otzvuk.coding import code_study
from otzvuk.coding.candidates import study_candidates
from otzvuk.model.candidate import Candidate, Chance
from otzvuk.model.identity import identify
from otzvuk.model.interview import Interview, Participant, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.model.study import Settings, Study
from otzvuk.numbers.survey import Survey
from otzvuk.numbers.trust import DOUBTS, Worlds, doubts, missed, sample, worlds
from otzvuk.numbers.trust.order import worth
from otzvuk.read import read_study
from program import call

TALK = (
    "Интервьюер: Как вам сроки?\n"
    "Клиент: Сроки поставки вы срываете постоянно. Цена хорошая, но мы сами возим.\n"
    "Интервьюер: А документы?\nКлиент: Ну, документы, э-э, как сказать, приходят. Мы их подшиваем в папку.\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "one.txt").write_text(TALK, "utf-8")
    return tmp_path


def test_every_clause_of_a_respondent_is_a_candidate_whose_chances_make_one(study: Path) -> None:
    read = identify(read_study(study))
    codings = code_study(read)
    [found] = study_candidates(read, codings)
    turns = read.interviews[0].turns
    assert all(turns[each.turn].text[each.start : each.stop] == each.text for each in found)
    assert not any(turns[each.turn].interviewer for each in found)
    assert sum(each.said is not None for each in found) == len(codings[0].mentions) > 0
    assert {each.text for each in found if each.said is None} >= {"Мы их подшиваем в папку"}
    for each in found:
        assert 0.8 <= each.nothing + sum(one.probability for one in each.chances) <= 1.001
        if each.said:
            assert each.said in each.chances or each.said.probability < 0.02


def test_talk_that_judges_nothing_is_likelier_nothing_than_what_was_found(study: Path) -> None:
    read = identify(read_study(study))
    [found] = study_candidates(read, code_study(read))
    bare = {each.text: each.nothing for each in found if each.said is None}
    assert bare["Мы их подшиваем в папку"] > 0.7
    assert max(each.nothing for each in found if each.said) < bare["Мы их подшиваем в папку"]


def _study() -> Study:
    """Four people; what each says is put together in the tests."""
    from otzvuk.model.codebook import read_codebook

    interviews = tuple(
        Interview(
            f"i{at}",
            f"i{at}.txt",
            (Turn("К", "первое второе третье четвёртое"),),
            {"К": Participant("К", company=f"Фирма {at}")},
        )
        for at in range(4)
    )
    return identify(Study(Path("nowhere"), Settings(), read_codebook(), interviews))


def _mention(one: Candidate) -> Mention:
    assert one.said is not None
    by = "person:А" if one.decided else "model:x@1"
    return Mention(
        turn=0, start=one.start, stop=one.stop, text=one.text, kind=one.said.kind, code=one.said.code,
        process=one.said.process, decided_by=by,
    )  # fmt: skip


def _survey(candidates: list[tuple[int, Candidate]]) -> Survey:
    """A survey with these candidates (interview's number, candidate); what they say are its mentions."""
    study = _study()
    codings = [
        Coding(interview, tuple(_mention(one) for number, one in candidates if number == at and one.said))
        for at, interview in enumerate(study.interviews)
    ]
    survey = Survey.of(study, codings)
    own = {
        interview.id: tuple(one for number, one in candidates if number == at)
        for at, interview in enumerate(study.interviews)
    }
    survey.__dict__["candidates"] = own  # a cached property: what a model would have said
    return survey


def _one(
    process: str, probability: float, *, start: int = 0, said: bool = True, decided: bool = False
) -> Candidate:
    chance = Chance(kind=Kind.COMPLAINT, code="service.claims", process=process, probability=probability)
    return Candidate(
        turn=0, start=start, stop=start + 5, text="первое второе третье"[start : start + 5],
        nothing=round(1 - probability, 6), chances=(chance,), said=chance if said else None, decided=decided,
    )  # fmt: skip


def _settled() -> list[tuple[int, Candidate]]:
    """Two processes that everybody complains of for certain, and a third and a fourth that are close."""
    sure = [
        (at, _one(process, 1.0, start=start))
        for at in range(4)
        for start, process in ((0, "claims"), (7, "delivery"))
    ]
    return [*sure, (0, _one("terms_revision", 1.0, start=14)), (1, _one("order_status", 0.5, start=14))]


def test_what_decides_who_is_third_comes_first() -> None:
    survey = _survey([*_settled(), (2, _one("claims", 0.9, start=14))])
    table = doubts(survey)
    assert list(table.columns) == list(DOUBTS)
    assert table["process"][0] == "order_status"
    assert table["value"][0] > 2 * table["value"][1]
    assert "не упоминание 50 %" in table["why"][0].replace("\u00a0", " ")
    assert "В тройке, если считать лишь ошибки разметки" in table["why"][0]


def test_what_cannot_move_the_damage_is_worth_nothing() -> None:
    beyond = [(3, _one("order_status", 1.0, start=at)) for at in (0, 2, 4, 6)]  # more than the cap counts
    table = doubts(_survey([*_settled(), *beyond, (3, _one("order_status", 0.5, start=9))]))
    spare = table[(table["interview"] == "i3") & (table["start"] == 9)]
    assert spare["value"].tolist() == [0.0]


def test_what_a_person_has_judged_is_not_asked_and_is_certain() -> None:
    decided = [(1, _one("order_status", 0.5, start=0, decided=True))]
    survey = _survey([*decided, (2, _one("order_status", 0.5, said=False))])
    drawn = worlds(survey)
    at = drawn.column("order_status")
    assert set(drawn.damage[:, at].round(6)) == {0.25, 0.5}
    assert doubts(survey)["interview"].tolist() == ["i2"]
    seen = [("i2", 0, 0, 5)]
    assert doubts(survey, seen=seen).empty
    assert set(worlds(survey, seen=seen).damage[:, at].round(6)) == {0.25}


def test_draws_follow_the_probabilities_and_the_seed() -> None:
    survey = _survey([(0, _one("claims", 0.3)), (1, _one("claims", 0.3, said=False))])
    drawn = worlds(survey, draws=4000)
    assert drawn.damage[:, drawn.column("claims")].mean() == pytest.approx(2 * 0.3 / 4, abs=0.01)
    assert (worlds(survey).damage == worlds(survey).damage).all()


def test_a_sample_says_with_what_probability_it_was_drawn() -> None:
    many = [(at % 4, _one("claims", 0.5, start=2 * at // 4)) for at in range(20)]
    survey = _survey(many)
    table = sample(survey, 5, seed=3)
    assert len(table) == 5
    assert set(table["sampled"]) == {0.25}
    counts = [0] * 4
    for seed in range(200):
        for name in sample(survey, 5, seed=seed)["interview"]:
            counts[int(name[1:])] += 1
    assert max(counts) - min(counts) < 80


def test_missed_are_what_was_not_found_the_likeliest_first() -> None:
    low, high = _one("claims", 0.1, said=False), _one("claims", 0.4, start=7, said=False)
    survey = _survey([(0, low), (1, high), (2, _one("claims", 0.9))])
    assert missed(survey)["interview"].tolist() == ["i1", "i0"]


def test_the_command_lists_what_to_check(study: Path) -> None:
    said = call("doubts", study, "--most", "3")
    assert "не упоминание" in said
    call("doubts", study, "--csv", study / "out" / "doubts.csv", "--as-is")
    header = (study / "out" / "doubts.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.split(";")[:5] == ["interview", "turn", "speaker", "start", "end"]
    assert "нет такой" in call("doubts", study / "nowhere", code=2)


def test_rules_alone_are_as_sure_as_they_say(study: Path) -> None:
    (study / "study.yaml").write_text("supplier:\n  name: Х\n", "utf-8")
    read = identify(read_study(study))
    [coding] = code_study(read, rules_only=True)
    mention = replace(coding.mentions[0], decided_by="person:А", confidence=1.0)
    [found] = study_candidates(read, [replace(coding, mentions=(mention,))])
    [own] = [each for each in found if each.decided]
    assert own.said is not None
    assert (own.nothing, own.said.code) == (0.0, mention.code)


def _talk_of_five_processes() -> Survey:
    """Four people and sixty stretches, found and passed over, more or less sure, about five processes."""
    dice = np.random.default_rng(4)
    names = ("claims", "delivery", "order_status", "terms_revision", "pricing")
    rates = (0.3, 0.25, 0.2, 0.15, 0.1)
    return _survey(
        [
            (at % 4, _one(str(dice.choice(names, p=rates)), round(float(dice.uniform(0.1, 0.9)), 2),
                          start=at // 4, said=bool(dice.random() < 0.5)))
            for at in range(60)
        ]
    )  # fmt: skip


def _right_after(drawn: Worlds, order: Sequence[int]) -> float:
    """In how many worlds the three worst as counted are the true three, once these stretches are checked."""
    from_, off, to, on = drawn.changes()
    right = 0
    for world, damage in enumerate(drawn.damage):
        held = drawn.held.copy()
        for at in order:
            person = drawn.stretches[at].person
            held[person, from_[at]] += off[at, world]
            held[person, to[at, world]] += on[at, world]
        counted = np.clip(held, 0, drawn.cap).T @ drawn.weights
        mine = np.argsort(-counted, kind="stable")[:3]
        right += bool((damage[mine] >= np.sort(damage)[-3] - 1e-9).all())
    return right / len(drawn.damage)


def test_checked_in_their_order_stretches_make_the_conclusion_right_sooner_than_at_random() -> None:
    drawn = worlds(_talk_of_five_processes())
    order, value = worth(drawn)
    assert sorted(order) == list(range(60))
    assert value.shape == (60,)
    dice = np.random.default_rng(0)
    chance = float(np.mean([_right_after(drawn, list(dice.permutation(60)[:12])) for _ in range(20)]))
    assert _right_after(drawn, order[:12]) > chance + 0.15
    assert _right_after(drawn, range(60)) == 1.0
