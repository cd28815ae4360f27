#!/bin/sh
# pyreadstat 1.3.7: in a .sav file long Russian questions and answers lose their ends, and different ones become the same
#
# One would guess: `write_sav` writes the labels it is given, or says that they are too long, as it does for a name of a
# column that SPSS does not take. The limits of the format, if one knows them, are 256 for a question and 120 for an answer.
# What happens: both are bytes, a Russian letter has two. A question is cut after some 140 letters, an answer after some 65,
# without a word. With `apply_value_formats` two answers that begin alike are then one; other programs show one name twice.
# Why it matters: the questions of one battery begin alike («Оцените по шкале от 1 до 10 … :») and differ at the very end, so
# do the answers of a codebook («Сроки: … о заказе», «Сроки: … о возврате»). Which question a mean belongs to can no longer
# be told, and two causes of one and two people become one of three, the most frequent of all.
# How otzvuk avoids it: it writes no .sav; its tables (.csv, .parquet, .xlsx) hold the id of each code beside whole labels.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1 numpy==2.4.6
cd "$dir"
"$dir/venv/bin/python" -W error - <<'PY'
from importlib.metadata import version

import pandas as pd
import pyreadstat

stem = (
    "Оцените, пожалуйста, по шкале от 1 до 10, насколько вы довольны нашей работой за последние двенадцать месяцев "
    "по каждому из критериев, перечисленных ниже: "
)
questions = {"q1": f"{stem}сроки поставки", "q2": f"{stem}цена", "q3": f"{stem}ответы менеджера"}
cause = "Сроки: обещанное время не выдерживают и не предупреждают об этом, "
causes = {1: f"{cause}письма о заказе", 2: f"{cause}письма о возврате", 3: "Цена"}
answers = pd.DataFrame({"q1": [9, 8, 9, 9, 8], "q2": [4, 5, 3, 4, 5], "q3": [8, 8, 7, 9, 9], "cause": [1, 2, 2, 3, 3]})
pyreadstat.write_sav(
    answers, "survey.sav", column_labels={**questions, "cause": "Причина"}, variable_value_labels={"cause": causes}
)
read, meta = pyreadstat.read_sav("survey.sav", apply_value_formats=True)

print("pyreadstat", version("pyreadstat"))
labels = [meta.column_names_to_labels[name] for name in questions]
print(*(f"{len(given)} letters -> {len(seen)}: …{seen[-30:]}" for given, seen in zip(questions.values(), labels)), sep="\n")
assert len(set(questions.values())) == 3 and len(set(labels)) == 1, "pyreadstat has changed"
assert len(labels[0].encode()) <= 256
counts = read["cause"].astype(str).value_counts().to_dict()
print({given: len(given) for given in causes.values()}, "->", counts)
assert list(counts.values()) == [3, 2] and counts["Цена"] == 2, "pyreadstat has changed"
# what is short comes back whole; the codes themselves are still there where labels are not asked for
assert meta.column_names_to_labels["cause"] == "Причина"
assert pyreadstat.read_sav("survey.sav")[0]["cause"].tolist() == [1, 2, 2, 3, 3]
PY
