#!/bin/sh
# natasha 1.6.0: a date with a year of two digits is of the last century: 12.05.21 is 1921
#
# One would guess: DatesExtractor reads «12.05.21» as 12 May 2021, or leaves the year open, as it does for «12 мая».
# What happens: every year of two digits is 19…: «поставка от 12.05.21» is 1921, «до 01.03.26» 1926. Nothing warns, and
# `Date` says nothing about the year having been two digits. It does not look at the calendar either: «31 июня 2021
# года» is a date.
# Why it matters: acts and claims are dated so; sorted or filtered by date («since 2020»), all of this century's are
# gone, and a series over time gets a hundred years longer.
# How otzvuk avoids it: it takes no dates from natasha; who tells of a change is found by words (coding/clues.py).
# Whoever does should add 100 where the text has two digits.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check natasha==1.6.0 yargy==0.16.0 pymorphy2==0.9.1 \
    'setuptools<81' numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" -W ignore - <<'PY'
from natasha import DatesExtractor, MorphVocab

dates = DatesExtractor(MorphVocab())


def read(text):
    (found,) = dates(text)
    return found.fact.year, found.fact.month, found.fact.day


for text in ("поставка от 12.05.21", "до 01.03.26", "от 12.05.2021", "12 мая", "31 июня 2021 года"):
    print(f"{text:22}", *read(text))
assert read("поставка от 12.05.21") == (1921, 5, 12)
assert read("до 01.03.26") == (1926, 3, 1)
assert read("от 12.05.2021") == (2021, 5, 12)
assert read("12 мая") == (None, 5, 12)
assert read("31 июня 2021 года") == (2021, 6, 31)
PY
