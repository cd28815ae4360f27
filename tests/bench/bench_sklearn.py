"""Classifiers of kinds and codes by scikit-learn's own cross-validation, beside scikit-learn's usual way.

    python tests/bench/bench_sklearn.py [kind|code]

The mentions of the test splits of the training corpus, which the bundled model has never seen: five folds by
interview, kinds and codes. Prints accuracy and macro F1; asserts nothing.
"""

import sys
import time
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline, make_union

from otzvuk.interop.sklearn import CodeClassifier, KindClassifier, MentionFeatures, stretches
from otzvuk.model.codebook import read_codebook
from otzvuk.train.corpus import read_corpus

CORPUS = Path(__file__).parents[2] / "corpora" / "training"


def usual():
    """TF-IDF of words and of pieces of words, as tutorials have it."""
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    return make_pipeline(make_union(words, pieces), LogisticRegression(C=10.0, max_iter=2000))


def main() -> None:
    corpus = read_corpus(CORPUS, read_codebook())
    coded = [*corpus.test, *corpus.field_test]
    for of, ours in (("kind", KindClassifier), ("code", CodeClassifier)):
        if sys.argv[1:] not in ([], [of]):
            continue
        X, y, groups = stretches(coded, of)
        print(f"{of}: {len(y)} mentions of {len(set(groups))} interviews, {len(set(y))} classes")
        folds = GroupKFold(5)
        for name, estimator, given in (
            ("TF-IDF, text alone", usual(), X["text"]),
            ("ours, text alone", ours(), X[["text"]]),
            ("ours, with context", ours(), X),
            ("ours, and the bundled model", ours(model="b2b"), X),
        ):
            begun = time.perf_counter()
            said = cross_val_predict(estimator, given, y, groups=groups, cv=folds)
            told(name, y, said, time.perf_counter() - begun)
        begun = time.perf_counter()
        judged = MentionFeatures(model="b2b", of=of, rare=10**6).fit(X).transform(X)
        names = np.array(classes(of))
        told("the bundled model alone", y, names[judged.toarray().argmax(1)], time.perf_counter() - begun)


def classes(of: str) -> list[str]:
    """What the bundled model's columns are."""
    from otzvuk.coding.model import find_model, read_model
    from otzvuk.coding.network import KINDS

    if of == "kind":
        return [kind.value for kind in KINDS]
    folder = find_model("b2b")
    assert folder is not None
    return list(read_model(folder).card.codes)


def told(name: str, y: np.ndarray, said: np.ndarray, seconds: float) -> None:
    macro = f1_score(y, said, average="macro", zero_division=0)
    print(f"  {name:30} accuracy {accuracy_score(y, said):.3f}  macro F1 {macro:.3f}  {seconds:.0f} s")


if __name__ == "__main__":
    main()
