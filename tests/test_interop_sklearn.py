"""scikit-learn: classifiers of kinds and codes with an estimator's manners."""

import pickle
import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("sklearn", reason="needs the extra sklearn")
from sklearn.base import clone, is_classifier
from sklearn.calibration import CalibratedClassifierCV
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils import check_array
from sklearn.utils.estimator_checks import check_estimator, parametrize_with_checks

from otzvuk.interop.sklearn import (
    COLUMNS,
    CodeClassifier,
    KindClassifier,
    MentionClassifier,
    MentionFeatures,
    stretches,
)
from studies import eight_people, make_study

STUDY, CODINGS = make_study(*eight_people())
SAID = {
    "complaint": ["накладные идут неделями", "машину ждали три дня", "цена выросла вдвое", "трубку не берут"],
    "praise": ["упаковка отличная", "привозят день в день", "менеджер толковый", "цена нас радует"],
    "wish": ["хотелось бы личный кабинет", "сделали бы скидку", "пусть звонят заранее", "нужен бы каталог"],
}
TEXTS = [text for texts in SAID.values() for text in texts] * 3
KINDS = [kind for kind, texts in SAID.items() for _ in texts] * 3
GROUPS = np.arange(len(TEXTS)) % 4


def test_mentions_become_a_table_with_their_context() -> None:
    X, y, groups = stretches(CODINGS, of="code")
    assert list(X.columns) == list(COLUMNS)
    assert len(X) == len(y) == len(groups) == sum(len(each.mentions) for each in CODINGS)
    first = CODINGS[0].mentions[0]
    turn = CODINGS[0].interview.turns[first.turn].text
    assert X.loc[0, "before"] + X.loc[0, "text"] + X.loc[0, "after"] == turn
    assert X.loc[0, "question"].startswith("А что скажете")
    assert (y[0], groups[0]) == (first.code, "i1")
    assert set(stretches(CODINGS)[1]) == {"complaint", "praise", "wish"}
    assert len(stretches([])[0]) == 0


def test_it_learns_and_fitted_again_says_the_same() -> None:
    one, other = KindClassifier().fit(TEXTS, KINDS), KindClassifier().fit(TEXTS, KINDS)
    assert is_classifier(one)
    assert one.classes_.tolist() == ["complaint", "praise", "wish"]
    assert one.score(TEXTS, KINDS) == 1.0
    assert one.predict(["ждали машину неделями", "хотелось бы скидку"]).tolist() == ["complaint", "wish"]
    sure = one.predict_proba(TEXTS)
    assert np.array_equal(sure, other.predict_proba(TEXTS))
    assert np.array_equal(sure, one.fit(TEXTS, KINDS).predict_proba(TEXTS))
    assert np.allclose(sure.sum(1), 1)
    assert np.array_equal(pickle.loads(pickle.dumps(one)).predict_proba(TEXTS), sure)
    twice = KindClassifier().fit(TEXTS, KINDS, sample_weight=np.full(len(TEXTS), 2.0))
    assert not np.allclose(twice.predict_proba(TEXTS), sure)


def test_context_is_heard() -> None:
    asked = {"Как с документами?": "documents", "Как с упаковкой?": "packaging"}
    words = ["нормально", "нормально", "плохо", "плохо"]
    X = pd.DataFrame({"text": words * 3, "question": list(asked) * 6})
    y = [asked[each] for each in X["question"]]
    found = CodeClassifier().fit(X, y)
    assert found.predict(
        [("отлично", "А как с упаковкой?"), ("отлично", "А как с документами?")]
    ).tolist() == [
        "packaging",
        "documents",
    ]


def test_a_trained_model_is_heard_where_it_is_wanted() -> None:
    X, y, _ = stretches(CODINGS, of="code")
    plain, heard = (MentionFeatures(of="code", model=name).fit(X) for name in ("", "b2b"))
    width = heard.transform(X).shape[1] - plain.transform(X).shape[1]
    assert width > 20
    judged = MentionFeatures(model="b2b").fit(TEXTS).transform(TEXTS).toarray()[:, -3:]
    from otzvuk.coding.network import KINDS as OWN

    said = [OWN[at].value for at in judged.argmax(1)]
    assert np.mean([one == other for one, other in zip(said, KINDS, strict=True)]) > 0.8
    assert CodeClassifier(model="b2b").fit(X, y).score(X, y) > 0.9


def test_words_without_a_letter_have_no_features_and_do_not_break() -> None:
    found = KindClassifier(model="b2b").fit(TEXTS, KINDS)
    assert found.predict_proba(["", " ", "\u200b", "—"]).shape == (4, 3)
    rows = MentionFeatures().fit(TEXTS).transform(["", TEXTS[0]])
    assert rows[0].nnz == 0 < rows[1].nnz


