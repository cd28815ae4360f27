"""Files are whole or not there, alone and together."""

import os
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from otzvuk.folder.whole import whole_file, whole_files
from otzvuk.model.errors import InputError


def write(path: Path, text: str) -> None:
    with whole_file(path) as temporary:
        temporary.write_text(text, "utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_failed_file_leaves_the_earlier_one(tmp_path: Path) -> None:
    write(tmp_path / "а", "раньше")
    with suppress(ZeroDivisionError), whole_file(tmp_path / "а") as temporary:
        temporary.write_text("половина", "utf-8")
        _ = 1 / 0
    assert (tmp_path / "а").read_text("utf-8") == "раньше"
    assert names(tmp_path) == ["а"]


def test_files_of_a_set_appear_together(tmp_path: Path) -> None:
    write(tmp_path / "out" / "а", "раньше")
    with whole_files():
        write(tmp_path / "out" / "а", "теперь")
        write(tmp_path / "out" / "б", "теперь")
        assert (tmp_path / "out" / "а").read_text("utf-8") == "раньше"
        assert not (tmp_path / "out" / "б").exists()
    assert names(tmp_path / "out") == ["а", "б"]
    assert (tmp_path / "out" / "а").read_text("utf-8") == "теперь"


def test_a_set_that_fails_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "а", "раньше")
    with suppress(ZeroDivisionError), whole_files():
        write(tmp_path / "а", "теперь")
        write(tmp_path / "б", "теперь")
        _ = 1 / 0
    assert names(tmp_path) == ["а"]
    assert (tmp_path / "а").read_text("utf-8") == "раньше"
    write(tmp_path / "а", "потом")  # the next file does not wait
    assert (tmp_path / "а").read_text("utf-8") == "потом"


def test_a_place_that_cannot_be_taken_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "папка" / "x").mkdir(parents=True)
    together = ExitStack()
    together.enter_context(whole_files())
    write(tmp_path / "папка", "слова")
    write(tmp_path / "б", "слова")
    with pytest.raises(InputError, match="файл не записывается"):
        together.close()
    assert names(tmp_path) == ["папка"]


def test_what_a_killed_run_left_goes_after_a_day(tmp_path: Path) -> None:
    for name, hours in ((".[а].1.tmp", 30), (".[а].2.tmp", 1), (".б.1.tmp", 30)):
        (tmp_path / name).write_text("половина", "utf-8")
        os.utime(tmp_path / name, (time.time() - hours * 3600,) * 2)
    write(tmp_path / "[а]", "слова")
    assert names(tmp_path) == [".[а].2.tmp", ".б.1.tmp", "[а]"]
