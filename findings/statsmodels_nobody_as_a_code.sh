#!/bin/sh
# statsmodels 0.15.0: «did not code this one» counts as a code on which coders agree or quarrel
#
# One would guess: `aggregate_raters`, the way to the table that `fleiss_kappa` takes, leaves out the missing (nan), as
# pandas counts, or refuses: its documentation says only that what is no integer is an error, and `fleiss_kappa` refuses
# tables whose rows have different sums.
# What happens: nan becomes a category of its own (it stands last in the second value returned), every row then has the
# same sum, and the coefficient is taken of it: two coders who both left an interview out agree, one who left it out
# disagrees with those who did not. Nothing is said. (Among words None is an error, an empty one a category.)
# Why it matters: shared work is the usual plan: each interview is coded by two of four people. Where these two always
# say the same, kappa is -.07 here and not 1; where twenty of a hundred interviews are coded so far, agreement of pure
# chance (.00) looks like .71. The plan of who codes what, and how far one has come, decides the figure.
# How otzvuk avoids it: its agreement is taken pair by pair over what both have coded (agreement/).
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version
from itertools import combinations

import numpy as np
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa


def kappa(rows):
    table, codes = aggregate_raters(np.array(rows, dtype=float))
    return round(float(fleiss_kappa(table)), 2), codes


def chosen(rows):
    """The same from the answers that there are: rows have equal numbers of them."""
    return kappa([[code for code in row if not np.isnan(code)] for row in rows])


def answers(pair, one, other):
    row = [np.nan] * 4
    row[pair[0]], row[pair[1]] = one, other
    return row


print("statsmodels", version("statsmodels"))
# Every pair of four coders has ten interviews; both say the same, half yes and half no.
same = [answers(pair, code, code) for pair in combinations(range(4), 2) for code in [0, 1] * 5]
seen, codes = kappa(same)
print("two of four, always the same:", seen, "codes", codes, "; of the answers alone:", chosen(same)[0])
assert np.isnan(codes[-1]) and len(codes) == 3
assert chosen(same)[0] == 1 and seen == -0.07, seen

# Two coders say yes and no by chance on ten of a hundred interviews; nobody has come to the others yet.
begun = [[0, 0], [0, 1], [1, 0], [1, 1]] * 5 + [[np.nan, np.nan]] * 80
seen, codes = kappa(begun)
alone = kappa(begun[:20])[0]
print("twenty of a hundred coded, by chance:", seen, "codes", codes, "; of the twenty alone:", alone)
assert alone == 0 and seen > 0.6, seen
PY
