"""Learn where sentences begin from punctuated interviews: `python -m otzvuk.language.train FOLDER FILE`.

Every punctuated turn below FOLDER (lines «Имя: текст», coding tags ignored) is stripped of marks and
capitals; where a sentence began is what the model has to find. Logistic regression that keeps
few features; no chance in it, so that the same corpus gives the same file.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from otzvuk.language.boundaries import UNIT, Feature, Stretch
from otzvuk.language.roles import ROLES
from otzvuk.language.sentences import sentences
from otzvuk.language.speech import flows
from otzvuk.language.tokens import is_word, spans

_ROUNDS = 150
_SPARSE, _RIDGE = 1.0, 1.0  # the pull on every weight towards 0, and its pull by size
_SEEN = 2  # rarer features are not learned

Example = tuple[list[Feature], bool]


def turns(folder: Path) -> Iterator[str]:
    """The texts of all turns in the transcripts below `folder`, without names and coding tags."""
    for path in sorted(folder.rglob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield re.sub(r"<[^>]*>", "", line).partition(": ")[2]


def examples(texts: Iterable[str]) -> Iterator[Example]:
    """Every gap between two words of the punctuated turns, and whether a sentence begins there."""
    for text in texts:
        found = spans(text)
        tokens = [token for _, _, token in found]
        ranges = sentences(text, found)
        roles = [ROLES[token] for token in tokens]
        if not ranges or any(flows(roles, *each) for each in ranges):
            continue
        words, starts = list[str](), set[int]()
        for first, last in ranges:
            starts.add(len(words))
            words += [token for token in tokens[first:last] if is_word(token)]
        stretch, begin, before = Stretch(words), 0, 0
        for at in range(1, len(words)):
            before |= stretch.roles[at - 1]
            yield stretch.features(begin, at, before), at in starts
            if at in starts:
                begin, before = at, 0


def learn(given: Iterable[Example]) -> dict[Feature, int]:
    """Weights by feature, in units of 1 / `UNIT`; most features get none.

    Proximal gradient steps with momentum (FISTA), each weight with the step its frequency allows.
    """
    data = list(given)
    counts = Counter(feature for found, _ in data for feature in found)
    kept = [feature for feature, count in counts.items() if count >= _SEEN]
    number = {feature: index for index, feature in enumerate(kept)}
    nothing, width = len(kept), len(data[0][0])
    rows = np.array([[number.get(each, nothing) for each in found] for found, _ in data])
    begins = np.array([begin for _, begin in data], dtype=float)
    step = 4 / (width * np.array([*(counts[feature] for feature in kept), 1], dtype=float) + 4 * _RIDGE)
    weights = previous = np.zeros(nothing + 1)
    for turn in range(_ROUNDS):
        ahead = weights + turn / (turn + 3) * (weights - previous)
        wrong = 1 / (1 + np.exp(-ahead[rows].sum(axis=1))) - begins
        slope = np.bincount(rows.ravel(), np.repeat(wrong, width), nothing + 1) + _RIDGE * ahead
        moved = ahead - step * slope
        previous, weights = weights, np.sign(moved) * np.maximum(np.abs(moved) - step * _SPARSE, 0)
        weights[nothing] = 0
    whole = {feature: round(float(weights[index]) * UNIT) for feature, index in number.items()}
    return {feature: weight for feature, weight in whole.items() if weight}


def write(weights: dict[Feature, int], path: Path) -> None:
    """Write the weights where `otzvuk.language.boundaries.weights` reads them."""
    rows = sorted("\t".join([*feature, str(weight)]) for feature, weight in weights.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(learn(examples(turns(Path(sys.argv[1])))), Path(sys.argv[2]))
