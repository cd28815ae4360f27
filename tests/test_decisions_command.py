"""`otzvuk decisions`, and who else hears of what people decided: training and measuring, where asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from otzvuk.codings.chosen import decided_coding
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.codings.taught import read_coded
from otzvuk.model.codebook import read_codebook
from otzvuk.model.decision import Act, Judged
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind
from otzvuk.read import read_study
from program import call

TALK = "Интервьюер: Как вам сроки?\nИван Петров: Сроки поставки вы срываете постоянно, Анна Котова знает.\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "one.txt").write_text(TALK, "utf-8")
    return tmp_path


def _decide(study: Path, *, by: str = "Ольга", kind: Kind = Kind.PRAISE) -> Judged:
    """Somebody says that the one mention is of another kind."""
    [coding] = decided_coding(read_study(study)).codings
    [mention] = coding.mentions
    was = Judged.of(mention)
    place = place_of(coding.interview, mention.turn, mention.start, mention.stop)
    now = replace(was, kind=kind)
    Decisions(study).record(new_decision(Act.CHANGE, place, by=by, was=[was], now=[now], note="ирония"))
    return now


def test_what_was_decided_is_listed_undone_and_put_back(study: Path) -> None:
    assert "Решений пока нет" in call("decisions", study)
    _decide(study)
    said = call("decisions", study)
    assert "Ольга" in said
    assert "исправлено" in said
    assert "ирония" in said
    assert "Проверено человеком упоминаний: 1 из 1" in said
    assert "Отменено решений: 1" in call("decisions", study, "--undo", "Ольга")
    assert "отменено" in call("decisions", study)
    assert "Возвращено решений: 1" in call("decisions", study, "--redo", "Ольга")
    refused = call("decisions", study, "--undo", "Пётр", code=2)
    assert "«Пётр»" in refused
    assert "Ольга" in refused


def test_words_that_are_gone_are_told_apart(study: Path) -> None:
    _decide(study)
    talk = study / "transcripts" / "one.txt"
    talk.write_text("Интервьюер: Как вам сроки?\nИван Петров: Всё вовремя.\n", "utf-8")
    said = call("decisions", study)
    assert "Слова не нашлись в стенограммах, решения сохранены и не учтены: 1" in said


def test_the_table_hides_names_unless_asked(study: Path) -> None:
    [interview] = read_study(study).interviews
    at = interview.turns[1].text.index("Анна")
    place = place_of(interview, 1, at, at + 11)
    Decisions(study).record(new_decision(Act.NOTE, place, by="Ольга", note="кто это"))
    call("decisions", study, "--csv", study / "out" / "a.csv")
    call("decisions", study, "--csv", study / "out" / "b.csv", "--as-is")
    hidden, shown = (pd.read_csv(study / "out" / name, sep=";") for name in ("a.csv", "b.csv"))
    assert shown["text"].tolist() == ["Анна Котова"]
    assert "Котова" not in (study / "out" / "a.csv").read_text("utf-8-sig")
    assert hidden["note"].tolist() == ["кто это"]


def test_training_takes_interviews_that_people_have_seen_whole(study: Path) -> None:
    with pytest.raises(InputError, match="нет ручной разметки"):
        read_coded([study], read_codebook())
    now = _decide(study)
    (study / "transcripts" / "two.txt").write_text(TALK, "utf-8")
    coded = read_coded([study], read_codebook())
    assert [each.interview.id for each in coded.codings] == [f"{study.name}/one"]
    assert [each.kind for each in coded.codings[0].mentions] == [now.kind]
    assert coded.left_out == (f"{study.name}/two",)


def test_the_program_is_measured_without_decisions_unless_asked(study: Path) -> None:
    now = _decide(study)
    gold = study / "gold.jsonl"
    [coding] = decided_coding(read_study(study)).codings
    row = {
        "interview": "one", "turn": 1, "start": now.start, "end": now.stop,
        "text": coding.mentions[0].text, "kind": "praise", "code": now.code,
    }  # fmt: skip
    gold.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    alone = call("evaluate", study, "--gold", gold)
    together = call("evaluate", study, "--gold", gold, "--with-decisions")
    assert alone != together
    call("analyse", study)
    table = study / "out" / "mentions.csv"
    assert "person:Ольга" in table.read_text("utf-8")
    one = call("agree", gold, table, "--study", study)
    other = call("agree", gold, table, "--study", study, "--with-decisions")
    assert one != other
