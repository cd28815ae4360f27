#!/bin/sh
# ppi-python 0.2.3: for a rare code the 95 % interval of a mean is [0, 0] when none was among the checked sentences
#
# One would guess: prediction-powered inference adds to forty checked sentences what a coder says of two thousand others,
# so its interval is never surer than the forty allow; none of forty still leaves up to 7 % (the rule of three).
# What happens: the power λ is tuned by the covariance of people's answers with the coder's among the checked. Where none of
# them has the code that is 0, so λ is 0, the coder is left out, and the variance of forty zeros is 0 too: the answer is
# the single point 0, with nothing said, although the coder finds the code in one of twenty sentences not checked. One
# false alarm among the checked changes nothing. With λ fixed at 1 the interval is far from 0.
# Why it matters: most codes of a codebook are that rare. At a true share of 5 %, a coder with F1 near .8 and forty checked
# the «95 %» intervals hold in fewer than nine studies of ten, and those that fail say that nobody complains.
# How otzvuk avoids it: the shares that variances are made of are drawn towards those of all processes together
# (numbers/checked/corrected.py), measured in tests/bench/bench_checked.py.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check ppi-python==0.2.3 numpy==2.4.6 scipy==1.17.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import numpy as np
from ppi_py import ppi_mean_ci

draw = np.random.default_rng(1)
checked, coder = np.zeros(40), np.zeros(40)
others = (draw.random(2000) < 0.05).astype(float)
one_false = np.eye(1, 40)[0]


def interval(people, machine, rest, **options):
    low, high = ppi_mean_ci(people, machine, rest, **options)
    return float(low[0]), float(high[0])


print("ppi-python", version("ppi-python"))
print("the coder finds the code in", f"{others.mean():.4f}", "of 2000 sentences that nobody checked")
print("none among 40 checked:", interval(checked, coder, others))
print("one false alarm among them:", interval(checked, one_false, others))
print("none, with lam=1:", tuple(round(each, 4) for each in interval(checked, coder, others, lam=1)))
assert interval(checked, coder, others) == (0.0, 0.0)
assert interval(checked, one_false, others) == (0.0, 0.0)
assert interval(checked, coder, others, lam=1)[0] > 0.03

held = empty = 0
for _ in range(1000):
    truth = draw.random(2040) < 0.05
    found = np.where(truth, draw.random(2040) < 0.8, draw.random(2040) < 0.01)
    low, high = interval(truth[:40].astype(float), found[:40].astype(float), found[40:].astype(float))
    held += low <= 0.05 <= high
    empty += low == high == 0
print(f"of 1000 studies {held} intervals hold the true share, {empty} are the point 0")
assert held < 900, held
assert empty > 80, empty
PY
