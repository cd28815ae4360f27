#!/bin/sh
# pandas 3.1.1: a subtitle's time with a comma becomes a thousand times as long
#
# One would guess: `to_timedelta("00:01:30,500")`, the way SubRip writes one and a half minutes, is read
# rightly or refused, as "1:30" and "01:30.5" are.
# What happens: the comma is skipped and the digits run together, so that 30,500 seconds are 30500:
# 00:01:30,500 is read as 8 h 29 min 20 s. It depends on how many digits follow the comma. The Russian decimal
# comma fares no better: "1,5 min" is a quarter of an hour. There is no warning, also for whole columns.
# Why it matters: the order of such times is lost as well (00:00:59,900 comes after 00:01:00,100), so that
# turns are sorted wrongly, speaking times are absurd, or merely wrong where only "1,5 min" was written.
# How otzvuk avoids it: its own reader of times (read/timecode.py) takes a comma as the decimal sign.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pandas==3.1.1 numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import pandas as pd

expected = {
    "00:01:30.500": 90.5,  # the right value, with a point
    "00:01:30,500": 30_560.0,
    "00:01:30,5": 365.0,
    "00:00:59,900": 59_900.0,
    "00:01:00,100": 160.0,
    "1.5 min": 90.0,
    "1,5 min": 900.0,
}
column = pd.to_timedelta(pd.Series(list(expected)))
for text, value in zip(expected, column):
    print("pandas", pd.__version__, text, "->", value, "=", value.total_seconds(), "s")
assert column.dt.total_seconds().tolist() == list(expected.values())
assert pd.Timedelta("00:00:59,900") > pd.Timedelta("00:01:00,100")
for refused in ("1:30", "01:30.5"):
    try:
        pd.to_timedelta(refused)
    except ValueError as error:
        print("refused:", refused, "-", error)
    else:
        raise SystemExit("changed: " + refused + " is read")
PY
