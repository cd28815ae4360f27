#!/bin/sh
# pySBD 0.3.4: marks that happen to follow each other upwards become a numbered list, and each moves into the next sentence
#
# One would guess: «За цену 8. За сроки 9.» is cut after each full stop; a list is what begins a line with «1.».
# What happens: two whole numbers up to 99 before a full stop, wherever they stand, are items of a list when the second
# is one greater. The text is cut before them: «За цену», «8. За сроки», «9. За людей 10.»: the mark of the price stands
# in the sentence about terms. With 8 and 6, or with «!», it is cut rightly, and so it is where another number with a
# full stop stands between the two. Russian, English and German do the same.
# Why it matters: marks in interviews lie close together (7, 8, 9), so that this is the usual case and not a rare one; who
# reads topic and mark from one sentence gives the terms the price's mark, and the price none. Nothing is lost
# from the text, which is what tests of a splitter look at.
# How otzvuk avoids it: its sentences are cut by razdel's rules (language/sentences.py), which know no lists.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pysbd==0.3.4
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

from pysbd import Segmenter

expected = {
    ("ru", "За цену 8. За сроки 9. За людей 10."): ["За цену", "8. За сроки", "9. За людей 10."],
    ("ru", "Заявок было 5. Стало 6. Людей столько же."): ["Заявок было", "5. Стало", "6. Людей столько же."],
    ("en", "Price gets 8. Terms get 9. People get 10."): ["Price gets", "8. Terms get", "9. People get 10."],
    ("de", "Preis 8. Termine 9. Leute 10."): ["Preis", "8. Termine", "9. Leute 10."],
    # the same sentences with other marks, as one would want all of them
    ("ru", "За цену 8. За сроки 6. За людей 10."): ["За цену 8.", "За сроки 6.", "За людей 10."],
    ("ru", "За цену 10. За сроки 9. За людей 8."): ["За цену 10.", "За сроки 9.", "За людей 8."],
    ("ru", "За цену 8! За сроки 9! За людей 10!"): ["За цену 8!", "За сроки 9!", "За людей 10!"],
}
print("pysbd", version("pysbd"))
seen = {}
for language, text in expected:
    parts = Segmenter(language=language, clean=False).segment(text)
    assert "".join(parts) == text, parts  # nothing is lost
    seen[language, text] = [part.strip() for part in parts]
    print(language, text, "->", seen[language, text])
assert seen == expected, "pySBD has changed"
PY
