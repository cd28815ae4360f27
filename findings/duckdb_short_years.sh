#!/bin/sh
# duckdb 2.0.1: a column of dates such as 12.05.26 is read with day and year exchanged: 26 May 2012
#
# One would guess: `read_csv` finds out the order of the three numbers or leaves the column text. Of dates with four digits
# for the year it does: 12.05.2026 is 12 May, and 05.06.2026 is day first, too.
# What happens: with two digits the first guess that fits is year, month, day, whatever parts them: «12.05.26», «28/11/25» and
# «15-01-26» are 2012, 2028 and 2015. The years of our days pass for a day of any month, and the days for a year, so that it
# fits every such column; nothing warns, and the type is a sound DATE. A column with the time of day beside stays text.
# Why it matters: tables of interviews, claims and deliveries are typed so. Sorted, filtered («since 2026») or cut into waves,
# talk of one month lies apart by up to thirty years, some of it in years that are still to come.
# How otzvuk avoids it: a date in a table of participants stays as it was written, a word like any other; the dates that
# recognisers write are read with a year of four digits only (read/moments.py).
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check duckdb==2.0.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from pathlib import Path

import duckdb


def read(*dates, **told):
    rows = "".join(f"p{number:02};{date}\n" for number, date in enumerate(dates, 1))
    Path("talks.csv").write_text(f"respondent;interviewed\n{rows}", encoding="utf-8")
    table = duckdb.read_csv("talks.csv", **told)
    return str(table.types[1]), [str(when) for _, when in table.fetchall()]


print("duckdb", duckdb.__version__)
for sign in ".-/":
    talks = [date.replace(".", sign) for date in ("28.11.25", "15.01.26", "02.03.26", "31.03.26")]
    kind, seen = read(*talks)
    print(talks, "->", kind, seen)
    assert (kind, seen) == ("DATE", ["2028-11-25", "2015-01-26", "2002-03-26", "2031-03-26"]), "duckdb has changed"

# rightly read, all of them: the year written out, the form told; a time of day beside the short year leaves it text
right = ["2025-11-28", "2026-01-15"]
assert read("28.11.2025", "15.01.2026") == ("DATE", right)
assert read("28.11.25", "15.01.26", date_format="%d.%m.%y") == ("DATE", right)
assert read("28.11.25 10:30", "15.01.26 11:00") == ("VARCHAR", ["28.11.25 10:30", "15.01.26 11:00"])
PY
