#!/bin/sh
# pandas 3.1.1 with pyarrow 26.0.1: a table read with `dtype_backend="pyarrow"` has no Russian words
#
# One would guess: the backend is a matter of speed and of missing values; `.str.contains(r"\bсрок\b")`
# finds the same rows in any text column.
# What happens: such columns hand the pattern to RE2, where \w, \b, \d and \s know ASCII only. Nothing matches,
# counts are 0, `\W+` wipes out all Russian, and no warning says so. pandas' own `str` columns, stored in
# Arrow too, answer as Python does: the same file gives other numbers by one argument of the reader.
# Why it matters: a mentions table is parquet; who counts words in it gets a believable "nobody said so",
# because a Latin word in the same column is still found.
# How otzvuk avoids it: patterns are Python's `re` over strings and never go through `.str` of a frame.
# The guide for those who take mentions.parquet on should say: no `dtype_backend="pyarrow"` for patterns.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1 numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import pandas as pd
import pyarrow as pa

said = ["Сорвали срок поставки", "держат сроки", "deadline и срок", "ёлки"]
pd.DataFrame({"text": said}).to_parquet("said.parquet")
plain = pd.read_parquet("said.parquet").text
arrow = pd.read_parquet("said.parquet", dtype_backend="pyarrow").text

seen = {}
for name, column in (("str", plain), ("pyarrow", arrow)):
    seen[name] = {
        "type": str(column.dtype),
        "has the word срок": column.str.contains(r"\bсрок\b").tolist(),
        "has deadline": column.str.contains(r"\bdeadline\b").tolist(),
        "words": column.str.count(r"\w+").tolist(),
        "signs to blanks": column.str.replace(r"\W+", " ", regex=True).tolist(),
    }
    print("pandas", pd.__version__, "pyarrow", pa.__version__, name, seen[name])

latin = [False, False, True, False]
assert seen["str"]["has the word срок"] == [True, False, True, False]
assert seen["str"]["words"] == [3, 2, 3, 1]
assert seen["str"]["signs to blanks"] == said
assert seen["pyarrow"]["has the word срок"] == [False] * 4
assert seen["pyarrow"]["words"] == [0, 0, 1, 0]
assert seen["pyarrow"]["signs to blanks"] == [" ", " ", "deadline ", " "]
assert seen["str"]["has deadline"] == seen["pyarrow"]["has deadline"] == latin
PY
