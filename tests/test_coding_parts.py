"""A very long talk, coded in parts."""

from dataclasses import replace

import pytest

from otzvuk.coding import code_study, parts
from otzvuk.coding.candidates import study_candidates
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.study import Settings, Study

TALK = (
    Turn("Интервьюер", "Как со сроками и документами?", interviewer=True),
    Turn("Семён", "Сроки поставки срывают постоянно. Ставлю им 4 из 10."),
    Turn("Семён", "Менеджер отвечает быстро, спасибо ему. Вагоны ждём у ворот."),
    Turn("Интервьюер", "А цена?", interviewer=True),
    Turn("Семён", "Цена нас вполне устраивает."),
)


def interview(times: int) -> Interview:
    return Interview("долгий", "долгий.txt", TALK * times)


def study(tmp_path, talk: Interview) -> Study:  # type: ignore[no-untyped-def]
    settings = Settings(coder="fast")
    return Study(path=tmp_path, settings=settings, codebook=read_codebook(), interviews=(talk,))


def test_parts_are_the_whole_and_begin_with_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parts.parts(interview(3))[0].interview.turns == TALK * 3
    monkeypatch.setattr(parts, "PART", 500)
    whole = interview(20)
    found = parts.parts(whole)
    assert len(found) > 3
    assert tuple(turn for each in found for turn in each.interview.turns) == whole.turns
    assert all(each.interview.turns[0].interviewer for each in found)
    assert all(whole.turns[each.first] is each.interview.turns[0] for each in found)


def test_a_talk_without_questions_is_cut_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 500)
    alone = replace(interview(1), turns=(TALK[1],) * 1000)
    found = parts.parts(alone)
    assert len(found) > 2
    assert max(len(each.interview.turns) for each in found) < 300


def test_a_talk_in_parts_is_coded_where_it_stands(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    own = study(tmp_path, interview(20))
    (whole,) = code_study(own)
    monkeypatch.setattr(parts, "PART", 1500)
    (cut,) = code_study(own)
    assert cut.interview is whole.interview
    assert cut.mentions
    for each in (*cut.mentions, *cut.ratings):
        assert cut.interview.turns[each.turn].text[each.start : each.stop] == each.text
    # the same words are the same mentions and marks, wherever the cuts are
    assert {each.turn for each in cut.mentions} == {each.turn for each in whole.mentions}
    assert [(each.turn, each.value) for each in cut.ratings] == [
        (each.turn, each.value) for each in whole.ratings
    ]
    (found,) = study_candidates(own, (cut,))
    assert [each.turn for each in found] == sorted(each.turn for each in found)
    assert all(cut.interview.turns[each.turn].text[each.start : each.stop] == each.text for each in found)
    assert {(each.turn, each.start) for each in found if each.said} >= {
        (each.turn, each.start) for each in cut.mentions
    }
