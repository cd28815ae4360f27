#!/bin/sh
# pandas 3.1.1: in `read_html` a mark of 8,5 is 85
#
# One would guess: a column of «8,5» and «7,5» stays text, as in `read_csv` and `read_excel`, or is 8.5 and 7.5 once
# `decimal=","` is said.
# What happens: alone among the readers `read_html` takes the comma for thousands, wherever it stands, and takes it out
# first: «8,5» is the integer 85, «950,5» 9505. `decimal=","` changes nothing, without a word: only `thousands=None` (or
# " ") beside it helps. In a column that stays text because of one «1 200,5» the other cells lose their commas all the same.
# Why it matters: tables of marks come as web pages: an online survey's results, a wiki, «Сохранить как веб-страницу» of
# Excel. Marks of ten become scores near a hundred, which look well on a scale of a hundred.
# How otzvuk avoids it: marks are read from .csv, .xlsx and .ods only, the comma is decimal, and what lies above the
# scale of a criterion is refused (read/questionnaire.py).
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pandas==3.1.1 lxml==6.1.3
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version
from io import StringIO

import pandas as pd

ROWS = [("клиент", "сроки", "цены"), ("Вектор", "8,5", "950,5"), ("Ромашка", "7,5", "1 200,5")]
html = "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS) + "</table>"
csv = "\n".join(";".join(row) for row in ROWS)


def marks(**options: str | None) -> list[object]:
    return pd.read_html(StringIO(html), header=0, **options)[0]["сроки"].tolist()


print("pandas", version("pandas"), "lxml", version("lxml"))
plain, decimal = marks(), marks(decimal=",")
print("read_html", plain, "decimal=','", decimal)
assert plain == decimal == [85, 75]
text = pd.read_html(StringIO(html), header=0)[0]["цены"].tolist()
print("text", text)
assert text == ["9505", "1 200,5"]
assert marks(decimal=",", thousands=None) == [8.5, 7.5]
assert pd.read_csv(StringIO(csv), sep=";")["сроки"].tolist() == ["8,5", "7,5"]
assert pd.read_csv(StringIO(csv), sep=";", decimal=",")["сроки"].tolist() == [8.5, 7.5]
PY
