"""Work spread over processes gives what one process gives, for every step that can be spread."""

from functools import partial
from pathlib import Path

import pytest

from otzvuk.anonymise import find_names
from otzvuk.anonymise.mapping import found_table
from otzvuk.coding import code_study
from otzvuk.folder.cache import cache_of, keeping
from otzvuk.folder.starter import copy_demo
from otzvuk.model import spread
from otzvuk.model.errors import InputError
from otzvuk.model.spread import cut, each, processes
from otzvuk.read import read_study

BROKEN = "сломан.docx"


def _double(by: int):  # type: ignore[no-untyped-def]
    return lambda item: item * by


def _dies():  # type: ignore[no-untyped-def]
    import os

    return lambda _item: os._exit(1)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, coded fast, with a file that cannot be read."""
    folder = copy_demo(tmp_path_factory.mktemp("spread") / "study")
    with (folder / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\ncoder: fast\n")
    (folder / "transcripts" / BROKEN).write_bytes(b"PK no archive")
    return folder


def test_reading_names_and_coding_are_the_same_in_two_processes(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "WORTH", 0.0)
    found = []
    for jobs in (1, 2):
        with processes(jobs):
            read = read_study(study)
            found.append((read, found_table(find_names(read).found), code_study(read)))
    one, two = found
    assert [each.file for each in one[0].failures] == [f"transcripts/{BROKEN}"]
    assert one == two
    assert all(
        coding.interview is interview for coding, interview in zip(two[2], two[0].interviews, strict=True)
    )


def test_what_other_processes_read_is_kept(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "WORTH", 0.0)
    monkeypatch.setenv("OTZVUK_CACHE", str(tmp_path))
    with keeping(cache_of(study)), processes(2):
        first = read_study(study)
        monkeypatch.setattr(spread._Processes, "work", None)  # nobody is asked again
        (study / "transcripts" / BROKEN).unlink()
        assert read_study(study).interviews == first.interviews


def test_work_comes_in_order_and_in_fair_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "WORTH", 0.0)
    items = list(range(50))
    with processes(2):
        made = each(partial(_double, 3), items, sizes=[1 + item % 7 for item in items], rate=1.0)
        assert list(made) == [3 * item for item in items]
    assert list(cut([1, 1, 8, 1, 1], 3)) == [(0, 3), (3, 5)]
    assert list(cut([], 3)) == []


def test_small_work_stays_here() -> None:
    with processes(8) as nothing:
        assert nothing is None
        assert list(each(partial(_double, 2), [1, 2], sizes=[1, 1], rate=1e9)) == [2, 4]


def test_a_process_that_dies_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "WORTH", 0.0)
    with processes(2), pytest.raises(InputError, match=r"рабочий процесс прерван.*--jobs"):
        list(each(_dies, [1, 2, 3], sizes=[1, 1, 1], rate=1.0))
