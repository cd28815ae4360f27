"""What the linear voice sees of a stretch."""

import numpy as np

from otzvuk.coding.bag import GROUPS, Features, Lexicon, clauses_of
from otzvuk.coding.features import Sample, Words, samples
from otzvuk.model.interview import Interview, Turn


def sample(answer: str, question: str = "") -> Sample:
    turns = [Turn("И", question, interviewer=True)] if question else []
    return samples(Interview("i1", "", (*turns, Turn("Р", answer))), Words([]))[0]


def features(answer: str, question: str = "", first: int = 0, last: int | None = None) -> list[int]:
    seen = sample(answer, question)
    return Features().of(seen, [(first, len(seen.tokens) if last is None else last)])[0]


def test_inflected_forms_share_their_lemma() -> None:
    assert set(features("поддоны")) & set(features("поддонами"))
    assert not set(features("поддон")) & set(features("ценник"))


def test_the_order_of_words_is_seen_in_pairs() -> None:
    assert sorted(features("не плохо")) != sorted(features("плохо не"))


def test_the_question_and_the_words_around_are_other_features_than_the_words() -> None:
    alone = set(features("нормально"))
    asked = set(features("нормально", "Как упаковка?"))
    beside = set(features("нормально упаковка", last=1))
    assert alone < asked
    assert alone < beside
    assert not (asked - alone) & (beside - alone)
    assert not (asked | beside) & (set(features("упаковка")) - alone)


def test_marks_are_no_features() -> None:
    assert sorted(features("документы, сроки!")) == sorted(features("документы сроки"))


def test_a_row_of_the_matrix_has_the_length_of_its_groups() -> None:
    seen = sample("Поддоны гнилые. Цена хорошая.", "Как дела?")
    stretches = clauses_of(seen)
    known = sorted({key for each in Features().of(seen, [each[1:] for each in stretches]) for key in each})
    entries = Lexicon(np.array(known, np.uint32), np.ones(len(known), np.float16)).entries(stretches)
    lengths = np.bincount(entries.rows, entries.values**2)
    np.testing.assert_allclose(lengths, sum(weight**2 for weight in GROUPS), rtol=1e-5)
