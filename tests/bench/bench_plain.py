"""Plain speech and real text: blunt sentences alone and inside talk, silence where nothing is judged.

Run by `make bench`, or alone: python tests/bench/bench_plain.py. Asserts nothing. What is under ../shared
is measured where it is there. The field splits are read from corpora/training.
"""

import os
import sys
from dataclasses import astuple, fields
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes; one core, like the other benchmarks
sys.path.insert(0, str(Path(__file__).parents[1]))  # tests/, where pytest finds `plain` by itself

from otzvuk.agreement.measure import compare
from otzvuk.coding import Coder, coder_for
from otzvuk.model.codebook import read_codebook
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding
from otzvuk.model.study import Guide
from otzvuk.train.card import calibration_error, reliability
from otzvuk.train.corpus import read_corpus
from otzvuk.train.talk import words_of
from plain import Score, kept, score, sentences

ROOT = Path(__file__).parents[2]
UD = ROOT.parent / "shared" / "data" / "ud"


def main() -> None:
    codebook = read_codebook()
    coder = coder_for(codebook, Guide())
    plain = sentences()
    found = score(coder, plain)
    print(f"plain, {len(plain)} sentences, {sum(each.kind is not None for each in plain)} of them judging")
    print("  " + ", ".join(f"{f.name} {v:.2f}" for f, v in zip(fields(Score), astuple(found), strict=True)))
    print(
        "  same kind and code as alone: " + ", ".join(f"{k} {v:.2f}" for k, v in kept(coder, plain).items())
    )
    if UD.is_dir():
        for together in (1, 40):
            found_ = _per_thousand(coder, _ud_sentences(), together)
            print(f"ud, {together} sentences an interview: {found_:.2f} mentions per 1,000 words")
    corpus = read_corpus(ROOT / "corpora" / "training", codebook)
    for name in ("dev", "test", "field_dev", "field_test"):
        if codings := getattr(corpus, name, ()):
            _split(name, coder, codings)


def _ud_sentences() -> list[str]:
    lines = [line for path in sorted(UD.glob("*.conllu")) for line in path.read_text("utf-8").splitlines()]
    return [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]


def _per_thousand(coder: Coder, said: list[str], together: int) -> float:
    """Mentions per 1,000 words where so many of the sentences, a turn each, are an interview."""
    turns = [tuple(Turn("Р", text) for text in each) for each in batched(said, together)]
    found = [coder.code(Interview("u", "u.txt", each)).mentions for each in turns]
    return 1000 * sum(map(len, found)) / sum(len(words_of(text)) for text in said)


def batched(said: list[str], size: int) -> list[list[str]]:
    return [said[at : at + size] for at in range(0, len(said), size)]


def _split(name: str, coder: Coder, codings: tuple[Coding, ...]) -> None:
    predicted = [coder.code(each.interview) for each in codings]
    scores, _ = compare(predicted, codings)
    words = sum(
        len(words_of(turn.text)) for each in codings for turn in each.interview.turns if not turn.interviewer
    )
    rows = scores.set_index("level")
    span = rows.loc["span"]
    found, right, wanted = (1000 * span[name] / words for name in ("predicted", "matched", "gold"))
    levels = " ".join(f"{at} {rows.loc[at, 'f1']:.3f}" for at in ("span", "kind", "theme", "code"))
    error = calibration_error(reliability(predicted, codings))
    print(
        f"{name}: {levels}, "
        f"P {span['precision']:.2f} R {span['recall']:.2f}; per 1,000 words {wanted:.1f}, found {found:.1f}, "
        f"false {found - right:.2f}; calibration error {error:.3f}"
    )


if __name__ == "__main__":
    main()
