"""Heads of the layers fitted on a few marked turns, and the material that they are fitted on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from otzvuk.coding.layerheads import read_heads
from otzvuk.coding.spot import LABELS, see, spots
from otzvuk.coding.topic import Topics
from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.saying import Layer
from otzvuk.model.span import Span
from otzvuk.train.layers import Told, fit, labels_at, rows_of, write_heads
from otzvuk.train.sayings import Mark, read_items, read_talk, talk_studies
from test_layerheads import answer

CORPUS = Path("corpora/training")
GONE = ("Закажем у соседей", "Возьмём у соседей", "Купим у соседей", "Перейдём к соседям", "Уйдём к соседям")
HERE = ("Закажем столы", "Возьмём стулья", "Купим краску", "Перейдём дорогу", "Уйдём домой")


@pytest.fixture(scope="module")
def topics() -> Topics:
    return Topics(read_codebook())


def told() -> list[Told]:
    """Turns by three hands: who speaks of neighbours goes to them."""
    found = []
    for hand in "abc":
        for more in ("осенью", "весной", "летом"):
            for words in GONE:
                text = f"{words} {more}."
                mark = Mark(Span(0, len(text) - 1), "leaving")
                found.append(Told(answer(text), (mark,), hand, talk=False))
            for words in HERE:
                found.append(Told(answer(f"{words} {more}."), (), hand, talk=False))
    for each in range(6):  # signs that a head must have seen of both sorts
        text = f"Останемся с вами надолго {each}."
        found.append(
            Told(answer(text), (Mark(Span(0, len(text) - 1), "stays"),), "abc"[each % 3], talk=False)
        )
        text = f"Деваться нам некуда {each}."
        found.append(
            Told(answer(text), (Mark(Span(0, len(text) - 1), "dependence"),), "abc"[each % 3], talk=False)
        )
    return found


def test_a_head_learns_what_hands_marked_and_comes_back_from_disk(tmp_path: Path, topics: Topics) -> None:
    rows = rows_of(told(), Layer.LEAVING, topics)
    head = fit(rows, (0.5, 0.5, 0.5))
    column = LABELS[Layer.LEAVING].index("leaving")

    def sure(text: str) -> float:
        said = answer(text)
        return float(head.sure(see(said, Layer.LEAVING, spots(said, Layer.LEAVING), topics))[0, column])

    assert sure("Поедем к соседям зимой.") > 0.5 > sure("Поедем домой зимой.")
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        write_heads(folder, {Layer.LEAVING: head}, "sense")
    assert {each.name: each.read_bytes() for each in one.iterdir()} == {
        each.name: each.read_bytes() for each in other.iterdir()
    }


def test_clauses_and_amounts_are_right_where_a_hand_marked_them() -> None:
    said = answer("Стояли двое суток, а работаем с вами два года.")
    mark = Mark(Span(7, 17), "", {"kind": "time", "value": 2, "unit": "day"})
    whole = Told(said, (mark,), "a", talk=False)
    assert [labels_at(whole, each, Layer.LOSSES) for each in spots(said, Layer.LOSSES)] == [[True], [False]]
    sign = Told(said, (Mark(Span(0, 17), "leaving"),), "a", talk=False)
    assert [labels_at(sign, each, Layer.LEAVING)[0] for each in spots(said, Layer.LEAVING)] == [True, False]


def test_the_material_is_sound() -> None:
    for layer in LABELS:
        items = list(read_items(CORPUS / "layers", layer))
        assert len(items) > 1000
        assert {hand for hand, *_ in items} == {"a", "b", "c"}
        assert all(mark.label in LABELS[layer] for *_, marks in items for mark in marks)
    study = talk_studies(CORPUS)[0]
    for interview, said in read_talk(CORPUS, study):
        for at, turn in enumerate(interview.turns):
            for layer in LABELS:
                marks, doubtful = said(at, layer)
                assert not (turn.interviewer and marks)
                assert all(
                    span.stop <= len(turn.text) for span in (*doubtful, *(mark.span for mark in marks))
                )


def test_words_that_stand_twice_are_told(tmp_path: Path) -> None:
    item = {"id": "x", "question": None, "turn": "раз и раз", "expected": [{"span": "раз", "sign": "stays"}]}
    (tmp_path / "leaving-a.jsonl").write_text(json.dumps(item), "utf-8")
    with pytest.raises(InputError, match="не один раз"):
        list(read_items(tmp_path, Layer.LEAVING))


def test_heads_of_a_layer_that_is_missing_are_damaged(tmp_path: Path, topics: Topics) -> None:
    rows = rows_of(told(), Layer.LEAVING, topics)
    write_heads(tmp_path, {Layer.LEAVING: fit(rows, (0.5, 0.5, 0.5))}, "sense")
    with pytest.raises(InputError, match="модель не читается"):
        read_heads(tmp_path)
