"""What people decided is put onto the coder's mentions, and finds its place in an edited transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from otzvuk.analysis import analyse
from otzvuk.codings.decided import decide
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import found_again, place_of
from otzvuk.model.decision import Act, Decision, Judged
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from program import call

TURNS = ("Как вам поставщик?", "Сроки срывают, зато цена хорошая. Документы ждём неделями.", "Да, ждём.")


def _interview(*turns: str) -> Interview:
    said = tuple(Turn("И" if at == 0 else "К", text, interviewer=at == 0) for at, text in enumerate(turns))
    return Interview("i1", "transcripts/i1.txt", said)


def _mention(words: str, kind: Kind = Kind.COMPLAINT, code: str = "a", *, turn: int = 1) -> Mention:
    start = TURNS[turn].index(words)
    return Mention(
        turn, start, start + len(words), words, kind, code, "p", confidence=0.6, decided_by="model:b2b@2"
    )


LATE, CHEAP = _mention("Сроки срывают"), _mention("цена хорошая", Kind.PRAISE, "b")


def _coding(*mentions: Mention, turns: Sequence[str] = TURNS) -> Coding:
    return Coding(_interview(*turns), mentions)


def _act(
    act: Act, was: Sequence[Mention] = (), now: Sequence[Mention] = (), by: str = "Анна", note: str = ""
) -> Decision:
    about = [*was, *now]
    start, stop = min(one.start for one in about), max(one.stop for one in about)
    place = place_of(_interview(*TURNS), about[0].turn, start, stop)
    return new_decision(act, place, by=by, was=[*map(Judged.of, was)], now=[*map(Judged.of, now)], note=note)


def _said(coding: Coding) -> list[tuple[str, str, str, str]]:
    return [(one.text, one.kind.value, one.code, one.decided_by) for one in coding.mentions]


def test_confirmed_refused_changed_and_added() -> None:
    turned = replace(LATE, kind=Kind.PRAISE)
    waiting = _mention("Документы ждём неделями", code="c")
    decided = decide(
        [_coding(LATE, CHEAP)],
        [
            _act(Act.CONFIRM, [CHEAP], [CHEAP]),
            _act(Act.CHANGE, [LATE], [turned]),
            _act(Act.ADD, now=[waiting], by="Пётр"),
        ],
    )
    assert _said(decided.codings[0]) == [
        ("Сроки срывают", "praise", "a", "person:Анна"),
        ("цена хорошая", "praise", "b", "person:Анна"),
        ("Документы ждём неделями", "complaint", "c", "person:Пётр"),
    ]
    assert all(one.confidence == 1 for one in decided.codings[0].mentions)
    assert (decided.seen, decided.rejected, decided.people) == (3, 0, ("Анна", "Пётр"))
    refused = decide([_coding(LATE, CHEAP)], [_act(Act.REJECT, [LATE])])
    assert [one.text for one in refused.codings[0].mentions] == ["цена хорошая"]
    assert (refused.seen, refused.rejected) == (1, 1)


def test_split_and_merged() -> None:
    parts = [_mention("Сроки"), _mention("срывают")]
    split = decide([_coding(LATE)], [_act(Act.SPLIT, [LATE], parts)])
    assert [one.text for one in split.codings[0].mentions] == ["Сроки", "срывают"]
    merged = decide([_coding(*parts)], [_act(Act.MERGE, parts, [LATE])])
    assert [one.text for one in merged.codings[0].mentions] == ["Сроки срывают"]


def test_a_decision_about_what_has_been_decided_finds_it_by_what_it_was() -> None:
    other = replace(LATE, code="b")
    first = _act(Act.CHANGE, [LATE], [other])
    decided = decide([_coding(LATE)], [first, _act(Act.REJECT, [LATE], by="Пётр")])
    assert _said(decided.codings[0]) == []
    assert [[one.by for one in each.decisions] for each in decided.disagreed] == [["Анна", "Пётр"]]
    agreed = decide([_coding(LATE)], [first, _act(Act.CHANGE, [LATE], [other], by="Пётр")])
    assert agreed.disagreed == ()


def test_what_a_person_confirmed_stays_where_the_coder_no_longer_finds_it() -> None:
    decided = decide([_coding()], [_act(Act.CONFIRM, [LATE], [LATE])])
    assert _said(decided.codings[0]) == [("Сроки срывают", "complaint", "a", "person:Анна")]


def test_the_coder_cannot_double_what_a_person_has_said() -> None:
    wider = _mention("Сроки срывают, зато", Kind.PRAISE)
    decided = decide([_coding(wider, CHEAP)], [_act(Act.CONFIRM, [LATE], [LATE])])
    assert [one.text for one in decided.codings[0].mentions] == ["Сроки срывают", "цена хорошая"]


def test_a_decision_moves_with_its_words() -> None:
    turns = (TURNS[0], "Ну, добрый день.", "Слушайте. " + TURNS[1], TURNS[2])
    decided = decide([_coding(turns=turns)], [_act(Act.CONFIRM, [CHEAP], [CHEAP])])
    [mention] = decided.codings[0].mentions
    assert (mention.turn, mention.text) == (2, "цена хорошая")
    assert turns[2][mention.start : mention.stop] == mention.text


def test_a_decision_whose_words_are_gone_is_listed() -> None:
    taken = _act(Act.CONFIRM, [CHEAP], [CHEAP])
    decided = decide([_coding(LATE, turns=(TURNS[0], "Сроки срывают.", TURNS[2]))], [taken])
    assert decided.lost == (taken,)
    assert [one.text for one in decided.codings[0].mentions] == ["Сроки срывают"]
    elsewhere = replace(_coding(LATE), interview=replace(_interview(*TURNS), id="i2", file="other.txt"))
    assert decide([elsewhere], [taken]).lost == (taken,)


def test_of_the_same_words_those_with_the_same_words_around_are_meant() -> None:
    place = place_of(_interview("?", "Да. Долго ждём счёт, долго."), 1, 4, 14)
    again = found_again(place, {"i1": _interview("?", "Долго ждём груз.", "Ну да. Долго ждём счёт, долго.")})
    assert again is not None
    assert (again.turn, again.start) == (2, 7)
    assert found_again(place, {"i1": _interview("?", "Нет.", "Он сказал: Долго ждём!")}) is None


def test_quotes_are_picked_in_the_order_of_choice_with_their_last_words() -> None:
    quote = _act(Act.QUOTE, [CHEAP])
    other = _act(Act.QUOTE, [LATE])
    short = replace(_act(Act.SHORTEN, [CHEAP], note="в начало"), shown="цена […]")
    decided = decide([_coding(LATE, CHEAP)], [quote, other, short])
    assert [(one.place.text, one.shown, one.note) for one in decided.picked] == [
        ("цена хорошая", "цена […]", "в начало"),
        ("Сроки срывают", "", ""),
    ]
    assert _said(decided.codings[0])[0][3] == "model:b2b@2"


@given(
    st.lists(st.text("абв .", min_size=1, max_size=12), min_size=1, max_size=5),
    st.lists(st.text("абв .", max_size=6), max_size=3),
    st.data(),
)
def test_a_place_is_found_at_its_own_words_or_not_at_all(
    turns: list[str], more: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(turns) - 1))
    start = data.draw(st.integers(0, len(turns[at]) - 1))
    stop = data.draw(st.integers(start + 1, len(turns[at])))
    interview = Interview("i1", "f", tuple(Turn("К", text) for text in turns))
    place = place_of(interview, at, start, stop)
    assert found_again(place, {"i1": interview}) == place
    edited = Interview("i1", "f", tuple(Turn("К", text) for text in (*more, *turns)))
    again = found_again(place, {"i1": edited})
    assert (
        again is None or edited.turns[again.turn].text[again.start : again.stop] == place.text == again.text
    )


def test_every_number_goes_by_what_people_decided(tmp_path: Path) -> None:
    """A study is analysed, corrected and analysed again: tables, ranking and terminal say so."""
    talk = "Интервьюер: Как вам сроки?\nКлиент: Сроки поставки вы срываете постоянно.\n"
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "one.txt").write_text(talk, "utf-8")
    first = analyse(tmp_path)
    [found] = first.survey.mentions.to_dict("records")
    interview = first.study.interviews[0]
    was = Judged(
        start=found["start"], stop=found["end"], kind=Kind(found["kind"]), code=found["code"],
        process=found["process"],
    )  # fmt: skip
    place = place_of(interview, found["turn"], was.start, was.stop)
    Decisions(tmp_path).record(
        new_decision(Act.CHANGE, place, by="Анна", was=[was], now=[replace(was, kind=Kind.PRAISE)])
    )
    again = analyse(tmp_path)
    [row] = again.survey.mentions.to_dict("records")
    assert (found["kind"], row["kind"], row["decided_by"]) == ("complaint", "praise", "person:Анна")
    assert again.ranking["damage"].sum() == 0 < first.ranking["damage"].sum()
    assert "Проверено человеком упоминаний: 1 из 1 (Анна)" in again.study.assumptions
    told = call("table", tmp_path, "--rows", "role", "--columns", "kind")
    assert "Проверено человеком упоминаний: 1 из 1 (Анна)" in told
