"""A disk that is full, or a folder that cannot be written to: one sentence, earlier results whole."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

import pytest

from otzvuk.folder.edited import keep_edited
from otzvuk.model.errors import InputError
from program import call
from studies import written

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="пределов и монтирования здесь нет")

TALKS = {
    "anna": "Интервьюер: Как вам сроки?\nАнна: Сроки вы срываете постоянно. За сроки семь из десяти.\n",
    "boris": "Интервьюер: А документы?\nБорис: Документы путаете каждый раз, но цена хорошая.\n",
}
SETTINGS = "supplier:\n  name: Вектор\ncoder: fast\nreplicates: 200\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with reports that somebody has had."""
    folder = written(tmp_path_factory.mktemp("disk") / "study", TALKS, SETTINGS)
    call("analyse", folder)
    return folder


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file can become larger: what a full disk says when a report is half written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """A disk of so many bytes in `folder`; skips where none can be made."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True
    )
    if done.returncode:
        pytest.skip("смонтировать диск здесь нельзя")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("size", [0, 8_000, 40_000, 100_000])
def test_what_does_not_fit_is_one_sentence_and_earlier_reports_stay(study: Path, size: int) -> None:
    before = state(study / "out")
    talk = study / "transcripts" / "anna.txt"
    talk.write_text(talk.read_text("utf-8") + f"Анна: Сроки срываете, {size + 2} раза.\n", "utf-8")
    with files_of_at_most(size):
        said = call("analyse", study, code=2)
    assert "файл не записывается «файл больше, чем разрешено»; ожидается место для него" in said
    assert said.count("\n") == 1
    assert state(study / "out") == before
    assert not list(study.rglob("*.tmp"))


@pytest.mark.parametrize("size", [12_000, 120_000])
def test_a_full_disk_keeps_nothing_half_written(study: Path, tmp_path: Path, size: int) -> None:
    with small_disk(tmp_path, size):
        said = call("analyse", study, "--out", tmp_path / "out", code=2)
        assert "на диске нет места" in said
        assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("fault", ["Нет прав", "только для чтения"])
def test_a_folder_that_becomes_read_only_is_one_sentence(study: Path, fault: str) -> None:
    before = state(study / "out")
    error = PermissionError(13, fault) if fault == "Нет прав" else OSError(30, fault)
    talk = study / "transcripts" / "boris.txt"
    talk.write_text(talk.read_text("utf-8") + f"Борис: Счета теряете. {fault}.\n", "utf-8")
    with mock.patch.object(Path, "replace", side_effect=error):  # all is written, no place can be taken
        said = call("analyse", study, code=2)
    assert "файл не записывается" in said
    assert said.count("\n") == 1
    assert state(study / "out") == before


def test_a_copy_of_what_somebody_edited_is_whole_or_not_there(study: Path) -> None:
    page = study / "out" / "report.html"
    whole = page.read_bytes()
    page.write_bytes(whole + b"<p>" + os.urandom(50_000))
    before = state(study / "out")
    try:
        with files_of_at_most(30_000), pytest.raises(InputError, match="не сохранить под другим именем"):
            keep_edited(study / "out")
        assert state(study / "out") == before
    finally:
        with suppress(OSError):
            page.write_bytes(whole)
