#!/bin/sh
# num2words 0.5.14: 1 200 000 roubles are «двенадцать тысяч рублей», and −0,5 is «ноль целых пять десятых»
#
# One would guess: `num2words(1200000, to="currency", currency="RUB", lang="ru")` says a million two hundred thousand, as it does
# for 1200000.0, for Decimal(1200000) and for "1200000"; and a minus is said wherever there is one.
# What happens: an int, and only an int, is a number of kopecks: the sum is a hundred times too small, well-formed and with
# «ноль копеек» at its end. Of numbers between −1 and 0 the minus is lost, although −1,5 and a sum of −0,50 roubles keep it;
# floats and decimals alike, in English and German, too. The readme says neither.
# Why it matters: what a claim cost is typed in whole roubles, and a table's column of them is int until one cell is empty: then
# it is float, and the same code says a hundred times as much. A mean mark that fell since the last wave mostly fell by less
# than one: the only word that says so is lost.
# How otzvuk avoids it: sums and changes stand in its reports in figures, with their sign; the words that it does write
# (model/wording.py) are its own and tested.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check num2words==0.5.14 pandas==3.1.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from decimal import Decimal
from importlib.metadata import version

import pandas as pd
from num2words import num2words


def roubles(value):
    return num2words(value, to="currency", currency="RUB", lang="ru")


print("num2words", version("num2words"))
whole, small = "один миллион двести тысяч рублей, ноль копеек", "двенадцать тысяч рублей, ноль копеек"
for value in (1_200_000, 1_200_000.0, Decimal(1_200_000), "1200000"):
    print(repr(value), "->", roubles(value))
    assert roubles(value) == (small if isinstance(value, int) else whole), "num2words has changed"
full = pd.Series([1_200_000, 40_000])
gap = pd.Series([1_200_000, None])
print("a full column:", full.map(roubles)[0], "| one cell empty:", gap.map(roubles, na_action="ignore")[0])
assert full.map(roubles).tolist() == [small, "четыреста рублей, ноль копеек"], "num2words has changed"
assert gap.map(roubles, na_action="ignore")[0] == whole

for language, lost, kept in (
    ("ru", "ноль целых пять десятых", "минус одна целых пять десятых"),
    ("en", "zero point five", "minus one point five"),
    ("de", "null Komma fünf", "minus eins Komma fünf"),
):
    for value in (-0.5, Decimal("-0.5")):
        seen = num2words(value, lang=language)
        print(language, repr(value), "->", seen)
        assert seen == lost == num2words(0.5, lang=language), "num2words has changed"
    assert num2words(-1.5, lang=language) == kept
assert roubles(-0.5) == "минус ноль рублей, пятьдесят копеек"
PY
