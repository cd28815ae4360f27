"""Decisions are kept: appended, undone and put back, by several at once, through kills and damage."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from fuzz_decisions import kill_writers, writer

from otzvuk.codings.decisions import JOURNAL, STORE, Decisions, new_decision
from otzvuk.codings.disk import is_shared
from otzvuk.model.decision import Act, Judged, Place
from otzvuk.model.errors import InputError
from otzvuk.model.mention import Kind, Trend
from program import call

PLACE = Place(
    interview="i1", file="transcripts/i1.txt", turn=3, start=5, stop=12, text="сорвали", after=" срок"
)
WAS = Judged(start=5, stop=12, kind=Kind.COMPLAINT, code="delivery.lead_times", process="delivery")


def test_a_decision_comes_back_as_it_was_taken(tmp_path: Path) -> None:
    now = Judged(start=5, stop=17, kind=Kind.PRAISE, code="price.level", process="price", trend=Trend.BETTER)
    taken = new_decision(Act.CHANGE, PLACE, by="Анна", was=[WAS], now=[now], note="«спасибо»", sampled=0.25)
    [kept] = Decisions(tmp_path).record(taken)
    assert Decisions(tmp_path).all() == (kept,)
    assert (kept.by, kept.was, kept.now, kept.note, kept.sampled) == (
        "Анна",
        (WAS,),
        (now,),
        "«спасибо»",
        0.25,
    )


def test_no_file_is_made_for_reading(tmp_path: Path) -> None:
    store = Decisions(tmp_path)
    assert store.all() == store.standing() == store.undo("Анна") == store.redo("Анна") == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_sent_twice_is_kept_once(tmp_path: Path) -> None:
    store = Decisions(tmp_path)
    one = new_decision(Act.REJECT, PLACE, by="Анна", was=[WAS])
    store.record(one)
    store.record(one)
    assert len(store.all()) == 1


def test_undo_and_redo_go_on_in_a_later_session_and_leave_others_alone(tmp_path: Path) -> None:
    def decide(by: str, note: str) -> None:
        Decisions(tmp_path).record(new_decision(Act.NOTE, PLACE, by=by, note=note))

    def notes() -> list[str]:
        return [each.note for each in Decisions(tmp_path).standing()]

    decide("Анна", "1"), decide("Анна", "2"), decide("Пётр", "3")
    Decisions(tmp_path).undo("Анна")
    assert notes() == ["1", "3"]
    Decisions(tmp_path).undo("Анна")
    assert notes() == ["3"]
    assert Decisions(tmp_path).undo("Анна") == ()
    Decisions(tmp_path).redo("Анна")
    assert notes() == ["1", "3"]
    Decisions(tmp_path).redo("Анна")
    assert notes() == ["1", "2", "3"]
    assert Decisions(tmp_path).redo("Анна") == ()
    Decisions(tmp_path).undo("Анна")
    decide("Анна", "4")
    assert Decisions(tmp_path).redo("Анна") == ()
    assert notes() == ["1", "3", "4"]
    assert len(Decisions(tmp_path).all()) == 9  # nothing is ever taken away


def test_what_was_decided_in_one_go_is_undone_in_one_go(tmp_path: Path) -> None:
    store = Decisions(tmp_path)
    store.record(new_decision(Act.NOTE, PLACE, by="Анна", note="before"))
    store.record(*(new_decision(Act.REJECT, PLACE, by="Анна", note=str(at)) for at in range(5)))
    assert len(store.undo("Анна")) == 5
    assert [each.note for each in store.standing()] == ["before"]
    assert len(store.redo("Анна")) == 5


def test_the_history_of_a_place_has_its_undoings(tmp_path: Path) -> None:
    from dataclasses import replace

    store = Decisions(tmp_path)
    store.record(new_decision(Act.CONFIRM, PLACE, by="Анна", was=[WAS], now=[WAS]))
    store.record(new_decision(Act.NOTE, replace(PLACE, turn=4), by="Анна", note="elsewhere"))
    store.undo("Анна"), store.undo("Анна")
    assert [each.act for each in store.history(PLACE)] == [Act.CONFIRM, Act.UNDO]


def test_nothing_in_the_file_can_be_changed(tmp_path: Path) -> None:
    Decisions(tmp_path).record(new_decision(Act.CONFIRM, PLACE, by="Анна"))
    base = sqlite3.connect(tmp_path / STORE)
    for statement in ("DELETE FROM decisions", "UPDATE decisions SET who = 'Пётр'"):
        with pytest.raises(sqlite3.IntegrityError):
            base.execute(statement)
    base.close()


def test_a_folder_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / STORE).mkdir()
    for use in (Decisions(tmp_path).all, Decisions(tmp_path).standing):
        with pytest.raises(InputError, match="здесь папка"):
            use()


def _damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)


def _foreign(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE mine (x)")
    base.close()


def _later(path: Path) -> None:
    Decisions(path.parent).record(new_decision(Act.CONFIRM, PLACE, by="Анна"))
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")
    base.close()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [(_damaged, "повреждён"), (_foreign, "это не решения otzvuk"), (_later, "более новой версией")],
)
def test_a_file_that_is_not_ours_is_told_and_left_as_it_is(
    tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    path = tmp_path / STORE
    spoil(path)
    before = path.read_bytes()
    for use in (
        lambda: Decisions(tmp_path).all(),
        lambda: Decisions(tmp_path).record(new_decision(Act.CONFIRM, PLACE, by="Анна")),
    ):
        with pytest.raises(InputError, match=told) as caught:
            use()
        assert STORE in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_the_journal_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal: str) -> None:
    monkeypatch.setenv(JOURNAL, journal)
    Decisions(tmp_path).record(new_decision(Act.CONFIRM, PLACE, by="Анна"))
    base = sqlite3.connect(tmp_path / STORE)
    assert base.execute("PRAGMA journal_mode").fetchone() == (journal,)
    base.close()


def test_a_network_share_is_known_by_its_mount(tmp_path: Path) -> None:
    local = "/dev/sda1 / ext4 rw 0 0\n"
    share = f"//server/share {tmp_path} cifs rw 0 0\n"
    assert not is_shared(tmp_path, mounts=local)
    assert is_shared(tmp_path / "study", mounts=local + share)
    assert not is_shared(tmp_path.parent, mounts=local + share)


def test_a_share_and_a_disk_that_cannot_be_written_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(JOURNAL, "wal")
    assert Decisions(tmp_path).remark == ""
    monkeypatch.setenv(JOURNAL, "delete")
    assert "журнал решений — DELETE" in Decisions(tmp_path).remark
    assert "журнал решений — DELETE" in call("decisions", _study(tmp_path))
    assert Decisions(tmp_path / "no such folder").remark == ""
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "решения здесь не сохраняются" in Decisions(tmp_path).remark


def _study(folder: Path) -> Path:
    (folder / "transcripts").mkdir()
    (folder / "transcripts" / "one.txt").write_text("Интервьюер: Как вам сроки?\nИван: Срывают.\n", "utf-8")
    return folder


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [writer(tmp_path, name, 60) for name in ("a", "b")]
    told = [line for each in writers for line in each.communicate(timeout=300)[0].split()]
    kept = [each.id for each in Decisions(tmp_path).all()]
    assert len(kept) == 120
    assert sorted(kept) == sorted(told)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no kill -9")
def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    assert kill_writers(tmp_path, seed=1, times=20) == []


def interrupted(folder: Path, whole: Path) -> None:
    """Put into `folder` what a program leaves that is killed while it writes to the decisions of `whole`.

    Its pages are half in the file; how they were stands in the journal beside it.
    """
    base = sqlite3.connect(whole / STORE, isolation_level=None)
    base.execute("PRAGMA journal_mode = DELETE")
    base.execute("PRAGMA cache_size = 1")
    base.execute("BEGIN IMMEDIATE")
    for at in range(200):
        base.execute(
            "INSERT INTO decisions"
            " (id, at, who, act, interview, place, was, now, shown, note, batch, of, sampled)"
            " SELECT ?, at, who, act, interview, place, was, now, shown, ?, batch, of, sampled"
            " FROM decisions LIMIT 1",
            (f"half{at}", "слово " * 200),
        )
    for name in (STORE, f"{STORE}-journal"):
        (folder / name).write_bytes((whole / name).read_bytes())
    base.execute("ROLLBACK")
    base.close()


def test_what_a_kill_left_half_written_is_taken_back_at_the_next_reading(tmp_path: Path) -> None:
    whole, folder = tmp_path / "whole", tmp_path / "folder"
    whole.mkdir()
    folder.mkdir()
    kept = Decisions(whole).record(new_decision(Act.CONFIRM, PLACE, by="Анна"))
    interrupted(folder, whole)
    assert Decisions(folder).all() == kept
    assert not (folder / f"{STORE}-journal").exists()


def test_what_a_kill_left_is_told_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, folder = tmp_path / "whole", tmp_path / "folder"
    whole.mkdir()
    folder.mkdir()
    Decisions(whole).record(new_decision(Act.CONFIRM, PLACE, by="Анна"))
    interrupted(folder, whole)
    opened = sqlite3.connect

    def as_on_such_a_disk(where: str, **more: Any) -> sqlite3.Connection:
        return opened(where.replace("mode=rw", "mode=ro"), **more)

    monkeypatch.setattr(sqlite3, "connect", as_on_such_a_disk)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError, match="оборвалась"):
        Decisions(folder).all()


def test_a_folder_that_cannot_be_written_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(InputError, match="только для чтения"):
        Decisions(tmp_path).record(new_decision(Act.CONFIRM, PLACE, by="Анна"))