@pytest.mark.parametrize(
    "estimator", [KindClassifier(C=3.0), CodeClassifier(rare=1), MentionFeatures(rare=3)]
)
def test_parameters_are_those_of_a_clone(estimator: Any) -> None:
    copied = clone(estimator)
    assert copied is not estimator
    assert copied.get_params() == estimator.get_params()
    assert clone(estimator.set_params(rare=5)).get_params()["rare"] == 5
    with pytest.raises(ValueError, match="Invalid parameter"):
        estimator.set_params(нет=1)
    with pytest.raises(NotFittedError):
        (copied.predict if is_classifier(copied) else copied.transform)(TEXTS)


def test_it_works_in_everything_that_takes_estimators() -> None:
    folds = GroupKFold(4)
    said = cross_val_predict(KindClassifier(), TEXTS, KINDS, groups=GROUPS, cv=folds)
    assert said.shape == (len(TEXTS),)
    X, y, groups = stretches(CODINGS)
    common = np.isin(y, ["complaint", "praise"])
    scores = cross_val_score(KindClassifier(), X[common], y[common], groups=groups[common], cv=GroupKFold(3))
    assert len(scores) == 3
    search = GridSearchCV(KindClassifier(), {"C": [0.1, 10.0], "rare": [1, 3]}, cv=folds, error_score="raise")
    search.fit(TEXTS, KINDS, groups=GROUPS)
    assert set(search.best_params_) == {"C", "rare"}
    calibrated = CalibratedClassifierCV(KindClassifier(), cv=2).fit(X[common], y[common])
    assert np.allclose(calibrated.predict_proba(X).sum(1), 1)
    piped = make_pipeline(MentionFeatures(rare=1), LinearSVC()).fit(TEXTS, KINDS)
    assert piped.score(TEXTS, KINDS) == 1.0
    assert make_pipeline(KindClassifier()).fit(TEXTS, KINDS).predict(TEXTS[:1]).tolist() == KINDS[:1]


@pytest.mark.parametrize(
    "form", [list, np.array, pd.Series, lambda texts: pd.DataFrame({"text": texts, "n": 1})]
)
def test_texts_in_any_form_give_the_same(form: Any) -> None:
    expected = KindClassifier().fit(TEXTS, KINDS).predict_proba(TEXTS)
    assert np.array_equal(KindClassifier().fit(form(TEXTS), KINDS).predict_proba(form(TEXTS)), expected)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("один текст", "ожидается таблица или список текстов"),
        ([], "нет ни одного текста"),
        ([1.0, 2.0], "в столбце text не текст, а «1.0»"),
        ([["а", None]], "в столбце question не текст, а «None»"),
        ([["а", "б", "в", "г", "д"]], "в строке 5 значений"),
        (pd.DataFrame({"текст": ["а"]}), "нет столбца text; есть текст"),
        (pd.DataFrame({"text": ["а", None]}), "в столбце text не текст"),
        (iter(["а"]), "ожидается таблица или список текстов"),
    ],
)
def test_what_are_no_texts_is_said(given: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        MentionFeatures().fit(given)


def test_a_model_that_is_not_there_is_said() -> None:
    with pytest.raises(ValueError, match="нет такой модели «b2c»; ожидается b2b; вы имели в виду «b2b»"):
        KindClassifier(model="b2c").fit(TEXTS, KINDS)


def test_without_scikit_learn_the_command_to_install_it_is_said() -> None:
    code = "import sys; sys.modules['sklearn'] = None; import otzvuk.interop.sklearn"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'otzvuk[sklearn]'" in ran.stderr.strip().splitlines()[-1]


# --- scikit-learn's own checks ---


def test_scikit_learn_checks_no_estimator_of_texts() -> None:
    """Its checks are written for matrices of numbers; hence `Numbers` below."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        check_estimator(KindClassifier())
    assert any(issubclass(each.category, SkipTestWarning) for each in told)


class Numbers(MentionClassifier):
    """A classifier of rows of numbers, each of which becomes a few words: all else is ours."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> "Numbers":
        X = check_array(X)
        self.n_features_in_ = X.shape[1]
        super().fit(_words(X), y, sample_weight)
        return self

    def _matrix(self, X: Any) -> Any:
        return super()._matrix(_words(check_array(X)))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array, tags.input_tags.one_d_array, tags.input_tags.string = True, False, False
        return tags


def _words(X: Any) -> list[str]:
    """«столбец0ниже» where a number is under a step: near numbers share most of their words."""
    steps = np.linspace(-3, 3, 13)
    return [
        " ".join(
            f"ч{at}{'в' if value > step else 'н'}{n}"
            for at, value in enumerate(row)
            for n, step in enumerate(steps)
        )
        for row in X
    ]


WEIGHTS = "idf counts stretches, not their weights (so does TfidfVectorizer)"
FAILING = {"check_sample_weight_equivalence_on_dense_data": WEIGHTS}


@parametrize_with_checks([Numbers(rare=1)], expected_failed_checks=lambda _: FAILING)
def test_with_numbers_for_words_it_passes_scikit_learns_checks(estimator: Any, check: Any) -> None:
    check(estimator)
