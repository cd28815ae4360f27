"""A delivered conclusion stays: what changed since the last report is told, old numbers can be made again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from otzvuk.analysis import analyse
from otzvuk.codings.chosen import decided_coding
from otzvuk.codings.decisions import Decisions, new_decision
from otzvuk.codings.place import place_of
from otzvuk.model.decision import Act, Judged
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind
from otzvuk.numbers.damage import since
from otzvuk.read import read_study
from program import call
from studies import written

TALKS = {
    "one": "Интервьюер: Как вам сроки?\nКлиент: Сроки поставки вы срываете постоянно.\n",
    "two": "Интервьюер: Что с документами?\nДиректор: Документы всегда приходят с ошибками.\n",
    "three": "Интервьюер: Как вам сроки?\nТехнолог: Сроки вы опять сорвали.\n",
}
TABLES = ("mentions.csv", "ratings.csv", "damage.csv")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return written(tmp_path / "study", TALKS, "replicates: 100\n")


def _praise(study: Path) -> None:
    """Somebody says that the complaint of interview one is praise."""
    coding = next(each for each in decided_coding(read_study(study)).codings if each.interview.id == "one")
    mention = coding.mentions[0]
    was = Judged.of(mention)
    place = place_of(coding.interview, mention.turn, mention.start, mention.stop)
    now = [replace(was, kind=Kind.PRAISE)]
    Decisions(study).record(new_decision(Act.CHANGE, place, by="Ольга", was=[was], now=now))


def _delivered(study: Path, tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """A report, kept by its reader: its run.json and the bytes of its tables."""
    out = analyse(study).out
    kept = tmp_path / "delivered"
    kept.mkdir()
    shutil.copy(out / "run.json", kept)
    return kept / "run.json", {name: (out / name).read_bytes() for name in TABLES}


def test_nothing_has_changed_where_nothing_has(study: Path) -> None:
    assert "прошлого отчёта" not in call("analyse", study)
    assert "ничего не изменилось" in call("analyse", study)


def test_a_decision_a_text_and_a_setting_are_told_with_the_processes(study: Path) -> None:
    first = analyse(study)
    assert first.since is None
    _praise(study)
    second = analyse(study)
    assert second.since is not None
    assert [(each.cause, each.said) for each in second.since.differences] == [
        ("decision", "решения людей: новых 1")
    ]
    [row] = [each for each in second.since.processes.to_dict("records") if each["decision"]]
    assert row["damage"] < row["damage_before"]
    assert (row["text"], row["decision"], row["coder"]) == (0, 2, 0)  # a complaint went, praise came
    talk = study / "transcripts" / "two.txt"
    talk.write_text(talk.read_text("utf-8") + "Директор: Сроки поставки вы срываете постоянно.\n", "utf-8")
    said = call("analyse", study)
    assert "тексты изменены: two" in said
    assert "тексты: 1" in said
    (study / "study.yaml").write_text("replicates: 100\ndamage_cap: 1\n", "utf-8")
    said = call("analyse", study)
    assert "damage_cap: 3 → 1" in said
    run = json.loads((study / "out" / "run.json").read_text("utf-8"))
    assert run["since"]["why"] == ["damage_cap: 3 → 1"]


def test_old_numbers_are_made_again_whatever_was_decided_and_set_since(study: Path, tmp_path: Path) -> None:
    _praise(study)
    run, before = _delivered(study, tmp_path)
    Decisions(study).undo("Ольга")
    (study / "study.yaml").write_text("replicates: 200\ndamage_cap: 1\nheadline:\n  reach: 0.9\n", "utf-8")
    (study / "guide.yaml").write_text(
        "blocks:\n  - title: С\n    questions:\n      - text: Сроки?\n        codes: [price.level]\n", "utf-8"
    )
    later = analyse(study)
    assert (later.out / "damage.csv").read_bytes() != before["damage.csv"]
    again = analyse(study, like=run)
    assert again.out.parent == study / "out"
    assert {name: (again.out / name).read_bytes() for name in TABLES} == before
    assert (study / "out" / "damage.csv").read_bytes() != before["damage.csv"]  # the later report stays


def _edit(study: Path) -> None:
    (study / "transcripts" / "two.txt").write_text("Интервьюер: Ну?\nДиректор: Цена хорошая.\n", "utf-8")


def _leave_out(study: Path) -> None:
    (study / "transcripts" / "three.txt").unlink()


def _forget(study: Path) -> None:
    for each in study.glob("otzvuk.sqlite*"):
        each.unlink()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_edit, "тексты изменены: two"),
        (_leave_out, "интервью убраны: three"),
        (_forget, "решений прежнего отчёта в otzvuk.sqlite нет"),
    ],
)
def test_what_is_missing_for_old_numbers_is_said(
    study: Path, tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    _praise(study)
    run, before = _delivered(study, tmp_path)
    spoil(study)
    assert told in call("analyse", study, "--as", run, code=2)
    assert (study / "out" / "damage.csv").read_bytes() == before["damage.csv"]


def test_an_own_codebook_is_kept_with_the_report(study: Path, tmp_path: Path) -> None:
    own = study / "own.yaml"
    shutil.copy(Path(__file__).parents[1] / "models" / "codebooks" / "b2b.yaml", own)
    (study / "study.yaml").write_text("replicates: 100\ncodebook: own.yaml\n", "utf-8")
    run, before = _delivered(study, tmp_path)
    own.write_text(own.read_text("utf-8").replace("срыва", "сырва"), "utf-8")
    again = analyse(study, like=run)
    assert {name: (again.out / name).read_bytes() for name in TABLES} == before


def test_a_report_of_the_first_version_is_opened_and_made_again(study: Path, tmp_path: Path) -> None:
    """It kept neither texts nor settings: the tables prove what was found, or what is missing is said."""
    file, before = _delivered(study, tmp_path)
    run = json.loads(file.read_text("utf-8"))
    for key in ("pins", "since", "seen"):
        run.pop(key)
    for place in (file, study / "out" / "run.json"):
        place.write_text(json.dumps(run, ensure_ascii=False), "utf-8")
    _praise(study)
    again = analyse(study, like=file)
    assert {name: (again.out / name).read_bytes() for name in TABLES} == before
    assert analyse(study).since is not None
    _edit(study)
    with pytest.raises(InputError, match="прежняя версия не записала"):
        analyse(study, like=file)


@pytest.mark.parametrize(
    ("text", "told"),
    [(None, "нет такого файла"), ("{}", "это не run.json отчёта"), ("мусор", "это не run.json отчёта")],
)
def test_what_is_no_report_is_told(study: Path, tmp_path: Path, text: str | None, told: str) -> None:
    file = tmp_path / "run.json"
    if text is not None:
        file.write_text(text, "utf-8")
    assert told in call("analyse", study, "--as", file, code=2)


def test_spoilt_pins_are_told(study: Path, tmp_path: Path) -> None:
    file, _ = _delivered(study, tmp_path)
    run = json.loads(file.read_text("utf-8"))
    run["pins"]["settings"] = {"damage_cap": "много"}
    file.write_text(json.dumps(run, ensure_ascii=False), "utf-8")
    assert "испорчено" in call("analyse", study, "--as", file, code=2)


def test_what_the_coder_changed_is_not_put_down_to_people() -> None:
    def said(*rows: tuple[str, int, str]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "interview": [row[0] for row in rows], "turn": 1, "start": [row[1] for row in rows], "end": 9,
                "kind": "complaint", "code": "a", "process": "p", "decided_by": [row[2] for row in rows],
            }
        )  # fmt: skip

    def ranked(damage: float) -> pd.DataFrame:
        return pd.DataFrame({"process": ["p"], "damage": [damage], "rank": [1], "named": [False]})

    before = said(("i1", 0, "model:b2b@1"), ("i2", 0, "model:b2b@1"))
    now = said(("i1", 1, "model:b2b@2"), ("i3", 0, "person:Ольга"), ("i2", 0, "model:b2b@2"))
    found = since(
        ranked(1.0), ranked(2.0), mentions_before=before, mentions=now, edited=frozenset(), recoded=True
    )
    assert found[["text", "decision", "coder"]].to_numpy().tolist() == [[0, 1, 2]]
    same = since(ranked(1.0), ranked(1.001), mentions_before=before, mentions=before)
    assert same.empty


def test_a_process_that_harms_nobody_spoils_no_comparison(tmp_path: Path) -> None:
    kind = {"four": "Интервьюер: Как техподдержка?\nИнженер: Техподдержка грамотная, всегда помогает.\n"}
    study = written(tmp_path / "study", TALKS | kind, "coder: fast\nreplicates: 100\n")
    out = analyse(study).out
    assert pd.read_csv(out / "damage.csv")["rank"].isna().any()  # only praised: it has no place
    (study / "study.yaml").write_text("coder: fast\nreplicates: 100\ndamage_cap: 1\n", "utf-8")
    later = analyse(study)
    assert later.since is not None
    assert later.since.whole
