"""Exchanges are read one by one, and a fault is said with its place in the file."""

from pathlib import Path

import pytest

from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.train.exchanges import read_exchanges

TWO = """\
# Two of them.

И: Как бумаги?
Р: <c s="documents.speed">Ждём неделями</c>.

И: А сами?
Р: Мы быстрые.
"""


def test_each_exchange_is_an_interview(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text(TWO, "utf-8")
    one, other = read_exchanges(tmp_path, read_codebook())
    assert [turn.interviewer for turn in one.interview.turns] == [True, False]
    assert [mention.text for mention in one.mentions] == ["Ждём неделями"]
    assert other.mentions == ()
    assert one.interview.id != other.interview.id


def test_a_fault_names_the_line_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text(TWO.replace("documents.speed", "documents.none"), "utf-8")
    with pytest.raises(InputError, match=r"documents\.none") as fault:
        list(read_exchanges(tmp_path, read_codebook()))
    assert "4" in str(fault.value)


def test_no_exchanges_are_none(tmp_path: Path) -> None:
    assert list(read_exchanges(tmp_path / "none", read_codebook())) == []
