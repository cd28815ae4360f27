"""Weights of words and factors without negative numbers, against scikit-learn."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer

from otzvuk.numbers.statistics.factors import belonging, weights

WORDS = ("счёт", "доставка", "э-э", "цена", "склад", "a", "звонок")


def dense(texts: list[list[str]]) -> np.ndarray:
    found = weights(texts)
    matrix = np.zeros(found.shape)
    matrix[found.rows, found.columns] = found.values
    return matrix


def themes(seed: int, *, texts: int, themes: int, words: int) -> list[list[str]]:
    """Texts that speak of one theme each, and a little of the others."""
    generator = np.random.default_rng(seed)
    own = [[f"{theme}-{word}" for word in range(words)] for theme in range(themes)]
    found = []
    for at in range(texts):
        said = generator.choice(own[at % themes], size=generator.integers(0, 7)).tolist()
        found.append([*said, *generator.choice(own[(at + 1) % themes], size=at % 2).tolist()])
    return found


@given(st.lists(st.lists(st.sampled_from(WORDS)), min_size=1).filter(any))
def test_the_weights_are_those_of_scikit_learn(texts: list[list[str]]) -> None:
    theirs = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(texts).toarray()
    np.testing.assert_allclose(dense(texts), theirs, atol=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_texts_belong_where_scikit_learn_says(seed: int) -> None:
    texts = themes(seed, texts=70, themes=3, words=9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        theirs = NMF(3, init="nndsvda", random_state=seed, max_iter=500).fit_transform(dense(texts))
    ours = belonging(weights(texts), 3, seed=seed)
    np.testing.assert_allclose(ours, theirs, atol=theirs.max() / 100)
    assert (ours.argmax(axis=1) == theirs.argmax(axis=1)).all()


def test_the_same_seed_gives_the_same_bytes_and_nothing_is_negative() -> None:
    given = weights(themes(7, texts=200, themes=5, words=12))
    ours = belonging(given, 5, seed=3)
    assert ours.tobytes() == belonging(given, 5, seed=3).tobytes()
    assert ours.min() >= 0


@pytest.mark.parametrize("size", [1, 2, 3])
def test_fewer_words_than_directions_are_no_fault(size: int) -> None:
    ours = belonging(weights([["а", "б", "в"], [], ["а"], ["б", "б"]]), size, seed=1)
    assert ours.shape == (4, size)
    assert np.isfinite(ours).all()
    assert not ours[1].any()
