"""The linear voice learns, repeats itself, and what it learnt can be mixed with what it knew."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="обучение: pip install 'otzvuk[train]'")

from otzvuk.coding import bag as bags
from otzvuk.coding.bag import Bag, Stretch
from otzvuk.coding.features import Words
from otzvuk.model.interview import Interview, Turn
from otzvuk.model.mention import Coding, Kind, Mention
from otzvuk.train.bag import begin_with, fit_bag, mixed
from otzvuk.train.examples import Example, examples

CODES = ["a.pallets", "b.papers"]
SAID = [
    ("поддоны гнилые", 0, Kind.COMPLAINT),
    ("поддоны крепкие, хорошие", 0, Kind.PRAISE),
    ("накладная с ошибкой", 1, Kind.COMPLAINT),
    ("накладная хорошая, верная", 1, Kind.PRAISE),
    ("хотелось бы новые поддоны", 0, Kind.WISH),
    ("хотелось бы электронную накладную", 1, Kind.WISH),
]


def coded() -> list[Example]:
    turns = [Turn("Р", f"{text}. Мы ездили к морю.") for text, *_ in SAID for _ in range(4)]
    mentions = [
        Mention(4 * at + again, 0, len(text), text, kind, CODES[code], "")
        for at, (text, code, kind) in enumerate(SAID)
        for again in range(4)
    ]
    return examples(Coding(Interview("i1", "", tuple(turns)), tuple(mentions)), Words([]), CODES)


def test_it_learns_kinds_codes_and_silence() -> None:
    learnt = coded()
    bag = Bag(fit_bag(learnt, len(CODES)))
    for example, tags in zip(learnt, bag.tags([each.sample for each in learnt]), strict=True):
        (span,) = example.spans
        code, kind, _ = bag.look([Stretch(example.sample, span.first, span.last)])
        assert (kind[0].argmax(), code[0].argmax()) == (span.kind, span.code)
        assert tags[span.first].argmax() in (1 + 2 * span.kind, 2 + 2 * span.kind)
        assert tags[-2].argmax() == 0  # «морю»


def test_the_same_examples_give_the_same_arrays() -> None:
    one, other = fit_bag(coded(), 2), fit_bag(coded(), 2)
    assert all((one[name] == other[name]).all() for name in one)


def test_a_code_without_an_example_is_not_chosen() -> None:
    learnt = coded()
    bag = Bag(fit_bag(learnt, 3))
    code, *_ = bag.look([Stretch(learnt[0].sample, 0, 2)])
    assert code[0].argmin() == 2


def test_what_new_examples_do_not_speak_of_is_kept_from_the_beginning() -> None:
    learnt = coded()
    start = fit_bag(learnt, 2)
    papers = [each for each in learnt if each.spans[0].code == 1]
    later = fit_bag(papers, 2, start=start)
    pallets = [Stretch(learnt[0].sample, 0, 1)]  # «поддоны», in no new example
    assert Bag(later).look(pallets)[0][0].argmax() == 0


def test_a_bag_for_other_codes_keeps_the_rows_of_those_shared() -> None:
    start = fit_bag(coded(), 2)
    begun = begin_with(start, CODES, ["c.new", "b.papers"])
    codes = bags.CODES
    np.testing.assert_array_equal(begun["weights"][:, codes + 1], start["weights"][:, codes + 1])
    assert not begun["weights"][:, codes].any()


def test_mixing_goes_from_the_beginning_to_what_was_learnt() -> None:
    learnt = coded()
    start = fit_bag(learnt, 2)
    later = fit_bag(learnt[:8], 2, start=start)
    seen = [Stretch(each.sample, 0, 2) for each in learnt]
    none, whole = np.zeros(2, bool), np.ones(2, bool)
    for part, like, kept in ((1.0, later, none), (0.0, start, none), (0.0, later, whole)):
        codes = Bag(mixed(later, start, part, kept)).look(seen)[0]
        np.testing.assert_allclose(codes, Bag(like).look(seen)[0], atol=0.15)
