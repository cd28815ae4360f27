#!/bin/sh
# dateparser 1.5.0: «в 2023 году» is the year 3
#
# One would guess: the commonest way to name a year in Russian gives that year, as «2023 год» and «май 2023 года» do.
# What happens: «2023 года» and «в 2023 году» are read as "2023 years ago". Counted from 2026 that is the year 3;
# the full phrase «в мае 2023 года» loses its month in `search_dates` and lands there too. A date comes back, not None.
# Why it matters: when something got worse is what waves and trends rest on. The wrong dates keep a believable
# order the wrong way round (2021 becomes the year 5, 2022 the year 4): later troubles come before earlier ones.
# How otzvuk avoids it: it takes no dates from speech; waves come from people's table. If it ever does: years by
# a pattern of its own, and any answer outside the study's years is a fault.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check dateparser==1.5.0
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from datetime import datetime
from importlib.metadata import version

from dateparser import parse
from dateparser.search import search_dates

settings = {"RELATIVE_BASE": datetime(2026, 3, 17, 12)}
expected = {
    "2023 год": 2023,
    "май 2023 года": 2023,
    "5 мая 2023 года": 2023,
    "2023 года": 3,
    "в 2023 году": 3,
    "с 2023 года": 3,
}
print("dateparser", version("dateparser"))
for phrase, year in expected.items():
    found = parse(phrase, languages=["ru"], settings=settings)
    print(phrase, "->", found)
    assert found is not None and found.year == year, phrase

for said, years in {
    "До 2021 года было хорошо, с 2022 года хуже": [5, 4],
    "Работаем с мая 2023 года": [3],
    "В мае 2023 года сменили склад": [3],
}.items():
    hits = search_dates(said, languages=["ru"], settings=settings)
    print(said, "->", hits)
    assert [date.year for _, date in hits] == years
PY
