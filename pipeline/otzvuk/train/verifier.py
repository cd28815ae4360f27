"""The careful coder's last look (`otzvuk.coding.verifier`), fitted on talk that is new to its voices.

Run as `python -m otzvuk.train.verifier` in the project's folder, after the careful voice was made (`make
encoder`). A logistic regression on the dev studies, those of field-like talk, and exchanges that came after
the voices were trained; on what they have learnt from, the voices are right so often that nothing could be
learnt of their errors. The confidence is fitted anew to what is found in each study by one that has not
learnt from it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from otzvuk.coding.guess import Guess, possible
from otzvuk.coding.model import Model, Voices, find_model, read_model, settle_careful
from otzvuk.coding.verifier import Verifier
from otzvuk.model.codebook import read_codebook
from otzvuk.model.mention import Coding
from otzvuk.train.corpus import Corpus, read_corpus
from otzvuk.train.encoder.settle import remembering
from otzvuk.train.examples import Example, Span, examples
from otzvuk.train.fit import calibration, judge

CORPUS: Final = Path("corpora/training")
VERSION: Final = "4"
UNHEARD: Final = ("world2", "world3", "talk4", "talk5")
"""Files of exchanges that came after the voices were trained; a voice trained anew has heard them."""
FREELY: Final = 0.01  # how freely the regression may weigh (C of scikit-learn)
CLEARLY: Final = 0.55
"""From how probable on a candidate is a mention: by leaving out each study of dev and field dev in turn."""
EVEN: Final = 1000.0  # what each set of candidates weighs

Floats = NDArray[np.float64]
Rows = tuple[list[NDArray[np.float32]], list[bool]]


def main() -> None:
    """Fit, write the weights and the confidence into the model's card."""
    folder = find_model("b2b")
    if folder is None:
        raise SystemExit("models/coders/b2b is missing")
    book = read_codebook()
    model = read_model(folder, careful=True)
    settled = settle_verifier(model, read_corpus(CORPUS, book), list(book.codes))
    settle_careful(folder, {"version": VERSION, **settled})
    sys.stdout.write(f"{len(settled['verifier'])} weights\n")


def settle_verifier(model: Model, corpus: Corpus, codes: Sequence[str]) -> dict[str, Any]:
    """The weights of the verifier, and of the confidence in what is found with it."""
    card = model.card
    voices = remembering(model.voices)
    ready = {"boldness": card.boldness, "calm": card.calm}

    def heard(codings: Sequence[Coding]) -> list[list[Example]]:
        taken = (examples(each, model.words, codes) for each in codings)
        return [each for each in taken if each]

    held = [by_study(heard(part)) for part in (corpus.field_dev, corpus.dev)]
    rows = [{name: _rows(voices, taken, ready) for name, taken in part.items()} for part in held]
    others = _rows(voices, heard([each for each in corpus.exchanges if is_unheard(each)]), ready)

    def weights(without: str = "") -> list[float]:
        own = [joined([each for name, each in part.items() if name != without]) for part in rows]
        return [round(float(each), 6) for each in fitted([*own, others])]

    # Of what a verifier has learnt from, it is right more often than of anything else.
    judged: list[list[tuple[Guess, bool]]] = []
    for part in held:
        judged.append([])
        for name, taken in part.items():
            strange = voices._replace(verifier=Verifier(np.asarray(weights(name), np.float32)))
            judged[-1] += [each for one in taken for each in judge(strange, one, **ready)]
    return {"verifier": weights(), "calibration": calibration(judged)}


def by_study(taken: Sequence[list[Example]]) -> dict[str, list[list[Example]]]:
    """Interviews by the study before the stroke of their id."""
    studies: dict[str, list[list[Example]]] = {}
    for each in taken:
        studies.setdefault(each[0].sample.interview.partition("/")[0], []).append(each)
    return studies


def joined(parts: Sequence[Rows]) -> Rows:
    """Rows, one after the other."""
    return [row for seen, _ in parts for row in seen], [each for _, right in parts for each in right]


def is_unheard(coding: Coding) -> bool:
    """Whether an exchange came after the voices were trained."""
    return coding.interview.id.partition("/")[2].rpartition("-")[0] in UNHEARD


def _rows(voices: Voices, part: Sequence[Sequence[Example]], ready: dict[str, float]) -> Rows:
    """What is seen of the candidates in interviews, and whether a mention stands there."""
    seen, right = [], []
    for taken in part:
        said = {id(each.sample): each.spans for each in taken}
        guesses, rows = possible(voices, [each.sample for each in taken], **ready, least=0)
        seen += rows
        right += [any(map(_beside(each), said[id(each.sample)])) for each in guesses]
    return seen, right


def _beside(found: Guess) -> Callable[[Span], bool]:
    """Whether a span shares at least half of the shorter of the two with what was found, in letters."""
    tokens = found.sample.tokens
    own = found.span

    def beside(span: Span) -> bool:
        start, stop = tokens[span.first].start, tokens[span.last - 1].stop
        shared = min(own.stop, stop) - max(own.start, start)
        return shared > 0 and 2 * shared >= min(own.stop - own.start, stop - start)

    return beside


def fitted(sets: Sequence[Rows]) -> Floats:
    """Weights of 1 and of what is seen, for odds that are positive from `CLEARLY` on; sets weigh alike."""
    x = np.concatenate([np.array(seen, np.float64) for seen, _ in sets])
    y = np.concatenate([np.array(right) for _, right in sets])
    weigh = np.concatenate([np.full(len(right), EVEN / len(right)) for _, right in sets])
    mean, spread = x.mean(0), x.std(0)
    spread[spread == 0] = 1
    learner = LogisticRegression(C=FREELY, max_iter=300).fit((x - mean) / spread, y, sample_weight=weigh)
    own = learner.coef_[0] / spread
    bias = learner.intercept_[0] - mean @ own - np.log(CLEARLY / (1 - CLEARLY))
    return np.concatenate([[bias], own])


if __name__ == "__main__":
    main()
