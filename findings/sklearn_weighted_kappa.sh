#!/bin/sh
# scikit-learn 1.9.1: a weighted kappa measures places in a sorted list, not distances of marks
#
# One would guess: `cohen_kappa_score(a, b, weights="linear")` weighs a disagreement by how far the marks lie
# apart: 1 against 9 is eight times as bad as 9 against 10, and marks as words keep their order.
# What happens: the distance is that of places among the sorted labels that happen to occur. Where nobody
# gave 2 to 8, 1 and 9 are neighbours; words are sorted by letters, so that «высокая, низкая, средняя» puts the
# lowest into the middle. The documentation of `weights` says neither, and nothing warns.
# Why it matters: interviews use a few marks of a ten-point scale. Here the same marks give .63 instead of .90,
# the difference between "code again" and "publish"; with one more interview the figure jumps.
# How otzvuk avoids it: its agreement is nominal and its own (agreement/coefficients.py). Whoever adds ordered
# marks must pass the whole scale as `labels`, in its order.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import sklearn
from sklearn.metrics import cohen_kappa_score as kappa

one = [0, 1, 9, 10, 10, 9, 0, 1, 9, 10, 10, 9]
other = [0, 1, 10, 9, 10, 9, 1, 0, 9, 10, 9, 9]


def by_distance(a, b):
    """Linear weighted kappa by its definition: mean distance seen against mean distance by chance."""
    seen = sum(abs(x - y) for x, y in zip(a, b)) / len(a)
    chance = sum(abs(x - y) for x in a for y in b) / len(a) / len(b)
    return 1 - seen / chance


as_given = kappa(one, other, weights="linear")
whole_scale = kappa(one, other, weights="linear", labels=list(range(11)))
print("scikit-learn", sklearn.__version__)
print("marks 0, 1, 9, 10:", round(as_given, 4), "| whole scale as labels:", round(whole_scale, 4))
print("by definition:", round(by_distance(one, other), 4))

order = ["низкая", "средняя", "высокая"]
first = ["низкая", "средняя", "высокая", "высокая", "низкая", "средняя", "средняя"]
second = ["средняя", "средняя", "высокая", "высокая", "низкая", "низкая", "высокая"]
words = kappa(first, second, weights="linear")
ordered = kappa(first, second, weights="linear", labels=order)
defined = by_distance(*([order.index(mark) for mark in marks] for marks in (first, second)))
print("words:", round(words, 4), "| labels in order:", round(ordered, 4), "| by definition:", round(defined, 4))

assert [round(value, 4) for value in (as_given, whole_scale, words, ordered)] == [0.6341, 0.902, 0.3913, 0.5116]
assert abs(whole_scale - by_distance(one, other)) < 1e-9
assert abs(ordered - defined) < 1e-9
PY
