#!/bin/sh
# polars 2.1.0 with fastexcel 0.21.0: what people wrote in words after row 100 of an Excel table is empty
#
# One would guess: `read_excel` looks at the beginning of a column to guess its type; where a later cell does not fit, it
# says so, as `read_csv` of polars does, or makes the column text.
# What happens: a column that holds numbers in its first hundred rows is Int64, and every later cell of words is null:
# no error, no warning, and not to be told from a cell that was empty. A row with nothing else in it is gone. With
# `infer_schema_length=None` all is text.
# Why it matters: ratings of several waves, or turns with their numbers, are one sheet of thousands of rows. «не знаю», «8-9»,
# «10+» and codes like «A-7» begin where another interviewer did. Means are then of those who gave bare numbers, and the
# share of those who could not say is nought.
# How otzvuk avoids it: cells are read as they are, each with its own type (python-calamine), and a mark that is none is
# told with its row (read/questionnaire.py).
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check polars==2.1.0 fastexcel==0.21.0 XlsxWriter==3.3.1
cd "$dir"
"$dir/venv/bin/python" -W error - <<'PY'
from importlib.metadata import version
from io import StringIO

import polars as pl
import xlsxwriter


def table(numbers: int, *, names: bool = True, length: int | None = -1) -> pl.DataFrame:
    """Marks: that many numbers, then three in words."""
    with xlsxwriter.Workbook("marks.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["балл", *[7] * numbers, "8-9", "не знаю", "10+"])
        if names:
            sheet.write_column(0, 1, ["кто", *(f"клиент {at}" for at in range(numbers + 3))])
    return pl.read_excel("marks.xlsx") if length == -1 else pl.read_excel("marks.xlsx", infer_schema_length=length)


print("polars", version("polars"), "fastexcel", version("fastexcel"))
WORDS = ["8-9", "не знаю", "10+"]
short, long, alone = table(99), table(100), table(100, names=False)
print("99 numbers: ", short.schema["балл"], short["балл"].tail(4).to_list())
print("100 numbers:", long.schema["балл"], long["балл"].tail(4).to_list())
print("100 numbers in a column alone:", alone.height, "rows of 103")
assert short["балл"].tail(4).to_list() == ["7", *WORDS]
assert long["балл"].tail(4).to_list() == [7, None, None, None]
assert (long.height, alone.height) == (103, 100)
assert table(100, length=None)["балл"].tail(4).to_list() == ["7", *WORDS]
try:  # the same from a .csv is an error
    pl.read_csv(StringIO("балл\n" + "7\n" * 100 + "не знаю\n"))
except pl.exceptions.ComputeError as error:
    print("read_csv:", str(error).splitlines()[0])
else:
    raise SystemExit("read_csv of polars has changed")
PY
