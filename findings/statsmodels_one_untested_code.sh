#!/bin/sh
# statsmodels 0.15.0: one code that could not be tested takes the corrected p of all others, or makes each greater
#
# One would guess: `multipletests` leaves a missing p (nan) missing and corrects the others for their number, as pingouin's
# `multicomp` does, or refuses, as scipy's `false_discovery_control` does.
# What happens: with `fdr_bh`, `fdr_by` and `simes-hochberg` every corrected p is nan, while `reject` beside it still says True;
# with `hommel` `reject` is False throughout, too. With `holm` and `bonferroni` only the missing one is nan, but it counts as
# a test made: .012 of four tests is .06 instead of .048. Nothing is said.
# Why it matters: a test gives no p where both groups gave the same mark throughout, or none of a group was asked: common with
# twenty people and forty codes. `corrected < .05` is then false for every code: «no difference between
# segments», or a code falls just short because of another that nobody could test.
# How otzvuk avoids it: its Holm counts and orders only the tests that were made (numbers/statistics/interval.py).
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check \
  statsmodels==0.15.0 pingouin==0.7.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
cd "$dir"
"$dir/venv/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import numpy as np
from pingouin import multicomp
from scipy.stats import false_discovery_control, ttest_ind
from statsmodels.stats.multitest import multipletests

print("statsmodels", version("statsmodels"))
untested = ttest_ind([10, 10, 10, 10], [10, 10, 10]).pvalue  # all content in both segments
assert np.isnan(untested)
tested = np.array([0.0004, 0.012, 0.012, 0.4])
p = np.append(tested, untested)


def corrected(values, method):
    reject, found, *_ = multipletests(values, method=method)
    return reject.tolist(), found.round(4)


for method in ("fdr_bh", "fdr_by", "simes-hochberg", "hommel"):
    reject, found = corrected(p, method)
    alone, right = corrected(tested, method)
    print(f"{method:15}", found, reject, "; of the four alone:", right, alone)
    assert np.isnan(found).all() and not np.isnan(right).any(), "statsmodels has changed"
    assert alone[:3] == [True] * 3
    assert reject[0] is (method != "hommel"), "statsmodels has changed"
for method in ("holm", "bonferroni"):
    reject, found = corrected(p, method)
    alone, right = corrected(tested, method)
    print(f"{method:15}", found, reject, "; of the four alone:", right, alone)
    assert (alone[1], right[1]) == (True, {"holm": 0.036, "bonferroni": 0.048}[method])
    assert found[1] == {"holm": 0.048, "bonferroni": 0.06}[method], "statsmodels has changed"
assert not corrected(p, "bonferroni")[0][1]

# the same elsewhere: pingouin corrects those that there are, scipy refuses
_, others = multicomp(p, method="fdr_bh")
assert np.allclose(others[:4], corrected(tested, "fdr_bh")[1], atol=1e-4)
try:
    false_discovery_control(p)
except ValueError as error:
    print("scipy:", error)
else:
    raise AssertionError("scipy has changed")
PY
