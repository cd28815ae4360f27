"""scikit-learn: what otzvuk hears in a stretch of speech, as a transformer and as classifiers.

    X, y, groups = stretches(codings, of="kind")
    KindClassifier().fit(X, y).predict(["Накладные идут неделями"])

`X` is a table with the columns of `COLUMNS` (only `text` is needed), or a list of texts. Any `y` will do:
kinds, codes of the codebook or codes of one's own. Everything of scikit-learn that clones, splits, calibrates
or searches takes these estimators; pass `groups`, so that no person is in both parts of a split.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otzvuk.coding.bag import Lexicon, Stretch, idf_of
from otzvuk.coding.features import Words, sample
from otzvuk.coding.guess import judge_spans
from otzvuk.coding.model import Model, find_model, model_list, read_model
from otzvuk.coding.network import KINDS
from otzvuk.language import tokenise
from otzvuk.model.choice import guess, listed
from otzvuk.model.extra import needed
from otzvuk.model.mention import Coding

with needed("для классификаторов", extra="sklearn"):
    from scipy.sparse import csr_matrix, hstack
    from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
    from sklearn.linear_model import LogisticRegression
    from sklearn.utils.validation import check_is_fitted

COLUMNS: Final = ("text", "question", "before", "after")
"""The columns of `X`: the stretch, what was asked, what was said in the same turn before and after it."""

LEAST: Final = 1e-3  # of a probability, whose logarithm is taken

Of = Literal["kind", "code"]
Floats = NDArray[np.float64]


class Row(NamedTuple):
    """A stretch with its context."""

    text: str
    question: str = ""
    before: str = ""
    after: str = ""


def stretches(
    codings: Iterable[Coding], of: Of = "kind"
) -> tuple[pd.DataFrame, NDArray[np.str_], NDArray[np.str_]]:
    """The mentions of codings: `X` (`COLUMNS`), `y` (each one's kind or code), `groups` (its interview)."""
    rows: list[Row] = []
    answers, groups = [], []
    for coding in codings:
        interview = coding.interview
        for each in coding.mentions:
            turn = interview.turns[each.turn].text
            asked = interview.question_before(each.turn)
            question = asked.text if asked else ""
            rows.append(Row(each.text, question, turn[: each.start], turn[each.stop :]))
            answers.append(each.kind.value if of == "kind" else each.code)
            groups.append(interview.id)
    return pd.DataFrame(rows, columns=list(COLUMNS)), np.array(answers, str), np.array(groups, str)


class MentionFeatures(TransformerMixin, BaseEstimator):
    """Stretches → a sparse matrix of what otzvuk's linear voice sees, and what a trained model makes of them.

    Words, pairs of words and pieces of words of the stretch, of the question and around it, weighed by TF-IDF
    learned from `X`, each group to a length of its own (`otzvuk.coding.bag`). Features of fewer than `rare`
    stretches are left out. `model` is a bundled model's name: how probable it finds each kind or code (`of`)
    are columns besides; "" for none. That model has been taught the training corpus: measure with it on other
    interviews only.
    """

    def __init__(self, *, rare: int = 2, model: str = "", of: Of = "kind") -> None:
        self.rare = rare
        self.model = model
        self.of = of

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 -- scikit-learn's
        """Learn which features there are and what each weighs."""
        own = _samples(_rows(X), _words(self.model))
        idf = idf_of([each for each in own if each is not None], rare=self.rare)
        self.keys_ = np.array(sorted(idf), np.uint32)
        self.idf_ = np.array([idf[key] for key in self.keys_.tolist()], np.float32)
        return self

    def transform(self, X: Any) -> Any:
        """The matrix, a row a stretch."""
        check_is_fitted(self, "keys_")
        rows = _rows(X)
        own = _samples(rows, _words(self.model))
        known = [at for at, each in enumerate(own) if each is not None]
        entries = Lexicon(self.keys_, self.idf_).entries([each for each in own if each is not None])
        where = np.asarray(known, np.int64)[entries.rows]
        shape = (len(rows), len(self.keys_))
        matrix = csr_matrix((entries.values.astype(np.float64), (where, entries.columns)), shape=shape)
        if self.model:
            judged = _judged(_loaded(self.model), own, self.of)
            matrix = csr_matrix(hstack([matrix, csr_matrix(judged)]))
        return matrix

    def __sklearn_tags__(self) -> Any:
        return _text_tags(super().__sklearn_tags__())


class MentionClassifier(ClassifierMixin, BaseEstimator):
    """Logistic regression over `MentionFeatures`; `of` says which words of a trained model it hears, if any.

    `C` is the inverse strength of regularisation, `class_weight` as in scikit-learn.
    """

    of: Of = "kind"

    def __init__(
        self,
        *,
        C: float = 10.0,
        rare: int = 2,
        model: str = "",
        class_weight: Any = None,
    ) -> None:
        self.C = C
        self.rare = rare
        self.model = model
        self.class_weight = class_weight

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn from stretches and their labels; the same ones give the same classifier."""
        self.features_ = MentionFeatures(rare=self.rare, model=self.model, of=self.of)
        matrix = self.features_.fit(X).transform(X)
        self.regression_ = LogisticRegression(C=self.C, class_weight=self.class_weight, max_iter=2000)
        self.regression_.fit(matrix, y, sample_weight=sample_weight)
        self.classes_ = self.regression_.classes_
        return self

    def predict(self, X: Any) -> Any:
        """The likeliest label of each stretch."""
        return self._fitted().predict(self._matrix(X))

    def predict_proba(self, X: Any) -> Any:
        """The probability of each of `classes_`, a row a stretch."""
        return self._fitted().predict_proba(self._matrix(X))

    def decision_function(self, X: Any) -> Any:
        """The scores that the probabilities are made of."""
        return self._fitted().decision_function(self._matrix(X))

    def _fitted(self) -> Any:
        check_is_fitted(self, "regression_")
        return self.regression_

    def _matrix(self, X: Any) -> Any:
        return self.features_.transform(X)

    def __sklearn_tags__(self) -> Any:
        return _text_tags(super().__sklearn_tags__())


class KindClassifier(MentionClassifier):
    """Complaint, praise or wish; with `model`, what a trained model says of the kind is heard besides."""

    of = "kind"


class CodeClassifier(MentionClassifier):
    """Which code; with `model`, what a trained model says of its own codes is heard besides."""

    of = "code"


def _rows(X: Any) -> list[Row]:
    """`X` as rows. Raises `ValueError` in one Russian sentence for what is no table or list of texts."""
    if isinstance(X, pd.DataFrame):
        if "text" not in X.columns:
            raise ValueError(f"в таблице нет столбца text; есть {', '.join(map(str, X.columns)) or 'ничего'}")
        names = [name for name in COLUMNS if name in X.columns]
        rows = [dict(zip(names, row, strict=True)) for row in X[names].itertuples(index=False, name=None)]
        checked = [Row(**{name: _said(value, name) for name, value in row.items()}) for row in rows]
    elif isinstance(X, str) or not (hasattr(X, "__len__") and hasattr(X, "__getitem__")):
        raise ValueError("ожидается таблица или список текстов, а не одно значение")
    else:
        checked = [_row(X[at]) for at in range(len(X))] if not isinstance(X, pd.Series) else _rows(list(X))
    if not checked:
        raise ValueError("Found array with 0 sample(s): нет ни одного текста")
    return checked


def _row(value: Any) -> Row:
    if isinstance(value, str):
        return Row(value)
    parts = list(value) if isinstance(value, list | tuple | np.ndarray) else [value]
    if not 1 <= len(parts) <= len(COLUMNS):
        raise ValueError(f"в строке {len(parts)} значений; ожидается от 1 до 4: {', '.join(COLUMNS)}")
    return Row(*(_said(part, name) for part, name in zip(parts, COLUMNS, strict=False)))


def _said(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"в столбце {name} не текст, а «{value}»; пустым пишите пустую строку")
    return value


def _samples(rows: Sequence[Row], words: Words) -> list[Stretch | None]:
    """The stretches as the coder reads them; None for one without a word or mark."""
    return [_stretch(row, at, words) for at, row in enumerate(rows)]


def _stretch(row: Row, at: int, words: Words) -> Stretch | None:
    whole = row.before + row.text + row.after
    start, stop = len(row.before), len(row.before) + len(row.text)
    tokens = tokenise(whole)
    inside = [number for number, each in enumerate(tokens) if each.start < stop and start < each.stop]
    if not inside:
        return None
    question = tokenise(row.question)
    taken = sample(f"{at}", at, whole, tokens, question=question, previous=(), words=words)
    return Stretch(taken, inside[0], inside[-1] + 1)


def _words(model: str) -> Words:
    return _loaded(model).words if model else Words(())


def _loaded(model: str) -> Model:
    """The bundled model of that name, with its fast voices."""
    folder = find_model(model) if model in model_list() else None
    if folder is None:
        names = dict.fromkeys(model_list(), "")
        raise ValueError(f"нет такой модели «{model}»; ожидается {listed(names)}{guess(model, names)}")
    return read_model(folder)


def _judged(model: Model, own: Sequence[Stretch | None], of: Of) -> Floats:
    """What the model thinks of each of its kinds or codes, a row a stretch: 1 sure, 0 a thousandth or less.

    Logarithms in between, so that they weigh about as much as words; zeros where nothing is said.
    """
    known = [(at, each) for at, each in enumerate(own) if each is not None]
    places = [(at, each.first, each.last) for at, (_, each) in enumerate(known)]
    found = judge_spans(model.voices, [each.sample for _, each in known], places)
    width = len(KINDS) if of == "kind" else len(model.card.codes)
    judged = np.zeros((len(own), width))
    for (at, _), guessed in zip(known, found, strict=True):
        said = guessed.kinds if of == "kind" else guessed.codes
        judged[at] = 1 - np.log(np.maximum(said, LEAST)) / np.log(LEAST)
    return judged


def _text_tags(tags: Any) -> Any:
    """The tags of an estimator that takes texts; none of them says how many columns."""
    tags.input_tags.string = True
    tags.input_tags.one_d_array = True
    tags.input_tags.two_d_array = False
    tags.no_validation = True
    return tags
