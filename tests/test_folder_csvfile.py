"""CSV for people and for programs, and that our own readers read both."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from otzvuk.codings.anywhere import read_side
from otzvuk.folder.csvfile import Dialect, as_meant, csv_text, harmless
from otzvuk.read.table import read_records
from otzvuk.report.tables import write_csv, write_shown
from reading import TALK, lay_out

FRAME = pd.DataFrame(
    {
        "слово": pd.Series(["=1+1", "да; нет", "«так»"], dtype="string"),
        "доля": [0.5, -1.25, float("nan")],
        "раз": [1, -2, 3],
        "верно": [True, False, True],
    }
)


def test_a_table_for_people_opens_in_russian_excel(tmp_path: Path) -> None:
    write_shown(FRAME, tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[:3] == ["слово;доля;раз;верно", "'=1+1;0,5;1;True", '"да; нет";-1,25;-2;False']


def test_a_table_for_programs_stays_as_it_was_byte_for_byte(tmp_path: Path) -> None:
    write_shown(FRAME, tmp_path / "a.csv", dialect=Dialect.RFC)
    write_csv(FRAME, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "b.csv").read_bytes().startswith("слово,доля,раз,верно\r\n=1+1,0.5,1".encode())


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "\t="])
def test_our_readers_read_both(tmp_path: Path, dialect: Dialect, sign: str) -> None:
    rows = [("имя", "слова"), ("Анна", f"{sign}2 паллеты"), ("Пётр", "'так'"), ("Яна", "нет; да, может")]
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text(rows, dialect).encode(dialect.encoding))
    assert [tuple(cells) for _, cells in read_records(path)] == [
        tuple(cell.strip() for cell in row) for row in rows
    ]


def test_what_was_made_harmless_can_be_undone() -> None:
    for cell in ("=1", "-да", " +7", "'кавычки'", "", "'", "'=", "''-", "@имя"):
        assert as_meant(harmless(cell)) == cell


def test_mentions_that_excel_has_saved_are_still_a_coding(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"transcripts/и1.txt": TALK})
    row = {
        "interview": "и1", "turn": "1", "start": "0", "end": "7", "text": "Срывают", "kind": "complaint",
        "code": "discipline.loading", "confidence": "0,5",
    }  # fmt: skip
    for separator, confidence in ((";", "0,5"), (",", "0.5")):
        path = tmp_path / f"m{ord(separator)}.csv"
        frame = pd.DataFrame([row | {"confidence": confidence}])
        frame.to_csv(path, sep=separator, index=False, encoding="utf-8-sig")
        (mention,) = read_side(path, study=root).codings[0].mentions
        assert (mention.text, mention.confidence) == ("Срывают", 0.5)
